"""A sign that nobody verified does not hang over people for ever: it expires, with notice before, and can be reopened.

How long (``LIEM_SIGN_DAYS``) is a choice of this house, not of the law: from the receipt or the last reopening, or
until the day the head set where that is later.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from liem.cases import arrivals, queries
from liem.cases.actions import Deed, tell
from liem.cases.deadlines import recipients
from liem.cases.models import Matter
from liem.cases.states import Kind, Origin, Outcome, Status, Verb
from liem.leads.expiry import length
from liem.people.row_security import acting_as_system
from liem.people.states import SYSTEM

TOLD_BEFORE = timedelta(days=14)
_UNVERIFIED = (Status.RECEIVED, Status.ACCEPTED, Status.VERIFYING, Status.SUSPENDED)


def expires_at(one: Matter, after: timedelta) -> datetime:
    """When an unverified sign expires. Reads events and clocks: call within sight of the matter."""
    reopened = one.events.filter(verb=Verb.REOPEN).order_by("at").last()
    base = (reopened.at if reopened else one.received_at) + after
    set_by_hand = one.deadlines.filter(set_by_hand=True, due_at__isnull=False).order_by("due_at").last()
    return max(base, set_by_hand.due_at) if set_by_hand and set_by_hand.due_at else base


def expire(*, now: datetime, most: int = 500) -> int:
    """Tell of signs about to expire, and end those whose time is over. Says how many ended."""
    ended, after = 0, length()
    if after is None:
        return 0
    with transaction.atomic(), acting_as_system(), translation.override("vi"):
        old = Matter.objects.select_for_update(no_key=True, skip_locked=True).filter(
            kind=Kind.LEAD, origin=Origin.LEAD, status__in=_UNVERIFIED, received_at__lte=now - after + TOLD_BEFORE
        )
        for one in old.order_by("pk")[:most]:
            until = expires_at(one, after)
            if until <= now:
                _end(one, after, now)
                ended += 1
            elif until - TOLD_BEFORE <= now and not one.notices.filter(reminder="expires", due_at=until).exists():
                tell(one, _concerned_with(one), "expires", now=now, due_at=until)
    return ended


def _end(one: Matter, after: timedelta, now: datetime) -> None:
    one.outcome = Outcome.NOT_TAKEN
    words = _("Not verified within %(n)s days: the sign has expired and says nothing about anybody.") % {
        "n": after.days
    }
    Deed(one, Verb.TERMINATE, now, SYSTEM, now).write(words % {"n": after.days}, expired=True)
    arrivals.let_go(one, by=SYSTEM, now=now)
    tell(one, _concerned_with(one) | {account.number for account in queries.inspectors()}, "expired", now=now)


def _concerned_with(one: Matter) -> set[str]:
    return {one.handler, *(head.number for head in queries.heads(one.unit)), *recipients(one, "")} - {""}
