"""One run of detection: records in, signals, leads and every figure looked at out."""

import json
import resource
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from datetime import time as clock_time
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.parquet as pq

from liem import __version__
from liem.base.errors import UserError
from liem.base.progress import Progress, Silent
from liem.detection.absences import write_absences
from liem.detection.accesses import write_accesses
from liem.detection.answer import ANSWER, RECORD, whole_answer
from liem.detection.borne_out import borne_out_only
from liem.detection.calibration.verdict import switched_off
from liem.detection.catalogue import chosen
from liem.detection.coding import Work, prepare
from liem.detection.colleagues import own_excess_only
from liem.detection.counting import enriched
from liem.detection.describing import described
from liem.detection.dossier_patterns import write_dossier_figures, write_dossier_patterns
from liem.detection.engine import Engine, open_engine
from liem.detection.facts import write_facts
from liem.detection.families import controlled
from liem.detection.figures import Counts, Figure, counts, figures, heard_together, pair_figures
from liem.detection.hands import write_hands
from liem.detection.identity import run_number, wish
from liem.detection.indicator import Indicator, SubjectKind
from liem.detection.leads import LEADS, from_breaches, from_patterns
from liem.detection.lineage import write_lineage
from liem.detection.looked_at import looked_at
from liem.detection.machines import MACHINE, without_machines
from liem.detection.missing import (
    CannotTell,
    Skipped,
    cannot_tell,
    needless,
    nothing_to_look_at,
    switched_off_by,
    what_is_present,
    why_not,
)
from liem.detection.newcomers import write_newcomers
from liem.detection.not_compared import NotCompared, not_compared
from liem.detection.notes import Note, note, notes
from liem.detection.other_times import particular_only
from liem.detection.output import pattern_rows, write_breaches, write_figures
from liem.detection.practices import write_practices
from liem.detection.procedure_review import procedure_figures
from liem.detection.queueing import write_queue
from liem.detection.reports import SCHEMA, read_report_counts, unknown_subjects
from liem.detection.reports import TABLE as REPORTS
from liem.detection.reuse import STATE, Reuse, keep_state, past_of
from liem.detection.rules import write_rules
from liem.detection.second_source import with_second_source
from liem.detection.shared_accounts import SHARED, without_shared_accounts
from liem.detection.signals import FIGURES, SIGNALS, Period, RowWriter
from liem.detection.wanted import not_yet
from liem.dossiers.records import REJECTIONS, RecordSet, content_checksum
from liem.dossiers.rejections import sentence
from liem.law.calendar import WorkingCalendar
from liem.law.limits import Limits


@dataclass(frozen=True)
class Options:
    """What a person may ask of a run. ``first`` and ``last``: dossiers received from, events up to, both days
    included.
    """

    engine: str = "duckdb"
    fdr: float = 0.05
    first: date | None = None
    last: date | None = None
    indicators: str | None = None
    memory: str = "2GiB"
    threads: int | None = None
    reports: Path | None = None
    """Counts of reports beside the records (see :mod:`liem.detection.reports`)."""
    master: str | None = None
    """The Spark cluster; by default ``LIEM_SPARK_MASTER``, else this machine."""
    since_run: Path | None = None
    """The folder of an earlier run, of which is taken over what is the same (see :mod:`liem.detection.reuse`)."""
    keep_state: bool = False
    """Whether to leave in ``state/`` what a later run may take over; ``since_run`` does so, too."""
    inputs: Mapping[str, str] | None = None
    """Checksums of all that the answer depends on, for the record."""
    calibration: Path | None = None
    """``report.json`` of a calibration: the patterns of indicators that failed there are switched off."""


@dataclass
class Run:
    """What a run did: counts by kind of signal and grade of lead, seconds and peak memory by stage, what was not
    computed.
    """

    out: Path
    signals: dict[str, int] = field(default_factory=dict)
    leads: dict[str, int] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    stages: list[dict[str, Any]] = field(default_factory=list)
    rejected: int = 0
    off: list[str] = field(default_factory=list)
    """Indicators that a calibration switched off."""
    record: dict[str, Any] = field(default_factory=dict)
    not_compared: list[NotCompared] = field(default_factory=list)
    """Kinds of subject none of whom an indicator could compare."""
    notes: list[Note] = field(default_factory=list)
    """What is to be known of the records."""


