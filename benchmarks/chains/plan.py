"""Who does wrong, how, and how strongly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from benchmarks.chains.arrays import Bools, Floats, Ints
from benchmarks.chains.regulars import Pair
from benchmarks.chains.staff import ALWAYS
from benchmarks.chains.variants import How

EXCESS_LEAST, TIMES_LEAST = 24, 0.8
"""In dossiers, and as a multiple of the expected."""


@dataclass(frozen=True)
class Wrong:
    official: int
    act: str
    how: How
    accepted: tuple[str, ...]
    target: float
    """Deviations by which it is to show at full strength."""
    first: int = 0
    until: int = ALWAYS
    """Acts only part of the time."""
    partner: int | None = None
    """Whose drafts are signed unread."""


@dataclass(frozen=True)
class Plan:
    strength: float
    wrongs: list[Wrong]
    pairs: list[Pair]

    def who(self, *ways: How) -> Iterator[Wrong]:
        return (wrong for wrong in self.wrongs if wrong.how in ways)

    @property
    def unread(self) -> dict[int, int]:
        """By drafter, who signs without reading."""
        return {wrong.partner: wrong.official for wrong in self.wrongs if wrong.partner is not None}

    def agents_of(self, official: int) -> list[int]:
        """Whom the official favours."""
        return [pair.agent for pair in self.pairs if pair.official == official]


HONEST = Plan(0.0, [], [])


def deviation(usual: Floats, spread: float) -> float:
    """Of how often it happens with honest people, whose habits differ by ``spread``."""
    expected = usual.sum()
    return float(np.sqrt((usual * (1 - usual)).sum() + (expected * spread) ** 2))


def more_often(
    wrong: Wrong,
    day: Ints,
    usual: Floats,
    spread: float,
    most: float,
    *,
    times: float = TIMES_LEAST,
    least: int = EXCESS_LEAST,
    always: bool = False,
) -> Floats:
    """The chance added at full strength, for each of the wrongdoer's dossiers; ``usual`` is that of honest people."""
    acts: Bools = np.ones(len(day), bool) if always else (day >= wrong.first) & (day < wrong.until)
    wanted = max(wrong.target * deviation(usual, spread), times * usual.sum(), least)
    return min(wanted / max(acts.sum(), 1), most) * acts
