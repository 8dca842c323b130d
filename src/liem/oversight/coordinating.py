"""Coordination between agencies on one matter: what was handed on, whether it arrived, what was asked for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from liem.cases import clocks
from liem.cases.models import CrimeTransfer, Event, Matter
from liem.cases.states import CrimeStep, Status, Verb
from liem.oversight import queries
from liem.oversight.queries import Owed
from liem.oversight.states import Source

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
    """What was handed on in the period, of the matters that whoever asks may see; what is not acknowledged first."""
    begin, end = clocks.end_of(first - timedelta(days=1)), clocks.end_of(last)
    sent = Event.objects.filter(verb=Verb.TRANSFER, at__gte=begin, at__lt=end).select_related("matter")
    matters = {event.matter_id for event in sent}
    taken: dict[int, list[datetime]] = {}
    for number, at in Event.objects.filter(verb=Verb.TAKE_OVER, matter__in=matters).values_list("matter_id", "at"):
        taken.setdefault(number, []).append(at)
    found = [_transfer(event, taken.get(event.matter_id, []), now) for event in sent]
    crimes = CrimeTransfer.objects.filter(found_at__gte=begin, found_at__lt=end).select_related("matter")
    found += [_crime(row, now) for row in crimes]
    return sorted(found, key=lambda one: (not one.silent, one.sent_at or now, one.matter.pk))


def _transfer(event: Event, taken: list[datetime], now: datetime) -> HandedOn:
    received = min((at for at in taken if at >= event.at), default=None)
    waits = received is None and event.matter.status == Status.TRANSFERRED
    return HandedOn(
        event.matter,
        str(event.data.get("former") or ""),
        str(event.data.get("to") or ""),
        event.at,
        received,
        event.document,
        silent=waits and now - event.at > WITHIN,
    )


def _crime(row: CrimeTransfer, now: datetime) -> HandedOn:
    acknowledged = bool(row.step) and row.step != CrimeStep.SENT
    received = datetime.combine(row.step_on, datetime.min.time(), now.tzinfo) if acknowledged and row.step_on else None
    silent = not acknowledged and now - (row.sent_at or row.found_at) > WITHIN
    outcome = str(CrimeStep(row.step).label) if row.step else ""
    return HandedOn(
        row.matter,
        row.matter.unit,
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
    return queries.duties(today, source=Source.COORDINATION)
