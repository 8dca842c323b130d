"""What a form that was filled in asks of the actions: chosen rows are read again, within the matter alone."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from liem.base.errors import UserError
from liem.cases import actions, filing, outcomes
from liem.cases.feedback import feed_back
from liem.cases.models import Allegation, Appraisal, Concerned, CrimeTransfer, Discipline, Evidence, Matter
from liem.cases.states import (
    Capacity,
    Cause,
    CrimeStep,
    Finding,
    Ladder,
    Outcome,
    Proof,
    Verb,
)
from liem.people.days import day_of
from liem.people.models import Account
from liem.people.row_security import acting_as_system

Values = dict[str, Any]
Run = Callable[[Matter, Values, Account, datetime], Any]


def on(values: Values) -> date | None:
    """The day of the fact, where one was written."""
    day: date | None = values.get("on")
    return day


def usual(values: Values) -> Values:
    """Day and number of the decision, as most verbs take them."""
    return {"on": values.get("on"), "document": values.get("document", "")}


def chosen_person(matter: Matter, values: Values) -> Concerned | None:
    """The person that was chosen, if one was."""
    number = values.get("person")
    return Concerned.objects.get(pk=int(number), matter=matter) if number else None


def several(model: Any, matter: Matter, numbers: list[str]) -> list[Any]:
    """Those that were ticked."""
    return list(model.objects.filter(pk__in=[int(one) for one in numbers], matter=matter))


def steps(text: str) -> list[tuple[str, date | None]]:
    """Lines of ``what | 12/03/2026``; a day that is none is refused with the line it stands in."""
    found: list[tuple[str, date | None]] = []
    for number, line in enumerate(text.splitlines(), 1):
        what, _bar, written = line.partition("|")
        day = day_of(written)
        if written.strip() and day is None:
            raise UserError(str(_("Line %(n)s: write the day as day/month/year.")) % {"n": number})
        found.append((what, day))
    return found


def chosen_account(values: Values, name: str) -> Account:
    """The account that was chosen."""
    return Account.objects.get(pk=int(values[name]))


def extend(m: Matter, v: Values, by: Account, now: datetime) -> None:
    """Which limit, by which ground of the law."""
    rule, code = v["extension"].split(" ")
    actions.extend(m, rule, code, v["words"], amount=v.get("amount"), by=by, now=now, **usual(v))


def find(m: Matter, v: Values, by: Account, now: datetime) -> None:
    """What was found of one allegation against one person."""
    allegation = Allegation.objects.get(pk=int(v["allegation"]), matter=m)
    finding, proof = Finding(v["finding"]), Proof(v["proof"])
    actions.find(m, allegation, chosen_person(m, v), finding, proof, v["words"], by=by, now=now)


def conclude(m: Matter, v: Values, by: Account, now: datetime) -> None:
    """The conclusion; its result goes back to the indicators."""
    causes = [Cause(one) for one in v.get("causes", [])]
    with transaction.atomic():
        actions.conclude(m, Outcome(v["outcome"]), v["words"], causes=causes, by=by, now=now, **usual(v))
        with acting_as_system():
            feed_back(Matter.objects.get(pk=m.pk), by=by.number, now=now)


def entitle(m: Matter, v: Values, by: Account, now: datetime) -> None:
    """Who may read, until the end of which day."""
    until = actions.instant_of(v["until"] + timedelta(days=1), now) if v.get("until") else None
    actions.entitle(m, chosen_account(v, "account"), v["words"], until=until, by=by, now=now)


def add_person(m: Matter, v: Values, by: Account, now: datetime) -> None:
    """A person concerned."""
    filing.add_person(
        m,
        v["name"],
        Capacity(v["capacity"]),
        official=v["official"],
        unit=v["unit_code"],
        party_member=v["party_member"],
        by=by,
        now=now,
    )


def add_allegation(m: Matter, v: Values, by: Account, now: datetime) -> None:
    """One thing that is said to have happened, and whom it concerns."""
    persons = several(Concerned, m, v["persons"])
    days = {"happened_from": v["happened_from"], "happened_to": v["happened_to"]}
    filing.add_allegation(m, v["text"], persons, act=v["act"], by=by, now=now, **days)


def add_evidence(m: Matter, v: Values, by: Account, now: datetime) -> Evidence:
    """A piece of evidence, for and against what."""
    return filing.add_evidence(
        m,
        v["title"],
        v["obtained_on"],
        source=v["source"],
        sha256=v["sha256"],
        supports=several(Allegation, m, v["supports"]),
        contradicts=several(Allegation, m, v["contradicts"]),
        by=by,
        now=now,
    )


def chosen_transfer(m: Matter, values: Values) -> CrimeTransfer:
    """The file that was chosen."""
    return CrimeTransfer.objects.get(pk=int(values["transfer"]), matter=m)


def crime_step(m: Matter, v: Values, by: Account, now: datetime) -> None:
    """What the investigating body tells."""
    names = ("receipt", "case_number", "defendants", "officials", "party_members")
    told = {name: v[name] for name in names}
    outcomes.crime_step(chosen_transfer(m, v), CrimeStep(v["crime_step"]), v["decided_on"], by=by, now=now, **told)


def discipline(m: Matter, v: Values, by: Account, now: datetime) -> None:
    """A decision on the person that was chosen."""
    person = chosen_person(m, v)
    if person is None:
        raise UserError(str(_("Say which person it concerns.")))
    ladder, document = Ladder(v["ladder"]), v["document"]
    outcomes.discipline(m, person, ladder, v["form"], v["decided_on"], document=document, by=by, now=now)


def chosen_decision(matter: Matter, values: Values) -> Discipline:
    """The decision that was chosen."""
    return Discipline.objects.get(pk=int(values["decision"]), matter=matter)


def chosen_appraisal(matter: Matter, values: Values) -> Appraisal:
    """The appraisal that was chosen."""
    return Appraisal.objects.get(pk=int(values["appraisal"]), matter=matter)


def false_report(m: Matter, v: Values, by: Account, now: datetime) -> Matter:
    """Whether a report was knowingly false: a matter of its own."""
    return actions.open_false_report(m, v["words"], chosen_account(v, "handler"), by=by, now=now)


def beside(verb: Verb) -> Run:
    """A fact beside the course."""

    def run(m: Matter, v: Values, by: Account, now: datetime) -> None:
        actions.record_step(m, verb, v["words"], chosen_person(m, v), by=by, now=now, **usual(v))

    return run


def mark(verb: Verb) -> Run:
    """What follows a conclusion."""

    def run(m: Matter, v: Values, by: Account, now: datetime) -> None:
        actions.mark(m, verb, v["words"], by=by, now=now, **usual(v))

    return run


def plain(action: Callable[..., Any], *names: str, dated: bool = True, document: bool = True) -> Run:
    """An action that takes these fields in this order."""

    def run(m: Matter, v: Values, by: Account, now: datetime) -> None:
        more = {"on": v.get("on")} if dated else {}
        more |= {"document": v.get("document", "")} if document else {}
        action(m, *[v[name] for name in names], by=by, now=now, **more)

    return run
