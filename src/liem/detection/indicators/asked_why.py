"""E7: people ask why their dossier was looked at, and no ground is found."""

from liem.detection.coding import Work
from liem.detection.engine import Lazy
from liem.detection.indicator import Example, Expected, Indicator, Needs, Pattern, Story, Text
from liem.detection.reports import counted_reports
from liem.detection.statistics import Settings


def cases(work: Work) -> Lazy:
    """Every official about whose looks people asked, and how many questions found no ground."""
    return counted_reports(work, "access")


INDICATOR = Indicator(
    id="E7",
    act="",
    version=1,
    family="access",
    name=Text("Người dân hỏi lý do mở hồ sơ, không có lý do", "Asked why a dossier was opened, and no ground found"),
    meaning=Text(
        "Người dân xem được ai đã mở hồ sơ của mình và hỏi vì sao; với người này, số lần không tìm thấy lý do nhiều "
        "hơn "
        "hẳn người cùng vai trò.",
        "People can see who opened their dossier and ask why; for this person the questions that find no ground are "
        "far "
        "more than for others in the same role.",
    ),
    formula=Text(
        "câu hỏi độc lập không tìm thấy lý do ÷ số lượt mở bị hỏi (exposure); so với người cùng vai trò",
        "independent questions with no ground found ÷ looks asked about (exposure); against others in the same role",
    ),
    source=Text(
        "Data Tracker của Estonia; kiểm tra dựa trên lý giải (Fabbri & LeFevre 2013)",
        "Estonia's Data Tracker; explanation-based auditing (Fabbri & LeFevre 2013)",
    ),
    exclusions=Text(
        "Câu hỏi đã được trả lời bằng lý do công việc; dưới 3 câu hỏi độc lập.",
        "Questions answered by a reason of work; fewer than 3 independent ones.",
    ),
    innocent_if=Text(
        "Lý do có nhưng chưa được ghi; tài khoản dùng chung; được giao rà soát, thống kê; tra cứu nhầm tên gần giống.",
        "There was a reason that nobody entered; a shared account; a review or statistics task; a look-up of a similar "
        "name.",
    ),
    verify=Text(
        "Hỏi lý do từng lượt mở; đối chiếu phân công, phiếu gọi, lịch trực ngày đó.",
        "Ask the reason of each look; compare assignments, calls and the duty roster of that day.",
    ),
    needs=Needs(tables=("report_counts",)),
    cases=cases,
    pattern=Pattern(
        ("official", "unit"),
        Text("lượt mở bị hỏi", "looks asked about"),
        Text("không tìm thấy lý do", "found no ground"),
        strata=(("role",), ()),
        settings=Settings(outcome="count", min_expected=0.0, power_ratio=1e6),
        least_events=3,
    ),
    example=Example(
        Text(
            "Mười cán bộ, mỗi người bị hỏi về 40 lượt mở, 1 lượt không có lý do. Cán bộ X9 có 15 lượt.",
            "Ten officials are asked about 40 looks each, 1 of which has no ground. Official X9 has 15.",
        ),
        (
            Story(
                "plain",
                "0 received {who}; 3 appraised {who}; 5 finished {who}",
                3,
                (*(f"A{i}" for i in range(10)), "X9"),
            ),
        ),
        (Expected("pattern", "official", "X9", 40, 15),),
        tables={
            "report_counts": tuple(
                {
                    "subject_kind": "official",
                    "subject": who,
                    "period_from": "2026-03-01",
                    "period_to": "2026-06-30",
                    "source": "access",
                    "n": str(found),
                    "n_independent": str(found),
                    "exposure": "40",
                }
                for who, found in (*((f"A{i}", 1) for i in range(10)), ("X9", 15))
            )
        },
    ),
)
