"""What the files of a detection say of one lead."""

import json
from collections.abc import Mapping
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from liem.base.errors import InputError
from liem.detection.evidence import timelines
from liem.detection.sheet.building import evidence_of
from liem.detection.sheet.content import MOST_LISTED, Compared, Found
from liem.detection.sheet.drawing import calendar
from liem.detection.sheet.places import read_registry
from liem.dossiers.quality import examine
from liem.dossiers.records import RecordSet, content_checksum

Row = dict[str, Any]
FILES = ("run.json", "leads.parquet", "signals.parquet", "indicators.parquet")
_EXAMPLES = 3


def read_run(folder: Path) -> Row:
    """``run.json`` of a detection. Raises InputError where the folder holds none, or an older one without a number."""
    for name in FILES:
        if not (folder / name).is_file():
            raise InputError(f"there is no {name} here", str(folder), "name the folder that liem detect --out wrote")
    try:
        run = json.loads((folder / "run.json").read_text("utf-8"))
        run["run"], run["records"], run["checksums"], run["as_of"]
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(
            "is not the record of a run of this version", str(folder / "run.json"), "detect again"
        ) from error
    return dict(run)


def read_found(folder: Path, lead: str, records: RecordSet, *, simulated: bool = False) -> Found:
    """All that is needed for the sheet of a lead.

    :raises InputError: where the folder holds no detection or no such lead, or where these are not the records that
        were looked through.
    """
    run = read_run(folder)
    checksum = content_checksum(records)
    if checksum != run["records"]:
        raise InputError(
            f"these are not the records that were looked through (checksum {checksum[:12]}…, not "
            "{run['records'][:12]}…)",
            str(records.folder),
            "give the records that liem detect read",
        )
    row = _lead(folder, lead)
    signals = _signals(folder, row["signals"] or [])
    as_of = datetime.fromisoformat(run["as_of"])
    return Found(
        lead=row,
        signals=signals,
        compared=_compared(folder, {(one["indicator"], one["subject_kind"]) for one in signals}),
        run=run,
        registry=read_registry(records),
        integrity=[vars(one) for one in examine(records, today=as_of.date()).findings],
        dossiers=timelines(records, evidence_of(signals)[:MOST_LISTED], as_of, calendar()),
        simulated=simulated,
    )


def _lead(folder: Path, lead: str) -> Row:
    table = pq.read_table(folder / "leads.parquet")
    rows = table.filter(pc.equal(table.column("lead"), lead)).to_pylist()
    if rows:
        return dict(rows[0])
    known = table.column("lead").slice(0, _EXAMPLES).to_pylist()
    there = f"there are {table.num_rows}, for instance {', '.join(known)}" if known else "there is none at all"
    raise InputError(f"there is no lead {lead!r} here", str(folder / "leads.parquet"), there)


def _signals(folder: Path, wanted: list[str]) -> list[Row]:
    table = pq.read_table(folder / "signals.parquet", filters=[("signal", "in", wanted)]) if wanted else None
    return [plain(row) for row in table.to_pylist()] if table else []


def plain(row: Mapping[str, Any]) -> Row:
    """Figures that do not exist are absent."""
    return {name: None if isinstance(value, float) and not isfinite(value) else value for name, value in row.items()}


def _compared(folder: Path, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], Compared]:
    """Everybody looked at by the indicators of a lead; a dossier is compared with the rule, not with others."""
    columns = ["indicator", "subject_kind", "expected", "observed", "eligible"]
    found = {}
    for indicator, kind in sorted(wanted):
        if kind == "dossier":
            continue
        only = [("indicator", "=", indicator), ("subject_kind", "=", kind)]
        rows = pq.read_table(folder / "indicators.parquet", columns=columns, filters=only).to_pylist()
        points = [(row["expected"], row["observed"] or 0.0) for row in rows if row["expected"]]
        found[indicator, kind] = Compared(sorted(points), len(rows), sum(bool(row["eligible"]) for row in rows))
    return found
