"""Heads answer for what happens in their unit: what was decided, what was covered up, what was recommended and became
of it. By unit and post, in the order of codes; no person is named and nobody is ranked."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count

from liem.base.clock import local
from liem.cases import clocks
from liem.cases.models import HeadAnswer, Matter
from liem.oversight import owing
from liem.oversight.figures import unit_names
from liem.oversight.models import InspectionFinding
from liem.oversight.owing import Stand
from liem.oversight.states import OF_HEADS, HeadsPart
from liem.oversight.tallies import AGAINST_LEADERS
from liem.people.row_security import acting_as_system


@dataclass
class HeadOf:
    """The head of one unit, by post."""

    unit: str
    name: str = ""
    against: int = 0
    """Complaints and denunciations against leaders of the unit, received in the period."""
    forms: Counter[str] = field(default_factory=Counter)
    """What was decided about the head, by form."""
    grounds: Counter[str] = field(default_factory=Counter)
    """On which ground, of the answers and of the findings of inspections."""
    recommended: int = 0
    open: list[Stand] = field(default_factory=list)
    """Of what was recommended, what has not ended."""

    @property
    def ended(self) -> int:
        return self.recommended - len(self.open)

    @property
    def covered_up(self) -> int:
        return self.grounds[HeadsPart.COVER_UP]

    @property
    def self_reported(self) -> int:
        return self.grounds[HeadsPart.SELF_REPORTED]


def heads(first: date, last: date) -> list[HeadOf]:
    """Every unit whose head has to answer for something in the period."""
    found: dict[str, HeadOf] = {}

    def at(unit: str) -> HeadOf:
        return found.setdefault(unit, HeadOf(unit))

    begin, end = clocks.end_of(first - timedelta(days=1)), clocks.end_of(last)
    with acting_as_system():
        rows = Matter.objects.filter(leader=True, kind__in=AGAINST_LEADERS, received_at__gte=begin, received_at__lt=end)
        by_unit = rows.exclude(about_unit="").order_by().values_list("about_unit").annotate(n=Count("pk"))
        for unit, n in by_unit:
            at(unit).against = n
        for unit, form, ground in HeadAnswer.objects.filter(decided_on__range=(first, last)).values_list(
            "unit", "form", "ground"
        ):
            at(unit).forms[form] += 1
            at(unit).grounds[ground] += 1
    standing = InspectionFinding.objects.filter(corrected_by=None, is_struck=False)
    for finding in standing.exclude(head=HeadsPart.NONE):
        if first <= local(finding.recorded_at).date() <= last:
            at(finding.unit).grounds[finding.head] += 1
    counts = owing.counts(owing.Asked(last, kinds=OF_HEADS), shown="open", most=None)
    for of_unit in counts.units:
        at(of_unit.unit).recommended = of_unit.n
    for one in counts.shown:
        at(one.unit).open.append(one)
    names = unit_names(found)
    for unit, head in found.items():
        head.name = names.get(unit, "")
    return [found[unit] for unit in sorted(found)]
