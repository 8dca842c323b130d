"""One dossier as a person reads it: its facts, its steps, and day by day why the due date is what it is.

Read from the current record set, a few dossiers at a time. The clock follows :mod:`liem.detection.clock`; a test holds
the two against each other on every dossier of a simulated province.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from liem.detection.rules import Version, versions
from liem.dossiers.records import RecordSet
from liem.law.calendar import CalendarDay, WorkingCalendar

STOPS = {"supplement_requested": "supplement_received", "suspended": "resumed"}
"""What stops the clock, and what lets it run again."""
_STARTS_AGAIN = {end: start for start, end in STOPS.items()}
CLOSING = ("finished", "withdrawn")


@dataclass(frozen=True)
class Event:
    """One event of a dossier."""

    at: datetime
    activity: str
    official: str | None
    unit: str | None
    document: str | None
    reason: str | None
    amount: int | None


@dataclass(frozen=True)
class Stop:
    """The clock stood from ``start`` to ``end`` (``None``: it stands still), ``days`` working days; ``why`` it did."""

    start: datetime
    end: datetime | None
    days: int
    why: str


@dataclass(frozen=True)
class Dossier:
    """A dossier with its events and its clock. Day counts are working days of the law's calendar."""

    code: str
    facts: dict[str, Any]
    events: tuple[Event, ...]
    limit: int | None
    promised: bool
    """The limit is the date the applicant was promised, for no rule of the procedure is known."""
    stops: tuple[Stop, ...] = ()
    counted: int | None = None
    due: date | None = None
    ended: datetime | None = None
    as_of: datetime | None = None

    @property
    def stopped(self) -> int:
        return sum(stop.days for stop in self.stops)

    @property
    def over(self) -> int | None:
        """Working days beyond the limit; negative: to spare."""
        return None if self.limit is None or self.counted is None else self.counted - self.limit


@lru_cache(maxsize=1)
def calendar() -> WorkingCalendar:
    """The law's calendar, read once."""
    return WorkingCalendar.load()


def read_dossiers(records: RecordSet, codes: Sequence[str]) -> list[Dossier]:
    """The dossiers of these codes, in their order; one that the records do not hold is left out."""
    codes = list(dict.fromkeys(codes))
    if not codes:
        return []
    with duckdb.connect(":memory:") as engine:
        engine.execute("SET enable_progress_bar = false")
        dossiers = {row["dossier"]: row for row in _rows(engine, records.path("dossiers"), codes, "dossier")}
        events: dict[str, list[Event]] = {code: [] for code in dossiers}
        for row in _rows(engine, records.path("events"), codes, "dossier, seq"):
            if row["dossier"] in events:
                events[row["dossier"]].append(_event(row))
        rules = _rules(engine, records, {row["procedure"] for row in dossiers.values()})
    as_of = records.last_at
    return [
        _timed(dossiers[code], events[code], rules.get(dossiers[code]["procedure"], []), as_of)
        for code in codes
        if code in dossiers
    ]


def _rows(engine: duckdb.DuckDBPyConnection, path: Path, codes: Sequence[str], order: str) -> list[dict[str, Any]]:
    """Rows of some dossiers. The files are sorted by dossier, so that few of their parts are read."""
    marks = ", ".join("?" * len(codes))
    query = f"SELECT * FROM read_parquet(?) WHERE dossier IN ({marks}) ORDER BY {order}"
    return _dictionaries(engine.execute(query, [str(path), *codes]))


