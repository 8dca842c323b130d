"""The steps of dossiers, as they happen."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Activity(IntEnum):
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
    APOLOGY_ISSUED = 14
    FEE_COLLECTED = 15
    RESULT_READY = 16
    FINISHED = 17
    WITHDRAWN = 18


ACTIVITIES = [activity.name.lower() for activity in Activity]


class Step(NamedTuple):
    dossier: int
    at: int
    activity: Activity
    official: int
    document: str | None = None
    reason: str | None = None
    amount: int | None = None
