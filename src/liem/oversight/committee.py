"""What stands before the steering committee: what is on the list, what changed, what is stuck, who answers for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Count, Q

from liem.base.clock import local
from liem.cases import clocks
from liem.oversight import queries, rules
from liem.oversight.figures import unit_names
from liem.oversight.models import Duty, DutyEvent, Meeting, WatchDecision
from liem.oversight.owing import Counts, Owed
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

    unit: str
    what: str
    kind: str
    number: str
    due: date
    days: int
    route: str
    key: int
    name: str = ""


@dataclass(frozen=True)
class Stuck:
    """What is stuck at one unit. Its head answers for it, by post: no person is named."""

    unit: str
    name: str
    things: int
    oldest: int
    """Days that have passed since the first of them was due."""
    silent: int
    """Urgings not answered in time."""


def _directions(day: date, watched: Sequence[Watching]) -> list[StuckThing]:
    """What the committee asked for by a day that has passed."""
    found = []
    for one in watched:
        asked = one.owed
        if asked is not None and asked.due_on is not None and asked.due_on < day:
            days, entry = (day - asked.due_on).days, one.entry
            kind, route = "direction", "oversight:entry"
            found.append(
                StuckThing(asked.asked_of, entry.title, kind, asked.number, asked.due_on, days, route, entry.pk)
            )
    return found


def stuck(day: date, watched: Sequence[Watching], counts: Counts) -> list[Stuck]:
    """By unit, in the order of codes: directions of the committee past their day, duties over time, silent urgings."""
    found = {one.unit: (one.late, [one.oldest] if one.oldest else [], one.silent) for one in counts.units}
    for thing in _directions(day, watched):
        n, oldest, silent = found.get(thing.unit, (0, [], 0))
        found[thing.unit] = (n + 1, [*oldest, thing.due], silent)
    found = {unit: row for unit, row in found.items() if row[0] or row[2]}
    names = unit_names(found)
    return [
        Stuck(unit, names.get(unit, ""), n, max(((day - due).days for due in oldest), default=0), silent)
        for unit, (n, oldest, silent) in sorted(found.items())
    ]


LONGEST = 10
"""What has waited the longest is told one by one; the rest by unit, in numbers."""
MOST_IN_PACK = 40
"""The same in the pack for a meeting: what can be spoken of there."""


def longest(
    day: date, watched: Sequence[Watching], late: Sequence[Owed], stuck: Sequence[Stuck], most: int = LONGEST
) -> list[StuckThing]:
    """What has waited the longest, at whichever unit, that first. ``late``: as many duties, the first due first."""
    things = _directions(day, watched)
    for one in late:
        if one.due is not None:
            duty, days = one.duty, (day - one.due).days
            number, route = duty.paper.number, "oversight:duty"
            things.append(StuckThing(duty.unit, duty.what, str(duty.kind), number, one.due, days, route, duty.pk))
    things = sorted(things, key=lambda thing: (thing.due, thing.unit))[:most]
    names = {one.unit: one.name for one in stuck}
    return [replace(thing, name=names.get(thing.unit, "")) for thing in things]


TOLD = 20
"""Of what was accepted as done, so much is told one by one."""


@dataclass(frozen=True)
class Changes:
    """What was decided and done in a period."""

    decisions: list[WatchDecision]
    corrections: list[WatchDecision]
    accepted: int
    """How much was accepted as done."""
    done: list[DutyEvent]
    """Of that, the newest."""
    urged: int


def changes(
    first: date, last: date, known: date | None = None, every: Sequence[rules.Decision] | None = None
) -> Changes:
    """From ``first`` to ``last``, both included, as far as was known."""
    told = Q(recorded_at__lt=clocks.end_of(known)) if known else Q()
    struck = DutyEvent.objects.filter(told, corrects__isnull=False).values("corrects")
    wrong = Duty.objects.filter(told, corrects__isnull=False).values("corrects")
    rows = DutyEvent.objects.filter(told, on__range=(first, last)).exclude(pk__in=struck).exclude(duty__in=wrong)
    told_of = rows.filter(verb__in=(DutyVerb.ACCEPT, DutyVerb.URGE)).order_by()
    n = dict(told_of.values_list("verb").annotate(n=Count("pk")))
    accepted = rows.filter(verb=DutyVerb.ACCEPT).select_related("duty").order_by("-on", "-pk")
    return Changes(
        queries.decisions_between(first, last, known, every),
        queries.corrections_between(first, last, known),
        n.get(DutyVerb.ACCEPT, 0),
        list(accepted[:TOLD]),
        n.get(DutyVerb.URGE, 0),
    )


def by_month(
    decisions: Sequence[rules.Decision], last: date, known: date | None = None, months: int = 12
) -> list[tuple[date, int]]:
    """How many entries were on the list at the end of each of the last months, the last of them at ``last``."""
    decisions, found = rules.told(decisions, known), []
    month = last.replace(day=1)
    for _number in range(months):
        following = (month + timedelta(days=32)).replace(day=1)
        end = min(following - timedelta(days=1), last)
        found.append((month, len(rules.on_list(decisions, end))))
        month = (month - timedelta(days=1)).replace(day=1)
    return found[::-1]
