"""Asking for an identity, and deciding on it."""

from typing import Any, cast
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from liem.base import clock
from liem.base.errors import UserError
from liem.base.sealing import CannotOpen
from liem.intake import vault
from liem.intake.forms import ReasonForm
from liem.intake.models import IdentityRequest, Report
from liem.people.access import needs
from liem.people.keys import session
from liem.people.keys.queries import Keyring
from liem.people.models import Account
from liem.people.queries import names_of


@needs("intake.read")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the name behind a report of one's office; read it once it was allowed."""
    report = get_object_or_404(Report, pk=number)
    keyring = session.opened(request)
    if keyring is None:
        return _open_first(request)
    form = ReasonForm(request.POST if request.POST.get("verb") == "ask" else None)
    shown = None
    try:
        if request.POST.get("verb") == "ask" and form.is_valid():
            vault.ask(report, keyring, form.cleaned_data["reason"], by=keyring.account, now=clock.now())
            messages.success(request, _("A custodian will decide. You find the answer here."))
            return redirect("intake:identity", report.pk)
        if request.POST.get("verb") == "read":
            chosen = request.POST.get("request", "")
            asked = get_object_or_404(IdentityRequest, report=report, pk=int(chosen) if chosen.isdecimal() else 0)
            shown = vault.read(asked, keyring, by=keyring.account, now=clock.now())
    except UserError as refusal:
        messages.error(request, str(refusal))
    except CannotOpen:
        messages.error(request, _("Your key does not open it."))
    context = {"report": report, "form": form, "shown": shown, "requests": _rows(report, cast(Account, request.user))}
    return render(request, "intake/identity.html", context)


def _rows(report: Report, account: Account) -> list[dict[str, Any]]:
    asked = vault.requests_for(report)
    names = names_of([one.asked_by for one in asked])
    return [
        {"request": one, "name": names.get(one.asked_by, ""), "is_mine": one.asked_by == account.number}
        for one in asked
    ]


@needs("intake.guard")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guard(request: HttpRequest) -> HttpResponse:
    """What custodians decide on: who asks, for which report, and why."""
    keyring = session.opened(request)
    if keyring is None:
        return _open_first(request)
    if request.method == "POST":
        return _decided(request, keyring)
    rows = []
    for one, number in vault.waiting():
        try:
            reason = vault.reason_of(one, keyring)
        except CannotOpen:
            reason = ""
        rows.append(
            {"request": one, "number": number, "reason": reason, "name": names_of([one.asked_by]).get(one.asked_by)}
        )
    return render(request, "intake/guard.html", {"rows": rows})


def _decided(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    chosen = request.POST.get("request", "")
    asked = get_object_or_404(IdentityRequest, pk=int(chosen) if chosen.isdecimal() and len(chosen) < 15 else 0)
    try:
        allow = request.POST.get("verb") == "allow"
        vault.decide(asked, keyring, allow=allow, by=keyring.account, now=clock.now())
        messages.success(request, _("Allowed, and recorded.") if allow else _("Refused, and recorded."))
    except UserError as refusal:
        messages.error(request, str(refusal))
    except CannotOpen:
        messages.error(request, _("Your key does not open it."))
    return redirect("intake:guard")


def _open_first(request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse('people:my_key')}?next={quote(request.path)}")
