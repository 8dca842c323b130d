"""By which figures a unit may be chosen for inspection: reasons in words, each checkable, in the order of codes.

There is no score: reasons are not added up, and units are not ranked. A reason says where to look, not what is so.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from liem.base.formats import Language, share
from liem.leads import queries as leads
from liem.oversight import figures, inspecting, owing
from liem.oversight.figures import SMALLEST, Handling
from liem.oversight.rules import usual_beginning
from liem.oversight.states import Course

FEW = 3
"""From so many leads that rest on two sources, or on a checked breach, on they are a reason."""


@dataclass
class AtRisk:
    """A unit with the reasons for which it may be inspected."""

    unit: str
    name: str = ""
    reasons: list[str] = field(default_factory=list)
    planned: bool = False
    """An inspection of it stands in this year's programme already."""


def slower(one: Handling, whole: Handling) -> bool:
    """Whether a unit keeps fewer clocks than all together, beyond what chance explains: both intervals apart."""
    return one.timed >= SMALLEST and one.clocks.high < whole.clocks.low


def units(today: date, now: datetime, language: Language) -> list[AtRisk]:
    """Every unit with at least one reason, in the order of codes."""
    found: dict[str, AtRisk] = {}

    def add(unit: str, reason: str) -> None:
        found.setdefault(unit, AtRisk(unit)).reasons.append(reason)

    handled = figures.handling(usual_beginning(today), today, now)
    whole = figures.together(handled)
    for one in handled:
        if slower(one, whole):
            told = {"unit": share(one.clocks.part / one.clocks.whole, 0, language), "n": one.timed}
            told["all"] = share(whole.clocks.part / whole.clocks.whole, 0, language)
            add(one.unit, _("clocks kept: %(unit)s of %(n)s, all together %(all)s") % told)
        if one.leaders:
            add(one.unit, _("complaints and denunciations against leaders: %(n)s") % {"n": one.leaders})
    _owed(owing.counts(owing.Asked(today)), add)
    for unit, n in _leads().items():
        if n >= FEW:
            add(unit, _("leads with two sources or a checked breach: %(n)s") % {"n": n})
    names = figures.unit_names(found)
    ended = (Course.PUBLISHED, Course.CANCELLED)
    planned = {one.inspection.unit for one in inspecting.programme(today, today.year) if one.course not in ended}
    for unit, at_risk in found.items():
        at_risk.name, at_risk.planned = names.get(unit, ""), unit in planned
    return [found[unit] for unit in sorted(found)]


def _owed(counts: owing.Counts, add: Callable[[str, str], None]) -> None:
    for one in counts.units:
        for n, words in ((one.late, _("duties over time: %(n)s")), (one.silent, _("urgings not answered: %(n)s"))):
            if n:
                add(one.unit, words % {"n": n})


def _leads() -> Counter[str]:
    run = leads.current_run()
    if run is None:
        return Counter()
    rows = leads.desk(run, {}).filter(grade__in=("convergent", "breach")).exclude(unit="").order_by()
    return Counter(rows.values_list("unit", flat=True))
