"""What can be said of a dossier that an official may have brought about."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.communes.dossier import REFUSED, WITHDRAWN, Dossier
from benchmarks.communes.procedures import POWER_OF_ATTORNEY
from benchmarks.communes.workdays import LAST

_SLOW = 0.92
"""Of the limit."""
_BEFORE_LIMIT, _AFTER_LIMIT = 2, 1
"""Working days around the end of the limit in which stopping the clock is telling."""

Fact = Callable[[Dossier], bool]


def is_stopped_at_limit(dossier: Dossier) -> bool:
    stops = [e.at for e in dossier.events if e.activity in ("supplement_requested", "suspended")]
    if not dossier.asked or not stops or not dossier.procedure.long:
        return False
    limit_ends = dossier.day + dossier.limit
    return limit_ends - _BEFORE_LIMIT <= stops[0] <= limit_ends + _AFTER_LIMIT


def is_asked_off_list(dossier: Dossier) -> bool:
    allowed = {"", POWER_OF_ATTORNEY, *dossier.procedure.papers}
    return any(e.activity == "supplement_requested" and e.document not in allowed for e in dossier.events)


def is_slow(dossier: Dossier) -> bool:
    return is_completed(dossier) and dossier.working_time > _SLOW * dossier.limit


def is_late(dossier: Dossier) -> bool:
    """Or open past its limit."""
    if dossier.open:
        return dossier.day + dossier.limit + dossier.pause + 1 < LAST
    return is_completed(dossier) and dossier.late


def is_due_changed(dossier: Dossier) -> bool:
    return dossier.due_changed


def is_withdrawn(dossier: Dossier) -> bool:
    return dossier.withdrawn_by_itself


def is_refused(dossier: Dossier) -> bool:
    return dossier.outcome == REFUSED


def is_completed(dossier: Dossier) -> bool:
    return not dossier.open and dossier.outcome != WITHDRAWN


FACTS: tuple[Fact, ...] = (
    is_stopped_at_limit,
    is_asked_off_list,
    is_slow,
    is_late,
    is_due_changed,
    is_withdrawn,
    is_refused,
)
