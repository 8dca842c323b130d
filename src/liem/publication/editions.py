"""The editions of the results: one for each year and month, counted when it is asked for first."""

from datetime import date, datetime

from django.db import connection, transaction

from liem.cases.queries import Decided, in_effect
from liem.people.row_security import acting_as_system
from liem.publication.models import Edition


def edition(year: int, until: date, now: datetime) -> list[Decided]:
    """What was decided in ``year`` and in effect on ``until``, as published."""
    with transaction.atomic(), acting_as_system():
        kept = Edition.objects.filter(year=year, until=until).first()
        if kept is None:
            with connection.cursor() as cursor:  # of two who ask first at once, the second is told what the first was
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext('liem publication edition'))")
            kept = Edition.objects.filter(year=year, until=until).first()
        if kept is None:
            rows = counted(year, until)
            decided = [[one.unit, one.kind, one.outcome, one.n] for one in rows]
            kept = Edition.objects.create(year=year, until=until, decided=decided, counted_at=now)
        return [Decided(*row) for row in kept.decided]


def counted(year: int, until: date) -> list[Decided]:
    """The same, counted now. Call as ``system``."""
    return in_effect(date(year, 1, 1), min(date(year, 12, 31), until), until)
