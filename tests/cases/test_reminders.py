"""Reminders: none lost and none sent twice, with several workers, with killed workers, after a day of downtime."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from tests.cases.conftest import appointed, at, matter_of

from liem.cases import actions, deadlines, filing, queries
from liem.cases.models import Deadline, Matter, Notice
from liem.people.row_security import acting_as_system
from liem.trail.models import TrailEntry


def told(matter=None):
    with acting_as_system():
        rows = Notice.objects.filter(deadline__isnull=False).order_by("at", "id")
        rows = rows.filter(matter=matter) if matter else rows
        return [(row.reminder, row.account) for row in rows]


@pytest.mark.django_db
def test_each_reminder_reaches_whom_it_is_for(matter, officer, chief, inspector):
    deadlines.send_all(at("2026-02-26"))
    assert told() == [("soon", officer.number)]
    steps = {
        "2026-03-04": ("last", {officer}),
        "2026-03-06": ("overdue", {officer, chief}),
        "2026-03-10": ("urged", {officer, chief}),
        "2026-03-12": ("escalated", {officer, chief, inspector}),
    }  # received on 24 February, seven working days: the last day is 5 March
    for day, (step, people) in steps.items():
        before = len(told())
        deadlines.send_all(at(day))
        assert told()[before:] == sorted((step, one.number) for one in people), day
    assert deadlines.send_all(at("2026-12-31")) == 0, "nothing is left to be sent"


@pytest.mark.django_db
def test_nothing_is_sent_about_a_limit_that_was_met(matter, officer):
    actions.refuse(matter, "Không đủ điều kiện thụ lý.", by=officer, now=at("2026-02-25"))
    assert deadlines.send_all(at("2026-12-31")) == 0


@pytest.mark.django_db
def test_a_clock_that_stands_still_is_not_late(matter, officer):
    actions.accept(matter, by=officer, now=at("2026-03-02"))
    actions.suspend(matter, "Chờ kết quả giám định.", by=officer, now=at("2026-03-03"))
    deadlines.send_all(at("2026-06-30"))
    with acting_as_system():
        assert not Notice.objects.filter(deadline__rule="denunciation.resolve").exists()
        late = queries.late(at("2026-06-30"))
        assert {row.rule for row in late} == {"denunciation.accept_notice"}


@pytest.mark.django_db
def test_the_accused_head_is_not_told(matter, officer, chief, inspector):
    from liem.cases.states import Capacity

    filing.add_person(matter, "Trưởng", Capacity.HEAD, unit="U1", by=officer, now=at("2026-02-25"))
    deadlines.send_all(at("2026-03-31"))
    assert {account for _step, account in told()} <= {inspector.number, officer.number}
    assert inspector.number in {account for _step, account in told()}


@pytest.mark.django_db
def test_a_reminder_that_neither_handler_nor_head_may_have_goes_to_the_inspectorate(matter, officer, chief, inspector):
    with acting_as_system():
        actions.shut_out(matter, {chief.number}, "relative", by="system", now=at("2026-02-25"))
    actions.exclude(matter, officer, "recused", by=officer, now=at("2026-02-25"))
    with acting_as_system():
        assert list(Notice.objects.values_list("reminder", "account")) == [("left", inspector.number)]
    deadlines.send_all(at("2026-02-26"))
    assert told() == [("soon", inspector.number)]


@pytest.mark.django_db
def test_whoever_steps_aside_leaves_the_matter_to_a_head_who_is_told(matter, officer, chief):
    actions.exclude(matter, officer, "recused", by=officer, now=at("2026-02-25"))
    with acting_as_system():
        assert list(Notice.objects.values_list("reminder", "account")) == [("left", chief.number)]


@pytest.mark.django_db
def test_a_holiday_declared_late_moves_the_day_and_the_trail_says_so(matter, settings, tmp_path):
    from tests.law.test_clock_oracle import DAY

    with acting_as_system():
        before = Deadline.objects.get(matter=matter, rule="denunciation.intake").due_at
    announced = tmp_path / "announced.toml"
    announced.write_text(DAY.format(day="2026-03-03", kind="holiday"), encoding="utf-8")
    settings.LIEM_CALENDAR = announced
    assert deadlines.reckon_again(now=at("2026-02-26")) == 1
    assert deadlines.reckon_again(now=at("2026-02-26")) == 0
    with acting_as_system():
        assert Deadline.objects.get(matter=matter, rule="denunciation.intake").due_at == before + timedelta(days=1)
        assert Matter.objects.get(pk=matter.pk).next_due == before + timedelta(days=1)
    assert TrailEntry.objects.filter(event="clock_reckoned_again").count() == 1


@pytest.mark.django_db
def test_a_clock_whose_sending_fails_blocks_nobody_else(matter, officer, monkeypatch):
    other = matter_of(handler=officer.number)
    real = deadlines.recipients

    def failing(one, step):
        if one.pk == matter.pk:
            raise RuntimeError("broken")
        return real(one, step)

    monkeypatch.setattr(deadlines, "recipients", failing)
    deadlines.send_all(at("2026-03-04"))
    assert [step for step, _account in told(other)] == ["soon", "last"]
    assert not told(matter)
    monkeypatch.setattr(deadlines, "recipients", real)
    deadlines.send_all(at("2026-03-04", 10))
    assert [step for step, _account in told(matter)] == ["soon", "last"], "an hour later, with the same reminder"


WORKERS = """
import json, os, sys, time
from datetime import datetime
import django; django.setup()
from django.db import connections
from liem.cases import deadlines
from liem.house.settings import database

