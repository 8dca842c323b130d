"""D0: a dossier is over the statutory time."""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work
from liem.detection.engine import Lazy
from liem.detection.indicator import Breach, Example, Expected, Indicator, Needs, Pattern, Story, Text


def cases(work: Work) -> Lazy:
    """Every dossier whose time had run out by the day looked at, and whether it was done before."""
    matured = work.table("facts").filter(nw.col("matured") & ~nw.col("late").is_null())
    return matured.select(
        "d",
        "due_on",
        "stopped",
        "over",
        event=nw.col("late"),
        observed=nw.col("elapsed"),
        expected=nw.col("limit"),
    )


INDICATOR = Indicator(
    id="D0",
    act="D",
    version=1,
    family="log",
    name=Text("Quá thời hạn giải quyết", "Over the statutory time"),
    meaning=Text(
        "Hồ sơ được giải quyết, hoặc đến nay vẫn chưa giải quyết, sau khi đã hết số ngày làm việc theo quy định.",
        "The dossier was decided, or is still undecided, after the working days that the rule allows had run out.",
    ),
    formula=Text(
        "ngày đã tính = số ngày làm việc từ ngày tiếp nhận (không tính) đến ngày có kết quả (có tính) − số "
        "ngày làm việc tạm dừng; "
        "quá hạn khi ngày đã tính > thời hạn của thủ tục có hiệu lực vào ngày tiếp nhận",
        "days counted = working days from the day of receipt (not counted) to the day of the result "
        "(counted) − working days the clock stood; "
        "late when days counted > the limit of the procedure in force on the day of receipt",
    ),
    source=Text(
        "Nghị định 118/2025/NĐ-CP; Bộ luật Dân sự 2015, Điều 147–148",
        "Decree 118/2025/NĐ-CP; Civil Code 2015, arts. 147–148",
    ),
    exclusions=Text(
        "Hồ sơ chưa đến hạn vào ngày xem xét; hồ sơ không rõ thời hạn. Thời gian chờ người nộp bổ sung và "
        "thời gian tạm dừng đúng luật không bị tính.",
        "Dossiers not yet due on the day looked at, and those whose limit is unknown. Time waiting for the "
        "applicant and lawful suspensions do not count.",
    ),
    innocent_if=Text(
        "Có quyết định gia hạn đúng thẩm quyền chưa được nhập; cơ quan được lấy ý kiến trả lời chậm; thiên "
        "tai, sự cố hệ thống; kết quả có trước nhưng nhập muộn.",
        "A lawful extension was decided but not entered; a consulted agency answered late; a disaster or "
        "system outage; the result existed earlier and was entered late.",
    ),
    verify=Text(
        "Mở hồ sơ: đối chiếu giấy hẹn, phiếu yêu cầu bổ sung, văn bản tạm dừng, gia hạn và ngày ký kết quả.",
        "Open the dossier: compare the appointment slip, supplement requests, suspension or extension "
        "papers and the date the result was signed.",
    ),
    needs=Needs(),
    cases=cases,
    breach=Breach(
        Text(
            "Hồ sơ đã tính {observed} ngày làm việc (đã trừ {stopped} ngày tạm dừng), thời hạn là {expected} "
            "ngày, phải xong trước hết ngày {due_on}: quá {over} ngày.",
            "The dossier took {observed} working days (net of {stopped} days stopped) where {expected} are "
            "allowed, due by {due_on}: {over} days over.",
        ),
        {"observed": "number", "stopped": "number", "expected": "number", "due_on": "day", "over": "number"},
        severity=0.3,
    ),
    pattern=Pattern(
        ("unit",),
        Text("hồ sơ đã đến hạn", "dossiers that had fallen due"),
        Text("quá thời hạn giải quyết", "were over the statutory time"),
    ),
    example=Example(
        Text(
            "Thời hạn 10 ngày làm việc. Hồ sơ “đúng hạn” xong vào ngày thứ 10. Hồ sơ “muộn” xong vào ngày thứ "
            "12. Hồ sơ “chờ bổ sung” xong vào ngày thứ 14 "
            "nhưng đồng hồ đã dừng 5 ngày. Hồ sơ “còn mở” đến nay chưa xong.",
            "The limit is 10 working days. “on time” is done on the 10th day, “late” on the 12th. “waiting” is "
            "done on the 14th, but the clock stood for 5 days. “open” is not done yet.",
        ),
        (
            Story("on-time", "0 received C1; 4 appraised C2; 10 finished C1"),
            Story("late", "0 received C1; 4 appraised C2; 12 finished C1"),
            Story(
                "waiting",
                "0 received C1; 2 supplement_requested C2 document=GT-1; 7 supplement_received C1; 14 finished C1",
            ),
            Story("open", "0 received C1; 4 appraised C2"),
        ),
        (
            Expected("breach", "dossier", "late", 1, 12, 10),
            Expected("breach", "dossier", "open", 1, 83, 10),
        ),
    ),
)
