"""After the end: a review, a reopening, a good name restored, a report that may have been knowingly false."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from liem.base.errors import UserError
from liem.cases import queries, rules
from liem.cases.actions.frame import begin, not_by_law, refuse_by_law, refuse_if, tell
from liem.cases.actions.handlers import why_not_assign
from liem.cases.actions.opening import Birth, open_matter
from liem.cases.models import Matter
from liem.cases.on_file import on_file
from liem.cases.states import Kind, Origin, Verb, Visibility
from liem.people.access import scope_of
from liem.people.models import Account
from liem.people.row_security import acting_as_system


@transaction.atomic
def reopen(matter: Matter, reason: str, *, by: Account, now: datetime, document: str = "") -> None:
    """Reopen after a review: by a head or the inspectorate, never by whoever concluded it alone."""
    refuse_if(rules.why_not_reason(reason))
    with acting_as_system():
        deed = begin(matter, Verb.REOPEN, by=by, now=now, document=document)
        if not scope_of(by, "cases.assign").covers(deed.matter.unit):
            raise not_by_law(
                deed.matter, Verb.REOPEN, _("Only the head of the unit or the inspectorate reopens a matter.")
            )
        deed.matter.outcome = ""
        deed.write(reason)


@transaction.atomic
def review(matter: Matter, words: str, *, asked_by: str, by: Account, now: datetime, on: date | None = None) -> None:
    """Register that a review was asked for: by the reporter or by the official (``reporter``, ``official``)."""
    refuse_if(rules.why_not_reason(words))
    if asked_by not in ("reporter", "official"):
        raise UserError(_("Say who asks for the review: the reporter or the official."))
    with acting_as_system():
        deed = begin(matter, Verb.REVIEW, by=by, now=now, at=on)
        if not deed.matter.outcome:
            raise not_by_law(deed.matter, Verb.REVIEW, _("There is nothing to review before the conclusion."))
        deed.write(words, asked_by=asked_by)
        accounts = {one.number for one in (*queries.heads(deed.matter.unit), *queries.inspectors())} - {by.number}
        tell(deed.matter, accounts, "review", now=now)


@transaction.atomic
def rehabilitate(matter: Matter, words: str, *, by: Account, now: datetime, document: str = "") -> None:
    """An unfounded matter is put away: its content is shown to nobody, the names restored, the number kept."""
    refuse_if(rules.why_not_reason(words))
    with acting_as_system():
        deed = begin(matter, Verb.REHABILITATE, by=by, now=now, document=document)
        if deed.matter.is_open:
            raise not_by_law(deed.matter, Verb.REHABILITATE, _("Close the matter first."))
        found = on_file([deed.matter])[deed.matter.pk].found
        refuse_by_law(deed.matter, Verb.REHABILITATE, rules.why_not_rehabilitate(deed.matter.outcome, found.values()))
        deed.matter.visibility = Visibility.REMOVED
        deed.write(words)


@transaction.atomic
def open_false_report(matter: Matter, reason: str, handler: Account, *, by: Account, now: datetime) -> Matter:
    """A wilfully false report gets a matter of its own, with another officer: never a by-product of the closed one."""
    with acting_as_system():
        locked = Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)
        if not scope_of(by, "cases.assign").covers(locked.unit) or queries.is_excluded(locked, by.number):
            raise not_by_law(locked, Verb.REVIEW, _("This is for the head of the unit or the inspectorate."))
        refuse_by_law(locked, Verb.ASSIGN, why_not_assign(locked, handler, by))
        if born := Matter.objects.filter(origin=Origin.MATTER, origin_ref=locked.number).first():
            raise UserError(_("This is looked into already, as %(number)s.") % {"number": born.number})
        refuse_by_law(
            locked,
            Verb.REVIEW,
            rules.why_not_false_report(
                locked.outcome, locked.status, wilful_reason=reason, by_is_handler=handler.number == locked.handler
            ),
        )
        title = _("Whether a report was made in the knowledge that it was false")
        birth = Birth(Kind.LEAD, locked.unit, Origin.MATTER, locked.number, now, title, reason)
        found = open_matter(birth, by=by.number, now=now, handler=handler.number)
        found.barred_units = locked.barred_units
        Matter.objects.filter(pk=found.pk).update(barred_units=locked.barred_units)
        return found