def work(dsns, now, pause):
    for alias, dsn in dsns.items():
        connections[alias].settings_dict.update(database(dsn))
    while deadlines.send_one(datetime.fromisoformat(now)):
        time.sleep(pause)

for line in sys.stdin:
    asked, born = json.loads(line), []
    held, go = os.pipe()
    for _ in range(asked["number"]):
        born.append(os.fork())
        if not born[-1]:
            os.close(go)
            os.read(held, 1)  # until all of them are there
            work(asked["dsns"], asked["now"], asked["pause"])
            os._exit(0)
    print(json.dumps(born), flush=True)
    os.close(go)
    os.close(held)
    print(json.dumps([os.waitstatus_to_exitcode(os.waitpid(one, 0)[1]) for one in born]), flush=True)
"""
MATTERS = 24


@pytest.fixture(scope="module")
def nursery() -> Iterator[subprocess.Popen[str]]:
    """A process that has loaded the house once and has no connection; workers are born of it."""
    with subprocess.Popen(
        [sys.executable, "-c", WORKERS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


@dataclass(frozen=True)
class Workers:
    """Processes that send reminders, each with connections of its own."""

    nursery: subprocess.Popen[str]
    database: Any

    def begin(self, number: int, now: Any, pause: float = 0) -> list[int]:
        """That many, begun at the same moment: their process numbers."""
        assert self.nursery.stdin
        dsns = {"default": self.database.web, "owner": self.database.owner}
        asked = {"number": number, "now": now.isoformat(), "pause": pause, "dsns": dsns}
        self.nursery.stdin.write(json.dumps(asked) + "\n")
        self.nursery.stdin.flush()
        return self._said()

    def ended(self) -> list[int]:
        """Wait until all have ended: with which code each."""
        return self._said()

    def _said(self) -> list[int]:
        assert self.nursery.stdout
        said: list[int] = json.loads(self.nursery.stdout.readline())
        return said


@pytest.fixture
def workers(nursery: subprocess.Popen[str], own_database: Any) -> Workers:
    return Workers(nursery, own_database)


def steps_sent(database: Any) -> Counter[tuple[int, str, str]]:
    with psycopg.connect(database.superuser) as connection:
        rows = connection.execute(
            "SELECT deadline_id, reminder, account FROM cases_notice WHERE deadline_id IS NOT NULL"
        ).fetchall()
    return Counter(rows)


@pytest.fixture
def many(own_database: Any) -> Any:
    """Matters whose first limit ends on 5 March 2026."""
    officer, chief = appointed("officer", "case_officer", "U1"), appointed("chief", "head_of_unit", "U1")
    for _number in range(MATTERS):
        matter_of(handler=officer.number)
    return officer, chief


def everything_once(sent: Counter[tuple[int, str, str]], steps: dict[str, int]) -> None:
    assert set(sent.values()) == {1}, "none twice"
    by_step = Counter(step for _deadline, step, _account in sent.elements())
    assert by_step == {step: people * MATTERS for step, people in steps.items()}, "none lost"


@pytest.mark.slow
def test_four_workers_at_once_over_two_weeks_of_downtime(own_database: Any, many: Any, workers: Workers) -> None:
    assert len(set(workers.begin(4, at("2026-03-20")))) == 4
    assert workers.ended() == [0] * 4
    everything_once(steps_sent(own_database), {"soon": 1, "last": 1, "overdue": 2, "urged": 2, "escalated": 2})
    with psycopg.connect(own_database.superuser) as connection:
        done = connection.execute("SELECT count(*) FROM trail_trailentry WHERE event LIKE 'reminder_%%'").fetchone()
        assert done == (5 * MATTERS,), "one entry of the trail for each"


@pytest.mark.slow
def test_workers_killed_in_the_middle_lose_nothing_and_repeat_nothing(
    own_database: Any, many: Any, workers: Workers
) -> None:
    now = at("2026-03-07")
    for _round in range(2):
        before = len(steps_sent(own_database))
        killed = workers.begin(2, now, 0.1)
        while len(steps_sent(own_database)) < before + 3:
            time.sleep(0.05)
        for one in killed:
            os.kill(one, signal.SIGKILL)
        assert workers.ended() == [-signal.SIGKILL] * 2
    assert len(steps_sent(own_database)) < 4 * MATTERS, "they were killed in the middle"
    workers.begin(1, now)
    assert workers.ended() == [0]
    everything_once(steps_sent(own_database), {"soon": 1, "last": 1, "overdue": 2})


@pytest.mark.slow
def test_an_action_during_the_sending_is_never_followed_by_a_stale_reminder(
    own_database: Any, many: Any, workers: Workers
) -> None:
    officer, _chief = many
    workers.begin(1, at("2026-03-07"), 0.01)
    with_refusal = []
    for matter in _matters()[:10]:
        actions.refuse(matter, "Không đủ điều kiện thụ lý.", by=officer, now=at("2026-03-02"))
        with_refusal.append(matter.pk)
    assert workers.ended() == [0]
    sent = steps_sent(own_database)
    assert set(sent.values()) == {1}
    workers.begin(1, at("2026-04-30"))
    assert workers.ended() == [0]
    with psycopg.connect(own_database.superuser) as connection:
        rows = connection.execute(
            "SELECT count(*) FROM cases_notice WHERE reminder IN ('urged', 'escalated') AND matter_id = ANY (%s)",
            [with_refusal],
        ).fetchone()
    assert rows == (0,)


def _matters() -> list[Any]:
    from django.db import transaction

    with transaction.atomic(), acting_as_system():
        return list(Matter.objects.order_by("pk"))
