"""The steps of a dossier as the system logs them."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Step(IntEnum):
    RECEIVED = 0
    RECEIPT_SLIP_ISSUED = 1
    GUIDANCE_GIVEN = 2
    SUPPLEMENT_REQUESTED = 3
    SUPPLEMENT_RECEIVED = 4
    FORWARDED = 5
    SUSPENDED = 6
    RESUMED = 7
    CONSULTED = 8
    FIELD_VISIT = 9
    APPRAISED = 10
    RETURNED_FOR_CORRECTION = 11
    APPROVED = 12
    REFUSED = 13
    DUE_CHANGED = 14
    APOLOGY_ISSUED = 15
    FEE_COLLECTED = 16
    RESULT_READY = 17
    FINISHED = 18
    WITHDRAWN = 19


WORDS = [step.name.lower() for step in Step]
"""As they are written."""


class Event(NamedTuple):
    dossier: int
    at: int
    """Seconds."""
    step: Step
    official: int
    document: str | None = None
    reason: str | None = None
    amount: int | None = None
