"""The code after the password, and the page where an account's owner sets the second factor up."""

from datetime import datetime, timedelta
from typing import Any, cast

import segno
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from liem.base import clock
from liem.people import sign_in
from liem.people.access import public, signed_in
from liem.people.models import Account
from liem.people.rules import too_many_attempts
from liem.people.second_factor import actions, queries, rules
from liem.people.second_factor.forms import CodeForm, ConfirmForm

HALF = "password_given"
"""Session key: whose password was right, and when; the code is still to come."""

_PATIENCE = timedelta(minutes=5)


def ask_for_code(request: HttpRequest, account: Account, target: str) -> HttpResponse:
    """After the right password of an account with a second factor: nobody is signed in yet."""
    request.session.cycle_key()
    request.session[HALF] = {"account": account.pk, "at": clock.now().isoformat(), "next": target}
    return redirect("people:sign_in_code")


@public
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code. Too many wrong ones, and even the right one is not looked at for a while."""
    half, account = _half_signed_in(request)
    if account is None:
        return redirect("people:sign_in")
    form = CodeForm(request.POST or None)
    has_failed = False
    if request.method == "POST" and form.is_valid():
        if _is_right(request, account, form):
            return sign_in.admit(request, account, half["next"])
        has_failed = True
    page = render(request, "people/sign_in_code.html", {"form": form})
    return sign_in.told_when(page, form, "code", clock.now()) if has_failed else page


def _half_signed_in(request: HttpRequest) -> tuple[dict[str, Any], Account | None]:
    half = request.session.get(HALF)
    if half is None or clock.now() - datetime.fromisoformat(half["at"]) > _PATIENCE:
        request.session.pop(HALF, None)
        return {}, None
    return half, Account.objects.filter(pk=half["account"], is_active=True).first()


def _is_right(request: HttpRequest, account: Account, form: CodeForm) -> bool:
    now = clock.now()
    if again := sign_in.codes_again_at(account, now):
        form.add_error("code", ValidationError(too_many_attempts(again), "limit", {"again": again}))
        return False
    if actions.check(account, form.cleaned_data["code"], now=now):
        return True
    sign_in.count_wrong_code(account, now)
    form.add_error("code", _("This code is wrong, was used already, or is no longer valid. Take the next one."))
    return False


@signed_in
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Set the second factor up; once it is on, renew the recovery codes or switch it off."""
    account = cast(Account, request.user)
    is_on = queries.is_on(account)
    form = ConfirmForm(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _change(request, account, form) if is_on else _switch_on(request, account, form)
        if answer is not None:
            return answer
    context = {"form": form, "is_on": is_on, "is_required": queries.is_required(account)}
    if is_on:
        context["codes_left"] = queries.recovery_codes_left(account)
    else:
        secret = actions.prepare(account, now=clock.now())
        context |= {"key": rules.for_reading(secret), "picture": _picture(rules.address(secret, account.sign_in_name))}
    return render(request, "people/second_factor.html", context)


def _switch_on(request: HttpRequest, account: Account, form: ConfirmForm) -> HttpResponse | None:
    codes = actions.switch_on(account, form.cleaned_data["code"], by=account.number, now=clock.now())
    if codes is None:
        form.add_error("code", _("This code is wrong. Is the clock of your telephone right?"))
        return None
    messages.success(request, _("From now on a code is asked for after your password."))
    return _codes(request, codes)


def _change(request: HttpRequest, account: Account, form: ConfirmForm) -> HttpResponse | None:
    now = clock.now()
    if again := sign_in.codes_again_at(account, now):
        form.add_error("code", too_many_attempts(again))
        return None
    if not actions.check(account, form.cleaned_data["code"], now=now):
        sign_in.count_wrong_code(account, now)
        form.add_error("code", _("This code is wrong, was used already, or is no longer valid. Take the next one."))
        return None
    if request.POST.get("verb") == "off" and not queries.is_required(account):
        actions.switch_off(account, by=account.number, now=now)
        messages.success(request, _("Your password alone opens your account again."))
        return redirect("people:second_factor")
    return _codes(request, actions.renew_recovery_codes(account, by=account.number, now=now))


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return render(request, "people/recovery_codes.html", {"codes": codes})


def _picture(address: str) -> str:
    """The QR code as SVG without inline style; it is made of our own text alone."""
    made = segno.make(address, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="qr")
    return mark_safe(made)  # noqa: S308
