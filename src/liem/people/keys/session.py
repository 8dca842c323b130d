"""The opened key between two requests of one officer.

The private key lies in the session under a key that only a cookie of the browser holds, so that neither a dump of the
database nor a stolen session number opens anything. It is gone with sign-out, with the browser, and after an hour.
"""

import base64
import binascii
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from liem.base import sealing
from liem.base.sealing import CannotOpen, KeyPair
from liem.people.keys.queries import Keyring

COOKIE = "liem_key"
SECONDS = 3600
_SESSION = "opened_key"


def keep_open(request: HttpRequest, response: Any, keyring: Keyring) -> None:
    """Keep ``keyring`` for the next requests of this browser."""
    key = sealing.random_bytes()
    locked = sealing.lock(key, keyring.pair.private, _place(keyring.account, keyring.officer_key))
    request.session[_SESSION] = {
        "officer_key": keyring.officer_key,
        "public": keyring.pair.public.hex(),
        "locked": locked.hex(),
    }
    response.set_cookie(
        COOKIE,
        base64.urlsafe_b64encode(key).decode(),
        max_age=SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def opened(request: HttpRequest) -> Keyring | None:
    """The officer's opened key, or ``None`` where the passphrase has to be asked for."""
    kept = request.session.get(_SESSION)
    if not kept or not request.user.is_authenticated:
        return None
    account = str(request.user.pk)
    try:
        key = base64.urlsafe_b64decode(request.COOKIES.get(COOKIE, ""))
        private = sealing.unlock(key, bytes.fromhex(kept["locked"]), _place(account, kept["officer_key"]))
    except (CannotOpen, binascii.Error, ValueError):
        return None
    return Keyring(account, kept["officer_key"], KeyPair(bytes.fromhex(kept["public"]), private))


def close(request: HttpRequest, response: Any) -> None:
    """Forget the opened key."""
    request.session.pop(_SESSION, None)
    response.delete_cookie(COOKIE, samesite="Strict")


def _place(account: str, officer_key: int) -> str:
    return f"opened key/{account}/{officer_key}"
