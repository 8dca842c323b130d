"""Writing the records, as comma-separated tables of the exchange format."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from benchmarks.communes.access_log import Access
from benchmarks.communes.export import Export, Row
from benchmarks.communes.office import Office, Official, Stay
from benchmarks.communes.procedures import CONSTRUCTION, LAND, PROCEDURES
from benchmarks.communes.workdays import FIRST_DAY, WORKDAYS

_PROVINCE = "T00"
_FIELDS = {LAND: "land", CONSTRUCTION: "construction"}
"""Names of fields that differ from the communes' own."""

_COLUMNS = {
    "procedures": "procedure name field sensitive limit_working_days required_documents fee valid_from",
    "units": "unit name parent level valid_from",
    "officials": "official unit post from to",
    "dossiers": "dossier procedure unit applicant applicant_kind agent channel received_at due_at finished_at outcome "
    "fee_charged resubmission_of",
    "events": "dossier at activity official unit document reason amount",
    "accesses": "at official dossier action",
}


def write_tables(folder: Path, place: str, office: Office, export: Export, accesses: list[Access]) -> None:
    """``place`` is the province's name."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder, "procedures", _procedures())
    _write(folder, "units", _units(office, place))
    _write(folder, "officials", (_stay(o, stay) for o in office.officials for stay in o.stays))
    _write(folder, "dossiers", export.dossiers)
    _write(folder, "events", export.events)
    _write(folder, "accesses", map(_access, sorted(accesses, key=lambda a: (a.at, a.official.code))))


def _write(folder: Path, name: str, rows: Iterable[Row]) -> None:
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(_COLUMNS[name].split())
        table.writerows(rows)


def _procedures() -> list[Row]:
    return [
        [
            p.code,
            p.name,
            _FIELDS.get(p.field, p.field),
            "true" if p.on_site else "",
            p.limit,
            ";".join(p.papers),
            p.fee or "",
            p.valid_from.isoformat(),
        ]
        for p in PROCEDURES
    ]


def _units(office: Office, place: str) -> list[Row]:
    above: list[Row] = [
        [_PROVINCE, f"UBND tỉnh {place}", "", "province", ""],
        [office.centre.code, office.centre.name, _PROVINCE, "centre", ""],
    ]
    return above + [[u.code, u.name, _PROVINCE, "commune", FIRST_DAY.isoformat()] for u in office.units]


def _stay(official: Official, stay: Stay) -> Row:
    first = FIRST_DAY if stay.since_before else WORKDAYS[stay.first]
    last = "" if stay.to_the_end else (WORKDAYS[stay.until] - timedelta(days=1)).isoformat()
    return [official.code, stay.unit.code, official.post if stay.unit.habits.posts else "", first.isoformat(), last]


def _access(access: Access) -> Row:
    return [access.at.isoformat(timespec="seconds"), access.official.code, access.dossier.code, access.action]
