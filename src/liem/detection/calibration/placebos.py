"""Nothing to find: shuffled officials, outcomes nobody caused, deadlines that are none, and one half against the
other."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from liem.base.progress import Progress
from liem.detection.calibration.dealing import shuffle
from liem.detection.calibration.judging import Floats, Standing, judge, learnt, named, without_named_pairs
from liem.detection.calibration.plan import Plan
from liem.detection.calibration.questions import Question
from liem.detection.counting import Counted
from liem.detection.indicator import Indicator
from liem.detection.statistics import assess

CURVE = np.linspace(0.0, 1.0, 41)
"""Where the distribution of p is drawn."""
SMALL = 0.25
"""p-values up to here are compared with what they should be."""
GRAIN = 0.05
"""What the steps of mid-p values of rare events may add to their distribution."""
TOP = 5


@dataclass
class Shuffled:
    """What the shuffles gave: how many, in how many anybody was named, and by indicator names, p-values."""

    done: int = 0
    anybody: int = 0
    named_in: dict[str, int] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    p: dict[str, list[Floats]] = field(default_factory=dict)

    def curve(self, indicator: str) -> list[float]:
        """Share of p at or below each place of :data:`CURVE`."""
        p = np.concatenate(self.p[indicator]) if self.p.get(indicator) else np.zeros(0)
        return [round(float((p <= at).mean()), 4) if len(p) else 0.0 for at in CURVE]

    def too_small(self, indicator: str) -> tuple[float, float, int]:
        """One-sided Kolmogorov–Smirnov against uniform: distance by which p-values are too small, its p, how many.

        Looked at up to :data:`SMALL`, where names come from: above it p-values of rare events heap at one half, as they
        must. The bound of Dvoretzky, Kiefer and Wolfowitz (Massart 1990) makes the p.
        """
        p = np.sort(np.concatenate(self.p[indicator])) if self.p.get(indicator) else np.zeros(0)
        if not len(p):
            return 0.0, 1.0, 0
        beyond = np.arange(1, len(p) + 1) / len(p) - p - GRAIN
        distance = float(beyond[p <= SMALL].max(initial=0.0))
        return distance, float(np.exp(-2 * len(p) * distance**2)), len(p)


def run_shuffles(asked: list[Question], plan: Plan, progress: Progress, over: Callable[[], bool]) -> Shuffled:
    """Deal who handled what out again and again, and look whom the detection names."""
    found = Shuffled()
    progress.stage("shuffle", plan.shuffles)
    dealt = [without_named_pairs(one, plan.fdr) for one in asked]
    for number in range(plan.shuffles):
        if found.done and over():
            break
        _note(found, Standing.of([shuffle(one, plan.seed + number) for one in dealt], plan.fdr))
        progress.advance()
    return found


def _note(found: Shuffled, standing: Standing) -> None:
    found.done += 1
    anybody = False
    for one, result, who in zip(standing.asked, standing.judged, standing.named(), strict=True):
        name, hits = one.indicator.id, int(who.sum())
        found.names[name] = found.names.get(name, 0) + hits
        found.named_in[name] = found.named_in.get(name, 0) + (hits > 0)
        found.p.setdefault(name, []).append(result.tested)
        anybody = anybody or hits > 0
    found.anybody += anybody


def run_controls(questions: list[tuple[str, Question]], plan: Plan) -> dict[str, dict[str, int]]:
    """Names by indicator and control; each question stands alone, which is stricter than the detection."""
    found: dict[str, dict[str, int]] = {}
    for name, question in questions:
        (who,) = named([judge(question, learnt(question, plan.fdr))], plan.fdr)
        found.setdefault(question.indicator.id, {})[name] = int(who.sum())
    return found


def stability(halves: list[tuple[Indicator, Counted, Counted]], fdr: float) -> dict[str, dict[str, Any]]:
    """How well the order of officials in one half of the period agrees with that in the other."""
    found = {}
    for one, first, second in halves:
        if one.pattern is None:
            continue
        ratios = [_ratios(half, assess(half.cells, one.pattern.settings).shrunk) for half in (first, second)]
        both = sorted(set(ratios[0]) & set(ratios[1]))
        a, b = (np.array([part[official] for official in both]) for part in ratios)
        rank = (
            float(np.corrcoef(_ranks(a), _ranks(b))[0, 1]) if len(both) >= 3 and a.std() > 0 and b.std() > 0 else None
        )
        tops = [{both[row] for row in np.argsort(-part, kind="stable")[:TOP]} for part in (a, b)]
        shared = len(tops[0] & tops[1]) / len(tops[0] | tops[1]) if both else None
        found[one.id] = {"officials": len(both), "rank_agreement": _rounded(rank), "top5_overlap": _rounded(shared)}
    return found


def _ranks(values: Floats) -> Floats:
    """Ranks from 1; equal values share the mean of theirs."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(count) - (count - 1) / 2)[place])


def _ratios(half: Counted, shrunk: Floats) -> dict[int, float]:
    size = min(len(half.keys), len(shrunk))
    return {int(half.keys[row][0]): float(shrunk[row]) for row in range(size) if np.isfinite(shrunk[row])}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def stopwatch(seconds: float | None) -> Callable[[], bool]:
    """Whether the time allowed is over."""
    started = time.monotonic()
    return lambda: seconds is not None and time.monotonic() - started > seconds
