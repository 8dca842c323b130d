"""The queue of an office, what may be no report, and the figures of all agencies."""

import io
from datetime import date, timedelta
from typing import cast

import pyarrow.csv as pa_csv
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from liem.agencies import queries as agencies
from liem.base import clock
from liem.base.errors import UserError
from liem.intake import queries as reports
from liem.intake.states import Kind
from liem.people.access import may, needs
from liem.people.keys import session
from liem.people.models import Account
from liem.people.rules import Scope
from liem.sorting import queries
from liem.trail import actions as trail

PAGE = 25
MOST = 2000
"""Reports whose clocks are reckoned at once: of those open the oldest, of those ended the newest."""


@needs("sorting.sort")
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """What waits, the most pressing clock first. No content: that opens with the officer's key."""
    ended = request.GET.get("state") == "ended"
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind.values else ""
    scope = cast(Scope, request.scope)  # type: ignore[attr-defined]
    rows = queries.of_office(scope.units, ended=ended, kind=kind)
    today = clock.today()
    ordered = rows.order_by("-ended_on", "-pk") if ended else rows.order_by("received_on", "year", "number")
    waiting = queries.standings(ordered[:MOST], today)
    last = max((one.clock.last_day for one in waiting if one.clock and one.clock.last_day), default=today)
    if ended:
        waiting.sort(key=lambda one: not one.is_new)
    else:
        waiting.sort(key=lambda one: (one.clock.last_day or last) if one.clock else last + timedelta(days=1))
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    lines = queries.lines(list(page.object_list))
    context = {
        "page": page,
        "lines": lines,
        "ended": ended,
        "kind": kind,
        "kinds": Kind.choices,
        "late": sum(one.is_late for one in waiting),
        "soon": sum(one.is_soon for one in waiting),
        "new": sum(one.is_new for one in waiting),
        "new_ended": 0 if ended else queries.new_among_ended(scope.units),
        "count": rows.count(),
        "key_open": session.opened(request) is not None,
        "reviews": queries.reviews_due(clock.now()).count() if may(request.user, "sorting.protect") else 0,
        "suspected": queries.quarantine().count(),
        "in_office": "*" not in scope.units or len(scope.units) > 1,
        "closed": queries.closed_offices(scope.units, today),
    }
    return render(request, "sorting/desk.html", context)


@needs("sorting.sort")
@require_GET
def quarantine(request: HttpRequest) -> HttpResponse:
    """What was said to be no report: a second person reads it and decides."""
    me = cast(Account, request.user).number
    rows = [(row, row.marked_by == me) for row in queries.quarantine()[:500]]
    return render(request, "sorting/quarantine.html", {"rows": rows, "now": clock.now()})


@needs("sorting.overview")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Counts and clocks of all agencies, in the order of their names; no content, no ranking."""
    today = clock.today()
    since = today - timedelta(days=365)
    figures = queries.overview(clock.now(), today, since)
    names = agencies.names({one.agency for one in figures})
    rows = sorted(((one, names.get(one.agency)) for one in figures), key=lambda row: row[1].name_vi if row[1] else "")
    totals = {
        name: sum(getattr(one, name) for one in figures) for name in ("received", "open", "late", "unread", "set_aside")
    }
    context = {
        "rows": rows,
        "totals": totals,
        "since": since,
        "today": today,
        "may_count": may(request.user, "sorting.counts"),
        "wholeness": reports.wholeness(),
    }
    return render(request, "sorting/overview.html", context)


@needs("sorting.counts")
@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    """Reports per official, unit and procedure as ``liem detect --reports`` reads them; who took it is in the trail."""
    today = clock.today()
    days = [_day(request.GET.get(name, ""), fallback) for name, fallback in
            (("first", today - timedelta(days=365)), ("last", today))]  # fmt: skip
    table = queries.report_counts(days[0], days[1])
    trail.record(
        trail.ACCESS,
        "report_counts_exported",
        by=cast(Account, request.user).number,
        subject_kind="period",
        subject_id=f"{days[0]}/{days[1]}",
        after={"rows": table.num_rows},
        now=clock.now(),
    )
    out = io.BytesIO()
    pa_csv.write_csv(table, out)
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="report-counts.csv"'
    return answer


def _day(given: str, fallback: date) -> date:
    try:
        return date.fromisoformat(given) if given else fallback
    except ValueError:
        raise UserError(_("Write the day as 2026-09-02.")) from None
