"""The clock of the engine, and that of the evidence sheet, against one that counts day by day on its fingers."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liem.detection.coding import Work, prepare
from liem.detection.engine import open_engine
from liem.detection.evidence import timelines
from liem.detection.facts import write_facts
from liem.detection.rules import write_rules
from liem.dossiers.records import RecordSet
from liem.dossiers.tables import TABLES
from liem.law.calendar import WorkingCalendar

FIRST = date(2026, 4, 20)
AS_OF = datetime.combine(date(2026, 7, 15), time(17))
CALENDAR = WorkingCalendar.load()
LIMIT = 7


@dataclass(frozen=True)
class Told:
    """A dossier as drawn: receipt, then (days later, activity) in any order; closed or not; a promise or not."""

    received: int
    steps: tuple[tuple[int, str], ...]
    closed: int | None
    known: bool
    promised: int | None


activities = st.sampled_from(
    ["supplement_requested", "supplement_received", "suspended", "resumed", "forwarded", "result_ready", "reopened"]
)
told = st.builds(
    Told,
    st.integers(0, 60),
    st.lists(st.tuples(st.integers(-2, 45), activities), max_size=8).map(tuple),
    st.none() | st.integers(0, 50),
    st.booleans(),
    st.none() | st.integers(0, 20),
)


def slow_clock(received: date, events: list[tuple[datetime, str]], closed: datetime | None) -> tuple[int, int, bool]:
    """(days counted, days stopped, still open): every single day is asked whether it is worked and whether it stood."""
    reopened = [at for at, activity in events if activity == "reopened"]
    ready = [at for at, activity in events if activity == "result_ready"]
    if ready and reopened and max(ready) < max(reopened):
        ready = []
    ends = [at for at in ([closed] if closed else []) + ([max(ready)] if ready else [])]
    end = min(ends).date() if ends else AS_OF.date()
    standing: set[date] = set()
    for opening, closing in (("supplement_requested", "supplement_received"), ("suspended", "resumed")):
        since: date | None = None
        for at, activity in events:
            if activity == opening and since is None:
                since = at.date()
            elif activity == closing and since is not None:
                standing |= days_after(since, at.date())
                since = None
        if since is not None:
            standing |= days_after(since, max(end, since))
    lived = days_after(received, end)
    worked = {day for day in lived if CALENDAR.is_working_day(day)}
    backwards = {day for day in days_after(end, received) if CALENDAR.is_working_day(day)}
    stopped = len(worked & standing)
    return len(worked) - len(backwards) - stopped, stopped, not ends


def days_after(start: date, end: date) -> set[date]:
    return {start + timedelta(days=n) for n in range(1, (end - start).days + 1)}


def rows_of(stories: list[Told]) -> tuple[list[dict], list[dict], dict[str, tuple[int, int, bool]]]:
    dossiers, events, expected = [], [], {}
    for number, story in enumerate(stories):
        name = f"H{number:04}"
        received = FIRST + timedelta(days=story.received)
        happened = sorted(
            ((datetime.combine(received + timedelta(days=day), time(9)), activity) for day, activity in story.steps),
            key=lambda event: event[0],
        )
        happened = [(at + timedelta(minutes=place), activity) for place, (at, activity) in enumerate(happened)]
        closed = None if story.closed is None else datetime.combine(received + timedelta(days=story.closed), time(16))
        closed = closed if closed and closed <= AS_OF else None
        happened = [(at, activity) for at, activity in happened if at <= AS_OF]
        dossiers.append(
            {
                "dossier": name,
                "procedure": "known" if story.known else "unknown",
                "unit": "X",
                "applicant": "N",
                "received_at": datetime.combine(received, time(8)),
                "finished_at": closed,
                "due_at": None
                if story.promised is None
                else datetime.combine(received + timedelta(days=story.promised), time(17)),
            }
        )
        events += [
            {"dossier": name, "seq": place + 1, "at": at, "activity": activity, "official": "C1"}
            for place, (at, activity) in enumerate(happened)
        ]
        expected[name] = slow_clock(received, happened, closed)
    return dossiers, events, expected


def canonical(folder: Path, dossiers: list[dict], events: list[dict]) -> RecordSet:
    folder.mkdir(parents=True)
    procedures = [{"procedure": "known", "name": "x", "limit_working_days": LIMIT, "required_documents": []}]
    tables = {"dossiers": dossiers, "events": events, "procedures": procedures}
    for name, rows in tables.items():
        fields = [(column.name, _ARROW[column.kind.sql]) for column in TABLES[name].columns]
        fields += [("seq", pa.int32())] if name == "events" else []
        pq.write_table(pa.Table.from_pylist(rows, schema=pa.schema(fields)), folder / f"{name}.parquet")
    counts = {
        name: {"read": len(rows), "accepted": len(rows), "rejected": 0, "checksum": ""} for name, rows in tables.items()
    }
    summary = {"format": 1, "tables": counts, "first_at": AS_OF.isoformat(), "last_at": AS_OF.isoformat()}
    (folder / "records.json").write_text(json.dumps(summary), "utf-8")
    return RecordSet.open(folder)


_ARROW = {
    "VARCHAR": pa.string(),
    "VARCHAR[]": pa.list_(pa.string()),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
}


def engine_facts(records: RecordSet, folder: Path) -> dict[str, dict]:
    folder.mkdir(parents=True)
    with open_engine("duckdb", folder / "spill", threads=1) as engine:
        work = Work(engine, records, folder, CALENDAR, AS_OF)
        prepare(work)
        write_rules(work, 1)
        write_facts(work)
        facts = work.table("facts").join(work.table("cases").select("d", "dossier"), on="d", how="inner")
        return {row["dossier"]: row for row in engine.collect(facts).to_pylist()}


@pytest.mark.slow
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(stories=st.lists(told, min_size=1, max_size=60))
def test_every_clock_counts_as_one_counts_on_ones_fingers(
    stories: list[Told], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("clock")
    dossiers, events, expected = rows_of(stories)
    records = canonical(folder / "records", dossiers, events)
    facts = engine_facts(records, folder / "work")
    lines = {line.dossier: line for line in timelines(records, expected, AS_OF)}
    for name, (counted, stopped, still_open) in expected.items():
        fact, line = facts[name], lines[name]
        assert (fact["elapsed"], fact["stopped"], fact["open"]) == (counted, stopped, still_open), name
        assert (line.counted, line.stopped, line.ended_at is None) == (counted, stopped, still_open), name
        assert (fact["limit"], fact["promised"]) == (line.limit, line.promised)
        assert fact["late"] == (None if line.late is None else int(line.late))
        if line.limit is not None and line.limit + stopped > 0:
            assert fact["due_on"] == line.due


def test_a_dossier_done_on_the_last_day_is_in_time_and_one_day_later_is_late(tmp_path: Path) -> None:
    received = date(2026, 5, 4)
    rows, events = [], []
    for name, days in (("in-time", LIMIT), ("late", LIMIT + 1)):
        done = CALENDAR.add_working_days(received, days)
        rows.append(
            {
                "dossier": name,
                "procedure": "known",
                "unit": "X",
                "applicant": "N",
                "received_at": datetime.combine(received, time(8)),
                "finished_at": datetime.combine(done, time(23, 59)),
            }
        )
        events.append({"dossier": name, "seq": 1, "at": datetime.combine(done, time(9)), "activity": "approved"})
    facts = engine_facts(canonical(tmp_path / "records", rows, events), tmp_path / "work")
    assert (facts["in-time"]["late"], facts["late"]["late"]) == (0, 1)
