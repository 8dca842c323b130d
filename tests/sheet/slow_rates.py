"""False discovery rates by loops: of whom, then under which question, then by what, from the method page.

What is taken from Liêm: each figure's p, and whether its excess is material and its own. Everything after that is
counted again.
"""

from collections import defaultdict
from math import isnan, log
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
    for one in figures:
        pattern, key = one.indicator.pattern, (one.indicator.id, one.subject_kind, one.subject)
        hopeless = one.subject_kind == "official" and seen[one.indicator.id] < pattern.least_events
        if not one.eligible or hopeless or isnan(one.p):
            continue
        raw[key] = one.p
        against[key] = one.p if one.named and one.observed >= pattern.least_events else 1.0
        if one.subject_kind in ("official", "pair"):
            branch = "pair" if one.subject_kind == "pair" else pattern.joined or one.indicator.id
            persons[one.subject.split("|")[0]][branch].append(key)
        else:
            families[one.indicator.act, one.subject_kind].append(key)
    found = _of_persons(persons, against, raw)
    for family in families.values():
        found.update(zip(family, adjusted([against[key] for key in family]), strict=True))
    return found


def _of_persons(
    persons: dict[str, dict[str, list[Key]]], against: dict[Key, float], raw: dict[Key, float]
) -> dict[Key, float]:
    together = _joint_names(persons)
    asked: dict[str, dict[str, list[float]]] = {}
    for who, branches in persons.items():
        asked[who] = {
            name: [_brown([against[key] for key in keys], name, together, raw)]
            if name in together
            else [against[key] for key in keys]
            for name, keys in branches.items()
        }
    whole = {who: one_of([one_of(values) for values in branches.values()]) for who, branches in asked.items()}
    ladder = sorted(adjusted(list(whole.values())))
    found = {}
    for who, branches in asked.items():
        rungs = sorted(adjusted([one_of(values) for values in branches.values()]))
        for name, values in branches.items():
            for place, inside in enumerate(adjusted(values)):
                needed = min(max(rung, inside * len(rungs) / k) for k, rung in enumerate(rungs, 1))
                level = min(needed, 1.0) * len(ladder)
                rate = min(1.0, min(max(q, level / k) for k, q in enumerate(ladder, 1)))
                if name not in together:
                    found[persons[who][name][place]] = rate
                    continue
                for key in persons[who][name]:  # told of only where it is raised itself
                    found[key] = max(rate, against[key]) if against[key] > 0.05 else rate
    return found


def _joint_names(persons: dict[str, dict[str, list[Key]]]) -> dict[str, list[str]]:
    """Questions that several indicators ask together, and which."""
    members: dict[str, set[str]] = defaultdict(set)
    for branches in persons.values():
        for name, keys in branches.items():
            members[name] |= {key[0] for key in keys}
    return {name: sorted(ids) for name, ids in members.items() if name != "pair" and len(ids) > 1}


def _brown(values: list[float], name: str, together: dict[str, list[str]], raw: dict[Key, float]) -> float:
    """Brown's sum of logarithms for two questions that go together."""
    statistic = sum(-2 * log(max(p, 1e-300)) for p in values)
    mean = 2.0 * len(values)
    variance = 2 * mean
    if len(values) == 2:
        rho = _correlation(*together[name], raw)
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
    return min(max(float(np.corrcoef(*scores)[0, 1]), 0.3), 0.99)


def _score(p: float) -> float:
    """Normal score; what lies beyond two standard deviations tells nothing of how habits go together."""
    return min(max(float(-norm.ppf(min(max(p, 1e-12), 1 - 1e-12))), -2.0), 2.0)
