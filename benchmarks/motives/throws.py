"""The throws that decide a dossier's course: drawn in advance, so that the same dossier goes the same way but for the
wrongs done to it."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from benchmarks.motives.chance import Purpose, stream
from numpy.typing import NDArray

Throws = NDArray[np.float32]
_COUNT = 64


class Throw(IntEnum):
    """Places in a dossier's row; some are not used."""

    INCOMPLETE = 0
    OVERLOOKED = 1
    GUIDED = 2
    GUIDED_AT = 3
    NO_SLIP = 4
    SLIP_AT = 5
    FEE = 6
    FEE_AMOUNT = 7
    FEE_AT = 8
    FORWARDED_AT = 9
    FORWARDED_BY = 10
    PACE = 11
    ABSENCE = 12
    SPURRED = 13
    AROUND_LIMIT = 14
    ASKED_FOR_MISSING = 15
    ASKED_BEYOND = 16
    CUSTOM = 17
    OFF_LIST = 18
    LATE_REQUEST_AT = 19
    REQUEST_AT = 20
    SECOND_ROUND = 21
    SECOND_ROUND_AT = 22
    VISIT = 23
    CONSULTATION = 24
    SUSPENSION = 25
    SUSPENDED_AT = 26
    SUSPENDED_ANY_TIME = 27
    RETURN = 28
    RETURNED_AT = 29
    RETURN_REASON = 30
    RETURN_TAKES = 31
    SUSPENDED_FOR = 33
    SUSPENSION_REASON = 34
    PAPER = 35
    SECOND_PAPER = 36
    UNLISTED_PAPER = 37
    LATER_PAPER = 38
    REQUEST_REASON = 39
    WAIT = 40
    LATER_WAIT = 41
    GIVEN_UP = 42
    SUPPLEMENT_TO = 43
    DUE_MOVED = 44
    DUE_MOVED_BY = 45
    DUE_REASON = 46
    REFUSED = 47
    SIGNED_AT = 48
    WITHDRAWN = 49
    REFUSED_BY = 50
    REFUSAL_REASON = 51
    READY_BY = 52
    APOLOGY = 53
    APOLOGY_AT = 54
    APOLOGY_BY = 55
    PICKED_UP = 56
    KEPT = 57
    KEPT_FOR = 58
    FILED_AGAIN = 60
    FILED_AGAIN_AT = 61
    ASKED_LATE = 62


def draw_throws(seed: int, dossiers: int) -> tuple[Throws, Throws]:
    """For the first time a dossier is filed and for the second."""
    first, again = (
        stream(seed, purpose).random((dossiers, _COUNT), dtype=np.float32)
        for purpose in (Purpose.COURSE, Purpose.COURSE_AGAIN)
    )
    return first, again
