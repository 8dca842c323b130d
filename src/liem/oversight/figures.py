"""How agencies receive and handle, in numbers: counts with their denominators, in the order of codes, no ranking.

The house counts by itself (role ``system``), and nothing but numbers leaves this module: the same figures stand before
everybody who may open the page, whatever matters they may see.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, Sum

from liem.agencies.models import Agency
from liem.base.clock import local
from liem.cases.models import Deadline, Matter, Money
from liem.cases.states import OPEN, Kind, MoneyStep, Status
from liem.intake.models import Report
from liem.intake.states import State
from liem.leads import queries as leads
from liem.oversight import rules
from liem.people.row_security import acting_as_system

SMALLEST = 20
"""Below so many cases no share is said."""
SATISFIED = 4
"""From here on, of five, somebody counts as satisfied."""
AGAINST_LEADERS = (Kind.COMPLAINT_FIRST, Kind.COMPLAINT_SECOND, Kind.DENUNCIATION)
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


def handling(first: date, last: date, now: datetime) -> list[Handling]:
    """Every unit that had a matter in the period, in the order of their codes."""
    with acting_as_system():
        matters, clocks = _matters(first, last), _clocks(first, last, now)
        names = unit_names(matters)
    nothing = {"timed": 0, "kept": 0, "overdue_now": 0}
    rows = [
        Handling(unit=unit, name=names.get(unit, ""), **matters[unit], **clocks.get(unit, nothing))
        for unit in sorted(matters)
    ]
    return [one for one in rows if one.carried or one.received]


def together(rows: Iterable[Handling]) -> Handling:
    """All units as one."""
    some = list(rows)
    counted = [one.name for one in fields(Handling) if one.name not in ("unit", "name")]
    return Handling(**{name: sum(getattr(row, name) for row in some) for name in counted})


def _from(day: date) -> datetime:
    return local(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - the clocks of Vietnam


def _matters(first: date, last: date) -> dict[str, dict[str, int]]:
    begin, end = _from(first), _from(last + timedelta(days=1))
    came = Q(received_at__gte=begin, received_at__lt=end)
    ended = ~Q(status__in=sorted(OPEN))
    ended_within = ended & (Q(closed_at__gte=begin, closed_at__lt=end) | (came & Q(closed_at=None)))
    carried = Q(received_at__lt=begin) & (Q(status__in=sorted(OPEN)) | Q(closed_at__gte=begin))
    rows = (
        Matter.objects.filter(received_at__lt=end)
        .filter(Q(received_at__gte=begin) | Q(status__in=sorted(OPEN)) | Q(closed_at__gte=begin))
        .order_by()
        .values("unit")
        .annotate(
            n_carried=Count("pk", filter=carried),
            n_received=Count("pk", filter=came),
            n_ended=Count("pk", filter=ended_within),
            n_suspended=Count("pk", filter=Q(status=Status.SUSPENDED)),
            n_open=Count("pk", filter=Q(status__in=sorted(OPEN))),
            n_leaders=Count("pk", filter=came & Q(leader=True, kind__in=AGAINST_LEADERS)),
        )
    )
    return {row.pop("unit"): {name.removeprefix("n_"): n for name, n in row.items()} for row in rows}


def _clocks(first: date, last: date, now: datetime) -> dict[str, dict[str, int]]:
    within = Q(matter__received_at__gte=_from(first), matter__received_at__lt=_from(last + timedelta(days=1)))
    told = Q(met_at__isnull=False) | Q(due_at__lte=now)
    rows = (
        Deadline.objects.filter(within, told, due_at__isnull=False)
        .order_by()
        .values("matter__unit")
        .annotate(
            timed=Count("pk"),
            kept=Count("pk", filter=Q(met_at__lt=F("due_at"))),
            overdue_now=Count("pk", filter=Q(met_at=None)),
        )
    )
    return {row.pop("matter__unit"): row for row in rows}


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


def province(first: date, last: date, now: datetime, rows: Iterable[Handling] | None = None) -> Province:
    """The figures of a period. ``rows``: the handling of the units, where it was counted already."""
    whole = together(handling(first, last, now) if rows is None else rows)
    with acting_as_system():
        reports = Report.objects.filter(received_on__range=(first, last)).aggregate(
            n=Count("pk"),
            waiting=Count("pk", filter=Q(state=State.RECEIVED)),
            rated=Count("pk", filter=Q(satisfaction__isnull=False)),
            satisfied=Count("pk", filter=Q(satisfaction__gte=SATISFIED)),
        )
        entered = Money.objects.filter(on__range=(first, last)).order_by().values_list("step")
        sums = dict(entered.annotate(sum=Sum("amount")))
    owed = sums.get(MoneyStep.ORDERED, 0) or sums.get(MoneyStep.DAMAGE, 0)
    return Province(
        first,
        last,
        whole,
        Part(reports["n"] - reports["waiting"], reports["n"]),
        Part(sums.get(MoneyStep.RECOVERED, 0), owed),
        Part(reports["satisfied"], reports["rated"]),
    )


def year_before(day: date) -> date:
    """The same day of the year before; of 29 February, the 28th.

    >>> year_before(date(2024, 2, 29)), year_before(date(2026, 7, 1))
    (datetime.date(2023, 2, 28), datetime.date(2025, 7, 1))
    """
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
