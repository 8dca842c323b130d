"""How agencies receive and handle, in numbers: counts with their denominators, in the order of codes, no ranking.

The house counts by itself (role ``system``), and nothing but numbers leaves this module: the same figures stand before
everybody who may open the page, whatever matters they may see.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from liem.agencies.models import Agency
from liem.cases.states import MoneyStep
from liem.leads import queries as leads
from liem.oversight import rules, tallies

Counted = tuple[dict[str, Any], datetime | None]
"""The counts of a period, and since when they are kept: ``tallies.counts``."""
SMALLEST = 20
"""Below so many cases no share is said."""
TARGETS: Mapping[str, float] = {"taken": 1.0, "resolved": 0.9, "recovered": 0.6}
"""What the directives ask for: all received, over nine in ten resolved in the year, over six in ten recovered."""


@dataclass(frozen=True)
class Part:
    """A part of a whole, with what may lie behind it (Wilson, 95 %)."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        """``None`` where the whole is too small to say anything."""
        return self.part / self.whole if self.whole >= SMALLEST else None

    @property
    def exact(self) -> float | None:
        """Of money, say, of which there is no chance: the share however small the whole."""
        return self.part / self.whole if self.whole else None

    @property
    def low(self) -> float:
        return rules.wilson(self.part, self.whole)[0]

    @property
    def high(self) -> float:
        return rules.wilson(self.part, self.whole)[1]


@dataclass(frozen=True)
class Handling:
    """Matters and clocks of one unit, or of all."""

    unit: str = ""
    name: str = ""
    carried: int = 0
    """Open when the period began."""
    received: int = 0
    ended: int = 0
    """Of all these, ended within the period."""
    suspended: int = 0
    """Suspended now: neither resolved nor to be blamed for."""
    open: int = 0
    timed: int = 0
    """Clocks of which it can be said whether they were kept."""
    kept: int = 0
    overdue_now: int = 0
    leaders: int = 0
    """Complaints and denunciations against leaders and managers: a class of their own."""

    @property
    def clocks(self) -> Part:
        return Part(self.kept, self.timed)

    @property
    def resolved(self) -> Part:
        """Ended in the period, of what was open and what came, without what stands suspended."""
        return Part(self.ended, max(self.carried + self.received - self.suspended, self.ended))


def handling(first: date, last: date, now: datetime, counted: Counted | None = None) -> list[Handling]:
    """Every unit that had a matter in the period, in the order of codes. ``counted``: where it was read already."""
    units = (counted or tallies.counts(first, last, now))[0]["units"]
    names = unit_names(units)
    rows = [Handling(unit=unit, name=names.get(unit, ""), **units[unit]) for unit in sorted(units)]
    return [one for one in rows if one.carried or one.received]


def together(rows: Iterable[Handling]) -> Handling:
    """All units as one."""
    some = list(rows)
    counted = [one.name for one in fields(Handling) if one.name not in ("unit", "name")]
    return Handling(**{name: sum(getattr(row, name) for row in some) for name in counted})


def unit_names(codes: Iterable[str]) -> dict[str, str]:
    """Code → name, from the directory of agencies, else from the records."""
    wanted = set(codes)
    run = leads.current_run()
    names = leads.names(run, "unit", wanted) if run else {}
    rows = Agency.objects.filter(Q(code__in=wanted) | Q(unit__in=wanted)).order_by("valid_from")
    for code, unit, name in rows.values_list("code", "unit", "name_vi"):
        names |= {one: name for one in (code, unit) if one in wanted}
    return names


# -- the figures of the directives


@dataclass(frozen=True)
class Province:
    """The figures that directives ask for, of one period."""

    first: date
    last: date
    handling: Handling
    taken: Part
    """Reports of which somebody has taken note, of all received."""
    recovered: Part
    """Đồng recovered of đồng ordered (or, where nothing was ordered, assessed as damage), entered in the period."""
    satisfied: Part
    causes: Mapping[str, int]
    """Cause → matters that ended in the period in which it was coded, objective and subjective."""
    counted_at: datetime | None = None
    """Of counts that were kept; ``None``: this moment."""


def province(first: date, last: date, now: datetime, counted: Counted | None = None) -> Province:
    """The figures of a period. ``counted``: where it was read already."""
    found, counted_at = counted or tallies.counts(first, last, now)
    whole = together(Handling(unit=unit, **units) for unit, units in found["units"].items())
    reports, sums = found["reports"], found["money"]
    owed = sums.get(MoneyStep.ORDERED, 0) or sums.get(MoneyStep.DAMAGE, 0)
    return Province(
        first,
        last,
        whole,
        Part(reports["n"] - reports["waiting"], reports["n"]),
        Part(sums.get(MoneyStep.RECOVERED, 0), owed),
        Part(reports["satisfied"], reports["rated"]),
        found["causes"],
        counted_at,
    )
