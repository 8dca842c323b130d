"""The private server's life: made once, started, found again, recovered, stopped."""

import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from liem.base.errors import UserError
from liem.house.postgres import processes
from liem.house.postgres.binaries import Binaries
from liem.house.postgres.os_account import OsAccount
from liem.house.postgres.places import SOCKET_NAME, Places, socket_folder

SUPERUSER = "liem_super"
_ACCESS = "# Through the socket only, with a password only.\nlocal all all scram-sha-256\n"
_SETTINGS = """\
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
port = 5432
password_encryption = 'scram-sha-256'
max_connections = 60
shared_buffers = '128MB'
max_wal_size = '1GB'
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'iso'
lc_messages = 'C.UTF-8'
dynamic_shared_memory_type = posix
logging_collector = on
log_directory = '{log}'
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = '1d'
# Neither statements nor their values reach the log: they carry what people wrote.
log_statement = 'none'
log_min_error_statement = 'panic'
log_error_verbosity = 'terse'
log_parameter_max_length_on_error = 0
fsync = {fsync}
synchronous_commit = {fsync}
full_page_writes = {fsync}
"""


class Cluster:
    """One private server. ``durable=False`` is for tests, whose data need not survive the machine."""

    def __init__(self, places: Places, binaries: Binaries, account: OsAccount, *, durable: bool = True) -> None:
        self.places, self.binaries, self.account, self.durable = places, binaries, account, durable
        self.socket = socket_folder(places, account)

    def dsn(self, user: str, password: str, database: str) -> str:
        """Connection string of one role."""
        return make_conninfo(host=str(self.socket), user=user, password=password, dbname=database, connect_timeout="10")

    def superuser_dsn(self, database: str = "postgres") -> str:
        """Connection string of the superuser, used to make roles and the database, and by nobody else."""
        return self.dsn(SUPERUSER, self.places.secret.read_text().strip(), database)

    def is_alive(self) -> bool:
        return processes.postmaster(self.places.data) is not None

    def start(self) -> None:
        """Have it running and answering: made if new, found again if running, recovered if it was killed.

        :raises UserError: where it does not start, with the last lines of its log.
        """
        if not self._is_made():
            self._make()
        if not self.is_alive():
            self._clear_away_the_dead()
            self._write_settings()
            self._launch()
        self._wait_until_it_answers()

    def stop(self) -> None:
        """Stop it cleanly: connections are ended, everything is written to disk."""
        if self.is_alive():
            self._control("stop", "-m", "fast", "-t", "60")

    def _is_made(self) -> bool:
        return (self.places.server / "made").exists()

    def _make(self) -> None:
        """Make the data folder. Unfinished remains of an interrupted first start are removed: they hold nothing yet."""
        if self.places.data.exists():
            self.account.run(["/bin/rm", "-rf", "--", self.places.data])
        password = kept_secret(self.places.secret)
        handed = self.places.server / "first-password"
        _write_private(handed, password, self.account)
        made = self.account.run(
            [
                self.binaries.program("initdb"),
                *("-D", self.places.data, "-U", SUPERUSER, "--pwfile", handed, "--auth=scram-sha-256"),
                *("--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-instructions"),
                *([] if self.durable else ["--no-sync"]),
            ],
            timeout=300,
        )
        handed.unlink()
        if made.returncode:
            raise UserError(f"PostgreSQL's data folder {self.places.data} could not be made: {_tail(made.stderr)}")
        _write_private(self.places.server / "made", f"{self.binaries.major}\n", self.account)

    def _clear_away_the_dead(self) -> None:
        """Remove the notes of a dead postmaster, but only when none of its children is left to touch the data.

        PostgreSQL removes them itself unless their number is in use: by a zombie that nobody reaps, or by a stranger.
        """
        deadline = time.monotonic() + 30
        while processes.any_left(self.places.data):
            if time.monotonic() > deadline:
                raise UserError(f"a killed PostgreSQL still has processes in {self.places.data}; end them")
            time.sleep(0.1)
        for stale in (
            self.places.data / "postmaster.pid",
            self.socket / SOCKET_NAME,
            self.socket / f"{SOCKET_NAME}.lock",
        ):
            stale.unlink(missing_ok=True)

    def _write_settings(self) -> None:
        settings = _SETTINGS.format(socket=self.socket, log=self.places.log, fsync="on" if self.durable else "off")
        _write_private(self.places.data / "postgresql.conf", settings, self.account)
        _write_private(self.places.data / "pg_hba.conf", _ACCESS, self.account)

    def _launch(self) -> None:
        started = self._control("start", "-t", "120", "-l", str(self.places.log / "start.log"))
        if started:
            raise UserError(f"PostgreSQL did not start: {_tail(self._last_log() or started)}")

    def _control(self, verb: str, *options: str) -> str:
        done = self.account.run(
            [self.binaries.program("pg_ctl"), verb, "-w", "-s", "-D", self.places.data, *options], timeout=180
        )
        return (done.stderr or done.stdout or f"pg_ctl {verb} failed") if done.returncode else ""

    def _last_log(self) -> str:
        logs = sorted(self.places.log.glob("*.log"), key=lambda path: path.stat().st_mtime)
        return "\n".join(path.read_text(errors="replace") for path in logs[-2:])

    def _wait_until_it_answers(self, seconds: float = 120) -> None:
        deadline = time.monotonic() + seconds
        while True:
            try:
                psycopg.connect(self.superuser_dsn()).close()
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline or "password authentication failed" in str(error):
                    raise UserError(
                        f"PostgreSQL under {self.places.server} does not answer: {_tail(str(error))}"
                    ) from error
                time.sleep(0.1)
            else:
                return


def kept_secret(path: Path, make: Callable[[], str] = lambda: secrets.token_urlsafe(32)) -> str:
    """The random secret in ``path``, made with mode 0600 where there is none."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        with open(path, "x", opener=_private) as file:
            file.write(make())
    except FileExistsError:
        pass
    return path.read_text().strip()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _write_private(path: Path, text: str, account: OsAccount) -> None:
    path.unlink(missing_ok=True)
    with open(path, "x", opener=_private) as file:
        if account.switch:
            os.fchown(file.fileno(), account.uid, account.gid)
        file.write(text)


def _tail(text: str, lines: int = 3) -> str:
    return " / ".join(line.strip() for line in text.strip().splitlines()[-lines:])
