"""From figures to places on the drawing, and the round figures to mark on an axis."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import ceil, floor, log10


@dataclass(frozen=True)
class Linear:
    """``low`` … ``high`` laid over ``first`` … ``last``; figures beyond stand at the edge.

    >>> Linear(0, 10, 100, 200)(5), Linear(0, 10, 100, 200)(12)
    (150.0, 200.0)
    """

    low: float
    high: float
    first: float
    last: float

    def __call__(self, value: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / ((self.high - self.low) or 1)
        return self.first + share * (self.last - self.first)


@dataclass(frozen=True)
class Logarithmic:
    """Equal ratios at equal distances; ``low`` is above 0.

    >>> Logarithmic(1, 100, 0, 200)(10)
    100.0
    """

    low: float
    high: float
    first: float
    last: float

    @cached_property
    def _places(self) -> Linear:
        return Linear(log10(self.low), log10(self.high), self.first, self.last)

    def __call__(self, value: float) -> float:
        return self._places(log10(max(value, self.low)))

    def ticks(self, most: int) -> list[float]:
        """1, 2 and 5 times the powers of ten within the scale; 1 and 3, or powers alone, where that would be too many.

        >>> Logarithmic(0.5, 60, 0, 1).ticks(9), Logarithmic(0.5, 60, 0, 1).ticks(4)
        ([0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0], [1.0, 3.0, 10.0, 30.0])
        """
        powers = range(floor(log10(self.low)), ceil(log10(self.high)) + 1)
        found: list[float] = []
        for steps in ((1, 2, 5), (1, 3), (1,)):
            found = [round(step * 10.0**power, 9) for power in powers for step in steps]
            found = [tick for tick in found if self.low <= tick <= self.high]
            if len(found) <= most:
                break
        return found


@dataclass(frozen=True)
class Days:
    """Days, each as wide as every other.

    >>> Days(date(2026, 1, 1), date(2026, 1, 11), 0, 110)(date(2026, 1, 2))
    10.0
    """

    low: date
    high: date
    first: float
    last: float

    @property
    def width(self) -> float:
        """Of one day."""
        return (self.last - self.first) / ((self.high - self.low).days + 1)

    def __call__(self, day: date, share: float = 0.0) -> float:
        """Where the day begins, or the given share of it has passed."""
        return self.first + ((day - self.low).days + share) * self.width


def round_ticks(high: float, most: int = 5) -> list[float]:
    """Round figures from 0 up to at least ``high``, at most ``most`` steps.

    >>> round_ticks(87), round_ticks(2.3), round_ticks(0)
    ([0.0, 20.0, 40.0, 60.0, 80.0, 100.0], [0.0, 0.5, 1.0, 1.5, 2.0, 2.5], [0.0, 1.0])
    """
    if high <= 0:
        return [0.0, 1.0]
    power = 10.0 ** floor(log10(high / most))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor * most >= high * (1 - 1e-9))
    return [round(step * count, 10) for count in range(ceil(high / step - 1e-9) + 1)]


def decimals(ticks: list[float]) -> int:
    """How many decimals the ticks need to differ.

    >>> decimals([0.0, 0.5, 1.0]), decimals([0.0, 20.0]), decimals([0.0, 0.05])
    (1, 0, 2)
    """
    return next((count for count in range(4) if all(abs(tick - round(tick, count)) < 1e-9 for tick in ticks)), 4)
