"""Dossiers the applicant takes back, of his own will or on the official's advice."""

from __future__ import annotations

from random import Random

from benchmarks.communes.case import Case
from benchmarks.communes.procedures import SHORT
from benchmarks.communes.ways import Chance, Way

_USUAL = 0.008
_WITHDRAWN_FROM = 0.5
"""Of the work."""
_REFILED, _REFILED_FROM, _REFILED_TO = 0.4, 1, 20
"""Chance, and working days later."""
_TURNED_ROUND = Chance(0.20, 0.045)
_TURNED_FROM, _TURNED_TO = 0.8, 1.0
"""Of the limit."""
_TURNED_REFILED_FROM, _TURNED_REFILED_TO = 0.3, 4
_REASONS = ["công dân xin rút", "rút hồ sơ", ""]


def draw_withdrawal(rng: Random, case: Case) -> None:
    """What would have happened later does not; it may be filed again."""
    dossier = case.dossier
    begin = dossier.received + case.pause
    turnable = case.way == Way.TURNS_ROUND and case.limit > SHORT and not dossier.earlier
    if turnable and case.happens(rng, _TURNED_ROUND):
        gone = begin + case.limit * rng.uniform(_TURNED_FROM, _TURNED_TO)
        dossier.refiled_at = gone + rng.uniform(_TURNED_REFILED_FROM, _TURNED_REFILED_TO)
    elif rng.random() < _USUAL:
        gone = begin + case.work * rng.uniform(_WITHDRAWN_FROM, 1)
        dossier.refiled_at = gone + rng.uniform(_REFILED_FROM, _REFILED_TO) if rng.random() < _REFILED else None
    else:
        return
    case.gone = gone
    dossier.withdrawn_by_itself = True
    dossier.events = [e for e in dossier.events if e.at < gone]
    dossier.log(gone, "withdrawn", case.checker, reason=rng.choice(_REASONS))
