"""A worker killed with SIGKILL in the middle of a job: another takes the job up, and nothing is lost."""

import os
import subprocess
import sys
import time
from typing import Any

import psycopg
import pytest

pytestmark = pytest.mark.slow

WORKER = """
import time
import django; django.setup()
from liem.house import worker
from liem.jobs.kinds import job
worker.HEARTBEAT_SECONDS, worker.DEAD_AFTER_SECONDS = 0.5, 2.0

@job("test.slow", repeatable=True)
def slow(progress, by, seconds):
    progress.stage("sleep", 100)
    for _ in range(100):
        time.sleep(seconds / 100)
        progress.advance()
    return {"slept": seconds}

living = worker.Worker()
living.start()
print("working", flush=True)
import sys
sys.stdin.read()
sys.exit(0 if living.stop() else 1)
"""


def start_worker(database: Any) -> subprocess.Popen[str]:
    environment = {**os.environ, "LIEM_WEB_DSN": database.web, "LIEM_OWNER_DSN": database.owner}
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER],
        env={**environment, "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout
    assert worker.stdout.readline() == "working\n"
    return worker


def wait_for(database: Any, state: str, seconds: float = 40) -> tuple[Any, ...]:
    deadline = time.monotonic() + seconds
    while True:
        with psycopg.connect(database.web) as connection:
            row = connection.execute("SELECT state, attempts, done, error FROM jobs_job").fetchone()
        assert row
        if row[0] == state and (state != "running" or row[2] > 0):
            return row
        assert time.monotonic() < deadline, row
        time.sleep(0.1)


def ask(seconds: float) -> None:
    from liem.base import clock
    from liem.jobs import actions, kinds

    kinds.job("test.slow", repeatable=True)(lambda progress, by: None)
    actions.enqueue("test.slow", {"seconds": seconds}, by="7", now=clock.now())


def test_a_job_survives_the_death_of_its_worker(own_database: Any) -> None:
    ask(3)
    first = start_worker(own_database)
    wait_for(own_database, "running")
    first.kill()
    first.communicate()
    second = start_worker(own_database)
    row = wait_for(own_database, "done")
    assert row[1] == 2, "it was begun twice"
    assert second.communicate(timeout=30)[0] == ""
    assert second.returncode == 0


def test_a_worker_told_to_stop_leaves_off_and_the_next_takes_up(own_database: Any) -> None:
    ask(30)
    first = start_worker(own_database)
    wait_for(own_database, "running")
    begun = time.monotonic()
    first.communicate(timeout=30)
    assert first.returncode == 0
    assert time.monotonic() - begun < 8
    assert wait_for(own_database, "waiting")[1] == 1
    second = start_worker(own_database)
    assert wait_for(own_database, "running")[1] == 2
    second.kill()
    second.communicate()
