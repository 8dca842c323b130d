"""Why a dossier's due date is what it is: every day from receipt on, whether it counted, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from liem.detection.evidence import Timeline, timelines
from liem.detection.sheet.drawing import calendar
from liem.dossiers.records import RecordSet
from liem.law.calendar import CalendarDay

LONGEST_ACCOUNT = 400
"""Days shown at most."""

COUNTING = ("counted", "due", "late", "done")
"""Kinds of day that count; after the end they are counted on, to show how the due date comes about."""


def read_dossiers(records: RecordSet, codes: Sequence[str]) -> list[Timeline]:
    """The dossiers of these codes with their clocks; one that the records do not hold is left out."""
    return timelines(records, codes, calendar=calendar()) if codes else []


@dataclass(frozen=True)
class Day:
    """One day of the count. ``kind``: ``received``, ``counted``, ``stopped``, ``off``, ``due``, ``late``, ``done``."""

    day: date
    kind: str
    count: int | None = None
    note: str = ""
    steps: tuple[str, ...] = field(default=())


def account_of(dossier: Timeline, as_of: date) -> list[Day]:
    """Day by day from receipt to the due date, or to the end if later: which day counted, and why others did not."""
    received, end = dossier.received_at.date(), (dossier.ended_at.date() if dossier.ended_at else as_of)
    last = min(max(end, dossier.due or end), received + timedelta(days=LONGEST_ACCOUNT))
    steps: dict[date, list[str]] = {}
    for event in dossier.events:
        steps.setdefault(event.at.date(), []).append(event.activity)
    known, rows, count = _days_of_calendar(), [], 0
    for number in range((last - received).days + 1):
        day = received + timedelta(days=number)
        kind = _kind(dossier, day, end, known.get(day))
        count += kind in COUNTING
        note = known[day].reason if kind == "off" and day in known else ""
        shown = count if kind in COUNTING or kind == "received" else None
        rows.append(Day(day, kind, shown, note, tuple(steps.get(day, ()))))
    return rows


def _kind(dossier: Timeline, day: date, end: date, known: CalendarDay | None) -> str:
    if day == dossier.received_at.date():
        return "received"
    if known is not None and not known.is_working:
        return "off"
    if any(stop.start.date() < day <= stop.end.date() for stop in dossier.stops):
        return "stopped"
    if day == dossier.due:
        return "due"
    if day > end:
        return "done"
    return "late" if dossier.due is not None and day > dossier.due else "counted"


@lru_cache(maxsize=1)
def _days_of_calendar() -> dict[date, CalendarDay]:
    return {row.day: row for row in calendar().table()}


def over(dossier: Timeline) -> int | None:
    """Working days beyond the limit; negative: to spare."""
    return None if dossier.limit is None else dossier.counted - dossier.limit
