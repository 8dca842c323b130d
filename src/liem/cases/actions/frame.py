"""What every verb has in common: the lock, the checks, the event, the clocks, one entry of the trail.

The actor's right is checked twice: the matter was read within their row-level security, and :func:`begin` asks again
under a lock, so that of two officers acting at once the second is told what the first has done.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from liem.base.clock import VIETNAM, local
from liem.base.errors import UserError
from liem.cases import queries, rules
from liem.cases.deadlines import reckon
from liem.cases.indexing import index
from liem.cases.models import Concerned, Event, Exclusion, Matter, Notice, Writing
from liem.cases.states import MOVES, Status, Verb
from liem.cases.states import after as moved
from liem.people.access import scope_of
from liem.people.models import Account
from liem.people.states import Role
from liem.trail import actions as trail

STREAM = "cases"
_MOVING = frozenset(move.verb for move in MOVES)


@dataclass
class Deed:
    """One verb being done to a locked matter."""

    matter: Matter
    verb: Verb
    at: datetime
    by: str
    now: datetime
    document: str = ""

    def write(self, words: str = "", person: Concerned | None = None, **data: Any) -> Event:
        """Keep the event with its words, move the matter where the verb moves it, set its clocks, tell the trail."""
        old, new = self.matter.status, moved(self.matter.kind, self.matter.status, self.verb) or ""
        if person is not None:
            data["person"] = person.pk
        event = Event.objects.create(
            matter=self.matter,
            verb=self.verb,
            at=self.at,
            recorded_at=self.now,
            by=self.by,
            old=old if new else "",
            new=new,
            document=self.document[:60],
            data=data,
        )
        if words.strip():
            Writing.objects.create(matter=self.matter, event=event, person=person, topic=self.verb, text=words.strip())
            index(self.matter)
        if new:
            self.matter.status = new
            self.matter.closed_at = self.at if new in (Status.CLOSED, Status.TERMINATED, Status.REFUSED) else None
        self.matter.save()
        reckon(self.matter, now=self.now)
        trail.record(
            STREAM,
            f"matter_{self.verb}",
            by=self.by,
            subject_kind="matter",
            subject_id=self.matter.number,
            before={"status": old} if new else None,
            after={**({"status": new} if new else {}), **data, "at": self.at.isoformat()},
            now=self.now,
        )
        return event


def begin(
    matter: Matter, verb: Verb, *, by: Account, now: datetime, at: date | datetime | None = None, document: str = "",
    person: Concerned | None = None, rests_on: Collection[Verb] | None = None, step: str = "",
) -> Deed:  # fmt: skip
    """Lock the matter, ask again who acts and whether the table of moves and the day allow it.

    ``rests_on``: the facts before the last of which it is not dated, where these are others than the verb's own;
    ``step``: whose article a refusal names, where it is not the verb's.
    """
    locked = Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)
    refuse_if(rules.citing(_why_not_act(locked, by), locked.kind))
    happened = instant_of(at, now)
    if verb in _MOVING:
        refuse_if(rules.why_not_move(locked.kind, locked.status, verb))
    facts = rules.FOLLOWS.get(verb, frozenset()) if rests_on is None else rests_on
    last_at = _last_at(locked, verb, facts, person)
    dated = rules.why_not_dated(happened, now=now, received_at=locked.received_at, last_at=last_at)
    refuse_if(rules.citing(dated, locked.kind, step or verb))
    return Deed(locked, verb, happened, by.number, now, document)


def _last_at(matter: Matter, verb: Verb, facts: Collection[Verb], person: Concerned | None) -> datetime | None:
    """When the last of what this rests on happened: for a move the former move, and the facts it follows."""
    found = []
    if verb in _MOVING and (moved_last := matter.events.exclude(new="").order_by("id").last()):
        found.append(moved_last.at)
    if facts:
        rows = matter.events.filter(verb__in=facts)
        if verb in rules.OF_THE_PERSON and person is not None:
            rows = rows.filter(data__person=person.pk)
        if rested := rows.order_by("at").last():
            found.append(rested.at)
    return max(found, default=None)


def instant_of(day: date | datetime | None, now: datetime) -> datetime:
    """The instant of a fact that a person dated: now if it was today, else the noon of its day."""
    if isinstance(day, datetime):
        return day
    if day is None or day == local(now).date():
        return now
    return datetime.combine(day, time(12), VIETNAM)


def not_by_law(matter: Matter, verb: Verb | str, sentence: str) -> UserError:
    """The refusal in this sentence, with the law it rests on: ``raise not_by_law(…)``."""
    return UserError(rules.citing(sentence, matter.kind, verb) or sentence)


def refuse_by_law(matter: Matter, verb: Verb | str, refusal: str | None) -> None:
    """Raise a refusal, where there is one, with the law it rests on."""
    refuse_if(rules.citing(refusal, matter.kind, verb))


def refuse_if(refusal: str | None) -> None:
    """Raise a refusal, where there is one."""
    if refusal:
        raise UserError(refusal)


def _why_not_act(matter: Matter, by: Account) -> str | None:
    if queries.is_excluded(matter, by.number):
        return _("Nobody handles a matter that concerns them or their relatives.")
    scope = scope_of(by, "cases.handle")
    if not scope.covers(matter.unit) or set(matter.barred_units) & scope.units:
        return _("This matter is handled by another unit.")
    if matter.handler != by.number and not scope.holds(matter.unit, Role.HEAD_OF_UNIT, Role.INSPECTOR):
        return _("This matter is handled by another officer.")
    return None


def tell(
    matter: Matter, accounts: Collection[str], what: str, *, now: datetime, due_at: datetime | None = None
) -> None:
    """A notice to each of these accounts, but for those excluded."""
    barred = set(Exclusion.objects.filter(matter=matter).values_list("account", flat=True))
    Notice.objects.bulk_create(
        Notice(matter=matter, reminder=what, account=one, at=now, due_at=due_at)
        for one in sorted(set(accounts) - barred)
    )


def shut_out(matter: Matter, accounts: Collection[str], ground: str, *, by: str, now: datetime) -> None:
    """These accounts see nothing of the matter any more; whoever of them handled it does so no longer."""
    Exclusion.objects.bulk_create(
        [Exclusion(matter=matter, account=one, ground=ground, at=now, by=by) for one in sorted(accounts)],
        ignore_conflicts=True,
    )
    if matter.handler in accounts:
        matter.handler = ""
