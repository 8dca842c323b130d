"""The steps of dossiers as the system knows them, and their names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.sizes.arrays import Bools, Columns, Floats, Ints
from benchmarks.sizes.catalogue import NO_PAPER
from benchmarks.sizes.workdays import Calendar

ACTIVITIES = (
    "received",
    "guidance_given",
    "receipt_slip_issued",
    "fee_collected",
    "forwarded",
    "supplement_requested",
    "supplement_received",
    "suspended",
    "resumed",
    "consulted",
    "field_visit",
    "appraised",
    "returned_for_correction",
    "due_changed",
    "approved",
    "refused",
    "withdrawn",
    "apology_issued",
    "result_ready",
    "finished",
    "taken_up",
)
"""In this order where two of a dossier fall into the same second."""
PLACE_OF_ACTIVITY = {activity: place for place, activity in enumerate(ACTIVITIES)}

REASONS = (
    "",
    "Bổ sung giấy tờ còn thiếu",
    "Giấy tờ không rõ",
    "Xác minh thêm",
    "Chờ ý kiến cơ quan liên quan",
    "Chờ kết quả đo đạc",
    "Không đủ điều kiện theo quy định",
    "Hồ sơ có sai sót",
    "Người nộp đề nghị rút",
    "Gia hạn do khối lượng lớn",
)
NO_REASON, MISSING, UNCLEAR, TO_VERIFY, AWAITS_OTHERS, AWAITS_SURVEY, UNFIT, FAULTY, ASKED_TO, WORKLOAD = range(10)
"""Places of the reasons."""


@dataclass
class Steps(Columns):
    dossier: Ints
    clock: Ints
    activity: Ints
    official: Ints
    paper: Ints
    reason: Ints
    amount: Floats
    """Nothing but for fees."""

    def are(self, *activities: str) -> Bools:
        return np.isin(self.activity, [PLACE_OF_ACTIVITY[activity] for activity in activities])


class Logbook:
    """What happens to the dossiers of one round until the records are exported."""

    def __init__(self, calendar: Calendar, first: int) -> None:
        self.calendar, self.first = calendar, first
        self._parts: list[Steps] = []

    def add(
        self,
        which: Bools,
        moment: Floats,
        activity: str,
        official: Ints,
        *,
        paper: Ints | None = None,
        reason: Ints | None = None,
        amount: Floats | None = None,
    ) -> None:
        """A step of each dossier of ``which``; all arrays are of all dossiers of the round."""
        done = np.flatnonzero(which & (moment < self.calendar.end))
        self._parts.append(
            Steps(
                dossier=self.first + done,
                clock=self.calendar.to_clock(moment[done]),
                activity=np.full(len(done), PLACE_OF_ACTIVITY[activity]),
                official=official[done],
                paper=np.full(len(done), NO_PAPER) if paper is None else paper[done],
                reason=np.full(len(done), NO_REASON) if reason is None else reason[done],
                amount=np.full(len(done), np.nan) if amount is None else amount[done],
            )
        )

    def steps(self) -> Steps:
        """In the order in which they were added."""
        return Steps.together(self._parts)
