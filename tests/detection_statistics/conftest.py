"""A small simulated province as cells; the simulation shares no code and no link function with what it tests."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from liem.detection.statistics import ROOT, Cells


@dataclass(frozen=True)
class Province:
    """Cells, and which officials were planted."""

    cells: Cells
    planted: np.ndarray


def simulate(
    seed: int,
    officials: int = 160,
    units: int = 20,
    spread: float = 0.25,
    unit_spread: float = 0.1,
    planted: float = 0.0,
    ratio: float = 3.0,
    heavy: bool = False,
    raised_units: int = 0,
    raised_by: float = 2.0,
    dossiers: tuple[int, int] = (150, 500),
) -> Province:
    """Rates multiply (base × month × official × unit), and are cut at 0.95; officials specialise in few procedures."""
    rng = np.random.default_rng(seed)
    procedures, months = 8, 6
    unit = np.arange(officials) % units
    base = np.exp(rng.uniform(np.log(0.04), np.log(0.3), procedures))
    own = rng.standard_t(4, officials) / np.sqrt(2) if heavy else rng.normal(0, 1, officials)
    place = rng.normal(0, unit_spread, units) + np.where(np.arange(units) < raised_units, np.log(raised_by), 0.0)
    guilty = np.zeros(officials, dtype=bool)
    guilty[rng.choice(officials, round(planted * officials), replace=False)] = True
    effect = own * spread + place[unit] + np.where(guilty, np.log(ratio), 0.0)
    mix = rng.dirichlet(np.full(procedures, 0.4), officials)
    counts = np.stack([rng.multinomial(rng.integers(*dossiers), np.repeat(m / months, months)) for m in mix])
    rate = np.repeat(base, months) * np.tile(np.exp(rng.normal(0, 0.1, months)), procedures)
    subject, stratum = np.nonzero(counts)
    n = counts[subject, stratum]
    events = rng.binomial(n, np.minimum(rate[stratum] * np.exp(effect[subject]), 0.95))
    strata = procedures * months
    parent = np.concatenate([strata + np.arange(strata) // months, np.full(procedures, ROOT)])
    return Province(Cells(subject, stratum, n, events, unit, parent), guilty)


@pytest.fixture
def province() -> Callable[..., Province]:
    """The simulator."""
    return simulate
