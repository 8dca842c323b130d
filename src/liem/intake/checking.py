"""What a third party learns from an acknowledgement: whether it is this house's, of which day, about which content."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from liem.intake.acknowledgement import Acknowledgement, parse

LONGEST_ACKNOWLEDGEMENT = 4_000
LONGEST_CONTENT = 200_000
"""Bytes; a report at its longest, with every letter of it in three bytes, stays below."""


class Finding(StrEnum):
    """What checking found."""

    GENUINE = "genuine"
    """Signed by a key of this house; no content was given with it."""
    GENUINE_OF_CONTENT = "genuine_of_content"
    OTHER_CONTENT = "other_content"
    """Signed by this house, but not about the content given with it."""
    CHANGED = "changed"
    """It names a key of this house, but the signature does not fit: something in it was changed."""
    OTHER_KEY = "other_key"
    """It names a key that is none of this house's."""
    NO_ACKNOWLEDGEMENT = "no_acknowledgement"

    @property
    def is_genuine(self) -> bool:
        return self in {Finding.GENUINE, Finding.GENUINE_OF_CONTENT}


@dataclass(frozen=True)
class Checked:
    """The finding; ``given`` is ``None`` where what was handed in is no acknowledgement at all."""

    finding: Finding
    given: Acknowledgement | None = None


def check(text: str, content: bytes, keys: Collection[bytes]) -> Checked:
    """Check an acknowledgement.

    :param content: the content as the reporter saved it; empty where it is not shown. Line ends around it do not
        matter: clipboards and editors add them.
    :param keys: the public keys this house signs or has signed with.
    """
    given = parse(text.removeprefix("\ufeff")) if len(text) <= LONGEST_ACKNOWLEDGEMENT else None
    if given is None:
        return Checked(Finding.NO_ACKNOWLEDGEMENT)
    if given.key not in {key.hex() for key in keys}:
        return Checked(Finding.OTHER_KEY, given)
    if not given.is_signed_by(bytes.fromhex(given.key)):
        return Checked(Finding.CHANGED, given)
    content = content.removeprefix(b"\xef\xbb\xbf").strip(b"\r\n")
    if not content:
        return Checked(Finding.GENUINE, given)
    return Checked(Finding.GENUINE_OF_CONTENT if given.is_of(content) else Finding.OTHER_CONTENT, given)
