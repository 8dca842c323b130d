"""Records as they come: wrong clocks, double rows, merged units, changed limits. No crash, no sign out of nothing."""

import csv
import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from liem.detection.run import Run, detect
from liem.dossiers.reading import read_records
from liem.law.calendar import WorkingCalendar

Row = dict[str, str]
CALENDAR = WorkingCalendar.load()
FIRST = date(2026, 1, 5)
PERSONS = {"official", "pair", "agent"}


def on(day: int, minute: int = 0) -> datetime:
    """The instant of a working day of the records, minutes after eight."""
    return datetime.combine(CALENDAR.add_working_days(FIRST, day), time(8)) + timedelta(minutes=minute)


def office(
    units: int = 3, officials: int = 4, dossiers: int = 40, days: Callable[[np.random.Generator], int] | None = None
) -> dict[str, list[Row]]:
    """An ordinary office: everybody alike, one dossier in six asked for a paper, one in twelve late."""
    rng = np.random.default_rng(9)
    tables: dict[str, list[Row]] = {name: [] for name in ("dossiers", "events", "procedures", "officials")}
    tables["procedures"].append(
        {"procedure": "P", "name": "Thủ tục", "limit_working_days": "10", "required_documents": "G1;G2", "fee": "0"}
    )
    for unit in range(units):
        for official in range(officials):
            who = f"C{unit}{official}"
            tables["officials"].append({"official": who, "unit": f"U{unit}", "from": "2020-01-01"})
            for number in range(dossiers):
                start = int(rng.integers(0, 60))
                length = days(rng) if days else int(rng.choice([4, 6, 8, 13], p=[0.4, 0.3, 0.22, 0.08]))
                tell(
                    tables, f"H{unit}{official}{number:03d}", f"U{unit}", who, start, length, bool(rng.random() < 1 / 6)
                )
    tell(tables, "LAST", "U0", "C00", 120, 1, False)
    return tables


def tell(tables: dict[str, list[Row]], name: str, unit: str, who: str, start: int, length: int, asked: bool) -> None:
    end = on(start + length, 200)
    tables["dossiers"].append(
        {
            "dossier": name,
            "procedure": "P",
            "unit": unit,
            "applicant": f"N{name}",
            "received_at": on(start).isoformat(),
            "finished_at": end.isoformat(),
            "outcome": "granted",
        }
    )
    steps = [("received", start, 0), ("appraised", start + length - 1, 60)]
    steps += [("supplement_requested", start + 1, 30), ("supplement_received", start + 2, 30)] if asked else []
    for activity, day, minute in sorted(steps, key=lambda step: step[1:]):
        row = {"dossier": name, "at": on(day, minute).isoformat(), "activity": activity, "official": who, "unit": unit}
        tables["events"].append({**row, "document": "G1"} if activity == "supplement_requested" else row)
    tables["events"].append(
        {"dossier": name, "at": end.isoformat(), "activity": "finished", "official": who, "unit": unit}
    )


def looked_at(tables: dict[str, list[Row]], folder: Path) -> tuple[Run, list[dict[str, Any]], dict[str, Any]]:
    """The run, its patterns of persons, and what was skipped."""
    source = folder / "source"
    source.mkdir()
    for name, rows in tables.items():
        with (source / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, sorted({column for row in rows for column in row}))
            writer.writeheader()
            writer.writerows(rows)
    run = detect(read_records(source, folder / "records"), folder / "out")
    rows = pq.read_table(folder / "out" / "signals.parquet").to_pylist()
    patterns = [row for row in rows if row["kind"] == "pattern" and row["subject_kind"] in PERSONS]
    return run, patterns, json.loads((folder / "out" / "skipped.json").read_text("utf-8"))


def skewed(tables: dict[str, list[Row]]) -> None:
    """Two counters' machines run three hours and two days behind."""
    for row in tables["events"]:
        if row["official"] in ("C00", "C11"):
            behind = timedelta(hours=3) if row["official"] == "C00" else timedelta(days=2)
            row["at"] = (datetime.fromisoformat(row["at"]) - behind).isoformat()


def doubled(tables: dict[str, list[Row]]) -> None:
    """The export ran twice over one unit."""
    tables["events"] += [dict(row) for row in tables["events"] if row["unit"] == "U1"]


