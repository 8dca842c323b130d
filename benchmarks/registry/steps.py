"""The steps of the dossiers, as somebody took them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.registry.arrays import Bools, Floats, Ints, Objects
from benchmarks.registry.procedures import UNLISTED

ACTIVITIES = [
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
    "phan_cong_thu_ly",
    "so_hoa_ho_so",
    "trinh_ky",
    "bien_ban_do_dac",
]
CODES = {activity: code for code, activity in enumerate(ACTIVITIES)}

REASONS = [
    "",
    "Bổ sung thành phần hồ sơ theo quy định",
    "Hồ sơ thiếu, đề nghị bổ sung",
    "Chờ thông báo thuế và nộp nghĩa vụ tài chính",
    "Xác minh nguồn gốc đất",
    "Chờ ý kiến cơ quan liên quan",
    "Không đủ điều kiện giải quyết",
    "Gia hạn do hồ sơ phức tạp",
    "Theo yêu cầu thẩm định",
    "Người nộp xin rút",
    "Thửa đất đang có tranh chấp",
    "Bản chính mờ, không đối chiếu được",
]
NO_REASON, PAPERS_LACKING, FILE_LACKING, AWAITING_TAX, VERIFYING_ORIGIN, AWAITING_OPINION = range(6)
NOT_ELIGIBLE, EXTENDED, FOR_APPRAISAL, APPLICANT_WITHDRAWS, IN_DISPUTE, ILLEGIBLE = range(6, 12)


@dataclass
class Steps:
    """One row per step."""

    dossier: Ints
    at: Floats
    """A moment."""
    activity: Ints
    official: Ints
    document: Objects
    reason: Ints
    amount: Floats
    """Dong; not a number where nothing was paid."""

    def __len__(self) -> int:
        return len(self.dossier)

    def of(self, *activities: str) -> Bools:
        return np.isin(self.activity, [CODES[activity] for activity in activities])

    @property
    def unlisted(self) -> Bools:
        """A paper is asked for that is on no list."""
        return np.char.startswith(self.document.astype(str), UNLISTED)

    def select(self, rows: Bools | Ints) -> Steps:
        return Steps(**{name: column[rows] for name, column in vars(self).items()})


class Log:
    """Collects the steps of many dossiers at once; of one moment, the step logged first comes first."""

    def __init__(self) -> None:
        self._blocks: list[Steps] = []

    def add(
        self,
        dossier: Ints,
        at: Floats,
        activity: str,
        official: Ints,
        document: Objects | None = None,
        reason: Ints | int = NO_REASON,
        amount: Floats | None = None,
    ) -> None:
        count = len(dossier)
        self._blocks.append(
            Steps(
                dossier=dossier,
                at=at,
                activity=np.full(count, CODES[activity]),
                official=official,
                document=np.full(count, "", dtype=object) if document is None else document,
                reason=np.full(count, reason),
                amount=np.full(count, np.nan) if amount is None else amount,
            )
        )

    def all(self) -> Steps:
        """In the order of logging."""
        blocks = [vars(block) for block in self._blocks]
        return Steps(**{name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]})
