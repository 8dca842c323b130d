"""The truth about a province: who was planted, how far it shows, and who stands out for an innocent reason."""

from __future__ import annotations

from typing import Any

import numpy as np
from benchmarks.provinces.province import Province
from benchmarks.registry.course import OPEN
from benchmarks.registry.evidence import Records
from benchmarks.registry.habits import IN_NOTES
from benchmarks.registry.lookalikes import Lookalikes
from benchmarks.registry.pairs import NOTHING, score_pairs
from benchmarks.registry.score import Scores, Shown
from benchmarks.registry.units import LogStyle
from benchmarks.registry.variants import IN_PAIRS, How

FAINT = 3.0
"""Whoever shows less cannot be told from honest variation by anybody."""


def tell_truth(province: Province, records: Records, lookalikes: Lookalikes, events: int) -> dict[str, Any]:
    """``events`` are the rows of the table of steps."""
    scores = records.score()
    planted, faint = _planted(records, scores)
    pairs, faint_pairs = _pairs(records)
    return {
        **province.head,
        "planted": planted,
        "faint": faint,
        "pairs": pairs,
        "faint_pairs": faint_pairs,
        "lookalikes": lookalikes.rows(),
        "notes": _notes(records, scores, events),
    }


Rows = list[dict[str, Any]]


def _planted(records: Records, scores: dict[How, Scores]) -> tuple[Rows, Rows]:
    """Those who can be seen, and the faint; officials of planted pairs stand with their pairs."""
    seen: Rows = []
    faint: Rows = []
    people, units = records.world.people, records.world.units
    for official, variant in records.plan.variants.items():
        if variant.how in IN_PAIRS:
            continue
        shown = scores[variant.how].of(official)
        row = {
            "official": str(people.ids[official]),
            "unit": units.all[people.main_unit[official]].id,
            "act": variant.act,
            "how": variant.how.value,
            "accepted": list(variant.accepted),
            "n": shown.cases,
            "expected": round(shown.expected, 2),
            "excess": round(shown.excess, 2),
            "evidence": round(shown.evidence, 2),
        }
        (faint if _is_faint(shown) else seen).append(row)
    return seen, faint


def _pairs(records: Records) -> tuple[Rows, Rows]:
    seen: Rows = []
    faint: Rows = []
    shown_by_pair = score_pairs(records)
    for official, agent in sorted(records.plan.pairs(*IN_PAIRS)):
        shown = shown_by_pair.get((official, agent), NOTHING)
        row = {
            "official": str(records.world.people.ids[official]),
            "agent": str(records.world.agents.ids[agent]),
            "n": shown.cases,
            "evidence": round(shown.evidence, 2),
        }
        (faint if _is_faint(shown) else seen).append(row)
    return seen, faint


def _is_faint(shown: Shown) -> bool:
    return shown.evidence < FAINT


def _notes(records: Records, scores: dict[How, Scores], events: int) -> dict[str, Any]:
    """About the province as a whole."""
    world, history, course = records.world, records.history, records.history.course
    calendar, units = world.calendar, world.units
    return {
        "habit_spread_log": {IN_NOTES[habit]: spread for habit, spread in world.people.spreads.items()},
        "cut_over": calendar.month_starts[units.cut_over].isoformat(),
        "merge": calendar.month_starts[units.merger].isoformat(),
        "period": [calendar.start.isoformat(), calendar.finish.isoformat()],
        "spread_found": {how.value: round(float(np.median(score.spread)), 3) for how, score in scores.items()},
        "dossiers": len(history),
        "events": events,
        "accesses": len(records.accesses),
        "documents": len(records.documents),
        "open_share": _share(course.outcome == OPEN),
        "late_share": _share(course.late[course.judged]),
        "supplement_share": _share(records.asked),
        "custom_unit": units.all[units.custom].id,
        "no_pause_unit": units.all[units.no_pause].id,
        "rush_unit": units.all[units.rush].id,
        "limit_changed": world.procedures.codes[world.procedures.changed],
        "by_locality": [units.all[branch].id for branch in units.branches if units.by_locality[branch]],
        "log_style": {
            units.all[unit].id: LogStyle(units.log_style[unit]).name.lower() for unit in (*units.front, units.new)
        },
    }


def _share(which: np.ndarray) -> float:
    return round(float(which.mean()), 3)
