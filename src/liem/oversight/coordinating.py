"""Coordination between agencies on one matter: what was handed on, whether it arrived, what was asked for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from liem.cases import clocks
from liem.cases.models import CrimeTransfer, Event
from liem.cases.states import CrimeStep, Status, Verb
from liem.oversight import owing
from liem.oversight.owing import Owed
from liem.oversight.states import Source
from liem.people.long_questions import rows_of
from liem.people.row_security import acting_as_system

WITHIN = timedelta(days=7)
"""After so long without a receipt a hand-over is shown as not acknowledged: a choice of this house, not law."""


@dataclass(frozen=True)
class HandedOn:
    """A file that went from one body to another."""

    matter: str
    """Its number."""
    from_body: str
    to_body: str
    sent_at: datetime | None
    received_at: datetime | None
    document: str
    outcome: str = ""
    is_crime: bool = False
    silent: bool = False


_SENT = f"""
    SELECT e.id, e.matter_id, false AS is_crime, e.at AS sent_at, taken.at AS received_at,
        taken.at IS NULL AND m.status = '{Status.TRANSFERRED}' AND e.at < %(patience)s AS is_silent
    FROM cases_event AS e JOIN cases_matter AS m ON m.id = e.matter_id
    LEFT JOIN LATERAL (SELECT min(t.at) AS at FROM cases_event AS t
        WHERE t.matter_id = e.matter_id AND t.verb = '{Verb.TAKE_OVER}' AND t.at >= e.at) AS taken ON true
    WHERE e.verb = '{Verb.TRANSFER}' AND e.at < %(end)s AND (e.at >= %(begin)s OR m.status = '{Status.TRANSFERRED}')"""
_CRIMES = f"""
    SELECT c.id, c.matter_id, true, c.sent_at, CASE WHEN c.step NOT IN ('', '{CrimeStep.SENT}') THEN
            c.step_on::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' END,
        c.step IN ('', '{CrimeStep.SENT}') AND coalesce(c.sent_at, c.found_at) < %(patience)s
    FROM cases_crimetransfer AS c
    WHERE c.found_at < %(end)s AND (c.found_at >= %(begin)s OR c.step IN ('', '{CrimeStep.SENT}'))"""
_HANDED_ON = f"""
    SELECT * FROM ({_SENT} UNION ALL {_CRIMES}) AS every
    WHERE received_at IS NULL OR sent_at IS NULL OR sent_at >= %(begin)s
    ORDER BY is_silent DESC, sent_at NULLS LAST, matter_id, id"""


@dataclass(frozen=True)
class Found:
    """What was handed on, in numbers, and where its rows are read."""

    keys: list[tuple[int, bool, datetime | None, bool]]
    """Key, whether on signs of crime, when it was received, whether nobody acknowledged it."""

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def silent(self) -> int:
        return sum(silent for _key, _is_crime, _at, silent in self.keys)

    def __getitem__(self, part: slice) -> list[HandedOn]:
        some = self.keys[part]
        events = Event.objects.select_related("matter").in_bulk([key for key, is_crime, *_ in some if not is_crime])
        crimes = CrimeTransfer.objects.select_related("matter").in_bulk([key for key, is_crime, *_ in some if is_crime])
        rows = []
        for key, is_crime, at, silent in some:
            if is_crime and key in crimes:
                rows.append(_crime(crimes[key], at, silent=silent))
            elif not is_crime and key in events:
                rows.append(_transfer(events[key], at, silent=silent))
        return rows


def handed_on(first: date, last: date, now: datetime) -> Found:
    """What was handed on in the period, of the matters that whoever asks may see; what is not acknowledged first, also
    what was handed on before the period: a new year acknowledges nothing.

    The house looks for the events (millions of rows, each behind the wall of its matter); shown is only what belongs to
    a matter that whoever asks may see, and each row is read in their own name.
    """
    values = {"begin": clocks.end_of(first - timedelta(days=1)), "end": clocks.end_of(last), "patience": now - WITHIN}
    with acting_as_system():
        rows = rows_of(_HANDED_ON, values)
    numbers = {row[1] for row in rows}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM cases_matter WHERE id = ANY (%s)", [list(numbers)])
        seen = {number for (number,) in cursor.fetchall()}
    return Found([(key, is_crime, at, silent) for key, matter, is_crime, _sent, at, silent in rows if matter in seen])


def _transfer(event: Event, received: datetime | None, *, silent: bool) -> HandedOn:
    data = event.data
    return HandedOn(
        event.matter.number,
        str(data.get("former") or ""),
        str(data.get("to") or ""),
        event.at,
        received,
        event.document,
        silent=silent,
    )


def _crime(row: CrimeTransfer, received: datetime | None, *, silent: bool) -> HandedOn:
    outcome = str(CrimeStep(row.step).label) if row.step else ""
    return HandedOn(
        row.matter.number,
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
    return owing.duties(owing.Asked(today, source=Source.COORDINATION))
