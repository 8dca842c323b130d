"""The ledgers of what follows: crime transfers, discipline, money, appraisals, remedies, heads."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from liem.base.clock import local
from liem.base.errors import UserError
from liem.cases import queries, rules
from liem.cases.actions import begin, not_by_law, refuse_by_law, refuse_if
from liem.cases.models import Appraisal, Concerned, CrimeTransfer, Discipline, HeadAnswer, Matter, Money, Remedy
from liem.cases.states import CrimeStep, Ladder, MoneyStep, RemedyKind, Verb
from liem.people.models import Account
from liem.people.row_security import acting_as_system


@transaction.atomic
def confirm_crime_sign(matter: Matter, to_body: str, reason: str, *, by: Account, now: datetime) -> CrimeTransfer:
    """A competent person confirms signs of crime: the clock "at once" starts. No amount and no machine does that."""
    refuse_if(rules.why_not_reason(reason))
    if not to_body.strip():
        raise UserError(_("Say which body the file goes to."))
    with acting_as_system():
        deed = begin(matter, Verb.CRIME_SIGN, by=by, now=now)
        row = CrimeTransfer.objects.create(matter=deed.matter, to_body=to_body.strip(), found_at=now)
        deed.write(reason, transfer=row.pk, to=to_body.strip())
        return row


@transaction.atomic
def send_to_investigators(
    transfer: CrimeTransfer, *, by: Account, now: datetime, on: date | None = None, document: str = ""
) -> None:
    """The file was sent."""
    with acting_as_system():
        deed = begin(transfer.matter, Verb.CRIME_SENT, by=by, now=now, at=on, document=document)
        row = CrimeTransfer.objects.select_for_update().get(pk=transfer.pk)
        if row.sent_at is not None:
            raise not_by_law(deed.matter, Verb.CRIME_SENT, _("This file was sent already."))
        row.sent_at, row.step, row.step_on = deed.at, CrimeStep.SENT, local(deed.at).date()
        row.save()
        deed.write(transfer=row.pk)


@transaction.atomic
def crime_step(
    transfer: CrimeTransfer, step: CrimeStep, on: date, *, receipt: str = "", case_number: str = "",
    defendants: int = 0, officials: int = 0, party_members: int = 0, by: Account, now: datetime,
) -> None:  # fmt: skip
    """What the receiving body tells: its receipt, whether a case was opened, how many defendants, how it ended."""
    if officials > defendants or party_members > defendants:
        raise UserError(_("More officials or party members than defendants: look at the numbers."))
    with acting_as_system():
        deed = begin(transfer.matter, Verb.NOTE, by=by, now=now, at=on)
        row = CrimeTransfer.objects.select_for_update().get(pk=transfer.pk)
        if row.sent_at is None:
            raise not_by_law(deed.matter, Verb.CRIME_SENT, _("The file was not sent yet: record that first."))
        refuse_by_law(deed.matter, Verb.CRIME_SENT, rules.why_not_after(on, row.step_on or local(row.sent_at).date()))
        before = row.step
        row.step, row.step_on = step, on
        row.receipt, row.case_number = receipt.strip() or row.receipt, case_number.strip() or row.case_number
        row.defendants, row.officials, row.party_members = defendants, officials, party_members
        row.save()
        deed.write(transfer=row.pk, step=step, before=before, defendants=defendants)


@transaction.atomic
def discipline(
    matter: Matter, person: Concerned, ladder: Ladder, form: str, decided_on: date, *, document: str = "", by: Account,
    now: datetime,
) -> Discipline:  # fmt: skip
    """A disciplinary decision on a person concerned, after a conclusion."""
    with acting_as_system():
        deed = begin(
            matter, Verb.NOTE, by=by, now=now, at=decided_on, document=document, step="discipline",
            rests_on=rules.RESTS_ON_A_CONCLUSION,
        )  # fmt: skip
        refused = rules.why_not_discipline(form, ladder, decided_on, after_conclusion=bool(deed.matter.outcome))
        if ladder == Ladder.PARTY and not person.party_member:
            refused = refused or _("This person is not on the file as a party member.")
        refuse_by_law(deed.matter, "discipline", refused)
        row = Discipline.objects.create(
            matter=deed.matter, person=person, ladder=ladder, form=form, decided_on=decided_on, document=document[:60]
        )
        deed.write(discipline=row.pk, ladder=ladder, form=form)
        return row


@transaction.atomic
def appeal_discipline(row: Discipline, on: date, words: str, *, by: Account, now: datetime) -> None:
    """The person appealed against a disciplinary decision. It stands until it is decided."""
    refuse_if(rules.why_not_reason(words))
    with acting_as_system():
        deed = begin(row.matter, Verb.NOTE, by=by, now=now, at=on)
        held = _standing(row, on)
        held.appealed_on = on
        held.save(update_fields=["appealed_on"])
        deed.write(words, held.person, discipline=row.pk, appealed=on.isoformat())


@transaction.atomic
def set_discipline_aside(
    row: Discipline, words: str, on: date, *, document: str = "", by: Account, now: datetime
) -> None:
    """A disciplinary decision was annulled on review or appeal. It stays on the file, and counts nowhere any more."""
    refuse_if(rules.why_not_reason(words))
    with acting_as_system():
        deed = begin(row.matter, Verb.NOTE, by=by, now=now, at=on, document=document)
        held = _standing(row, on)
        held.set_aside_on = on
        held.save(update_fields=["set_aside_on"])
        deed.write(words, held.person, discipline=row.pk, set_aside=True)


@transaction.atomic
def replace_discipline(
    row: Discipline, form: str, on: date, words: str, *, document: str = "", by: Account, now: datetime
) -> Discipline:
    """A disciplinary decision was replaced by another, heavier or lighter: the former is set aside the same day."""
    set_discipline_aside(row, words, on, document=document, by=by, now=now)
    with acting_as_system():
        person = Concerned.objects.get(pk=row.person_id)
        if form == row.form:
            raise not_by_law(row.matter, "discipline", _("The new form is the former one: nothing would change."))
        return discipline(row.matter, person, Ladder(row.ladder), form, on, document=document, by=by, now=now)


def _standing(row: Discipline, on: date) -> Discipline:
    """The decision, locked, while it stands."""
    held = Discipline.objects.select_for_update().get(pk=row.pk)
    if held.set_aside_on is not None:
        raise not_by_law(held.matter, "discipline", _("This decision was set aside already."))
    refuse_by_law(held.matter, "discipline", rules.why_not_after(on, held.decided_on))
    return held


@transaction.atomic
def enter_money(
    matter: Matter, step: MoneyStep, amount: int, on: date, *, document: str = "", by: Account, now: datetime
) -> Money:
    """An entry of the money ledger; none is ever changed."""
    with acting_as_system():
        deed = begin(matter, Verb.NOTE, by=by, now=now, at=on, document=document)
        sums = queries.money_sums(Money.objects.filter(matter=deed.matter))
        refuse_by_law(deed.matter, Verb.NOTE, rules.why_not_money(step, amount, sums))
        row = Money.objects.create(matter=deed.matter, step=step, amount=amount, on=on, document=document[:60])
        deed.write(money=row.pk, step=step, amount=amount)
        return row


@transaction.atomic
def ask_appraisal(matter: Matter, body: str, asked_on: date, due_on: date, *, by: Account, now: datetime) -> Appraisal:
    """An appraisal or valuation was asked for."""
    if due_on < asked_on:
        raise UserError(_("It would have ended before it began: look at the days."))
    with acting_as_system():
        deed = begin(matter, Verb.NOTE, by=by, now=now, at=asked_on)
        row = Appraisal.objects.create(matter=deed.matter, body=body.strip()[:200], asked_on=asked_on, due_on=due_on)
        deed.write(appraisal=row.pk, due=due_on.isoformat())
        return row


@transaction.atomic
def appraisal_returned(appraisal: Appraisal, on: date, *, by: Account, now: datetime) -> None:
    """The appraisal or valuation came back: it is waited for no longer, and how late it was stays."""
    with acting_as_system():
        deed = begin(appraisal.matter, Verb.NOTE, by=by, now=now, at=on)
        row = Appraisal.objects.select_for_update().get(pk=appraisal.pk)
        if row.returned_on is not None:
            raise not_by_law(deed.matter, Verb.NOTE, _("That this appraisal came back was recorded already."))
        refuse_by_law(deed.matter, Verb.NOTE, rules.why_not_after(on, row.asked_on))
        row.returned_on = on
        row.save(update_fields=["returned_on"])
        deed.write(appraisal=row.pk, returned=on.isoformat())


@transaction.atomic
def owe(
    matter: Matter, remedy: RemedyKind, decided_on: date, *, due_on: date | None = None, document: str = "",
    by: Account, now: datetime,
) -> Remedy:  # fmt: skip
    """Something is owed to a citizen, to who reported rightly, or to an official whose name was harmed."""
    with acting_as_system():
        deed = begin(matter, Verb.NOTE, by=by, now=now, at=decided_on, document=document)
        row = Remedy.objects.create(
            matter=deed.matter, remedy=remedy, decided_on=decided_on, due_on=due_on, document=document[:60]
        )
        deed.write(remedy=row.pk, kind=remedy)
        return row


@transaction.atomic
def done(remedy: Remedy, on: date, *, by: Account, now: datetime) -> None:
    """What was owed has been done."""
    with acting_as_system():
        deed = begin(remedy.matter, Verb.NOTE, by=by, now=now, at=on)
        refuse_by_law(deed.matter, Verb.NOTE, rules.why_not_after(on, remedy.decided_on))
        if not Remedy.objects.filter(pk=remedy.pk, done_on=None).update(done_on=on):
            raise not_by_law(deed.matter, Verb.NOTE, _("That this was done was recorded already."))
        deed.write(remedy=remedy.pk, done=on.isoformat())


@transaction.atomic
def head_answers(
    matter: Matter,
    unit: str,
    form: str,
    ground: str,
    decided_on: date,
    *,
    document: str = "",
    by: Account,
    now: datetime,
) -> HeadAnswer:
    """What the head of a unit answers for, as decided by whom they answer to."""
    with acting_as_system():
        deed = begin(
            matter, Verb.NOTE, by=by, now=now, at=decided_on, document=document, step="discipline",
            rests_on=rules.RESTS_ON_A_CONCLUSION,
        )  # fmt: skip
        if not deed.matter.outcome:
            said = _("Nobody is disciplined in this file before there is a conclusion.")
            raise not_by_law(deed.matter, "discipline", said)
        row = HeadAnswer.objects.create(
            matter=deed.matter, unit=unit, form=form, ground=ground, decided_on=decided_on, document=document[:60]
        )
        deed.write(head=row.pk, unit=unit, form=form, ground=ground)
        return row
