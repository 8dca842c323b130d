"""Decisions of this room without database or clock."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import sqrt

from liem.leads.states import OF_THE_INSPECTORATE, OF_THE_UNIT, Grade, Result

SHORTEST_REASON = 10
"""Characters. A reason of one word explains nothing to whoever comes after."""


def results_open_to(*, own_unit: bool, newest_is_own: bool) -> tuple[Result, ...]:
    """What may be said of a lead: by the unit itself, or by the inspectorate, which may open again what a unit closed.

    >>> Result.REOPENED in results_open_to(own_unit=False, newest_is_own=True)
    True
    >>> Result.REOPENED in results_open_to(own_unit=False, newest_is_own=False)
    False
    """
    if own_unit:
        return OF_THE_UNIT
    return (*OF_THE_INSPECTORATE, Result.REOPENED) if newest_is_own else OF_THE_INSPECTORATE


def why_not_reason(reason: str) -> str | None:
    """Why a reason is none, or ``None``."""
    if len(reason.strip()) < SHORTEST_REASON:
        return f"write a reason of at least {SHORTEST_REASON} characters: it stays with the lead"
    return None


def why_not_note(result: str, reason: str, open_to: Collection[str] = tuple(Result)) -> str | None:
    """Why the result of a look cannot be kept, or ``None``."""
    if result not in Result.values:
        return "choose what you found"
    if result not in open_to:
        return "this cannot be said of this lead; read it again, somebody may have looked at it meanwhile"
    return why_not_reason(reason)


def is_shown_to_the_unit_first(grade: str, unit: str, persons: Collection[str], head_codes: Collection[str]) -> bool:
    """Whether a unit may look at a lead of its own before the inspectorate does.

    Only one pattern alone, which asks how the unit works. A broken rule is a fact about a citizen's dossier, and two
    sources on a person are no matter for the person's own house: both are shown at once. Nor does a head look first
    at what is about the head.

    >>> is_shown_to_the_unit_first("single", "U1", ["C1"], ["C9"])
    True
    >>> is_shown_to_the_unit_first("single", "U1", ["C1"], ["C1"])
    False
    """
    return grade == Grade.SINGLE and bool(unit) and not set(persons) & set(head_codes)


def half_year(day: date | None) -> str:
    """The half-year of the records a lead speaks of: in each, a unit has one time to look first.

    >>> half_year(date(2026, 3, 31)), half_year(None)
    ('2026-1', '')
    """
    return "" if day is None else f"{day.year}-{1 if day.month <= 6 else 2}"


def first_look_ends(opened: datetime, days: int) -> datetime:
    """When the unit's time to look first is over."""
    return opened + timedelta(days=days)


def wilson(part: int, whole: int, z: float = 1.959964) -> tuple[float, float]:
    """The interval of a share (Wilson 1927), 95 % by default: for shares of few, too, and of none or all.

    >>> [round(end, 3) for end in wilson(8, 10)], wilson(0, 0)
    ([0.49, 0.943], (0.0, 1.0))
    """
    if whole == 0:
        return 0.0, 1.0
    share, weight = part / whole, z * z / whole
    middle = (share + weight / 2) / (1 + weight)
    half = z * sqrt(share * (1 - share) / whole + weight / (4 * whole)) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)


VERIFIED_ENOUGH = 30
LEAST_PRECISION = 0.2
"""An indicator of which, after so many verifications, not even the lower end of its interval reaches this share of
founded signs is suspended."""


@dataclass(frozen=True)
class Precision:
    """How often an indicator was right, as far as it was verified; ``low`` and ``high``: Wilson interval, 95 %."""

    verified: int = 0
    found: int = 0
    explained: int = 0
    random_verified: int = 0
    random_found: int = 0

    @property
    def share(self) -> float | None:
        return self.found / self.verified if self.verified else None

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.found, self.verified)

    @property
    def base_rate(self) -> tuple[float, float]:
        """The interval of the same share among those drawn by lot: what an indicator must beat."""
        return wilson(self.random_found, self.random_verified)

    @property
    def suspended(self) -> bool:
        """Whether it was wrong too often to be relied on.

        >>> Precision(30, 4).suspended, Precision(29, 0).suspended, Precision(40, 30).suspended
        (True, False, False)
        """
        return self.verified >= VERIFIED_ENOUGH and self.interval[0] < LEAST_PRECISION
