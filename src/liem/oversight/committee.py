"""What stands before the steering committee: what is on the list, what changed, what is stuck, who answers for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q

from liem.base.clock import local
from liem.cases import clocks
from liem.oversight import queries, rules
from liem.oversight.figures import unit_names
from liem.oversight.models import DutyEvent, Meeting, WatchDecision
from liem.oversight.owing import Owed
from liem.oversight.queries import Watching
from liem.oversight.states import DutyVerb

USUAL = timedelta(days=90)
"""How far back one looks where no meeting was recorded."""


def last_meeting(day: date, known: date | None = None) -> Meeting | None:
    """The last meeting before ``day``."""
    return next((one for one in meetings(known) if one.held_on < day), None)


def meetings(known: date | None = None) -> list[Meeting]:
    """The meetings that stand, the newest first, as far as was known: without what was corrected by then."""
    rows = [one for one in Meeting.objects.all() if known is None or local(one.recorded_at).date() <= known]
    corrected = {one.corrects_id for one in rows}
    return [one for one in rows if one.pk not in corrected and not one.is_struck]


@dataclass(frozen=True)
class StuckThing:
    """Something that should have been done by a day and was not."""

    what: str
    kind: str
    number: str
    due: date
    days: int
    route: str
    key: int


@dataclass
class Stuck:
    """What is stuck at one unit. Its head answers for it, by post: no person is named."""

    unit: str
    name: str = ""
    things: list[StuckThing] = field(default_factory=list)
    silent: int = 0
    """Urgings not answered in time."""

    @property
    def oldest(self) -> int:
        return max((one.days for one in self.things), default=0)


def stuck(day: date, watched: Sequence[Watching], owed: Sequence[Owed]) -> list[Stuck]:
    """By unit, in the order of codes: directions of the committee past their day, duties over time, silent urgings."""
    found: dict[str, Stuck] = {}

    def at(unit: str) -> Stuck:
        return found.setdefault(unit, Stuck(unit))

    for one in watched:
        asked = one.owed
        if asked is not None and asked.due_on is not None and asked.due_on < day:
            late = (day - asked.due_on).days
            at(asked.asked_of).things.append(
                StuckThing(
                    one.entry.title, "direction", asked.number, asked.due_on, late, "oversight:entry", one.entry.pk
                )
            )
    for duty in owed:
        if duty.late and duty.due is not None:
            number = duty.duty.paper.number
            what, late = duty.duty.what, (day - duty.due).days
            at(duty.duty.unit).things.append(
                StuckThing(what, str(duty.duty.kind), number, duty.due, late, "oversight:duty", duty.duty.pk)
            )
        if duty.silent:
            at(duty.duty.unit).silent += 1
    names = unit_names(found)
    for unit, one_unit in found.items():
        one_unit.name = names.get(unit, "")
        one_unit.things.sort(key=lambda thing: thing.due)
    return [found[unit] for unit in sorted(found)]


LONGEST = 10
"""What has waited the longest is told one by one; the rest by unit, in numbers."""


def longest(some: Sequence[Stuck], most: int = LONGEST) -> list[tuple[Stuck, StuckThing]]:
    """What has waited the longest, at whichever unit, that first."""
    things = [(one, thing) for one in some for thing in one.things]
    return sorted(things, key=lambda pair: (pair[1].due, pair[0].unit))[:most]


@dataclass(frozen=True)
class Changes:
    """What was decided and done in a period."""

    decisions: list[WatchDecision]
    corrections: list[WatchDecision]
    done: list[DutyEvent]
    """What was accepted as done."""
    urged: int
    new_duties: int


def changes(first: date, last: date, owed: Sequence[Owed], known: date | None = None) -> Changes:
    """From ``first`` to ``last``, both included, as far as was known."""
    duties = {one.duty.pk: one.duty for one in owed}
    told = Q(recorded_at__lt=clocks.end_of(known)) if known else Q()
    struck = DutyEvent.objects.filter(told, corrects__isnull=False).values("corrects")
    rows = DutyEvent.objects.filter(told, on__range=(first, last), verb__in=(DutyVerb.ACCEPT, DutyVerb.URGE))
    happened = [one for one in rows.exclude(pk__in=struck).select_related("duty__paper") if one.duty_id in duties]  # type: ignore[attr-defined]
    return Changes(
        queries.decisions_between(first, last, known),
        [
            one
            for one in queries.corrections_between(first, last)
            if known is None or local(one.recorded_at).date() <= known
        ],
        sorted(
            (one for one in happened if one.verb == DutyVerb.ACCEPT), key=lambda one: (one.on, one.pk), reverse=True
        ),
        sum(one.verb == DutyVerb.URGE for one in happened),
        sum(first <= one.duty.paper.issued_on <= last for one in owed),
    )


def by_month(last: date, known: date | None = None, months: int = 12) -> list[tuple[date, int]]:
    """How many entries were on the list at the end of each of the last months, the last of them at ``last``."""
    decisions, found = queries.decisions(), []
    month = last.replace(day=1)
    for _number in range(months):
        following = (month + timedelta(days=32)).replace(day=1)
        end = min(following - timedelta(days=1), last)
        found.append((month, len(rules.on_list(decisions, end, known))))
        month = (month - timedelta(days=1)).replace(day=1)
    return found[::-1]
