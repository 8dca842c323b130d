"""The house's own secrets: given, or made at first start and kept where only the house can read them."""

import hashlib
from dataclasses import replace

from liem.house.configuration import Configuration
from liem.house.postgres.cluster import kept_secret
from liem.house.postgres.places import make_home


def with_secret_key(configuration: Configuration) -> Configuration:
    """The same configuration with a secret key in it."""
    if configuration.secret_key:
        return configuration
    make_home(configuration.home)
    return replace(configuration, secret_key=kept_secret(configuration.secrets / "secret_key"))


def intake_key(configuration: Configuration) -> bytes:
    """32 bytes with which receipts are looked up and acknowledgements signed. They never lie in the database."""
    if configuration.intake_key:
        return hashlib.sha256(configuration.intake_key.encode()).digest()
    return _kept_key(configuration, "intake_key")


def checkpoint_seed(configuration: Configuration) -> bytes:
    """The seed of the key that signs checkpoints of the trail. It never lies in the database."""
    return _kept_key(configuration, "checkpoint_key")


def _kept_key(configuration: Configuration, name: str) -> bytes:
    make_home(configuration.home)
    return hashlib.sha256(kept_secret(configuration.secrets / name).encode()).digest()
