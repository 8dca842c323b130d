"""One report, opened with the officer's key, and everything that may be done to it while sorting."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from liem.agencies import queries as agencies
from liem.agencies.states import AccusedAs, Barred
from liem.base import clock
from liem.base.errors import UserError
from liem.base.sealing import CannotOpen
from liem.channels import queries as channels
from liem.intake import actions as intake
from liem.intake import queries as reports
from liem.intake.models import Report
from liem.intake.sealed import Opened
from liem.intake.states import ENDED, Kind, State
from liem.people.access import needs
from liem.people.keys import session
from liem.people.keys.queries import Keyring
from liem.people.models import Account
from liem.sorting import actions, forms, queries
from liem.sorting.models import Link


@dataclass
class Desk:
    """An officer with the report opened."""

    opened: Opened
    keyring: Keyring
    by: str
    now: datetime


@needs("sorting.sort")
@never_cache
@require_GET
def report(request: HttpRequest, number: str) -> HttpResponse:
    """What was said, what sorting found, and what can be done. Each reading is in the trail."""
    one = _report_or_404(number)
    desk = _open(request, one)
    if desk is None:
        return redirect(f"{reverse('people:my_key')}?next={request.path}")
    return _show(request, desk, {})


@needs("sorting.sort")
@require_POST
def change(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Do one thing to the report."""
    one = _report_or_404(number)
    if verb not in _VERBS:
        raise Http404
    desk = _open(request, one, look=False)
    if desk is None:
        return redirect(f"{reverse('people:my_key')}?next={reverse('sorting:report', args=[number])}")
    form_class, act = _VERBS[verb]
    form = form_class(request.POST)
    if not form.is_valid():
        return _show(request, desk, {verb: form})
    try:
        said = act(request, desk, form.cleaned_data)
    except UserError as refusal:
        form.add_error(None, str(refusal))
        return _show(request, desk, {verb: form})
    messages.success(request, said)
    still_here = Report.objects.filter(pk=one.pk, agency=one.agency).exists()
    return redirect("sorting:report", number) if still_here else redirect("sorting:desk")


def _report_or_404(number: str) -> Report:
    one = queries.report(number)
    if one is None:
        raise Http404
    return one


def _open(request: HttpRequest, one: Report, *, look: bool = True) -> Desk | None:
    """The report opened, or ``None`` where the officer's key is closed.

    :raises Http404: where the key is open and does not fit: whoever cannot open it learns nothing, not even why.
    """
    keyring = session.opened(request)
    if keyring is None:
        return None
    by, now = cast(Account, request.user).number, clock.now()
    try:
        opened = intake.read_as_officer(one, keyring, by=by, now=now) if look else reports.open_as_officer(one, keyring)
    except CannotOpen:
        raise Http404 from None
    return Desk(opened, keyring, by, now)


def _show(request: HttpRequest, desk: Desk, wrong: dict[str, Any]) -> HttpResponse:
    opened, one = desk.opened, desk.opened.report
    content = reports.content(opened)
    routing = queries.routing(one, content)
    quarantined = queries.quarantined(one)
    joined = queries.joined_into(one)
    meetings = queries.meetings(one)
    names = agencies.names({one.agency, routing.agency, content.unit, *(gone.agency for gone in routing.excluded)})
    running = reports.clock_of(one)
    late = running is not None and running.is_late(clock.today())
    context: dict[str, Any] = {
        "report": one,
        "content": content,
        "clock": running,
        "late": late,
        "unit": names.get(content.unit),
        "accused_as": AccusedAs(content.accused_as).label if content.accused_as in AccusedAs.values else "",
        "steps": reports.steps(one),
        "dialogue": reports.dialogue(opened),
        "files": reports.files(opened),
        "gathering": channels.gathering_of(one),
        "alike": queries.alike(one),
        "joined": joined,
        "joined_with": queries.joined_with(one),
        "meetings": meetings,
        "routing": routing,
        "excluded": [(names.get(gone.agency), Barred(gone.why).label) for gone in routing.excluded],
        "names": names,
        "quarantined": quarantined,
        "own_mark": quarantined is not None and quarantined.marked_by == desk.by,
        "watches": queries.watches(one),
        "has_ended": one.state in ENDED,
        "is_aside": one.state == State.SET_ASIDE,
        "may_accept": one.state in (State.RECEIVED, State.SORTED, State.REOPENED),
        "wrong": wrong,
    }
    blank = {verb: form_class for verb, (form_class, _act) in _VERBS.items()}
    initial = {"classify": {"kind": one.kind}, "transfer": {"agency": routing.agency, "holder": one.agency}}
    context["forms"] = {
        verb: wrong.get(verb) or made(initial=initial.get(verb), prefix=None, auto_id=f"id_{verb}_%s")
        for verb, made in blank.items()
    }
    return render(request, "sorting/report.html", context, status=400 if wrong else 200)


# -- the verbs: each does one thing and returns what to say of it

Values = dict[str, Any]


class Nothing(django_forms.Form):
    """A button alone."""


def _keys(desk: Desk) -> dict[str, Any]:
    return {"by": desk.by, "now": desk.now}


def _classify(request: HttpRequest, desk: Desk, values: Values) -> str:
    intake.classify(desk.opened, Kind(values["kind"]), **_keys(desk))
    return _("Kept. The clock of this kind runs from the day of receipt.")


