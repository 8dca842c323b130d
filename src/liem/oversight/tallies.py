"""The counts behind the figures of a period: counted live or, where there are very many matters, kept for minutes.

Of 200,000 matters a period takes seconds to count. From :data:`MANY` on, a job keeps the counts of the year so far and
of the same period before; those of any other period are kept when somebody asks for them first. The pages say when it
was counted. Numbers alone are kept: what a page shows of one matter is never read here.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import CharField, Count, F, Func, Q, Sum

from liem.base.clock import local
from liem.base.disclosure import Span, as_of, spans
from liem.cases import clocks
from liem.cases.ledgers import MANY
from liem.cases.models import Deadline, Matter, Money
from liem.cases.states import OPEN, Kind, Status
from liem.intake.models import Report
from liem.intake.states import State
from liem.oversight.models import PeriodTally
from liem.oversight.rules import usual_beginning
from liem.people.row_security import acting_as_system

FRESH = timedelta(minutes=10)
"""Older counts are not shown."""
RENEWED = timedelta(minutes=5)
"""The job counts the usual periods anew after so long."""
SATISFIED = 4
"""From here on, of five, somebody counts as satisfied."""
AGAINST_LEADERS = (Kind.COMPLAINT_FIRST, Kind.COMPLAINT_SECOND, Kind.DENUNCIATION)


def counts(first: date, last: date, now: datetime, many: int = MANY) -> tuple[dict[str, Any], datetime | None]:
    """The counts of a period, and when they were counted; ``None``: this moment."""
    with transaction.atomic(), acting_as_system():
        kept = PeriodTally.objects.filter(first=first, last=last, outside=False, counted_at__gt=now - FRESH).first()
        if kept:
            return kept.counts, kept.counted_at
        if not Matter.objects.order_by()[many:].exists():
            return count(first, last, now), None
        return _keep(first, last, now), now


def of_this_month(span: Span, now: datetime) -> dict[str, Any]:
    """The counts of a period as those outside are told them: counted once a month, and the same until the next.

    Whoever could have them counted anew on two days would see by the difference what came in between.
    """
    since = clocks.end_of(as_of(local(now).date()))
    with transaction.atomic(), acting_as_system():
        kept = _of_this_month(span, since)
        if kept is None:
            with connection.cursor() as cursor:  # of two who ask first at once, the second is told what the first was
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext('liem oversight outside'))")
            kept = _of_this_month(span, since)
        return kept.counts if kept else _keep(span.first, span.last, now, outside=True)


def _of_this_month(span: Span, since: datetime) -> PeriodTally | None:
    return PeriodTally.objects.filter(first=span.first, last=span.last, outside=True, counted_at__gte=since).first()


def renew(now: datetime, many: int = MANY) -> int:
    """Count the usual periods anew where there are many matters; forget what nobody asked for. Says how many."""
    today = local(now).date()
    first = usual_beginning(today)
    with transaction.atomic(), acting_as_system():
        PeriodTally.objects.filter(outside=False, counted_at__lt=now - timedelta(days=1)).delete()
        span = spans(today)[0]
        for one in (span, span.year_before()):
            of_this_month(one, now)
        if not Matter.objects.order_by()[many:].exists():
            return 0
        usual = [(first, today), (year_before(first), year_before(today))]
        kept = PeriodTally.objects.filter(outside=False, counted_at__gt=now - RENEWED)
        fresh = set(kept.values_list("first", "last"))
        stale = [period for period in usual if period not in fresh]
        for period in stale:
            _keep(*period, now)
    return len(stale)


def _keep(first: date, last: date, now: datetime, *, outside: bool = False) -> dict[str, Any]:
    found = count(first, last, now)
    PeriodTally.objects.bulk_create(
        [PeriodTally(first=first, last=last, outside=outside, counts=found, counted_at=now)],
        update_conflicts=True,
        unique_fields=["first", "last", "outside"],
        update_fields=["counts", "counted_at"],
    )
    return found


def year_before(day: date) -> date:
    """The same day of the year before; of 29 February, the 28th.

    >>> year_before(date(2024, 2, 29)), year_before(date(2026, 7, 1))
    (datetime.date(2023, 2, 28), datetime.date(2025, 7, 1))
    """
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


# -- counting; call as ``system``


def count(first: date, last: date, now: datetime) -> dict[str, Any]:
    """Units with their matters and clocks; reports; entries of money. Numbers alone."""
    units = _matters(first, last)
    for unit, timed in _clocks(first, last, now).items():
        units.setdefault(unit, {}).update(timed)
    reports = Report.objects.filter(received_on__range=(first, last)).aggregate(
        n=Count("pk"),
        waiting=Count("pk", filter=Q(state=State.RECEIVED)),
        rated=Count("pk", filter=Q(satisfaction__isnull=False)),
        satisfied=Count("pk", filter=Q(satisfaction__gte=SATISFIED)),
    )
    entered = Money.objects.filter(on__range=(first, last)).order_by().values_list("step")
    sums = list(entered.annotate(sum=Sum("amount"), of=Count("matter", distinct=True)))
    return {
        "units": units,
        "reports": reports,
        "money": {step: amount for step, amount, _matters in sums},
        "money_matters": {step: matters for step, _amount, matters in sums},
        "causes": _causes(first, last),
    }


def _causes(first: date, last: date) -> dict[str, int]:
    """Cause → matters that ended in the period in which it was coded."""
    begin, end = clocks.end_of(first - timedelta(days=1)), clocks.end_of(last)
    ended = Matter.objects.filter(closed_at__gte=begin, closed_at__lt=end).exclude(causes=[]).order_by()
    coded = ended.annotate(cause=Func(F("causes"), function="unnest", output_field=CharField()))
    return dict(coded.values_list("cause").annotate(n=Count("pk")))


def _matters(first: date, last: date) -> dict[str, dict[str, int]]:
    begin, end = clocks.end_of(first - timedelta(days=1)), clocks.end_of(last)
    open_ = Q(status__in=sorted(OPEN))
    came = Q(received_at__gte=begin, received_at__lt=end)
    ended_within = ~open_ & (Q(closed_at__gte=begin, closed_at__lt=end) | (came & Q(closed_at=None)))
    carried = Q(received_at__lt=begin) & (open_ | Q(closed_at__gte=begin))
    rows = (
        Matter.objects.filter(received_at__lt=end)
        .filter(Q(received_at__gte=begin) | open_ | Q(closed_at__gte=begin))
        .order_by()
        .values("unit")
        .annotate(
            n_carried=Count("pk", filter=carried),
            n_received=Count("pk", filter=came),
            n_ended=Count("pk", filter=ended_within),
            n_suspended=Count("pk", filter=Q(status=Status.SUSPENDED)),
            n_open=Count("pk", filter=open_),
            n_leaders=Count("pk", filter=came & Q(leader=True, kind__in=AGAINST_LEADERS)),
        )
    )
    return {row.pop("unit"): {name.removeprefix("n_"): n for name, n in row.items()} for row in rows}


def _clocks(first: date, last: date, now: datetime) -> dict[str, dict[str, int]]:
    begin, end = clocks.end_of(first - timedelta(days=1)), clocks.end_of(last)
    told = Q(met_at__isnull=False) | Q(due_at__lte=now)
    rows = (
        Deadline.objects.filter(told, matter__received_at__gte=begin, matter__received_at__lt=end, due_at__isnull=False)
        .order_by()
        .values("matter__unit")
        .annotate(
            timed=Count("pk"),
            kept=Count("pk", filter=Q(met_at__lt=F("due_at"))),
            overdue_now=Count("pk", filter=Q(met_at=None)),
        )
    )
    return {row.pop("matter__unit"): row for row in rows}
