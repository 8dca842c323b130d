"""Units and procedures: volumes, time kept, requests for more papers. Never a ranking, never a person in a list."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liem.detection.charts import Interval, Month, histogram, interval, months
from liem.leads import queries
from liem.leads.models import Run
from liem.leads.rules import wilson
from liem.leads.templatetags.leads import language
from liem.people.access import may, needs
from liem.people.states import EVERY_UNIT

OTHER = {"unit": "procedure", "procedure": "unit"}


@needs("units.see")
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """All units one may see, by name."""
    return _list(request, "unit", _("Units"))


@needs("procedures.see")
@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """All procedures, by name."""
    return _list(request, "procedure", _("Procedures"))


@needs("units.see")
@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit."""
    return _page(request, "unit", code)


@needs("procedures.see")
@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """One procedure."""
    return _page(request, "procedure", code)


def _list(request: HttpRequest, kind: str, heading: str) -> HttpResponse:
    run = queries.current_run()
    if run is None:
        return render(request, "leads/desk_empty.html", {"heading": heading, "under_way": queries.is_under_way()})
    names = queries.names(run, kind)
    rows = sorted((names.get(one.code, one.code), one) for one in queries.volumes(run, kind))
    wanted = request.GET.get("text", "").strip().lower()
    signs = queries.places_with_signs(run, kind)
    only_signs = request.GET.get("signs") == "on"
    found = [
        (name, one, signs.get(one.code, 0))
        for name, one in rows
        if wanted in f"{name} {one.code}".lower() and (one.code in signs or not only_signs)
    ]
    context = {"run": run, "kind": kind, "heading": heading, "rows": found, "all": len(rows), "text": wanted}
    context |= {"only_signs": only_signs}
    return render(request, "leads/places.html", {**context, "partial": _partial(request)})


def _page(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    run = queries.current_run()
    place = queries.place(run, kind, code) if run else None
    volume = queries.volume(run, kind, code) if run else None
    if run is None or place is None or (volume is None and not _sees_all(request)):
        raise Http404
    context = {
        "run": run,
        "kind": kind,
        "place": place,
        "volume": volume,
        "split": queries.split(run, kind, code, OTHER[kind]),
        "names": queries.names(run, OTHER[kind]),
        "breaches": queries.breaches_in(run, kind, code),
        "patterns": queries.patterns_in(run, kind, code),
        "leads": queries.leads_of(run, kind, code)[:10],
        "may_see_leads": may(request.user, "leads.see"),
        "partial": _partial(request),
        **_charts(run, kind, code, volume),
    }
    return render(request, "leads/place.html", context)


def _sees_all(request: HttpRequest) -> bool:
    return EVERY_UNIT in request.scope.units  # type: ignore[attr-defined]


def _partial(request: HttpRequest) -> bool:
    """Whether figures are those of one's own units alone."""
    return not _sees_all(request)


def _charts(run: Run, kind: str, code: str, volume: queries.Volume | None) -> dict[str, Any]:
    if volume is None:
        return {}
    by_month = queries.months(run, kind, code)
    drawn = {
        "months_chart": months(
            [Month(row["month"], row["all_received"], row["all_timed"] - row["all_in_time"]) for row in by_month],
            _("Dossiers received, by month"),
            language(),
            value_name=_("received"),
            part_name=_("not in time"),
        )
    }
    days = dict(queries.days_against_limit(run, kind, code))
    if days:
        drawn["days_chart"] = histogram(days, _("Working days against the limit, closed dossiers"), language())
    if volume.timed:
        drawn |= _shares(run, kind, volume)
    return {name: mark_safe(svg) for name, svg in drawn.items()}  # noqa: S308 -- drawn by our own charts, which escape


def _shares(run: Run, kind: str, volume: queries.Volume) -> dict[str, str]:
    """The share in time and the share supplemented, each with its interval, against all others one may see."""
    everybody = queries.volumes(run, kind)
    timed, in_time = (sum(getattr(one, name) for one in everybody) for name in ("timed", "in_time"))
    received, supplemented = (sum(getattr(one, name) for one in everybody) for name in ("received", "supplemented"))
    return {
        "time_chart": _share(_("In time"), volume.in_time, volume.timed, in_time / timed),
        "supplement_chart": _share(
            _("Asked for more papers"), volume.supplemented, volume.received, supplemented / received
        ),
    }


def _share(title: str, part: int, whole: int, expected: float) -> str:
    low, high = wilson(part, whole)
    return interval(Interval(part / whole, expected, low, high, as_share=True, decimals=1), title, language())
