"""All that happened in one run of the offices: first filings, filings again, and what people looked at besides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.towns.columns import Bools
from benchmarks.towns.course import Course, follow
from benchmarks.towns.curiosity import Curiosity, look_around
from benchmarks.towns.refiling import refile
from benchmarks.towns.round import Round


@dataclass
class History:
    course: Course
    reversed_later: Bools
    """Refused, and granted unchanged when it was filed again."""
    curiosity: Curiosity


def happen(run: Round) -> History:
    course = follow(run)
    again, reversed_later = refile(run, course)
    course = Course.together([course, again])
    nobody_comes_thrice = np.zeros(len(again), bool)
    return History(course, np.concatenate([reversed_later, nobody_comes_thrice]), look_around(run, course))
