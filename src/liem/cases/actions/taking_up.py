"""A matter is taken up, refused, or handed to another body."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from liem.base.clock import local
from liem.cases import arrivals, queries, rules
from liem.cases.actions.frame import Deed, begin, not_by_law, refuse_if
from liem.cases.models import CrimeTransfer, Matter, Notice
from liem.cases.states import CrimeStep, Kind, Outcome, Verb
from liem.people.models import Account
from liem.people.row_security import acting_as_system


@transaction.atomic
def accept(matter: Matter, *, by: Account, now: datetime, on: date | None = None, document: str = "") -> None:
    """Accept the matter: its limits of resolution begin."""
    with acting_as_system():
        begin(matter, Verb.ACCEPT, by=by, now=now, at=on, document=document).write()


@transaction.atomic
def refuse(
    matter: Matter, reason: str, *, by: Account, now: datetime, on: date | None = None, document: str = ""
) -> None:
    """Do not accept the matter, with the reason that is sent."""
    refuse_if(rules.why_not_reason(reason))
    with acting_as_system():
        deed = begin(matter, Verb.REFUSE, by=by, now=now, at=on, document=document)
        deed.matter.outcome = Outcome.NOT_TAKEN
        deed.write(reason)
        arrivals.let_go(deed.matter, by=deed.by, now=now)


@transaction.atomic
def transfer(
    matter: Matter, to_unit: str, reason: str, *, by: Account, now: datetime, on: date | None = None, document: str = ""
) -> None:
    """Hand the matter to another body. It stays on the register as handed over until that body records its receipt.

    A crime report stays with its officer, who records what the investigating body tells.
    """
    refuse_if(rules.why_not_reason(reason))
    with acting_as_system():
        deed = begin(matter, Verb.TRANSFER, by=by, now=now, at=on, document=document)
        if to_unit in deed.matter.barred_units:
            raise not_by_law(deed.matter, Verb.TRANSFER, _("That unit may not handle it: its leaders are concerned."))
        if to_unit == deed.matter.unit:
            raise not_by_law(deed.matter, Verb.TRANSFER, _("It is there already: name another body."))
        if deed.matter.kind == Kind.CRIME_REPORT:
            _sent_to_investigators(deed, to_unit, reason)
            return
        former, deed.matter.unit, deed.matter.handler = deed.matter.unit, to_unit, ""
        deed.write(reason, to=to_unit, former=former)
        for head in queries.heads(to_unit):
            Notice.objects.create(matter=deed.matter, reminder="transferred", account=head.number, at=now)


def _sent_to_investigators(deed: Deed, to_body: str, reason: str) -> None:
    """The file goes; whoever sent it still answers for its receipt and its end: the ledger has its line."""
    day = local(deed.at).date()
    row = CrimeTransfer.objects.create(
        matter=deed.matter, to_body=to_body, found_at=deed.at, sent_at=deed.at, step=CrimeStep.SENT, step_on=day
    )
    deed.write(reason, to=to_body, transfer=row.pk)


@transaction.atomic
def take_over(matter: Matter, *, by: Account, now: datetime, on: date | None = None) -> None:
    """The receiving body records that it has the file: its own limits begin."""
    with acting_as_system():
        begin(matter, Verb.TAKE_OVER, by=by, now=now, at=on).write()
