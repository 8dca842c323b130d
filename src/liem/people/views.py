"""Signing in and out, one's password, and the administrator's pages about accounts."""

import secrets
from datetime import datetime
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout, update_session_auth_hash
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from liem.base import clock
from liem.base.errors import UserError
from liem.people import actions, sign_in
from liem.people.access import needs, public, signed_in
from liem.people.forms import AppointForm, ChangePasswordForm, OpenAccountForm, SignInForm
from liem.people.keys.session import COOKIE as KEY_COOKIE
from liem.people.models import Account, Appointment
from liem.people.rules import too_many_attempts
from liem.people.second_factor import actions as second_factor_actions
from liem.people.second_factor import queries as second_factor
from liem.people.second_factor.views import ask_for_code
from liem.people.states import Role


@public
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Sign in. After too many failures even the right password is not looked at for a while."""
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        answer = _try_to_sign_in(request, form)
        if answer is not None:
            return answer
        status = 429 if form.has_error("__all__", "limit") else 403
    return render(request, "people/sign_in.html", {"form": form, "next": _next(request)}, status=status)


def _try_to_sign_in(request: HttpRequest, form: SignInForm) -> HttpResponse | None:
    now = clock.now()
    name, password = form.cleaned_data["sign_in_name"], form.cleaned_data["password"]
    keys = sign_in.keys_of(request, name)
    if again := sign_in.open_again_at(keys, now):
        form.add_error(None, ValidationError(too_many_attempts(again), code="limit"))
        return None
    account = cast(Account | None, authenticate(request, username=name, password=password))
    if account is None:
        sign_in.count_failure(keys, now)
        form.add_error(None, _("This name and password do not fit together."))
        return None
    if second_factor.is_on(account):
        return ask_for_code(request, account, _next(request))
    return sign_in.admit(request, account, _next(request))


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or ""
    return target if url_has_allowed_host_and_scheme(target, allowed_hosts=None) else ""


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and with it the opened key."""
    logout(request)
    answer = redirect(resolve_url(settings.LOGOUT_REDIRECT_URL))
    answer.delete_cookie(KEY_COOKIE, samesite="Strict")
    return answer


@signed_in
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other sessions of the account end."""
    account = cast(Account, request.user)
    form = ChangePasswordForm(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.set_password(account, form.cleaned_data["new"], by=account.number, now=clock.now())
        update_session_auth_hash(request, account)
        messages.success(request, _("Your password is changed. Other sessions of your account have ended."))
        return redirect("house:desk")
    context = {"form": form, "has_second_factor": second_factor.is_on(account)}
    return render(request, "people/password.html", context)


@needs("accounts.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts, and the form that opens one."""
    form = OpenAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = secrets.token_urlsafe(12)
        account = actions.open_account(
            form.cleaned_data["sign_in_name"],
            form.cleaned_data["display_name"],
            password,
            by=_number(request),
            now=clock.now(),
        )
        _tell_password(request, account, password)
        return redirect("people:account", account.pk)
    page = Paginator(Account.objects.prefetch_related("appointments"), 50).get_page(request.GET.get("page"))
    return render(request, "people/accounts.html", {"form": form, "page": page})


@needs("accounts.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, number: int) -> HttpResponse:
    """One account, its appointments, and the form that adds one."""
    subject = get_object_or_404(Account, pk=number)
    form = AppointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.appoint(
                subject,
                Role(form.cleaned_data["role"]),
                unit=form.cleaned_data["unit"],
                valid_from=form.cleaned_data["valid_from"],
                valid_to=form.cleaned_data["valid_to"],
                by=_number(request),
                now=clock.now(),
            )
        except UserError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The appointment stands."))
            return redirect("people:account", subject.pk)
    appointments = subject.appointments.all()
    return render(
        request,
        "people/account.html",
        {
            "subject": subject,
            "form": form,
            "appointments": appointments,
            "codes": "\n".join(subject.own_codes),
            "has_second_factor": second_factor.is_on(subject),
        },
    )


@needs("accounts.manage")
@require_POST
def change_account(request: HttpRequest, number: int) -> HttpResponse:
    """Close or reopen an account, give it a new password, take off its second factor, or end an appointment."""
    subject = get_object_or_404(Account, pk=number)
    verb, by, now = request.POST.get("verb"), _number(request), clock.now()
    if subject.number == by:
        messages.error(request, _("You cannot do this to your own account; another administrator must."))
    elif verb == "close":
        actions.close_account(subject, by=by, now=now)
        messages.success(request, _("The account is closed."))
    elif verb == "reopen":
        actions.reopen_account(subject, by=by, now=now)
        messages.success(request, _("The account is open again."))
    elif verb == "password":
        password = secrets.token_urlsafe(12)
        actions.set_password(subject, password, by=by, now=now)
        _tell_password(request, subject, password)
    elif verb == "codes":
        _declare_codes(request, subject, by, now)
    elif verb == "second_factor":
        second_factor_actions.switch_off(subject, by=by, now=now)
        messages.success(request, _("The second factor is taken off; it can be set up again after signing in."))
    elif verb == "end":
        chosen = request.POST.get("appointment", "")
        appointment = get_object_or_404(Appointment, pk=int(chosen) if chosen.isdecimal() else 0, account=subject)
        actions.end_appointment(appointment, last_day=clock.today(), by=by, now=now)
        messages.success(request, _("The appointment ends today."))
    return redirect("people:account", subject.pk)


def _declare_codes(request: HttpRequest, subject: Account, by: str, now: datetime) -> None:
    try:
        actions.declare_codes(subject, request.POST.get("codes", "").replace(",", "\n").splitlines(), by=by, now=now)
    except UserError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The codes are kept."))


def _tell_password(request: HttpRequest, account: Account, password: str) -> None:
    messages.warning(
        request,
        _("First password of %(name)s: %(password)s. It is shown this once; hand it over in person.")
        % {"name": account.sign_in_name, "password": password},
    )


def _number(request: HttpRequest) -> str:
    return cast(Account, request.user).number