def _dictionaries(found: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _event(row: dict[str, Any]) -> Event:
    kept = ("at", "activity", "official", "unit", "document", "reason", "amount")
    return Event(**{name: row.get(name) for name in kept})  # type: ignore[arg-type]


def _rules(
    engine: duckdb.DuckDBPyConnection, records: RecordSet, procedures: Iterable[str]
) -> dict[str, list[Version]]:
    if not records.has("procedures"):
        return {}
    wanted = sorted(procedures)
    query = f"SELECT * FROM read_parquet(?) WHERE procedure IN ({', '.join('?' * len(wanted))})"
    rows = _dictionaries(engine.execute(query, [str(records.path("procedures")), *wanted]))
    found: dict[str, list[Version]] = {}
    for version in versions(rows):
        found.setdefault(version.procedure, []).append(version)
    return found


def _timed(facts: dict[str, Any], events: list[Event], rules: list[Version], as_of: datetime | None) -> Dossier:
    received: datetime = facts["received_at"]
    ended = end_of(facts["finished_at"], events, as_of)
    limit, promised = _limit(facts, rules)
    last = ended or as_of or received
    stops = stops_of(events, received, last, still_open=ended is None)
    counted = _working_days(received.date(), last.date()) - sum(stop.days for stop in stops)
    due = None
    if limit is not None:
        due = calendar().add_working_days(received.date(), limit + sum(stop.days for stop in stops))
    return Dossier(facts["dossier"], facts, tuple(events), limit, promised, tuple(stops), counted, due, ended, as_of)


def _limit(facts: dict[str, Any], rules: list[Version]) -> tuple[int | None, bool]:
    """The limit of the version in force on the day of receipt; else the days to the date that was promised."""
    day = facts["received_at"].date()
    valid = next((version for version in rules if version.first <= day <= version.last), None)
    if valid is not None and valid.limit is not None:
        return valid.limit, False
    if facts["due_at"] is None:
        return None, False
    return _working_days(day, facts["due_at"].date()), True


def end_of(finished: datetime | None, events: Sequence[Event], as_of: datetime | None) -> datetime | None:
    """When the clock ended: the result ready or the dossier closed, whichever is first."""
    if finished is not None and as_of is not None and finished > as_of:
        finished = None
    # what was reopened afterwards did not end
    reopened = max((event.at for event in events if event.activity == "reopened"), default=None)

    def last(*activities: str) -> datetime | None:
        found = max((event.at for event in events if event.activity in activities), default=None)
        return found if found is None or reopened is None or found >= reopened else None

    ends = [end for end in (finished or last(*CLOSING), last("result_ready")) if end is not None]
    return min(ends, default=None)


def stops_of(events: Sequence[Event], received: datetime, last: datetime, *, still_open: bool) -> list[Stop]:
    """When the clock stood: while either kind of stop is open. ``last``: the end of the dossier, or of the records."""
    open_since: dict[str, int] = {}
    stops: list[Stop] = []
    begun: Event | None = None
    for number, event in enumerate(events):
        if event.activity in STOPS:
            open_since[event.activity] = number
        elif event.activity in _STARTS_AGAIN:
            open_since.pop(_STARTS_AGAIN[event.activity], None)
        else:
            continue
        if begun is None and open_since:
            begun = event
        elif begun is not None and not open_since:
            stops.append(_stop(begun, event.at, received, last))
            begun = None
    if begun is not None:
        stop = _stop(begun, last, received, last)
        stops.append(Stop(stop.start, None if still_open else last, stop.days, stop.why))
    return [stop for stop in stops if stop.days or stop.end is None or stop.end > stop.start]


def _stop(begun: Event, end: datetime, received: datetime, last: datetime) -> Stop:
    start, end = (max(received, min(at, last)) for at in (begun.at, end))
    return Stop(start, end, max(_working_days(start.date(), end.date()), 0), begun.activity)


def _working_days(start: date, end: date) -> int:
    return calendar().working_days_between(start, end)


# -- why is this the due date?


@dataclass(frozen=True)
class Day:
    """One day of the count. ``kind``: ``received``, ``counted``, ``stopped``, ``off``, ``due``, ``late``, ``done``."""

    day: date
    kind: str
    count: int | None = None
    note: str = ""
    steps: tuple[str, ...] = field(default=())


LONGEST_ACCOUNT = 400
"""Days shown at most."""


def account_of(dossier: Dossier) -> list[Day]:
    """Day by day from receipt to the due date, or to the end if later: which day counted, and why others did not."""
    received = dossier.facts["received_at"].date()
    end = (dossier.ended or dossier.as_of or dossier.facts["received_at"]).date()
    last = max(end, dossier.due or end)
    last = min(last, received + timedelta(days=LONGEST_ACCOUNT))
    known = _days_of_calendar()
    steps: dict[date, list[str]] = {}
    for event in dossier.events:
        steps.setdefault(event.at.date(), []).append(event.activity)
    rows, count = [], 0
    day = received
    while day <= last:
        row = _day(dossier, day, received, end, count, known.get(day))
        count = row.count if row.count is not None else count
        rows.append(Day(row.day, row.kind, row.count, row.note, tuple(steps.get(day, ()))))
        day += timedelta(days=1)
    return rows


def _day(dossier: Dossier, day: date, received: date, end: date, count: int, known: CalendarDay | None) -> Day:
    if day == received:
        return Day(day, "received", 0)
    if known is not None and not known.is_working:
        return Day(day, "off", None, known.reason or "")
    if any(stop.start.date() < day and (stop.end is None or day <= stop.end.date()) for stop in dossier.stops):
        return Day(day, "stopped")
    if dossier.ended is not None and day > end:
        return Day(day, "due" if day == dossier.due else "done")
    count += 1
    late = dossier.due is not None and day > dossier.due
    return Day(day, "late" if late else "due" if day == dossier.due else "counted", count)


@lru_cache(maxsize=1)
def _days_of_calendar() -> dict[date, CalendarDay]:
    return {row.day: row for row in calendar().table()}
