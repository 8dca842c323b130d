"""The house's own secrets for reports. They lie outside the database: a dump of it alone opens and forges nothing."""

from django.conf import settings

from liem.base import sealing


def receipts() -> bytes:
    """What receipts are looked up and opened with. Lost, no receipt opens any more (offices still open everything)."""
    return sealing.derive(_root(), b"receipts", "liem house")


def drafts() -> bytes:
    """What a half-filled form is locked with while it travels between pages."""
    return sealing.derive(_root(), b"drafts", "liem house")


def tickets() -> bytes:
    """What tickets of waiting are locked with."""
    return sealing.derive(_root(), b"tickets", "liem house")


def acknowledgements() -> bytes:
    """The seed of the key that acknowledgements are signed with."""
    return sealing.derive(_root(), b"acknowledgements", "liem house")


def evidence() -> bytes:
    """What the keys of evidence files are locked with."""
    return sealing.derive(_root(), b"evidence", "liem house")


def _root() -> bytes:
    root: bytes = settings.LIEM_INTAKE_KEY
    return root
