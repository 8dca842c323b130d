"""What an official showed against what an honest one with the same dossiers would have shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.registry.arrays import Bools, Floats, Ints, sums
from benchmarks.registry.catalogue import BUSINESS, CONSTRUCTION, LAND, OFFICES
from benchmarks.registry.plan import Plan
from benchmarks.registry.world import World

CELL_PRIOR, UNIT_PRIOR = 20, 15
"""Cases of the mean that are added, so that rates of small cells and units do not run away."""
MOST_CERTAIN = 0.98
LEAST_VARIANCE = 0.3
ENOUGH_EXPECTED = 3
"""Events expected of an official from whom the spread of honest habits is learned."""
FEW_OFFICIALS, FEW_OF_OFFICE = 5, 5
"""With fewer, the spread is unknown, and that of an office is that of all."""
RARE = 12
"""With fewer expected events the normal deviation overstates."""


@dataclass
class Measure:
    """Something that may or may not happen in a case."""

    official: Ints
    """Nobody's cases do not count."""
    happened: Bools
    possible: Bools
    kind: Ints
    """Cases of one kind are compared with one another."""
    unit: Ints | None
    """Units have customs; ``None`` where they have no bearing."""
    least_spread: float
    """Of honest habits, as a share of the expected number."""


@dataclass
class Shown:
    """Of one official, or of an official with an agent."""

    cases: int
    expected: float
    excess: float
    evidence: float


@dataclass
class Scores:
    """By official."""

    happened: Floats
    expected: Floats
    cases: Ints
    deviation: Floats
    """Chance and the spread of honest habits."""
    spread: Floats
    """Of honest habits, as a share of the expected number."""

    def of(self, official: int) -> Shown:
        excess = self.happened[official] - self.expected[official]
        return Shown(int(self.cases[official]), float(self.expected[official]), float(excess), self._evidence(official))

    def _evidence(self, official: int) -> float:
        """Standard deviations beyond honest; of rare events no more than their Poisson deviance says."""
        happened, expected, spread = self.happened[official], self.expected[official], self.spread[official]
        normal = (happened - expected) / self.deviation[official]
        if happened > expected > 0 and expected < RARE:
            deviance = 2 * (happened * np.log(happened / expected) - (happened - expected))
            normal = min(normal, deviance**0.5 / (1 + spread**2 * expected) ** 0.5)
        return float(normal)


class Scorer:
    """Rates of honest officials by kind of case, times the factor of their unit."""

    def __init__(self, world: World, plan: Plan) -> None:
        self.officials, self.units = len(world.people), len(world.units)
        self.honest = plan.honest(self.officials)
        self.office = np.full(self.officials, LAND)
        self.office[world.people.main_unit == world.units.business] = BUSINESS
        self.office[world.people.main_unit == world.units.construction] = CONSTRUCTION

    def score(self, measure: Measure) -> Scores:
        possible = measure.possible & (measure.official >= 0)
        official, happened = measure.official[possible], measure.happened[possible].astype(float)
        chance = self._chances(measure, possible, official, happened)
        happened_of = sums(happened, official, self.officials)
        expected = sums(chance, official, self.officials)
        variance = sums(chance * (1 - chance), official, self.officials)
        spread = self._spread(happened_of, expected, variance, measure.least_spread)
        deviation = np.sqrt(np.maximum(variance, LEAST_VARIANCE) + spread * expected**2)
        cases = np.bincount(official, minlength=self.officials)
        return Scores(happened_of, expected, cases, deviation, np.sqrt(spread))

    def _chances(self, measure: Measure, possible: Bools, official: Ints, happened: Floats) -> Floats:
        kind, honest = measure.kind[possible], self.honest[official]
        kinds = int(kind.max()) + 1
        mean = happened[honest].mean() if honest.any() else 0
        events = sums(happened[honest], kind[honest], kinds)
        cases = np.bincount(kind[honest], minlength=kinds)
        chance = ((events + CELL_PRIOR * mean) / (cases + CELL_PRIOR))[kind]
        if measure.unit is None:
            return chance
        unit = measure.unit[possible]
        of_unit = sums(happened[honest], unit[honest], self.units) + UNIT_PRIOR
        factor = of_unit / (sums(chance[honest], unit[honest], self.units) + UNIT_PRIOR)
        return np.minimum(chance * factor[unit], MOST_CERTAIN)

    def _spread(self, happened: Floats, expected: Floats, variance: Floats, least: float) -> Floats:
        """Squared, by moments; offices differ in how much their honest officials do."""
        beyond_chance = (happened - expected) ** 2 - variance
        known = self.honest & (expected >= ENOUGH_EXPECTED)

        def of(officials: Bools) -> float:
            return max(0.0, float(beyond_chance[officials].sum() / (expected[officials] ** 2).sum()))

        of_all = of(known) if known.sum() >= FEW_OFFICIALS else 0.0
        spread = np.zeros(self.officials)
        for office in OFFICES:
            here = known & (self.office == office)
            of_office = of(here) if here.sum() >= FEW_OF_OFFICE else of_all
            spread[self.office == office] = max(of_office, least**2)
        return spread
