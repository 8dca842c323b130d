"""The private server's life, with the system's programs and with the wheel's, as root and as an ordinary user.

Each case is a small program of its own process, because processes are killed in it.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from liem.house.postgres import binaries, processes
from liem.house.postgres.places import LONGEST_SOCKET_PATH, SOCKET_NAME

pytestmark = [pytest.mark.slow, pytest.mark.database]

NOBODY = 65534
PACKAGES = os.pathsep.join(
    [str(Path(__file__).resolve().parents[3] / "src"), *(path for path in sys.path if path.endswith("site-packages"))]
)
HOLD = """
import json, os, sys
from liem.house.configuration import read
from liem.house.postgres.server import open_server
from liem.house.secret_key import with_secret_key
said = []
server = open_server(with_secret_key(read()), said.append)
print(json.dumps({"owner": server.dsns.owner, "web": server.dsns.web, "data": str(server.cluster.places.data),
                  "socket": str(server.cluster.socket), "said": said, "major": server.cluster.binaries.major,
                  "account": server.cluster.account.name}), flush=True)
for line in sys.stdin:
    if line.strip() == "mend":
        print(json.dumps(server.mend()), flush=True)
server.close()
"""


class Holder:
    """A process that holds the private server of ``home`` until it is told to leave."""

    def __init__(self, home: Path, *, kind: str = "auto", uid: int | None = None, python: str = sys.executable) -> None:
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("LIEM_", "DATABASE_"))}
        environment |= {"LIEM_HOME": str(home), "LIEM_POSTGRES": kind, "PYTHONPATH": PACKAGES}
        identity: dict[str, Any] = {"user": uid, "group": uid, "extra_groups": []} if uid is not None else {}
        self.process = subprocess.Popen(
            [python, "-c", HOLD],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd="/",
            **identity,
        )
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read() if self.process.stderr else ""
        self.told: dict[str, Any] = json.loads(line)
        self.data = Path(self.told["data"])

    def ask(self, text: str) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{text}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def leave(self) -> None:
        self.process.communicate(timeout=60)
        assert self.process.returncode == 0

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short folder that every account may enter (pytest's own is closed to others)."""
    made = Path(tempfile.mkdtemp(prefix="liem-pg-"))
    made.chmod(0o755)
    yield made
    for data in made.rglob("postmaster.pid"):
        number = processes.postmaster(data.parent)
        if number:
            os.kill(number, signal.SIGQUIT)
    shutil.rmtree(made, ignore_errors=True)


def note(dsn: str, text: str) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS note (text text)")
        connection.execute("INSERT INTO note VALUES (%s)", [text])


def notes(dsn: str) -> list[str]:
    with psycopg.connect(dsn) as connection:
        return [row[0] for row in connection.execute("SELECT text FROM note ORDER BY text").fetchall()]


def _all(kind: str) -> list[binaries.Binaries]:
    try:
        return [binaries.find(kind)]
    except Exception:
        return []


@pytest.fixture(params=["system", "wheel"])
def kind(request: pytest.FixtureRequest) -> str:
    if not _all(request.param):
        pytest.skip(f"this machine has no PostgreSQL of kind {request.param}")
    return str(request.param)


def test_it_keeps_what_it_was_given_whoever_is_killed(folder: Path, kind: str) -> None:
    first = Holder(folder / "home", kind=kind)
    note(first.told["owner"], "1 before the parent was killed")
    running = processes.postmaster(first.data)
    assert running
    first.kill()
    assert processes.postmaster(first.data) == running

    second = Holder(folder / "home", kind=kind)
    assert processes.postmaster(second.data) == running, "it was found running, not started again"
    note(second.told["owner"], "2 before the postmaster was killed")
    os.kill(running, signal.SIGKILL)
    _wait_until_dead(second.data)
    assert second.ask("mend") is True
    assert second.ask("mend") is False
    note(second.told["owner"], "3 before both were killed")
    running = processes.postmaster(second.data)
    assert running
    second.kill()
    os.kill(running, signal.SIGKILL)

    third = Holder(folder / "home", kind=kind)
    assert [text[0] for text in notes(third.told["owner"])] == ["1", "2", "3"]
    third.leave()
    assert processes.postmaster(third.data) is None


def test_a_stale_note_with_the_number_of_another_living_process_does_not_stop_it(folder: Path) -> None:
    first = Holder(folder / "home")
    note(first.told["owner"], "kept")
    first.leave()
    stale = first.data / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{first.data}\n0\n5432\n\n\n\n")
    os.chown(stale, first.data.stat().st_uid, first.data.stat().st_gid)
    again = Holder(folder / "home")
    assert notes(again.told["owner"]) == ["kept"]
    again.leave()


def test_an_interrupted_first_start_is_begun_anew(folder: Path) -> None:
    first = Holder(folder / "home")
    first.leave()
    (first.data.parent / "made").unlink()
    (first.data / "PG_VERSION").unlink()
    again = Holder(folder / "home")
    note(again.told["owner"], "usable")
    again.leave()


def test_the_last_to_leave_stops_it(folder: Path) -> None:
    first, second = Holder(folder / "home"), Holder(folder / "home")
    first.leave()
    assert processes.postmaster(second.data) is not None
    second.leave()
    assert processes.postmaster(second.data) is None


