"""The front page, and the results of handling."""

from datetime import date

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from liem.agencies.queries import names
from liem.base import clock
from liem.base.disclosure import as_of
from liem.cases.queries import Decided
from liem.cases.states import Kind, Outcome
from liem.people.access import public
from liem.people.row_security import acting_as_system
from liem.publication import queries
from liem.publication import results as rules
from liem.publication.editions import counted, edition

KEPT_SECONDS = 10
"""Where results are counted daily, they are counted anew at most so often: anybody may ask as often as they like."""


@public
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What Liêm is and does, for whom, and what it never does."""
    return render(request, "publication/front.html", {"figures": queries.front()})


@public
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What was decided, by unit and kind, after it took effect. Small numbers are protected; nobody is named."""
    daily = settings.LIEM_RESULTS == "day"
    until = clock.today() if daily else as_of(clock.today())
    year = rules.year_of(request.GET.get("year", ""), until)
    rows = rules.table(_today(year, until) if daily else edition(year, until, clock.now()))
    english = (get_language() or "vi") == "en"
    known = names({row.unit for row in rows if row.unit})
    shown = [
        {
            "unit": (known[row.unit].name_en or known[row.unit].name_vi if english else known[row.unit].name_vi)
            if row.unit in known
            else row.unit,
            "kind": Kind(row.kind).label,
            "n": row.n,
            "outcomes": [(Outcome(code).label, n) for code, n in row.outcomes.items()],
        }
        for row in rows
    ]
    context = {"rows": shown, "year": year, "years": list(range(until.year, until.year - 4, -1)), "until": until}
    return render(request, "publication/results.html", context)


def _today(year: int, today: date) -> list[Decided]:
    key = f"publication.results.{year}.{today}"
    kept: list[Decided] | None = cache.get(key)
    if kept is None:
        with transaction.atomic(), acting_as_system():
            kept = counted(year, today)
        cache.set(key, kept, KEPT_SECONDS)
    return kept