def _consider(request: HttpRequest, desk: Desk, values: Values) -> str:
    intake.begin_sorting(desk.opened, **_keys(desk))
    return _("The reporter sees that it is being considered.")


def _accept(request: HttpRequest, desk: Desk, values: Values) -> str:
    count = actions.tell_all(desk.opened, desk.keyring, lambda one: intake.accept(one, **_keys(desk)))
    return _("Accepted, together with %(more)s joined.") % {"more": count - 1} if count > 1 else _("Accepted.")


def _told(count: int) -> str:
    if count > 1:
        return _("Sent to the reporters of %(count)s reports that are joined.") % {"count": count}
    return _("Sent to the reporter.")


def _ask(request: HttpRequest, desk: Desk, values: Values) -> str:
    intake.write_to_reporter(desk.opened, values["text"], **_keys(desk))
    return _told(1)


def _answer(request: HttpRequest, desk: Desk, values: Values) -> str:
    return _told(
        actions.tell_all(desk.opened, desk.keyring, lambda one: intake.answer(one, values["text"], **_keys(desk)))
    )


def _refuse(request: HttpRequest, desk: Desk, values: Values) -> str:
    intake.refuse(desk.opened, values["text"], **_keys(desk))
    return _told(1)


def _link(request: HttpRequest, desk: Desk, values: Values) -> str:
    actions.link(desk.opened.report, values["kind"], values["code"], **_keys(desk))
    if queries.occurs_in_the_records(values["kind"], values["code"].strip()):
        return _("Linked.")
    return _("Linked. The records hold no such code at present: look whether it is written as it should be.")


class UnlinkForm(django_forms.Form):
    """Which link."""

    link = django_forms.IntegerField(min_value=1, max_value=2**62)


def _unlink(request: HttpRequest, desk: Desk, values: Values) -> str:
    row = Link.objects.filter(pk=values["link"], report=desk.opened.report).first()
    if row is None:
        raise Http404
    actions.unlink(row, **_keys(desk))
    return _("The link is taken back.")


def _join(request: HttpRequest, desk: Desk, values: Values) -> str:
    other = queries.report(values["number"].strip())
    if other is None:
        raise UserError(_("There is no report of this number here."))
    actions.join(desk.opened.report, other, **_keys(desk))
    return _("Joined. Both reporters keep their receipts.")


def _separate(request: HttpRequest, desk: Desk, values: Values) -> str:
    actions.separate(desk.opened.report, **_keys(desk))
    return _("It is handled by itself again.")


def _suspect(request: HttpRequest, desk: Desk, values: Values) -> str:
    actions.suspect(desk.opened.report, values["ground"], **_keys(desk))
    return _("A second person has to look at it before it is set aside.")


def _confirm(request: HttpRequest, desk: Desk, values: Values) -> str:
    actions.confirm_no_report(desk.opened, **_keys(desk))
    return _("Set aside. It keeps its number and can be taken back.")


def _release(request: HttpRequest, desk: Desk, values: Values) -> str:
    actions.release(desk.opened, **_keys(desk))
    return _("It is a report like others again.")


def _transfer(request: HttpRequest, desk: Desk, values: Values) -> str:
    office = actions.transfer(desk.opened, values["agency"], desk.keyring, **_keys(desk))
    return _("Handed over to %s, sealed to its key. Here it can no longer be opened.") % _name(office.office)


def _aside(request: HttpRequest, desk: Desk, values: Values) -> str:
    office = actions.step_aside(desk.opened, values["ground"], desk.keyring, **_keys(desk))
    return _("Your agency stepped aside; it went to %s.") % _name(office.office)


def _crime(request: HttpRequest, desk: Desk, values: Values) -> str:
    office = actions.confirm_crime_signs(desk.opened, desk.keyring, **_keys(desk))
    return _("Handed over to %s, sealed to its key. Here it can no longer be opened.") % _name(office.office)


def _myself(request: HttpRequest, desk: Desk, values: Values) -> str:
    actions.step_aside_oneself(desk.opened.report, values["ground"], **_keys(desk))
    return _("You no longer see this report.")


def _harm(request: HttpRequest, desk: Desk, values: Values) -> str:
    actions.report_consequence_to_officer(desk.opened.report, values["consequence"], values["asks_for"], **_keys(desk))
    return _("It is on record, and will be looked at after 30, 90, 180 and 365 days.")


def _name(code: str) -> str:
    found = agencies.names([code]).get(code)
    return found.name_vi if found else code


Act = Callable[[HttpRequest, Desk, Values], str]
_VERBS: dict[str, tuple[type[django_forms.Form], Act]] = {
    "classify": (forms.KindForm, _classify),
    "consider": (Nothing, _consider),
    "accept": (Nothing, _accept),
    "ask": (forms.WordsForm, _ask),
    "answer": (forms.WordsForm, _answer),
    "refuse": (forms.WordsForm, _refuse),
    "link": (forms.LinkForm, _link),
    "unlink": (UnlinkForm, _unlink),
    "join": (forms.JoinForm, _join),
    "separate": (Nothing, _separate),
    "suspect": (forms.SuspectForm, _suspect),
    "confirm": (Nothing, _confirm),
    "release": (Nothing, _release),
    "transfer": (forms.TransferForm, _transfer),
    "aside": (forms.AsideForm, _aside),
    "crime": (Nothing, _crime),
    "myself": (forms.AsideForm, _myself),
    "harm": (forms.HarmForm, _harm),
}
"""What can be done to a report while sorting."""
