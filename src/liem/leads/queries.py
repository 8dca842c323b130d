"""Reading what detection found. All of it runs in the row-level security of whoever asks."""

from typing import Any

from django.db.models import Count

from liem.imports.models import Import, Snapshot
from liem.leads.models import IndicatorResult, Run, Signal


def current_run() -> Run | None:
    """The run that screens show: the newest one loaded."""
    return Run.objects.filter(has_rows=True).select_related("snapshot").order_by("-loaded_at").first()


def findings_of(snapshot: Snapshot) -> list[dict[str, Any]]:
    """What makes the log of a snapshot doubtful, as the import that made it found."""
    row = Import.objects.filter(snapshot=snapshot).order_by("-pk").first()
    findings: list[dict[str, Any]] = row.findings if row else []
    return findings


def counts_by_indicator(run: Run) -> dict[str, tuple[int, int]]:
    """Indicator → subjects looked at (named in no signal included), signals."""
    looked = dict(IndicatorResult.objects.filter(run=run).values_list("indicator").annotate(n=Count("id")))
    named = dict(Signal.objects.filter(run=run).values_list("indicator").annotate(n=Count("id")))
    return {one: (looked.get(one, 0), named.get(one, 0)) for one in {*looked, *named}}
