"""What may happen to a dossier or be done to it, each with a rate of its own."""

from __future__ import annotations

from enum import StrEnum


class Deed(StrEnum):
    INCOMPLETE = "inc"
    """Comes without all its papers."""
    MISSED = "miss"
    """Of the incomplete: taken in all the same."""
    EXTRA = "extra"
    """A listed paper is asked for that was there."""
    OFF_LIST = "out"
    """A paper is asked for that no list names."""
    AGAIN = "sec"
    """Of those asked: asked once more."""
    LATE = "late"
    SUSPENDED = "susp"
    STOPPED = "stop"
    """The clock is stopped in the last days of the limit."""
    HELD = "hold"
    """The result is ready and is not handed over."""
    UNJUST = "unj"
    """Refused, and granted when the same is filed again."""
    JUST = "jref"
    """Refused for a reason."""
    DUE_MOVED = "due"
    OVERCHARGED = "fee"
    UNLAWFUL = "law"
    DEAD_BASIS = "dead"
    SELF_SIGNED = "self"
    UNEXPLAINED = "unexp"
    """A dossier is looked at on which the official never worked."""
    NIGHT = "night"
    SPEED = "speed"
    """No deed, but as much a habit."""


HABITS = (
    Deed.MISSED,
    Deed.EXTRA,
    Deed.OFF_LIST,
    Deed.AGAIN,
    Deed.LATE,
    Deed.STOPPED,
    Deed.HELD,
    Deed.UNJUST,
    Deed.DUE_MOVED,
    Deed.OVERCHARGED,
    Deed.UNLAWFUL,
    Deed.DEAD_BASIS,
    Deed.SELF_SIGNED,
    Deed.UNEXPLAINED,
    Deed.NIGHT,
    Deed.SPEED,
)
"""In these, people and units differ."""

RATES_BETWEEN = {
    Deed.INCOMPLETE: (0.24, 0.33),
    Deed.MISSED: (0.24, 0.30),
    Deed.EXTRA: (0.05, 0.075),
    Deed.OFF_LIST: (0.014, 0.022),
    Deed.AGAIN: (0.08, 0.12),
    Deed.LATE: (0.055, 0.09),
    Deed.SUSPENDED: (0.03, 0.05),
    Deed.STOPPED: (0.014, 0.02),
    Deed.HELD: (0.05, 0.08),
    Deed.UNJUST: (0.010, 0.014),
    Deed.JUST: (0.025, 0.04),
    Deed.DUE_MOVED: (0.014, 0.022),
    Deed.OVERCHARGED: (0.008, 0.013),
    Deed.UNLAWFUL: (0.045, 0.065),
    Deed.DEAD_BASIS: (0.016, 0.025),
    Deed.SELF_SIGNED: (0.008, 0.013),
    Deed.UNEXPLAINED: (0.018, 0.03),
    Deed.NIGHT: (0.006, 0.010),
}
"""Where everybody is honest; no two provinces are alike."""
