"""D6: withdrawn and filed again, so that no clock runs out."""

import narwhals.stable.v2 as nw

from liem.detection.coding import OUTCOMES, Work
from liem.detection.engine import Lazy
from liem.detection.hands import PROCESSING
from liem.detection.indicator import RARE, Breach, Example, Expected, Indicator, Needs, Pattern, Story, Text
from liem.detection.linked import next_of


def cases(work: Work) -> Lazy:
    """Every dossier that has ended, and whether it continues a withdrawn one with which it took longer than allowed.

    Office time of both, the applicant's time between them not counted; neither is late by itself. The subject is who
    examined the withdrawn one; nobody, where it was withdrawn before that. Of a dossier that continues none it is the
    handler.
    """
    withdrawn = work.table("facts").filter((nw.col("outcome") == OUTCOMES.index("withdrawn")) & ~nw.col("open"))
    links = next_of(work, withdrawn)
    first = withdrawn.join(_examiners(work), on="d", how="left").select(
        "had_it", earlier="d", before="elapsed", first_on="received_on", once_late="late"
    )
    links = links.join(first, on="earlier", how="inner")
    ended = work.table("facts").filter(~nw.col("open")).select("d", "elapsed", "limit", "late", "handler")
    rows = ended.join(links, on="d", how="left")
    both = nw.col("before") + nw.col("elapsed")
    in_time = (nw.col("late") == 0) & (nw.col("once_late").fill_null(0) == 0)
    return rows.select(
        "d",
        "first_on",
        "before",
        "elapsed",
        official=nw.when(nw.col("earlier").is_null()).then(nw.col("handler")).otherwise(nw.col("had_it")),
        event=nw.when((both > nw.col("limit")) & in_time).then(1).otherwise(0),
        observed=both,
        expected="limit",
    )


def _examiners(work: Work) -> Lazy:
    """``d`` and ``had_it``: who examined each dossier. Whoever only assigned it did not."""
    hands = work.table("hands").filter(nw.col("role") == PROCESSING).select("d", had_it="official")
    handlers = work.table("facts").select("d", had_it="handler")
    return hands.join(handlers, on=["d", "had_it"], how="inner")


INDICATOR = Indicator(
    id="D6",
    act="D",
    version=3,
    family="log",
    name=Text("Rút rồi nộp lại, thời gian thật vượt hạn", "Withdrawn and filed again"),
    meaning=Text(
        "Hồ sơ bị rút rồi nộp lại như hồ sơ mới; cộng cả hai lần thì cơ quan đã dùng quá thời hạn, dù lần nào cũng "
        "“đúng "
        "hạn”.",
        "A dossier was withdrawn and filed again as a new one; the office's time of both is over the limit, though "
        "each is "
        "“in time”.",
    ),
    formula=Text(
        "ngày đã tính của hồ sơ bị rút + ngày đã tính của hồ sơ nộp lại > thời hạn; nối theo resubmission_of, hoặc "
        "cùng "
        "người nộp, cùng thủ tục, trong 22 ngày làm việc sau khi rút",
        "days counted of the withdrawn dossier + of the one that follows > limit; linked by resubmission_of, or by the "
        "same applicant and procedure within 22 working days of the withdrawal",
    ),
    source=Text(
        "Fellegi và Sunter 1969 về liên kết bản ghi, ở đây chỉ theo khóa trùng khít; hành vi D của bộ khái "
        "niệm nhận diện",
        "Fellegi and Sunter 1969 for record linkage, here by exact keys only; act D of the taxonomy of acts",
    ),
    exclusions=Text(
        "Thời gian giữa hai lần nộp; người nộp có từ 4 hồ sơ cùng thủ tục trở lên (khó nối đúng); hồ sơ đã quá hạn "
        "(D0).",
        "The time between the two; applicants with 4 or more dossiers of that procedure (links are uncertain); "
        "dossiers "
        "late by themselves (D0).",
    ),
    innocent_if=Text(
        "Người nộp đổi kế hoạch, nộp sai thủ tục, bổ sung nội dung mới; tự rút vì lý do riêng.",
        "The applicant changed plans, chose the wrong procedure, added new matter; withdrew for reasons of their own.",
    ),
    verify=Text(
        "Hỏi người nộp: ai đề nghị rút, vì sao; so hai bộ hồ sơ có gì khác nhau.",
        "Ask the applicant who proposed the withdrawal, and why; compare the two dossiers.",
    ),
    needs=Needs(columns=("dossiers.outcome",), activities=("withdrawn",)),
    cases=cases,
    breach=Breach(
        Text(
            "Nộp lần đầu ngày {first_on}, bị rút sau {before} ngày; lần này {elapsed} ngày. Cộng lại {observed} ngày "
            "làm "
            "việc, thời hạn là {expected} ngày.",
            "First filed on {first_on} and withdrawn after {before} days; this time {elapsed} days. Together "
            "{observed} "
            "working days, where {expected} are allowed.",
        ),
        {"first_on": "day", "before": "number", "elapsed": "number", "observed": "number", "expected": "number"},
        severity=0.35,
    ),
    pattern=Pattern(
        ("official", "unit"),
        Text("hồ sơ đã kết thúc", "dossiers that have ended"),
        Text(
            "là hồ sơ nộp lại mà thời gian thật vượt hạn",
            "continue a withdrawn one, with a true time over the limit",
        ),
        settings=RARE,
    ),
    example=Example(
        Text(
            "Thời hạn 10 ngày. Một hồ sơ bị rút ngày thứ 8, nộp lại và xong sau 9 ngày: cơ quan dùng 17 ngày. Một hồ "
            "sơ bị "
            "rút ngay ngày đầu, nộp lại và xong sau 9 ngày: 9 ngày.",
            "The limit is 10 days. One dossier is withdrawn on the 8th day, filed again and done in 9: the office "
            "took 17. "
            "Another is withdrawn on the day of receipt and done in 9 after that: 9.",
        ),
        (
            Story("first", "0 received C1; 8 withdrawn C1", dossier={"applicant": "N-1"}),
            Story("early", "0 received C1; 0 withdrawn C1", dossier={"applicant": "N-2"}),
            Story("again", "0 received C1; 9 finished C1", start=10, dossier={"applicant": "N-1"}),
            Story("again-early", "0 received C1; 9 finished C1", start=10, dossier={"applicant": "N-2"}),
        ),
        (Expected("breach", "dossier", "again", 1, 17, 10),),
    ),
)
