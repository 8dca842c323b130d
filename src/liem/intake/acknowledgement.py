"""The signed acknowledgement: a third party can check that a report of this content was received on this day.

It names nobody. The digest is salted, so that it tells nothing to who does not have the content; the reporter shows
content and acknowledgement together, to whom they choose.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import date

from liem.base import sealing

_TITLE = "Liem acknowledgement 1"
_SIGNED = ("number", "received-on", "salt", "digest", "key")


@dataclass(frozen=True)
class Acknowledgement:
    """``salt``, ``digest``, ``key`` and ``signature`` in hexadecimal; ``received_on`` is a day."""

    number: str
    received_on: date
    salt: str
    digest: str
    key: str
    signature: str

    def text(self) -> str:
        """As it is kept, printed and checked: lines of plain text."""
        return _lines(self) + f"signature: {self.signature}\n"

    def is_signed_by(self, public: bytes) -> bool:
        signature = _hex(self.signature)
        return (
            signature is not None
            and public.hex() == self.key
            and sealing.is_signed(public, _lines(self).encode(), signature)
        )

    def is_of(self, content: bytes) -> bool:
        """Whether it was given for this content, as the reporter keeps it."""
        return sealing.digest(bytes.fromhex(self.salt), content).hex() == self.digest


def acknowledge(content: bytes, number: str, received_on: date, seed: bytes) -> Acknowledgement:
    """Sign that ``content`` was received under ``number`` on that day."""
    salt = sealing.random_bytes(16)
    key = sealing.verifying_key(seed).hex()
    unsigned = Acknowledgement(number, received_on, salt.hex(), sealing.digest(salt, content).hex(), key, "")
    signature = sealing.sign(seed, _lines(unsigned).encode()).hex()
    return Acknowledgement(number, received_on, unsigned.salt, unsigned.digest, key, signature)


def parse(text: str) -> Acknowledgement | None:
    """An acknowledgement somebody hands in, or ``None`` where it is none."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    if len(lines) != len(_SIGNED) + 2 or lines[0] != _TITLE:
        return None
    values = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
    if set(values) != {*_SIGNED, "signature"} or any(_hex(values[n]) is None for n in ("salt", "digest", "key")):
        return None
    try:
        day = date.fromisoformat(values["received-on"])
    except ValueError:
        return None
    return Acknowledgement(values["number"], day, values["salt"], values["digest"], values["key"], values["signature"])


def as_base64(text: str) -> str:
    """The text for a download link of its own page."""
    return base64.b64encode(text.encode()).decode()


def _lines(given: Acknowledgement) -> str:
    values = (given.number, given.received_on.isoformat(), given.salt, given.digest, given.key)
    return "\n".join([_TITLE, *(f"{name}: {value}" for name, value in zip(_SIGNED, values, strict=True))]) + "\n"


def _hex(text: str) -> bytes | None:
    try:
        return bytes.fromhex(text)
    except (ValueError, binascii.Error):
        return None
