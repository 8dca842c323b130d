"""What is usual in a log, as plain counts of dossiers: the figures that explanations quote."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from liem.detection.control_flow.log import Floats, Ints, Log
from liem.detection.control_flow.pairs import PairRules, followed_activities, standing


@dataclass(frozen=True)
class Share:
    """``kept`` of ``of`` comparable dossiers (or times)."""

    kept: int
    of: int


class Usual:
    """Plain counts over the reference dossiers. ``outside``: the number that stands for beginning and end."""

    def __init__(self, log: Log, weights: Floats) -> None:
        self.log, self.outside = log, log.activities
        size = log.activities + 1
        follows = log.beside(log.activity, 1, self.outside)
        first = log.activity[log.start[:-1]]
        before = np.r_[np.full(len(first), self.outside), log.activity]
        after = np.r_[first, follows]
        ones = np.r_[weights, weights[log.owner]]
        flow = np.bincount(before * size + after, weights=ones, minlength=size * size)
        self._flow: Floats = np.asarray(flow, np.float64).reshape(size, size)
        self._out: Floats = self._flow.sum(axis=1)
        self._number = followed_activities(log)
        self._activity: Ints = np.flatnonzero(self._number >= 0)
        self._pairs = PairRules(standing(log, self._number, len(self._activity)), weights)
        self._values = [
            csr_matrix((weights[log.owner], (log.activity, column)), shape=(log.activities, size))
            for column, size in zip(log.attributes, log.values, strict=True)
        ]
        self._most = [np.asarray(table.argmax(axis=1)).ravel() for table in self._values]
        order = np.lexsort((-log.repetition, log.activity, log.owner))
        top = np.r_[
            True,
            (log.activity[order][1:] != log.activity[order][:-1]) | (log.owner[order][1:] != log.owner[order][:-1]),
        ]
        self._times: tuple[Ints, Ints] = (log.activity[order][top], log.repetition[order][top] + 1)

    def opening(self, activity: int) -> float:
        """How surprising it is to begin with this step (nats)."""
        return float(-np.log((self._flow[self.outside, activity] + 0.5) / (self._out[self.outside] + 1)))

    def between(self, before: int, after: int) -> int:
        """The step that most likely stands between two others."""
        likely = self._flow[before] * self._flow[:, after] / np.maximum(self._out, 1e-9)
        return int(np.argmax(likely[:-1]))

    def gap(self, step: int, before: Ints, after: Ints) -> int:
        """The gap between steps where this step most likely stands."""
        into = self._flow[before, step] / np.maximum(self._out[before], 1e-9)
        out = self._flow[step, after] / max(self._out[step], 1e-9)
        there = self._flow[before, after] / np.maximum(self._out[before], 1e-9)
        return int(np.argmax((into + 1e-6) * (out + 1e-6) / (there + 1e-2)))

    def missing(self, activity: Ints) -> list[int]:
        """Steps that are not there although they nearly always come with one that is, the plainest first."""
        has = np.unique(self._number[np.minimum(activity, len(self._number) - 1)])
        has = has[has >= 0]
        if not len(has):
            return []
        share = self._pairs.both[has] / np.maximum(self._pairs.count[has][:, None] + 2.0, 1e-9)
        best = share.max(axis=0)
        best[has] = 0.0
        order = np.argsort(-best, kind="stable")
        return [int(self._activity[k]) for k in order if best[k] >= 0.5]

    def value(self, attribute: int, activity: int) -> int:
        """The most frequent value of an attribute at a step."""
        return int(self._most[attribute][activity])

    def value_share(self, attribute: int, activity: int, value: int) -> Share:
        """How often the step had this value."""
        row = self._values[attribute][activity]
        return Share(round(float(row[0, value])), round(float(row.sum())))

    def follows(self, before: int, after: int) -> Share:
        """How often a step was followed at once by another."""
        return Share(round(float(self._flow[before, after])), round(float(self._out[before])))

    def likeliest_after(self, before: int) -> int:
        """The step (or the end, ``outside``) that most often follows."""
        return int(np.argmax(self._flow[before]))

    def companion(self, step: int, present: Ints) -> tuple[int, Share]:
        """Of the steps present, the one with which ``step`` comes most surely, and in how many of how many dossiers."""
        mine = self._number[step]
        has = np.setdiff1d(np.unique(self._number[present]), [-1, mine])
        if mine < 0 or not len(has):
            return -1, Share(0, 0)
        n = self._pairs.count[has]
        best = has[int(np.argmax(self._pairs.both[has, mine] / (n + 2.0)))]
        share = Share(round(float(self._pairs.both[best, mine])), round(float(self._pairs.count[best])))
        return int(self._activity[best]), share

    def order(self, first: int, second: int) -> Share:
        """Of the dossiers with both steps, in how many the first came first."""
        a, b = self._number[first], self._number[second]
        if a < 0 or b < 0:
            return Share(0, 0)
        return Share(round(float(self._pairs.before[a, b])), round(float(self._pairs.both[a, b])))

    def without(self, activity: int) -> Share:
        """How many dossiers do not have this step at all."""
        have = int((self._times[0] == activity).sum())
        return Share(self.log.dossiers - have, self.log.dossiers)

    def at_most(self, activity: int, times: int) -> Share:
        """Of the dossiers with this step, how many have it at most so many times."""
        steps, most = self._times
        mine = most[steps == activity]
        return Share(int((mine <= times).sum()), len(mine))
