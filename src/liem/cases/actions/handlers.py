"""Who handles a matter, by when, who is shut out of it and who may read it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from liem.base.clock import local
from liem.base.errors import UserError
from liem.cases import clocks, queries, rules
from liem.cases.actions.frame import Deed, begin, not_by_law, refuse_by_law, refuse_if, shut_out, tell
from liem.cases.deadlines import recipients
from liem.cases.models import Entitlement, Matter, Notice
from liem.cases.states import Standing, Verb
from liem.people.access import scope_of
from liem.people.models import Account
from liem.people.row_security import acting_as_system


@transaction.atomic
def assign(matter: Matter, handler: Account, *, by: Account, now: datetime, due_on: date | None = None) -> None:
    """Give a matter to an officer; where the law gives no number, with the day it is due."""
    with acting_as_system():
        deed = begin(matter, Verb.ASSIGN, by=by, now=now)
        refuse_by_law(deed.matter, Verb.ASSIGN, why_not_assign(deed.matter, handler, by))
        former, deed.matter.handler = deed.matter.handler, handler.number
        deed.write(to=handler.number, former=former)
        Notice.objects.create(matter=deed.matter, reminder="assigned", account=handler.number, at=now)
        if due_on:
            _set_due(deed.matter, due_on, by=by, now=now)


def why_not_assign(matter: Matter, handler: Account, by: Account) -> str | None:
    """Whether this account may be given the matter, by whoever gives it."""
    if not scope_of(by, "cases.assign").covers(matter.unit):
        return _("Only the head of the unit assigns its matters.")
    if queries.is_excluded(matter, handler.number):
        return _("This officer is excluded from the matter.")
    if not queries.officers(matter.unit).filter(pk=handler.pk).exists():
        return _("This account is no officer of the unit today.")
    return None


@transaction.atomic
def set_due(matter: Matter, rule: str, day: date, *, by: Account, now: datetime) -> None:
    """Set the day of a limit for which the law gives no number."""
    with acting_as_system():
        deed = begin(matter, Verb.SET_DUE, by=by, now=now)
        known = queries.law().rule(rule, local(deed.matter.received_at).date())
        if known.is_known:
            said = _("The law says when this is due; it is not set by hand.")
            raise UserError(f"{said} ({'; '.join(known.legal_basis)})")
        if day < local(now).date():
            refuse_by_law(deed.matter, Verb.SET_DUE, _("The day has passed already."))
        deed.write(rule=rule, day=day.isoformat())


def _set_due(matter: Matter, day: date, *, by: Account, now: datetime) -> None:
    unknown = [one.rule for one in matter.deadlines.filter(standing=Standing.UNKNOWN)]
    for rule in unknown:
        set_due(matter, rule, day, by=by, now=now)


@transaction.atomic
def hand_over_everything(leaver: Account, taker: Account, *, by: Account, now: datetime) -> int:
    """Hand every open matter of an officer who leaves to another; says how many. Those excluded stay for the head.

    Of the units of ``by`` alone: what the leaver has in another unit, its own head hands over.
    """
    count = 0
    with acting_as_system():
        left = Matter.objects.select_for_update(no_key=True).filter(handler=leaver.number, status__in=clocks.OPEN)
        for matter in list(left.order_by("pk")):  # all are locked before the first is written: see deadlines.next_due
            if not scope_of(by, "cases.assign").covers(matter.unit):
                continue  # of another unit, whose head hands it over
            deed = begin(matter, Verb.HAND_OVER, by=by, now=now)
            refused = why_not_assign(deed.matter, taker, by)
            if refused and not queries.is_excluded(deed.matter, taker.number):
                raise UserError(f"{deed.matter.number}: {rules.citing(refused, deed.matter.kind)}")
            deed.matter.handler = "" if refused else taker.number
            deed.write(to=deed.matter.handler, former=leaver.number)
            if not refused:
                Notice.objects.create(matter=deed.matter, reminder="handed_over", account=taker.number, at=now)
            count += 1
    return count


@transaction.atomic
def exclude(matter: Matter, account: Account, ground: str, *, by: Account, now: datetime) -> None:
    """Exclude an account: it stepped aside (``recused``), or was found to be related. For good."""
    with acting_as_system():
        deed = begin(matter, Verb.EXCLUDE, by=by, now=now)
        had_one = bool(deed.matter.handler)
        shut_out(deed.matter, {account.number}, ground, by=by.number, now=now)
        deed.write(account=account.number, ground=ground)
        if had_one and not deed.matter.handler and deed.matter.is_open:
            tell(deed.matter, recipients(deed.matter, ""), "left", now=now)


@transaction.atomic
def entitle(
    matter: Matter, account: Account, reason: str, *, until: datetime | None = None, by: Account, now: datetime
) -> None:
    """Let somebody who does not handle the matter read its content, with a reason. Nobody entitles themselves."""
    refuse_if(rules.why_not_reason(reason))
    with acting_as_system():
        locked = Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)
        if account.pk == by.pk:
            raise not_by_law(locked, Verb.ENTITLE, _("Nobody entitles themselves: another officer must do it."))
        if not scope_of(by, "cases.entitle").covers(locked.unit) or queries.is_excluded(locked, by.number):
            raise not_by_law(locked, Verb.ENTITLE, _("This is for the head of the unit or the inspectorate."))
        if queries.is_excluded(locked, account.number):
            raise not_by_law(locked, Verb.ENTITLE, _("This officer is excluded from the matter."))
        Entitlement.objects.create(
            matter=locked, account=account.number, reason=reason.strip()[:300], until=until, at=now, by=by.number
        )
        Deed(locked, Verb.ENTITLE, now, by.number, now).write(account=account.number)
