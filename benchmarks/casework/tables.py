"""Writing the records in the exchange format, with the gaps real records have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from benchmarks.casework.accesses import Access
from benchmarks.casework.caseload import NOBODY, Caseload
from benchmarks.casework.documents import Document
from benchmarks.casework.life import Event, Life
from benchmarks.casework.office import Office
from benchmarks.casework.relations import Relation
from benchmarks.casework.resubmissions import NOTHING, Applicants
from benchmarks.casework.workdays import DAY, END, TIME_ZONE, WORKDAYS, to_clock

_TEXT, _TEXTS, _NUMBER, _DATE, _BOOL = pa.string(), pa.list_(pa.string()), pa.int64(), pa.date32(), pa.bool_()
_TIME = pa.timestamp("us", tz=TIME_ZONE)
_MINUTE = 60_000_000

APPOINTED = date(2021, 7, 1)
"""Of everybody who was there on the first day."""
KEPT = ("received", "supplement_requested", "suspended", "supplement_received", "resumed", "finished")
"""Steps that are always logged."""
AUTOMATIC = ("supplement_received", "result_ready", "finished", "forwarded")
"""Steps the system may log by itself, with no official."""

Column = tuple[Sequence[Any] | np.ndarray, pa.DataType]


class Writer:
    """Writes the tables of one province into a folder; the random numbers are for the gaps."""

    def __init__(self, folder: Path, rng: np.random.Generator, office: Office, load: Caseload) -> None:
        self.folder, self.rng, self.office, self.load = folder, rng, office, load
        self.units = [u.code for u in office.units]
        self.agents = [a.code for a in load.agents]
        self.dossiers = [
            f"{self.units[u]}-{WORKDAYS[day]:%y%m%d}-{i:06d}"
            for i, (u, day) in enumerate(zip(load.unit, load.day, strict=True), start=1)
        ]

    def _write(self, name: str, columns: dict[str, Column]) -> None:
        table = pa.table({column: pa.array(values, kind) for column, (values, kind) in columns.items()})
        pq.write_table(table, self.folder / f"{name}.parquet", compression="zstd")

    def _gaps(self, values: Sequence[Any], share: float) -> list[Any]:
        lost = self.rng.random(len(values)) < share
        return [None if gone else value for value, gone in zip(values, lost, strict=True)]

    def write_office(self) -> None:
        procedures, units = self.office.procedures, self.office.units
        self._write(
            "procedures",
            {
                "procedure": ([p.code for p in procedures], _TEXT),
                "name": ([p.name for p in procedures], _TEXT),
                "field": ([p.field for p in procedures], _TEXT),
                "sensitive": ([p.sensitive for p in procedures], _BOOL),
                "limit_working_days": ([p.limit for p in procedures], _NUMBER),
                "required_documents": ([p.papers for p in procedures], _TEXTS),
                "fee": ([p.fee for p in procedures], _NUMBER),
                "max_supplement_requests": ([1] * len(procedures), _NUMBER),
            },
        )
        self._write(
            "units",
            {
                "unit": (self.units, _TEXT),
                "name": ([u.name for u in units], _TEXT),
                "parent": ([u.parent for u in units], _TEXT),
                "level": ([u.level for u in units], _TEXT),
            },
        )
        self._write_officials()

    def _write_officials(self) -> None:
        tenures = self.office.tenures()
        rows = [(official, t) for official in self.office.posts for t in sorted(tenures[official])]
        last_days = [None if t.end >= END else WORKDAYS[t.end // DAY] - timedelta(days=1) for _, t in rows]
        self._write(
            "officials",
            {
                "official": ([official for official, _ in rows], _TEXT),
                "unit": ([self.units[self.office.seats[t.seat].unit] for _, t in rows], _TEXT),
                "post": ([self.office.posts[official] for official, _ in rows], _TEXT),
                "from": ([WORKDAYS[t.start // DAY] if t.start else APPOINTED for _, t in rows], _DATE),
                "to": (last_days, _DATE),
            },
        )

    def write_relations(self, relations: list[Relation]) -> None:
        self._write(
            "relations",
            {
                "official": ([r.official for r in relations], _TEXT),
                "related_to": ([r.related_to for r in relations], _TEXT),
                "kind": ([r.kind for r in relations], _TEXT),
            },
        )

    def write_dossiers(self, life: Life, applicants: Applicants) -> None:
        load = self.load
        procedures = self.office.procedures
        finished = to_clock(np.nan_to_num(life.finished)).tolist()
        still_open = np.isnan(life.finished)
        self._write(
            "dossiers",
            {
                "dossier": (self.dossiers, _TEXT),
                "procedure": ([procedures[p].code for p in load.procedure], _TEXT),
                "unit": ([self.units[u] for u in load.unit], _TEXT),
                "applicant": (applicants.codes(load), _TEXT),
                "applicant_kind": (self._gaps(["business" if b else "citizen" for b in load.business], 0.02), _TEXT),
                "agent": ([self.agents[a] if a != NOBODY else None for a in load.agent], _TEXT),
                "channel": (self._gaps(load.channel, 0.005), _TEXT),
                "received_at": (to_clock(load.received), _TIME),
                "due_at": (self._gaps((to_clock(life.due) + _MINUTE).tolist(), 0.004), _TIME),
                "finished_at": ([None if o else at for at, o in zip(finished, still_open, strict=True)], _TIME),
                "outcome": (life.outcome, _TEXT),
                "fee_charged": (self._gaps(life.charged, 0.01), _NUMBER),
                "resubmission_of": ([self.dossiers[e] if e != NOTHING else None for e in applicants.earlier], _TEXT),
            },
        )

    def write_events(self, events: list[Event]) -> int:
        """Dossier by dossier in the order of time; returns how many were logged."""
        n = len(events)
        at = to_clock([e.minute for e in events])
        unnamed = self.rng.random(n) < 0.03
        lost = self.rng.random(n) < 0.003
        unnamed &= self.rng.random(n) < 0.5
        thin = self.rng.random(n)
        order = np.lexsort((at, np.array([e.dossier for e in events])))
        rows = [k for k in order if not lost[k] or events[k].activity in KEPT]
        logged = [events[k] for k in rows]
        named = [not (gone and e.activity in AUTOMATIC) for e, gone in zip(logged, unnamed[rows], strict=True)]
        papers, reasons = thin[rows] > 0.04, thin[rows] < 0.93
        self._write(
            "events",
            {
                "dossier": ([self.dossiers[e.dossier] for e in logged], _TEXT),
                "at": (at[rows], _TIME),
                "activity": ([e.activity for e in logged], _TEXT),
                "official": ([e.official if there else None for e, there in zip(logged, named, strict=True)], _TEXT),
                "unit": ([self.units[e.unit] for e in logged], _TEXT),
                "document": ([e.document if there else None for e, there in zip(logged, papers, strict=True)], _TEXT),
                "reason": ([e.reason if there else None for e, there in zip(logged, reasons, strict=True)], _TEXT),
                "amount": ([e.amount for e in logged], _NUMBER),
            },
        )
        return len(rows)

    def write_accesses(self, accesses: list[Access]) -> None:
        rows = sorted(accesses, key=lambda a: a.at)
        self._write(
            "accesses",
            {
                "at": ([a.at for a in rows], _TIME),
                "official": ([a.official for a in rows], _TEXT),
                "dossier": ([self.dossiers[a.dossier] for a in rows], _TEXT),
                "action": ([a.action for a in rows], _TEXT),
            },
        )

    def write_documents(self, documents: list[Document], applicants: Applicants) -> None:
        people = applicants.codes(self.load)
        agent = [None if a == NOBODY else self.agents[a] for a in self.load.agent]
        self._write(
            "issued_documents",
            {
                "document": ([f"VB{i + 1:05d}" for i in range(len(documents))], _TEXT),
                "issued_at": ([d.issued_at for d in documents], _TIME),
                "unit": ([self.units[d.unit] for d in documents], _TEXT),
                "drafter": ([d.drafter for d in documents], _TEXT),
                "signer": ([d.signer for d in documents], _TEXT),
                "kind": ([d.kind for d in documents], _TEXT),
                "legal_basis": ([d.legal_basis for d in documents], _TEXTS),
                "review": ([d.review for d in documents], _TEXT),
                "reviewed_at": ([d.reviewed_at for d in documents], _TIME),
                "beneficiary": (
                    [b if b is None else agent[b] or people[b] for b in (d.beneficiary for d in documents)],
                    _TEXT,
                ),
            },
        )
