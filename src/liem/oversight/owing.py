"""Reading what is owed, in the row-level security of whoever asks.

Where each duty stands is reckoned by the database in one query (``_STANDS``): papers lay thousands of duties on units,
and the first page of the committee needs all of them. ``rules`` says the same of one duty, in words that can be read;
a test compares the two on histories made at random.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from liem.base.clock import local
from liem.cases import clocks
from liem.oversight import rules
from liem.oversight.models import Duty, DutyEvent
from liem.oversight.states import (
    DUTY_MOVES,
    MEASURED,
    OF_WHO_OWES,
    STRIKING,
    DutyKind,
    DutyVerb,
    Source,
    Standing,
)


@dataclass(frozen=True, slots=True)
class PaperRow:
    """Of a paper, what its duties are shown with."""

    pk: int
    source: str
    number: str
    issuer: str
    issued_on: date
    title: str
    matter: str

    def __str__(self) -> str:
        return f"{self.number} ({self.issued_on:%d/%m/%Y})"

    def get_source_display(self) -> str:
        return str(Source(self.source).label)


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A duty as lists show it."""

    pk: int
    kind: str
    unit: str
    what: str
    amount: int | None
    supervisor: str
    paper: PaperRow

    @property
    def paper_id(self) -> int:
        return self.paper.pk

    def get_kind_display(self) -> str:
        return str(DutyKind(self.kind).label)


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty with where it stands."""

    duty: DutyRow | Duty
    standing: Standing
    due: date | None
    reply_due: date | None
    accepted: int
    late: bool
    silent: bool
    """An urging was not answered by its day."""


def _owed(
    duty: DutyRow | Duty, standing: Standing, due: date | None, reply: date | None, accepted: int, today: date
) -> Owed:
    open_ = standing in (Standing.OWED, Standing.SAID_DONE)
    late = standing is Standing.OWED and due is not None and due < today
    return Owed(duty, standing, due, reply, accepted, late, silent=open_ and reply is not None and reply < today)


# -- one duty, by the rules


def happened(events: Iterable[DutyEvent]) -> list[rules.Happened]:
    """The events of a duty for the rules."""
    return [
        rules.Happened(DutyVerb(one.verb), one.on, one.amount or 0, one.due_on, one.pk, one.corrects_id or 0)
        for one in events
    ]


def owed(duty: Duty, today: date, known: date | None = None) -> Owed:
    """Where a duty stands on a day, as far as was known at the end of ``known``; without it, now."""
    rows = [one for one in duty.happened.all() if known is None or local(one.recorded_at).date() <= known]
    told = happened(rows)
    standing, due, reply = rules.standing(told), rules.due_day(duty.due_on, told), rules.unanswered(told)
    return _owed(duty, standing, due, reply, rules.accepted(told), today)


# -- all of them, by the database


def _listed(verbs: Iterable[DutyVerb]) -> str:
    return ", ".join(f"'{verb}'" for verb in sorted(verbs))


_MOVED: dict[str, Standing] = {verb: there for (here, verb), there in DUTY_MOVES.items() if here is not there}
"""What happened → where the duty stands then. Refused moves are never written, so the last one decides."""

_STANDS = f"""
    WITH struck AS (
        SELECT corrects_id FROM oversight_dutyevent WHERE corrects_id IS NOT NULL AND recorded_at < %(known)s),
    what AS (
        SELECT duty_id,
            (array_agg(verb ORDER BY id DESC) FILTER (WHERE verb IN ({_listed(map(DutyVerb, _MOVED))})))[1] AS moved,
            (array_agg(due_on ORDER BY id DESC) FILTER (WHERE verb = '{DutyVerb.EXTEND}' AND due_on IS NOT NULL))[1]
                AS due,
            (array_agg(CASE verb WHEN '{DutyVerb.URGE}' THEN due_on END ORDER BY id DESC)
                FILTER (WHERE verb IN ({_listed({DutyVerb.URGE, *OF_WHO_OWES} - STRIKING)})))[1] AS reply,
            sum(amount) FILTER (WHERE verb = '{DutyVerb.ACCEPT}') AS accepted
        FROM oversight_dutyevent
        WHERE verb NOT IN ({_listed(STRIKING)}) AND recorded_at < %(known)s
            AND id NOT IN (SELECT corrects_id FROM struck)
        GROUP BY duty_id)
    SELECT p.id, p.source, p.number, p.issuer, p.issued_on, p.title, p.matter, d.id, d.kind, d.unit, d.what, d.amount,
        d.supervisor, what.moved, coalesce(what.due, d.due_on), what.reply, coalesce(what.accepted, 0)
    FROM oversight_duty AS d JOIN oversight_paper AS p ON p.id = d.paper_id LEFT JOIN what ON what.duty_id = d.id
    WHERE d.recorded_at < %(known)s AND d.id NOT IN (
            SELECT corrects_id FROM oversight_duty WHERE corrects_id IS NOT NULL AND recorded_at < %(known)s)
        AND (%(unit)s = '' OR d.unit = %(unit)s) AND (%(kind)s = '' OR d.kind = %(kind)s)
        AND (%(source)s = '' OR p.source = %(source)s) AND (%(paper)s = 0 OR p.id = %(paper)s)
        AND (NOT %(supervised)s OR d.supervisor <> '')"""


def duties(
    today: date,
    unit: str = "",
    source: str = "",
    kind: str = "",
    state: str = "",
    known: date | None = None,
    *,
    paper: int = 0,
    supervised: bool = False,
) -> list[Owed]:
    """Everything owed that whoever asks may see: what is late first, then by the day it is due.

    ``state``: ``late``, ``silent``, ``open`` or ``ended``; ``supervised``: what bodies from outside recommended. What
    was corrected stands no more.
    """
    values: dict[str, Any] = {"unit": unit, "source": source, "kind": kind, "paper": paper, "supervised": supervised}
    values["known"] = clocks.end_of(known) if known else "infinity"
    with connection.cursor() as cursor:
        cursor.execute(_STANDS, values)
        rows = cursor.fetchall()
    papers: dict[int, PaperRow] = {}
    found = []
    for row in rows:
        of = papers.get(row[0]) or papers.setdefault(row[0], PaperRow(*row[:7]))
        moved, due, reply, accepted = row[13:]
        standing = _MOVED[moved] if moved else Standing.OWED
        pk, kind_, unit_, what, amount, supervisor = row[7:13]
        duty = DutyRow(pk, kind_, unit_, what, amount, supervisor, of)
        found.append(_owed(duty, standing, due, reply, int(accepted), today))
    wanted = _STATES.get(state)
    return sorted(filter(wanted, found) if wanted else found, key=lambda o: (not o.late, o.due or date.max, o.duty.pk))


_STATES: dict[str, Callable[[Owed], bool]] = {
    "late": lambda one: one.late,
    "silent": lambda one: one.silent,
    "open": lambda one: one.standing in (Standing.OWED, Standing.SAID_DONE),
    "ended": lambda one: one.standing in (Standing.DONE, Standing.RELEASED),
}


@dataclass(frozen=True)
class Followed:
    """Duties of one kind: how many, done, late; of money and land how much."""

    kind: str
    n: int
    done: int
    late: int
    amount: int
    accepted: int
    measure: str = ""
    is_money: bool = False

    @property
    def share(self) -> float | None:
        """Of what is owed, how much was accepted."""
        return self.accepted / self.amount if self.amount else None


def followed(some: Iterable[Owed]) -> list[Followed]:
    """How far duties were followed, by kind."""
    by_kind: dict[str, list[Owed]] = {}
    for one in some:
        by_kind.setdefault(one.duty.kind, []).append(one)
    return [
        Followed(
            str(DutyKind(kind).label),
            len(them),
            sum(one.standing is Standing.DONE for one in them),
            sum(one.late for one in them),
            sum(one.duty.amount or 0 for one in them),
            sum(one.accepted for one in them),
            MEASURED.get(kind, ""),
            kind == DutyKind.MONEY,
        )
        for kind, them in sorted(by_kind.items(), key=lambda pair: list(DutyKind).index(DutyKind(pair[0])))
    ]
