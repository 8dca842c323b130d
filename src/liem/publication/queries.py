"""What the public may read: totals in tens, shares of large numbers, no unit and no person."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from liem.leads.models import PublicFigure
from liem.leads.queries import current_run


@dataclass(frozen=True)
class Front:
    """The figures of the front page; ``None`` where a number would be too small to be shown."""

    dossiers: int | None
    units: int | None
    procedures: int | None
    in_time: float | None
    supplemented: float | None
    first_day: date | None
    last_day: date | None
    simulated: bool


def front() -> Front | None:
    """Figures of the records on the desk, or ``None`` before any were looked through."""
    run = current_run()
    row = PublicFigure.objects.filter(run=run).first() if run else None
    if run is None or row is None:
        return None
    figures: dict[str, Any] = row.figures
    return Front(
        dossiers=figures.get("dossiers"),
        units=figures.get("units"),
        procedures=figures.get("procedures"),
        in_time=figures.get("in_time"),
        supplemented=figures.get("supplemented"),
        first_day=run.first_day,
        last_day=run.last_day,
        simulated=run.snapshot.simulated,
    )
