"""The programme of inspections, what each found, and the conclusion as a paper whose duties are followed."""

from typing import Any, cast
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liem.base import clock
from liem.oversight import figures, inspecting, risk
from liem.oversight.inspection_forms import FindingForm, InspectionEventForm, InspectionForm
from liem.oversight.models import Draw, Inspection, InspectionFinding
from liem.oversight.states import INSPECTION_MOVES, Course, InspectionVerb
from liem.oversight.views.committee import language
from liem.oversight.views.filling import FormPage, done, fill_in
from liem.people.access import may, needs
from liem.people.models import Account

PAGE = 25


@needs("inspections.see")
@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """The inspections of a year that one may see, in the order in which they begin."""
    year = request.GET.get("year", "")
    chosen = int(year) if year.isdecimal() and len(year) == 4 else clock.today().year
    found = inspecting.programme(clock.today(), chosen)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "year": chosen,
        "page": page,
        "names": figures.unit_names(one.inspection.unit for one in page),
        "tally": inspecting.tally(found),
        "may_record": may(request.user, "inspections.record"),
    }
    return render(request, "oversight/inspections.html", context)


@needs("inspections.record")
@require_safe
def by_risk(request: HttpRequest) -> HttpResponse:
    """By which figures a unit may be chosen; from each row the form is filled in."""
    found = risk.units(clock.today(), clock.now(), language())
    address = reverse("oversight:plan_inspection")
    asked = [urlencode({"unit": one.unit, "chosen": "risk", "ground": "; ".join(one.reasons)}) for one in found]
    units = [(one, f"{address}?{words}") for one, words in zip(found, asked, strict=True)]
    return render(request, "oversight/risk.html", {"units": units})


@needs("inspections.record")
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Put an inspection into the programme; with ``?draw=``, every unit that was drawn there."""
    number = request.GET.get("draw", "")
    draw = Draw.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 10 else None
    today = clock.today()
    initial: dict[str, Any] = {"year": today.year}
    if draw is not None:
        initial |= {"draw": draw.pk, "chosen": "lot", "title": draw.title, "ground": draw.ground}
        initial["planned"] = "yes" if draw.planned else "no"
    given = ("unit", "chosen", "ground")
    initial |= {name: request.GET[name] for name in given if name in request.GET and draw is None}
    form = InspectionForm(request.POST or None, initial=initial)
    if draw is not None:
        del form.fields["unit"]

    def do(chosen: dict[str, Any]) -> None:
        by, now = cast(Account, request.user), clock.now()
        if draw is None:
            inspecting.put_into_programme(form.instance, by=by, now=now)
        else:
            wish = {name: value for name, value in chosen.items() if name not in ("draw", "chosen")}
            inspecting.from_draw(draw, wish, by=by, now=now)

    page = FormPage(
        _("Inspections of the units drawn") if draw else _("Put an inspection into the programme"),
        _("Say how it was chosen: by risk with the figures, by lot with the draw, by order with whose."),
        _("Put into the programme"),
        crumbs=((_("Inspections"), reverse("oversight:inspections")),),
    )
    then = reverse("oversight:inspections")
    return fill_in(request, form, page, do, _("It is in the programme."), then)


@needs("inspections.see")
@require_http_methods(["GET", "HEAD", "POST"])
def inspection(request: HttpRequest, number: int) -> HttpResponse:
    """One inspection: what happened, what was found, and the form for what happens next."""
    one = get_object_or_404(Inspection.objects.prefetch_related("events", "findings"), pk=number)
    now_at = inspecting.standing(one, clock.today())
    possible = [verb for there, verb in INSPECTION_MOVES if there is now_at.course]
    possible = [verb for verb in possible if one.planned or verb is not InspectionVerb.ANNOUNCE]
    corrected = one.is_struck or inspecting.is_corrected(one)
    may_record = may(request.user, "inspections.record") and not corrected
    form = InspectionEventForm(possible, request.POST if may_record and request.POST else None)

    def do(chosen: dict[str, Any]) -> None:
        wish = inspecting.Wish(
            InspectionVerb(chosen["verb"]),
            chosen["on"],
            chosen["number"],
            chosen["note"],
            chosen.get("issuer", ""),
            chosen.get("due_on"),
        )
        inspecting.happened(one, wish, by=cast(Account, request.user), now=clock.now())

    if done(form, do):
        return redirect("oversight:inspection", number)
    context = {
        "inspection": one,
        "standing": now_at,
        "events": one.events.select_related("paper", "corrected_by"),
        "findings": one.findings.select_related("corrected_by"),
        "may_record": may_record,
        "name": figures.unit_names([one.unit]).get(one.unit, ""),
        "form": form,
        "corrected": corrected,
        "may_correct": may_record and now_at.course is Course.PLANNED,
        "may_act": may_record and bool(possible),
        "may_find": may_record and now_at.course in (Course.UNDER_WAY, Course.FINISHED),
    }
    return render(request, "oversight/inspection.html", context, status=422 if form.errors else 200)


@needs("inspections.record")
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest, number: int) -> HttpResponse:
    """Record something an inspection found; a matter can be opened that is born of it."""
    one = get_object_or_404(Inspection, pk=number)
    form = FindingForm(request.POST or None, language=language())

    def do(chosen: dict[str, Any]) -> None:
        names = ("act", "what", "head", "proposal")
        finding = InspectionFinding(**{name: chosen[name] for name in names})
        inspecting.find(one, finding, chosen["handler"], by=cast(Account, request.user), now=clock.now())

    page = FormPage(
        _("Record a finding"),
        _("What was found about the unit; the part of its head by post. No person is named."),
        _("Record"),
        crumbs=(
            (_("Inspections"), reverse("oversight:inspections")),
            (one.title, reverse("oversight:inspection", args=[number])),
        ),
    )
    then = reverse("oversight:inspection", args=[number])
    return fill_in(request, form, page, do, _("It is recorded."), then)
