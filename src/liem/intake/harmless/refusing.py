"""Why a file is not taken. Codes alone: the sentences are in :mod:`liem.intake.refusals`, in the reader's language."""

from enum import StrEnum


class Why(StrEnum):
    """What is wrong with a file."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    HEIC = "heic"
    OLD_OFFICE = "old_office"
    ARCHIVE = "archive"
    LARGE = "large"
    DAMAGED = "damaged"
    TWO = "two"
    PIXELS = "pixels"
    PAGES = "pages"
    LOCKED = "locked"
    SWELLS = "swells"
    MACROS = "macros"
    STRANGE = "strange"
    ENCODING = "encoding"


class Refused(Exception):
    """A file that is not taken."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


MOST_UNPACKED = 200 * 1024 * 1024
"""Bytes that what is packed in a file may have when it is opened."""
