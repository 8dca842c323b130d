"""``liem work``: a worker in a process of its own, beside ``liem serve``."""

import os
import signal
from types import FrameType

import click

from liem.house import boot


@click.command()
def command() -> None:
    """Do the jobs of the queue, until Ctrl-C; may run several times, on several machines."""
    with boot.opened(lambda text: click.echo(f"liem: {text}", err=True)):
        from liem.house.worker import Worker

        worker = Worker()

        def stop(signum: int, frame: FrameType | None) -> None:
            raise SystemExit(0)

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        worker.start()
        click.echo("liem: working; Ctrl-C stops", err=True)
        try:
            worker.wait()
        except SystemExit:
            in_time = worker.stop()
    click.echo("liem: stopped" if in_time else "liem: stopped; the running job is taken up by another worker", err=True)
    os._exit(0)
