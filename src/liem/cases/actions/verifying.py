"""A matter is verified: its plan, its limit extended or standing still, whoever it concerns heard, what was found."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from liem.base.clock import local
from liem.base.errors import UserError
from liem.base.formats import Language
from liem.cases import clocks, queries, rules
from liem.cases.actions.frame import begin, not_by_law, refuse_by_law, refuse_if
from liem.cases.indexing import index
from liem.cases.models import Allegation, Concerned, FindingOf, Matter, PlanStep
from liem.cases.on_file import on_file
from liem.cases.states import Finding, Kind, Proof, Standing, Status, Verb
from liem.law.clock import Grant
from liem.people.models import Account
from liem.people.row_security import acting_as_system


@transaction.atomic
def plan(
    matter: Matter, steps: Collection[tuple[str, date | None]], *, by: Account, now: datetime,
    on: date | None = None, document: str = "",
) -> None:  # fmt: skip
    """Approve the plan of verification: what is looked at, by when."""
    kept = [(text.strip(), day) for text, day in steps if text.strip()]
    if not kept:
        raise UserError(_("A plan has at least one step: what will be looked at, and by when."))
    with acting_as_system():
        deed = begin(matter, Verb.PLAN, by=by, now=now, at=on, document=document)
        PlanStep.objects.bulk_create(PlanStep(matter=deed.matter, text=text[:500], due_on=day) for text, day in kept)
        index(deed.matter)
        deed.write(steps=len(kept))


@transaction.atomic
def suspend(
    matter: Matter, reason: str, *, by: Account, now: datetime, on: date | None = None, document: str = ""
) -> None:
    """Suspend the matter where the law that governs it lets its limit stand still."""
    refuse_if(rules.why_not_reason(reason))
    with acting_as_system():
        deed = begin(matter, Verb.SUSPEND, by=by, now=now, at=on, document=document)
        refuse_by_law(deed.matter, Verb.SUSPEND, rules.why_not_suspend(deed.matter.kind, _resolving(deed.matter)))
        deed.write(reason)


def _resolving(matter: Matter) -> clocks.Reading | None:
    """The limit of resolution of a matter: the one that may stand still."""
    readings = [queries.reading(matter, one.rule_id(matter.remote)) for one in clocks.CLOCKS[Kind(matter.kind)]]
    found = [one for one in readings if one.rule is not None and "resolve" in one.rule.id]
    return found[0] if found else None


@transaction.atomic
def resume(matter: Matter, *, by: Account, now: datetime, on: date | None = None, document: str = "") -> None:
    """Go on with a suspended matter."""
    with acting_as_system():
        begin(matter, Verb.RESUME, by=by, now=now, at=on, document=document).write()


@transaction.atomic
def extend(
    matter: Matter, rule: str, code: str, reason: str, *, amount: int | None = None, by: Account, now: datetime,
    on: date | None = None, document: str = "",
) -> None:  # fmt: skip
    """Extend a limit by a decision; refused with the article where the law does not let it count."""
    refuse_if(rules.why_not_reason(reason))
    with acting_as_system():
        deed = begin(matter, Verb.EXTEND, by=by, now=now, at=on, document=document)
        if not document.strip():
            refuse_by_law(deed.matter, Verb.EXTEND, _("An extension is a written decision: give its number."))
        events = queries.happened(deed.matter)
        data: dict[str, Any] = {"rule": rule, "code": code, **({} if amount is None else {"amount": amount})}
        would = [*events, clocks.Happened(Verb.EXTEND, deed.at, data)]
        grant = Grant(local(deed.at).date(), code, amount)
        before, then = (queries.reading(deed.matter, rule, told) for told in (events, would))
        if before.standing in (Standing.MET, Standing.GONE, Standing.NOT_STARTED):
            refuse_by_law(deed.matter, Verb.EXTEND, _("This limit does not run now, so it cannot be extended."))
        refuse_if(rules.why_not_extend(before, then, grant, _language()))
        deed.write(reason, **data)


@transaction.atomic
def record_step(
    matter: Matter, verb: Verb, words: str, person: Concerned | None = None, *, by: Account, now: datetime,
    on: date | None = None, document: str = "",
) -> None:  # fmt: skip
    """A fact beside the course of the matter: notice, hearing, access, reply, dialogue, circumstances, a note.

    :raises UserError: where the person it concerns is missing, or the words are.
    """
    if verb in (Verb.NOTIFY, Verb.HEAR, Verb.DECLINED, Verb.ACCESS, Verb.REPLY) and person is None:
        raise not_by_law(matter, verb, _("Say which person it concerns."))
    if verb not in (Verb.ACCESS,):
        refuse_if(rules.why_not_reason(words))
    with acting_as_system():
        deed = begin(matter, verb, by=by, now=now, at=on, document=document, person=person)
        if not deed.matter.is_open:
            refuse_by_law(deed.matter, verb, _("The matter is not open any more."))
        deed.write(words, person)


@transaction.atomic
def find(
    matter: Matter, allegation: Allegation, person: Concerned | None, finding: Finding, proof: Proof, reason: str, *,
    by: Account, now: datetime,
) -> None:  # fmt: skip
    """Record what was found of one allegation against one person, and by which standard of proof."""
    refuse_if(rules.why_not_reason(reason))
    if finding in (Finding.ESTABLISHED, Finding.PARTLY) and proof == Proof.NONE:
        raise not_by_law(matter, Verb.FIND, _("Nothing is established without proof: say what it rests on."))
    if finding == Finding.ESTABLISHED and person is not None and proof == Proof.BALANCE:
        raise not_by_law(matter, Verb.FIND, _("Likelihood alone establishes nothing against a person."))
    with acting_as_system():
        deed = begin(matter, Verb.FIND, by=by, now=now)
        if deed.matter.status != Status.VERIFYING:
            refuse_by_law(deed.matter, Verb.FIND, _("Findings are made while the matter is being verified."))
        if allegation.matter_id != deed.matter.pk or (person and person.matter_id != deed.matter.pk):
            raise UserError(_("The allegation belongs to another matter."))
        known = {one.number: one for one in on_file([deed.matter])[deed.matter.pk].persons}
        refuse_by_law(deed.matter, Verb.FIND, rules.why_not_find(known.get(person.pk) if person else None))
        FindingOf.objects.create(
            matter=deed.matter,
            allegation=allegation,
            person=person,
            finding=finding,
            proof=proof,
            reason=reason.strip(),
            at=now,
            by=by.number,
        )
        index(deed.matter)
        deed.write("", person, allegation=allegation.pk, finding=finding, proof=proof)


def _language() -> Language:
    return "en" if get_language() == "en" else "vi"
