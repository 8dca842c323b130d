"""What happens when very many send at once: nobody is refused, but who sends much waits or works.

There is no third-party puzzle and no closing. While it is quiet everybody passes. When it is not, a network that has
just sent several reports is asked to wait a few seconds, or to let the device solve a small puzzle; time spent
on the review page counts as waiting, so that most people notice nothing. A few places per network and a common queue,
in which the networks that sent least come first, keep a flood from standing before everybody else.

Everything is counted in the memory of one process for minutes, by a keyed hash of the network address whose key is
random and thrown away every day. Nothing of it is written anywhere.
"""

import base64
import binascii
import hashlib
import heapq
import itertools
import json
import secrets
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from liem.base import sealing
from liem.base.sealing import CannotOpen

WINDOW = 60.0
"""Seconds over which sending is counted."""
QUIET = 40
"""So many reports within the window, in one process, are nothing unusual."""
PER_NETWORK = 6
"""So many of one network pass without waiting, even when it is not quiet."""
WAIT = 8
"""Seconds a ticket has to be old, where waiting is asked for."""
TICKET_LASTS = 3600.0
BITS = 16
"""Leading zero bits of the puzzle: some 65,000 hashes, about a second on an old telephone."""
AT_ONCE = 2
"""Reports stored at the same time in one process, and places of one network in the queue."""
LONGEST_WAIT = 8.0
_MOST_NETWORKS = 20_000
_MISSED = b" missed"


class TryLater(Exception):
    """Not now: after ``seconds``, with the same ticket, it will be let through."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True)
class Paid:
    """What the sender brought along."""

    waited: bool
    worked: bool


def new_ticket(key: bytes) -> str:
    """A ticket whose age proves waiting, and which is the text of the puzzle; it tells nothing about the visitor."""
    text = json.dumps([time.time(), secrets.token_hex(8)]).encode()
    return base64.urlsafe_b64encode(sealing.lock(key, text, "ticket")).decode()


def solves(ticket: str, answer: str, bits: int = BITS) -> bool:
    """Whether the SHA-256 of ticket, colon and answer begins with ``bits`` zeros."""
    if not answer.isdecimal() or len(answer) > 12:
        return False
    digest = hashlib.sha256(f"{ticket}:{answer}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - bits) == 0


class Pace:
    """The counts and the queue of one process."""

    def __init__(self) -> None:
        self._lock = threading.Condition()
        self._day, self._secret = 0, b""
        self._sent: OrderedDict[bytes, deque[float]] = OrderedDict()
        self._all: deque[float] = deque(maxlen=10_000)
        self._used: OrderedDict[str, float] = OrderedDict()
        self._queue: list[tuple[int, int]] = []
        self._running = 0
        self._in_queue: dict[bytes, int] = {}
        self._numbers = itertools.count()

    def network(self, address: str) -> bytes:
        """What stands for a network until midnight: a keyed hash, the key of which is then thrown away."""
        day = int(time.time() // 86_400)
        with self._lock:
            if day != self._day:
                self._day, self._secret = day, secrets.token_bytes(32)
                self._sent.clear()
        return hashlib.blake2b(address.encode(), key=self._secret, digest_size=16).digest()

    def redeem(self, ticket: str, answer: str, key: bytes) -> Paid:
        """What a ticket is worth; each counts once."""
        try:
            issued, number = json.loads(sealing.unlock(key, base64.urlsafe_b64decode(ticket.encode()), "ticket"))
        except (CannotOpen, binascii.Error, ValueError):
            return Paid(False, False)
        age = time.time() - issued
        if not 0 <= age <= TICKET_LASTS:
            return Paid(False, False)
        paid = Paid(age >= WAIT, solves(ticket, answer))
        if not (paid.waited or paid.worked):
            return paid
        with self._lock:
            # by its number: the same ticket can be written in many ways, since base64 passes over strange letters
            if number in self._used:
                return Paid(False, False)
            self._used[number] = time.time()
            while self._used and next(iter(self._used.values())) < time.time() - TICKET_LASTS:
                self._used.popitem(last=False)
        return paid

    @contextmanager
    def turn(self, network: bytes, paid: Paid) -> Iterator[None]:
        """Wait for one's turn and hold it.

        :raises TryLater: where waiting or the puzzle is asked for first, or the queue is long.
        """
        count = self._count(network)
        if not (paid.waited or paid.worked) and count >= PER_NETWORK and self._is_busy():
            raise TryLater(WAIT)
        place = (0 if paid.worked else count, next(self._numbers))
        self._wait_for(place, network, paid)
        try:
            yield
        finally:
            with self._lock:
                self._running -= 1
                self._leave(network)
                self._lock.notify_all()

    def must_wait(self, network: bytes, paid: Paid, most: int) -> bool:
        """Whether somebody whose network failed ``most`` times within the window has neither waited nor worked."""
        return not (paid.waited or paid.worked) and self._peek(network + _MISSED) >= most

    def note(self, network: bytes) -> None:
        """Count a failure against a network; what it sends is counted apart, for many people may share it."""
        self._count(network + _MISSED)

    def _is_busy(self) -> bool:
        now = time.monotonic()
        with self._lock:
            while self._all and self._all[0] < now - WINDOW:
                self._all.popleft()
            return len(self._all) >= QUIET

    def _peek(self, network: bytes) -> int:
        now = time.monotonic()
        with self._lock:
            return sum(1 for at in self._sent.get(network, ()) if at > now - WINDOW)

    def _count(self, network: bytes) -> int:
        """How many this network sent within the window before this one, which is counted too."""
        now = time.monotonic()
        with self._lock:
            times = self._sent.setdefault(network, deque(maxlen=1000))
            self._sent.move_to_end(network)
            if len(self._sent) > _MOST_NETWORKS:
                self._sent.popitem(last=False)
            while times and times[0] < now - WINDOW:
                times.popleft()
            times.append(now)
            if not network.endswith(_MISSED):
                self._all.append(now)
            return len(times) - 1

    def _wait_for(self, place: tuple[int, int], network: bytes, paid: Paid) -> None:
        with self._lock:
            if self._in_queue.get(network, 0) >= AT_ONCE and not paid.worked:
                raise TryLater(WAIT)
            self._in_queue[network] = self._in_queue.get(network, 0) + 1
            heapq.heappush(self._queue, place)
            ready = self._lock.wait_for(lambda: self._running < AT_ONCE and self._queue[0] == place, LONGEST_WAIT)
            self._queue.remove(place)
            heapq.heapify(self._queue)
            if not ready:
                self._leave(network)
                self._lock.notify_all()
                raise TryLater(WAIT)
            self._running += 1
            self._lock.notify_all()

    def _leave(self, network: bytes) -> None:
        left = self._in_queue.get(network, 1) - 1
        if left > 0:
            self._in_queue[network] = left
        else:
            self._in_queue.pop(network, None)


PACE = Pace()
"""Of this process."""
