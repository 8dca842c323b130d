"""Progress written to a job's row, on a connection of its own: watchers see it while the work's transaction runs."""

import threading
import time
from types import TracebackType
from typing import Any, Self

import psycopg
from django.db import connection

_SECONDS_BETWEEN_WRITES = 0.5

stopping = threading.Event()
"""Set when this process is asked to stop: jobs leave off at their next step and are taken up again later."""


class Cancelled(Exception):
    """The person who asked for the job, or an administrator, called it off."""


class Stopped(Exception):
    """This process is stopping; the job is to be taken up again."""


class JobProgress:
    """Implements :class:`liem.base.progress.Progress` for one job.

    :raises Cancelled: from ``stage`` and ``advance``, when the job was called off.
    :raises Stopped: from the same, when the process is stopping.
    """

    def __init__(self, job_number: int) -> None:
        self._job, self._stage, self._done = job_number, "", 0
        self._total: int | None = None
        self._written = 0.0
        self._connection: psycopg.Connection[Any] | None = None

    def __enter__(self) -> Self:
        params = connection.get_connection_params()
        params.pop("cursor_factory", None)
        params.pop("context", None)
        self._connection = psycopg.connect(**params, autocommit=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection:
            self._connection.close()

    def stage(self, name: str, total: int | None = None) -> None:
        """A new stage begins; ``name`` is a short code or sentence that a screen shows."""
        self._stage, self._done, self._total = name[:120], 0, total
        self._write()

    def advance(self, amount: int = 1) -> None:
        """``amount`` more units are done; written twice a second at most."""
        self._done += amount
        if time.monotonic() - self._written >= _SECONDS_BETWEEN_WRITES or self._done == self._total:
            self._write()

    def _write(self) -> None:
        if stopping.is_set():
            raise Stopped
        if self._connection is None:
            raise RuntimeError("progress is written only inside its with statement")
        row = self._connection.execute(
            "UPDATE jobs_job SET stage = %s, done = %s, total = %s WHERE id = %s "
            "RETURNING cancel_asked AND cancellable",
            [self._stage, self._done, self._total, self._job],
        ).fetchone()
        self._written = time.monotonic()
        if row and row[0]:
            raise Cancelled
