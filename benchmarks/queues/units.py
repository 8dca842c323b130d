"""The centre, departments and communes, and how each of them works."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from benchmarks.queues.catalogue import CENTRE, COMMUNE, COMMUNE_NAMES, DEPARTMENTS
from benchmarks.queues.chance import factor
from benchmarks.queues.workdays import HOUR, Period
from numpy.random import Generator

OF_CENTRE = 0
"""Place of the centre among the units."""
AT_CENTRE, AT_CENTRE_OF_FEW, FEW = 4, 3, 60
"""Officials there; and of the province, from which on it has the full number."""
_LEAST_SHARE, _MOST_SHARE = 0.28, 0.42
"""Of the officials, in departments."""
_LEAST_DEPARTMENT, _MOST_DEPARTMENT, _SMALLEST_DEPARTMENT, _BEYOND_SHARE = 8, 14, 6, 2
_LEAST_COMMUNE, _MOST_COMMUNE = 6, 10
_BATCHES, _ALWAYS_CONSULTING, _EXACT_TO_MINUTE, _HANDLERS_HAND_OVER = 0.3, 0.35, 0.12, 0.3
"""Shares of the units with a peculiarity."""
_SIGNING_DAYS, _WEEK = 2, 5
_LAXITY = 0.2
"""Spread between units."""
_LEAST_PRESSURE, _MOST_PRESSURE = 0.70, 0.86
_MOST_OUTAGES, _LONGEST_OUTAGE = 2, 2


class Rule(StrEnum):
    """By which dossiers come to desks."""

    TURNS = "turns"
    VILLAGE = "village"
    FIELD = "field"
    SHORTEST = "shortest pile"
    HEAD = "the head decides"


_OPENINGS = (int(7 * HOUR), int(7.5 * HOUR), int(8 * HOUR))


@dataclass
class Unit:
    code: str
    name: str
    level: str
    kind: str
    """Of procedures it serves."""
    size: int = 0
    parent: str | None = None
    handlers: list[int] = field(default_factory=list)
    clerks: list[int] = field(default_factory=list)
    leaders: list[int] = field(default_factory=list)
    rule: Rule = Rule.TURNS
    signing_days: list[int] | None = None
    """Of the week, where the leaders sign in batches."""
    handlers_hand_over: bool = False
    stops_when_consulting: bool = False
    opens: int = 0
    to_the_minute: bool = False
    """Its clock knows no seconds."""
    laxity: float = 1.0
    """At the counter."""
    pressure: float = 0.0
    """Work that comes, by what the handlers can do."""
    outages: set[int] = field(default_factory=set)
    """Days on which its system is down."""
    hard_desk: int | None = None
    """The handler of hard dossiers."""
    custom_paper: str | None = None
    """On no list, and all its handlers ask for it."""
    successor: str | None = None
    closes: int | None = None
    opened: int | None = None
    """Days on which a merger ends it, or makes it."""

    @property
    def is_department(self) -> bool:
        return self.level == "department"

    @property
    def officials(self) -> list[int]:
        return self.handlers + self.clerks + self.leaders

    def merged(self, code: str, day: int) -> Unit:
        """What it becomes together with another one."""
        return replace(
            self,
            code=code,
            name=f"{self.name} mới",
            handlers=[],
            clerks=[],
            leaders=[],
            rule=Rule.SHORTEST,
            outages=set(),
            hard_desk=None,
            custom_paper=None,
            opened=day,
        )


def found_units(rng: Generator, officials: int) -> list[Unit]:
    units = [Unit("TTHCC", CENTRE, "centre", "")]
    kinds = list(rng.permutation(list(DEPARTMENTS)))
    share, used = rng.uniform(_LEAST_SHARE, _MOST_SHARE), 0
    while used < officials * share and len(units) <= len(kinds):
        kind = str(kinds[len(units) - 1])
        most = max(_SMALLEST_DEPARTMENT, officials * share - used + _BEYOND_SHARE)
        size = int(min(int(rng.integers(_LEAST_DEPARTMENT, _MOST_DEPARTMENT + 1)), most))
        units.append(Unit(f"S{kind.upper()}", DEPARTMENTS[kind], "department", kind, size, "TTHCC"))
        used += size
    return units + _found_communes(rng, officials - used)


def _found_communes(rng: Generator, left: int) -> list[Unit]:
    """Nobody is left over: the last commune takes the rest."""
    names = list(rng.permutation(COMMUNE_NAMES))
    communes: list[Unit] = []
    while left > 0:
        size = int(rng.integers(_LEAST_COMMUNE, _MOST_COMMUNE + 1))
        if left - size < _LEAST_COMMUNE:
            size = left
        name = names[len(communes) % len(names)]
        communes.append(Unit(f"X{len(communes) + 1:02d}", f"UBND xã {name}", "commune", COMMUNE, size))
        left -= size
    return communes


def settle(rng: Generator, unit: Unit, period: Period) -> None:
    """How it works."""
    unit.rule = list(Rule)[rng.integers(len(Rule))]
    if rng.random() < _BATCHES:
        unit.signing_days = sorted(rng.choice(_WEEK, _SIGNING_DAYS, replace=False).tolist())
    unit.handlers_hand_over = not unit.is_department and bool(rng.random() < _HANDLERS_HAND_OVER)
    unit.stops_when_consulting = bool(rng.random() < _ALWAYS_CONSULTING)
    unit.opens = _OPENINGS[rng.integers(len(_OPENINGS))]
    unit.to_the_minute = bool(rng.random() < _EXACT_TO_MINUTE)
    unit.laxity = factor(rng, _LAXITY)
    unit.pressure = float(rng.uniform(_LEAST_PRESSURE, _MOST_PRESSURE))
    for _ in range(int(rng.integers(0, _MOST_OUTAGES + 1))):
        first = int(rng.integers(5, len(period) - 5))
        unit.outages.update(range(first, first + int(rng.integers(1, _LONGEST_OUTAGE + 1))))
