"""What the server itself refuses: a body larger than may be sent is answered by our page, and heard out.

waitress would answer in plain English and close at once; whoever is still sending then sees a lost connection and no
answer at all. Here the application answers, by the head of the request alone, in the language of the visitor; what
still comes in is read and thrown away for a while, so that the browser gets to reading the answer. How much may come is
known by the address, so that nobody fills the disk through a page that takes a few lines.
"""

import copy
import socket
import sys
import time
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import ErrorTask, WSGITask
from waitress.utilities import RequestEntityTooLarge, RequestHeaderFieldsTooLarge

HEARD_OUT = 30.0
"""Seconds for which a sender that was refused may go on sending."""


def refusal(channel: "PatientChannel", request: Any) -> Any:
    """What answers a request that cannot be taken."""
    if not isinstance(request.error, RequestEntityTooLarge):
        channel.is_refused = isinstance(request.error, RequestHeaderFieldsTooLarge)  # more of it is on its way
        return UnreadTask(channel, request)
    channel.is_refused = True
    # whatever length it told, and if it told none: more than the application takes
    request.headers["CONTENT_LENGTH"] = str(sys.maxsize)
    task = WSGITask(channel, request)
    task.set_close_on_finish()
    return task


class UnreadTask(ErrorTask):
    """Answers a request that could not be made out (a head too long, a line that is none) by a page of ours."""

    def execute(self) -> None:
        from liem.house.errors import not_made_out  # the application is there by now

        error = self.request.error
        page = not_made_out(error.code)
        self.status = f"{error.code} {error.reason}"
        self.response_headers.extend(page.headers.items())
        self.set_close_on_finish()
        self.content_length = len(page.content)
        self.write(page.content)


class WeighingParser(HTTPRequestParser):
    """Knows by the head of a request how much may follow it."""

    adj: Any

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        from liem.house import bodies  # the application is there by now

        # no more comes than was told: only what is large, or tells no length, is worth finding its address for
        if self.chunked or self.content_length > bodies.OF_A_FORM:
            self.adj = copy.copy(self.adj)
            self.adj.max_request_body_size = min(self.adj.max_request_body_size, bodies.most(self.path) + 1)


class PatientChannel(HTTPChannel):
    """A connection that is not cut off while it is told that it sends too much."""

    parser_class = WeighingParser
    error_task_class = staticmethod(refusal)
    is_refused = False
    _until = 0.0

    def handle_write(self) -> None:
        if not (self.is_refused and self.close_when_flushed and not self.requests):
            super().handle_write()
            return
        self._flush_exception(self._flush_some)
        if self.will_close:
            self.handle_close()
        elif not self.total_outbufs_len:
            self._begin_to_hear_out()

    def _begin_to_hear_out(self) -> None:
        self.close_when_flushed = False
        self._until = time.monotonic() + HEARD_OUT
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            self.handle_close()

    def readable(self) -> bool:
        return bool(self._until) or bool(super().readable())

    def writable(self) -> bool:
        if self._until and time.monotonic() > self._until:
            self.will_close = True
        return bool(super().writable())

    def received(self, data: bytes) -> bool:
        return False if self._until else bool(super().received(data))
