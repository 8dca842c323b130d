"""What is put into the file: persons concerned, allegations, evidence. Each apart, each one entry in the trail."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from liem.agencies import queries as agencies
from liem.agencies import rules as routing
from liem.agencies.rules import Accused
from liem.agencies.rules import Matter as Routed
from liem.base.clock import local
from liem.base.errors import UserError
from liem.cases import queries, rules
from liem.cases.actions import begin, refuse_if, shut_out, tell
from liem.cases.custody import actions as custody
from liem.cases.indexing import index
from liem.cases.models import Allegation, Concerned, Evidence, Matter, Notice
from liem.cases.states import Capacity, Verb
from liem.people.models import Account
from liem.people.relatives import queries as relatives
from liem.people.row_security import acting_as_system


@transaction.atomic
def add_person(
    matter: Matter, name: str, capacity: Capacity, *, official: str = "", unit: str = "", party_member: bool = False,
    by: Account, now: datetime,
) -> Concerned:  # fmt: skip
    """Name a person concerned. Their account, their relatives' and, for a leader, their whole unit lose sight of it."""
    if not name.strip():
        raise UserError(_("Write the name, or what is known of the person."))
    with acting_as_system():
        deed = begin(matter, Verb.NOTE, by=by, now=now)
        person = Concerned.objects.create(
            matter=deed.matter,
            name=name.strip()[:200],
            official=official.strip(),
            unit=unit.strip(),
            capacity=capacity,
            party_member=party_member,
            added_at=now,
        )
        accounts = _close_to(deed.matter, person, by=by.number, now=now)
        deed.matter.leader = deed.matter.leader or capacity in (Capacity.LEADER, Capacity.HEAD)
        index(deed.matter)
        deed.write(concerned=person.pk, capacity=capacity, excluded=accounts)
        if deed.matter.unit in deed.matter.barred_units:
            tell(deed.matter, {one.number for one in queries.inspectors()}, "barred", now=now)
        return person


def _close_to(matter: Matter, person: Concerned, *, by: str, now: datetime) -> int:
    """Exclude the person, declared relatives and the units they lead; says how many accounts."""
    if person.capacity == Capacity.WITNESS or not (person.official or person.unit):
        return 0
    how = person.capacity if person.capacity in (Capacity.STAFF, Capacity.LEADER, Capacity.HEAD) else Capacity.STAFF
    routed = agencies.with_relatives(
        Routed(matter.kind, local(now).date(), accused=(Accused(person.unit, person.official, how),))
    )
    own = relatives.accounts_of([person.official])
    related = relatives.accounts_of_relatives([person.official])
    shut_out(matter, own, "concerned", by=by, now=now)
    shut_out(matter, related, "relative", by=by, now=now)
    barred = set(routing.exclusions(routed, agencies.agencies_on(routed.on)))
    if person.unit and how in (Capacity.LEADER, Capacity.HEAD):
        barred.add(person.unit)
    matter.barred_units = sorted({*matter.barred_units, *barred})
    return len(own | related)


@transaction.atomic
def add_allegation(
    matter: Matter, text: str, persons: Collection[Concerned] = (), *, act: str = "", happened_from: date | None = None,
    happened_to: date | None = None, by: Account, now: datetime,
) -> Allegation:  # fmt: skip
    """Write down one thing that is said to have happened, and whom it concerns."""
    refuse_if(rules.why_not_reason(text))
    if happened_from and happened_to and happened_to < happened_from:
        raise UserError(_("It would have ended before it began: look at the days."))
    with acting_as_system():
        deed = begin(matter, Verb.NOTE, by=by, now=now)
        allegation = Allegation.objects.create(
            matter=deed.matter, text=text.strip(), act=act, happened_from=happened_from, happened_to=happened_to
        )
        allegation.persons.set([one for one in persons if one.matter_id == deed.matter.pk])
        index(deed.matter)
        deed.write(allegation=allegation.pk, act=act)
        return allegation


@transaction.atomic
def add_evidence(
    matter: Matter, title: str, obtained_on: date, *, source: str = "", sha256: str = "",
    supports: Collection[Allegation] = (), contradicts: Collection[Allegation] = (), by: Account, now: datetime,
) -> Evidence:  # fmt: skip
    """Enter a piece of evidence, with what it speaks for and against."""
    if not title.strip():
        raise UserError(_("Say what the evidence is."))
    if sha256 and (len(sha256) != 64 or set(sha256.lower()) - set("0123456789abcdef")):
        raise UserError(_("A SHA-256 digest has 64 characters of 0–9 and a–f."))
    if obtained_on > local(now).date():
        raise UserError(_("The day lies in the future. Write the day on which it happened."))
    with acting_as_system():
        deed = begin(matter, Verb.NOTE, by=by, now=now)
        evidence = Evidence.objects.create(
            matter=deed.matter,
            title=title.strip()[:300],
            source=source.strip()[:300],
            obtained_on=obtained_on,
            sha256=sha256.lower(),
            added_at=now,
        )
        evidence.supports.set(one for one in supports if one.matter_id == deed.matter.pk)
        evidence.contradicts.set(one for one in contradicts if one.matter_id == deed.matter.pk)
        index(deed.matter)
        custody.entered(evidence, by=by.number, now=now)
        deed.write(evidence=evidence.pk, sha256=sha256.lower())
        return evidence


@transaction.atomic
def read_notices(account: Account, numbers: Collection[int], *, now: datetime) -> int:
    """Mark one's own notices as read."""
    with acting_as_system():
        mine = Notice.objects.filter(account=account.number, pk__in=list(numbers), read_at__isnull=True)
        return mine.update(read_at=now)
