"""How often an innocent is named, over all indicators of a run together: the battery declared before it was measured.

Every province is simulated as cells (no files, no engine), with twelve indicators of the five acts, a habit of every
official in each; rates multiply, officials specialise, units differ. It goes through the whole decision: what honest
variation is, how heavy its tails are, who may be named. Twelve indicators, so that luck has the chances it has in a
real run.

    python -m benchmarks.statistics_error_rates --runs 40
    python -m benchmarks.statistics_error_rates --runs 100 --only honest --first 1000

What is asked of the honest provinces: somebody is named in at most 5 % of them. The rows marked "stress" are
outside what is promised, and printed so that it is known what happens there.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import beta, norm

from liem.detection.indicator import DEFAULT
from liem.detection.indicator import RARE as RARELY
from liem.detection.statistics import ROOT, Cells
from liem.detection.statistics.assessment import Assessment, judge, learn
from liem.detection.statistics.honest import pool
from liem.detection.statistics.multiplicity import benjamini_hochberg
from liem.detection.statistics.naming import name_persons

PROCEDURES, QUARTERS = 12, 4
ACTS = np.array([0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4])
"""The act of each of the twelve indicators."""
COMMON, RARE = (0.04, 0.4), (0.001, 0.02)


@dataclass(frozen=True)
class Setup:
    """One kind of province.

    ``spread``: standard deviation of honest log rates within a unit; ``law``: normal, ``t3`` … or gamma (frailty).
    ``alike``: correlation of one official's habits between indicators. ``skew``: standard deviation of the logarithm
    of an official's number of dossiers. ``planted``: share of officials who do one act, seen by one or two indicators.
    """

    officials: int = 160
    units: int = 20
    spread: float = 0.2
    law: str = "normal"
    unit_spread: float = 0.1
    alike: float = 0.3
    dossiers: int = 300
    skew: float = 0.4
    base: tuple[float, float] = COMMON
    planted: float = 0.0
    ratio: float = 3.0


BATTERY = {
    "normal, sd 0.1": Setup(spread=0.1),
    "normal, sd 0.2": Setup(),
    "normal, sd 0.3": Setup(spread=0.3),
    "normal, sd 0.5": Setup(spread=0.5),
    "t(6), sd 0.2": Setup(law="t6"),
    "gamma frailty, cv 0.2": Setup(law="gamma"),
    "gamma frailty, cv 0.4": Setup(law="gamma", spread=0.4),
    "units differ, sd 0.2": Setup(unit_spread=0.2),
    "units differ, sd 0.4": Setup(unit_spread=0.4),
    "skewed caseloads": Setup(skew=1.0),
    "60 officials": Setup(officials=60, units=8),
    "600 officials": Setup(officials=600, units=60),
    "rare events": Setup(base=RARE),
    "rare events, sd 0.5": Setup(base=RARE, spread=0.5),
    "t(8), sd 0.2": Setup(law="t8"),
}
STRESS = {
    "60 officials, t(6)": Setup(officials=60, units=8, law="t6"),
    "t(4), sd 0.2": Setup(law="t4"),
    "t(4), sd 0.3": Setup(law="t4", spread=0.3),
    "t(3), sd 0.2": Setup(law="t3"),
    "60 officials, t(4)": Setup(officials=60, units=8, law="t4"),
}
PLANTED = {
    "planted 10 % x3": Setup(planted=0.1),
    "planted 10 % x2": Setup(planted=0.1, ratio=2.0),
    "planted 10 % x1.6": Setup(planted=0.1, ratio=1.6),
    "planted 10 % x3, sd 0.3": Setup(planted=0.1, spread=0.3),
    "planted 3 % x3": Setup(planted=0.03),
    "planted 10 % x3, t(6)": Setup(planted=0.1, law="t6"),
    "planted 10 % x3, t(4)": Setup(planted=0.1, law="t4"),
    "planted 10 % x3, 60 officials": Setup(planted=0.1, officials=60, units=8),
    "planted 10 % x10, rare events": Setup(planted=0.1, base=RARE, ratio=10.0),
}


def habits(rng: np.random.Generator, setup: Setup, indicators: int) -> np.ndarray:
    """Honest log multipliers, officials × indicators, with the setup's standard deviation."""
    common = rng.normal(size=(setup.officials, 1))
    draw = np.sqrt(setup.alike) * common + np.sqrt(1 - setup.alike) * rng.normal(size=(setup.officials, indicators))
    if setup.law == "normal":
        return setup.spread * draw
    if setup.law == "gamma":
        from scipy.stats import gamma

        shape = 1 / setup.spread**2
        return np.log(gamma.ppf(norm.cdf(draw), shape, scale=1 / shape))
    degrees = float(setup.law[1:])
    chi = rng.chisquare(degrees, (setup.officials, indicators)) / degrees
    return setup.spread * draw / np.sqrt(chi) / np.sqrt(degrees / (degrees - 2))


@dataclass(frozen=True)
class Simulated:
    """Cells of each indicator, and which official was planted in which indicator."""

    cells: list[Cells]
    planted: np.ndarray
    common: bool


