"""Who may handle a matter: never the accused, never the unit of an accused head, never a declared relative.

Pure: the agencies, the table and the day are given. The table (``data/routing.toml``) names, for each kind of matter,
the steps in the order of preference; :func:`route` takes the first agency that is competent and not barred. What nobody
named may handle goes up the list of last resort, and the answer says so.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from liem.agencies.states import LEADING, AccusedAs, Barred, Function, Kind, Level

LAST_RESORT = (
    Function.INSPECTORATE,
    Function.AUTHORITY,
    Function.INTERNAL_AFFAIRS,
    Function.PROCURACY,
    Function.CENTRAL,
)
"""Where a matter goes when all its agencies are barred. The central inspectorate cannot be accused or step aside."""

FRESH_FOR = timedelta(days=92)
"""A hotline or mailbox tried longer ago than this counts as not tried."""


@dataclass(frozen=True)
class Agency:
    """One agency in one period. ``unit``: its code in the register of units; ``head``: the official who leads it."""

    code: str
    name_vi: str
    name_en: str
    level: str
    function: str = Function.SERVICE
    parent: str = ""
    unit: str = ""
    fields: frozenset[str] = frozenset()
    head: str = ""
    successor: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Accused:
    """Somebody a matter accuses. ``agency``: where; ``official``: who, by code, where that is known."""

    agency: str = ""
    official: str = ""
    how: str = AccusedAs.UNKNOWN


@dataclass(frozen=True)
class Matter:
    """What has to be known of a report to route it; no content, no name."""

    kind: str
    on: date
    place: str = ""
    """The agency it is about, or the code of its unit."""
    field: str = ""
    accused: tuple[Accused, ...] = ()
    relatives: frozenset[str] = frozenset()
    """Officials who are declared relatives of a person accused."""
    recused: frozenset[str] = frozenset()
    crime_signs: bool = False
    inner: bool = False
    """An official speaks about colleagues or superiors."""

    @property
    def barred_officials(self) -> frozenset[str]:
        """Persons who may neither read nor handle it, in whichever agency they serve."""
        return self.relatives | {one.official for one in self.accused if one.official}


@dataclass(frozen=True)
class Competence:
    """Agencies of one function may handle these kinds."""

    function: str
    kinds: frozenset[str]


@dataclass(frozen=True)
class Row:
    """One row of the routing table; an empty condition fits everything. ``to``: own, above, field, or a function."""

    id: str
    to: tuple[str, ...]
    reason_vi: str
    reason_en: str
    kinds: frozenset[str] = frozenset()
    accused: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    inner: bool | None = None
    crime_signs: bool | None = None
    legal_basis: tuple[str, ...] = ()
    confidence: str = "U"
    received_from: date = date.min
    received_to: date | None = None

    def fits(self, matter: Matter, place: Agency | None) -> bool:
        """Whether the row speaks of this matter."""
        in_time = self.received_from <= matter.on and (self.received_to is None or matter.on <= self.received_to)
        return (
            in_time
            and (not self.kinds or matter.kind in self.kinds)
            and (not self.accused or gravest(matter) in self.accused)
            and (not self.levels or (place.level if place else "none") in self.levels)
            and (not self.fields or matter.field in self.fields)
            and (not self.agencies or (place is not None and place.code in self.agencies))
            and self.inner in (None, matter.inner)
            and self.crime_signs in (None, matter.crime_signs)
        )


NOBODY = "nobody"
"""Stands in the table for a matter that accuses no one."""
_GRAVITY = (AccusedAs.UNIT, AccusedAs.HEAD, AccusedAs.LEADER, AccusedAs.UNKNOWN, AccusedAs.STAFF)


def gravest(matter: Matter) -> str:
    """The highest capacity in which somebody is accused, or :data:`NOBODY`."""
    found = {one.how for one in matter.accused}
    return next((how for how in _GRAVITY if how in found), NOBODY)


@dataclass(frozen=True)
class Table:
    """Who is competent, and where matters go."""

    competences: tuple[Competence, ...]
    rows: tuple[Row, ...]

    def is_competent(self, agency: Agency, kind: str) -> bool:
        """Whether agencies of this function may handle matters of this kind."""
        return any(one.function == agency.function and kind in one.kinds for one in self.competences)

    def row_for(self, matter: Matter, place: Agency | None) -> Row | None:
        """The first row that fits."""
        return next((row for row in self.rows if row.fits(matter, place)), None)


@dataclass(frozen=True)
class Exclusion:
    """An agency that may not handle the matter, and why."""

    agency: str
    why: str


@dataclass(frozen=True)
class Routing:
    """Where a matter goes. ``agency`` is empty only where the house knows no agency at all."""

    agency: str
    reason_vi: str
    reason_en: str
    row: str = ""
    offices: tuple[str, ...] = ()
    """The agency, then the others that may take it where it cannot (no key yet); barred ones never."""
    excluded: tuple[Exclusion, ...] = ()
    barred_officials: frozenset[str] = frozenset()
    last_resort: bool = False
    legal_basis: tuple[str, ...] = ()
    confidence: str = "U"


@dataclass(frozen=True)
class Agencies:
    """The agencies in force on a day, and the tree they stand in."""

    on: date
    known: Mapping[str, Agency]
    former: Mapping[str, str] = field(default_factory=dict)
    """Code of an agency that is no more, or of a unit → code of the agency that answers for it now."""

    @classmethod
    def of(cls, rows: Iterable[Agency], on: date) -> "Agencies":
        """The rows in force on ``on``; those that ended lead to their successors."""
        every = list(rows)
        known = {one.code: one for one in every if one.holds_on(on)}
        former = {one.code: one.successor for one in every if one.code not in known and one.successor}
        units = {one.unit: one.code for one in sorted(every, key=lambda one: one.code in known) if one.unit != one.code}
        former |= {unit: code for unit, code in units.items() if unit and unit not in known}
        return cls(on, known, former)

    def get(self, code: str) -> Agency | None:
        """The agency of that code or unit on the day, through its successors."""
        seen: set[str] = set()
        while code and code not in self.known and code not in seen:
            seen.add(code)
            code = self.former.get(code, "")
        return self.known.get(code)

    def above(self, agency: Agency) -> Iterator[Agency]:
        """The agencies over this one, the nearest first."""
        seen = {agency.code}
        over = self.get(agency.parent)
        while over is not None and over.code not in seen:
            yield over
            seen.add(over.code)
            over = self.get(over.parent)

    def below(self, code: str) -> set[str]:
        """Codes of all agencies under this one."""
        return {one.code for one in self.known.values() if any(over.code == code for over in self.above(one))}

    def of_function(self, function: str) -> list[Agency]:
        return sorted((one for one in self.known.values() if one.function == function), key=lambda one: one.code)

    def led_by(self, officials: Collection[str]) -> list[Agency]:
        return [one for one in self.known.values() if one.head and one.head in officials]


def exclusions(matter: Matter, agencies: Agencies) -> dict[str, Barred]:
    """Agencies that may not handle the matter → why. The central inspectorate is never among them."""
    found: dict[str, Barred] = {}
    for code, why in _barred(matter, agencies):
        found.setdefault(code, why)
    central = {one.code for one in agencies.of_function(Function.CENTRAL)}
    return {code: why for code, why in found.items() if code not in central}


def _barred(matter: Matter, agencies: Agencies) -> Iterator[tuple[str, Barred]]:
    for code in matter.recused:
        yield code, Barred.RECUSED
    for accused in matter.accused:
        place = agencies.get(accused.agency)
        if place is not None and accused.how in LEADING:
            yield from _with_all_below(place, Barred.ACCUSED, agencies)
        elif place is not None and accused.how == AccusedAs.UNKNOWN:
            yield place.code, Barred.PERHAPS_ACCUSED
    named = {one.official for one in matter.accused if one.official}
    for led in agencies.led_by(named):
        yield from _with_all_below(led, Barred.LED_BY_ACCUSED, agencies)
    for led in agencies.led_by(matter.relatives - named):
        yield from _with_all_below(led, Barred.LED_BY_RELATIVE, agencies)


def _with_all_below(agency: Agency, why: Barred, agencies: Agencies) -> Iterator[tuple[str, Barred]]:
    """A head who is accused also directs those below."""
    yield agency.code, why
    for code in agencies.below(agency.code):
        yield code, Barred.BELOW_ACCUSED


def route(matter: Matter, agencies: Agencies, table: Table) -> Routing:
    """The agency that handles the matter, why, and which others may not."""
    place = agencies.get(matter.place)
    row = table.row_for(matter, place)
    barred = exclusions(matter, agencies)
    chosen: list[str] = []
    for agency in _steps(row.to if row else (), place, matter, agencies):
        if agency.code not in barred and not table.is_competent(agency, matter.kind):
            barred[agency.code] = Barred.NOT_COMPETENT
        if agency.code not in barred and agency.code not in chosen:
            chosen.append(agency.code)
    last = [code for code in _last_resort(agencies, barred) if code not in chosen]
    return _routing(matter, chosen, last, row, barred)


def why_not(agency: str, matter: Matter, agencies: Agencies, table: Table) -> Barred | None:
    """Why this agency may not take the matter (a transfer by hand asks this), or ``None``."""
    barred = exclusions(matter, agencies).get(agency)
    known = agencies.get(agency)
    if barred is None and (known is None or not table.is_competent(known, matter.kind)):
        return Barred.NOT_COMPETENT
    return barred


def _steps(to: Iterable[str], place: Agency | None, matter: Matter, agencies: Agencies) -> Iterator[Agency]:
    for step in to:
        if step == "own":
            yield from [place] if place else []
        elif step == "above":
            yield from agencies.above(place) if place else []
        elif step == "field":
            fitting = (one for one in agencies.known.values() if matter.field and matter.field in one.fields)
            yield from sorted(fitting, key=lambda one: one.code)
        else:
            yield from agencies.of_function(step)


def _last_resort(agencies: Agencies, barred: Mapping[str, Barred]) -> Iterator[str]:
    """Up the list; competence no longer counts, every other bar does."""
    for function in LAST_RESORT:
        for agency in agencies.of_function(function):
            if barred.get(agency.code, Barred.NOT_COMPETENT) == Barred.NOT_COMPETENT:
                yield agency.code


_NOBODY_LEFT = (
    "Không cơ quan nào theo bảng phân luồng được giải quyết vụ việc này; vụ việc được chuyển lên cấp trên.",
    "No agency of the routing table may handle this matter; it goes one level up.",
)
_NO_AGENCY = ("Chưa có cơ quan nào trong danh mục.", "The directory holds no agency yet.")


def _routing(
    matter: Matter, chosen: list[str], last: list[str], row: Row | None, barred: Mapping[str, Barred]
) -> Routing:
    offices = (*chosen, *last)
    vi, en = (row.reason_vi, row.reason_en) if row and chosen else _NOBODY_LEFT if last else _NO_AGENCY
    return Routing(
        offices[0] if offices else "",
        vi,
        en,
        row.id if row else "",
        offices,
        tuple(Exclusion(code, why) for code, why in sorted(barred.items()) if code not in offices),
        matter.barred_officials,
        not chosen,
        row.legal_basis if row else (),
        row.confidence if row else "U",
    )


def place_kinds() -> tuple[str, ...]:
    """All kinds, for checking a table."""
    return tuple(Kind.values)


def levels() -> tuple[str, ...]:
    """All levels, and ``none`` for a matter without a place."""
    return (*Level.values, "none")
