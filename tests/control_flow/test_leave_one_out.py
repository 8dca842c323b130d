"""The counts behind the scores, against slow ones written out in plain Python."""

from collections import Counter
from itertools import pairwise
from math import exp

import numpy as np
import pytest
from tests.control_flow.office import Trace, spoiled_log

from liem.detection.control_flow import from_traces
from liem.detection.control_flow.contexts import STRENGTH, Contexts
from liem.detection.control_flow.counting import Index, counts
from liem.detection.control_flow.pairs import PairRules, standing
from liem.detection.control_flow.planting import KINDS, plant


def test_counts_are_weighted_and_leave_the_own_dossier_out() -> None:
    draw = np.random.default_rng(0)
    keys, owner = draw.integers(0, 6, 200), np.sort(draw.integers(0, 20, 200))
    weights = draw.random(20)
    index = Index(keys, owner, 20)
    found = index.find(keys, owner)

    slow = [
        sum(weights[o] for k, o in zip(keys, owner, strict=True) if k == key and o != own)
        for key, own in zip(keys, owner, strict=True)
    ]

    np.testing.assert_allclose(counts(index.totals(weights), found, weights), slow, atol=1e-9)


def test_a_key_never_seen_counts_nothing() -> None:
    index = Index(np.array([3, 5]), np.array([0, 1]), 2)
    found = index.find(np.array([4, 9, 3]), np.array([0, -1, -1]))

    np.testing.assert_array_equal(counts(index.totals(np.ones(2)), found, np.ones(2)), [0, 0, 1])


def _slow_forward(traces: list[Trace], dossier: int, place: int) -> float:
    """p(activity | two before), interpolated, over all dossiers but this one."""
    others = [[step[0] for step in trace] for i, trace in enumerate(traces) if i != dossier]
    me = [step[0] for step in traces[dossier]]
    padded = [[-1, -1, *trace] for trace in others]
    one = Counter(a for trace in others for a in trace)
    two = Counter(pair for trace in padded for pair in pairwise(trace[1:]))
    three = Counter(triple for trace in padded for triple in zip(trace, trace[1:], trace[2:], strict=False))
    a, b, c = ([-1, -1, *me])[place : place + 3]
    kinds = len({step[0] for trace in traces for step in trace})
    p = (one[c] + 0.5 / kinds) / (sum(one.values()) + 0.5)
    before = sum(times for (x, _), times in two.items() if x == b)
    p = (two[b, c] + STRENGTH * p) / (before + STRENGTH)
    both = sum(times for (x, y, _), times in three.items() if (x, y) == (a, b))
    return (three[a, b, c] + STRENGTH * p) / (both + STRENGTH)


def test_the_surprisal_of_a_step_is_that_of_a_slow_count_without_the_own_dossier() -> None:
    traces, _ = spoiled_log(60, 0.2, seed=3)
    log = from_traces(traces)
    weights = np.ones(log.dossiers)
    contexts = Contexts(log)
    placed = contexts.place(log, np.arange(log.dossiers))
    found = contexts.surprisals(placed, contexts.totals(weights), weights)["forward"]

    for event in range(0, log.events, 7):
        dossier, place = int(log.owner[event]), int(log.place[event])
        assert exp(-found[event]) == pytest.approx(_slow_forward(traces, dossier, place), rel=1e-9)


def test_missing_and_inverted_steps_are_those_of_a_slow_search() -> None:
    traces, _ = spoiled_log(120, 0.2, seed=6)
    log = from_traces(traces)
    looked = standing(log, np.r_[np.arange(log.activities), -1], log.activities)
    rules = PairRules(looked, np.ones(log.dossiers))
    everyone = np.arange(log.dossiers)
    firsts = [{a: [s[0] for s in t].index(a) for a in {s[0] for s in t}} for t in traces]

    missing = rules.missing(looked, everyone)
    inverted = rules.inverted(looked, everyone)

    assert len(missing.dossier)
    assert len(inverted.dossier)
    for one, there, other, kept, of in zip(
        missing.dossier, missing.there, missing.other, missing.kept, missing.of, strict=True
    ):
        rest = [f for i, f in enumerate(firsts) if i != one and there in f]
        assert (kept, of) == (sum(other in f for f in rest), len(rest))
        assert other not in firsts[one]
    for one, there, other, kept, of in zip(
        inverted.dossier, inverted.there, inverted.other, inverted.kept, inverted.of, strict=True
    ):
        rest = [f for i, f in enumerate(firsts) if i != one and there in f and other in f]
        assert (kept, of) == (sum(f[there] > f[other] for f in rest), len(rest))
        assert firsts[one][there] < firsts[one][other]


def test_planted_copies_differ_from_their_originals_and_all_kinds_occur() -> None:
    traces, _ = spoiled_log(300, 0.0, seed=1)
    log = from_traces(traces)
    planted = plant(log, seed=5)

    assert set(planted.kind) == set(range(len(KINDS)))
    for i, source in enumerate(planted.source):
        a, b = planted.log.start[i : i + 2]
        copy = list(zip(planted.log.activity[a:b], planted.log.attributes[0][a:b], strict=True))
        assert copy != [tuple(step) for step in traces[source]]
