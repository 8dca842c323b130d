"""``liem start``: everything in one process, which is what ``make run`` does."""

import contextlib
import os
import signal
import socket
import sys
import time
from types import FrameType

import click

from liem.house import boot
from liem.house.configuration import Configuration, read
from liem.house.postgres.server import Server, open_server
from liem.house.secret_key import with_secret_key


class _Stop(SystemExit):
    """Ends the serving loop; raised by the handler of a signal."""


def _stop(signum: int, frame: FrameType | None) -> None:
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    raise _Stop(0)


def _say(text: str) -> None:
    click.echo(f"liem: {text}", err=True)


@click.command()
def command() -> None:
    """Start the house: database, pages and jobs in one process, until Ctrl-C."""
    for name in (signal.SIGINT, signal.SIGTERM):  # a shell that starts us in the background has SIGINT ignored
        signal.signal(name, _stop)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup means to stay
        signal.signal(signal.SIGHUP, _stop)
    started = time.monotonic()
    configuration = with_secret_key(read())
    from liem.house import serving

    with contextlib.closing(serving.listen(configuration)) as taken:
        server = open_server(configuration, _say)
        try:
            boot.hand_over(configuration, server)
            _run(configuration, server, taken, started)
        except _Stop:
            pass
        finally:
            server.close()
    _say("stopped; nothing is lost")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # a job that did not leave off in time must not hold up the end; it is taken up at the next start


def _run(configuration: Configuration, server: Server, taken: socket.socket, started: float) -> None:
    from liem.house import demo_data, greeting, serving, static_files
    from liem.house.worker import Worker

    boot.migrate_all()
    static_files.collect()
    from liem.house.wsgi import application  # reads what was collected

    job = demo_data.prepare(configuration) if configuration.demo else None
    with contextlib.ExitStack() as running:
        pages = serving.server_for(application, taken, configuration)
        running.callback(pages.close)
        worker = Worker()
        worker.start()
        running.callback(worker.stop)
        watch = serving.Watch(server)
        watch.start()
        running.callback(watch.stop)
        click.echo(greeting.text(configuration, job, time.monotonic() - started))
        running.callback(_say, "stopping")
        pages.run()
