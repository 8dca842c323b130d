"""How every agency receives and handles: counts and clocks with their denominators, in the order of codes or names."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liem.base import clock
from liem.imports.exports import csv_answer, xlsx_answer
from liem.oversight import charts, figures, tallies
from liem.oversight.figures import Handling
from liem.oversight.forms import HandlingForm
from liem.oversight.states import DutyKind, Source
from liem.oversight.tallies import year_before
from liem.oversight.views.committee import language
from liem.people.access import needs
from liem.people.models import Account
from liem.trail import actions as trail

PAGE = 40


@dataclass(frozen=True)
class Row:
    """A unit now, and what it received in the same period of the year before."""

    now: Handling
    before: Handling


@dataclass(frozen=True)
class Asked:
    """What is counted and shown."""

    first: date
    last: date
    rows: list[Row]
    every: int
    counted: figures.Counted
    earlier: figures.Counted


def _asked(form: HandlingForm) -> Asked:
    today, now = clock.today(), clock.now()
    first, last, _known = form.period(today)
    chosen = form.cleaned_data if form.is_valid() else {}
    counted = tallies.counts(first, last, now)
    earlier = tallies.counts(year_before(first), year_before(last), now)
    every = figures.handling(first, last, now, counted)
    before = figures.handling(year_before(first), year_before(last), now, earlier)
    then = {one.unit: one for one in before}
    words = str(chosen.get("text") or "").casefold().split()
    found = [one for one in every if all(word in f"{one.unit} {one.name}".casefold() for word in words)]
    if chosen.get("sort") == "name":
        found.sort(key=lambda one: (one.name.casefold() or one.unit, one.unit))
    rows = [Row(one, then.get(one.unit, Handling(one.unit))) for one in found]
    return Asked(first, last, rows, len(every), counted, earlier)


@needs("oversight.handling")
@require_safe
def handling(request: HttpRequest) -> HttpResponse:
    """Matters received in a period, by unit; the figures of the directives for all, beside the same period before."""
    form = HandlingForm(request.GET or None)
    asked, now = _asked(form), clock.now()
    page = Paginator(asked.rows, PAGE).get_page(request.GET.get("page"))
    whole = figures.province(asked.first, asked.last, now, asked.counted)
    first, last = year_before(asked.first), year_before(asked.last)
    context = {
        "form": form,
        "first": asked.first,
        "last": asked.last,
        "page": page,
        "every": asked.every,
        "smallest": figures.SMALLEST,
        "province": whole,
        "before": figures.province(first, last, now, asked.earlier),
        "targets": figures.TARGETS,
        "urging": {row.now.unit: _urging(row.now) for row in page if row.now.overdue_now},
        "picture": _picture([row.now for row in page], whole.handling),
    }
    return render(request, "oversight/handling.html", context)


def _urging(one: Handling) -> str:
    """The form for a letter that urges a unit, filled in as far as the figures go; the reply is then followed."""
    told = {"n": one.overdue_now}
    what = _("Resolve what is over time (%(n)s clocks), and say of each why it is and when it will be done.") % told
    title = _("Matters over time")
    asked = {"source": Source.DIRECTIVE, "kind": DutyKind.ANSWER, "unit": one.unit, "title": title, "what": what}
    return f"{reverse('oversight:record_paper')}?{urlencode(asked)}"


def _picture(rows: list[Handling], whole: Handling) -> str:
    told = [
        charts.Whisker(one.name or one.unit, one.kept, one.timed, one.clocks.low, one.clocks.high)
        for one in rows
        if one.timed >= figures.SMALLEST
    ]
    title = _("Clocks kept, by unit, with the interval of chance")
    return mark_safe(charts.whiskers(told, whole.clocks.share, title, language())) if told else ""  # noqa: S308 - escaped there


@needs("oversight.handling")
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The table with everything it was counted from, for use within the house: exact, so who took it is kept.

    What is passed on is the table of supervision, in which numbers are protected.
    """
    if form not in ("csv", "xlsx"):
        raise Http404
    asked = _asked(HandlingForm(request.GET or None))
    heads = [
        _("Unit"),
        _("Name"),
        _("Open when the period began"),
        _("Received"),
        _("Received, the year before"),
        _("Ended in the period"),
        _("Suspended"),
        _("Open"),
        _("Clocks that can be judged"),
        _("Clocks kept"),
        _("Share kept"),
        _("Interval from"),
        _("Interval to"),
        _("Over time now"),
        _("Against leaders"),
    ]
    account, period = cast(Account, request.user), f"{asked.first}/{asked.last}"
    trail.record(
        "oversight", "handling_taken", by=account.number, subject_kind="period", subject_id=period, now=clock.now()
    )
    answer = csv_answer if form == "csv" else xlsx_answer
    return answer(f"noi-bo-tiep-nhan-xu-ly-{asked.first}-{asked.last}", heads, [_line(row) for row in asked.rows])


def _line(row: Row) -> list[Any]:
    one = row.now
    share = one.clocks.share
    interval = (None, None, None) if share is None else (share, one.clocks.low, one.clocks.high)
    counts = (one.carried, one.received, row.before.received, one.ended, one.suspended, one.open, one.timed, one.kept)
    return [one.unit, one.name, *counts, *interval, one.overdue_now, one.leaders]
