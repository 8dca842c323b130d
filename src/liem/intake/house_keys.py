"""The house's own secrets for reports. They lie outside the database: a dump of it alone opens and forges nothing."""

from functools import lru_cache

from django.conf import settings

from liem.base import sealing


def receipts() -> bytes:
    """What receipts are looked up and opened with. Lost, no receipt opens any more (offices still open everything)."""
    return _derived(_root(), b"receipts")


def drafts() -> bytes:
    """What a half-filled form is locked with while it travels between pages."""
    return _derived(_root(), b"drafts")


def tickets() -> bytes:
    """What tickets of waiting are locked with."""
    return _derived(_root(), b"tickets")


def acknowledgements() -> bytes:
    """The seed of the key that acknowledgements are signed with."""
    return _derived(_root(), b"acknowledgements")


def evidence() -> bytes:
    """What the keys of evidence files are locked with."""
    return _derived(_root(), b"evidence")


@lru_cache(maxsize=16)
def _derived(root: bytes, name: bytes) -> bytes:
    return sealing.derive(root, name, "liem house")


def _root() -> bytes:
    root: bytes = settings.LIEM_INTAKE_KEY
    return root
