"""The key that signs sessions: given, or made at first start and kept where only the house can read it."""

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
