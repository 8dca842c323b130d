"""What the server itself refuses: a body larger than may be sent is answered by our page, and heard out.

waitress would answer in plain English and close at once; whoever is still sending then sees a lost connection and no
answer at all. Here the application answers, by the head of the request alone, in the language of the visitor; what
still comes in is read and thrown away for a while, so that the browser gets to reading the answer.
"""

import socket
import sys
import time
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask, WSGITask
from waitress.utilities import RequestEntityTooLarge

HEARD_OUT = 30.0
"""Seconds for which a sender that was refused may go on sending."""


def refusal(channel: "PatientChannel", request: Any) -> Any:
    """What answers a request that cannot be taken."""
    if not isinstance(request.error, RequestEntityTooLarge):
        return ErrorTask(channel, request)
    channel.is_refused = True
    # whatever length it told, and if it told none: more than the application takes
    request.headers["CONTENT_LENGTH"] = str(sys.maxsize)
    task = WSGITask(channel, request)
    task.set_close_on_finish()
    return task


class PatientChannel(HTTPChannel):
    """A connection that is not cut off while it is told that it sends too much."""

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
