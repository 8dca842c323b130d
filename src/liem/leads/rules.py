"""Decisions of this room without database or clock."""

from math import sqrt

from liem.leads.states import Result

SHORTEST_REASON = 10
"""Characters. A reason of one word explains nothing to whoever comes after."""


def why_not_note(result: str, reason: str) -> str | None:
    """Why the result of a look cannot be kept, or ``None``."""
    if result not in Result.values:
        return "choose what you found"
    if len(reason.strip()) < SHORTEST_REASON:
        return f"write a reason of at least {SHORTEST_REASON} characters: it stays with the lead"
    return None


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
