"""The simulated province, written batch by batch; and apart from it, if asked for, the truth about what was planted."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from secrets import token_hex
from shutil import rmtree

import numpy as np
import pyarrow as pa

from liem.base.errors import UserError
from liem.base.progress import Progress, Silent
from liem.dossiers.simulation import registers, wording
from liem.dossiers.simulation.accesses import ACTIONS, Accesses, AccessLog
from liem.dossiers.simulation.arrivals import CHANNELS, Arrivals, arrive, receipt_days
from liem.dossiers.simulation.cast import Cast, cast_for
from liem.dossiers.simulation.catalogue import PROCEDURES
from liem.dossiers.simulation.documents import KINDS, REVIEWS, Issued, issue
from liem.dossiers.simulation.handling import Handler
from liem.dossiers.simulation.nature import Nature, nature_of
from liem.dossiers.simulation.options import Options
from liem.dossiers.simulation.planting import ACT, Effects, Plant, effects_of, plant
from liem.dossiers.simulation.reports import Tally, report_counts
from liem.dossiers.simulation.steps import ACTIVITIES, DOCUMENTS, OUTCOMES, Dates, Events, Recorder
from liem.dossiers.simulation.worktime import Whole, WorkingTime
from liem.dossiers.simulation.writing import TableWriter, coded, instants, numbered

BATCH = 50_000
"""Dossiers written at a time. Part of what a seed means: another batch size gives another province."""
RESUBMITTED = 0.4
"""Share of withdrawn dossiers that come back."""


@dataclass(frozen=True)
class Simulated:
    """What was written: rows by table, and the truth (see docs/explanation/simulated-province.md)."""

    rows: dict[str, int]
    truth: dict[str, object]


def simulate(out: Path, options: Options, truth: Path | None = None, progress: Progress | None = None) -> Simulated:
    """Write the record set of a simulated province into the new folder ``out``, and the planted truth into ``truth``.

    Raises :class:`UserError` if ``out`` holds anything, if ``truth`` would lie inside it, or if the disk refuses.
    Until all is
    written ``out`` does not change; what was begun is removed if it cannot be finished.
    """
    _free(out, truth)
    try:
        with _whole_or_nothing(out) as folder:
            written = _Province(options).write(folder, progress or Silent())
            if truth is not None:
                truth.write_text(json.dumps(written.truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise UserError(
            f"{error.filename or out}: cannot be written ({error.strerror}); choose another place"
        ) from error
    return written


def _free(out: Path, truth: Path | None) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UserError(f"{out}: exists and is not an empty folder; name a new folder")
    if truth is not None and out.resolve() in truth.resolve().parents:
        raise UserError(
            f"--truth {truth}: lies inside the record set, where the truth must never be; name a file outside {out}"
        )


@contextmanager
def _whole_or_nothing(out: Path) -> Iterator[Path]:
    out.parent.mkdir(parents=True, exist_ok=True)
    folder = out.parent / f".{out.name}.{token_hex(4)}"
    folder.mkdir()
    try:
        yield folder
        folder.replace(out)
    finally:
        rmtree(folder, ignore_errors=True)


class _Province:
    """One province in the making."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.time = WorkingTime(options.start, options.end)
        self.cast: Cast = cast_for(options, self.time, self._rng("cast"))
        self.nature: Nature = nature_of(self.cast, self.time, self._rng("nature"))
        strength = 0.0 if options.honest else options.strength
        self.plants: list[Plant] = (
            plant(self.cast, self.nature, self.time, strength, self._rng("plants")) if strength else []
        )
        self.effects: Effects = effects_of(self.plants, self.cast.officials)
        self.codes, self.agents = self.cast.codes(), self.cast.agent_codes()
        self.unit_codes = [unit.code for unit in self.cast.units]
        self.tally = Tally(self.cast, self.time)
        self.pool = max(50, int(options.dossiers * 0.75))

    def _rng(self, subject: str, batch: int = 0) -> np.random.Generator:
        """Chance of one subject and batch, apart from all others: a change in one leaves the others as they were."""
        return np.random.default_rng([self.options.seed, batch, *subject.encode()])

    def write(self, folder: Path, progress: Progress) -> Simulated:
        days = receipt_days(self.options.dossiers, self.time, self._rng("days"))
        progress.stage("simulate", len(days))
        rows: dict[str, int] = {}
        for name, table in self._registers().items():
            with TableWriter(folder, name, self.options.format) as writer:
                writer.write(table)
            rows[name] = table.num_rows
        with ExitStack() as stack:
            tables = {
                name: stack.enter_context(TableWriter(folder, name, self.options.format))
                for name in ("dossiers", "events", "accesses")
            }
            for batch, first in enumerate(range(0, len(days), BATCH)):
                part = days[first : first + BATCH]
                self._batch(batch, first + 1, part, tables)
                progress.advance(len(part))
            rows |= {name: writer.rows for name, writer in tables.items()}
        with TableWriter(folder, "report_counts", self.options.format) as writer:
            writer.write(report_counts(self.tally, self.nature, self.plants, self._rng("reports")))
        rows["report_counts"] = writer.rows
        return Simulated(rows, self._truth())

    def _registers(self) -> dict[str, pa.Table]:
        issued = issue(self.cast, self.plants, self.time, self._rng("documents"))
        return {
            "procedures": registers.procedures(self.options.start),
            "units": registers.units(self.cast),
            "officials": registers.officials(self.cast, self.time, self._rng("officials")),
            "relations": registers.relations(self.cast, self.plants, self._rng("relations")),
            "issued_documents": self._issued(issued),
        }

    def _batch(self, batch: int, first: int, days: Whole, tables: dict[str, TableWriter]) -> None:
        def chance(subject: str) -> np.random.Generator:
            return self._rng(subject, batch + 1)

        arrivals = arrive(first, days, self.pool, self.cast, self.nature, self.time, chance("arrivals"))
        handling = Handler(arrivals, self.cast, self.nature, self.effects, self.time, chance("handling")).handle()
        self.tally.add(arrivals.day, arrivals.procedure, handling.clerk, handling.appraiser)
        recorder = Recorder(arrivals, handling, self.cast, self.nature, self.time, chance("steps"))
        events, dates = recorder.record()
        log = AccessLog(arrivals, handling, dates, self.cast, self.nature, self.time, chance("accesses"))
        accesses, opened = log.write(events, self.plants)
        silent = np.flatnonzero(recorder.late & handling.silent & (self.effects.silent[handling.appraiser] > 0))
        touched = [*handling.touched, *opened, (self.effects.plant[handling.appraiser[silent]], silent)]
        self._remember(touched, arrivals.number)
        ids = numbered("HS-", arrivals.number, 8)
        tables["dossiers"].write(self._dossiers(ids, arrivals, dates, chance("resubmission")))
        tables["events"].write(self._events(ids, events))
        tables["accesses"].write(self._accesses(ids, accesses))

    def _remember(self, touched: list[tuple[Whole, Whole]], number: Whole) -> None:
        plants, rows = (np.concatenate(parts) for parts in zip(*touched, strict=True))
        for index in np.unique(plants[plants >= 0]).tolist():
            self.plants[index].dossiers += number[np.unique(rows[plants == index])].tolist()

    def _dossiers(self, ids: pa.Array, a: Arrivals, dates: Dates, rng: np.random.Generator) -> pa.Table:
        earlier = _resubmissions(a, dates, rng)
        again = np.flatnonzero(earlier >= 0)
        a.applicant[again], a.business[again] = a.applicant[earlier[again]], a.business[earlier[again]]
        citizens, firms = numbered("ND-", a.applicant, 8), numbered("DN-", a.applicant, 8)
        return pa.table(
            {
                "dossier": ids,
                "procedure": coded(a.procedure, [entry.code for entry in PROCEDURES]),
                "unit": coded(a.unit, self.unit_codes),
                "applicant": pa.compute.if_else(pa.array(a.business), firms, citizens),
                "applicant_kind": coded(a.business.astype(np.int32), ("citizen", "business")),
                "agent": coded(a.agent, self.agents),
                "channel": coded(a.channel, CHANNELS),
                "received_at": instants(dates.received),
                "due_at": instants(dates.due),
                "finished_at": instants(dates.finished),
                "outcome": coded(dates.outcome, OUTCOMES),
                "fee_charged": pa.array(dates.fee),
                "resubmission_of": ids.take(pa.array(earlier, mask=earlier < 0)),
            }
        )

    def _events(self, ids: pa.Array, e: Events) -> pa.Table:
        return pa.table(
            {
                "dossier": ids.take(pa.array(e.row)),
                "at": instants(e.at),
                "activity": coded(e.activity, ACTIVITIES),
                "official": coded(e.official, self.codes),
                "unit": coded(e.unit, self.unit_codes),
                "document": coded(e.document, DOCUMENTS),
                "reason": coded(e.reason, wording.REASONS),
                "amount": pa.array(e.amount, mask=e.amount < 0),
            }
        )

    def _accesses(self, ids: pa.Array, accesses: Accesses) -> pa.Table:
        return pa.table(
            {
                "at": instants(accesses.at),
                "official": coded(accesses.official, self.codes),
                "dossier": ids.take(pa.array(accesses.row)),
                "action": coded(accesses.action, ACTIONS),
            }
        )

    def _issued(self, issued: Issued) -> pa.Table:
        return pa.table(
            {
                "document": numbered("VBMP-", np.arange(1, len(issued.at) + 1), 5),
                "issued_at": instants(issued.at),
                "unit": pa.array(issued.unit),
                "drafter": coded(issued.drafter, self.codes),
                "signer": coded(issued.signer, self.codes),
                "kind": coded(issued.kind, KINDS),
                "legal_basis": pa.array(issued.basis),
                "review": coded(issued.review, REVIEWS),
                "reviewed_at": instants(issued.reviewed_at),
                "beneficiary": coded(issued.beneficiary, self.agents),
            }
        )

    def _truth(self) -> dict[str, object]:
        options = {key: str(value) if key == "start" else value for key, value in asdict(self.options).items()}
        return {
            "simulated": True,
            "options": options,
            "planted": [self._told(number, planted) for number, planted in enumerate(self.plants, start=1)],
            "look_alikes": [self._dated(alike) for alike in self.nature.alike],
        }

    def _told(self, number: int, planted: Plant) -> dict[str, object]:
        official = self.codes[planted.official]
        agent = self.agents[planted.agent] if planted.agent >= 0 else None
        pair = planted.kind == "favoured_agent"
        return {
            "id": f"P{number:03d}",
            "act": ACT[planted.kind],
            "kind": planted.kind,
            "subject_kind": "pair" if pair else "official",
            "subject": f"{official}|{agent}" if pair else official,
            "official": official,
            "agent": agent,
            "unit": dict((o, u) for o, u, _ in self.cast.apart).get(planted.official) or self.unit_codes[planted.unit],
            "strength": planted.strength,
            "from": str(self.time.start + timedelta(days=planted.first_day)),
            "to": str(self.time.start + timedelta(days=planted.last_day - 1)),
            "changes": planted.details,
            "dossiers": [f"HS-{dossier:08d}" for dossier in sorted(set(planted.dossiers))],
        }

    def _dated(self, alike: dict[str, object]) -> dict[str, object]:
        """Days of the period as dates."""
        days = {key: int(str(alike[key])) for key in ("first_day", "last_day") if key in alike}
        return alike | {key: str(self.time.start + timedelta(days=day)) for key, day in days.items()}


def _resubmissions(a: Arrivals, dates: Dates, rng: np.random.Generator) -> Whole:
    """For each dossier, the withdrawn one of the same batch that comes back in it, or -1."""
    earlier = np.full(len(a), -1)
    gone = np.flatnonzero((dates.outcome == 2) & (rng.random(len(a)) < RESUBMITTED))
    order = np.lexsort((dates.received, a.cell))
    for row in gone.tolist():
        begin, end = np.searchsorted(a.cell[order], [a.cell[row], a.cell[row] + 1])
        later = order[begin:end][dates.received[order[begin:end]] > dates.finished[row]]
        free = later[earlier[later] < 0]
        if len(free):
            earlier[free[0]] = row
    return earlier
