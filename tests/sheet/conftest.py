"""A small simulated province, looked through once: records, what was found, and the files of it."""

import csv
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from liem.detection.run import Options, detect
from liem.dossiers.records import RecordSet, read_records
from liem.dossiers.simulation import Options as Wanted
from liem.dossiers.simulation import simulate

DOSSIERS, SEED = 6000, 7


class Looked:
    """Records and what was found in them. ``source`` is as handed in (CSV), ``records`` as read."""

    def __init__(self, source: Path, records: RecordSet, out: Path) -> None:
        self.source, self.records, self.out = source, records, out

    def rows(self, table: str) -> list[dict[str, Any]]:
        return pq.read_table(self.out / f"{table}.parquet").to_pylist()

    def lead(self, **wanted: object) -> str:
        """The number of the first lead with these values."""
        for row in self.rows("leads"):
            if all(row[name] == value for name, value in wanted.items()):
                return str(row["lead"])
        raise LookupError(f"no lead with {wanted}")


def cite_one_another(path: Path) -> None:
    """In the simulated province documents cite laws alone; here every third also cites an earlier one of the table."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        if number > 20 and number % 3 == 0:
            row["legal_basis"] += f";{rows[number * 7 % 20]['document']}"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def reopen_and_post(path: Path) -> None:
    """In the simulated province nothing is reopened and no postage paid; here some are ended by whoever examines
    them, reopened and only then examined, and some pay for the post.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    told = []
    for number, row in enumerate(rows):
        at = datetime.fromisoformat(row["at"])
        if row["activity"] == "appraised" and number % 40 == 0:
            told += [
                {**row, "activity": activity, "at": (at - timedelta(minutes=before)).isoformat()}
                for activity, before in (("finished", 2), ("reopened", 1))
            ]
        told.append(row)
        if row["activity"] == "fee_collected" and number % 5 == 0:
            told.append({**row, "amount": "30000", "reason": "Cước bưu chính trả kết quả"})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(told)


def look_at_once(path: Path) -> None:
    """In the simulated province nobody's looks share an instant; here the first look of everybody is of one."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    seen: set[str] = set()
    for row in rows:
        if row["official"] not in seen:
            seen.add(row["official"])
            row["at"] = rows[0]["at"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="session")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Looked:
    from liem.base.progress import Silent

    folder = tmp_path_factory.mktemp("sheets")
    simulate(folder / "source", Wanted(DOSSIERS, SEED, format="csv"))
    cite_one_another(folder / "source" / "issued_documents.csv")
    reopen_and_post(folder / "source" / "events.csv")
    look_at_once(folder / "source" / "accesses.csv")
    records = read_records(folder / "source", folder / "records", None, Silent())
    detect(records, folder / "out", Options(memory="500MiB"))
    return Looked(folder / "source", records, folder / "out")


@pytest.fixture
def evidence() -> Callable[..., Result]:
    """``evidence(DIR, "--lead", …)``: the command, as a person would give it."""
    from liem.house.commands.evidence import command

    return lambda *words: CliRunner().invoke(command, [str(word) for word in words])