def simulate(setup: Setup, seed: int) -> Simulated:
    """One province."""
    rng = np.random.default_rng(seed)
    size, indicators = setup.officials, len(ACTS)
    unit = rng.permutation(np.arange(size) % setup.units)
    mix = rng.dirichlet(np.full(PROCEDURES, 0.3), size) / QUARTERS
    volume = np.maximum(rng.lognormal(np.log(setup.dossiers), setup.skew, size), 20).astype(int)
    n = rng.multinomial(volume, np.repeat(mix, QUARTERS, axis=1))
    subject, stratum = np.nonzero(n)
    n = n[subject, stratum]
    own = habits(rng, setup, indicators)
    guilty = _planted(rng, setup)
    own += np.log(setup.ratio) * guilty
    strata = PROCEDURES * QUARTERS
    parent = np.concatenate([strata + np.arange(strata) // QUARTERS, np.full(PROCEDURES, ROOT)])
    cells = []
    for k in range(indicators):
        base = np.repeat(np.exp(rng.uniform(*np.log(setup.base), PROCEDURES)), QUARTERS)
        base *= np.tile(np.exp(rng.normal(0, 0.1, QUARTERS)), PROCEDURES)
        place = rng.normal(0, setup.unit_spread, setup.units)
        rate = np.minimum(base[stratum] * np.exp(own[subject, k] + place[unit[subject]]), 0.95)
        cells.append(Cells(subject, stratum, n, rng.binomial(n, rate), unit, parent))
    return Simulated(cells, guilty, setup.base == COMMON)


def _planted(rng: np.random.Generator, setup: Setup) -> np.ndarray:
    """Officials × indicators: who does one act, seen by one indicator of it or two."""
    guilty = np.zeros((setup.officials, len(ACTS)), dtype=bool)
    for who in rng.choice(setup.officials, round(setup.planted * setup.officials), replace=False):
        seen_by = np.flatnonzero(rng.integers(5) == ACTS)
        guilty[who, rng.choice(seen_by, min(len(seen_by), int(rng.integers(1, 3))), replace=False)] = True
    return guilty


def assessed(made: Simulated) -> list[Assessment]:
    """The whole assessment of one run."""
    learnt = [learn(cells, DEFAULT if made.common else RARELY) for cells in made.cells]
    said = pool([one.weighed for one in learnt])
    return [judge(one, shared) for one, shared in zip(learnt, said, strict=True)]


def named(found: list[Assessment], fdr: float = 0.05) -> np.ndarray:
    """Officials × indicators named."""
    p = np.stack([np.where(a.eligible, np.where(a.worth, a.p, 1.0), np.nan) for a in found], axis=1)
    with np.errstate(invalid="ignore"):
        return name_persons(p, np.arange(p.shape[1])) <= fdr


def afternoon(found: list[Assessment]) -> np.ndarray:
    """Named by a stratified z and Benjamini-Hochberg per indicator, all variation taken for chance."""
    columns = []
    for one in found:
        variance = one.expected * (1 - one.expected / np.maximum(one.n, 1))
        z = (one.observed - one.expected) / np.sqrt(np.maximum(variance, 1e-9))
        columns.append(benjamini_hochberg(np.where(one.n >= 20, norm.sf(z), np.nan)) <= 0.05)
    return np.stack(columns, axis=1)


@dataclass
class Tally:
    """What came out of some runs."""

    wrong: list[float]
    found: list[float]
    any_wrong: list[bool]

    def add(self, chosen: np.ndarray, planted: np.ndarray) -> None:
        guilty, people = planted.any(axis=1), chosen.any(axis=1)
        self.wrong.append(float((people & ~guilty).sum() / max(people.sum(), 1)))
        acts = np.array(
            [[(chosen & planted)[who, act == ACTS].any() for act in range(5)] for who in range(len(people))]
        )
        self.found.append(float(acts.any(axis=1)[guilty].mean()) if guilty.any() else np.nan)
        self.any_wrong.append(bool((people & ~guilty).any()))

    def __str__(self) -> str:
        power = f"{np.mean(self.found):5.0%}" if not np.isnan(self.found[0]) else "    -"
        hits, runs = sum(self.any_wrong), len(self.any_wrong)
        high = float(beta.ppf(0.975, hits + 1, runs - hits)) if hits < runs else 1.0
        return f"{np.mean(self.wrong):6.1%} {power} {hits / runs:5.0%} (<{high:4.0%})"


def measure(setup: Setup, seeds: Iterator[int]) -> tuple[Tally, Tally, float, float]:
    """The core's tally, the afternoon's, the mean of what was learnt of the spread, CPU seconds of a run."""
    core, naive, tau, seconds = Tally([], [], []), Tally([], [], []), [], []
    for seed in seeds:
        made = simulate(setup, seed)
        began = time.process_time()
        found = assessed(made)
        core.add(named(found), made.planted)
        seconds.append(time.process_time() - began)
        naive.add(afternoon(found), made.planted)
        tau.append(np.mean([one.tau for one in found]))
    return core, naive, float(np.mean(tau)), float(np.mean(seconds))


def setups() -> dict[str, Setup]:
    return {
        **{f"honest: {name}": replace(setup, planted=0.0) for name, setup in BATTERY.items()},
        **{f"stress: {name}": setup for name, setup in STRESS.items()},
        **PLANTED,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--first", type=int, default=7_000, help="first seed")
    parser.add_argument("--only", default="", help="only setups whose name contains this")
    chosen = parser.parse_args()
    print(f"{'':34s} {'core':^27s}   {'stratified z + BH':^27s}")
    heads = f"{'false':>6s} {'found':>5s} {'any (95 % limit)':>14s}"
    print(f"{'province':34s} {heads}   {heads}   tau  CPU s")
    for name, setup in setups().items():
        if chosen.only in name:
            core, naive, tau, seconds = measure(setup, iter(range(chosen.first, chosen.first + chosen.runs)))
            print(f"{name:34s} {core}   {naive}  {tau:5.2f} {seconds:6.2f}", flush=True)


if __name__ == "__main__":
    main()
