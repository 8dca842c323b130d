"""Signing in: the password check, the limits on how often it and the code after it may be tried, and the admission."""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from liem.base import clock
from liem.people import actions
from liem.people.models import Account, FailedSignIn

WINDOW = timedelta(minutes=5)
KEPT = timedelta(hours=1)
LIMITS = {"name and place": 5, "name": 20, "place": 50}
"""How many failures within :data:`WINDOW` are let through, counted by name and place together, by name, by place."""

WRONG_CODES = 10
"""How many wrong codes of one account are let through within :data:`KEPT`: a code has only six digits."""


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


def has_too_many_wrong_codes(account: Account, now: datetime) -> bool:
    """Whether an account's codes are not looked at for a while. Only who knows the password can bring this about."""
    return FailedSignIn.objects.filter(key=_code_key(account), at__gt=now - KEPT).count() >= WRONG_CODES


def count_wrong_code(account: Account, now: datetime) -> None:
    """Count one wrong code."""
    FailedSignIn.objects.create(key=_code_key(account), at=now)


def admit(request: HttpRequest, account: Account, target: str) -> HttpResponse:
    """Sign the account in, and send it where it wanted to go."""
    forget_failures(counted_keys(account.sign_in_name, request.META.get("REMOTE_ADDR", "")))
    login(request, account)
    actions.note_sign_in(account, now=clock.now())
    return redirect("people:password") if account.must_change_password else redirect(target or "house:desk")


def _code_key(account: Account) -> str:
    return _digest("code", account.number)


def _digest(*parts: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), "\x1f".join(("sign-in", *parts)).encode(), hashlib.sha256).hexdigest()
