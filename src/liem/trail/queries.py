"""Reading the trail, and proving it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import groupby

from django.db import connection, transaction
from django.db.models import QuerySet

from liem.trail.chain import Break, Entry, first_break
from liem.trail.checkpoint import Checkpoint
from liem.trail.models import TrailEntry, TrailHead


@dataclass(frozen=True)
class Proof:
    """What a verification found: how much was walked, and the first break or ``None``."""

    streams: int
    entries: int
    broken: Break | None


def entries(
    *, stream: str = "", event: str = "", by: str = "", subject: str = "", first: datetime | None = None,
    last: datetime | None = None,
) -> QuerySet[TrailEntry]:  # fmt: skip
    """Entries, the newest first, narrowed by whatever is given; ``last`` itself is left out."""
    asked = {"stream": stream, "event": event, "by": by, "subject_id": subject, "at__gte": first, "at__lt": last}
    found = TrailEntry.objects.filter(**{name: value for name, value in asked.items() if value})
    # each of these orders is one an index has: of a stream its positions, of anything else the numbers of the rows
    if first or last:
        return found.order_by("-at", "-id")
    return found.order_by("-position") if stream and not (event or by or subject) else found.order_by("-id")


def streams() -> list[str]:
    """The names of all streams."""
    return list(TrailHead.objects.order_by("stream").values_list("stream", flat=True))


def events() -> list[str]:
    """The names of all events that ever happened, found by leaps from one to the next in their index."""
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS)
        return [row[0] for row in cursor.fetchall()]


_EVENTS = """
    WITH RECURSIVE known AS (
        (SELECT event FROM trail_trailentry ORDER BY event LIMIT 1)
        UNION ALL
        SELECT (SELECT event FROM trail_trailentry WHERE event > known.event ORDER BY event LIMIT 1)
        FROM known WHERE known.event IS NOT NULL)
    SELECT event FROM known WHERE event IS NOT NULL"""


def present(now: datetime) -> Checkpoint:
    """Where every stream stands now."""
    return Checkpoint(now, {head.stream: (head.length, head.hash) for head in TrailHead.objects.all()})


@transaction.atomic
def verify(against: Checkpoint | None = None) -> Proof:
    """Walk every stream and prove it whole; with a checkpoint, prove also that it is a later state of that one.

    Entries written while it walks are not seen: the walk reads one state of the database.
    """
    _read_one_state()
    heads = {head.stream: (head.length, head.hash) for head in TrailHead.objects.all()}
    earlier = dict(against.heads) if against else {}
    walked = count = 0
    for stream, rows in groupby(_rows(), key=lambda row: row[0].stream):
        watched = _Watched(rows, earlier.pop(stream, None))
        length, _, broken = first_break(stream, watched, heads.pop(stream, None))
        broken = broken or watched.why_not_later(stream, length)
        if broken:
            return Proof(walked, count, broken)
        walked, count = walked + 1, count + length
    return Proof(walked, count, _vanished(heads | earlier))


def _read_one_state() -> None:
    """All queries of this transaction see the same state; where one is open already, each sees its own."""
    if len(connection.atomic_blocks) == 1:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _vanished(heads: dict[str, tuple[int, str]]) -> Break | None:
    for stream, (length, _) in sorted(heads.items()):
        return Break(stream, 1, f"all {length} entries of the stream are missing")
    return None


class _Watched:
    """Passes entries on, and remembers the hash at the position an earlier checkpoint names."""

    def __init__(self, rows: Iterator[tuple[Entry, str]], earlier: tuple[int, str] | None) -> None:
        self._rows, self._earlier, self._found = rows, earlier, ""

    def __iter__(self) -> Iterator[tuple[Entry, str]]:
        for entry, stored in self._rows:
            if self._earlier and entry.position == self._earlier[0]:
                self._found = stored
            yield entry, stored

    def why_not_later(self, stream: str, length: int) -> Break | None:
        if self._earlier is None or self._found == self._earlier[1]:
            return None
        if length < self._earlier[0]:
            return Break(
                stream, length + 1, f"entries {length + 1} to {self._earlier[0]} of the checkpoint are missing"
            )
        return Break(stream, self._earlier[0], "it is not the entry that the checkpoint names")


def _rows() -> Iterator[tuple[Entry, str]]:
    """All entries, from a cursor of the server: what is held in memory does not grow with the trail."""
    rows = TrailEntry.objects.order_by("stream", "position").values_list(*_COLUMNS, "hash")
    for *values, stored in rows.iterator(chunk_size=5000):
        yield Entry(*values), stored


_COLUMNS = [one.name for one in fields(Entry)]
