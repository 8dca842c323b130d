"""What an evidence sheet holds, as plain values: the same found things always give the same sheet.

A sheet claims one thing, says what it does not claim, on which rule and figures it rests, against whom it was
compared, which explanations were allowed for, and what would refute it. It depends on nothing but what is given:
no clock, no database, no names of people who read it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from liem.base.formats import Language
from liem.detection.evidence import Timeline
from liem.detection.sheet.places import Registry

MOST_SIGNS = 30
"""Signals told on one sheet; the rest is counted."""
MOST_LISTED = 200
"""Dossiers with a row of their own; the rest is counted, and JSON has the codes of all."""
MOST_DRAWN = 10
"""Dossiers drawn with their steps."""


@dataclass(frozen=True)
class Compared:
    """Everybody an indicator looked at: expected and observed, without names; how many had enough to judge by."""

    points: Sequence[tuple[float, float]] = ()
    """(expected, observed) of those of whom an expectation exists."""
    subjects: int = 0
    eligible: int = 0


@dataclass(frozen=True)
class Found:
    """What a detection says of one lead, as its files or the database hold it. Absent figures are ``None``.

    ``run`` is ``run.json``; ``dossiers`` are the clocks of the first :data:`MOST_LISTED` dossiers of the evidence.
    """

    lead: Mapping[str, Any]
    signals: Sequence[Mapping[str, Any]]
    compared: Mapping[tuple[str, str], Compared]
    run: Mapping[str, Any]
    registry: Registry
    integrity: Sequence[Mapping[str, Any]]
    dossiers: Sequence[Timeline]
    simulated: bool = False


@dataclass(frozen=True)
class Figures:
    """The figures of a pattern as they are, and as they are shown."""

    n: int
    observed: float
    expected: float
    effect: float | None
    effect_low: float | None
    effect_high: float | None
    p: float | None
    q: float | None
    shown: Mapping[str, str]


@dataclass(frozen=True)
class Sign:
    """One signal: its sentence, rule, figures, comparison group, explanations, and what would refute it."""

    signal: str
    indicator: str
    version: int | None
    name: str
    kind: str
    kind_said: str
    subject: str
    sentence: str
    figures: Figures | None
    compared: str
    basis: str
    meaning: str
    formula: str
    left_out: str
    allowed_for: tuple[str, ...]
    innocent_if: str
    verify: str
    refuted_if: tuple[str, ...]
    dossiers: tuple[str, ...]
    points: tuple[tuple[float, float], ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Rule:
    """A rule the act goes against, with how sure the citation is."""

    document: str
    article: str
    says: str
    confidence: str
    confidence_said: str


@dataclass(frozen=True)
class ActSaid:
    """The act a lead points at, by the definition in force at the end of its period."""

    code: str
    name: str
    definition: str
    defined_by: str
    status: str
    version: str
    confidence: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Step:
    """One event of a dossier; ``by`` is empty where the sheet names no person."""

    at: datetime
    activity: str
    said: str
    by: str
    note: str


@dataclass(frozen=True)
class Entry:
    """One dossier with its clock; ``over`` working days beyond the limit, negative: to spare."""

    dossier: str
    procedure: str
    unit: str
    received_at: datetime
    ended_at: datetime | None
    due: date | None
    limit: int | None
    promised: bool
    counted: int
    stopped: int
    over: int | None
    steps: tuple[Step, ...]
    clock: Timeline = field(repr=False)


@dataclass(frozen=True)
class Doubt:
    """Something that makes the log doubtful."""

    code: str
    severity: str
    severity_said: str
    sentence: str
    n: int
    of: int


@dataclass(frozen=True)
class LookSaid:
    """What a person found who looked at the lead."""

    at: str
    by: str
    result: str
    reason: str


@dataclass(frozen=True)
class Origin:
    """All that is needed to compute the sheet again."""

    run: str
    records: str
    tables: Mapping[str, str]
    as_of: datetime
    liem: str
    engine: str
    options: Mapping[str, Any]
    indicators: Mapping[str, int]


@dataclass(frozen=True)
class Sheet:
    """An evidence sheet in one language."""

    language: Language
    lead: str
    subject_kind: str
    subject: str
    title: str
    grade: str
    grade_said: str
    claim: str
    not_said: tuple[str, ...]
    sources: tuple[str, ...]
    period_from: date | None
    period_to: date | None
    unit: tuple[str, str] | None
    procedures: tuple[tuple[str, str], ...]
    act: ActSaid | None
    signs: tuple[Sign, ...]
    more_signs: int
    dossiers: tuple[str, ...]
    """The codes of all dossiers that are evidence."""
    entries: tuple[Entry, ...]
    others: tuple[str, ...]
    """Codes of the evidence that are no dossiers of these records: documents issued, for instance."""
    integrity: tuple[Doubt, ...]
    questions: tuple[str, ...]
    refuted_by: tuple[str, ...]
    looks: tuple[LookSaid, ...]
    origin: Origin
    simulated: bool
