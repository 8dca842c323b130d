"""Writing the records in the exchange format: the large tables as Parquet, those somebody keeps by hand as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
from benchmarks.centre.accesses import Access
from benchmarks.centre.catalogue import DEPARTMENTS, TRANSPORT
from benchmarks.centre.documents import Document
from benchmarks.centre.office import (
    CENTRE,
    MERGED_INTO,
    MERGED_PREFIX,
    PROVINCE,
    Office,
    department_unit,
    team_unit,
)
from benchmarks.centre.people import FOREVER, OF_THE_CENTRE, Official
from benchmarks.centre.procedures import Procedure
from benchmarks.centre.relations import Relation
from benchmarks.centre.rows import DossierRow, EventRow
from benchmarks.centre.workdays import DAY, MERGER, MERGER_DAY, NEW_PROCEDURE_DAY, REFORM_DAY, day_of, written

APPOINTED, IN_FORCE = "2023-03-01", "2024-01-01"
"""Of officials and procedures there from the beginning."""
NUMBERS, FLAGS = ("fee_charged", "amount", "limit_working_days", "fee", "max_supplement_requests"), ("sensitive",)
BEFORE_THE_MERGER = MERGER_DAY - timedelta(1)


class ProcedureRow(NamedTuple):
    procedure: str
    name: str
    field: str
    sensitive: bool
    limit_working_days: int
    required_documents: str
    fee: int
    max_supplement_requests: int
    valid_from: str
    valid_to: str | None


class UnitRow(NamedTuple):
    unit: str
    name: str
    parent: str | None
    level: str
    valid_from: str | None = None
    valid_to: str | None = None
    successor: str | None = None


class AccessRow(NamedTuple):
    at: str
    official: str
    dossier: str
    action: str


class Tables:
    """Writes the tables of one province into a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _frame(self, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> pl.DataFrame:
        kinds = {c: pl.Int64 if c in NUMBERS else pl.Boolean if c in FLAGS else pl.String for c in columns}
        return pl.DataFrame(rows, schema=kinds, orient="row")

    def write_dossiers(self, rows: list[DossierRow]) -> None:
        self._frame(DossierRow._fields, rows).write_parquet(self.folder / "dossiers.parquet")

    def write_events(self, rows: list[EventRow]) -> None:
        self._frame(EventRow._fields, rows).write_parquet(self.folder / "events.parquet")

    def write_accesses(self, accesses: list[Access]) -> None:
        rows = [AccessRow(written(a.second), a.official, a.dossier, a.action) for a in accesses]
        self._frame(AccessRow._fields, rows).write_parquet(self.folder / "accesses.parquet")

    def write_documents(self, documents: list[Document]) -> None:
        self._frame(Document._fields, documents).write_csv(self.folder / "issued_documents.csv")

    def write_relations(self, relations: list[Relation]) -> None:
        self._frame(Relation._fields, relations).write_csv(self.folder / "relations.csv")

    def write_office(self, office: Office) -> None:
        procedures = [row for p in office.procedures.all for row in _procedure(p)]
        self._frame(ProcedureRow._fields, procedures).write_csv(self.folder / "procedures.csv")
        self._frame(UnitRow._fields, list(_units(office))).write_csv(self.folder / "units.csv")
        officials = [row for o in office.officials.values() for row in _official(office, o)]
        columns = ("official", "unit", "post", "from", "to")
        self._frame(columns, officials).write_csv(self.folder / "officials.csv")


def _procedure(procedure: Procedure) -> Iterator[ProcedureRow]:
    """One row, or two where the reform changes something."""
    department = DEPARTMENTS[procedure.department]
    row = ProcedureRow(
        procedure=procedure.code,
        name=procedure.name,
        field=department.field,
        sensitive=department.sensitive,
        limit_working_days=procedure.limit,
        required_documents=";".join(procedure.papers),
        fee=procedure.fee,
        max_supplement_requests=1,
        valid_from=str(NEW_PROCEDURE_DAY) if procedure.new else IN_FORCE,
        valid_to=None,
    )
    if not procedure.changes_limit and procedure.reformed_fee == procedure.fee:
        yield row
        return
    yield row._replace(valid_from=IN_FORCE, valid_to=str(REFORM_DAY - timedelta(1)))
    yield row._replace(
        limit_working_days=procedure.reformed_limit, fee=procedure.reformed_fee, valid_from=str(REFORM_DAY)
    )


def _units(office: Office) -> Iterator[UnitRow]:
    yield UnitRow(PROVINCE, "Ủy ban nhân dân tỉnh", None, "province")
    yield UnitRow(CENTRE, "Trung tâm Phục vụ hành chính công", PROVINCE, "centre")
    ended = str(BEFORE_THE_MERGER)
    for code, department in DEPARTMENTS.items():
        row = UnitRow(code, department.name, PROVINCE, "department")
        yield row._replace(valid_to=ended, successor=MERGED_INTO) if code == TRANSPORT else row
    for team in office.teams:
        row = UnitRow(f"{team.department}-{team.code}", f"Phòng {team.name}", team.department, "department")
        if team.department != TRANSPORT:
            yield row
            continue
        later = f"{MERGED_PREFIX}-{team.code}"
        yield row._replace(valid_to=ended, successor=later)
        yield row._replace(unit=later, parent=MERGED_INTO, valid_from=str(MERGER_DAY))


OfficialRow = tuple[str, str, str, str, str | None]
"""Official, unit, post, from, to."""


def _official(office: Office, official: Official) -> Iterator[OfficialRow]:
    """One row for each unit in turn."""
    appointed = APPOINTED if official.arrives == 0 else str(day_of(official.arrives))
    if official.role in OF_THE_CENTRE:
        yield official.id, CENTRE, official.post, appointed, None
        return
    yield from _tenure(office, official, official.arrives, official.leaves, appointed)
    if official.id in office.transferred:
        then = office.transferred[official.id]
        yield from _tenure(office, then, then.arrives, FOREVER, str(day_of(then.arrives)))


def _tenure(office: Office, official: Official, start: float, end: float, since: str) -> Iterator[OfficialRow]:
    until = str(day_of(end - DAY)) if end < FOREVER else None
    if official.department == TRANSPORT and start < MERGER < end:
        yield official.id, _unit(office, official, start), official.post, since, str(BEFORE_THE_MERGER)
        yield official.id, _unit(office, official, MERGER), official.post, str(MERGER_DAY), until
    else:
        yield official.id, _unit(office, official, start), official.post, since, until


def _unit(office: Office, official: Official, minute: float) -> str:
    if official.team is None:
        return department_unit(str(official.department), minute)
    return team_unit(office.teams[official.team], minute)
