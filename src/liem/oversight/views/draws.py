"""Checks by lot: prepared, drawn, and drawn again by anybody."""

import json
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liem.base import clock
from liem.base.draw import ALGORITHM, record_of
from liem.base.errors import UserError
from liem.oversight import actions, charts, checking, queries
from liem.oversight.forms import ClosedForm, DrawForm, PrepareForm
from liem.oversight.inspection_forms import FoundForm
from liem.oversight.models import Checked, Draw
from liem.oversight.states import Subject, Verdict
from liem.oversight.views.committee import language
from liem.oversight.views.filling import FormPage, fill_in
from liem.people.access import may, needs, public
from liem.people.models import Account
from liem.trail import actions as trail

PAGE = 25


@needs("checks.see")
@require_safe
def draws(request: HttpRequest) -> HttpResponse:
    """All draws, the newest first."""
    page = Paginator(queries.draws(), PAGE).get_page(request.GET.get("page"))
    return render(request, "oversight/draws.html", {"page": page, "may_draw": may(request.user, "checks.draw")})


@needs("checks.draw")
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: HttpRequest) -> HttpResponse:
    """Write down the frame; its checksum and a commitment are published at once."""
    closed, initial = ClosedForm(request.GET or None, auto_id="closed_%s"), {}
    if closed.is_valid():
        initial = {
            "frame": "\n".join(queries.closed_matters(**closed.cleaned_data)),
            "planned": "no",
            "subject": Subject.CLOSED,
        }
    form = PrepareForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        try:
            draw = actions.prepare_draw(
                chosen["title"],
                chosen["frame"].splitlines(),
                chosen["size"],
                chosen["ground"],
                planned=chosen["planned"],
                unit=chosen["unit"],
                subject=Subject(chosen["subject"] or Subject.RECORDS),
                by=cast(Account, request.user),
                now=clock.now(),
            )
        except UserError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The frame is kept, its checksum is published. Draw on a later day."))
            return redirect("oversight:draw", draw.pk)
    context = {"form": form, "closed": closed}
    return render(request, "oversight/prepare.html", context, status=422 if form.errors else 200)


@needs("checks.see")
@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: HttpRequest, number: int) -> HttpResponse:
    """One draw: the frame's checksum, the words, the sample."""
    one = get_object_or_404(queries.draws(), pk=number)
    form, may_draw = DrawForm(request.POST or None), may(request.user, "checks.draw")
    if form.is_bound and may_draw and form.is_valid():
        words, source = form.cleaned_data["public"], form.cleaned_data["source"]
        try:
            actions.make_draw(one, words, source, by=cast(Account, request.user), now=clock.now())
        except UserError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is drawn. Anybody can draw it again."))
            return redirect("oversight:draw", number)
    result, found = getattr(one, "result", None), checking.in_force(one)
    context = {
        "draw": one,
        "result": result,
        "items": [(item, found.get(item)) for item in result.sample] if result else [],
        "rate": checking.rate(one, found),
        "criteria": checking.by_criterion(one, found) if one.subject == Subject.CLOSED and found else [],
        "picture": _picture(one, found) if found else "",
        "corrections": one.checked.filter(corrects__isnull=False).select_related("corrects"),  # type: ignore[attr-defined]
        "form": form,
        "may_draw": may_draw,
        "may_inspect": may(request.user, "inspections.record"),
    }
    return render(request, "oversight/draw.html", context, status=422 if form.errors else 200)


def _picture(one: Draw, found: dict[str, Checked]) -> str:
    rows = [(_("Agree with the record"), checking.rate(one, found)), *checking.by_criterion(one, found)]
    rows = rows if one.subject == Subject.CLOSED else rows[:1]
    told = [
        charts.Whisker(label, rate.agreeing, rate.checked, rate.low, rate.high) for label, rate in rows if rate.checked
    ]
    return mark_safe(charts.whiskers(told, None, _("Share of what was looked at, with its interval"), language()))  # noqa: S308 - escaped there


@needs("checks.draw")
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """Record what was found at one drawn item; again, to correct it."""
    one = get_object_or_404(queries.draws(), pk=number)
    result = getattr(one, "result", None)
    if result is None or not 1 <= place <= len(result.sample):
        raise Http404
    item = result.sample[place - 1]
    former = checking.in_force(one).get(item)
    initial = {"verdict": former.verdict, "unmet": former.unmet, "note": former.note} if former else {}
    form = FoundForm(
        request.POST or None, initial=initial | {"on": clock.today()}, closed=one.subject == Subject.CLOSED
    )

    def do(chosen: dict[str, Any]) -> None:
        wish = checking.Found(item, Verdict(chosen["verdict"]), chosen["on"], chosen["note"], chosen.get("unmet") or ())
        checking.record_found(one, wish, by=cast(Account, request.user), now=clock.now())

    page = FormPage(
        _("Correct what was found") if former else _("What was found"),
        _("Record it whatever it is: also what could not be found counts in the rate."),
        _("Record"),
        crumbs=(
            (_("Checks by lot"), reverse("oversight:draws")),
            (one.title, reverse("oversight:draw", args=[number])),
        ),
        facts=((_("Item"), item),),
    )
    then = reverse("oversight:draw", args=[number])
    return fill_in(request, form, page, do, _("It is recorded."), then)


@needs("checks.see")
@require_safe
def record(request: HttpRequest, number: int) -> HttpResponse:
    """The record of a draw, as ``liem draw verify`` reads it."""
    one = get_object_or_404(Draw.objects.select_related("result"), pk=number)
    result = getattr(one, "result", None)
    if result is None:
        raise Http404
    trail.record_access(
        by=cast(Account, request.user).number, subject_kind="draw", subject_id=str(number), now=clock.now()
    )
    text = json.dumps(record_of(one.frame, one.size, one.secret, result.public), ensure_ascii=False, indent=1) + "\n"
    answer = HttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="draw-{number}.json"'
    return answer


@public
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """What everybody may know of all draws: enough to see that none was bent."""
    page = Paginator(queries.published_draws(), PAGE).get_page(request.GET.get("page"))
    return render(request, "oversight/published.html", {"page": page, "algorithm": ALGORITHM})
