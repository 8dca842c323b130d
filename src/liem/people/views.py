"""Signing in and out, and one's password."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout, update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from liem.base import clock
from liem.people import actions, sign_in
from liem.people.access import public, signed_in
from liem.people.forms import ChangePasswordForm, SignInForm
from liem.people.keys.session import COOKIE as KEY_COOKIE
from liem.people.models import Account
from liem.people.rules import too_many_attempts
from liem.people.second_factor import queries as second_factor
from liem.people.second_factor.views import ask_for_code


@public
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Sign in. After too many failures even the right password is not looked at for a while."""
    form = SignInForm(request.POST or None)
    has_failed = False
    if request.method == "POST" and form.is_valid():
        answer = _try_to_sign_in(request, form)
        if answer is not None:
            return answer
        has_failed = True
    page = render(request, "people/sign_in.html", {"form": form, "next": _next(request)})
    return sign_in.told_when(page, form, "__all__", clock.now()) if has_failed else page


def _try_to_sign_in(request: HttpRequest, form: SignInForm) -> HttpResponse | None:
    now = clock.now()
    name, password = form.cleaned_data["sign_in_name"], form.cleaned_data["password"]
    keys = sign_in.keys_of(request, name)
    if again := sign_in.open_again_at(keys, now):
        form.add_error(None, ValidationError(too_many_attempts(again), "limit", {"again": again}))
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
