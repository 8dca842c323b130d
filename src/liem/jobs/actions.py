"""Asking for a job, calling it off, and the moves of its row. Each is one transaction with its entry in the trail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from liem.jobs.kinds import kind as known_kind
from liem.jobs.models import Job
from liem.jobs.states import ENDED, MOVES, State
from liem.people.states import SYSTEM
from liem.trail import actions as trail

STREAM = "jobs"


@transaction.atomic
def enqueue(kind: str, arguments: Mapping[str, Any], *, by: str, now: datetime, cancellable: bool = True) -> Job:
    """Ask for a job. It exists, and will be run, exactly if the present transaction is committed.

    :param by: the number of the account, or ``system``.
    :raises KeyError: where no room offers this kind of work.
    """
    from liem.jobs.tasks import run  # the task reads this module

    known_kind(kind)
    job = Job.objects.create(kind=kind, arguments=dict(arguments), asked_by=by, asked_at=now, cancellable=cancellable)
    _record(job, "job_asked", by=by, before=None, now=now)
    run.defer(job_number=job.pk)
    return job


@transaction.atomic
def cancel(job: Job, *, by: str, now: datetime) -> bool:
    """Call a job off: at once if it waits, at its next step if it runs. Says whether there was one to call off."""
    if move(job, State.WAITING, State.CANCELLED, by=by, now=now):
        return True
    asked = Job.objects.filter(pk=job.pk, state=State.RUNNING, cancellable=True, cancel_asked=False).update(
        cancel_asked=True
    )
    if asked:
        _record(job, "job_cancel_asked", by=by, before=State.RUNNING, now=now)
    return bool(asked)


@transaction.atomic
def move(
    job: Job, old: State, new: State, *, now: datetime, by: str = SYSTEM, error: str = "", result: Any = None
) -> bool:
    """Move a job's row from ``old`` to ``new`` if it still stands at ``old``; says whether it did (compare and set)."""
    if new not in MOVES[old]:
        raise ValueError(f"a job does not go from {old} to {new}")
    changes: dict[str, Any] = {"state": new, "error": error[:500]}
    if new in ENDED:
        changes |= {"ended_at": now, "result": result}
    if new == State.RUNNING:
        changes |= {"started_at": now, "attempts": F("attempts") + 1, "stage": "", "done": 0, "total": None}
    if not Job.objects.filter(pk=job.pk, state=old).update(**changes):
        return False
    _record(job, f"job_{new}", by=by, before=old, now=now)
    return True


def _record(job: Job, event: str, *, by: str, before: State | None, now: datetime) -> None:
    trail.record(
        STREAM,
        event,
        by=by,
        subject_kind="job",
        subject_id=str(job.pk),
        before={"state": before} if before else None,
        after={"kind": job.kind},
        now=now,
    )
