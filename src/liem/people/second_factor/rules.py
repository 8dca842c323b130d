"""One-time codes and recovery codes, pure: no database, the time is passed in."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

SECRET_BYTES = 20
STEP_SECONDS = 30
_DIGITS = 6
_DRIFT = 1
"""How many steps a telephone's clock may be ahead or behind."""

RECOVERY_CODES = 10
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without the letters and digits that are mistaken for one another on paper; 32 of them, 5 bits each."""


def code_at(secret: bytes, step: int, digits: int = _DIGITS) -> str:
    """The code of one step: RFC 4226, section 5.3, over the step's number as RFC 6238 takes it.

    >>> code_at(b"12345678901234567890", 59 // 30, 8)  # RFC 6238, appendix B
    '94287082'
    """
    mac = hmac.digest(secret, step.to_bytes(8, "big"), hashlib.sha1)
    offset = mac[-1] & 0x0F
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}d}"


def step_of(now: datetime) -> int:
    """The number of the half minute in which ``now`` lies."""
    return int(now.timestamp()) // STEP_SECONDS


def fitting_step(secret: bytes, code: str, now: datetime, last: int) -> int | None:
    """The step whose code was entered, or ``None``. A step up to ``last`` was used already: no code is taken twice."""
    present = step_of(now)
    if not secret:
        return None
    for step in range(present - _DRIFT, present + _DRIFT + 1):
        if step > last and hmac.compare_digest(code_at(secret, step), code):
            return step
    return None


def plain(code: str) -> str:
    """A code as it is compared: without the spaces and dashes people write for legibility.

    >>> plain("123 456"), plain(" abcd-efgh ")
    ('123456', 'ABCDEFGH')
    """
    return "".join(code.split()).replace("-", "").upper().encode("ascii", "replace").decode()


def for_reading(secret: bytes) -> str:
    """The secret as an authenticator takes it by hand: Base32 in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def address(secret: bytes, sign_in_name: str) -> str:
    """The address in the QR code, as authenticators read it."""
    key = base64.b32encode(secret).decode()
    asked = urlencode({"secret": key, "issuer": "Liêm", "digits": _DIGITS, "period": STEP_SECONDS}, quote_via=quote)
    return f"otpauth://totp/{quote('Liêm')}:{quote(sign_in_name)}?{asked}"


def new_recovery_code() -> str:
    """Sixteen characters, 80 random bits, in groups of four."""
    text = "".join(secrets.choice(_ALPHABET) for _ in range(16))
    return "-".join(text[start : start + 4] for start in range(0, 16, 4))
