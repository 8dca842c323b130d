"""What supervisors from outside see: figures of the whole, no small numbers, and what became of what they asked."""

from dataclasses import dataclass
from datetime import date

from liem.oversight import figures, queries, rules
from liem.oversight.figures import Handling
from liem.oversight.queries import Followed
from liem.people.row_security import acting_as_system

FEW = 5
"""Counts from one to below this are not told: in a small unit they would point at somebody."""


@dataclass(frozen=True)
class Hidden:
    """A count as it may be told outside."""

    value: int

    @property
    def is_few(self) -> bool:
        return 0 < self.value < FEW


@dataclass(frozen=True)
class Row:
    """One unit, as it may be told outside: no share of few, no small count."""

    unit: str
    name: str
    received: Hidden
    open: Hidden
    ended: Hidden
    clocks: figures.Part


def rows(some: list[Handling]) -> list[Row]:
    """The handling of the units without what is too small to tell."""
    return [
        Row(one.unit, one.name, Hidden(one.received), Hidden(one.open), Hidden(one.ended), one.clocks) for one in some
    ]


@dataclass(frozen=True)
class Whole:
    """What the house counts for those outside: numbers alone."""

    balances: list[tuple[str, rules.Balance]]
    followed: list[Followed]


def whole(first: date, last: date) -> Whole:
    """The list of the committee in numbers, and how far all that is owed was followed."""
    with acting_as_system():
        return Whole(queries.balances(first, last), queries.followed(queries.duties(last)))
