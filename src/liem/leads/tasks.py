"""The work this room offers to the queue, and what it does when records become current."""

from datetime import datetime
from typing import Any

from django.db import close_old_connections
from django.dispatch import receiver
from procrastinate.contrib.django import app

from liem.base import clock
from liem.imports.actions import adopted
from liem.imports.models import Snapshot
from liem.jobs.kinds import job
from liem.jobs.progress import JobProgress
from liem.leads import actions, expiry
from liem.leads.models import Run
from liem.people.states import SYSTEM


@job(actions.DETECT, repeatable=True)
def detect(progress: JobProgress, by: str, checksum: str, wish: dict[str, Any]) -> dict[str, Any]:
    """Look through one snapshot."""
    snapshot = Snapshot.objects.get(pk=checksum)
    run = actions.detect_now(snapshot, actions.Wish.from_json(wish), progress=progress, by=by, now=clock.now())
    if run.placebo is None:
        actions.ask_for_placebo(run, by=by, now=clock.now())
    return {"run": run.pk}


@job(actions.PLACEBO, repeatable=True)
def placebo(progress: JobProgress, by: str, number: str) -> dict[str, Any]:
    """Shuffle the records of one run."""
    run = actions.placebo_now(Run.objects.get(pk=number), progress=progress, by=by, now=clock.now())
    return {"run": run.pk, "placebo": run.placebo}


@receiver(adopted, dispatch_uid="leads.detect_after_adoption")
def detect_after_adoption(sender: object, by: str, now: datetime, **_: object) -> None:
    """Records that became current are looked through, in a job that exists exactly if they did become current."""
    actions.ask_to_detect(actions.Wish(), by=by, now=now)


@app.periodic(cron="41 1 * * *")
@app.task(name="liem.leads.hear", queue="work", queueing_lock="leads.hear", pass_context=False)
def hear(timestamp: int) -> None:
    """At night, look through the records again where people said more than the present run counts."""
    close_old_connections()
    try:
        actions.detect_if_people_said_more(by=SYSTEM, now=clock.now())
    finally:
        close_old_connections()


@app.periodic(cron="17 * * * *")
@app.task(name="liem.leads.expire", queue="work", queueing_lock="leads.expire", pass_context=False)
def expire(timestamp: int) -> None:
    """Put away the signs nobody took up: an hour or a week of downtime makes no difference."""
    close_old_connections()
    try:
        expiry.watch(now=clock.now())
    finally:
        close_old_connections()
