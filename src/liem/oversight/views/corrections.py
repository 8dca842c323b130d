"""What was written down wrongly is corrected by another row that names it: both stay visible."""

from datetime import date
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liem.base import clock
from liem.base.errors import UserError
from liem.oversight import actions, inspecting
from liem.oversight.forms import CorrectionForm, DutyCorrectionForm, MeetingCorrectionForm, StrikeForm
from liem.oversight.inspection_forms import FindingCorrectionForm, InspectionCorrectionForm, InspectionForm
from liem.oversight.models import (
    Duty,
    DutyEvent,
    Inspection,
    InspectionEvent,
    InspectionFinding,
    Meeting,
    WatchDecision,
)
from liem.oversight.rules import Wish
from liem.oversight.states import OF_WHO_OWES, DutyVerb, WatchVerb
from liem.oversight.views.committee import language
from liem.oversight.views.filling import FormPage, fill_in
from liem.people.access import may, may_see_unit, needs
from liem.people.models import Account


@needs("oversight.decide")
@require_http_methods(["GET", "HEAD", "POST"])
def correct_decision(request: HttpRequest, number: int) -> HttpResponse:
    """Record what a decision of the committee really was."""
    wrong = get_object_or_404(WatchDecision.objects.select_related("entry"), pk=number)
    form = CorrectionForm(request.POST or None, instance=None if request.POST else wrong)
    names = ("number", "decided_on", "ground", "asked_of", "due_on")

    def do(chosen: dict[str, object]) -> None:
        wish = actions.WatchWish(WatchVerb(str(chosen["verb"])), **{name: chosen[name] for name in names})  # type: ignore[arg-type]
        actions.correct(wrong, wish, str(chosen["why"]), by=cast(Account, request.user), now=clock.now())

    page = FormPage(
        _("Correct a decision"),
        _("The former record stays, with a line through it. The list on any day follows from what stands now."),
        _("Record the correction"),
        crumbs=(
            (_("Watch list"), reverse("oversight:watch")),
            (wrong.entry.title, reverse("oversight:entry", args=[wrong.entry_id])),
        ),
    )
    then = reverse("oversight:entry", args=[wrong.entry_id])
    return fill_in(request, form, page, do, _("The correction is recorded."), then)


@needs("duties.record")
@require_http_methods(["GET", "HEAD", "POST"])
def correct_duty(request: HttpRequest, number: int) -> HttpResponse:
    """Record what a paper really lays on whom."""
    wrong = get_object_or_404(Duty.objects.select_related("paper"), pk=number)
    form = DutyCorrectionForm(request.POST or None, instance=None if request.POST else wrong)

    def do(chosen: dict[str, object]) -> None:
        wishes = form.wishes()
        if len(wishes) != 1:
            raise UserError(_("A correction names one unit."))
        actions.correct_duty(wrong, wishes[0], str(chosen["why"]), by=cast(Account, request.user), now=clock.now())

    page = FormPage(
        _("Correct what is owed"),
        _("The former record stays, with a line through it; what happened to it stays with it."),
        _("Record the correction"),
        crumbs=(
            (_("Owed"), reverse("oversight:duties")),
            (wrong.paper.number, reverse("oversight:paper", args=[wrong.paper.pk])),
        ),
    )
    then = reverse("oversight:paper", args=[wrong.paper.pk])
    return fill_in(request, form, page, do, _("The correction is recorded."), then)


@needs("duties.see")
@require_http_methods(["GET", "HEAD", "POST"])
def strike(request: HttpRequest, number: int) -> HttpResponse:
    """Strike out an entry that was written by mistake: the inspectorate its own, the unit its own."""
    wrong = get_object_or_404(DutyEvent.objects.select_related("duty__paper"), pk=number)
    account, duty = cast(Account, request.user), wrong.duty
    records, owes = may(account, "duties.record"), may_see_unit(account, "duties.report", duty.unit)
    if not records and not owes:
        raise Http404
    form = StrikeForm(request.POST or None)
    verb = DutyVerb.STRIKE if records else DutyVerb.TAKE_BACK

    def do(chosen: dict[str, object]) -> None:
        wish = Wish(verb, clock.today(), str(chosen["note"]), strikes=wrong.pk)
        actions.record_of_duty(duty, wish, owes=verb in OF_WHO_OWES, by=account, now=clock.now())

    page = FormPage(
        str(verb.label),
        _("The entry stays, with a line through it. Where the duty stands follows from what is left."),
        str(verb.label),
        crumbs=((_("Owed"), reverse("oversight:duties")), (duty.what, reverse("oversight:duty", args=[duty.pk]))),
        facts=((wrong.get_verb_display(), wrong.note),),  # type: ignore[attr-defined]
        danger=True,
    )
    then = reverse("oversight:duty", args=[duty.pk])
    return fill_in(request, form, page, do, _("It is struck out."), then)


