"""Reading the directory, and asking where a matter goes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from liem.agencies import rules
from liem.agencies.models import Agency, Contact, Trial
from liem.agencies.rules import Accused, Agencies, Matter, Routing
from liem.agencies.states import AccusedAs, Barred, Kind, Liveness
from liem.agencies.table import read_table
from liem.base import clock
from liem.imports import queries as imports
from liem.people.relatives import queries as relatives
from liem.registry.registry import Registry

HEAD = "head"
"""The post of who leads a unit, in the register of officials."""


@dataclass(frozen=True)
class Persons:
    """What the register says of persons, as far as routing needs it: who leads which unit."""

    registry: Registry

    def heads_on(self, day: date) -> dict[str, str]:
        """Unit → official who leads it on ``day``."""
        found: dict[str, str] = {}
        for official in self.registry.assignments:
            for held in self.registry.official_assignments(official, day):
                if held.post == HEAD:
                    found[held.unit] = official
        return found


_NOBODY = Persons(Registry())


def persons() -> Persons:
    """The register of the records that are current."""
    snapshot = imports.current_snapshot()
    return _persons(snapshot.checksum) if snapshot else _NOBODY


@lru_cache(maxsize=2)
def _persons(checksum: str) -> Persons:
    """Read once per process: a snapshot never changes."""
    from liem.imports.models import Snapshot

    return Persons(Registry.open(imports.open_records(Snapshot(checksum=checksum))))


@lru_cache(maxsize=8)
def _heads(checksum: str, day: date) -> dict[str, str]:
    return _persons(checksum).heads_on(day)


def agencies_on(day: date) -> Agencies:
    """All agencies in force on ``day``, each with who leads it."""
    snapshot = imports.current_snapshot()
    heads = _heads(snapshot.checksum, day) if snapshot else {}
    return Agencies.of((row.as_rule(heads.get(row.unit, "")) for row in Agency.objects.all()), day)


def agency(code: str, day: date | None = None) -> Agency | None:
    """The row of an agency in force on ``day`` (today)."""
    day = day or clock.today()
    return _in_force(Agency.objects.filter(code=code), day).first()


def listed(day: date | None = None) -> QuerySet[Agency]:
    """Agencies in force, in the order of their names."""
    return _in_force(Agency.objects.all(), day or clock.today())


def _in_force(rows: QuerySet[Agency], day: date) -> QuerySet[Agency]:
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    return rows.filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def names(codes: Iterable[str] | None = None) -> dict[str, Agency]:
    """Code → the newest row of that agency."""
    rows = Agency.objects.all() if codes is None else Agency.objects.filter(code__in=set(codes))
    return {row.code: row for row in rows.order_by("valid_from")}


# -- routing


def route(matter: Matter, known: Agencies | None = None) -> Routing:
    """Where the matter goes; declared relatives of accused officials are looked up here.

    :param known: the agencies among which it goes, by default those of the day it was received. Whoever hands it on
        later gives those of that day: agencies are merged and opened meanwhile, and heads change.
    """
    return rules.route(with_relatives(matter), known or agencies_on(matter.on), read_table())


_ACCUSING = frozenset({Kind.DENUNCIATION, Kind.REFLECTION, Kind.UNDECIDED, Kind.CRIME_REPORT, Kind.REFUSED_TO_PAY})


def matter(
    kind: str,
    on: date,
    *,
    place: str = "",
    field: str = "",
    accused: Collection[str] = (),
    about_leader: bool = False,
    accuses: bool | None = None,
    crime_signs: bool = False,
    inner: bool = False,
) -> Matter:
    """A matter out of what a form or an officer knows.

    :param place: agency or unit it is about. :param accused: codes of agencies and of officials, mixed.
    :param accuses: whether somebody is accused at all; by default as the kind suggests. Accused nobody knows: to be
        safe, nobody at the place gets it.
    """
    found = [Accused(place, "", AccusedAs.LEADER)] if about_leader and place else []
    agencies = set(Agency.objects.filter(Q(code__in=accused) | Q(unit__in=accused)).values_list("code", "unit"))
    units = {code for pair in agencies for code in pair}
    for code in accused:
        found.append(Accused(code, "", AccusedAs.UNIT) if code in units else Accused(place, code, AccusedAs.STAFF))
    if not found and (accuses if accuses is not None else kind in _ACCUSING):
        found.append(Accused(place, "", AccusedAs.UNKNOWN))
    return Matter(kind, on, place, field, tuple(found), crime_signs=crime_signs, inner=inner)


def why_not(agency_code: str, matter: Matter, known: Agencies | None = None) -> Barred | None:
    """Why that agency may not take the matter, or ``None``. ``known`` as for :func:`route`."""
    return rules.why_not(agency_code, with_relatives(matter), known or agencies_on(matter.on), read_table())


def with_relatives(matter: Matter) -> Matter:
    """The matter with the declared relatives of everybody it accuses by code."""
    return replace(matter, relatives=matter.relatives | relatives.relatives_of(_accused(matter)))


def accounts_to_bar(matter: Matter) -> set[str]:
    """The accounts that may neither read nor handle it: of persons accused by code, and of their declared relatives."""
    accused = _accused(matter)
    return relatives.accounts_of(accused) | relatives.accounts_of_relatives(accused)


def _accused(matter: Matter) -> set[str]:
    return {one.official for one in matter.accused if one.official}


# -- the public directory


def contacts(day: date | None = None) -> QuerySet[Any]:
    """Hotlines and mailboxes in force, each with its last trial (``tried_at``, ``tried_answered``)."""
    day = day or clock.today()
    last = Trial.objects.filter(contact=OuterRef("pk")).order_by("-at", "-id")
    return Contact.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day).annotate(
        tried_at=Subquery(last.values("at")[:1]), tried_answered=Subquery(last.values("answered")[:1])
    )


def liveness(tried_at: datetime | None, answered: bool | None, now: datetime) -> Liveness:
    """How a contact stands: one that did not answer is dead until it answers; an old answer proves nothing."""
    if tried_at is None:
        return Liveness.NOT_TRIED
    if not answered:
        return Liveness.DEAD
    return Liveness.ALIVE if now - tried_at <= rules.FRESH_FOR else Liveness.NOT_TRIED


def dead_contacts() -> int:
    """How many hotlines and mailboxes did not answer when they were last tried."""
    return contacts().filter(tried_answered=False).count()


def trials(contact: Contact) -> QuerySet[Trial]:
    """All trials of a contact, newest first."""
    return contact.trials.all()  # type: ignore[attr-defined]
