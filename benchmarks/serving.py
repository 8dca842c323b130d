"""A process that serves the pages of a house, to be killed and started again; every wait for it has an end.

What it says goes to a file, never to a pipe that nobody empties. Its port lies below those that the system gives to
whoever calls: while the server is down, a caller's own port could otherwise be the very one that is called, be
answered by itself, and keep the server from coming back.
"""

import http.client
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path

SERVER = """
import sys, django; django.setup()
import waitress
from django.conf import settings
from liem.house import static_files
if not (settings.STATIC_ROOT / "staticfiles.json").exists():
    static_files.collect()
from liem.house.wsgi import application
waitress.serve(application, host="127.0.0.1", port=int(sys.argv[1]), threads=8, ident=None, trusted_proxy="127.0.0.1",
               trusted_proxy_headers={"x-forwarded-for"}, clear_untrusted_proxy_headers=True)
"""
LONGEST_START = 90.0
"""Seconds from the start of the process to its first page, on a machine that has much else to do."""
_PORTS = range(15_000, 32_000)


class Hung(Exception):
    """Something did not end in its time; the message says what it was doing."""


class Serving:
    """One process that serves the pages; killed and started again at will."""

    def __init__(self) -> None:
        self.port = _free_port()
        self.cpu_before = 0.0
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process
        self.start()

    def start(self) -> None:
        """Start it and wait for its first page.

        :raises Hung: where it ends or does not answer in time, with the end of what it said.
        """
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "liem.house.settings"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(self.port)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=subprocess.STDOUT,
        )
        begun = time.monotonic()
        while not self._answers():
            ended = self.process.poll()
            if ended is not None:
                raise Hung(f"the server ended with status {ended} before it answered; it said:\n{self.said()}")
            if time.monotonic() - begun > LONGEST_START:
                self.kill()
                raise Hung(f"the server did not answer within {LONGEST_START:.0f} s; it said:\n{self.said()}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/report/")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def said(self) -> str:
        """The end of what the process wrote."""
        size = self._said.seek(0, os.SEEK_END)
        self._said.seek(max(0, size - 4000))
        text = self._said.read().decode(errors="replace")
        self._said.seek(0, os.SEEK_END)
        return text

    def kill(self) -> None:
        self.cpu_before += cpu_of(self.process.pid)
        self.process.kill()
        self.process.wait(30)

    def cpu(self) -> float:
        return self.cpu_before + cpu_of(self.process.pid)


def _free_port() -> int:
    for port in random.sample(_PORTS, 200):
        with socket.socket() as free:
            try:
                free.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise Hung("no free port found")


def joined(thread: threading.Thread, seconds: float, what: str) -> None:
    """Wait for a thread to end, but not for ever.

    :raises Hung: with where every thread stands.
    """
    thread.join(seconds)
    if not thread.is_alive():
        return
    names = {one.ident: one.name for one in threading.enumerate()}
    frames = sys._current_frames().items()
    stacks = "\n".join(f"{names.get(number)}:\n{''.join(traceback.format_stack(frame))}" for number, frame in frames)
    raise Hung(f"{what} ({thread.name}) did not end within {seconds:.0f} s. Where every thread stands:\n{stacks}")


def cpu_of(pid: int) -> float:
    """User and system seconds a process has used; 0 where it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
