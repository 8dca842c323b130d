"""B8: people called back after their dossier say that money, a gift or an agent was asked for."""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work
from liem.detection.engine import Lazy
from liem.detection.indicator import Example, Expected, Indicator, Needs, Pattern, Story, Text
from liem.detection.reports import KINDS, counted_reports
from liem.detection.statistics import Settings

CALLS = 30
"""Completed calls below which a share says too little."""


def cases(work: Work) -> Lazy:
    """Every unit of whose applicants enough were called, and how many said so. A call-back alone is about units
    only."""
    return counted_reports(work, "call_back", CALLS).filter(nw.col("about") == KINDS.index("unit"))


INDICATOR = Indicator(
    id="B8",
    act="",
    version=1,
    family="citizen",
    name=Text("Người được gọi lại nói bị gợi ý", "Called back, people say they were asked to pay"),
    meaning=Text(
        "Trong số người được chọn ngẫu nhiên để gọi hỏi sau khi xong hồ sơ, tỷ lệ nói bị gợi ý tiền, quà hay “qua "
        "người "
        "này người kia” ở đơn vị này cao hơn hẳn đơn vị khác.",
        "Of the people drawn by lot and called after their dossier, the share who say that money, a gift or “going "
        "through somebody” was hinted at is far higher at this unit than at others.",
    ),
    formula=Text(
        "số người trả lời có ÷ số cuộc gọi hoàn thành (exposure); so với đơn vị khác; từ 30 cuộc gọi hoàn thành",
        "people who say so ÷ completed calls (exposure); against other units; from 30 completed calls on",
    ),
    source=Text(
        "Chương trình theo dõi phản hồi của người dân Punjab; Horvitz và Thompson 1952 cho việc rút mẫu",
        "Punjab Citizen Feedback Monitoring Programme; Horvitz and Thompson 1952 for the draw",
    ),
    exclusions=Text(
        "Dưới 30 cuộc gọi hoàn thành; người không nghe máy (phải xem riêng tỷ lệ không trả lời).",
        "Fewer than 30 completed calls; those who did not answer (their share must be looked at apart).",
    ),
    innocent_if=Text(
        "Người trả lời nhớ nhầm nơi, nhầm năm; nghe nói lại; người không trả lời khác hẳn người trả lời; cách hỏi khác "
        "nhau.",
        "Answers mix up the office or the year, or repeat hearsay; those who did not answer differ; questions were put "
        "differently.",
    ),
    verify=Text(
        "Xem tỷ lệ số điện thoại thiếu, trùng theo người tiếp nhận; gọi thêm một mẫu ngẫu nhiên khác; không tìm "
        "người đã "
        "trả lời.",
        "Look at missing or repeated telephone numbers by receiver; call another random sample; do not look for who "
        "answered.",
    ),
    needs=Needs(tables=("report_counts",)),
    cases=cases,
    pattern=Pattern(
        ("unit",),
        Text("cuộc gọi hoàn thành", "completed calls"),
        Text("người nói bị gợi ý", "people said so"),
        strata=((),),
        settings=Settings(outcome="count", min_opportunities=CALLS, min_expected=0.0, power_ratio=1e6),
        least_events=3,
    ),
    example=Example(
        Text(
            "Mười đơn vị, mỗi đơn vị 60 cuộc gọi hoàn thành, 2 người nói bị gợi ý. Ở đơn vị X-09 có 20 người.",
            "Ten units with 60 completed calls each, 2 people say so. At unit X-09 there are 20.",
        ),
        tuple(Story(f"u{i}", "0 received T1; 5 finished T1", 2, unit=f"X-{i:02d}") for i in range(10)),
        (Expected("pattern", "unit", "X-09", 60, 20),),
        tables={
            "report_counts": tuple(
                {
                    "subject_kind": "unit",
                    "subject": f"X-{i:02d}",
                    "period_from": "2026-03-01",
                    "period_to": "2026-06-30",
                    "source": "call_back",
                    "n": str(20 if i == 9 else 2),
                    "n_independent": str(20 if i == 9 else 2),
                    "exposure": "60",
                }
                for i in range(10)
            )
        },
    ),
)
