"""Serving pages from one process: the listening socket, the threads that answer, and the watch over the database."""

import contextlib
import ipaddress
import logging
import socket
import threading
from collections.abc import Callable, Iterable
from typing import Any

import waitress.server
from django.core.handlers.wsgi import WSGIHandler

from liem.base.errors import UserError
from liem.house.configuration import Configuration
from liem.house.patience import PatientChannel
from liem.house.postgres.server import Server

logger = logging.getLogger("liem.serving")


def listen(configuration: Configuration) -> socket.socket:
    """Take the port, before anything slower is begun.

    :raises UserError: where the port is taken or may not be used.
    """
    host, port = configuration.bind, configuration.port
    taken = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
        taken.listen(256)
    except OSError as error:
        taken.close()
        raise UserError(
            f"port {port} of {host} cannot be used ({(error.strerror or str(error)).lower()}); "
            f"choose another:  PORT={8000 if port < 1024 else port % 65000 + 1} make run"
        ) from error
    return taken


def server_for(application: WSGIHandler, taken: socket.socket, configuration: Configuration) -> Any:
    """A waitress server on the socket; ``run()`` serves until ``SystemExit`` is raised in it."""
    server = waitress.server.create_server(
        application,
        sockets=[taken],
        threads=configuration.threads,
        ident=None,
        # what an address takes is weighed by the channel; this is the last stop
        max_request_body_size=(configuration.upload_mb + 1) * 1024 * 1024,
        **(_BEHIND_A_PROXY if configuration.https else {"clear_untrusted_proxy_headers": True}),
    )
    server.channel_class = PatientChannel
    return server


Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def behind_a_proxy(application: Application) -> Application:
    """Tells visitors apart where a proxy stands before the house: by the address it adds last.

    Gunicorn leaves the proxy's own address, so that one visitor's failures would count against all. Addresses before
    the last come from the visitor and say nothing.
    """

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        told = environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        with contextlib.suppress(ValueError):
            environ["REMOTE_ADDR"] = str(ipaddress.ip_address(told))
        return application(environ, start)

    return answer


_BEHIND_A_PROXY = {
    "trusted_proxy": "*",
    "trusted_proxy_count": 1,
    "trusted_proxy_headers": {"x-forwarded-proto", "x-forwarded-for"},
    "clear_untrusted_proxy_headers": True,
}


class Watch:
    """Looks after the private server every second, and starts it again should it die."""

    def __init__(self, server: Server) -> None:
        self._server, self._ended = server, threading.Event()
        self._thread = threading.Thread(target=self._look, name="watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join(10)

    def _look(self) -> None:
        while not self._ended.wait(1):
            try:
                if self._server.mend():
                    logger.warning("the database had died and was started again")
            except Exception:
                logger.exception("the database died and could not be started")
