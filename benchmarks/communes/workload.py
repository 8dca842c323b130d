"""How much of each kind of work falls on each official."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.communes.dossier import Dossier
from benchmarks.communes.office import Official
from benchmarks.communes.procedures import LONG, SHORT
from benchmarks.communes.workdays import SECOND_HALF

_EARLIER = 8
"""Working days before the second half whose dossiers still count for it."""
_LESS_FROM_AGENTS = 0.25


@dataclass
class Workload:
    """Dossiers, or dossiers weighted by the chance that something is missing."""

    checked: int = 0
    checked_slowly: int = 0
    """With a limit of more than two days."""
    checked_long: int = 0
    """With a limit that makes them wait for a day of signing."""
    signed: int = 0
    """As vice chair; with such a limit."""
    likely_asked: float = 0
    """Checked and lacking something; those of agents count for less."""
    received_lacking: float = 0
    both_lacking: float = 0
    """Received and checked by the same official."""
    in_second_half: int = 0
    """Of the year, the half with an access log; checked or received."""


def measure_workloads(dossiers: Iterable[Dossier]) -> dict[Official, Workload]:
    """Of everybody who has any."""
    loads: defaultdict[Official, Workload] = defaultdict(Workload)
    for dossier in dossiers:
        receiver, checker = loads[dossier.receiver], loads[dossier.checker]
        lacking = dossier.procedure.lacking
        receiver.received_lacking += lacking
        checker.checked += 1
        checker.likely_asked += lacking * (_LESS_FROM_AGENTS if dossier.agent else 1)
        if dossier.limit > SHORT:
            checker.checked_slowly += 1
        if dossier.limit >= LONG:
            loads[dossier.unit.vice_chair].signed += 1
            checker.checked_long += 1
        if receiver is checker:
            checker.both_lacking += lacking
        if dossier.day >= SECOND_HALF - _EARLIER:
            checker.in_second_half += 1
            receiver.in_second_half += 1
    return loads