def peak_mib() -> float:
    """Highest resident memory of this process since its program began, MiB.

    Not ``ru_maxrss`` where the kernel tells better: that figure carries over what the parent held when it started us.
    """
    try:
        status = Path("/proc/self/status").read_text("ascii", errors="replace")
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class _Stages:
    """Tells the progress and notes seconds and peak memory of each stage."""

    def __init__(self, progress: Progress, into: list[dict[str, Any]]) -> None:
        self._progress, self._into = progress, into

    @contextmanager
    def __call__(self, name: str, total: int | None = None) -> Iterator[None]:
        self._progress.stage(name, total)
        started, worked = time.perf_counter(), time.process_time()
        yield
        seconds, cpu = time.perf_counter() - started, time.process_time() - worked
        figures = {"seconds": round(seconds, 3), "cpu_seconds": round(cpu, 3), "peak_mib": round(peak_mib())}
        self._into.append({"stage": name, **figures})

    def advance(self) -> None:
        self._progress.advance()


def detect(
    records: RecordSet,
    out: Path,
    options: Options | None = None,
    progress: Progress | None = None,
    reports: pa.Table | None = None,
) -> Run:
    """Detect in ``records`` and write the files of the exchange format into ``out``.

    ``reports``: counts of reports (schema :data:`liem.detection.reports.SCHEMA`), instead of those of the records or
    of ``options``. Raises UserError for an unknown engine or indicator, InputError where there is nothing to look at.
    """
    options = options or Options()
    run = Run(out, rejected=sum(records.rejected.values()))
    wanted = _calibrated(chosen(options.indicators), options.calibration, run)
    if reports is None and options.reports is not None:
        reports = read_report_counts(options.reports)
    with whole_answer(records.folder, out) as folder:
        engine = open_engine(options.engine, folder / "spill", options.memory, options.threads, options.master)
        try:
            work = _begin(records, engine, folder, options, reports)
            _detect(work, wanted, options, run, _Stages(progress or Silent(), run.stages))
            if work.reuse is not None:
                keep_state(work.reuse.into, out)
        finally:
            engine.close()
    return run


def _calibrated(wanted: tuple[Indicator, ...], report: Path | None, run: Run) -> tuple[Indicator, ...]:
    """The indicators without the patterns that failed their calibration, and without those that are wholly off."""
    off = switched_off(report) if report else {}
    kept = []
    for one in wanted:
        failed = off.get(one.id)
        if failed is None or failed.version != one.version:
            kept.append(one)
            continue
        run.off.append(one.id)
        breaches_stay = one.breach is not None and not failed.wholly
        run.skipped.append(switched_off_by(failed, breaches_stay))
        if breaches_stay:
            kept.append(replace(one, pattern=None))
    return tuple(kept)


def _begin(records: RecordSet, engine: Engine, folder: Path, options: Options, reports: pa.Table | None) -> Work:
    beside = {}
    if reports is not None:
        beside[REPORTS] = folder / "beside_reports.parquet"
        pq.write_table(reports.select(SCHEMA.names).cast(SCHEMA), beside[REPORTS])
    calendar = WorkingCalendar.load()
    reuse = None
    if options.since_run or options.keep_state:
        reuse = Reuse(past_of(options.since_run) if options.since_run else None, folder / STATE)
    return Work(
        engine, records, folder, calendar, looked_at(records, options.last), _since(options), beside=beside, reuse=reuse
    )


def _detect(work: Work, wanted: tuple[Indicator, ...], options: Options, run: Run, stage: _Stages) -> None:
    lay_out(work, stage)
    with stage("examine"):
        run.notes = notes(work)
    computed = _keep_cases(work, wanted, options.indicators is not None, run, stage)
    if options.indicators is None:
        run.skipped += not_yet()
    names = {name: work.codes(name) for name in ("official", "unit", "procedure", "agent")}
    found = _figures(work, computed, options, names, run, stage) + _described(work, computed, names)
    _write(work, computed, found, options, names, run, stage)