def zoned(tables: dict[str, list[Row]]) -> None:
    """Half of the rows carry UTC, half no zone."""
    for number, row in enumerate(tables["events"]):
        if number % 2:
            at = datetime.fromisoformat(row["at"]) - timedelta(hours=7)
            row["at"] = f"{at.isoformat()}Z"


def everywhere(tables: dict[str, list[Row]]) -> None:
    """Officials of the first unit help out in all of them."""
    for number, row in enumerate(tables["events"]):
        if row["official"].startswith("C0"):
            row["unit"] = f"U{number % 3}"
    tables["officials"] += [{"official": "C00", "unit": unit, "from": "2020-01-01"} for unit in ("U1", "U2")]


def merged(tables: dict[str, list[Row]]) -> None:
    """Unit U2 becomes a part of U1 in the middle of the records."""
    day = on(30).date()
    last = (day - timedelta(days=1)).isoformat()
    tables["units"] = [
        {"unit": "U0", "name": "Không"},
        {"unit": "U1", "name": "Một"},
        {"unit": "U2", "name": "Hai", "valid_to": last, "successor": "U1"},
    ]
    moved = {row["dossier"] for row in tables["dossiers"] if row["unit"] == "U2" and row["received_at"] >= str(day)}
    for row in (*tables["dossiers"], *tables["events"]):
        if row["dossier"] in moved:
            row["unit"] = "U1"


def changed_limit(tables: dict[str, list[Row]]) -> None:
    """The limit is halved on a day; dossiers received before keep theirs."""
    day = on(30).date()
    tables["procedures"] = [
        {**tables["procedures"][0], "valid_to": (day - timedelta(days=1)).isoformat()},
        {**tables["procedures"][0], "limit_working_days": "7", "valid_from": day.isoformat()},
    ]


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [skewed, doubled, zoned, everywhere, merged, changed_limit])
def test_what_is_wrong_with_the_records_makes_nobody_stand_out(spoil: Callable[..., None], tmp_path: Path) -> None:
    tables = office()
    spoil(tables)
    _, patterns, skipped = looked_at(tables, tmp_path)
    assert patterns == []
    for row in skipped["indicators"]:
        assert row["reason_vi"]
        assert row["reason_en"]


def alone() -> dict[str, list[Row]]:
    return office(units=1, officials=1, dossiers=60)


def all_late() -> dict[str, list[Row]]:
    return office(days=lambda rng: 14)


def none_late() -> dict[str, list[Row]]:
    return office(days=lambda rng: 3)


def one_dossier() -> dict[str, list[Row]]:
    return office(units=1, officials=1, dossiers=1)


@pytest.mark.slow
@pytest.mark.parametrize("records", [alone, all_late, none_late, one_dossier])
def test_where_there_is_nobody_to_compare_with_nobody_is_named(
    records: Callable[[], dict[str, list[Row]]], tmp_path: Path
) -> None:
    _, patterns, _ = looked_at(records(), tmp_path)
    assert patterns == []


@pytest.mark.slow
def test_doubled_events_count_once_for_what_can_be_read_off_a_dossier(tmp_path: Path) -> None:
    (tmp_path / "once").mkdir()
    (tmp_path / "twice").mkdir()
    once, twice = office(), office()
    doubled(twice)
    first, again = (looked_at(tables, tmp_path / name)[0] for tables, name in ((once, "once"), (twice, "twice")))
    assert first.signals["breach"] == again.signals["breach"]


@pytest.mark.slow
def test_a_changed_limit_binds_only_what_was_received_after_it(tmp_path: Path) -> None:
    tables = office(units=1, officials=2, dossiers=30, days=lambda rng: 9)
    changed_limit(tables)
    run, _, _ = looked_at(tables, tmp_path)
    rows = pq.read_table(tmp_path / "out" / "signals.parquet").to_pylist()
    late = {row["subject"] for row in rows if row["indicator"] == "D0"}
    received = {row["dossier"]: row["received_at"][:10] for row in tables["dossiers"]}
    day = on(30).date().isoformat()
    assert late
    assert all(received[dossier] >= day for dossier in late)
    assert run.signals["breach"] >= len(late)
