"""Signing in: the password check, and the limit on how often it may be tried."""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest

from liem.people.models import Account, FailedSignIn

WINDOW = timedelta(minutes=5)
KEPT = timedelta(hours=1)
LIMITS = {"name and place": 5, "name": 20, "place": 50}
"""How many failures within :data:`WINDOW` are let through, counted by name and place together, by name, by place."""


class AccountBackend(BaseBackend):
    """Finds the account of a sign-in name and checks its password, in the same time whether or not there is one."""

    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = "", **_: Any
    ) -> Account | None:
        try:
            account = Account.objects.get_by_natural_key(username)
        except Account.DoesNotExist:
            make_password(password)  # takes as long as checking one
            return None
        fits = check_password(password, account.password, lambda raw: _renew(account, raw))
        return account if fits and account.is_active else None

    def get_user(self, user_id: Any) -> Account | None:
        account = Account.objects.prefetch_related("appointments").filter(pk=user_id).first()
        return account if account and account.is_active else None


def _renew(account: Account, password: str) -> None:
    """Store the password anew when the way of hashing has become stronger."""
    account.set_password(password)
    account.save(update_fields=["password"])


def counted_keys(name: str, place: str) -> dict[str, str]:
    """What failures are counted by: keyed digests, so that the table holds neither names nor network addresses."""
    name = name.strip().lower()[:200]
    return {
        "name and place": _digest("both", name, place),
        "name": _digest("name", name),
        "place": _digest("place", place),
    }


def is_over_limit(keys: dict[str, str], now: datetime) -> bool:
    """Whether one of the limits is reached."""
    since = now - WINDOW
    return any(FailedSignIn.objects.filter(key=key, at__gt=since).count() >= LIMITS[what] for what, key in keys.items())


def count_failure(keys: dict[str, str], now: datetime) -> None:
    """Count one failure, and forget those that no limit looks at any more."""
    FailedSignIn.objects.filter(at__lt=now - KEPT).delete()
    FailedSignIn.objects.bulk_create(FailedSignIn(key=key, at=now) for key in keys.values())


def forget_failures(keys: dict[str, str]) -> None:
    """After the right password: the name's own failures no longer count; the place's do."""
    FailedSignIn.objects.filter(key=keys["name and place"]).delete()


def _digest(*parts: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), "\x1f".join(("sign-in", *parts)).encode(), hashlib.sha256).hexdigest()
