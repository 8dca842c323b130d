"""Statutory limits and one-stop rules as dated data (``data/limits.toml``), chosen by the day a matter was received.

Nothing is encoded that is not known: a rule whose number is uncertain has none, and says the doubt in words. No rule is
``active`` before a person of the province's legal staff has compared it with the text.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Literal, cast, get_args

from liem.base.errors import UserError
from liem.base.formats import Language
from liem.law.entries import CONFIDENCES, Confidence, Entry, read_toml

LIMITS = Path(__file__).parent / "data" / "limits.toml"

Unit = Literal[
    "working_day", "day", "working_hour", "hour", "month", "request", "time", "day_per_month", "at_once", "none"
]
"""``at_once``: due immediately; ``none``: a rule without a number."""

Status = Literal["active", "draft", "unverified"]
CountsFrom = Literal["next_day", "moment"]
Level = Literal["province", "department", "commune", "centre"]

_STATUSES: dict[Confidence, tuple[Status, ...]] = {
    "SP": ("active", "draft"),
    "SS": ("draft",),
    "R": ("unverified",),
    "U": ("unverified",),
}
"""What a rule may be, by what is known of it."""


@dataclass(frozen=True)
class Extension:
    """How a limit may grow: ``add`` so much each time, or ``up_to`` so much in all.

    ``after``: the code of the extension that must have been granted before; those without one share one count.
    """

    code: str
    after: str
    how: Literal["add", "up_to"]
    value: int
    unit: Unit
    times: int
    needs_vi: str
    needs_en: str


@dataclass(frozen=True)
class Event:
    """What starts or stops a clock."""

    code: str
    vi: str
    en: str

    def name(self, language: Language = "vi") -> str:
        return self.vi if language == "vi" else self.en


@dataclass(frozen=True)
class Rule:
    """One rule as it stands for matters received from ``received_from`` to ``received_to`` (both included)."""

    id: str
    name_vi: str
    name_en: str
    number: int | None
    unit: Unit
    starts_at: str
    counts_from: CountsFrom
    stops: tuple[str, ...]
    stop_ceilings: tuple[tuple[str, int], ...]
    """Stopping event → calendar days after which the clock goes on by itself; none where no ceiling is known."""
    extensions: tuple[Extension, ...]
    received_from: date
    received_to: date | None
    levels: tuple[Level, ...]
    legal_basis: tuple[str, ...]
    confidence: Confidence
    status: Status
    note_vi: str
    note_en: str
    verified_by: str
    verified_on: date | None

    @property
    def value(self) -> int:
        """The number of the rule, in its ``unit``.

        Raises :class:`UserError` where there is none: the doubt, in words. No caller may fill it with a guess.
        """
        if self.number is None:
            raise UserError(f"the rule {self.id} has no number for matters of {self.period}: {self.note_en}")
        return self.number

    @property
    def is_known(self) -> bool:
        """Whether the rule has a number."""
        return self.number is not None

    def stop_ceiling(self, ground: str) -> int | None:
        """For how many calendar days at most that ground stops the clock; ``None``: no ceiling is known."""
        return dict(self.stop_ceilings).get(ground)

    @property
    def period(self) -> str:
        """The days of receipt it holds for, in words."""
        return f"{self.received_from} to {self.received_to}" if self.received_to else f"{self.received_from} on"

    def holds(self, on: date, level: str | None) -> bool:
        """Whether it is the rule for a matter received on that day by a unit of that level."""
        in_time = self.received_from <= on and (self.received_to is None or on <= self.received_to)
        return in_time and (level is None or not self.levels or level in self.levels)

    def name(self, language: Language = "vi") -> str:
        return self.name_vi if language == "vi" else self.name_en

    def note(self, language: Language = "vi") -> str:
        """What is doubtful or particular about it, for the screen beside the number."""
        return self.note_vi if language == "vi" else self.note_en


@dataclass(frozen=True)
class Limits:
    """All rules, and the events they speak of.

    >>> rule = Limits.load().rule("denunciation.resolve", on=date(2025, 3, 4))
    >>> rule.value, rule.unit, rule.status
    (30, 'day', 'draft')
    """

    rules: tuple[Rule, ...]
    events: dict[str, Event]

    @classmethod
    def load(cls, path: Path = LIMITS) -> "Limits":
        """The rules of the package, or of another file of the same form.

        Raises :class:`InputError` (one line: file, entry, remedy) for data that contradicts itself.
        """
        return _read(path)

    def rule(self, id: str, on: date, level: Level | None = None) -> Rule:
        """The rule for a matter received on the day ``on``, by a unit of that ``level`` where levels differ.

        Raises :class:`UserError` if there is no such rule, none held then, or the level must be said.
        """
        known = [rule for rule in self.rules if rule.id == id]
        if not known:
            raise UserError(f"there is no rule {id!r}; docs/reference/limits.md lists them")
        held = [rule for rule in known if rule.holds(on, level)]
        if not held:
            raise UserError(f"no rule {id} for a matter received on {on}; it is known for {_periods(known)}")
        if len(held) > 1:
            levels = ", ".join(level for rule in held for level in rule.levels)
            raise UserError(f"the rule {id} differs by level of unit; say which of {levels}")
        return held[0]

    def ids(self) -> tuple[str, ...]:
        """Every rule's id, in the order of the data."""
        return tuple(dict.fromkeys(rule.id for rule in self.rules))


