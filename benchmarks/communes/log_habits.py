"""What a commune's system logs, and how much of it survives into the export."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

MINIMAL, MEDIUM, FULL = "minimal", "medium", "full"
"""Which steps are logged at all."""
TO_THE_MINUTE, TO_THE_HOUR, TO_THE_DAY = "minute", "hour", "date"

KEPT_IN_MINIMAL = frozenset(
    ["received", "supplement_requested", "supplement_received", "approved", "refused", "withdrawn", "finished"]
)

_STEPS_OF_WARDS = [FULL, FULL, MEDIUM]
_STEPS = {MINIMAL: 0.37, MEDIUM: 0.3, FULL: 0.33}
_PRECISIONS = [TO_THE_MINUTE, TO_THE_HOUR, TO_THE_DAY]
_PRECISION_OF_WARDS = [0.9, 0.1, 0.0]
_PRECISION_OF_MINIMAL = [0.2, 0.2, 0.6]
_PRECISION = [0.6, 0.22, 0.18]

_OTHER = "other"
_COUNTED_APART = ("received", "approved", "finished", "supplement_requested", _OTHER)
"""Activities whose officials are left out at a rate of their own."""
_UNNAMED, _UNNAMED_IN_WARDS = [0.01, 0.02, 0.03, 0.06, 0.12, 0.2], [0.01, 0.02, 0.04]
_MORE_OR_LESS = [0.5, 1, 1, 2]
_MOST_UNNAMED = 0.6
_MOST_UNNAMED_REQUESTS = 0.10

_ZONED = 0.6
_AGENTS = 0.5
_CODES, _CODES_IN_MINIMAL = 0.6, 0.2
_REASONS_FROM, _REASONS_TO = 0.15, 0.7
_POSTS = 0.6
_DUE_DATES = 0.87
_UNITS_OF_EVENTS = 0.5
_RESUBMISSIONS = 0.6


@dataclass
class LogHabits:
    """As they stand, the habits of a unit that leaves nothing out."""

    steps: str = FULL
    precision: str = TO_THE_MINUTE
    zoned: bool = True
    """Clock times say the time zone."""
    unnamed: dict[str, float] = field(default_factory=dict)
    """Share of steps without their official, by activity."""
    agents: bool = True
    codes: bool = True
    """Papers asked for are named by their codes."""
    reasons: float = 1.0
    """Share of requests that give one."""
    posts: bool = True
    due_dates: bool = True
    units_of_events: bool = True
    resubmissions: bool = True

    @property
    def minimal(self) -> bool:
        return self.steps == MINIMAL

    @property
    def full(self) -> bool:
        return self.steps == FULL

    def unnamed_share(self, activity: str) -> float:
        return self.unnamed.get(activity, self.unnamed[_OTHER])

    def logs(self, activity: str) -> bool:
        return not self.minimal or activity in KEPT_IN_MINIMAL


def draw_log_habits(rng: Random, ward: bool) -> LogHabits:
    steps = rng.choice(_STEPS_OF_WARDS) if ward else rng.choices(list(_STEPS), list(_STEPS.values()))[0]
    precisions = _PRECISION_OF_WARDS if ward else _PRECISION_OF_MINIMAL if steps == MINIMAL else _PRECISION
    return LogHabits(
        steps=steps,
        precision=rng.choices(_PRECISIONS, precisions)[0],
        zoned=rng.random() < _ZONED,
        unnamed=_draw_unnamed(rng, ward),
        agents=ward or rng.random() < _AGENTS,
        codes=rng.random() < (_CODES_IN_MINIMAL if steps == MINIMAL else _CODES),
        reasons=rng.uniform(_REASONS_FROM, _REASONS_TO),
        posts=rng.random() < _POSTS,
        due_dates=rng.random() < _DUE_DATES,
        units_of_events=rng.random() < _UNITS_OF_EVENTS,
        resubmissions=rng.random() < _RESUBMISSIONS,
    )


def _draw_unnamed(rng: Random, ward: bool) -> dict[str, float]:
    usual = rng.choice(_UNNAMED_IN_WARDS if ward else _UNNAMED)
    unnamed = {a: min(_MOST_UNNAMED, usual * rng.choice(_MORE_OR_LESS)) for a in _COUNTED_APART}
    # A request nobody signed is not sent, so that few lack their official.
    unnamed["supplement_requested"] = min(unnamed["supplement_requested"], _MOST_UNNAMED_REQUESTS)
    return unnamed
