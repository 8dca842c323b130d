"""Reading what is owed, in the row-level security of whoever asks.

Where each duty stands is reckoned by the database (``_STANDS``), and it is the database that counts them and finds the
page that is shown: papers lay thousands of duties on units, and the first page of the committee counts all of them.
``rules`` says the same of one duty, in words that can be read; a test compares the two on histories made at random.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models.expressions import RawSQL

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
from liem.people.long_questions import rows_of


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


def is_corrected(duty: Duty) -> bool:
    """Whether something stands in the place of a duty, also where whoever asks does not see what."""
    return Duty.objects.filter(pk=duty.pk, pk__in=corrected_duties()).exists()


def corrected_duties() -> RawSQL:
    """The numbers of all that was corrected, whoever asks."""
    return RawSQL("SELECT oversight_corrected_duties('infinity')", [])


# -- one duty, by the rules


def happened(events: Iterable[DutyEvent]) -> list[rules.Happened]:
    """The events of a duty for the rules."""
    return [
        rules.Happened(DutyVerb(one.verb), one.on, one.amount or 0, one.due_on, one.pk, one.corrects_id or 0)
        for one in events
    ]


def owed(duty: Duty, today: date, known: date | None = None) -> Owed:
    """Where a duty stood at the end of a day, as far as was known at the end of ``known``; without it, now."""
    rows = [one for one in duty.happened.all() if known is None or local(one.recorded_at).date() <= known]
    rows = [one for one in rows if one.on <= today or one.corrects_id]
    told = happened(rows)
    standing, due, reply = rules.standing(told), rules.due_day(duty.due_on, told), rules.unanswered(told)
    return _owed(duty, standing, due, reply, rules.accepted(told), today)


# -- all of them, by the database


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(words))


_MOVED: dict[str, Standing] = {verb: there for (here, verb), there in DUTY_MOVES.items() if here is not there}
"""What happened → where the duty stands then. Refused moves are never written, so the last one decides."""
_OPEN = frozenset({Standing.OWED, Standing.SAID_DONE})

SOON = timedelta(days=30)
"""What falls due within so long is said to come: till about the next meeting."""
_STATES: dict[str, str] = {
    "late": "is_late",
    "silent": "is_silent",
    "soon": "is_soon",
    "open": f"standing IN ({_listed(_OPEN)})",
    "ended": f"standing NOT IN ({_listed(_OPEN)})",
}

_DAY_0 = "DATE '0001-01-01'"
_DAYS = 10_000_000
"""More days than the calendar has. What an entry says is written behind its number, so that the greatest is what the
last entry says: a maximum is found in a sixth of the time of an ordered list."""
_CODES = {verb: code for code, verb in enumerate(sorted(_MOVED), 1)}
_CODED = " ".join(f"WHEN '{verb}' THEN {code}" for verb, code in _CODES.items())
_DECODED = " ".join(f"WHEN {code} THEN '{_MOVED[verb]}'" for verb, code in _CODES.items())

_STANDS = f"""
    WITH struck AS (
        SELECT corrects_id FROM oversight_dutyevent WHERE corrects_id IS NOT NULL AND recorded_at < %(known)s),
    happened AS (
        SELECT duty_id,
            max(id * 10 + CASE verb {_CODED} END) FILTER (WHERE verb IN ({_listed(_MOVED)})) AS moved,
            max(id * {_DAYS} + (due_on - {_DAY_0})) FILTER (WHERE verb = '{DutyVerb.EXTEND}') AS due,
            max(id * {_DAYS} + CASE verb WHEN '{DutyVerb.URGE}' THEN due_on - {_DAY_0} ELSE 0 END)
                FILTER (WHERE verb IN ({_listed({DutyVerb.URGE, *OF_WHO_OWES} - STRIKING)})) AS reply,
            sum(amount) FILTER (WHERE verb = '{DutyVerb.ACCEPT}') AS accepted
        FROM oversight_dutyevent
        WHERE verb NOT IN ({_listed(STRIKING)}) AND recorded_at < %(known)s
            AND "on" <= %(today)s AND id NOT IN (SELECT corrects_id FROM struck)
            AND (cardinality(%(units)s::text[]) = 0 OR unit = ANY (%(units)s::text[]))
        GROUP BY duty_id),
    stood AS MATERIALIZED (
        SELECT d.id, d.paper_id, d.kind, d.unit, d.amount, p.issued_on,
            CASE mod(happened.moved, 10) {_DECODED} ELSE '{Standing.OWED}' END AS standing,
            coalesce({_DAY_0} + mod(happened.due, {_DAYS})::int, d.due_on) AS due,
            {_DAY_0} + nullif(mod(happened.reply, {_DAYS})::int, 0) AS reply,
            coalesce(happened.accepted, 0)::bigint AS accepted
        FROM oversight_duty AS d JOIN oversight_paper AS p ON p.id = d.paper_id
            LEFT JOIN happened ON happened.duty_id = d.id
        WHERE (%(source)s = '' OR p.source = %(source)s) AND p.issued_on <= %(today)s
            AND d.recorded_at < %(known)s AND d.id NOT IN (SELECT oversight_corrected_duties(%(known)s))
            AND (cardinality(%(units)s::text[]) = 0 OR d.unit = ANY (%(units)s::text[]))
            AND (%(paper)s = 0 OR d.paper_id = %(paper)s)
            AND (cardinality(%(kinds)s::text[]) = 0 OR d.kind = ANY (%(kinds)s::text[]))
            AND (NOT %(supervised)s OR d.supervisor <> '')),
    stands AS (
        SELECT stood.*,
            coalesce(standing = '{Standing.OWED}' AND due < %(today)s, false) AS is_late,
            coalesce(standing IN ({_listed(_OPEN)}) AND reply < %(today)s, false) AS is_silent,
            coalesce(standing = '{Standing.OWED}' AND due >= %(today)s AND due <= %(soon)s, false) AS is_soon
        FROM stood)"""

_ORDER = "ORDER BY is_late DESC, due NULLS LAST, id"
_ROWS = f"""{_STANDS}
    SELECT p.id, p.source, p.number, p.issuer, p.issued_on, p.title, p.matter,
        d.id, d.kind, d.unit, d.what, d.amount, d.supervisor, standing, due, reply, accepted, is_late, is_silent
    FROM (SELECT * FROM stands WHERE {{state}} {_ORDER} LIMIT %(most)s OFFSET %(start)s) AS shown
        JOIN oversight_duty AS d ON d.id = shown.id JOIN oversight_paper AS p ON p.id = d.paper_id
    {_ORDER.replace(" id", " shown.id")}"""

_COUNTED = f"""count(*), count(*) FILTER (WHERE standing = '{Standing.DONE}'),
    count(*) FILTER (WHERE standing IN ({_listed(_OPEN)})), count(*) FILTER (WHERE is_late),
    min(due) FILTER (WHERE is_late), count(*) FILTER (WHERE is_silent), count(*) FILTER (WHERE is_soon),
    coalesce(sum(amount), 0)::bigint,
    sum(accepted)::bigint, count(*) FILTER (WHERE issued_on >= %(since)s)"""
_COUNTS = f"""{_STANDS}
    SELECT kind, unit, NULL, {_COUNTED} FROM stands WHERE {{state}} GROUP BY kind, unit
    UNION ALL SELECT NULL, NULL, (SELECT coalesce(json_agg(row_to_json(shown)), '[]')::text FROM (
            SELECT id AS pk, kind, unit, standing, due, reply AS reply_due, accepted, is_late AS late,
                is_silent AS silent
            FROM stands WHERE {{state}} AND {{shown}} {_ORDER} LIMIT %(most)s OFFSET %(start)s) AS shown),
        0, 0, 0, 0, NULL, 0, 0, 0, 0, 0"""


@dataclass(frozen=True)
class Asked:
    """Which duties one asks of, as they stood at the end of ``today``: by papers issued until then, with what happened
    until then.

    ``state``: ``late``, ``soon``, ``silent``, ``open`` or ``ended``; no unit or kind named is every one;
    ``supervised``: what bodies from outside recommended; ``known``: as far as was known at the end of that day. What
    was corrected stands no more.
    """

    today: date
    units: Collection[str] = ()
    source: str = ""
    kinds: Collection[str] = ()
    state: str = ""
    known: date | None = None
    paper: int = 0
    supervised: bool = False

    @property
    def condition(self) -> str:
        """SQL, of our own words."""
        return _STATES.get(self.state, "true")

    def values(self, **more: Any) -> dict[str, Any]:
        """What the queries are told."""
        names = ("today", "source", "paper", "supervised")
        told: dict[str, Any] = {name: getattr(self, name) for name in names}
        told |= {name: sorted(getattr(self, name)) for name in ("units", "kinds")}
        told |= {"soon": self.today + SOON, "known": clocks.end_of(self.known) if self.known else "infinity"}
        return told | more


def duties(asked: Asked, most: int | None = None, start: int = 0) -> list[Owed]:
    """What is owed that whoever asks may see: what is late first, then by day; ``most`` from ``start``."""
    rows = rows_of(_ROWS.format(state=asked.condition), asked.values(most=most, start=start))
    papers: dict[int, PaperRow] = {}
    found = []
    for row in rows:
        of = papers.get(row[0]) or papers.setdefault(row[0], PaperRow(*row[:7]))
        pk, kind, unit, what, amount, supervisor, standing, *rest = row[7:]
        duty = DutyRow(pk, kind, unit, what, amount, supervisor, of)
        found.append(Owed(duty, Standing(standing), *rest))
    return found


class Cell(NamedTuple):
    """The duties of one kind of one unit, counted by the database."""

    kind: str
    unit: str
    n: int
    done: int
    open: int
    late: int
    oldest: date | None
    silent: int
    soon: int
    amount: int
    accepted: int
    new: int


@dataclass(frozen=True)
class OfUnit:
    """How much one unit owes and is late with."""

    unit: str
    n: int
    open: int
    late: int
    oldest: date | None
    """Of what is late, the day on which the first was due."""
    silent: int


@dataclass(frozen=True)
class Stand:
    """Where a duty stands, without its words."""

    pk: int
    kind: str
    unit: str
    standing: Standing
    due: date | None
    reply_due: date | None
    accepted: int
    late: bool
    silent: bool

    @classmethod
    def read(cls, standing: str, due: str | None, reply_due: str | None, **rest: Any) -> "Stand":
        """As the database writes it in JSON."""
        days = [date.fromisoformat(day) if day else None for day in (due, reply_due)]
        return cls(standing=Standing(standing), due=days[0], reply_due=days[1], **rest)


@dataclass(frozen=True)
class Counts:
    """How much is owed, by kind and by unit, counted by the database."""

    followed: "list[Followed]"
    units: list[OfUnit]
    """In the order of codes."""
    new: int
    """Of papers issued since the day that was asked for."""
    soon: int
    """Not late, and due within :data:`SOON`."""
    shown: list[Stand]
    """Those to be shown, in their order."""

    @property
    def n(self) -> int:
        return sum(one.n for one in self.followed)

    @property
    def late(self) -> int:
        return sum(one.late for one in self.units)

    @property
    def silent(self) -> int:
        return sum(one.silent for one in self.units)


def counts(asked: Asked, since: date | None = None, *, shown: str = "", most: int | None = 0, start: int = 0) -> Counts:
    """The same, in numbers, and which to show: of those in the state ``shown``, ``most`` from ``start``.

    ``since``: the first day of the papers that count as new.
    """
    query = _COUNTS.format(state=asked.condition, shown=_STATES.get(shown, "true"))
    rows = rows_of(query, asked.values(since=since or date.max, most=most, start=start))
    shown_ = next(row[2] for row in rows if row[2] is not None)
    cells = [Cell(*row[:2], *row[3:]) for row in rows if row[2] is None]
    by_kind, by_unit = defaultdict(list), defaultdict(list)
    for cell in cells:
        by_kind[cell.kind].append(cell)
        by_unit[cell.unit].append(cell)
    return Counts(
        [_followed(kind, by_kind[kind]) for kind in DutyKind if kind in by_kind],
        [_of_unit(unit, by_unit[unit]) for unit in sorted(by_unit)],
        sum(cell.new for cell in cells),
        sum(cell.soon for cell in cells),
        [Stand.read(**one) for one in json.loads(shown_)],
    )


def _of_unit(unit: str, cells: Sequence[Cell]) -> OfUnit:
    oldest = min((cell.oldest for cell in cells if cell.oldest), default=None)
    n, open_, late = (sum(column) for column in zip(*((cell.n, cell.open, cell.late) for cell in cells), strict=True))
    return OfUnit(unit, n, open_, late, oldest, sum(cell.silent for cell in cells))


def rows(some: Sequence[Stand]) -> list[Owed]:
    """The same with their words and papers."""
    words = Duty.objects.select_related("paper").in_bulk([one.pk for one in some])
    return [
        Owed(words[one.pk], one.standing, one.due, one.reply_due, one.accepted, one.late, one.silent) for one in some
    ]


class Pages:
    """What is owed, for a paginator: how many there are, and the rows of one page alone.

    ``first``: as many of the first as ``counts`` found.
    """

    def __init__(self, asked: Asked, n: int, first: Sequence[Stand] = ()) -> None:
        self.asked, self.n, self.first = asked, n, first

    def __len__(self) -> int:
        return self.n

    def __getitem__(self, part: slice) -> list[Owed]:
        start, stop = part.start or 0, self.n if part.stop is None else part.stop
        if stop <= len(self.first) or len(self.first) == self.n:
            return rows(self.first[start:stop])
        return duties(self.asked, stop - start, start)


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


def _followed(kind: DutyKind, cells: Sequence[Cell]) -> Followed:
    n, done, late, amount, accepted = (
        sum(column)
        for column in zip(*((cell.n, cell.done, cell.late, cell.amount, cell.accepted) for cell in cells), strict=True)
    )
    return Followed(str(kind.label), n, done, late, amount, accepted, MEASURED.get(kind, ""), kind is DutyKind.MONEY)
