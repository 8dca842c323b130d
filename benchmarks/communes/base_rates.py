"""What is usual in a province, so that one sees whether it looks like a real one."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.communes.dossier import REFUSED, WITHDRAWN
from benchmarks.communes.evidence import Records
from benchmarks.communes.office import Office
from benchmarks.communes.procedures import SHORT


def count_base_rates(office: Office, records: Records, events: int, astray: float) -> dict[str, float]:
    """``events`` is how many were written, ``astray`` the share of honest accesses without a part in the dossier."""
    dossiers = records.dossiers
    decided = [d for d in dossiers if d.decided]
    return {
        "dossiers": len(dossiers),
        "events": events,
        "accesses": len(records.log.rows),
        "units": len(office.units),
        "officials": len(office.officials),
        "supplement": _share(d.asked for d in dossiers),
        "late": _share(d.late for d in decided),
        "late_gt2": _share(d.late for d in decided if d.limit > SHORT),
        "open": _share(d.open for d in dossiers),
        "refused": _share(d.outcome == REFUSED for d in dossiers),
        "withdrawn": _share(d.outcome == WITHDRAWN for d in dossiers),
        "agent_recorded": _share(d.shows_agent for d in dossiers),
        "unworked_access": round(astray, 3),
        "second_round": _share(d.rounds > 1 for d in dossiers if d.asked),
    }


def _share(met: Iterable[bool]) -> float:
    every = list(met)
    return round(sum(every) / max(1, len(every)), 3)
