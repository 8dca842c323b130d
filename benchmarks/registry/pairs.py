"""How much smoother the dossiers of an agent go with one official than those of either go otherwise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.registry.arrays import Bools, Floats, Ints, sums
from benchmarks.registry.evidence import Records
from benchmarks.registry.score import Shown
from benchmarks.registry.variants import IN_PAIRS

ENOUGH_OF_KIND = 20
QUICK = 0.7
"""A dossier goes smoothly if nothing was asked for and it took less than this share of the median of its kind."""
UNIT_PRIOR, OTHERS_PRIOR = 15, 10
"""Smooth dossiers that are added, so that the factors of units, officials and agents do not run away."""
MOST_CERTAIN, MOST_OF_PAIR = 0.95, 0.93
LEAST_VARIANCE = 0.5
ENOUGH_EXPECTED, LEAST_SPREAD, UNKNOWN_SPREAD = 4, 0.08, 0.1
"""Smooth dossiers expected of a pair from which the spread of honest pairs is learned."""
NOTHING = Shown(0, 0.0, 0.0, 0.0)


def score_pairs(records: Records) -> dict[tuple[int, int], Shown]:
    """All pairs of an official and an agent with dossiers that can be judged."""
    tally = _tally(records)
    expected = tally.expected
    chance = expected / np.maximum(tally.cases, 1)
    of_others = 1 / tally.officials_others + 1 / tally.agents_others
    variance = tally.cases * chance * (1 - chance) + expected**2 * of_others
    planted = set(records.plan.pairs(*IN_PAIRS))
    pairs = [(int(official), int(agent)) for official, agent in zip(tally.official, tally.agent, strict=True)]
    honest = np.array([pair not in planted for pair in pairs]) & (expected >= ENOUGH_EXPECTED)
    excess = tally.smooth - expected
    spread = UNKNOWN_SPREAD**2
    if honest.any():
        beyond_chance = (excess**2 - variance)[honest].sum() / (expected[honest] ** 2).sum()
        spread = max(LEAST_SPREAD**2, float(beyond_chance))
    evidence = excess / np.sqrt(np.maximum(variance, LEAST_VARIANCE) + spread * expected**2)
    shown = zip(tally.cases, expected, excess, evidence, strict=True)
    return {
        pair: Shown(int(cases), float(usual), float(more), float(deviations))
        for pair, (cases, usual, more, deviations) in zip(pairs, shown, strict=True)
    }


@dataclass
class _Tally:
    """One row per pair."""

    official: Ints
    agent: Ints
    cases: Ints
    smooth: Floats
    expected: Floats
    """From the kind of dossier, the unit, the official's other dossiers and the agent's elsewhere."""
    officials_others: Floats
    """Smooth dossiers expected of the official with other agents, and a few."""
    agents_others: Floats


def _tally(records: Records) -> _Tally:
    filed, course = records.history.filed, records.history.course
    judged = course.judged & ~np.isnan(course.pace) & ~records.exported.agent_lost
    smooth = judged & ~records.asked & (course.pace < _medians(records, judged)[records.kind] * QUICK)
    chance = _chances(records, judged, smooth)
    officials, agents = len(records.world.people), len(records.world.agents)
    through = judged & (filed.agent >= 0)
    key = course.appraiser * agents + filed.agent
    keys, pair = np.unique(key[through], return_inverse=True)
    official, agent = keys // agents, keys % agents
    of_pair, usual = sums(smooth[through], pair, len(keys)), sums(chance[through], pair, len(keys))
    by_official = sums(smooth[judged], course.appraiser[judged], officials)[official] - of_pair
    usual_by_official = sums(chance[judged], course.appraiser[judged], officials)[official] - usual
    of_agent = sums(smooth[through], filed.agent[through], agents)[agent] - of_pair
    usual_of_agent = sums(chance[through], filed.agent[through], agents)[agent] - usual
    officials_others, agents_others = usual_by_official + OTHERS_PRIOR, usual_of_agent + OTHERS_PRIOR
    factor = (by_official + OTHERS_PRIOR) / officials_others
    factor_of_agent = (of_agent + OTHERS_PRIOR) / agents_others
    cases = np.bincount(pair)
    return _Tally(
        official=official,
        agent=agent,
        cases=cases,
        smooth=of_pair,
        expected=np.minimum(usual * factor * factor_of_agent, cases * MOST_OF_PAIR),
        officials_others=officials_others,
        agents_others=agents_others,
    )


def _medians(records: Records, judged: Bools) -> Floats:
    """Of the pace, by kind of dossier."""
    kind, pace = records.kind, records.history.course.pace
    paces = [pace[judged & (kind == one)] for one in range(int(kind.max()) + 1)]
    return np.array([np.median(of_kind) if len(of_kind) > ENOUGH_OF_KIND else np.nan for of_kind in paces])


def _chances(records: Records, judged: Bools, smooth: Bools) -> Floats:
    """How often a dossier of the kind and unit goes smoothly with honest officials."""
    kind, unit = records.kind, records.history.filed.unit
    kinds, units = int(kind.max()) + 1, len(records.world.units)
    honest = judged & records.plan.honest(len(records.world.people))[records.history.course.appraiser]
    events = sums(smooth[honest], kind[honest], kinds)
    cases = np.bincount(kind[honest], minlength=kinds)
    chance = (events / np.maximum(cases, 1))[kind]
    of_unit = sums(smooth[honest], unit[honest], units) + UNIT_PRIOR
    factor = of_unit / (sums(chance[honest], unit[honest], units) + UNIT_PRIOR)
    return np.minimum(chance * factor[unit], MOST_CERTAIN)
