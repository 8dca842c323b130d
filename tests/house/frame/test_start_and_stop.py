"""``liem start``, ``serve`` and ``work`` as a person uses them: started, asked, stopped, killed."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from liem.house.postgres import processes
from liem.house.postgres.server import private_cluster

pytestmark = [pytest.mark.slow, pytest.mark.database]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _ignore_ctrl_c() -> None:
    """As a shell's script does for what it starts with &."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class House:
    """One command of the house, running."""

    def __init__(
        self, home: Path, port: int, command: str = "start", *, in_background: bool = False, **settings: str
    ) -> None:
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith(("LIEM_", "DATABASE_", "DJANGO_"))
        }
        environment |= {"LIEM_HOME": str(home), "PORT": str(port), "LIEM_DEMO": "no", **settings}
        self.log = home.parent / f"{command}-{time.monotonic_ns()}.log"
        self.port = port
        self.begun = time.monotonic()
        with self.log.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-c", "from liem.house.command_line import main; main()", command],
                env=environment,
                stdout=out,
                stderr=subprocess.STDOUT,
                preexec_fn=_ignore_ctrl_c if in_background else None,
            )

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def wait(self, seconds: float = 90) -> "House":
        while time.monotonic() - self.begun < seconds:
            assert self.process.poll() is None, self.told()
            try:
                if self.get("/health/")[0] == 200:
                    return self
            except OSError:
                time.sleep(0.1)
        raise AssertionError(self.told())

    def told(self) -> str:
        return self.log.read_text()

    def stop(self, how: int = signal.SIGTERM) -> float:
        """Stop it and return the seconds that took."""
        begun = time.monotonic()
        self.process.send_signal(how)
        self.process.wait(30)
        return time.monotonic() - begun


@pytest.fixture
def house(house_folder: Path) -> Iterator[Callable[..., House]]:
    running: list[House] = []

    def start(*arguments: Any, **settings: str) -> House:
        running.append(House(house_folder / "home", *arguments, **settings))
        return running[-1]

    yield start
    for one in running:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()


def test_it_starts_serves_stops_clean_and_starts_again_in_seconds(
    house: Callable[..., House], house_folder: Path
) -> None:
    port = free_port()
    first = house(port).wait()
    time.sleep(0.5)
    assert f"http://localhost:{port}/" in first.told()
    assert "liem account NAME --role system_administrator" in first.told()
    status, page = first.get("/sign-in/")
    assert (status, "Đăng nhập" in page) == (200, True)
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "." in style.removesuffix(".css"), "the name carries the digest of the content"
    assert first.get(style)[0] == 200
    assert first.stop(signal.SIGINT) < 10
    assert first.process.returncode == 0
    assert first.told().rstrip().endswith("stopped; nothing is lost")
    assert processes.postmaster(house_folder / "home" / "postgres" / "data") is None
    assert "Traceback" not in first.told()

    again = house(port, in_background=True).wait()
    assert time.monotonic() - again.begun < 20
    assert again.stop(signal.SIGINT) < 10


def test_nothing_is_lost_when_it_is_killed(house: Callable[..., House], laid_house: Path) -> None:
    port = free_port()
    first = house(port).wait()
    opened = subprocess.run(
        [
            sys.executable,
            "-c",
            "from liem.house.command_line import main; main()",
            "account",
            "lan",
            "--role",
            "auditor",
        ],
        env={**os.environ, "LIEM_HOME": str(laid_house), "DJANGO_SETTINGS_MODULE": "liem.house.settings"},
        capture_output=True,
        text=True,
    )
    assert opened.stdout.startswith("lan  first password: "), opened.stderr
    first.stop(signal.SIGKILL)
    again = house(port).wait()
    cluster = private_cluster(laid_house)
    with psycopg.connect(cluster.superuser_dsn("liem")) as connection:
        assert connection.execute("SELECT sign_in_name FROM people_account").fetchall() == [("lan",)]
    again.stop()


def test_a_database_killed_under_it_is_started_again(house: Callable[..., House], laid_house: Path) -> None:
    running = house(free_port()).wait()
    number = processes.postmaster(laid_house / "postgres" / "data")
    assert number
    os.kill(number, signal.SIGKILL)
    # A busy machine takes its time to notice: until then an old connection may still answer.
    deadline = time.monotonic() + 30
    while "was started again" not in running.told() or running.get("/health/")[0] != 200:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert running.stop() < 15


def test_a_taken_port_is_one_plain_line(house: Callable[..., House], house_folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        refused = house(port)
        assert refused.process.wait(60) == 2
    assert refused.told().startswith(f"liem: port {port} of 127.0.0.1 cannot be used (address already in use)")
    assert refused.told().count("\n") == 1
    assert not (house_folder / "home" / "postgres").exists(), "nothing was begun"


def test_wrong_settings_are_plain_lines(house: Callable[..., House]) -> None:
    refused = house(free_port(), "start", LIEM_LANGUAGE="fr", LIEM_POTR="1")
    assert refused.process.wait(60) == 2
    assert "LIEM_LANGUAGE" in refused.told()
    assert "LIEM_POTR: there is no such setting" in refused.told()
    assert "Traceback" not in refused.told()


def test_serving_and_working_apart(house: Callable[..., House], laid_house: Path) -> None:
    port = free_port()
    worker = house(free_port(), "work")
    pages = house(port, "serve", LIEM_PROCESSES="1").wait()
    assert pages.get("/sign-in/")[0] == 200
    deadline = time.monotonic() + 30
    while "working" not in worker.told():
        assert time.monotonic() < deadline, worker.told()
        time.sleep(0.2)
    assert pages.stop() < 15
    data = laid_house / "postgres" / "data"
    assert processes.postmaster(data) is not None, "the worker still uses the database"
    assert worker.stop() < 15
    assert processes.postmaster(data) is None
    for told in (pages.told(), worker.told()):
        assert "Traceback" not in told