@needs("oversight.decide")
@require_http_methods(["GET", "HEAD", "POST"])
def correct_meeting(request: HttpRequest, number: int) -> HttpResponse:
    """Record when the committee really met, or that it did not."""
    wrong = get_object_or_404(Meeting, pk=number)
    form = MeetingCorrectionForm(request.POST or None, instance=None if request.POST else wrong)

    def do(chosen: dict[str, object]) -> None:
        actions.correct_meeting(
            wrong,
            cast(date, chosen["held_on"]),
            str(chosen["number"]),
            str(chosen["why"]),
            is_struck=bool(chosen["is_struck"]),
            by=cast(Account, request.user),
            now=clock.now(),
        )

    then = reverse("oversight:record_meeting")
    page = FormPage(
        _("Correct a meeting"),
        _("The former record stays, with a line through it. What changed is told since the meeting that stands."),
        _("Record the correction"),
        crumbs=((_("Steering committee"), reverse("oversight:committee")), (_("Record a meeting"), then)),
    )
    return fill_in(request, form, page, do, _("The correction is recorded."), then)


@needs("inspections.record")
@require_http_methods(["GET", "HEAD", "POST"])
def strike_inspection(request: HttpRequest, number: int) -> HttpResponse:
    """Strike out what was written about an inspection by mistake."""
    wrong = get_object_or_404(InspectionEvent.objects.select_related("inspection"), pk=number)
    form = StrikeForm(request.POST or None)

    def do(chosen: dict[str, object]) -> None:
        inspecting.strike(wrong, str(chosen["note"]), by=cast(Account, request.user), now=clock.now())

    then = reverse("oversight:inspection", args=[wrong.inspection_id])  # type: ignore[attr-defined]
    page = FormPage(
        _("Strike out what was written by mistake"),
        _("The entry stays, with a line through it. Where the inspection stands follows from what is left."),
        _("Strike out"),
        crumbs=((_("Inspections"), reverse("oversight:inspections")), (wrong.inspection.title, then)),
        facts=((wrong.get_verb_display(), wrong.on.strftime("%d/%m/%Y")),),  # type: ignore[attr-defined]
        danger=True,
    )
    return fill_in(request, form, page, do, _("It is struck out."), then)


@needs("inspections.record")
@require_http_methods(["GET", "HEAD", "POST"])
def correct_finding(request: HttpRequest, number: int) -> HttpResponse:
    """Record what an inspection really found."""
    wrong = get_object_or_404(InspectionFinding.objects.select_related("inspection"), pk=number)
    form = FindingCorrectionForm(request.POST or None, instance=None if request.POST else wrong, language=language())

    def do(chosen: dict[str, object]) -> None:
        names = ("act", "what", "head", "proposal", "is_struck")
        right = InspectionFinding(**{name: chosen[name] for name in names})
        inspecting.correct_finding(wrong, right, str(chosen["why"]), by=cast(Account, request.user), now=clock.now())

    then = reverse("oversight:inspection", args=[wrong.inspection_id])  # type: ignore[attr-defined]
    page = FormPage(
        _("Correct a finding"),
        _("The former record stays, with a line through it. No person is named."),
        _("Record the correction"),
        crumbs=((_("Inspections"), reverse("oversight:inspections")), (wrong.inspection.title, then)),
    )
    return fill_in(request, form, page, do, _("The correction is recorded."), then)


@needs("inspections.record")
@require_http_methods(["GET", "HEAD", "POST"])
def correct_inspection(request: HttpRequest, number: int) -> HttpResponse:
    """Record what really is in the programme of inspections."""
    wrong = get_object_or_404(Inspection, pk=number)
    initial = {name: getattr(wrong, name) for name in InspectionForm.Meta.fields}
    initial |= {"planned": "yes" if wrong.planned else "no", "draw": wrong.draw_id}  # type: ignore[attr-defined]
    form = InspectionCorrectionForm(request.POST or None, initial=initial)
    then = reverse("oversight:inspection", args=[wrong.pk])

    def do(chosen: dict[str, object]) -> None:
        inspecting.correct(wrong, form.instance, str(chosen["why"]), by=cast(Account, request.user), now=clock.now())

    page = FormPage(
        _("Correct the programme"),
        _("The former row stays, with a line through it. A unit that was told of it by mistake finds it struck."),
        _("Record the correction"),
        crumbs=((_("Inspections"), reverse("oversight:inspections")), (wrong.title, then)),
    )
    return fill_in(request, form, page, do, _("The correction is recorded."), reverse("oversight:inspections"))