@lru_cache(maxsize=4)
def _read(path: Path) -> Limits:
    file = Entry(read_toml(path), str(path))
    events = {event.code: event for event in map(_event, file.entries("events"))}
    rules = tuple(rule for entry in file.entries("rules") for rule in _rules(entry, events))
    file.finish()
    _refuse_overlaps(rules, path)
    return Limits(rules, events)


def _event(entry: Entry) -> Event:
    event = Event(entry.text("code"), entry.text("vi"), entry.text("en"))
    entry.finish()
    return event


def _rules(entry: Entry, events: dict[str, Event]) -> Iterable[Rule]:
    """The rule of an entry, once for each of its periods."""
    periods = entry.inheriting("periods")
    if not periods:
        raise entry.refusal("no period", "say from which day of receipt it holds, under [[rules.periods]]")
    return [_rule(period, events) for period in periods]


def _rule(entry: Entry, events: dict[str, Event]) -> Rule:
    unit = cast(Unit, entry.one_of("unit", get_args(Unit)))
    rule = Rule(
        id=entry.text("id"),
        name_vi=entry.text("name_vi"),
        name_en=entry.text("name_en"),
        number=entry.optional_count("value"),
        unit=unit,
        starts_at=entry.one_of("starts_at", events),
        counts_from=cast(CountsFrom, entry.one_of("counts_from", get_args(CountsFrom))),
        stops=entry.each_of("stops", events),
        stop_ceilings=tuple(_stop_ceiling(ceiling, events) for ceiling in entry.entries("stop_ceilings")),
        extensions=tuple(_extension(extension, unit) for extension in entry.entries("extensions")),
        received_from=entry.day("received_from"),
        received_to=entry.optional_day("received_to"),
        levels=cast(tuple[Level, ...], entry.each_of("levels", get_args(Level))),
        legal_basis=entry.texts("legal_basis"),
        confidence=cast(Confidence, entry.one_of("confidence", CONFIDENCES)),
        status=cast(Status, entry.one_of("status", get_args(Status))),
        note_vi=entry.text("note_vi"),
        note_en=entry.text("note_en"),
        verified_by=entry.optional_text("verified_by"),
        verified_on=entry.optional_day("verified_on"),
    )
    entry.finish()
    for is_at_fault, what, remedy in _FAULTS:
        if is_at_fault(rule):
            raise entry.refusal(f"{rule.id}: {what}", remedy)
    return rule


def _stop_ceiling(entry: Entry, events: dict[str, Event]) -> tuple[str, int]:
    ceiling = entry.one_of("event", events), entry.optional_count("days") or 0
    entry.finish()
    if not ceiling[1]:
        raise entry.refusal("a ceiling of no days", "write days = …, or drop the ceiling")
    return ceiling


def _extension(entry: Entry, unit: Unit) -> Extension:
    extension = Extension(
        code=entry.text("code"),
        after=entry.optional_text("after"),
        how=cast(Literal["add", "up_to"], entry.one_of("how", ("add", "up_to"))),
        value=entry.optional_count("value") or 0,
        unit=cast(Unit, entry.optional_text("unit") or unit),
        times=entry.optional_count("times") or 0,
        needs_vi=entry.text("needs_vi"),
        needs_en=entry.text("needs_en"),
    )
    entry.finish()
    if not extension.value or not extension.times or extension.unit not in get_args(Unit):
        raise entry.refusal("an extension without value, times or a known unit", "write value, times and unit")
    return extension


def _signed_off(rule: Rule) -> bool:
    return bool(rule.verified_by) and rule.verified_on is not None


_FAULTS: tuple[tuple[Callable[[Rule], bool], str, str], ...] = (
    (lambda rule: not rule.legal_basis, "no legal basis", 'write legal_basis = ["document, article"]'),
    (
        lambda rule: rule.received_to is not None and rule.received_to < rule.received_from,
        "received_to comes before received_from",
        "mend the dates",
    ),
    (
        lambda rule: rule.confidence == "U" and rule.is_known,
        "a number though the confidence is U",
        "leave the value out until it has been compared with the text",
    ),
    (lambda rule: rule.unit == "none" and rule.is_known, "a number without a unit", "name the unit or drop the value"),
    (
        lambda rule: rule.unit != "none" and not rule.is_known and rule.confidence != "U",
        "no number though its confidence is not U",
        "write the value, or set confidence = 'U'",
    ),
    (
        lambda rule: rule.status == "active" and not _signed_off(rule),
        "active, but nobody has signed it off",
        "fill verified_by and verified_on, or set status = 'draft'",
    ),
    (
        lambda rule: rule.status not in _STATUSES.get(rule.confidence, ()),
        "its status is more than its confidence allows",
        "SP may be active or draft, SS draft, R and U unverified",
    ),
)


def _refuse_overlaps(rules: tuple[Rule, ...], path: Path) -> None:
    for one, other in combinations(rules, 2):
        if one.id == other.id and _overlap(one, other):
            raise UserError(f"{path}: {one.id} holds twice on {max(one.received_from, other.received_from)}; end one")


def _overlap(one: Rule, other: Rule) -> bool:
    last = date.max
    in_time = one.received_from <= (other.received_to or last) and other.received_from <= (one.received_to or last)
    same_level = not one.levels or not other.levels or bool(set(one.levels) & set(other.levels))
    return in_time and same_level


def _periods(rules: Iterable[Rule]) -> str:
    return "; ".join(rule.period for rule in rules)
