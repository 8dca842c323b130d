"""Keeping the clocks of a matter, and sending what falls due: a stored instant and compare-and-set.

Workers may be many, late or killed. A reminder is sent by whoever changes the row that says it is next; the notice and
the change are one transaction, so that none is lost and none is sent twice.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min

from liem.cases import clocks, queries
from liem.cases.models import Deadline, Exclusion, Matter, Notice
from liem.cases.states import Kind, Reminder, Standing
from liem.law.calendar import WorkingCalendar
from liem.people.row_security import acting_as_system
from liem.people.states import SYSTEM
from liem.trail import actions as trail

logger = logging.getLogger("liem.cases")

STREAM = "cases"
PUSHED_BACK = timedelta(hours=1)
"""A clock whose sending fails is tried again after so long, and blocks nobody else meanwhile."""


def reckon(matter: Matter, *, now: datetime) -> list[str]:
    """Bring every clock of the matter up to date from its events. Says whose day changed. Call as ``system``."""
    events, calendar = queries.happened(matter), queries.calendar()
    kept = {one.rule: one for one in matter.deadlines.all()}
    changed = []
    for clock in clocks.CLOCKS[Kind(matter.kind)]:
        rule = clock.rule_id(matter.remote)
        reading = queries.reading(matter, rule, events)
        row = kept.get(rule) or Deadline(matter=matter, rule=rule)
        if row.pk is None and reading.standing in (Standing.NOT_STARTED, Standing.GONE):
            continue
        if _bring_up_to_date(row, reading, calendar, now):
            changed.append(rule)
    running = Deadline.objects.filter(matter=matter, standing=Standing.RUNNING)
    matter.next_due = running.aggregate(first=Min("due_at"))["first"]
    Matter.objects.filter(pk=matter.pk).update(next_due=matter.next_due)
    return changed


def _bring_up_to_date(row: Deadline, reading: clocks.Reading, calendar: WorkingCalendar, now: datetime) -> bool:
    """Write a reading into its row; says whether the day it is due changed."""
    moved = row.due_at != reading.due_at
    row.set_by_hand = bool(reading.rule and not reading.rule.is_known and reading.due_at)
    row.standing, row.started_at, row.met_at = reading.standing, reading.started_at, reading.met_at
    row.confidence = reading.rule.confidence if reading.rule else ""
    row.calendar = clocks.fingerprint(calendar)
    waits = reading.standing != Standing.RUNNING
    if waits or reading.due_at is None:
        row.next_step, row.next_at = "", None
    elif moved or row.next_at is None:
        row.reminded = "" if moved else row.reminded
        row.next_step, row.next_at = _next(reading.due_at, row.reminded, calendar, now)
    row.due_at = reading.due_at
    row.save()
    return moved


def _next(
    due_at: datetime, reminded: str, calendar: WorkingCalendar, not_before: datetime | None = None
) -> tuple[str, datetime | None]:
    return clocks.next_reminder(due_at, reminded, calendar, not_before) or ("", None)


def next_due(now: datetime) -> Deadline | None:
    """The clock whose next reminder is the longest past, locked with its matter; what another holds is passed over.

    Actions lock the matter first and the trail last; so does this, and never waits for the matter: no two can wait
    for one another.
    """
    return (
        Deadline.objects.select_for_update(skip_locked=True, no_key=True, of=("self", "matter"))
        .filter(next_at__lte=now)
        .select_related("matter")
        .order_by("next_at", "pk")
        .first()
    )


def send_one(now: datetime) -> bool:
    """Send the next reminder that is due. Says whether there was one."""
    with transaction.atomic(), acting_as_system():
        row = next_due(now)
        if row is None:
            return False
        try:
            with transaction.atomic():
                _send(row, now)
        except Exception:
            logger.exception("a reminder failed and is tried again in an hour", extra={"deadline": row.pk})
            Deadline.objects.filter(pk=row.pk, next_at=row.next_at).update(next_at=now + PUSHED_BACK)
    return True


def send_all(now: datetime, most: int = 100_000) -> int:
    """Send everything that fell due up to now, also over a day of downtime. Says how much."""
    return next((sent for sent in range(most) if not send_one(now)), most)


def _send(row: Deadline, now: datetime) -> None:
    """One reminder: set what is next if nobody else did, then the notices, then the trail."""
    if row.due_at is None or row.next_at is None:
        return
    step = Reminder(row.next_step)
    next_step, next_at = _next(row.due_at, step, queries.calendar())
    won = Deadline.objects.filter(pk=row.pk, next_at=row.next_at, next_step=step).update(
        reminded=step, next_step=next_step, next_at=next_at
    )
    if not won:
        return
    told = recipients(row.matter, step)
    Notice.objects.bulk_create(
        [
            Notice(matter=row.matter, deadline=row, reminder=step, due_at=row.due_at, account=account, at=now)
            for account in sorted(told)
        ]
    )
    trail.record(
        STREAM,
        f"reminder_{step}",
        by=SYSTEM,
        subject_kind="matter",
        subject_id=row.matter.number,
        after={"rule": row.rule, "due": row.due_at.isoformat(), "told": len(told)},
        now=now,
    )


def recipients(matter: Matter, step: str) -> set[str]:
    """Who is told: the handler; when late the head too; at the end the inspectorate. Never somebody excluded.

    Where that leaves nobody (no handler, and whoever leads the unit is shut out), the inspectorate is told at once.
    """
    heads = {one.number for one in queries.heads(matter.unit)}
    accounts = {matter.handler} if matter.handler else set(heads)
    if step in (Reminder.OVERDUE, Reminder.URGED, Reminder.ESCALATED):
        accounts |= heads
    barred = set(Exclusion.objects.filter(matter=matter).values_list("account", flat=True))
    if matter.unit in matter.barred_units:
        barred |= heads
    if step == Reminder.ESCALATED or not accounts - barred or matter.unit in matter.barred_units:
        accounts |= {one.number for one in queries.inspectors()}
    return accounts - barred


def reckon_again(*, now: datetime, most: int = 1000) -> int:
    """After a holiday was declared late: reckon clocks made with another calendar anew. Says how many days moved."""
    present, moved = clocks.fingerprint(queries.calendar()), 0
    with transaction.atomic(), acting_as_system():
        old = Deadline.objects.exclude(calendar=present).filter(
            standing__in=[Standing.RUNNING, Standing.STANDING_STILL]
        )
        numbers = list(old.order_by("matter").values_list("matter", flat=True).distinct()[:most])
        for matter in Matter.objects.select_for_update(no_key=True).filter(pk__in=numbers).order_by("pk"):
            before = {one.rule: one.due_at for one in matter.deadlines.all()}
            for rule in reckon(matter, now=now):
                moved += 1
                due_at = matter.deadlines.get(rule=rule).due_at
                trail.record(
                    STREAM,
                    "clock_reckoned_again",
                    by=SYSTEM,
                    subject_kind="matter",
                    subject_id=matter.number,
                    before={"rule": rule, "due": str(before.get(rule))},
                    after={"due": str(due_at), "calendar": present},
                    now=now,
                )
    return moved
