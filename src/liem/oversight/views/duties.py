"""Who owes what by when, by which paper; what happened since."""

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liem.base import clock
from liem.base.errors import UserError
from liem.imports.exports import csv_answer, xlsx_answer
from liem.oversight import actions, owing, synthesis
from liem.oversight.figures import unit_names
from liem.oversight.forms import DutyEventForm, DutyFilter, DutyForm, PaperForm, UrgeAllForm
from liem.oversight.models import Duty, DutyEvent, Paper
from liem.oversight.rules import Wish
from liem.oversight.states import DUTY_MOVES, MEASURED, OF_WHO_OWES, STRIKING, DutyVerb, Standing
from liem.oversight.views.filling import FormPage, fill_in
from liem.people.access import may, may_see_unit, needs
from liem.people.models import Account

PAGE = 25


def _asked(chosen: dict[str, str]) -> owing.Asked:
    units, kinds = ([chosen[name]] if name in chosen else [] for name in ("unit", "kind"))
    return owing.Asked(clock.today(), units, chosen.get("source", ""), kinds, chosen.get("state", ""))


@needs("duties.see")
@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """Everything owed that one may see: what is late first."""
    form = DutyFilter(request.GET or None)
    chosen = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    asked = _asked(chosen)
    counts = owing.counts(asked, most=PAGE)
    page = Paginator(cast(Any, owing.Pages(asked, counts.n, counts.shown)), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "chosen": chosen,
        "page": page,
        "followed": counts.followed,
        "names": unit_names(one.duty.unit for one in page),
        "may_record": may(request.user, "duties.record"),
    }
    return render(request, "oversight/duties.html", context)


@needs("duties.see")
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """What is shown, to take away: one row per duty."""
    if form not in ("csv", "xlsx"):
        raise Http404
    asked = DutyFilter(request.GET or None)
    chosen = {name: value for name, value in asked.cleaned_data.items() if value} if asked.is_valid() else {}
    answer = csv_answer if form == "csv" else xlsx_answer
    rows = synthesis.duty_rows(owing.duties(_asked(chosen)))
    return answer(f"nhiem-vu-kien-nghi-{clock.today()}", synthesis.duty_heads(), rows)


@needs("duties.record")
@require_http_methods(["GET", "HEAD", "POST"])
def urge_all(request: HttpRequest, number: int) -> HttpResponse:
    """Urge everybody who is late by one paper, in one letter."""
    one = get_object_or_404(Paper, pk=number)
    late = owing.duties(owing.Asked(clock.today(), paper=number, state="late"))
    form = UrgeAllForm(request.POST or None)

    def do(chosen: dict[str, Any]) -> None:
        if not late:
            raise UserError(_("Nobody is late by this paper."))
        by, now = cast(Account, request.user), clock.now()
        actions.urge_all(
            Duty.objects.filter(pk__in=[found.duty.pk for found in late]).select_related("paper").order_by("pk"),
            chosen["number"],
            chosen["due_on"],
            chosen["note"],
            by=by,
            now=now,
        )

    page = FormPage(
        _("Urge all that are late"),
        _("Each unit gets the same letter and the same day for the reply; each answers for itself."),
        _("Urge"),
        crumbs=((_("Owed"), reverse("oversight:duties")), (one.number, reverse("oversight:paper", args=[number]))),
        facts=((_("Units"), "; ".join(sorted({found.duty.unit for found in late})) or "–"),),
    )
    then = reverse("oversight:paper", args=[number])
    return fill_in(request, form, page, do, _("They are urged."), then)


@needs("duties.record")
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Record a paper with the first thing it lays on a unit. What ``?unit=`` and the like say is filled in already."""
    given = {name: request.GET[name] for name in ("source", "title", "kind", "unit", "what") if name in request.GET}
    form = PaperForm(request.POST or None, initial=given)
    if form.is_bound and form.is_valid():
        try:
            paper = actions.record_paper(form.paper(), form.wishes(), by=cast(Account, request.user), now=clock.now())
        except UserError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is recorded. Add what else it lays on whom."))
            return redirect("oversight:paper", paper.pk)
    return render(request, "oversight/record_paper.html", {"form": form}, status=422 if form.errors else 200)


@needs("duties.see")
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """One paper with everything it lays on units one may see."""
    one, may_record = get_object_or_404(Paper, pk=number), may(request.user, "duties.record")
    form = DutyForm(request.POST or None)
    if form.is_bound and may_record and form.is_valid():
        try:
            actions.add_duties(one, form.wishes(), by=cast(Account, request.user), now=clock.now())
        except UserError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is recorded."))
            return redirect("oversight:paper", number)
    rows = one.duties.select_related("paper").prefetch_related("happened")  # type: ignore[attr-defined]
    found = sorted((owing.owed(duty, clock.today()) for duty in rows), key=lambda o: (o.duty.unit, o.duty.pk))
    corrected = set(one.duties.filter(pk__in=owing.corrected_duties()).values_list("pk", flat=True))  # type: ignore[attr-defined]
    stands = [owed for owed in found if owed.duty.pk not in corrected]
    ended = sum(owed.standing in (Standing.DONE, Standing.RELEASED) for owed in stands)
    late = sum(owed.late for owed in stands)
    context = {
        "paper": one,
        "found": found,
        "corrected": corrected,
        "names": unit_names(owed.duty.unit for owed in found),
        "all": len(stands),
        "ended": ended,
        "late": late,
        "waiting": len(stands) - ended - late,
        "form": form,
        "may_record": may_record,
    }
    return render(request, "oversight/paper.html", context, status=422 if form.errors else 200)


def _may_strike(events: list[DutyEvent], *, owes: bool) -> set[int]:
    return {one.pk for one in events if one.verb not in STRIKING and (one.verb in OF_WHO_OWES) == owes}


@needs("duties.see")
@require_http_methods(["GET", "HEAD", "POST"])
def duty(request: HttpRequest, number: int) -> HttpResponse:
    """One thing owed: what happened, and the form for what happens next."""
    one = get_object_or_404(Duty.objects.select_related("paper"), pk=number)
    account = cast(Account, request.user)
    owes = not may(account, "duties.record") and may_see_unit(account, "duties.report", one.unit)
    standing = owing.owed(one, clock.today())
    possible = [verb for there, verb in DUTY_MOVES if there is standing.standing]
    form = DutyEventForm(possible, request.POST or None, initial={"on": clock.today()}, owes=owes)
    corrected = owing.is_corrected(one)
    may_act = not corrected and (owes or may(account, "duties.record")) and bool(form.fields["verb"].choices)  # type: ignore[attr-defined]
    if form.is_bound and may_act and form.is_valid():
        chosen = form.cleaned_data
        wish = Wish(
            DutyVerb(chosen["verb"]),
            chosen["on"],
            chosen["note"],
            chosen["number"],
            chosen.get("due_on"),
            chosen["amount"],
        )
        try:
            actions.record_of_duty(one, wish, owes=owes, by=account, now=clock.now())
        except UserError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is recorded."))
            return redirect("oversight:duty", number)
    context = {
        "duty": one,
        "owed": standing,
        "name": unit_names([one.unit]).get(one.unit, ""),
        "measure": MEASURED.get(one.kind, ""),
        "form": form,
        "owes": owes,
        "may_act": may_act,
        "events": (events := list(one.happened.select_related("corrected_by").order_by("pk"))),
        "mine": _may_strike(events, owes=owes) if owes or may(account, "duties.record") else set(),
        "corrected": corrected,
        "may_correct": not corrected and may(account, "duties.record"),
    }
    return render(request, "oversight/duty.html", context, status=422 if form.errors else 200)
