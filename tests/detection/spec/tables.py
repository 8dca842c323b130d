"""Every table that a run materialises, as plain rows, so that engines and expectations can be compared."""

import csv
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from liem.detection.catalogue import indicators
from liem.detection.coding import Work
from liem.detection.counting import enriched
from liem.detection.engine import Engine
from liem.detection.missing import CannotTell, what_is_present, why_not
from liem.detection.run import lay_out
from liem.dossiers.records import RecordSet
from liem.law.calendar import WorkingCalendar

Rows = list[dict[str, Any]]
Staged = Callable[[Engine, str], dict[str, Rows]]
"""The tables of one of the record sets in ``records/`` on one engine."""
LEFT_OUT = {"calendar", "step_codes_0"}


def stages(engine: Engine, records: RecordSet, folder: Path) -> dict[str, Rows]:
    """The rows of every table, in a fixed order. Rows of ``cases_…`` are those an indicator looks at."""
    folder.mkdir(parents=True)
    assert records.last_at is not None
    work = Work(engine, records, folder, WorkingCalendar.load(), records.last_at)
    lay_out(work, lambda name: nullcontext())
    present = what_is_present(work)
    for one in indicators():
        if why_not(one, present) is None:
            with suppress(CannotTell):
                work.keep(f"cases_{one.id}", enriched(work, one))
    return {name: _rows(folder, name) for name in _kept(folder)}


def _kept(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.parquet")):
        if path.stem not in LEFT_OUT:
            yield path.stem


def _rows(folder: Path, name: str) -> Rows:
    rows = pq.read_table(folder / f"{name}.parquet").to_pylist()
    plain = [{column: _plain(row[column]) for column in sorted(row)} for row in rows]
    return sorted(plain, key=lambda row: [(value is not None, str(value)) for value in row.values()])


def _plain(value: Any) -> Any:
    """Whole numbers have one type: how wide the engine keeps them is its own matter."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return value


def as_text(rows: Rows) -> list[dict[str, str]]:
    """Rows as an expectation writes them: nothing is the empty cell."""
    return [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows]


def expected(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_expected(path: Path, rows: Rows) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(as_text(rows))
