"""Honest officials whose habits, or whose colleagues, make them stand out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from benchmarks.communes.office import Lookalike, Office, Official
from benchmarks.communes.plan import Plan
from benchmarks.communes.ways import Way
from benchmarks.communes.workload import Workload

_ENOUGH_TO_SUFFER, _ENOUGH_TO_SHOW = 60, 120
"""Dossiers checked."""
_STRICT, _SLOW = 0.33, 0.2
_SUFFERS = {
    Way.WITHHOLDS_SIGNATURE: "late_because_the_signer_sits_on_it",
    Way.STAMPS_IN: "asks_because_a_colleague_takes_anything_in",
}


def find_extremes(office: Office, plan: Plan, workloads: Mapping[Official, Workload]) -> list[Lookalike]:
    return [
        Lookalike(kind, "official", official.code)
        for official in office.officials
        if official.code not in plan.guilty
        for kind in (*_suffered(official, plan, workloads), *_habits(official, office, workloads))
    ]


def _suffered(official: Official, plan: Plan, workloads: Mapping[Official, Workload]) -> Iterator[str]:
    """What a planted colleague does to him."""
    if _checked(official, workloads) > _ENOUGH_TO_SUFFER:
        for colleague, way in plan.ways.items():
            if colleague.unit is official.unit and way in _SUFFERS:
                yield _SUFFERS[way]


def _habits(official: Official, office: Office, workloads: Mapping[Official, Workload]) -> Iterator[str]:
    if official.trait or official.unit is office.centre or _checked(official, workloads) < _ENOUGH_TO_SHOW:
        return
    if official.strict + official.lax > _STRICT:
        yield "strict_but_honest"
    if official.slow > _SLOW:
        yield "slow_but_honest"


def _checked(official: Official, workloads: Mapping[Official, Workload]) -> int:
    return workloads[official].checked if official in workloads else 0
