"""A job exists with the change that asked for it, tells how far it is, and ends visibly whatever becomes of it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from liem.base.errors import InputError
from liem.jobs import actions, kinds, progress, tasks
from liem.jobs.kinds import job as offer
from liem.jobs.models import Job
from liem.jobs.progress import JobProgress
from liem.jobs.states import ENDED, MOVES, State
from liem.people.models import Account
from liem.trail import queries as trail
from liem.trail.models import TrailEntry

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def offered() -> Iterator[None]:
    """Kinds of work that only these tests know."""
    before = dict(kinds._KINDS)
    yield
    kinds._KINDS.clear()
    kinds._KINDS.update(before)
    progress.stopping.clear()


def ask(kind: str, **arguments: Any) -> Job:
    return actions.enqueue(kind, arguments, by="7", now=NOON)


def run(job: Job) -> Job:
    tasks.run(job_number=job.pk)
    job.refresh_from_db()
    return job


def test_every_state_has_its_moves_and_only_ended_ones_have_none() -> None:
    assert set(MOVES) == set(State)
    assert {State.DONE, State.FAILED, State.CANCELLED} == ENDED


def test_a_job_is_undone_with_the_change_that_asked_for_it(own_database: Any) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    offer("test.nothing", repeatable=True)(lambda progress, by: None)

    @transaction.atomic
    def ask_and_fail() -> None:
        ask("test.nothing")
        raise LookupError

    with pytest.raises(LookupError):
        ask_and_fail()
    assert (Job.objects.count(), ProcrastinateJob.objects.count(), TrailEntry.objects.count()) == (0, 0, 0)
    ask("test.nothing")
    assert (Job.objects.count(), ProcrastinateJob.objects.count()) == (1, 1)


def test_work_that_nobody_offers_is_refused(own_database: Any) -> None:
    with pytest.raises(KeyError):
        ask("test.unknown")


def test_a_job_is_done_with_its_arguments_and_keeps_its_result(own_database: Any) -> None:
    offer("test.add", repeatable=True)(lambda progress, by, a, b: {"sum": a + b, "by": by})
    job = run(ask("test.add", a=2, b=3))
    assert (job.state, job.result, job.attempts) == (State.DONE, {"sum": 5, "by": "7"}, 1)
    assert job.started_at
    assert job.ended_at
    told = list(TrailEntry.objects.order_by("position").values_list("event", flat=True))
    assert told == ["job_asked", "job_running", "job_done"]
    assert trail.verify().broken is None


def test_a_persons_mistake_is_told_in_one_line(own_database: Any) -> None:
    @offer("test.mistake", repeatable=True)
    def fail(progress: JobProgress, by: str) -> None:
        raise InputError("no column named dossier", "events.csv, line 1", "add the column")

    job = run(ask("test.mistake"))
    assert (job.state, job.error) == (State.FAILED, "events.csv, line 1: no column named dossier; add the column")


def test_a_bug_is_told_without_its_inside(own_database: Any) -> None:
    @offer("test.bug", repeatable=True)
    def fail(progress: JobProgress, by: str) -> None:
        raise ValueError("secret of the inside")

    job = run(ask("test.bug"))
    assert job.state == State.FAILED
    assert "secret" not in job.error
    assert job.error == tasks.UNEXPECTED


def test_a_result_that_cannot_be_kept_fails_visibly(own_database: Any) -> None:
    offer("test.strange", repeatable=True)(lambda progress, by: {"when": NOON})
    assert run(ask("test.strange")).state == State.FAILED


def test_a_job_left_as_running_is_begun_again_when_the_queue_gives_it_out(own_database: Any) -> None:
    offer("test.nothing", repeatable=True)(lambda progress, by: None)
    job = ask("test.nothing")
    actions.move(job, State.WAITING, State.RUNNING, now=NOON)
    assert (run(job).state, job.attempts) == (State.DONE, 2)


def test_progress_is_seen_by_others_while_the_work_is_in_its_transaction(own_database: Any) -> None:
    import psycopg

    seen: list[tuple[Any, ...]] = []

    @offer("test.slow", repeatable=True)
    @transaction.atomic
    def work(progress: JobProgress, by: str) -> None:
        progress.stage("read", 10)
        progress.advance(10)
        with psycopg.connect(own_database.web) as watcher:
            seen.extend(watcher.execute("SELECT state, stage, done, total FROM jobs_job").fetchall())

    assert run(ask("test.slow")).state == State.DONE
    assert seen == [("running", "read", 10, 10)]


def test_a_waiting_job_is_called_off_at_once(own_database: Any) -> None:
    offer("test.nothing", repeatable=True)(lambda progress, by: None)
    job = ask("test.nothing")
    assert actions.cancel(job, by="7", now=NOON)
    assert run(job).state == State.CANCELLED
    assert not actions.cancel(job, by="7", now=NOON)


def test_a_running_job_stops_at_its_next_step(own_database: Any) -> None:
    steps: list[int] = []

    @offer("test.steps", repeatable=True)
    def work(progress: JobProgress, by: str) -> None:
        for step in range(3):
            progress.stage(f"step {step}")
            steps.append(step)
            actions.cancel(Job.objects.get(), by="7", now=NOON)

    assert run(ask("test.steps")).state == State.CANCELLED
    assert steps == [0]


def test_a_job_that_may_not_be_called_off_is_not(own_database: Any) -> None:
    @offer("test.steps", repeatable=True)
    def work(progress: JobProgress, by: str) -> None:
        assert not actions.cancel(Job.objects.get(), by="7", now=NOON)
        progress.stage("on")

    job = actions.enqueue("test.steps", {}, by="7", now=NOON, cancellable=False)
    assert run(job).state == State.DONE


def test_a_job_leaves_off_when_the_house_stops_and_is_taken_up_again(own_database: Any) -> None:
    @offer("test.long", repeatable=True)
    def work(progress: JobProgress, by: str) -> None:
        progress.stage("on")

    job = ask("test.long")
    progress.stopping.set()
    with pytest.raises(tasks.TakeUpAgain):
        tasks.run(job_number=job.pk)
    job.refresh_from_db()
    assert job.state == State.WAITING
    progress.stopping.clear()
    assert run(job).state == State.DONE
    assert job.attempts == 2


@pytest.mark.parametrize(
    ("repeatable", "attempts", "again", "state"),
    [(True, 1, True, State.WAITING), (True, 3, False, State.FAILED), (False, 1, False, State.FAILED)],
)
def test_a_job_whose_worker_died_is_taken_up_or_given_up_visibly(
    own_database: Any, repeatable: bool, attempts: int, again: bool, state: State
) -> None:
    offer("test.nothing", repeatable=repeatable)(lambda progress, by: None)
    job = ask("test.nothing")
    actions.move(job, State.WAITING, State.RUNNING, now=NOON)
    Job.objects.update(attempts=attempts)
    assert tasks.take_up_after_death(job.pk) is again
    job.refresh_from_db()
    assert job.state == state
    assert bool(job.error) is (state == State.FAILED)


def test_a_job_called_off_whose_worker_died_ends_as_called_off(own_database: Any) -> None:
    offer("test.nothing", repeatable=True)(lambda progress, by: None)
    job = ask("test.nothing")
    actions.move(job, State.WAITING, State.RUNNING, now=NOON)
    actions.cancel(job, by="7", now=NOON)
    assert tasks.take_up_after_death(job.pk) is False
    job.refresh_from_db()
    assert job.state == State.CANCELLED


def test_two_workers_cannot_both_begin_a_job(own_database: Any) -> None:
    offer("test.nothing", repeatable=True)(lambda progress, by: None)
    job = ask("test.nothing")
    moved = [actions.move(job, State.WAITING, State.RUNNING, now=NOON) for _ in range(2)]
    assert moved == [True, False]


def test_a_move_the_table_does_not_know_is_a_bug(own_database: Any) -> None:
    offer("test.nothing", repeatable=True)(lambda progress, by: None)
    with pytest.raises(ValueError, match="does not go"):
        actions.move(ask("test.nothing"), State.DONE, State.RUNNING, now=NOON)


def test_its_page_is_for_who_asked_and_for_who_may_see_all(
    inspector: Account, outsider: Account, head: Account, client: Client
) -> None:
    offer("test.nothing", repeatable=True)(lambda progress, by: None)
    job = actions.enqueue("test.nothing", {}, by=outsider.number, now=NOON)
    statuses = {}
    for account in (inspector, outsider, head):
        client.force_login(account)
        statuses[account.sign_in_name] = [
            client.get(f"/jobs/{job.pk}/").status_code,
            client.get(f"/jobs/{job.pk}/progress/").status_code,
            client.post(f"/jobs/{job.pk}/cancel/").status_code,
        ]
    assert statuses == {"inspector": [200, 200, 302], "outsider": [200, 200, 302], "head": [404, 404, 404]}


def test_its_page_renews_itself_without_scripts_until_it_has_ended(outsider: Account, client: Client) -> None:
    offer("test.nothing", repeatable=True)(lambda progress, by: None)
    job = actions.enqueue("test.nothing", {}, by=outsider.number, now=NOON)
    client.force_login(outsider)
    assert client.get(f"/jobs/{job.pk}/").headers["Refresh"] == "3"
    client.post(f"/jobs/{job.pk}/cancel/")
    answer = client.get(f"/jobs/{job.pk}/")
    assert "Refresh" not in answer.headers
    assert "Đã hủy" in answer.content.decode()
