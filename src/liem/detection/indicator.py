"""What an indicator is: a question put to the records, with everything a reader needs to judge the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from liem.base.formats import Language
from liem.detection.coding import Work
from liem.detection.engine import Lazy
from liem.detection.statistics import Settings

Family = Literal["log", "document", "access", "citizen"]
"""The source of data a signal rests on: two signals are independent only when their families differ."""
SubjectKind = Literal["official", "unit", "agent", "pair", "procedure", "dossier"]
Form = Literal["number", "money", "day", "text"]
PERSONS = 9
"""Officials that an indicator must be able to compare, for any of them to be named. (Of eight people of a real permit
log, of whom nothing wrong is known, one moves due dates ten times as often as the others.)
"""
DEFAULT = Settings(min_expected=1.0, power_ratio=1e6, least_compared=PERSONS)
"""Gates: enough cases, and an event expected at all. Whether that is enough to name anybody the test decides."""
RARE = Settings(min_expected=0.0, power_ratio=1e6, least_compared=PERSONS)
"""For acts that honest people hardly ever do: where next to nothing is expected, a few events are already many."""


@dataclass(frozen=True)
class Text:
    """The same sentence for a Vietnamese and for an English reader."""

    vi: str
    en: str

    def __getitem__(self, language: Language) -> str:
        return self.vi if language == "vi" else self.en


@dataclass(frozen=True)
class Needs:
    """What the records must hold: tables, ``table.column`` with at least one value, activities seen at least once.

    What nobody ever recorded says nothing by its absence.
    """

    tables: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Breach:
    """How a broken rule is said of one dossier. The fields of the sentence are columns of the cases."""

    sentence: Text
    fields: Mapping[str, Form]
    severity: float
    """0 to 1: how grave one such breach is, for the order of reading only."""
    alone: bool = False
    """Whether one such breach is reason enough to look at the dossier."""


@dataclass(frozen=True)
class Pattern:
    """How a rate is said of a subject: what was counted, and what happened in them."""

    subjects: tuple[SubjectKind, ...]
    cases: Text
    events: Text
    strata: tuple[tuple[str, ...], ...] = (
        ("procedure", "channel", "applicant_kind", "role", "quarter"),
        ("procedure", "channel", "role"),
        ("procedure", "role"),
        ("role",),
    )
    """Columns that make cases comparable, from the finest to the coarsest; a coarser one is used where others have
    too few.
    """
    settings: Settings = DEFAULT
    """Gates of the statistical core, where this indicator's differ from its defaults."""
    spares_newcomers: bool = False
    """Whether dossiers of an official's first months do not count for the person: learning is no sign."""
    least_events: int = 5
    """Nobody is named for fewer events than this, however little was expected."""
    least_share: float = 0.0
    """No person is named for a smaller share of the cases: what shows in fewer is no way of working, however rare it is
    elsewhere.
    """
    colleague: str | None = None
    """The colleague (or ``unit``) whose doing the same events might be: an excess that comes from one colleague alone,
    or that all who share the colleague show, is no excess of the subject.
    """
    elsewhere: Callable[[Work], Lazy] | None = None
    """For events of certain days: by ``official`` and ``procedure`` the ``late_stops`` in ``late_days`` at risk, and
    the ``other_stops`` in the ``other_days``. Whoever does the same at other times is not named.
    """
    compared_with: Callable[[Work], Lazy] | None = None
    """What officials did with work of the kind that is not asked of them: rows with ``official``, ``unit``, the columns
    of the strata, ``weight`` and ``event``. They are a yardstick for those who are asked, and name nobody.
    """
    heard: bool = True
    """Whether how much people differ here says something of how much they differ elsewhere. Not where the same cases
    are asked about twice: habits would be heard twice.
    """
    borne_out_by: str | None = None
    """The indicator of the consequence: who shows the sign and not the consequence is not named."""
    beside: tuple[str, ...] = ()
    """Indicators that show other traces of the same doing: asked together with this one too, beside being asked alone.
    The answer is told of this one.
    """


@dataclass(frozen=True)
class Measured:
    """What was measured of one unit (its number), against what is usual: a description, that names and leads nobody.

    ``low`` and ``high``: the 95 % interval of observed ÷ expected.
    """

    unit: int
    n: int
    observed: float
    expected: float
    low: float
    high: float


@dataclass(frozen=True)
class Story:
    """Dossiers of a worked example: ``count`` of each ``who``, their steps written as ``day activity official
    [key=value …]``.

    Days are working days after receipt; ``{who}`` in a step stands for each of ``who`` in turn, ``{number}`` in a
    value of ``dossier`` for the place among the ``count``.
    """

    name: str
    steps: str
    count: int = 1
    who: tuple[str, ...] = ("",)
    procedure: str = "TT-1"
    unit: str = "X-01"
    dossier: Mapping[str, str] = field(default_factory=dict)
    accesses: str = ""
    start: int = 0
    """Working days after the first day of the example on which the first of them is received."""


@dataclass(frozen=True)
class Expected:
    """One signal (or described figure) the worked example must give, with its figures as far as they are stated."""

    kind: Literal["breach", "pattern", "description"]
    subject_kind: SubjectKind
    subject: str
    n: int | None = None
    observed: float | None = None
    expected: float | None = None


@dataclass(frozen=True)
class Example:
    """A worked example that is also the indicator's test: nothing but ``signals`` may come of it."""

    told: Text
    stories: tuple[Story, ...]
    signals: tuple[Expected, ...]
    tables: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    """Rows of other tables; ``procedures`` has one row TT-1 (10 working days, GT-1 and GT-2, 50 000 VND) unless it is
    named here.
    """
    until: str = "2026-06-30"


@dataclass(frozen=True)
class Indicator:
    """One indicator. ``cases`` gives one row per case looked at.

    Columns of a case: ``d`` (dossier number) or ``item`` (code of another record) with its own strata; ``event`` 0 or
    1; the subject's number (``official``, ``agent``); for a breach ``observed``, ``expected``, the fields of its
    sentence, and ``broken`` where the rule may be broken in a case that counts for nobody.
    """

    id: str
    act: str
    version: int
    family: Family
    name: Text
    meaning: Text
    formula: Text
    source: Text
    exclusions: Text
    innocent_if: Text
    verify: Text
    needs: Needs
    cases: Callable[[Work], Lazy]
    example: Example
    breach: Breach | None = None
    pattern: Pattern | None = None
    of_dossiers: bool = False
    """Whether its cases are dossiers scored one by one: each brings ``observed``, ``expected``, ``priority``, and
    its own sentences where ``event`` is 1.
    """
    measure: "Callable[[Work, Lazy], list[Measured]] | None" = None
    """For an indicator that only describes units: its figures stand among all figures, and are no signal."""
    unless: str | None = None
    """A table whose presence makes the question needless unless it is asked for by name."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """``breach``, ``pattern`` or both; ``description`` for what is never a signal."""
        parts = (
            ("breach", self.breach is not None),
            ("pattern", self.pattern is not None or self.of_dossiers),
            ("description", self.measure is not None),
        )
        return tuple(kind for kind, there in parts if there)
