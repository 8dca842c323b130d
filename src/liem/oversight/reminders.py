"""Reminders of what is owed, of replies to urgings, and of what the committee asked for: a stored instant each, and
compare-and-set, as the clocks of matters (``liem.cases.deadlines``) whose steps and days these share.

Workers may be many, late or killed: the notice and the change of the row that said it was next are one transaction.
"""

import logging
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from liem.base.clock import local
from liem.cases import clocks
from liem.cases.deadlines import PUSHED_BACK
from liem.cases.mail import letters
from liem.cases.mail.sending import Source
from liem.cases.queries import calendar, heads, inspectors
from liem.cases.states import Reminder
from liem.oversight import owing, queries, rules
from liem.oversight.models import Clock, Duty, Notice, WatchDecision, WatchEntry
from liem.oversight.states import ClockKind, Standing
from liem.people.access import may, may_see_unit
from liem.people.models import Account, Appointment
from liem.people.row_security import acting_as_system
from liem.people.states import SYSTEM, Role
from liem.trail import actions as trail

logger = logging.getLogger("liem.oversight")
STREAM = "oversight"


# -- keeping the clocks


def reckon_duty(duty: Duty, *, now: datetime) -> None:
    """Bring the clocks of a duty up to date: the day it is due, and the day of the reply to the last urging."""
    with acting_as_system():
        corrected = Duty.objects.filter(corrects=duty).exists()
        told = owing.happened(duty.happened.order_by("pk"))
        standing = rules.standing(told)
        owed = standing is Standing.OWED and not corrected
        open_ = standing in (Standing.OWED, Standing.SAID_DONE) and not corrected
        _keep(ClockKind.DUE, duty.unit, rules.due_day(duty.due_on, told) if owed else None, now, duty=duty)
        _keep(ClockKind.REPLY, duty.unit, rules.unanswered(told) if open_ else None, now, duty=duty)


def reckon_entry(entry: WatchEntry, *, now: datetime) -> None:
    """Bring the clocks of the committee's directions about an entry up to date."""
    with acting_as_system():
        asked = queries.asked_for(queries.standing_decisions(entry))
        for row in Clock.objects.filter(kind=ClockKind.DIRECTION, decision__entry=entry).exclude(decision=asked):
            _set(row, None, now)
        if asked is not None:
            _keep(ClockKind.DIRECTION, asked.asked_of, asked.due_on, now, decision=asked)


def _keep(
    kind: ClockKind,
    unit: str,
    due: date | None,
    now: datetime,
    *,
    duty: Duty | None = None,
    decision: WatchDecision | None = None,
) -> None:
    row = Clock.objects.filter(kind=kind, duty=duty, decision=decision).first()
    if row is None and due is None:
        return
    _set(row or Clock(kind=kind, duty=duty, decision=decision, unit=unit), due, now)


def _set(row: Clock, due: date | None, now: datetime) -> None:
    due_at = clocks.end_of(due) if due else None
    if row.pk and due_at == row.due_at:
        return
    row.due_at, row.reminded, row.next_step, row.next_at = due_at, "", "", None
    step = clocks.next_reminder(due_at, "", calendar(), now) if due_at else None
    if step is not None:
        row.next_step, row.next_at = step
    row.save()


# -- sending what falls due


def send_one(now: datetime) -> bool:
    """Send the next reminder that is due. Says whether there was one."""
    with transaction.atomic(), acting_as_system():
        waiting = Clock.objects.select_for_update(skip_locked=True, no_key=True).filter(next_at__lte=now)
        row = waiting.order_by("next_at", "pk").first()
        if row is None:
            return False
        try:
            with transaction.atomic():
                send(row, now)
        except Exception:
            logger.exception("a reminder failed and is tried again in an hour", extra={"clock": row.pk})
            Clock.objects.filter(pk=row.pk, next_at=row.next_at).update(next_at=now + PUSHED_BACK)
    return True


def send_all(now: datetime, most: int = 100_000) -> int:
    """Send everything that fell due up to now, also over days of downtime. Says how much."""
    return next((sent for sent in range(most) if not send_one(now)), most)


def send(row: Clock, now: datetime) -> None:
    """One reminder: set what is next if nobody else did, then the notices, then the trail. Call as ``system``."""
    if row.due_at is None or row.next_at is None:
        return
    step = Reminder(row.next_step)
    following = clocks.next_reminder(row.due_at, step, calendar())
    next_step, next_at = following or ("", None)
    won = Clock.objects.filter(pk=row.pk, next_at=row.next_at, next_step=step).update(
        reminded=step, next_step=next_step, next_at=next_at
    )
    if not won:
        return
    told = recipients(row, step, local(now).date())
    Notice.objects.bulk_create(
        [Notice(clock=row, reminder=step, due_at=row.due_at, account=account, at=now) for account in told]
    )
    trail.record(
        STREAM,
        f"oversight_reminder_{step}",
        by=SYSTEM,
        subject_kind=row.kind,
        subject_id=str(row.duty_id or row.decision_id),  # type: ignore[attr-defined]
        after={"due": row.due_at.isoformat(), "unit": row.unit, "told": len(told)},
        now=now,
    )


LATE = (Reminder.OVERDUE, Reminder.URGED, Reminder.ESCALATED)


def recipients(row: Clock, step: Reminder, day: date) -> list[str]:
    """Who is told: the head of the unit; once late the inspectorate too; at the end internal affairs.

    What the committee asked for is watched by internal affairs alone: a unit does not see the list.
    """
    affairs = {one.number for one in _internal_affairs(day)}
    if row.kind == ClockKind.DIRECTION:
        return sorted(affairs)
    accounts = {one.number for one in heads(row.unit, day)}
    if step in LATE or not accounts:
        accounts |= {one.number for one in inspectors(day)}
    return sorted(accounts | affairs if step == Reminder.ESCALATED else accounts)


def _internal_affairs(day: date) -> QuerySet[Account]:
    held = Appointment.objects.filter(role=Role.INTERNAL_AFFAIRS, valid_from__lte=day)
    held = held.filter(Q(valid_to=None) | Q(valid_to__gte=day))
    return Account.objects.filter(pk__in=held.values("account"), is_active=True)


# -- by mail


def _is_seen(account: Account, row: Notice) -> bool:
    if row.clock.kind == ClockKind.DIRECTION:
        return may(account, "oversight.watch")
    return may_see_unit(account, "duties.see", row.clock.unit)


BY_MAIL = Source(
    "oversight",
    lambda: Notice.objects.select_related("clock"),
    _is_seen,
    lambda row: str(row.clock_id),
    letters.reminders,
)
"""How many reminders wait, to those who wished for it (``liem.cases.mail``), and nothing of what they are about."""


# -- what is told


def unread(account: Account, most: int = 100) -> QuerySet[Notice]:
    """Notices of this room not yet read, the newest first."""
    rows = Notice.objects.filter(account=account.number, read_at=None)
    return rows.select_related("clock__duty__paper", "clock__decision__entry")[:most]


@transaction.atomic
def mark_read(*, by: Account, now: datetime) -> int:
    """All notices of this room to ``by`` are read now."""
    with acting_as_system():
        return Notice.objects.filter(account=by.number, read_at=None).update(read_at=now)
