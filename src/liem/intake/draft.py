"""A half-filled form. It is kept nowhere but in the form itself: locked, so that nobody can read it there later."""

import base64
import binascii
import json
import secrets
import zlib
from dataclasses import dataclass, field
from datetime import date, timedelta

from liem.base import sealing
from liem.base.sealing import CannotOpen

KEPT_FOR = timedelta(days=7)
"""After that many days a form left open cannot be sent any more."""
_PLACE = "draft"
_MOST = 400_000


@dataclass(frozen=True, repr=False)
class Draft:
    """Answers by name, and a random token that makes sending twice the same as sending once."""

    begun_on: date
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    answers: dict[str, str] = field(default_factory=dict)

    def with_answers(self, more: dict[str, str]) -> "Draft":
        return Draft(self.begun_on, self.token, self.answers | more)

    def locked(self, key: bytes) -> str:
        """As it travels in a hidden field."""
        text = json.dumps([self.begun_on.isoformat(), self.token, self.answers], ensure_ascii=False)
        return base64.urlsafe_b64encode(sealing.lock(key, zlib.compress(text.encode()), _PLACE)).decode()

    def secret(self, key: bytes, content: bytes) -> bytes:
        """What the receipt is made of: the same draft with the same content always gives the same receipt."""
        return sealing.derive(key, sealing.digest(bytes.fromhex(self.token), content), "liem receipt")


def unlocked(text: str, key: bytes, today: date) -> Draft | None:
    """The draft of a hidden field; ``None`` where it was changed, is too old, or is none of ours."""
    if len(text) > _MOST:
        return None
    try:
        plain = zlib.decompress(sealing.unlock(key, base64.urlsafe_b64decode(text.encode()), _PLACE))
        begun_on, token, answers = json.loads(plain)
        draft = Draft(date.fromisoformat(begun_on), token, answers)
    except (CannotOpen, binascii.Error, ValueError, zlib.error):
        return None
    return draft if draft.begun_on <= today <= draft.begun_on + KEPT_FOR else None
