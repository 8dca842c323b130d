"""E9: dossiers that are no part of the work are printed or exported."""

from liem.detection.accesses import EQUALLY_BUSY, unexplained
from liem.detection.coding import Work
from liem.detection.engine import Lazy
from liem.detection.indicator import RARE, Example, Expected, Indicator, Needs, Pattern, Story, Text


def cases(work: Work) -> Lazy:
    """Every official's look at a dossier on a day, and whether it was copied then without a reason."""
    return unexplained(work, "copied")


_WHO = tuple(f"A{i}" for i in range(10))

INDICATOR = Indicator(
    id="E9",
    act="E",
    version=4,
    family="access",
    name=Text("In, xuất hồ sơ không rõ lý do", "Unexplained copies"),
    meaning=Text(
        "Người này in hoặc xuất dữ liệu những hồ sơ mà công việc không giải thích được, nhiều hơn hẳn người cùng "
        "vai trò.",
        "This person prints or exports dossiers that no work explains, far more often than others in the same role.",
    ),
    formula=Text(
        "lượt mở (cán bộ × hồ sơ × ngày) có in hoặc xuất, không có lý do (như E1) ÷ tất cả lượt mở",
        "looks (official × dossier × day) with a print or export, without a reason (as in E1) ÷ all looks",
    ),
    source=Text(
        "Fabbri & LeFevre 2011 và 2013 (kiểm tra dựa trên lý giải)",
        "Fabbri & LeFevre 2011 and 2013 (explanation-based auditing)",
    ),
    exclusions=Text(
        "In, xuất hồ sơ của mình hoặc hồ sơ mình ký; in, xuất quanh kỳ báo cáo quý; người đều đặn mỗi tháng một lần "
        "trích xuất hồ sơ của đơn vị mình (làm báo cáo); các lý do khác của E1. Không "
        "tính khi nhật ký thiếu nhiều ngày; không nêu người có tài khoản có vẻ dùng chung, người không xử lý hồ sơ "
        "nào.",
        "Copies of one's own dossiers or of those one decides; copies about the end of a quarter, when reports are "
        "made; whoever takes dossiers of the own unit along about once a month, all the time (its report); the "
        "other reasons of E1. Not computed where many days of the log are missing; nobody is named whose account "
        "seems shared, nor who handles no dossier.",
    ),
    innocent_if=Text(
        "Được giao làm báo cáo, thống kê, lưu trữ, số hóa; in hộ đồng nghiệp; cấp bản sao cho người dân theo yêu cầu.",
        "Tasked with a report, statistics, the archive or scanning; a printout made for a colleague; a copy issued "
        "to a citizen on request.",
    ),
    verify=Text(
        "Hỏi lý do của vài lượt in, xuất cụ thể; bản in, tệp dữ liệu nay ở đâu, ai đã nhận; xem văn bản giao việc.",
        "Ask the reason for some of the copies; where the prints and files are now and who received them; look for the "
        "assignment.",
    ),
    needs=Needs(tables=("accesses",), columns=("events.official", "accesses.action")),
    cases=cases,
    pattern=Pattern(
        ("official",),
        Text("lượt mở hồ sơ", "looks at dossiers"),
        Text(
            "có in hoặc xuất mà không có lý do công việc nào giải thích",
            "left a print or an export that no work explains",
        ),
        strata=EQUALLY_BUSY,
        settings=RARE,
    ),
    example=Example(
        Text(
            "Tháng 4 và 5, mười cán bộ in hồ sơ mình thụ lý. Cán bộ A0 xuất thêm 12 hồ sơ của đơn vị khác.",
            "In April and May ten officials print the dossiers they process. Official A0 exports 12 more, of "
            "another unit.",
        ),
        (
            Story(
                "own", "0 received T1; 3 appraised {who}; 5 approved L1", 60, _WHO, accesses="3 print {who}", start=35
            ),
            Story(
                "taken",
                "0 received T2; 3 appraised B1; 5 approved L2",
                12,
                unit="X-02",
                accesses="3 export A0",
                start=35,
            ),
        ),
        (Expected("pattern", "official", "A0", 72, 12),),
    ),
)
