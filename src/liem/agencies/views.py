"""The public directory of hotlines and mailboxes, its poster, and the pages on which the inspectorate keeps it."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from liem.agencies import actions, queries
from liem.agencies.forms import ContactForm, EndForm, TrialForm
from liem.agencies.models import Agency
from liem.agencies.poster import poster as make_poster
from liem.agencies.states import ContactKind, Function, Level, Liveness
from liem.base import clock
from liem.people.access import may, needs, public
from liem.people.models import Account
from liem.people.queries import names_of


def report_address() -> str:
    """Where a citizen begins; the house says which route that is."""
    try:
        return reverse(settings.LIEM_REPORT_ROUTE)
    except NoReverseMatch:
        return "/"


@public
@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    """Every agency's hotline and mailbox, and which of them are dead."""
    wanted = request.GET.get("q", "").strip()[:100]
    only_dead = request.GET.get("state") == Liveness.DEAD
    found = _contacts_by_agency()
    groups = []
    for level in (Level.PROVINCE, Level.DEPARTMENT, Level.CENTRE, Level.COMMUNE):
        agencies = [one for one in queries.listed() if one.level == level and _fits(one, wanted)]
        rows = [(one, found.get(one.code, [])) for one in agencies]
        rows = [row for row in rows if not only_dead or any(c["state"] == Liveness.DEAD for c in row[1])]
        if rows:
            groups.append((level.label, rows))
    every = [one for contacts in found.values() for one in contacts]
    tally = [(state, state.label, sum(one["state"] == state for one in every)) for state in Liveness]
    context = {
        "groups": groups, "wanted": wanted, "tally": tally, "only_dead": only_dead, "listed": len(every),
        "may_manage": may(request.user, "agencies.manage"), "report": report_address(),
    }  # fmt: skip
    return render(request, "agencies/directory.html", context)


def _fits(agency: Agency, wanted: str) -> bool:
    return not wanted or wanted.casefold() in f"{agency.name_vi} {agency.name_en} {agency.code}".casefold()


def _contacts_by_agency() -> dict[str, list[dict[str, Any]]]:
    now, found = clock.now(), dict[str, list[dict[str, Any]]]()
    for row in queries.contacts():
        state = queries.liveness(row.tried_at, row.tried_answered, now)
        found.setdefault(row.agency, []).append({"row": row, "state": state, "tag": _TAGS[state], "label": state.label})
    return found


_TAGS = {Liveness.ALIVE: "good", Liveness.DEAD: "bad", Liveness.NOT_TRIED: "warn"}


@public
@require_GET
def agency(request: HttpRequest, code: str) -> HttpResponse:
    """One agency: how to reach it, under which rules, and what it will not be given."""
    found = _agency_or_404(code)
    above = queries.agency(found.parent) if found.parent else None
    context = {
        "agency": found,
        "above": above,
        "contacts": _contacts_by_agency().get(code, []),
        "report": report_address(),
        "handles_crime": found.function in (Function.INVESTIGATOR, Function.PROCURACY),
    }
    return render(request, "agencies/agency.html", context)


@public
@require_GET
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """The poster of an agency as a PDF."""
    found = _agency_or_404(code)
    contacts = [one["row"] for one in _contacts_by_agency().get(code, [])]
    hotlines = [
        {"number": one.address, "hours_vi": one.hours_vi, "hours_en": one.hours_en}
        for one in contacts
        if one.kind == ContactKind.HOTLINE
    ]
    pdf = make_poster(
        found.name_vi,
        found.name_en or found.name_vi,
        _as_people_reach_it(request),
        hotlines[:2],
        [one.address for one in contacts if one.kind == ContactKind.MAILBOX][:2],
    )
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="liem-poster.pdf"'
    return answer


def _as_people_reach_it(request: HttpRequest) -> str:
    """On paper stands the public address, also where an inner one was used to print it."""
    if settings.LIEM_PUBLIC_ADDRESS:
        return str(settings.LIEM_PUBLIC_ADDRESS).rstrip("/") + report_address()
    return request.build_absolute_uri(report_address())


def _agency_or_404(code: str) -> Agency:
    found = queries.agency(code) if "\0" not in code else None
    if found is None:
        raise Http404
    return found


# -- kept by the inspectorate


@needs("agencies.manage")
@require_GET
def manage(request: HttpRequest) -> HttpResponse:
    """All agencies with their contacts, the dead and untried first to hand."""
    found = _contacts_by_agency()
    state = request.GET.get("state", "")
    rows = [(one, found.get(one.code, [])) for one in queries.listed()]
    if state in Liveness.values:
        rows = [(one, [c for c in contacts if c["state"] == state]) for one, contacts in rows]
        rows = [row for row in rows if row[1]]
    elif state == "none":
        rows = [row for row in rows if not row[1]]
    context = {"rows": rows, "states": [*Liveness.choices, ("none", _("No hotline or mailbox"))], "state": state}
    return render(request, "agencies/manage.html", context)


@needs("agencies.manage")
@require_http_methods(["GET", "POST"])
def add_contact(request: HttpRequest, code: str) -> HttpResponse:
    """List a hotline or mailbox of an agency."""
    found = _agency_or_404(code)
    form = ContactForm(request.POST or None, initial={"valid_from": clock.today()})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        row = actions.list_contact(
            code, values.pop("kind"), values.pop("address"), by=_by(request), now=clock.now(), **values
        )
        messages.success(request, _("Listed. Now try whether it answers."))
        return redirect("agencies:contact", row.pk)
    return _page(request, "agencies/add_contact.html", {"form": form, "agency": found}, form)


@needs("agencies.manage")
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, number: int) -> HttpResponse:
    """One hotline or mailbox: its trials, and the recording of another."""
    row = get_object_or_404(queries.contacts(), pk=number)
    form = TrialForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        actions.record_trial(
            row, answered=values["answered"], detail=values["detail"], by=_by(request), now=clock.now()
        )
        messages.success(request, _("The trial is on record."))
        return redirect("agencies:contact", row.pk)
    trials = list(queries.trials(row)[:50])
    state = queries.liveness(row.tried_at, row.tried_answered, clock.now())
    names = names_of({trial.by for trial in trials})
    context = {
        "contact": row,
        "agency": queries.agency(row.agency),
        "form": form,
        "end_form": EndForm(initial={"last": clock.today()}),
        "trials": [(trial, names.get(trial.by, _("the house itself"))) for trial in trials],
        "state": state.label,
        "tag": _TAGS[state],
    }
    return _page(request, "agencies/contact.html", context, form)


@needs("agencies.manage")
@require_http_methods(["GET", "POST"])
def end_contact(request: HttpRequest, number: int) -> HttpResponse:
    """Take a hotline or mailbox out of the directory."""
    row = get_object_or_404(queries.contacts(), pk=number)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.end_contact(row, form.cleaned_data["last"], by=_by(request), now=clock.now())
        messages.success(request, _("It leaves the directory after that day."))
        return redirect("agencies:manage")
    messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("agencies:contact", row.pk)


def _page(request: HttpRequest, template: str, context: dict[str, Any], form: Any) -> HttpResponse:
    return render(request, template, context, status=400 if form.is_bound and form.errors else 200)


def _by(request: HttpRequest) -> str:
    return cast(Account, request.user).number
