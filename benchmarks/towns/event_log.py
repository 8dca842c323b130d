"""Collecting the steps of dossiers, in the order in which the system would list those of the same second."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.towns.columns import Bools, Columns, Floats, Ints, Objects

RANKS = {
    "guidance_given": 1,
    "kiem_tra_ho_so_truc_tuyen": 2,
    "received": 2,
    "receipt_slip_issued": 3,
    "fee_collected": 4,
    "forwarded": 5,
    "assigned": 6,
    "supplement_requested": 8,
    "suspended": 8,
    "field_visit": 8,
    "consulted": 8,
    "supplement_received": 10,
    "resumed": 10,
    "appraised": 11,
    "returned_for_correction": 12,
    "submitted_for_signature": 13,
    "approved": 14,
    "refused": 14,
    "withdrawn": 14,
    "apology_issued": 14,
    "due_changed": 14,
    "result_ready": 15,
    "finished": 16,
}
"""Of steps of one dossier in the same second."""
RANK_OF_HANDING_ON, RANK_OF_GUIDANCE_WITH_REQUEST = 7, 9
"""Where the same step comes later in the course."""


@dataclass
class Steps(Columns):
    dossier: Ints
    """Its place."""
    moment: Floats
    activity: Objects
    official: Ints
    document: Objects
    reason: Objects
    amount: Objects
    rank: Ints


class EventLog:
    def __init__(self) -> None:
        self._parts: list[Steps] = []

    def add(
        self,
        which: Bools,
        moment: Floats,
        activity: str,
        official: Ints,
        *,
        document: Objects | None = None,
        reason: Objects | str | None = None,
        amount: Objects | None = None,
        rank: int | None = None,
    ) -> None:
        """A step of each dossier of ``which``; all arrays are of all dossiers."""
        places = np.flatnonzero(which)

        def column(value: Objects | str | None) -> Objects:
            return value[places] if isinstance(value, np.ndarray) else np.full(len(places), value, object)

        self._parts.append(
            Steps(
                dossier=places,
                moment=moment[places],
                activity=column(activity),
                official=official[places],
                document=column(document),
                reason=column(reason),
                amount=column(amount),
                rank=np.full(len(places), RANKS[activity] if rank is None else rank),
            )
        )

    def steps(self) -> Steps:
        """In the order in which they were added."""
        return Steps.together(self._parts)
