"""What a person may ask of the simulated province, checked."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from liem.base.errors import UserError
from liem.law.calendar import FIRST, LAST

LARGEST = 20_000_000
"""Dossiers: more than any province of Vietnam receives in a year."""
SMALLEST = 50
LONGEST = 60
"""Months."""


@dataclass(frozen=True)
class Options:
    """``dossiers`` received over ``months`` calendar months from ``start``.

    The same ``seed`` gives the same bytes of data.

    ``honest`` plants no act (look-alikes stay: they are honest); ``strength`` scales every planted act, 1 being the
    strength
    described in docs/explanation/simulated-province.md.

    Raises :class:`UserError` naming the option, what it got and what it takes.
    """

    dossiers: int = 20_000
    seed: int = 1
    start: date = date(2025, 7, 1)
    months: int = 12
    honest: bool = False
    strength: float = 1.0
    format: Literal["parquet", "csv"] = "parquet"

    def __post_init__(self) -> None:
        _within("--dossiers", self.dossiers, SMALLEST, LARGEST)
        _within("--months", self.months, 1, LONGEST)
        _within("--seed", self.seed, 0, 2**63 - 1)
        _within("--strength", self.strength, 0.0, 10.0)
        if self.start <= FIRST or self.end >= LAST:
            raise UserError(
                f"--start {self.start}: the calendar of working days covers {FIRST} to {LAST}; choose a start within it"
            )

    @property
    def end(self) -> date:
        """The day the records were handed over: the first day after the period."""
        years, month = divmod(self.start.month - 1 + self.months, 12)
        return date(self.start.year + years, month + 1, min(self.start.day, 28))


def _within(option: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise UserError(f"{option} {value}: give a number from {low} to {high}")
