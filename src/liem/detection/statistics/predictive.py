"""What would be expected of each subject if it were honest, given everybody else; and how its own result compares.

The level of a subject's unit is learnt from the *other* subjects of the unit, each of whom may or may not be
honest, and is drawn to the level of all units when they say little. So a unit with many other officials is its own
yardstick, one with few is measured by the province, and how far a unit may differ is learnt, not assumed.
"""

from dataclasses import dataclass

import numpy as np

from liem.detection.statistics.cells import Bools, Floats, Ints
from liem.detection.statistics.honest import PLACES, Combination, HonestVariation, mixture, spread_kernel, unit_law
from liem.detection.statistics.tilt import GRID, Tilted

CHUNK = 20_000


@dataclass(frozen=True)
class Prediction:
    """One entry per subject.

    ``upper`` and ``lower``: one-sided p if honest (mid-p, honest variation and its uncertainty integrated).
    ``outside``: probability of belonging to the second group. ``centre``: expected log factor if honest, ``scale``
    its standard deviation. ``shrunk`` and its 95 % limits: mean ÷ expected given everything.
    """

    upper: Floats
    lower: Floats
    outside: Floats
    centre: Floats
    scale: Floats
    shrunk: Floats
    shrunk_low: Floats
    shrunk_high: Floats


def _unit_level(chance: Floats, group: Ints, law: Floats, listens: Bools) -> Floats:
    """Distribution of the level of each subject's unit, from the others of the unit (rows: subjects, columns:
    places).
    """
    spoken = np.where(listens[:, None], np.log(np.maximum(chance, 1e-300)), 0.0)
    codes, place = np.unique(group, return_inverse=True)
    total = np.zeros((len(codes), chance.shape[1]))
    np.add.at(total, place, spoken)
    level = total[place] - spoken + np.log(law + 1e-300)
    level = np.exp(level - level.max(axis=1, keepdims=True))
    return np.asarray(level / level.sum(axis=1, keepdims=True))


@dataclass
class _Sums:
    """Running weighted sums over the combinations."""

    upper: Floats
    outside: Floats
    first: Floats
    second: Floats
    posterior: Floats


def _law_of(c: Combination, units: bool) -> Floats:
    return unit_law(c.centre, c.unit_spread) if units else np.full(len(PLACES), 1 / len(PLACES))


def _add(sums: _Sums, c: Combination, tilted: Tilted, group: Ints, units: bool, listens: Bools) -> None:
    kernel = spread_kernel(c.tau, c.nu)
    likelihood = np.exp(tilted.loglik)
    honest = likelihood @ kernel
    level = _unit_level(mixture(honest, c.share, c.shift), group, _law_of(c, units), listens)
    expected = level @ kernel.T
    raised = mixture(np.eye(len(PLACES)), 1.0, c.shift)
    higher = level @ raised.T @ kernel.T if c.share else np.zeros_like(expected)
    sums.upper += c.weight * (expected * tilted.tail).sum(axis=1)
    sums.first += c.weight * (expected @ GRID)
    sums.second += c.weight * (expected @ GRID**2)
    both = likelihood * ((1 - c.share) * expected), likelihood * (c.share * higher)
    whole = np.maximum(both[0].sum(axis=1) + both[1].sum(axis=1), 1e-300)
    sums.outside += c.weight * both[1].sum(axis=1) / whole
    sums.posterior += c.weight * (both[0] + both[1]) / whole[:, None]


def _quantile(mass: Floats, share: float, ratio: Floats) -> Floats:
    """Quantile of mean ÷ expected under each row's distribution over the grid, interpolated."""
    below = np.cumsum(mass, axis=1)
    right = np.clip((below < share).sum(axis=1), 1, mass.shape[1] - 1)
    row = np.arange(len(mass))
    low, high = below[row, right - 1], below[row, right]
    part = np.clip((share - low) / np.maximum(high - low, 1e-12), 0, 1)
    return np.asarray(ratio[row, right - 1] * (1 - part) + ratio[row, right] * part)


def predict(
    tilted: Tilted, cluster: Ints | None, variation: HonestVariation, listens: Bools | None = None
) -> Prediction:
    """Compare each subject with what the others let expect. ``listens``: whose results may speak about their unit
    (all).
    """
    size = len(tilted)
    group = np.zeros(size, dtype=np.int64) if cluster is None else cluster
    heard = np.ones(size, dtype=bool) if listens is None else listens
    sums = _Sums(np.zeros(size), np.zeros(size), np.zeros(size), np.zeros(size), np.zeros((size, len(GRID))))
    for c in variation.combinations:
        _add(sums, c, tilted, group, cluster is not None, heard)
    return Prediction(
        upper=np.clip(sums.upper, 1e-300, 1.0),
        lower=np.clip(1 - sums.upper, 1e-300, 1.0),
        outside=sums.outside,
        centre=sums.first,
        scale=np.sqrt(np.maximum(sums.second - sums.first**2, 0.0)),
        shrunk=(sums.posterior * tilted.ratio).sum(axis=1),
        shrunk_low=_quantile(sums.posterior, 0.025, tilted.ratio),
        shrunk_high=_quantile(sums.posterior, 0.975, tilted.ratio),
    )
