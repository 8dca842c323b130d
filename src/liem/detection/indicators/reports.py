"""B10: independent reports about the same subject, beyond what its work would bring."""

from liem.detection.coding import Work
from liem.detection.engine import Lazy
from liem.detection.indicator import Example, Expected, Indicator, Needs, Pattern, Story, Text
from liem.detection.reports import counted_reports
from liem.detection.statistics import Settings


def cases(work: Work) -> Lazy:
    """Every official, unit and procedure with dossiers, and the independent reports about each."""
    return counted_reports(work, "report")


INDICATOR = Indicator(
    id="B10",
    act="",
    version=1,
    family="citizen",
    name=Text("Nhiều phản ánh độc lập", "Many independent reports"),
    meaning=Text(
        "Nhiều người khác nhau, độc lập với nhau, phản ánh về cùng một đối tượng, hơn hẳn mức số hồ sơ của đối tượng "
        "ấy thường mang lại.",
        "Several people, independently of one another, report the same subject, far beyond what its dossiers would "
        "ordinarily bring.",
    ),
    formula=Text(
        "số phản ánh độc lập (khác người gửi, khác ngày, khác lời) ÷ số hồ sơ trong kỳ; so với đối tượng cùng loại, "
        "cùng vai trò",
        "independent reports (different sender, day and words) ÷ dossiers of the period; against subjects of the same "
        "kind and role",
    ),
    source=Text(
        "Phản ánh trùng chỉ tính một lần: băm min-wise (Broder 1997); Spiegelhalter 2005 cho phép so sánh",
        "Redundant reports are counted once: min-wise hashing (Broder 1997); Spiegelhalter 2005 for the comparison",
    ),
    exclusions=Text(
        "Phản ánh trùng người, trùng lời (chỉ tính một); dưới 3 phản ánh độc lập; nội dung phản ánh không được đọc.",
        "Repeated reports of one person or of one text (counted once); fewer than 3 independent ones; no report is "
        "read.",
    ),
    innocent_if=Text(
        "Vị trí tiếp xúc nhiều người, việc khó nói; một vụ việc gây bức xúc; vận động gửi phản ánh; phản ánh về cách "
        "làm của đơn vị chứ không về người này.",
        "A post that meets many people or says no often; one upsetting case; a campaign; reports about the unit's way "
        "of working and not this person's.",
    ),
    verify=Text(
        "Cán bộ được giao đọc phản ánh: có thật sự độc lập không, nói về việc gì, hồ sơ nào; gọi hỏi ngẫu nhiên "
        "người đã "
        "được giải quyết.",
        "Whoever is charged with it reads the reports: are they independent, about what, about which dossiers; call "
        "people served, drawn by lot.",
    ),
    needs=Needs(tables=("report_counts",)),
    cases=cases,
    pattern=Pattern(
        ("official", "unit", "procedure"),
        Text("hồ sơ trong kỳ", "dossiers of the period"),
        Text("phản ánh độc lập đã được ghi nhận", "independent reports were received"),
        strata=(("role",), ()),
        settings=Settings(outcome="count", min_expected=0.0, power_ratio=1e6),
        least_events=3,
    ),
    example=Example(
        Text(
            "Mười một cán bộ, mỗi người 100 hồ sơ; bốn người có 1 phản ánh. Cán bộ X9 có 12 phản ánh độc lập. Về A0 "
            "có 12 "
            "phản ánh của cùng một người: chỉ tính là 1.",
            "Eleven officials with 100 dossiers each; four have 1 report. Official X9 has 12 independent ones. Of A0 "
            "one "
            "person wrote 12 times: that counts as 1.",
        ),
        (
            Story(
                "plain",
                "0 received {who}; 3 appraised {who}; 5 finished {who}",
                100,
                (*(f"A{i}" for i in range(10)), "X9"),
            ),
        ),
        (Expected("pattern", "official", "X9", 100, 12),),
        tables={
            "report_counts": tuple(
                {
                    "subject_kind": "official",
                    "subject": who,
                    "period_from": "2026-03-01",
                    "period_to": "2026-06-30",
                    "source": "report",
                    "n": str(n),
                    "n_independent": str(independent),
                }
                for who, n, independent in (("A0", 12, 1), ("A1", 1, 1), ("A2", 1, 1), ("A3", 2, 1), ("X9", 13, 12))
            )
        },
    ),
)
