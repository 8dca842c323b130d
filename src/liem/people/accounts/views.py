"""The administrator's pages about accounts."""

import secrets
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from liem.base import clock
from liem.base.errors import UserError
from liem.people import actions
from liem.people.access import needs
from liem.people.accounts import queries, units
from liem.people.accounts.forms import AppointForm, OpenAccountForm, SearchForm
from liem.people.models import Account, Appointment
from liem.people.second_factor import actions as second_factor_actions
from liem.people.second_factor import queries as second_factor
from liem.people.states import Role

PAGE = 50


@needs("accounts.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts that were looked for, and the form that opens one."""
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
    known, asked = units.known(), SearchForm(request.GET)
    chosen = asked.chosen()
    words = chosen["q"].casefold().split()
    fitting = {code for code, name in known.items() if words and all(word in name.casefold() for word in words)}
    found = queries.search(chosen["q"], chosen["role"], chosen["state"], units=fitting, today=clock.today())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    for one in page:
        _name_units(one.appointments.all(), known)
    context = {
        "form": form,
        "asked": asked,
        "is_narrowed": any(chosen.values()),
        "page": page,
    }
    return render(request, "people/accounts.html", context)


@needs("accounts.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, number: int) -> HttpResponse:
    """One account, its appointments, and the form that adds one."""
    subject, known = get_object_or_404(Account, pk=number), units.known()
    form = AppointForm(request.POST or None, units=known, initial={"valid_from": clock.today()})
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
    context = {
        "subject": subject,
        "form": form,
        "appointments": _name_units(subject.appointments.all(), known),
        "codes": "\n".join(subject.own_codes),
        "relatives": "\n".join(subject.relative_codes),
        "has_second_factor": second_factor.is_on(subject),
        "units": known,
    }
    return render(request, "people/account.html", context)


@needs("accounts.manage")
@require_POST
def change_account(request: HttpRequest, number: int) -> HttpResponse:
    """Close or reopen an account, give it a new password, take off its second factor, or end an appointment.

    What takes something away from somebody is asked back once, with what it means.
    """
    subject = get_object_or_404(Account, pk=number)
    verb, by, now = request.POST.get("verb", ""), _number(request), clock.now()
    if subject.number == by:
        messages.error(request, _("You cannot do this to your own account; another administrator must."))
        return redirect("people:account", subject.pk)
    appointment = _appointment(request, subject) if verb == "end" else None
    asked = _asked_back(subject, verb, appointment) or _codes_asked_back(request, subject, verb)
    if asked and request.POST.get("sure") != "1":
        return render(
            request, "people/sure.html", {"subject": subject, "verb": verb, "appointment": appointment, **asked}
        )
    if verb == "close":
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
    elif appointment is not None:
        actions.end_appointment(appointment, last_day=clock.today(), by=by, now=now)
        messages.success(request, _("The appointment ends today."))
    return redirect("people:account", subject.pk)


def _appointment(request: HttpRequest, subject: Account) -> Appointment:
    chosen = request.POST.get("appointment", "")
    return get_object_or_404(Appointment, pk=int(chosen) if chosen.isdecimal() else 0, account=subject)


def _name_units(appointments: QuerySet[Appointment], known: units.Units) -> list[Appointment]:
    """Each with the name of its unit, and whether it holds today."""
    rows, today = list(appointments), clock.today()
    for one in rows:
        one.unit_name = known.get(one.unit, "")  # type: ignore[attr-defined]
        one.holds = one.as_post().is_held_on(today)  # type: ignore[attr-defined]
    return rows


def _asked_back(subject: Account, verb: str, appointment: Appointment | None) -> dict[str, Any] | None:
    """What is asked before it is done: the question, what follows, and the word on the button."""
    if verb == "close":
        return {
            "question": _("Close this account?"),
            "follows": [
                _("Whoever is signed in with it is signed out at once, and nobody can sign in with it any more."),
                _("Its roles and everything it did stay on record; it can be reopened."),
            ],
            "offices": queries.only_holder_of(subject),
            "button": _("Close the account"),
        }
    if verb == "password":
        return {
            "question": _("Give this account a new password?"),
            "follows": [
                _("The present password stops working at once, and whoever is signed in with it is signed out."),
                _("The new one is shown to you once. Hand it over in person: it is changed at the next sign-in."),
                _("The passphrase of the account's key stays as it is; nobody can give a new one."),
            ],
            "button": _("Give a new password"),
        }
    if verb == "second_factor":
        return {
            "question": _("Take the second factor off this account?"),
            "follows": [
                _("Until it is set up again, the password alone opens the account. Be sure who asks for this."),
            ],
            "button": _("Take off the second factor"),
        }
    if verb == "end" and appointment is not None:
        return {
            "question": _("End this appointment today?"),
            "follows": [
                _("From tomorrow on the pages of this role are closed to the account. It can be appointed anew.")
            ],
            "offices": queries.only_holder_of(subject),
            "button": _("End it today"),
        }
    return None


def _codes_asked_back(request: HttpRequest, subject: Account, verb: str) -> dict[str, Any] | None:
    """Codes may be added at once; one that is taken away opens what is said of it, and is asked back."""
    if verb != "codes":
        return None
    asked = [name for name in ("codes", "relatives") if name in request.POST]
    former = {*subject.own_codes, *(subject.relative_codes if "relatives" in asked else ())}
    gone = sorted(former - {code.strip() for name in asked for code in _lines(request, name)})
    if not gone:
        return None
    return {
        "question": _("Take codes away from this account?"),
        "follows": [
            _("Taken away: %(codes)s.") % {"codes": ", ".join(gone)},
            _("What is said of these codes, this account may see and judge again, as far as its role allows."),
        ],
        "kept": {name: request.POST[name] for name in asked},
        "button": _("Take them away"),
    }


def _lines(request: HttpRequest, name: str) -> list[str]:
    return request.POST.get(name, "").replace(",", "\n").splitlines()


def _declare_codes(request: HttpRequest, subject: Account, by: str, now: datetime) -> None:
    relatives = _lines(request, "relatives") if "relatives" in request.POST else None
    try:
        actions.declare_codes(subject, _lines(request, "codes"), relatives, by=by, now=now)
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