def lay_out(work: Work, stage: Callable[[str], AbstractContextManager[None]]) -> None:
    """Write every table that the cases of the indicators are made of. ``stage`` is entered for each part of it."""
    with stage("code"):
        prepare(work)
        if work.reuse is not None:
            work.reuse.look(work)
    with stage("facts"):
        write_rules(work, _allowed_requests(work))
        write_facts(work)
    with stage("hands"):
        write_hands(work)
        if work.reuse is not None:
            work.reuse.leave(work, ("gathered", "touched"))
        write_practices(work)
        write_lineage(work)
        write_accesses(work)
        write_absences(work)
        write_newcomers(work)
    with stage("queue"):
        write_queue(work)


def _allowed_requests(work: Work) -> int | None:
    """Supplement requests of one dossier where the procedure's own row states no number: that of the rule pack, if
    any.
    """
    try:
        return Limits.load().rule("one_stop.supplement_requests", work.as_of.date()).number
    except UserError:
        return None


def _since(options: Options) -> datetime | None:
    return None if options.first is None else datetime.combine(options.first, clock_time.min)


def _keep_cases(work: Work, wanted: tuple[Indicator, ...], by_name: bool, run: Run, stage: _Stages) -> list[Indicator]:
    present, computed = what_is_present(work), []
    with stage("indicators", len(wanted)):
        for one in wanted:
            reason = why_not(one, present) or (None if by_name else needless(one, present))
            if reason is None:
                reason = _kept_or_why_not(work, one)
            if reason is None:
                computed.append(one)
            else:
                run.skipped.append(reason)
            stage.advance()
    return computed


def _kept_or_why_not(work: Work, one: Indicator) -> Skipped | None:
    try:
        work.keep(f"cases_{one.id}", enriched(work, one))
    except CannotTell as refusal:
        return cannot_tell(one, refusal)
    return None if work.count(f"cases_{one.id}") else nothing_to_look_at(one)


def _figures(
    work: Work, computed: list[Indicator], options: Options, names: dict[str, list[str]], run: Run, stage: _Stages
) -> list[Figure]:
    found: list[Figure] = []
    counted: list[Counts] = []
    with stage("figures", len(computed)):
        for one in computed:
            for kind in one.pattern.subjects if one.pattern else ():
                more = _counts_or_figures(work, one, kind, options.fdr, names)
                found += [figure for figure in more if isinstance(figure, Figure)]
                counted += [these for these in more if isinstance(these, Counts)]
            stage.advance()
        for these, shared in zip(counted, heard_together(counted), strict=True):
            cases = work.table(f"cases_{these.indicator.id}")
            own = own_excess_only(work, cases, figures(these, shared, names))
            found += particular_only(work, own)
        run.not_compared = not_compared(counted, found, computed)
        found = without_shared_accounts(work, without_machines(work, borne_out_only(found)))
        for code, reason in (("machines", MACHINE), ("shared_accounts", SHARED)):
            accounts = len({one.keys[0] for one in found if one.reason == reason})
            run.notes += [note(code, accounts)] if accounts else []
    return with_second_source(found, controlled(found, options.fdr), options.fdr)


def _described(work: Work, computed: list[Indicator], names: dict[str, list[str]]) -> list[Figure]:
    """What is described of units and asked of nobody."""
    found: list[Figure] = []
    for one in computed:
        if one.measure is not None:
            found += described(one, one.measure(work, work.table(f"cases_{one.id}")), names["unit"])
    return found


def _counts_or_figures(
    work: Work, one: Indicator, kind: SubjectKind, fdr: float, names: dict[str, list[str]]
) -> list[Figure] | list[Counts]:
    """Figures of what is judged by itself; counts of what is judged when all is counted."""
    cases = work.table(f"cases_{one.id}")
    if kind == "procedure" and "norm" in cases.collect_schema().names():
        return procedure_figures(work, one, cases, names)
    if kind == "pair":
        return pair_figures(work, one, cases, fdr, names)
    found = counts(work, one, cases, kind, fdr)
    return [] if found is None else [found]


