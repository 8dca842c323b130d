"""Coordination between agencies on one matter: what was handed on, whether it arrived, what was asked for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from liem.cases import clocks
from liem.cases.models import CrimeTransfer, Event, Matter
from liem.cases.states import CrimeStep, Status, Verb
from liem.oversight import owing
from liem.oversight.owing import Owed
from liem.oversight.states import Source
from liem.people.row_security import acting_as_system

WITHIN = timedelta(days=7)
"""After so long without a receipt a hand-over is shown as not acknowledged: a choice of this house, not law."""


@dataclass(frozen=True)
class HandedOn:
    """A file that went from one body to another."""

    matter: Matter
    from_body: str
    to_body: str
    sent_at: datetime | None
    received_at: datetime | None
    document: str
    outcome: str = ""
    is_crime: bool = False
    silent: bool = False


def handed_on(first: date, last: date, now: datetime) -> list[HandedOn]:
    """What was handed on in the period, of the matters that whoever asks may see; what is not acknowledged first, also
    what was handed on before the period: a new year acknowledges nothing.

    The house looks for the events (millions of rows, each behind the wall of its matter); shown is only what belongs to
    a matter that whoever asks may see.
    """
    begin, end = clocks.end_of(first - timedelta(days=1)), clocks.end_of(last)
    with acting_as_system():
        within = Q(at__gte=begin) | Q(matter__status=Status.TRANSFERRED)
        sent = list(Event.objects.filter(within, verb=Verb.TRANSFER, at__lt=end).order_by("at", "pk"))
        waiting = Q(found_at__gte=begin) | Q(step__in=("", CrimeStep.SENT))
        crimes = list(CrimeTransfer.objects.filter(waiting, found_at__lt=end))
        numbers = {event.matter_id for event in sent}
        receipts = Event.objects.filter(verb=Verb.TAKE_OVER, matter__in=numbers).values_list("matter_id", "at")
        taken: dict[int, list[datetime]] = {}
        for number, at in receipts:
            taken.setdefault(number, []).append(at)
    seen = Matter.objects.only("number", "unit", "status").in_bulk(numbers | {row.matter_id for row in crimes})
    found = [
        _transfer(event, seen[event.matter_id], taken.get(event.matter_id, []), now)
        for event in sent
        if event.matter_id in seen
    ]
    found += [_crime(row, seen[row.matter_id], now) for row in crimes if row.matter_id in seen]
    found = [one for one in found if one.received_at is None or one.sent_at is None or one.sent_at >= begin]
    return sorted(found, key=lambda one: (not one.silent, one.sent_at or now, one.matter.pk))


def _transfer(event: Event, matter: Matter, taken: list[datetime], now: datetime) -> HandedOn:
    received = min((at for at in taken if at >= event.at), default=None)
    waits = received is None and matter.status == Status.TRANSFERRED
    return HandedOn(
        matter,
        str(event.data.get("former") or ""),
        str(event.data.get("to") or ""),
        event.at,
        received,
        event.document,
        silent=waits and now - event.at > WITHIN,
    )


def _crime(row: CrimeTransfer, matter: Matter, now: datetime) -> HandedOn:
    acknowledged = bool(row.step) and row.step != CrimeStep.SENT
    received = datetime.combine(row.step_on, datetime.min.time(), now.tzinfo) if acknowledged and row.step_on else None
    silent = not acknowledged and now - (row.sent_at or row.found_at) > WITHIN
    outcome = str(CrimeStep(row.step).label) if row.step else ""
    return HandedOn(
        matter,
        matter.unit,
        row.to_body,
        row.sent_at,
        received,
        row.receipt,
        outcome,
        is_crime=True,
        silent=silent,
    )


def requests(today: date) -> list[Owed]:
    """What agencies asked of one another, and what became of it."""
    return owing.duties(today, source=Source.COORDINATION)