def test_two_first_starts_at_once_make_one_server(folder: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("LIEM_", "DATABASE_"))}
    environment |= {"LIEM_HOME": str(folder / "home"), "PYTHONPATH": PACKAGES}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", HOLD], env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    assert [process.communicate(timeout=120)[1] for process in both] == [b"", b""]
    assert [process.returncode for process in both] == [0, 0]


def test_only_a_password_and_only_the_socket_lead_in(folder: Path) -> None:
    holder = Holder(folder / "home")
    told = holder.told
    with psycopg.connect(told["owner"]) as connection:
        shown = connection.execute(
            "SELECT current_setting('listen_addresses'), current_setting('data_checksums'), "
            "current_setting('log_min_error_statement'), current_setting('unix_socket_permissions')"
        ).fetchone()
    assert shown == ("", "on", "panic", "0700")
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=told["socket"], user="liem_owner", dbname="liem", password="guessed")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host=told["socket"], user="liem_super", dbname="postgres")
    assert oct(Path(told["socket"]).stat().st_mode)[-3:] == "700"
    assert oct(holder.data.stat().st_mode)[-3:] == "700"
    for secret in (folder / "home" / "secrets").iterdir():
        assert oct(secret.stat().st_mode)[-3:] == "600", secret
    holder.leave()


def test_the_web_role_owns_nothing_and_bypasses_nothing(folder: Path) -> None:
    holder = Holder(folder / "home")
    note(holder.told["owner"], "theirs")
    with psycopg.connect(holder.told["web"]) as web:
        row = web.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        assert row == (False, False, False, False)
        for statement in (
            "DROP TABLE note",
            "ALTER TABLE note ADD x int",
            "CREATE TABLE mine (x int)",
            "SET ROLE liem_owner",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute(statement)
            web.rollback()
    with psycopg.connect(holder.told["owner"]) as owner:
        row = owner.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user").fetchone()
        assert row == (False, False)
    holder.leave()


def test_a_deep_home_gets_a_short_socket_elsewhere(folder: Path) -> None:
    deep = folder
    for _ in range(4):
        deep = deep / ("d" * 40)
    deep.mkdir(parents=True)
    for parent in (deep, *deep.parents):
        if parent.is_relative_to(folder):
            parent.chmod(0o755)
    holder = Holder(deep / "home")
    assert len(os.fsencode(Path(holder.told["socket"]) / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
    note(holder.told["owner"], "kept")
    holder.leave()
    shutil.rmtree(holder.told["socket"], ignore_errors=True)
    again = Holder(deep / "home")
    assert notes(again.told["owner"]) == ["kept"], "a socket folder that was swept away is made anew"
    again.leave()
    shutil.rmtree(again.told["socket"], ignore_errors=True)


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can hand the server to another account")


@needs_root
def test_root_hands_it_to_an_unprivileged_account_and_changes_no_foreign_folder(folder: Path) -> None:
    before = {path: path.stat().st_mode for path in (folder, *folder.parents)}
    holder = Holder(folder / "home")
    assert holder.data.stat().st_uid != 0
    assert {path: path.stat().st_mode for path in before} == before
    holder.leave()


@needs_root
@pytest.mark.parametrize("which", ["system", "wheel"])
def test_a_home_closed_to_the_account_puts_the_data_under_var_lib(folder: Path, which: str) -> None:
    if not _all(which):
        pytest.skip(f"this machine has no PostgreSQL of kind {which}")
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    holder = Holder(closed / "home", kind=which)
    assert holder.data.is_relative_to("/var/lib/liem")
    assert "/var/lib/liem" in holder.told["said"][0]
    note(holder.told["owner"], "kept")
    holder.leave()
    assert oct(closed.stat().st_mode)[-3:] == "700"
    closed.chmod(0o755)
    again = Holder(closed / "home", kind=which)
    assert notes(again.told["owner"]) == ["kept"], "the place is remembered when the home is opened later"
    again.leave()
    shutil.rmtree(again.data.parent)


@needs_root
def test_an_ordinary_user_runs_it_alone(folder: Path, kind: str) -> None:
    python = _python_for_everybody()
    if python is None:
        pytest.skip("no Python with these packages can be reached by an ordinary user")
    home = folder / "home"
    home.mkdir()
    os.chown(home, NOBODY, NOBODY)
    holder = Holder(home, kind=kind, uid=NOBODY, python=python)
    assert holder.data.stat().st_uid == NOBODY
    assert holder.data.is_relative_to(home)
    note(holder.told["owner"], "kept")
    holder.leave()
    assert processes.postmaster(holder.data) is None


def _python_for_everybody() -> str | None:
    """This Python, or the system's of the same version, whichever an ordinary user may start with our packages."""
    for python in (str(Path(sys.executable).resolve()), f"/usr/bin/python3.{sys.version_info.minor}"):
        tried = subprocess.run(
            ["/usr/bin/env", python, "-c", "import psycopg, liem.house"],
            env={"PYTHONPATH": PACKAGES, "PATH": "/usr/bin:/bin"},
            cwd="/",
            user=NOBODY,
            group=NOBODY,
            extra_groups=[],
            capture_output=True,
        )
        if tried.returncode == 0:
            return python
    return None


def _wait_until_dead(data: Path) -> None:
    deadline = time.monotonic() + 20
    while processes.postmaster(data) is not None:
        assert time.monotonic() < deadline
        time.sleep(0.05)
