"""What would be expected of each subject if it were honest, given everybody else; and how its own result compares.

The level of a subject's unit is learnt from the *other* subjects of the unit, each of whom may or may not be
honest, and is drawn to the level of all units when they say little. So a unit with many other officials is its own
yardstick, one with few is measured by the province, and how far a unit may differ is learnt, not assumed.
"""

from dataclasses import dataclass, fields

import numpy as np

from liem.detection.statistics.cells import Floats, Ints
from liem.detection.statistics.honest import Combination, HonestVariation, slab_kernel, spread_kernel, unit_law
from liem.detection.statistics.tilt import GRID, Source, Tilted, quantile

BLOCK = 1_500
"""Subjects looked at together. Units are not split, unless one is larger than this."""


@dataclass(frozen=True)
class Prediction:
    """One entry per subject.

    ``upper`` and ``lower``: one-sided p if honest (mid-p, honest variation and its uncertainty integrated).
    ``outside``: probability of belonging to the second group. ``centre``: mean ÷ expected if honest; ``scale``:
    standard deviation of its logarithm. ``shrunk`` and its 95 % limits: mean ÷ expected given everything. ``low`` and
    ``high``: 95 % limits of observed ÷ expected.
    """

    upper: Floats
    lower: Floats
    outside: Floats
    centre: Floats
    scale: Floats
    shrunk: Floats
    shrunk_low: Floats
    shrunk_high: Floats
    low: Floats
    high: Floats


def _unit_level(chance: Floats, group: Ints, law: Floats) -> Floats:
    """Distribution of the level of each subject's unit, from the others of the unit (rows: subjects, columns:
    places).
    """
    spoken = np.log(np.maximum(chance, 1e-300))
    total = np.zeros((int(group.max(initial=-1)) + 1, chance.shape[1]))
    np.add.at(total, group, spoken)
    level = total[group] - spoken + np.log(law + 1e-300)
    level = np.exp(level - level.max(axis=1, keepdims=True))
    return np.asarray(level / level.sum(axis=1, keepdims=True))


@dataclass
class _Sums:
    """Running weighted sums over the combinations."""

    upper: Floats
    outside: Floats
    ratio: Floats
    first: Floats
    second: Floats
    posterior: Floats


def _add(sums: _Sums, c: Combination, tilted: Tilted, likelihood: Floats, group: Ints) -> None:
    honest_law, higher_law = spread_kernel(c.tau, c.nu), slab_kernel(c.tau)
    chance = (1 - c.share) * (likelihood @ honest_law) + c.share * (likelihood @ higher_law)
    level = _unit_level(chance, group, unit_law(c.centre, c.unit_spread))
    expected = level @ honest_law.T
    sums.upper += c.weight * (expected * tilted.tail).sum(axis=1)
    sums.ratio += c.weight * (expected * tilted.ratio).sum(axis=1)
    sums.first += c.weight * (expected @ GRID)
    sums.second += c.weight * (expected @ GRID**2)
    honest = likelihood * ((1 - c.share) * expected)
    higher = likelihood * (c.share * (level @ higher_law.T))
    whole = np.maximum(honest.sum(axis=1) + higher.sum(axis=1), 1e-300)
    sums.outside += c.weight * higher.sum(axis=1) / whole
    sums.posterior += c.weight * (honest + higher) / whole[:, None]


def _predict_block(tilted: Tilted, group: Ints, variation: HonestVariation) -> Prediction:
    size = len(tilted)

    def nothing() -> Floats:
        return np.zeros(size)

    sums = _Sums(nothing(), nothing(), nothing(), nothing(), nothing(), np.zeros((size, len(GRID))))
    likelihood = np.exp(tilted.loglik)
    for c in variation.combinations:
        _add(sums, c, tilted, likelihood, group)
    low, high = tilted.limits()
    return Prediction(
        upper=np.clip(sums.upper, 1e-300, 1.0),
        lower=np.clip(1 - sums.upper, 1e-300, 1.0),
        outside=sums.outside,
        centre=sums.ratio,
        scale=np.sqrt(np.maximum(sums.second - sums.first**2, 0.0)),
        shrunk=(sums.posterior * tilted.ratio).sum(axis=1),
        shrunk_low=quantile(sums.posterior, 0.025, tilted.ratio),
        shrunk_high=quantile(sums.posterior, 0.975, tilted.ratio),
        low=low,
        high=high,
    )


def _blocks(group: Ints) -> list[Ints]:
    """Subjects in blocks of whole units."""
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(group[order]) != 0]) if len(group) else np.zeros(0, dtype=np.int64)
    blocks, first = [], 0
    while first < len(order):
        last = first + BLOCK
        inside = starts[(starts > first) & (starts <= last)]
        cut = len(order) if last >= len(order) else int(inside[-1]) if len(inside) else last
        blocks.append(np.sort(order[first:cut]))
        first = cut
    return blocks


def predict(source: Source, cluster: Ints | None, variation: HonestVariation) -> Prediction:
    """Compare each subject with what the others let expect. ``cluster``: unit of each subject, or ``None``."""
    group = np.arange(len(source)) if cluster is None else cluster
    names = [f.name for f in fields(Prediction)]
    whole = {name: np.zeros(len(source)) for name in names}
    for block in _blocks(group):
        _, local = np.unique(group[block], return_inverse=True)
        part = _predict_block(source.of(block), local, variation)
        for name in names:
            whole[name][block] = getattr(part, name)
    return Prediction(**whole)
