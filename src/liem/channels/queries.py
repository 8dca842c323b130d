"""Reading what came in by which door."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, QuerySet

from liem.channels.models import Gathering, GatheringSource, MailboxState
from liem.intake.models import Report
from liem.intake.states import Channel

ENTERED = (
    Channel.HOTLINE,
    Channel.COUNTER,
    Channel.POST,
    Channel.RECEPTION,
    Channel.VOTERS,
    Channel.DIALOGUE,
    Channel.PRESS,
    Channel.REFERRED,
)
"""The doors at which somebody enters what others say or write."""


def gatherings() -> QuerySet[Gathering]:
    """Sessions and meetings with the number of their sources, the newest first."""
    return Gathering.objects.annotate(count=Count("sources"))


def open_gatherings(kind: str, today: date) -> Iterable[Gathering]:
    """Those of the last month, to which a source may still be added."""
    return Gathering.objects.filter(kind=kind, held_on__gte=today - timedelta(days=31))


def gathering_of(report: Report) -> Gathering | None:
    """The gathering at which a report was spoken."""
    source = GatheringSource.objects.filter(report=report).select_related("gathering").first()
    return source.gathering if source else None


def mailbox_states() -> QuerySet[MailboxState]:
    """How each mailbox stands."""
    return MailboxState.objects.order_by("address")
