"""Signing in: the password check, the limits on how often it and the code after it may be tried, and the admission.

Whoever tries passwords of a name from many networks must not shut its owner out: a browser in which the account signed
in before bears a signed cookie, and its attempts are counted apart from everybody else's ("device cookies", OWASP).
"""

import hashlib
import hmac
import math
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from liem.base import clock
from liem.people import actions
from liem.people.models import Account, FailedSignIn

WINDOW = timedelta(minutes=5)
KEPT = timedelta(hours=1)
LIMITS = {"name and place": 5, "name": 20, "place": 50, "browser": 5}
"""How many failures within :data:`WINDOW` are let through, counted by name and place together, by name, by place; of a
browser in which the account signed in before, by that browser alone."""

BROWSER_COOKIE = "liem_browser"
BROWSER_KNOWN_FOR = timedelta(days=180)

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


def counted_keys(name: str, place: str, browser: str = "") -> dict[str, str]:
    """What failures are counted by: keyed digests, so that the table holds neither names nor network addresses.

    :param browser: the number of a browser in which the account of that name signed in before.
    """
    name = name.strip().lower()[:200]
    if browser:
        return {"browser": _digest("browser", name, browser)}
    return {
        "name and place": _digest("both", name, place),
        "name": _digest("name", name),
        "place": _digest("place", place),
    }


def keys_of(request: HttpRequest, name: str) -> dict[str, str]:
    """What failures of this visitor under this name are counted by."""
    return counted_keys(name, request.META.get("REMOTE_ADDR", ""), _known_browser(request, name))


def is_over_limit(keys: dict[str, str], now: datetime) -> bool:
    """Whether one of the limits is reached."""
    return open_again_at(keys, now) is not None


def open_again_at(keys: dict[str, str], now: datetime) -> datetime | None:
    """From when an attempt is looked at again, if no further one fails before; ``None`` where none of the limits is
    reached."""
    waits = []
    for what, key in keys.items():
        most = LIMITS[what]
        failed = FailedSignIn.objects.filter(key=key, at__gt=now - WINDOW).order_by("-at").values_list("at", flat=True)
        if len(last := list(failed[:most])) == most:
            waits.append(last[-1] + WINDOW)
    return max(waits, default=None)


def told_when(page: HttpResponse, form: Form, field: str, now: datetime) -> HttpResponse:
    """The page of an attempt that failed; one that was not looked at also says in its head when the next one is."""
    limits = [one.params or {} for one in form.errors.as_data().get(field, ()) if one.code == "limit"]
    again: datetime | None = limits[0].get("again") if limits else None
    page.status_code = 403 if again is None else 429
    if again is not None:
        page.headers["Retry-After"] = str(max(1, math.ceil((again - now).total_seconds())))
    return page


def count_failure(keys: dict[str, str], now: datetime) -> None:
    """Count one failure, and forget those that no limit looks at any more."""
    FailedSignIn.objects.filter(at__lt=now - KEPT).delete()
    FailedSignIn.objects.bulk_create(FailedSignIn(key=key, at=now) for key in keys.values())


def forget_failures(keys: dict[str, str]) -> None:
    """After the right password: the name's own failures no longer count; the place's do."""
    own = [key for what, key in keys.items() if what in {"name and place", "browser"}]
    FailedSignIn.objects.filter(key__in=own).delete()


def codes_again_at(account: Account, now: datetime) -> datetime | None:
    """From when codes of the account are looked at again; ``None``: now. Only who knows its password can bring this
    about."""
    wrong = FailedSignIn.objects.filter(key=_code_key(account), at__gt=now - KEPT).order_by("-at")
    last = list(wrong.values_list("at", flat=True)[:WRONG_CODES])
    return last[-1] + KEPT if len(last) == WRONG_CODES else None


def count_wrong_code(account: Account, now: datetime) -> None:
    """Count one wrong code."""
    FailedSignIn.objects.create(key=_code_key(account), at=now)


def admit(request: HttpRequest, account: Account, target: str) -> HttpResponse:
    """Sign the account in, and send it where it wanted to go. Its browser is known from now on."""
    forget_failures(keys_of(request, account.sign_in_name))
    login(request, account)
    actions.note_sign_in(account, now=clock.now())
    answer = redirect("people:password") if account.must_change_password else redirect(target or "house:desk")
    if not _known_browser(request, account.sign_in_name):
        answer.set_signed_cookie(
            BROWSER_COOKIE,
            f"{account.number}.{secrets.token_hex(12)}",
            salt=BROWSER_COOKIE,
            max_age=BROWSER_KNOWN_FOR,
            path=resolve_url(settings.LOGIN_URL),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )
    return answer


def _known_browser(request: HttpRequest, name: str) -> str:
    """The number of this browser, if the account of that name signed in here before; else nothing."""
    told = request.get_signed_cookie(BROWSER_COOKIE, "", salt=BROWSER_COOKIE, max_age=BROWSER_KNOWN_FOR)
    number, _dot, browser = (told or "").partition(".")
    known = browser and Account.objects.filter(pk=number, sign_in_name=name.strip().lower()).exists()
    return browser if known else ""


def _code_key(account: Account) -> str:
    return _digest("code", account.number)


def _digest(*parts: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), "\x1f".join(("sign-in", *parts)).encode(), hashlib.sha256).hexdigest()
