"""The throws of chance made once for each dossier: what happens to it at any strength goes by the same ones."""

from __future__ import annotations

from enum import IntEnum


class Throw(IntEnum):
    """Columns of numbers between 0 and 1."""

    INCOMPLETE = 0
    OVERLOOKED = 1
    FORMAL_REQUEST = 2
    GUIDED = 3
    GUIDED_ANYHOW = 4
    ASKED = 5
    MISSING_ASKED_FOR = 6
    ASKED_OUTSIDE_LIST = 7
    CUSTOM = 8
    ASKED_AGAIN = 9
    ASKED_A_THIRD_TIME = 10
    REFUSED = 11
    RETURNED = 12
    INTAKE = 13
    CORRECTION = 14
    HURRIED_BY = 15
    HURRIED = 16
    WAITS_FOR_ABSENT = 17
    WAIT = 18
    DELAYED = 19
    DELAY = 20
    SUSPENDED = 21
    CLOCK_STOPPED = 22
    CLOCK_STOPPED_AT = 23
    WORK_AFTER_STOP = 24
    FIRST_ASKED_AT = 25
    RUBBER_STAMPED = 26
    SUSPENDED_AT = 27
    SIGNED_ANY_DAY = 28
    SIGNED_AT = 29
    READY = 30
    ASKED_TO_ASK_AGAIN = 31
    KEPT = 32
    HANDED_OVER = 33
    KEPT_LONG = 34
    WITHDRAWN = 35
    WITHDRAWN_AT = 36
    OVERCHARGED = 37
    OVERCHARGED_BY = 38
    COMES_BACK = 39


class SpreadThrow(IntEnum):
    """Columns of numbers spread around 0; the first four are of the paces of the hands."""

    SUPPLEMENT_AT_INTAKE = 4
    FIRST_SUPPLEMENT = 5
    LATER_SUPPLEMENTS = 6
    SUSPENSION = 7


THROWS, SPREAD_THROWS = len(Throw), 4 + len(SpreadThrow)
