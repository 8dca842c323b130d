"""Having records looked through, keeping what was found, and the result of a person's looking at a lead."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from liem.base import clock
from liem.base.errors import UserError
from liem.base.progress import Progress, Silent
from liem.detection import identity
from liem.detection.calibration.verdict import switched_off
from liem.detection.catalogue import indicators
from liem.detection.identity import run_number, versions_used
from liem.detection.run import Options, detect
from liem.detection.sheet.places import read_registry
from liem.imports import queries as imports
from liem.imports.models import Snapshot
from liem.jobs import actions as jobs
from liem.jobs.models import Job
from liem.leads import expiry, models, queries, recusals
from liem.leads.facts import keep_facts
from liem.leads.figures import Figures, public_figures, read_figures
from liem.leads.loading import load
from liem.leads.own_unit import end_first_look, hold_for_their_units
from liem.leads.placebo import PLAN, report_of, run_placebo, switches_something_off
from liem.leads.results import read_json
from liem.leads.rules import results_open_to, why_not_note
from liem.leads.said import Said, hide_small_numbers, said_until, shown
from liem.leads.states import Result
from liem.leads.switched_off import left_out
from liem.people.models import Account
from liem.people.row_security import acting_as_system
from liem.trail import actions as trail

STREAM = "leads"
DETECT = "leads.detect"
PLACEBO = "leads.placebo"
"""The kinds of the jobs."""
RUNS_WITH_ROWS = 2
"""Of so many newest runs the rows stay in the database; of older ones the files are kept, and the looks for ever."""


@dataclass(frozen=True)
class Wish:
    """What a person may ask of a detection: period, both days included, and the share of false discoveries allowed."""

    first: date | None = None
    last: date | None = None
    fdr: float = 0.05

    def as_json(self, off: Iterable[str] = ()) -> dict[str, Any]:
        """For the arguments of a job and the number of a run; ``off``: what a calibration switched off."""
        return identity.wish(self.first, self.last, self.fdr, off=off)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Wish":
        days = {name: date.fromisoformat(values[name]) if values.get(name) else None for name in ("first", "last")}
        return cls(days["first"], days["last"], float(values.get("fdr") or 0.05))


@transaction.atomic
def ask_to_detect(wish: Wish, *, by: str, now: datetime) -> models.RunRequest:
    """Have the current records looked through by a job.

    :raises UserError: where there are no records yet.
    """
    snapshot = imports.current_snapshot()
    if snapshot is None:
        raise UserError(_("There are no records yet: bring some in first."))
    job = jobs.enqueue(DETECT, {"checksum": snapshot.checksum, "wish": wish.as_json()}, by=by, now=now)
    return models.RunRequest.objects.create(job=job, snapshot=snapshot, options=wish.as_json())


def detect_now(
    snapshot: Snapshot, wish: Wish | None = None, *, progress: Progress | None = None, by: str, now: datetime
) -> models.Run:
    """Look through a snapshot and keep what was found; what people said is counted in, and indicators that failed their
    calibration or were found mostly wrong are left out.

    The same records, wish, counts of reports and versions are looked through once.

    :raises UserError: where detection cannot be done.
    """
    wish, progress = wish or Wish(), progress or Silent()
    with left_out(latest_calibration()) as off:
        return _detect(snapshot, wish, off, progress, by=by, now=now)


def _detect(
    snapshot: Snapshot, wish: Wish, calibration: Path | None, progress: Progress, *, by: str, now: datetime
) -> models.Run:
    said = said_until(clock.today(), wish.first or snapshot.first_day)
    asked = wish.as_json(_off(calibration)) | ({"reports": said.mark} if said else {})
    number = run_number(snapshot.checksum, asked)
    known = models.Run.objects.filter(pk=number, has_rows=True).first()
    if known is not None:
        return _make_newest(known, now=now)
    records = imports.open_records(snapshot)
    out = settings.LIEM_HOME / "runs" / number
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    started = clock.now()
    options = Options(fdr=wish.fdr, first=wish.first, last=wish.last, calibration=calibration)
    detect(records, out, options, progress, said.beside(records) if said else None)
    if said:
        hide_small_numbers(out)
    progress.stage("figures")
    figures = read_figures(keep_facts(records, out, wish.first, wish.last))
    seconds = (clock.now() - started).total_seconds()
    return _load(snapshot, wish, number, out, figures, seconds, progress, said, by=by, now=now)


def detect_if_people_said_more(*, by: str, now: datetime) -> models.RunRequest | None:
    """Have the records looked through again where a month of reports is over, or sorted otherwise, since the last time.

    As the current run was wished. Nothing is asked for twice: a request for the same that is still open is enough.
    """
    run = queries.current_run()
    if run is None or queries.is_being_looked_through():
        return None
    wish = Wish.from_json(run.options)
    said = said_until(clock.today(), wish.first or run.snapshot.first_day)
    counted = run.report.get("said") or {}
    return None if (said.mark if said else None) == counted.get("mark") else ask_to_detect(wish, by=by, now=now)


def latest_calibration() -> Path | None:
    """The newest calibration, where it switches anything off: what failed there stays off until it passes."""
    run = models.Run.objects.filter(placebo__isnull=False).order_by("-loaded_at").first()
    path = report_of(settings.LIEM_HOME / "runs" / run.pk) if run else None
    return path if path and switches_something_off(path) else None


def _off(calibration: Path | None) -> list[str]:
    """The indicators, as they now are, that a calibration switches off."""
    versions = identity.versions_used()["indicators"]
    found = switched_off(calibration) if calibration else {}
    return [one.indicator for one in found.values() if versions.get(one.indicator) == one.version]


@transaction.atomic
def ask_for_placebo(run: models.Run, *, by: str, now: datetime) -> Job:
    """Have the placebo of a run done, or gone on with, by a job."""
    return jobs.enqueue(PLACEBO, {"number": run.pk}, by=by, now=now)


def placebo_now(run: models.Run, *, progress: Progress | None = None, by: str, now: datetime) -> models.Run:
    """Calibrate on the records of a run, and keep in how many shuffles anybody was named, and what is switched off."""
    wish, out = Wish.from_json(run.options), settings.LIEM_HOME / "runs" / run.pk
    out.mkdir(parents=True, exist_ok=True)
    records = imports.open_records(run.snapshot)
    plan = replace(PLAN, first=wish.first, last=wish.last, fdr=wish.fdr, seconds=settings.LIEM_PLACEBO_SECONDS)
    found = run_placebo(records, out, progress or Silent(), plan, former=run.placebo)
    with transaction.atomic():
        run.placebo = found
        run.save(update_fields=["placebo"])
        counts = {name: found[name] for name in ("shuffles", "named")} if found else None
        trail.record(
            STREAM, "placebo_done", by=by, subject_kind="run", subject_id=run.pk, after=counts, now=clock.now()
        )
    return run


@transaction.atomic
def note_look(
    lead: models.Lead, result: str, reason: str, *, own_unit: bool = False, by: Account, now: datetime
) -> models.Look:
    """Keep the result of looking at a lead, with its reason. Must run in the row-level security of ``by``.

    ``own_unit``: the unit itself looked; its time to look first is then over.

    :raises UserError: where the reason says nothing, or the result cannot be said of this lead.
    """
    newest = queries.looks_at(lead).first()
    open_to = results_open_to(own_unit=own_unit, newest_is_own=bool(newest and newest.own_unit))
    refusal = why_not_note(result, reason, open_to)
    if refusal:
        raise UserError(refusal)
    if recusals.worked_on_it(lead, by):
        raise UserError(_("You or a declared relative worked on this dossier: somebody else must say what was found."))
    look = models.Look.objects.create(
        lead=lead.lead,
        run=lead.run,
        subject_kind=lead.subject_kind,
        subject=lead.subject,
        act=lead.act,
        unit=lead.unit,
        result=Result(result),
        reason=reason.strip(),
        by=by.number,
        by_name=by.display_name,
        own_unit=own_unit,
        at=now,
    )
    trail.record(
        STREAM,
        "lead_looked_at",
        by=by.number,
        subject_kind="lead",
        subject_id=lead.lead,
        after={"result": result, "look": look.pk, "own_unit": own_unit},
        now=now,
    )
    with acting_as_system():
        expiry.on_look(lead, Result(result), own_unit=own_unit, now=now)
        if own_unit:
            end_first_look(lead, now=now)
    return look


@transaction.atomic
def _load(
    snapshot: Snapshot,
    wish: Wish,
    number: str,
    out: Path,
    figures: Figures,
    seconds: float,
    progress: Progress,
    said: Said | None,
    *,
    by: str,
    now: datetime,
) -> models.Run:
    """All results of a run become visible together, or none."""
    with acting_as_system():
        _one_at_a_time()
        models.Run.objects.filter(pk=number, looks__isnull=True).delete()
        skipped = read_json(out / "skipped.json")
        report = read_json(out / "run.json") | ({"said": said.as_json()} if said else {})
        report |= {name: skipped.get(name, []) for name in ("not_compared", "notes")}
        run, _ = models.Run.objects.update_or_create(
            pk=number,
            defaults={
                "snapshot": snapshot,
                "options": wish.as_json(),
                "versions": versions_used(),
                "report": report,
                "integrity": queries.findings_of(snapshot),
                "dossiers": sum(row["received"] for row in figures.months),
                "first_day": wish.first or snapshot.first_day,
                "last_day": wish.last or snapshot.last_day,
                "seconds": seconds,
                "loaded_at": clock.now(),
                "asked_by": by,
                "has_rows": True,
            },
        )
        _clear(run)
        progress.stage("load")
        records = imports.open_records(snapshot)
        load(run, out, records, read_registry(records), figures, progress.advance)
        if said:
            counts = shown(said.counts.drop_columns(["source", "exposure"]).to_pylist())
            models.ReportCount.objects.bulk_create(models.ReportCount(run=run, **row) for row in counts)
        hold_for_their_units(run, now=clock.now())
        expiry.begin_terms(run, now=clock.now())
        _note_indicators(run, skipped)
        models.PublicFigure.objects.create(run=run, figures=public_figures(figures))
        _forget_old_rows()
        _record(run, by=by, now=now)
    return run


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('liem leads'))")


ROWS = (
    models.Signal,
    models.Lead,
    models.IndicatorResult,
    models.FunnelPoint,
    models.Computed,
    models.MonthFigure,
    models.DaysFigure,
    models.Place,
    models.PublicFigure,
    models.ReportCount,
)


def _clear(run: models.Run) -> None:
    """Remove the rows of a run; no signals are sent and nothing is fetched first."""
    for model in ROWS:
        rows = model._default_manager.filter(run=run)
        rows._raw_delete(rows.db)


def _note_indicators(run: models.Run, skipped: dict[str, Any]) -> None:
    """What became of every indicator."""
    reasons = {one["indicator"]: one for one in skipped.get("indicators", [])}
    counts = queries.counts_by_indicator(run)
    models.Computed.objects.bulk_create(
        models.Computed(
            run=run,
            indicator=one.id,
            looked_at=counts.get(one.id, (0, 0))[0],
            named=counts.get(one.id, (0, 0))[1],
            skipped_vi=reasons.get(one.id, {}).get("reason_vi", ""),
            skipped_en=reasons.get(one.id, {}).get("reason_en", ""),
        )
        for one in indicators()
    )


def _forget_old_rows() -> None:
    for run in models.Run.objects.filter(has_rows=True).order_by("-loaded_at")[RUNS_WITH_ROWS:]:
        _clear(run)
        models.Run.objects.filter(pk=run.pk).update(has_rows=False)


@transaction.atomic
def _make_newest(run: models.Run, *, now: datetime) -> models.Run:
    """A run done before is what the desk shows again (records were returned to, for instance)."""
    run.loaded_at = now
    run.save(update_fields=["loaded_at"])
    return run


def _record(run: models.Run, *, by: str, now: datetime) -> None:
    signals = models.Signal.objects.filter(run=run).count()
    trail.record(
        STREAM,
        "run_loaded",
        by=by,
        subject_kind="run",
        subject_id=run.pk,
        after={
            "snapshot": run.snapshot.checksum,
            "options": {name: str(value) for name, value in run.options.items() if value is not None},
            "signals": signals,
            "said": run.report.get("said"),
        },
        now=now,
    )
