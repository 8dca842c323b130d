"""The one task of the queue: run a job. And the taking up again of jobs whose worker died."""

import json
import logging
from typing import Any

from django.db import close_old_connections
from django.utils.translation import gettext_noop as _
from procrastinate.contrib.django import app

from liem.base import clock
from liem.base.errors import UserError
from liem.base.failures import sentence
from liem.jobs.actions import move
from liem.jobs.kinds import kind as known_kind
from liem.jobs.models import Job
from liem.jobs.progress import Cancelled, JobProgress, Stopped
from liem.jobs.states import State

logger = logging.getLogger("liem.jobs")

MOST_ATTEMPTS = 3
"""A job whose worker dies this often is given up, visibly."""

UNEXPECTED = _("An unexpected error; the administrator finds it in the log under this job's number")
DIED = _("The worker died while doing it, and it cannot simply be done again")
DIED_OFTEN = _("The worker died each time while doing it")


class TakeUpAgain(Exception):
    """Tells the queue to hand the job to another worker."""


@app.task(name="liem.jobs.run", queue="work", retry=True, pass_context=False)
def run(job_number: int) -> None:
    """Do the work of one job and write down how it ended."""
    close_old_connections()
    try:
        # The queue gives a job to one worker at a time: one that still counts as running was left by a dead one.
        if Job.objects.filter(pk=job_number, state=State.RUNNING).exists():
            take_up_after_death(job_number)
        job = Job.objects.filter(pk=job_number).first()
        if job is not None and move(job, State.WAITING, State.RUNNING, now=clock.now()):
            _work(job)
    finally:
        close_old_connections()


def _work(job: Job) -> None:
    try:
        with JobProgress(job.pk) as progress:
            result = known_kind(job.kind).work(progress, by=job.asked_by, **job.arguments)
            json.dumps(result)  # a result that cannot be kept is a failure of the work
    except Stopped:
        move(job, State.RUNNING, State.WAITING, now=clock.now())
        raise TakeUpAgain from None
    except Cancelled:
        _end(job, State.CANCELLED)
    except UserError as error:
        _end(job, State.FAILED, error=" ".join(str(error).split()))
    except Exception as error:
        logger.exception("job failed", extra={"job": job.pk, "job_kind": job.kind})
        _end(job, State.FAILED, error=sentence(error) or UNEXPECTED)
    else:
        _end(job, State.DONE, result=result)


def _end(job: Job, state: State, error: str = "", result: Any = None) -> None:
    close_old_connections()
    move(job, State.RUNNING, state, now=clock.now(), error=error, result=result)


def take_up_after_death(job_number: int) -> bool:
    """The worker of a job died: put it back among the waiting if it may be done again, otherwise end it, visibly."""
    job = Job.objects.filter(pk=job_number).first()
    if job is None or job.has_ended:
        return False
    if job.state == State.WAITING:
        return True
    if job.cancel_asked:
        move(job, State.RUNNING, State.CANCELLED, now=clock.now())
        return False
    if known_kind(job.kind).repeatable and job.attempts < MOST_ATTEMPTS:
        return move(job, State.RUNNING, State.WAITING, now=clock.now())
    reason = DIED_OFTEN if known_kind(job.kind).repeatable else DIED
    move(job, State.RUNNING, State.FAILED, now=clock.now(), error=reason)
    return False
