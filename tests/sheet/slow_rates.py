"""False discovery rates by loops: of whom, then by which question, agents beside, from the method page.

What is taken from Liêm: each figure's p, and whether its excess is material and its own. Everything after that is
counted again.
"""

from collections import defaultdict
from math import isnan, log, sqrt
from typing import Any

import numpy as np
from scipy.stats import chi2, norm

Key = tuple[str, str, str]
"""Indicator, kind of subject, subject."""


def adjusted(values: list[float]) -> list[float]:
    """Benjamini and Hochberg's q of each: the least of p·m/rank at its rank or any later one."""
    ordered = sorted(values)
    m = len(ordered)
    rates = [min(1.0, min(ordered[later] * m / (later + 1) for later in range(rank, m))) for rank in range(m)]
    return [rates[ordered.index(value)] for value in values]


def one_of(values: list[float]) -> float:
    """Simes: one p from several."""
    return min(1.0, min(p * len(values) / rank for rank, p in enumerate(sorted(values), 1)))


def again(figures: list[Any]) -> dict[Key, float]:
    """q of every figure that is a question; ``figures`` as they stand before anything is controlled."""
    seen: dict[str, float] = defaultdict(float)
    for one in figures:
        if one.subject_kind == "official":
            seen[one.indicator.id] += one.observed
    against: dict[Key, float] = {}
    raw: dict[Key, float] = {}
    families: dict[tuple[str, str], list[Key]] = defaultdict(list)
    persons: dict[str, dict[str, list[Key]]] = defaultdict(lambda: defaultdict(list))
    agents: dict[str, list[Key]] = defaultdict(list)
    beside: dict[str, tuple[str, ...]] = {}
    silent: set[Key] = set()
    """What is a matter of the procedure says nothing in what is asked together."""
    for one in figures:
        pattern, key = one.indicator.pattern, (one.indicator.id, one.subject_kind, one.subject)
        hopeless = one.subject_kind == "official" and seen[one.indicator.id] < pattern.least_events
        if not one.eligible or hopeless or isnan(one.p):
            continue
        raw[key] = one.p
        share = pattern.least_share if one.subject_kind == "official" else 0.0
        least = max(pattern.least_events, share * one.n)
        against[key] = one.p if one.named and one.observed >= least else 1.0
        if one.subject_kind == "pair":
            agents[one.subject.split("|")[0]].append(key)
        elif one.subject_kind == "official":
            persons[one.subject][one.indicator.id].append(key)
            if one.procedure_review:
                silent.add(key)
            beside[one.indicator.id] = (one.indicator.id, *pattern.beside)
        else:
            families[one.indicator.act, one.subject_kind].append(key)
    found = _of_persons(persons, agents, beside, against, raw, silent)
    for family in families.values():
        found.update(zip(family, adjusted([against[key] for key in family]), strict=True))
    return found


def _of_persons(
    persons: dict[str, dict[str, list[Key]]],
    agents: dict[str, list[Key]],
    beside: dict[str, tuple[str, ...]],
    against: dict[Key, float],
    raw: dict[Key, float],
    silent: set[Key],
) -> dict[Key, float]:
    asked: dict[str, list[tuple[float, list[Key]]]] = {}
    for who, branches in persons.items():
        asked[who] = [(_brown(keys, against, raw), keys) for keys in branches.values()]
        for name, names in beside.items():
            together = [(other, "official", who) for other in names]
            keys = [key for key in together if key in against and key not in silent]
            if len(names) > 1 and len(keys) > 1:
                told = [key for key in keys if key[0] == name]
                asked[who].append((_brown(keys, against, raw), told))
    rates = _rates({who: [[p] for p, _ in questions] for who, questions in asked.items()})
    pairs = _rates({who: [[against[key] for key in keys]] for who, keys in agents.items()})
    least, least_pair = _least(rates), _least(pairs)
    found: dict[Key, float] = {}
    for who, questions in asked.items():
        for (p, keys), (rate,) in zip(questions, rates[who], strict=True):
            rate = _beside(rate, 0.9, least_pair)
            for key in keys:
                joint = p != against[key] or len(keys) > 1  # told of only where it is raised itself
                mine = max(rate, against[key]) if joint and against[key] > 0.05 else rate
                found[key] = min(found.get(key, 1.0), mine)
    for who, keys in agents.items():
        for key, rate in zip(keys, pairs[who][0], strict=True):
            found[key] = _beside(rate, 0.1, least)
    return found


def _rates(asked: dict[str, list[list[float]]]) -> dict[str, list[list[float]]]:
    """The rate at which each p of each branch of each person is answered."""
    whole = {who: one_of([one_of(values) for values in branches]) for who, branches in asked.items()}
    ladder = sorted(adjusted(list(whole.values())))
    found: dict[str, list[list[float]]] = {}
    for who, branches in asked.items():
        rungs = sorted(adjusted([one_of(values) for values in branches]))
        found[who] = []
        for values in branches:
            found[who].append([])
            for inside in adjusted(values):
                needed = min(max(rung, inside * len(rungs) / k) for k, rung in enumerate(rungs, 1))
                level = min(needed, 1.0) * len(ladder)
                found[who][-1].append(min(1.0, min(max(q, level / k) for k, q in enumerate(ladder, 1))))
    return found


def _least(rates: dict[str, list[list[float]]]) -> float | None:
    return min((rate for branches in rates.values() for values in branches for rate in values), default=None)


def _beside(rate: float, weight: float, other: float | None) -> float:
    """Of two families that share the rate: at its own share, or at the whole one if the other speaks at its share."""
    if other is None:
        return rate
    return min(1.0, rate / weight, max(rate, other / (1 - weight)))


def _brown(keys: list[Key], against: dict[Key, float], raw: dict[Key, float]) -> float:
    """Brown's sum of logarithms for questions that go together; of one alone its p."""
    if len(keys) == 1:
        return against[keys[0]]
    statistic = sum(-2 * log(max(against[key], 1e-300)) for key in keys)
    mean = 2.0 * len(keys)
    variance = 2 * mean
    for place, first in enumerate(keys):
        for second in keys[:place]:
            rho = _correlation(first[0], second[0], raw)
            variance += 2 * (3.263 * rho + 0.710 * rho**2 + 0.027 * rho**3)
    return float(chi2.sf(statistic * 2 * mean / variance, 2 * mean**2 / variance))


def _correlation(first: str, second: str, raw: dict[Key, float]) -> float:
    both = [
        (raw[first, "official", who], raw[second, "official", who])
        for (name, kind, who) in raw
        if name == first and kind == "official" and (second, "official", who) in raw
    ]
    if len(both) < 20:
        return 0.5
    scores = [
        [min(max(float(-norm.ppf(min(max(p, 1e-12), 1 - 1e-12))), -2.0), 2.0) for p in ps]
        for ps in zip(*both, strict=True)
    ]
    return min(max(float(np.corrcoef(*scores)[0, 1]) + 1 / sqrt(len(both)), 0.1), 0.99)
