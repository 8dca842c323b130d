"""Decisions of this room without database or clock."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil, sqrt
from typing import Any

from liem.leads.states import OF_THE_INSPECTORATE, OF_THE_UNIT, Grade, Result, SubjectKind
from liem.people.states import EVERY_UNIT, Role

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
    at what is about the head or a relative (``head_codes``).

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


def persons_of(subject_kind: str, subject: str) -> tuple[str, ...]:
    """The codes of the persons a subject is; none of a unit, a procedure or a dossier.

    >>> persons_of("pair", "C1|A7"), persons_of("official", "C1"), persons_of("unit", "U1")
    (('C1', 'A7'), ('C1',), ())
    """
    if subject_kind == SubjectKind.PAIR:
        official, _bar, agent = subject.partition("|")
        return official, agent
    return (subject,) if subject_kind in (SubjectKind.OFFICIAL, SubjectKind.AGENT) else ()


_RANK = (Role.INSPECTOR, Role.INTERNAL_AFFAIRS, Role.HEAD_OF_UNIT, Role.CASE_OFFICER)
_BODIES = (Role.INSPECTOR, Role.INTERNAL_AFFAIRS)
"""Those who look at leads of the whole province; each is answered for by the other, or by a head."""


def acting_post(posts: Collection[tuple[str, str]]) -> tuple[str, str]:
    """Of the posts in which somebody sees leads, the weightiest: (role, unit). It says who may lift a recusal.

    >>> acting_post([("case_officer", "U1"), ("inspector", "*")])
    ('inspector', '*')
    """
    rank = {str(role): number for number, role in enumerate(_RANK)}
    return min(posts, key=lambda post: (rank.get(post[0], len(rank)), post[1]))


def may_lift(acted_as: str, acted_in: str, posts: Collection[tuple[str, str]]) -> bool:
    """Whether somebody else with ``posts`` may lift the recusal of an officer who acted so. Never a plain colleague.

    An officer of a unit: the head of that unit, or who looks at leads of the province. A head of unit: who looks at
    leads of the province. Who looks at leads of the province: somebody of the other body, or one of them who is a head.

    >>> [may_lift("case_officer", "U1", [("head_of_unit", unit)]) for unit in ("U1", "U2")]
    [True, False]
    >>> may_lift("inspector", "*", [("inspector", "*")]), may_lift("inspector", "*", [("internal_affairs", "*")])
    (False, True)
    >>> may_lift("inspector", "*", [("inspector", "*"), ("head_of_unit", "TTT")])
    True
    """
    roles = {role for role, _unit in posts}
    looks = {role for role, unit in posts if role in _BODIES and unit == EVERY_UNIT}
    if acted_as in _BODIES:
        return bool(looks - {acted_as}) or bool(looks and Role.HEAD_OF_UNIT in roles)
    return bool(looks) or (acted_as == Role.CASE_OFFICER and (Role.HEAD_OF_UNIT, acted_in) in posts)


LEAST_NEW_DOSSIERS = 5
"""So many more dossiers at least make a sign that was put away news."""


def new_dossiers_needed(then: int) -> int:
    """How many more dossiers than ``then`` bring a sign that was put away back.

    A count of n varies by about its square root by chance alone; less than twice that says nothing new.

    >>> [new_dossiers_needed(n) for n in (1, 6, 12, 100)]
    [5, 5, 7, 20]
    """
    return max(LEAST_NEW_DOSSIERS, ceil(2 * sqrt(then)))


def news_of(grade: str, then: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a sign rests on now that it did not when it was put away, or ``None`` where that is too little.

    New is a source of data that had not spoken; a pattern about somebody or something else of the same unit; another
    rule broken in the same dossier, which reading it proves or refutes; or clearly more dossiers. Another indicator of
    the same source about the same subject is the same data once more, and no news.

    >>> news_of("single", {"sources": ["time"], "indicators": ["D1"], "dossiers": 12},
    ...         {"sources": ["time"], "indicators": ["D1", "D3"], "dossiers": 18}) is None
    True
    """
    found: dict[str, Any] = {}
    if sources := sorted(set(now["sources"]) - set(then["sources"])):
        found["sources"] = sources
    subjects = set(now.get("subjects", ())) - set(then.get("subjects", now.get("subjects", ())))
    if subjects:
        found["subjects"] = len(subjects)
    indicators = sorted(set(now["indicators"]) - set(then["indicators"]))
    if grade == Grade.BREACH and indicators:
        found["indicators"] = indicators
    if now["dossiers"] - then["dossiers"] >= new_dossiers_needed(then["dossiers"]):
        found |= {"dossiers": now["dossiers"], "then": then["dossiers"]}
    return found or None


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