def _write(
    work: Work,
    computed: list[Indicator],
    found: list[Figure],
    options: Options,
    names: dict[str, list[str]],
    run: Run,
    stage: _Stages,
) -> None:
    by_id = {one.id: one for one in computed}
    period, into = _period(work, options), work.folder / ANSWER
    with stage("signals"):
        rows = pattern_rows(work, [figure for figure in found if figure.named], period, names)
        with RowWriter(into / "signals.parquet", SIGNALS) as writer:
            writer.write(rows)
            write_dossier_patterns(work, computed, period, writer)
            run.signals = {"pattern": writer.rows}
            counts = write_breaches(work, computed, period, writer)
            run.signals["breach"] = sum(counts.values())
        with RowWriter(into / "indicators.parquet", FIGURES) as writer:
            write_figures(found, period, names, writer)
            write_dossier_figures(work, computed, period, writer)
    with stage("leads"):
        leads = from_patterns(rows, by_id) + from_breaches(_broken(into), by_id)
        order = {"convergent": 0, "breach": 1, "single": 2}
        leads.sort(key=lambda lead: order[lead["grade"]])
        with RowWriter(into / "leads.parquet", LEADS) as writer:
            writer.write(leads)
        run.leads = {grade: sum(lead["grade"] == grade for lead in leads) for grade in order}
    unknown = unknown_subjects(work) if work.has(REPORTS) else []
    run.rejected += len(unknown)
    _write_skipped(work.records, run, unknown, into)
    _write_record(work, computed, options, period, run)


def _broken(out: Path) -> Iterator[tuple[str, str, str]]:
    """(dossier, indicator, signal) of every breach written, in the order of reading."""
    columns = ["kind", "subject", "indicator", "signal"]
    for batch in pq.ParquetFile(out / "signals.parquet").iter_batches(columns=columns):
        kinds, *rest = (column.to_pylist() for column in batch.columns)
        for kind, subject, indicator, signal in zip(kinds, *rest, strict=True):
            if kind == "breach":
                yield subject, indicator, signal


def _period(work: Work, options: Options) -> Period:
    """The days looked at: from the first dossier received (or ``--from``) to the day the records are looked at."""
    first = options.first
    if first is None:
        earliest = work.engine.collect(work.table("cases").select(nw.col("received_on").min())).column(0).to_pylist()
        first = earliest[0] or work.as_of.date()
    return Period(first, work.as_of.date())


def _write_skipped(records: RecordSet, run: Run, unknown: list[dict[str, Any]], into: Path) -> None:
    rows: list[dict[str, Any]] = []
    if run.rejected and records.path(REJECTIONS).exists():
        rows = pq.read_table(records.path(REJECTIONS)).to_pylist()
    document = {
        "indicators": [asdict(skipped) for skipped in run.skipped],
        "not_compared": [asdict(one) for one in run.not_compared],
        "notes": [asdict(one) for one in run.notes],
        "rows": [row | {"reason_vi": sentence(row["reason"])} for row in rows] + unknown,
    }
    text = json.dumps(document, ensure_ascii=False, indent=1, default=str)
    (into / "skipped.json").write_text(text + "\n", "utf-8")


def _write_record(work: Work, computed: list[Indicator], options: Options, period: Period, run: Run) -> None:
    checksum = content_checksum(work.records)
    run.record = {
        "run": run_number(checksum, wish(options.first, options.last, options.fdr, options.indicators, run.off)),
        "records": checksum,
        "liem": __version__,
        "engine": work.engine.version(),
        "as_of": work.as_of.isoformat(),
        "period": {"from": period.first.isoformat(), "to": period.last.isoformat()},
        "calibration": options.calibration.name if options.calibration else None,
        "options": {
            **wish(options.first, options.last, options.fdr),
            "indicators": options.indicators,
            "memory": options.memory,
        },
        "indicators": {one.id: one.version for one in computed},
        "rows_read": dict(work.records.rows),
        "rows_not_accepted": dict(work.records.rejected),
        "checksums": dict(work.records.checksums),
        "signals": run.signals,
        "leads": run.leads,
        "stages": run.stages,
        "inputs": dict(options.inputs) if options.inputs else None,
        "taken_over": work.reuse.told() if work.reuse else None,
    }
    text = json.dumps(run.record, ensure_ascii=False, indent=1, default=str)
    (work.folder / ANSWER / RECORD).write_text(text + "\n", "utf-8")
