"""Clocks stopped just before they run out: each official's hazard of stopping then, against his own hazard at other
times.

For one official, file-days shortly before the due date and all other file-days have each a hazard of a stop (a
suspension, a request for a supplement); their ratio does not depend on how often the official stops clocks at all.
Given the stops of a stratum in total, the late ones are binomial with odds (late file-days ÷ other file-days) ×
hazard ratio (discrete-time hazards, small), so officials are compared by the ratio of their hazard ratio to that of
the others: the same exponential family as for shares, and honest officials may differ in it.
"""

from dataclasses import dataclass

import numpy as np

from liem.detection.statistics.assessment import Assessment, assess
from liem.detection.statistics.cells import Bools, Cells, Floats, Ints
from liem.detection.statistics.expectation import TINY, Yardstick, others_of, yardstick_from
from liem.detection.statistics.mantel_haenszel import CommonRatio, common_rate_ratio
from liem.detection.statistics.settings import Settings


@dataclass(frozen=True)
class LateStops:
    """File-days at risk and stops, by official × stratum, in the last days before the due date and at all other
    times.

    ``cluster`` and ``parent`` as in :class:`~liem.detection.statistics.cells.Cells`.
    """

    official: Ints
    stratum: Ints
    late_days: Floats
    late_stops: Floats
    other_days: Floats
    other_stops: Floats
    cluster: Ints | None = None
    parent: Ints | None = None


@dataclass(frozen=True)
class LateStopAssessment:
    """``assessment`` counts stops: n are all stops, observed the late ones, expected those at the others' hazard
    ratio.

    ``hazard_ratio``: of each official, late against other days (Mantel–Haenszel over strata). ``others``: the
    common one of all officials.
    """

    assessment: Assessment
    hazard_ratio: CommonRatio
    others: CommonRatio


def _merged(stops: LateStops) -> tuple[Cells, Floats, Floats]:
    """One row per official and stratum, in order, so that the days keep their place beside the cells."""
    official, stratum = np.asarray(stops.official, dtype=np.int64), np.asarray(stops.stratum, dtype=np.int64)
    width = int(stratum.max(initial=0)) + 1
    keys, place = np.unique(official * width + stratum, return_inverse=True)
    columns = (stops.late_days, stops.late_stops, stops.other_days, stops.other_stops)
    late_days, late, other_days, other = (
        np.bincount(place, weights=np.asarray(c, dtype=np.float64)).astype(np.float64) for c in columns
    )
    cells = Cells(keys // width, keys % width, late + other, late, stops.cluster, stops.parent)
    return cells, late_days, other_days


def assess_late_stops(stops: LateStops, settings: Settings | None = None) -> LateStopAssessment:
    """Assess every official's hazard ratio of late stops against that of the others. At least
    ``settings.min_others`` stops of others make a comparison.

    Raises :class:`ValueError` when there are stops on days nobody was at risk.
    """
    cells, late_days, other_days = _merged(stops)
    other = cells.n - cells.events
    if ((cells.events > 0) & (late_days <= 0)).any() or ((other > 0) & (other_days <= 0)).any():
        raise ValueError("there are stops without file-days at risk")
    every = np.zeros(len(cells.n), dtype=np.int64)
    own = common_rate_ratio(cells.events, late_days, other, other_days, cells.subject, cells.subjects)
    common = common_rate_ratio(cells.events, late_days, other, other_days, every, 1)

    def measure(ordered: Cells, trusted: Bools, chosen: Settings) -> Yardstick:
        return _yardstick(ordered, late_days, other_days, trusted, chosen)

    return LateStopAssessment(assess(cells, settings, measure), own, common)


def _yardstick(cells: Cells, late_days: Floats, other_days: Floats, trusted: Bools, settings: Settings) -> Yardstick:
    """Chance that a stop is a late one at the hazard ratio of the others."""
    days = np.maximum(late_days + other_days, TINY)
    other = cells.n - cells.events
    upper, lower = cells.events * other_days / days, other * late_days / days
    spread = cells.n * late_days * other_days / days**2
    others = others_of(cells, trusted, float(settings.min_others), upper, lower, spread)
    # Half a stop on either side keeps a stratum without late stops from making the first one infinitely surprising.
    late_sum, other_sum = others.sums[0] + 0.5, others.sums[1] + 0.5
    odds = late_days / np.maximum(other_days, TINY) * late_sum / other_sum
    base = np.where(others.settled, np.clip(odds / (1 + odds), TINY, 1 - TINY), np.nan)
    uncertainty = np.maximum(others.sums[2], 0.5) / (late_sum * other_sum)
    return yardstick_from(cells, trusted, others, base, uncertainty, share=True)
