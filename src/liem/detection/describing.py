"""Figures that describe a unit and are never a sign by themselves."""

from collections.abc import Iterable

import numpy as np

from liem.detection.counting import Ints
from liem.detection.figures import Figure
from liem.detection.indicator import Indicator, Measured
from liem.detection.statistics.cells import Floats
from liem.detection.statistics.tails import poisson_mean_limit

DESCRIPTIVE = "descriptive"
"""The reason such a figure is given for naming nobody."""


def described(one: Indicator, measured: Iterable[Measured], names: list[str]) -> list[Figure]:
    """Measured units as figures that cannot be named."""
    return [_figure(one, row, names) for row in measured if row.unit >= 0]


def _figure(one: Indicator, row: Measured, names: list[str]) -> Figure:
    nothing = float("nan")
    return Figure(
        indicator=one,
        subject_kind="unit",
        subject=names[row.unit],
        keys=(row.unit,),
        unit=row.unit,
        n=row.n,
        observed=row.observed,
        expected=row.expected,
        effect=row.observed / row.expected if row.expected > 0 else nothing,
        effect_low=row.low,
        effect_high=row.high,
        shrunk=nothing,
        shrunk_low=nothing,
        shrunk_high=nothing,
        p=nothing,
        q=nothing,
        eligible=False,
        reason=DESCRIPTIVE,
        named=False,
        procedure_review=False,
    )


def counted(unit: int, n: int, observed: float, expected: float) -> Measured:
    """Counts against an expectation, with the exact Poisson interval of their ratio (Garwood 1936)."""
    low = float(poisson_mean_limit(0.025, observed)) if observed else 0.0
    high = float(poisson_mean_limit(0.975, observed + 1))
    scale = expected if expected > 0 else float("nan")
    return Measured(unit, n, observed, expected, low / scale, high / scale)


def against_others(unit: Ints, stratum: Ints, n: Floats, events: Floats, least: int) -> list[Measured]:
    """Events of each unit against the rate of the other units in the same strata; units with ``least`` cases only.

    Strata in which nobody else works are left out.
    """
    size = int(stratum.max(initial=-1)) + 1
    all_n, all_events = np.bincount(stratum, n, size), np.bincount(stratum, events, size)
    keys, place = np.unique(unit * size + stratum, return_inverse=True)
    own_n, own_events = np.bincount(place, n), np.bincount(place, events)
    who, where = keys // size, keys % size
    others = all_n[where] - own_n
    rate = np.divide(all_events[where] - own_events, others, out=np.zeros_like(others), where=others > 0)
    compared = (others > 0) & (who >= 0)
    found = []
    for one in np.unique(who[compared]).tolist():
        mine = compared & (who == one)
        if own_n[mine].sum() >= least:
            observed, expected = float(own_events[mine].sum()), float((own_n[mine] * rate[mine]).sum())
            found.append(counted(one, round(float(own_n[mine].sum())), observed, expected))
    return found
