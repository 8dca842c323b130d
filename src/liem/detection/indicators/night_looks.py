"""E8: dossiers that are no part of the work are opened at night or on days off."""

from liem.detection.accesses import EQUALLY_BUSY, unexplained
from liem.detection.coding import Work
from liem.detection.engine import Lazy
from liem.detection.indicator import RARE, Example, Expected, Indicator, Needs, Pattern, Story, Text


def cases(work: Work) -> Lazy:
    """Every official's look at a dossier on a day, and whether it was at night or on a day off and without a reason."""
    return unexplained(work, "at_night")


_WHO = tuple(f"A{i}" for i in range(10))

INDICATOR = Indicator(
    id="E8",
    act="E",
    version=4,
    family="access",
    name=Text("Mở hồ sơ ngoài giờ không rõ lý do", "Unexplained looks at odd hours"),
    meaning=Text(
        "Ban đêm hoặc ngày nghỉ, người này mở những hồ sơ mà công việc không giải thích được, nhiều hơn hẳn người cùng "
        "vai trò.",
        "At night or on days off this person opens dossiers that no work explains, far more often than others in the "
        "same role.",
    ),
    formula=Text(
        "lượt mở (cán bộ × hồ sơ × ngày) trước 6 giờ, từ 18 giờ hoặc ngày nghỉ, không có lý do (như E1) ÷ tất cả "
        "lượt mở",
        "looks (official × dossier × day) before 6, from 18 on or on a day off, without a reason (as in E1) ÷ all "
        "looks",
    ),
    source=Text(
        "Fabbri & LeFevre 2011 và 2013 (kiểm tra dựa trên lý giải)",
        "Fabbri & LeFevre 2011 and 2013 (explanation-based auditing)",
    ),
    exclusions=Text(
        "Làm thêm giờ trên hồ sơ của mình hoặc hồ sơ mình ký; các lý do khác của E1. Không tính khi nhật ký thiếu "
        "nhiều ngày hoặc có hơn 30 % lượt ngoài giờ; không nêu người có tài khoản có vẻ dùng chung, người không xử "
        "lý hồ sơ nào.",
        "Overtime on one's own dossiers or those one decides; the other reasons of E1. Not computed where many days of "
        "the log are missing or more than 30% of it is at odd hours; nobody is named whose account seems shared, nor "
        "who handles no dossier.",
    ),
    innocent_if=Text(
        "Làm thêm giờ, trực hoặc làm thay theo phân công chưa ghi; được giao rà soát, thống kê ngoài giờ; giờ máy sai; "
        "tài khoản bị người khác dùng.",
        "Overtime, duty or cover as ordered, not entered; a review or statistics made after hours; a wrong clock; the "
        "account was used by somebody else.",
    ),
    verify=Text(
        "Trước hết hỏi lý do của vài lượt mở cụ thể; xem bảng chấm công, lịch trực; kiểm tra giờ máy và nơi đăng nhập.",
        "First ask the reason for some of the looks; see attendance and duty lists; check the clock and where the "
        "account signed in.",
    ),
    needs=Needs(tables=("accesses",), columns=("events.official",)),
    cases=cases,
    pattern=Pattern(
        ("official",),
        Text("lượt mở hồ sơ", "looks at dossiers"),
        Text(
            "vào ban đêm hoặc ngày nghỉ, không có lý do công việc nào giải thích",
            "were at night or on a day off and are explained by no work",
        ),
        strata=EQUALLY_BUSY,
        settings=RARE,
    ),
    example=Example(
        Text(
            "Mười cán bộ mở hồ sơ mình thụ lý, ban ngày và cả lúc 20 giờ. Cán bộ A0 mở thêm 12 hồ sơ của đơn vị "
            "khác vào 20 giờ.",
            "Ten officials open the dossiers they process, by day and also at 8 in the evening. Official A0 opens "
            "12 more, of another unit, at 8 in the evening.",
        ),
        (
            Story("own", "0 received T1; 3 appraised {who}; 5 approved L1", 60, _WHO, accesses="3 view {who}"),
            Story("late", "0 received T1; 3 appraised {who}; 5 approved L1", 20, _WHO, accesses="3@20 view {who}"),
            Story("night", "0 received T2; 3 appraised B1; 5 approved L2", 12, unit="X-02", accesses="3@20 view A0"),
        ),
        (Expected("pattern", "official", "A0", 92, 12),),
    ),
)
