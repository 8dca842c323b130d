"""What goes outside, to supervisors and into tables to be passed on: figures of the whole and of units, protected as
``liem.base.disclosure`` says, and to a supervisor what became of what the own body recommended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from liem.base.disclosure import SMALLEST, Span, protected, share, spans
from liem.cases.states import MoneyStep
from liem.oversight import figures, owing, queries, rules, tallies
from liem.oversight.figures import Handling
from liem.oversight.models import DutyEvent
from liem.oversight.owing import Followed, Owed
from liem.people.row_security import acting_as_system


@dataclass(frozen=True)
class Told:
    """A part of a whole as it may be told; what is ``None`` is not."""

    part: int | None
    whole: int | None
    share: float | None
    low: float = 0.0
    high: float = 1.0

    @classmethod
    def of(cls, part: int, whole: int) -> "Told":
        """Rounded, share and interval too: from nothing but rounded numbers."""
        return cls.summed([(part, whole)])

    @classmethod
    def summed(cls, parts: Iterable[tuple[int, int]]) -> "Told":
        """The sum of numbers as they are told, which adds nothing to them.

        A sum that is rounded itself would, where most of what it sums was rounded up.
        """
        pairs = list(parts)
        part, whole = (sum(protected(pair[which]) or 0 for pair in pairs) for which in (0, 1))
        exact = share(part, whole) if part else None
        low, high = rules.wilson(min(part, whole), whole) if exact is not None else (0.0, 1.0)
        return cls(part or None, whole or None, exact, low, high)


@dataclass(frozen=True)
class Row:
    """One unit as it may be told."""

    unit: str
    name: str
    received: int | None
    ended: int | None
    open: int | None
    clocks: Told


def told(some: Iterable[Handling]) -> list[Handling]:
    """The units of which anything is told. Others stand nowhere, nor as one: two that sum to eight have four each."""
    return [one for one in some if one.carried + one.received >= SMALLEST]


def rows(some: Iterable[Handling]) -> list[Row]:
    """The handling of units as it may be told."""
    return [
        Row(
            one.unit,
            one.name,
            protected(one.received),
            protected(one.ended),
            protected(one.open),
            Told.of(one.kept, one.timed),
        )
        for one in told(some)
    ]


@dataclass(frozen=True)
class Line:
    """One figure of the directives with its target and the same months of the year before."""

    label: str
    now: Told
    before: Told
    target: float | None = None
    is_number: bool = False
    """A number alone, no part of a whole."""


@dataclass(frozen=True)
class Outside:
    """All that is told of a period. Numbers alone."""

    span: Span
    lines: list[Line]
    rows: list[Row]
    balances: list[tuple[str, rules.Balance]]
    followed: list[Followed]


def chosen(code: str, today: date) -> Span:
    """The period of the grid that was asked for, or the newest year."""
    every = spans(today)
    return next((one for one in every if one.code == code), every[0])


def outside(span: Span, now: datetime) -> Outside:
    """Everything that is told of a period: the same to everybody; of matters and reports, until the month ends.

    What the committee put on its list and what papers lay on units is told exactly: it points at no reporter.
    """
    counts, earlier = tallies.of_this_month(span, now), tallies.of_this_month(span.year_before(), now)
    handled = figures.handling(span.first, span.last, now, (counts, None))
    with acting_as_system():
        balances = queries.balances(span.first, span.last)
        followed = owing.counts(owing.Asked(span.last)).followed
    return Outside(span, _lines(counts, earlier), rows(handled), balances, followed)


def _lines(counts: Mapping[str, Any], earlier: Mapping[str, Any]) -> list[Line]:
    now, before = _parts(counts), _parts(earlier)
    labels = {
        "taken": _("Reports taken note of, of all received"),
        "resolved": _("Matters resolved, of those open and received"),
        "clocks": _("Clocks kept"),
        "recovered": _("Money recovered, of what was ordered"),
        "satisfied": _("Satisfied reporters, of those who said"),
        "leaders": _("Complaints and denunciations against leaders and managers"),
    }
    return [
        Line(label, now[key], before[key], figures.TARGETS.get(key), key == "leaders") for key, label in labels.items()
    ]


def _parts(counts: Mapping[str, Any]) -> dict[str, Told]:
    units = [Handling(unit=unit, **found) for unit, found in counts["units"].items()]
    groups, reports = told(units), counts["reports"]
    return {
        "taken": Told.of(reports["n"] - reports["waiting"], reports["n"]),
        "resolved": Told.summed((one.resolved.part, one.resolved.whole) for one in groups),
        "clocks": Told.summed((one.kept, one.timed) for one in groups),
        "recovered": _recovered(counts["money"], counts.get("money_matters", {})),
        "satisfied": Told.of(reports["satisfied"], reports["rated"]),
        "leaders": Told(protected(sum(one.leaders for one in units)), None, None),
    }


def _recovered(sums: Mapping[str, int], matters: Mapping[str, int]) -> Told:
    """Of money the share alone, in whole hundredths, and only where many matters lie behind both sums.

    A sum could be that of one matter, and the difference of two sums always may be.
    """
    owed = MoneyStep.ORDERED if sums.get(MoneyStep.ORDERED) else MoneyStep.DAMAGE
    enough = min(matters.get(owed, 0), matters.get(MoneyStep.RECOVERED, 0)) >= SMALLEST
    if not enough or not sums.get(owed):
        return Told(None, None, None)
    return Told(None, None, round(min(sums.get(MoneyStep.RECOVERED, 0) / sums[owed], 1.0), 2))


def recommended(today: date) -> list[tuple[Owed, list[DutyEvent]]]:
    """What the own body recommended with what became of it, in the row-level security of whoever asks."""
    found = owing.duties(owing.Asked(today, supervised=True))
    events: dict[int, list[DutyEvent]] = {one.duty.pk: [] for one in found}
    for event in DutyEvent.objects.filter(duty__in=events).order_by("pk"):
        events[event.duty_id].append(event)  # type: ignore[attr-defined]
    return [(one, events[one.duty.pk]) for one in found]
