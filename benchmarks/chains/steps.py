"""The steps of dossiers as the two systems log them, and their names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from benchmarks.chains.arrays import NOBODY, Bools, Columns, Floats, Ints
from benchmarks.chains.course import Course

ACTIVITIES = (
    "received",
    "receipt_slip_issued",
    "guidance_given",
    "supplement_requested",
    "supplement_received",
    "forwarded",
    "suspended",
    "resumed",
    "consulted",
    "field_visit",
    "appraised",
    "returned_for_correction",
    "approved",
    "refused",
    "due_changed",
    "apology_issued",
    "fee_collected",
    "result_ready",
    "finished",
    "withdrawn",
    "Lãnh đạo phòng kiểm tra",
    "CHECK_L1",
    "Ý kiến cơ quan phối hợp",
    "Phân công xử lý",
    "TRINH_KY",
)
"""The last are names of one system's own."""
CHECKED_IN_FIRST, CHECKED_IN_SECOND, OPINION, ASSIGNED, SUBMITTED = ACTIVITIES[-5:]
PLACE_OF_ACTIVITY = {activity: place for place, activity in enumerate(ACTIVITIES)}

REASONS = (
    "Hồ sơ thiếu thành phần",
    "Bản sao chưa chứng thực",
    "Thông tin chưa thống nhất",
    "Chờ kết quả xác minh",
    "Chờ ý kiến cơ quan liên quan",
    "Không đủ điều kiện theo quy định",
    "Sai thông tin trong tờ trình",
    "Gia hạn theo quyết định",
    "Yêu cầu bổ sung theo quy định",
)


class Reason(IntEnum):
    """Places of the reasons."""

    MISSING = 0
    NOT_CERTIFIED = 1
    INCONSISTENT = 2
    TO_VERIFY = 3
    OTHERS_OPINION = 4
    UNFIT = 5
    FAULTY = 6
    DUE_CHANGED = 7
    AS_REGULATED = 8


NOTHING_PAID = -1.0


@dataclass
class Steps(Columns):
    dossier: Ints
    moment: Floats
    activity: Ints
    official: Ints
    unit: Ints
    paper: Ints
    reason: Ints
    amount: Floats

    def are(self, *activities: str) -> Bools:
        return np.isin(self.activity, [PLACE_OF_ACTIVITY[activity] for activity in activities])


class Logbook:
    """What happens to the dossiers of one round until the records end, or until they are withdrawn."""

    def __init__(self, course: Course, first: int, end: float) -> None:
        self.unit, self.first, moments = course.filings.unit, first, course.moments
        self.until = np.where(moments.withdrawn, moments.withdrawn_at, np.inf)
        self.end = end
        self._parts: list[Steps] = []

    def add(
        self,
        which: Bools,
        moment: Floats,
        activity: str | Ints,
        official: Ints,
        unit: Ints | None = None,
        *,
        paper: Ints | None = None,
        reason: Ints | None = None,
        amount: Floats | None = None,
    ) -> None:
        """A step of each dossier of ``which``; all arrays are of all dossiers of the round."""
        done = np.flatnonzero(which & (moment < self.end) & (moment <= self.until))
        nothing = np.full(len(done), NOBODY)
        if isinstance(activity, str):
            activity = np.full(len(self.unit), PLACE_OF_ACTIVITY[activity])
        self._parts.append(
            Steps(
                dossier=self.first + done,
                moment=moment[done],
                activity=activity[done],
                official=official[done],
                unit=(self.unit if unit is None else unit)[done],
                paper=nothing if paper is None else paper[done],
                reason=nothing if reason is None else reason[done],
                amount=np.full(len(done), NOTHING_PAID) if amount is None else amount[done],
            )
        )

    def steps(self) -> Steps:
        """In the order in which they were added."""
        return Steps.together(self._parts)
