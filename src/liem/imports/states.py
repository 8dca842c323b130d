"""The states of an import, and the moves between them: who makes each, and the trail entry it leaves."""

from dataclasses import dataclass
from enum import StrEnum


class ImportState(StrEnum):
    """Where an import stands."""

    WAITING = "waiting"
    READING = "reading"
    MERGING = "merging"
    ACCEPTED = "accepted"
    NOTHING_NEW = "nothing_new"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"


OPEN = (ImportState.WAITING, ImportState.READING, ImportState.MERGING)
"""Still under way."""


@dataclass(frozen=True)
class Move:
    """An allowed change of state."""

    source: ImportState
    target: ImportState
    owner: str
    """``job`` or ``steward``."""
    event: str | None
    """The trail entry, or ``None`` where the step is only progress."""


MOVES = (
    Move(ImportState.WAITING, ImportState.READING, "job", None),
    Move(ImportState.READING, ImportState.MERGING, "job", None),
    Move(ImportState.MERGING, ImportState.ACCEPTED, "job", "import.accepted"),
    Move(ImportState.MERGING, ImportState.NOTHING_NEW, "job", "import.nothing_new"),
    *(Move(state, ImportState.REFUSED, "job", "import.refused") for state in OPEN),
    *(Move(state, ImportState.CANCELLED, "steward", "import.cancelled") for state in OPEN),
    *(Move(state, ImportState.INTERRUPTED, "job", "import.interrupted") for state in OPEN),
    Move(ImportState.INTERRUPTED, ImportState.WAITING, "steward", "import.resumed"),
    Move(ImportState.REFUSED, ImportState.WAITING, "steward", "import.resumed"),
    Move(ImportState.CANCELLED, ImportState.WAITING, "steward", "import.resumed"),
)


def move(source: ImportState | str, target: ImportState | str) -> Move | None:
    """The move from one state to another, or ``None`` where there is none."""
    return next((one for one in MOVES if one.source == source and one.target == target), None)
