"""The worker: takes jobs from the queue, in a thread of the web process or in a process of its own (``liem work``)."""

import asyncio
import contextlib
import logging
import threading
from typing import cast

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.jobs import DeleteJobCondition, Status

from liem.jobs import progress
from liem.jobs.tasks import take_up_after_death

logger = logging.getLogger("liem.worker")

HEARTBEAT_SECONDS = 3.0
DEAD_AFTER_SECONDS = 15.0
"""A worker that was silent for so long is dead; its jobs are taken up again."""


class Worker:
    """One worker in a thread. A lost database does not end it: it tries again until it is stopped."""

    def __init__(self) -> None:
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)
        self._stopping = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._work: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float = 6.0) -> bool:
        """Take no more jobs, let the running one leave off at its next step; says whether it did so in time."""
        self._stopping.set()
        progress.stopping.set()
        if self._loop and self._work:
            with contextlib.suppress(RuntimeError):  # the loop has ended by itself
                self._loop.call_soon_threadsafe(self._work.cancel)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def wait(self) -> None:
        """Return when the worker has ended."""
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                asyncio.run(self._once())
            except asyncio.CancelledError:
                return
            except Exception:
                logger.exception("the worker lost the database and tries again")
                self._stopping.wait(2)

    async def _once(self) -> None:
        self._loop, self._work = asyncio.get_running_loop(), asyncio.current_task()
        connected = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
        async with connected.open_async():
            sweep = asyncio.create_task(_sweep(connected))
            try:
                await connected.run_worker_async(
                    queues=["work"],
                    concurrency=1,
                    install_signal_handlers=False,
                    delete_jobs=DeleteJobCondition.SUCCESSFUL,
                    update_heartbeat_interval=HEARTBEAT_SECONDS,
                    stalled_worker_timeout=DEAD_AFTER_SECONDS,
                    shutdown_graceful_timeout=5,
                )
            finally:
                sweep.cancel()


async def _sweep(connected: App) -> None:
    """Now and then, find jobs whose worker died and hand them to the living, or give them up visibly."""
    while True:
        try:
            await _sweep_once(connected)
        except Exception:
            logger.exception("looking for abandoned jobs failed")
        await asyncio.sleep(HEARTBEAT_SECONDS)


async def _sweep_once(connected: App) -> None:
    manager = connected.job_manager
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS):
        number = cast(int | None, stalled.task_kwargs.get("job_number"))
        if number is None or await sync_to_async(_decide)(number):  # periodic work has no row and may be done again
            await manager.retry_job(stalled)
        else:
            await manager.finish_job(stalled, status=Status.FAILED, delete_job=False)


def _decide(number: int) -> bool:
    close_old_connections()
    try:
        return take_up_after_death(number)
    finally:
        close_old_connections()
