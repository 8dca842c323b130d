"""How often the statistical core names an innocent, and how many of the planted it finds.

Provinces are simulated as cells (no files, no engine): rates multiply, officials specialise, units differ. Beside the
core stands an afternoon's analysis: stratified z per official, one-sided, Benjamini-Hochberg at the same q.

    python -m benchmarks.statistics_error_rates --runs 20
    python -m benchmarks.statistics_error_rates --runs 100 --only heavy
"""

import argparse
import time
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import norm

from liem.detection.statistics import ROOT, Assessment, Cells, assess
from liem.detection.statistics.multiplicity import benjamini_hochberg

PROCEDURES, MONTHS = 12, 12


@dataclass(frozen=True)
class Setup:
    """One kind of province.

    ``spread``: standard deviation of honest log rates within a unit; ``tail``: degrees of freedom (0: normal).
    """

    officials: int = 240
    units: int = 30
    spread: float = 0.25
    unit_spread: float = 0.1
    tail: float = 0.0
    planted: float = 0.12
    ratio: float = 3.0
    raised_units: int = 0
    dossiers: tuple[int, int] = (100, 500)
    base: tuple[float, float] = (0.03, 0.4)


def simulate(setup: Setup, seed: int) -> tuple[Cells, np.ndarray]:
    """Cells of one province, and who was planted."""
    rng = np.random.default_rng(seed)
    unit = np.arange(setup.officials) % setup.units
    guilty = np.zeros(setup.officials, dtype=bool)
    guilty[rng.choice(setup.officials, round(setup.planted * setup.officials), replace=False)] = True
    habit = rng.normal(size=setup.officials)
    if setup.tail:
        habit = rng.standard_t(setup.tail, setup.officials) / np.sqrt(setup.tail / (setup.tail - 2))
    place = rng.normal(0, setup.unit_spread, setup.units)
    place[: setup.raised_units] += np.log(2.0)
    effect = setup.spread * habit + place[unit] + guilty * np.log(setup.ratio)
    base = np.exp(rng.uniform(*np.log(setup.base), PROCEDURES))
    rate = np.repeat(base, MONTHS) * np.tile(np.exp(rng.normal(0, 0.1, MONTHS)), PROCEDURES)
    mix = np.repeat(rng.dirichlet(np.full(PROCEDURES, 0.3), setup.officials) / MONTHS, MONTHS, axis=1)
    counts = np.stack([rng.multinomial(rng.integers(*setup.dossiers), row) for row in mix])
    subject, stratum = np.nonzero(counts)
    n = counts[subject, stratum]
    events = rng.binomial(n, np.minimum(rate[stratum] * np.exp(effect[subject]), 0.95))
    strata = PROCEDURES * MONTHS
    parent = np.concatenate([strata + np.arange(strata) // MONTHS, np.full(PROCEDURES, ROOT)])
    return Cells(subject, stratum, n, events, unit, parent), guilty


def afternoon(found: Assessment) -> np.ndarray:
    """Named by a stratified z and Benjamini-Hochberg, all variation taken for chance."""
    variance = found.expected * (1 - found.expected / np.maximum(found.n, 1))
    z = (found.observed - found.expected) / np.sqrt(np.maximum(variance, 1e-9))
    return benjamini_hochberg(np.where(found.n >= 20, norm.sf(z), np.nan)) <= 0.05


@dataclass
class Tally:
    """What came out of some runs."""

    wrong: list[float]
    found: list[float]
    any_wrong: list[bool]

    def add(self, named: np.ndarray, guilty: np.ndarray) -> None:
        self.wrong.append(float((named & ~guilty).sum() / max(named.sum(), 1)))
        self.found.append(float(named[guilty].mean()) if guilty.any() else np.nan)
        self.any_wrong.append(bool((named & ~guilty).any()))

    def __str__(self) -> str:
        power = f"{np.mean(self.found):5.0%}" if not np.isnan(self.found[0]) else "    -"
        return f"{np.mean(self.wrong):6.1%} {power} {np.mean(self.any_wrong):6.0%}"


def measure(name: str, setup: Setup, runs: int) -> None:
    core, naive, tau = Tally([], [], []), Tally([], [], []), []
    began = time.process_time()
    for seed in range(runs):
        cells, guilty = simulate(setup, 7_000 + seed)
        found = assess(cells)
        core.add(found.named, guilty)
        naive.add(afternoon(found), guilty)
        tau.append(found.tau)
    seconds = (time.process_time() - began) / runs
    print(f"{name:38s} {core}   {naive}   {np.mean(tau):5.2f} {seconds:6.2f}", flush=True)


def setups() -> dict[str, Setup]:
    plain = Setup()
    table: dict[str, Setup] = {}
    for spread in (0.1, 0.2, 0.3, 0.45, 0.6):
        table[f"honest, spread {spread}"] = replace(plain, spread=spread, planted=0)
    for officials, units in ((20, 4), (40, 6), (80, 10), (600, 60)):
        table[f"honest, {officials} officials"] = replace(plain, officials=officials, units=units, planted=0)
    for tail in (3.0, 4.0, 6.0):
        table[f"honest, heavy tails (t{tail:.0f})"] = replace(plain, tail=tail, planted=0)
    table["honest, heavy tails (t4), 40 officials"] = replace(plain, tail=4.0, planted=0, officials=40, units=6)
    table["honest, 3 units of hard cases (x2)"] = replace(plain, planted=0, raised_units=3)
    table["honest, units differ (0.3)"] = replace(plain, planted=0, unit_spread=0.3)
    for spread in (0.1, 0.2, 0.3, 0.45):
        for ratio in (1.5, 2.0, 3.0):
            table[f"planted 12% x{ratio}, spread {spread}"] = replace(plain, spread=spread, ratio=ratio)
    for planted in (0.01, 0.03, 0.2, 0.3):
        table[f"planted {planted:.0%} x3, spread 0.2"] = replace(plain, spread=0.2, planted=planted)
    for officials, units in ((20, 4), (40, 6), (80, 10), (600, 60)):
        table[f"planted 12% x3, {officials} officials"] = replace(plain, officials=officials, units=units, spread=0.2)
    table["planted 12% x3, heavy tails (t4)"] = replace(plain, tail=4.0)
    table["planted 12% x3, few dossiers (20-80)"] = replace(plain, spread=0.2, dossiers=(20, 80))
    table["planted 12% x3, many (1000-4000)"] = replace(plain, spread=0.2, dossiers=(1000, 4000))
    table["planted 12% x3, 3 units of hard cases"] = replace(plain, raised_units=3)
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--only", default="", help="only setups whose name contains this")
    chosen = parser.parse_args()
    print(f"{'':38s} {'core':^19s}   {'stratified z + BH':^19s}")
    print(
        f"{'province':38s} {'false':>6s} {'found':>5s} {'any':>6s}   {'false':>6s} {'found':>5s} {'any':>6s}"
        "     tau  CPU s"
    )
    for name, setup in setups().items():
        if chosen.only in name:
            measure(name, setup, chosen.runs)


if __name__ == "__main__":
    main()
