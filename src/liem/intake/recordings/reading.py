"""Walking through a file once, from its first byte to its last, and blanking ranges of it."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MOST_STEPS = 2_000_000
"""Boxes, pages, frames … of one file: a two-hour recording has a quarter of it."""


class Damaged(Exception):
    """The file is cut off, or not laid out as its type demands."""


@dataclass(frozen=True, order=True)
class Patch:
    """From byte ``start`` up to ``end``: ``put`` (of that length), or zeros."""

    start: int
    end: int
    put: bytes | None = None


class Scan:
    """Bytes in order; what was passed cannot be asked for again."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._held, self._steps = pieces, bytearray(), 0
        self.at = 0

    def look(self, count: int) -> bytes:
        """Up to ``count`` bytes from here, without passing them."""
        while len(self._held) < count:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._held += piece
        return bytes(self._held[:count])

    def take(self, count: int) -> bytes:
        """Exactly ``count`` bytes."""
        found = self.look(count)
        if len(found) < count:
            raise Damaged
        del self._held[:count]
        self.at += count
        return found

    def skip(self, count: int) -> None:
        """Pass ``count`` bytes; the end of the file may come before."""
        self.step()
        self.at += count
        while count > len(self._held):
            count -= len(self._held)
            piece = next(self._pieces, None)
            self._held = bytearray(piece or b"")
            if piece is None:
                return
        del self._held[:count]

    def step(self) -> None:
        """Count one more part of the file; endless ones are refused."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise Damaged

    @property
    def is_over(self) -> bool:
        return not self.look(1)


def patched(pieces: Iterable[bytes], patches: list[Patch]) -> Iterator[bytes]:
    """The file with its patches; it keeps its length."""
    todo, at = deque(sorted(patches)), 0
    going_on: list[Patch] = []
    """Those that reach into this piece: a file can have millions of patches, most of them elsewhere."""
    for piece in pieces:
        changed, end = bytearray(piece), at + len(piece)
        going_on = [patch for patch in going_on if patch.end > at]
        while todo and todo[0].start < end:
            going_on.append(todo.popleft())
        for patch in going_on:
            start, stop = max(patch.start, at), min(patch.end, end)
            if start < stop:
                put = (
                    patch.put[start - patch.start : stop - patch.start]
                    if patch.put is not None
                    else bytes(stop - start)
                )
                changed[start - at : stop - at] = put
        at = end
        yield bytes(changed)
