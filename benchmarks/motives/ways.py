"""The ways of doing wrong, by act: who can do each, how often, and under which letters it may be found."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import NamedTuple

from benchmarks.motives.omissions import Omissions
from benchmarks.motives.staff import Role


class How(StrEnum):
    SUPPLEMENT_SQUEEZE = "supplement_squeeze"
    OUTSIDE_LIST = "outside_list"
    LATE_STAGE_SUPPLEMENT = "late_stage_supplement"
    RETURN_WITHOUT_GROUND = "return_without_ground"
    FEE_ABOVE_SCHEDULE = "fee_above_schedule"
    WAVED_THROUGH = "waved_through"
    NO_RECEIPT_SLIP = "no_receipt_slip"
    SECOND_ROUND = "second_round"
    SLOW_WALK = "slow_walk"
    CLOCK_STOP_LAST_DAYS = "clock_stop_last_days"
    KEPT_RESULT = "kept_result"
    REFUSE_THEN_GRANT = "refuse_then_grant"
    DUE_DATE_MOVED = "due_date_moved"
    CONTRARY_TO_LAW = "contrary_to_law"
    DEAD_BASIS = "dead_basis"
    INCOMPETENT_SIGNATURE = "incompetent_signature"
    VIEWS_WITHOUT_REASON = "views_without_reason"
    NIGHT_VIEWS = "night_views"
    BULK_EXPORTS = "bulk_exports"
    RELATIVES_AGENT = "relatives_agent"


class Task(StrEnum):
    """What an official has in a dossier."""

    INTAKE = "intake"
    APPRAISAL = "appraisal"
    HANDOVER = "handover"


ROLES = {Task.INTAKE: Role.CLERK, Task.APPRAISAL: Role.APPRAISER, Task.HANDOVER: Role.CLERK}


class Trace(IntEnum):
    """What can be seen in a dossier."""

    ASKED = 0
    ASKED_OFF_LIST = 1
    LET_THROUGH = 2
    NO_SLIP = 3
    ASKED_TWICE = 4
    LATE = 5
    STOPPED_IN_LAST_DAYS = 6
    KEPT = 7
    GRANTED_AFTER_ALL = 8
    DUE_MOVED = 9
    OVERCHARGED = 10
    RETURNED_WITHOUT_REASON = 11
    ASKED_LATE = 12


class Way(NamedTuple):
    """In the course of a dossier."""

    task: Task
    trace: Trace
    accepted: tuple[str, ...]
    """Acts that are a right answer, the planted one first."""
    share: float
    """Of the dossiers of victims, at full strength."""


WAYS = {
    How.SUPPLEMENT_SQUEEZE: Way(Task.APPRAISAL, Trace.ASKED, ("B",), 0.46),
    How.OUTSIDE_LIST: Way(Task.APPRAISAL, Trace.ASKED_OFF_LIST, ("B", "D"), 0.46),
    How.LATE_STAGE_SUPPLEMENT: Way(Task.APPRAISAL, Trace.ASKED_LATE, ("B", "D"), 0.75),
    How.RETURN_WITHOUT_GROUND: Way(Task.APPRAISAL, Trace.RETURNED_WITHOUT_REASON, ("B", "C"), 0.46),
    How.FEE_ABOVE_SCHEDULE: Way(Task.INTAKE, Trace.OVERCHARGED, ("B",), 0.48),
    How.WAVED_THROUGH: Way(Task.INTAKE, Trace.LET_THROUGH, ("C",), 0.55),
    How.NO_RECEIPT_SLIP: Way(Task.INTAKE, Trace.NO_SLIP, ("C",), 0.47),
    How.SECOND_ROUND: Way(Task.APPRAISAL, Trace.ASKED_TWICE, ("C", "B"), 0.45),
    How.SLOW_WALK: Way(Task.APPRAISAL, Trace.LATE, ("D",), 0.48),
    How.CLOCK_STOP_LAST_DAYS: Way(Task.APPRAISAL, Trace.STOPPED_IN_LAST_DAYS, ("D", "B"), 0.46),
    How.KEPT_RESULT: Way(Task.HANDOVER, Trace.KEPT, ("D",), 0.48),
    How.REFUSE_THEN_GRANT: Way(Task.APPRAISAL, Trace.GRANTED_AFTER_ALL, ("D", "B"), 0.36),
    How.DUE_DATE_MOVED: Way(Task.APPRAISAL, Trace.DUE_MOVED, ("D",), 0.45),
}
BAD_DOCUMENT = 0.47
"""Share of a drafter's documents for victims, at full strength."""
RELATIVES_OPENED = 0.45
"""Share of the dossiers drawn of a relative's agency, at full strength."""
FAVOURED = 0.75
"""Share of the dossiers of a pair, at full strength."""

DOCUMENTS, ACCESSES = "A", "E"
"""Acts outside the course of dossiers."""
_ACCEPTED = {DOCUMENTS: ("A",), ACCESSES: ("E",)}
TURN = "ABCDEBD"
"""The acts in turn."""


def accepted(act: str, how: How) -> tuple[str, ...]:
    return WAYS[how].accepted if how in WAYS else _ACCEPTED[act]


def find_ways(omissions: Omissions) -> dict[str, list[How]]:
    """Those that the export of the province can show."""
    shown = {
        "B": [How.SUPPLEMENT_SQUEEZE, How.OUTSIDE_LIST, How.FEE_ABOVE_SCHEDULE, How.LATE_STAGE_SUPPLEMENT],
        "C": [How.WAVED_THROUGH, How.NO_RECEIPT_SLIP, How.SECOND_ROUND],
        "D": [
            How.SLOW_WALK,
            How.CLOCK_STOP_LAST_DAYS,
            How.KEPT_RESULT,
            How.REFUSE_THEN_GRANT,
            How.DUE_DATE_MOVED,
        ],
        ACCESSES: _of_accesses(omissions),
        DOCUMENTS: _of_documents(omissions),
    }
    if omissions.keep("ev_reason"):
        shown["B"].append(How.RETURN_WITHOUT_GROUND)
    if not omissions.keep("ev_document"):
        shown["B"].remove(How.OUTSIDE_LIST)
    return shown


def _of_accesses(omissions: Omissions) -> list[How]:
    if not omissions.keep("accesses"):
        return []
    relatives = [How.RELATIVES_AGENT] if omissions.keep("relations") and omissions.keep("agent") else []
    return [How.VIEWS_WITHOUT_REASON, How.NIGHT_VIEWS, How.BULK_EXPORTS, *relatives]


def _of_documents(omissions: Omissions) -> list[How]:
    if not omissions.keep("issued_documents"):
        return []
    dead = [How.DEAD_BASIS] if omissions.keep("doc_basis") else []
    signed = omissions.keep("doc_signer") and omissions.keep("off_post")
    return [How.CONTRARY_TO_LAW, *dead, *([How.INCOMPETENT_SIGNATURE] if signed else [])]
