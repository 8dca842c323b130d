"""Waits far outside the usual are found; the order of steps is all that the other score knows."""

import numpy as np
import pytest
from tests.control_flow.office import dossiers

from liem.detection.control_flow import from_traces
from liem.detection.control_flow.timing import _median_of_others, oddest_waits

DAY = 86_400.0


def timed(many: int, seed: int) -> tuple[list[list[list[int]]], np.ndarray]:
    """Dossiers of the imagined office, with waits of some days that vary as waits do."""
    traces, draw = dossiers(many, seed), np.random.default_rng(seed)
    waits = [draw.lognormal(0.0, 0.5, len(trace)) * DAY for trace in traces]
    return traces, np.concatenate([np.cumsum(one) for one in waits])


def test_ordinary_waits_are_not_odd() -> None:
    traces, at = timed(400, seed=1)

    assert sum(wait.odd for wait in oddest_waits(from_traces(traces), at)) <= 2


@pytest.mark.parametrize(("factor", "later"), [(300.0, True), (1 / 300, False)])
def test_a_wait_far_longer_or_shorter_is_told_with_the_usual_one(factor: float, later: bool) -> None:
    traces, at = timed(400, seed=2)
    log = from_traces(traces)
    event = int(log.start[7]) + 1
    at[event : log.start[8]] += (at[event] - at[event - 1]) * (factor - 1)

    told = next(wait for wait in oddest_waits(log, at) if wait.dossier == 7)

    assert told.odd
    assert told.place == 1
    assert (told.z > 0) is later
    assert told.usual == pytest.approx(DAY, rel=0.2)


def test_waits_seldom_seen_are_not_judged() -> None:
    traces, at = timed(20, seed=3)

    assert oddest_waits(from_traces(traces), at) == []


@pytest.mark.parametrize("many", [31, 32])
def test_the_median_of_the_others_is_that_of_a_slow_count(many: int) -> None:
    values = np.sort(np.random.default_rng(many).random(many))

    slow = [np.median(np.delete(values, place)) for place in range(many)]
    np.testing.assert_allclose(_median_of_others(values), slow)
