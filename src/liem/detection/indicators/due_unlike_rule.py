"""D12: the promised day is later than the rule gives, and no change is on record."""

import narwhals.stable.v2 as nw

from liem.detection.coding import STEP, Work
from liem.detection.engine import Lazy, distinct
from liem.detection.entered import as_a_rule
from liem.detection.indicator import RARE, Breach, Example, Expected, Indicator, Needs, Pattern, Story, Text

SLACK = 2
"""Working days by which a promised day may differ: a day off counted otherwise, a day of receipt counted."""
AGREES = 0.9


def cases(work: Work) -> Lazy:
    """Every ended dossier with a promised day and no recorded change of it, and whether that day is later than the
    rule's.
    """
    changed = distinct(work.table("steps").filter(nw.col("step") == STEP["due_changed"]), "d")
    days = work.table("calendar").select(nw.col("day").alias("promised_on"), nw.col("w").alias("promised_w"))
    rows = work.table("facts").filter(~nw.col("limit").is_null() & ~nw.col("promised") & ~nw.col("due_at").is_null())
    rows = rows.filter(~nw.col("open")).join(changed, on="d", how="anti")
    rows = rows.with_columns(promised_on=nw.col("due_at").dt.date()).join(days, on="promised_on", how="inner")
    later = nw.col("promised_w") - nw.col("due_w")
    event = nw.when(later > SLACK).then(1).otherwise(0)
    as_a_rule(work, rows, 1 - event, _OTHERWISE, AGREES)
    return rows.select(
        "d",
        "promised_on",
        "due_on",
        event=event,
        observed=later.cast(nw.Int32),
        expected=nw.lit(0).cast(nw.Int32),
    )


_OTHERWISE = Text(
    "hơn một phần mười ngày hẹn trả muộn hơn ngày tính theo quy định: nơi này tính hạn theo cách khác, phải làm rõ "
    "cách "
    "tính trước",
    "more than a tenth of the promised days are later than the rule gives: limits are reckoned otherwise here, and "
    "that "
    "must be cleared up first",
)

INDICATOR = Indicator(
    id="D12",
    act="D",
    version=1,
    family="log",
    name=Text("Ngày hẹn trả muộn hơn quy định", "Promised later than the rule gives"),
    meaning=Text(
        "Ngày hẹn trả trong hồ sơ muộn hơn ngày tính theo thời hạn, mà không có lần dời hạn nào được ghi: có thể đã "
        "bị sửa.",
        "The day promised in the dossier is later than the limit gives, and no change of it is on record: it may "
        "have been "
        "edited.",
    ),
    formula=Text(
        "ngày hẹn trả − (ngày tiếp nhận + thời hạn + thời gian tạm dừng) > 2 ngày làm việc, không có due_changed",
        "promised day − (day of receipt + limit + time stopped) > 2 working days, with no due_changed",
    ),
    source=Text(
        "Nghị định 118/2025/NĐ-CP; các quy tắc one_stop.* của bộ quy tắc",
        "Decree 118/2025/NĐ-CP; rules one_stop.* of the rule pack",
    ),
    exclusions=Text(
        "Chênh đến 2 ngày; hồ sơ chưa kết thúc; nơi mà hơn một phần mười ngày hẹn tính khác quy định.",
        "Up to 2 days of difference; dossiers not ended; records in which more than a tenth of the days differ.",
    ),
    innocent_if=Text(
        "Thủ tục liên thông có thời hạn dài hơn; phiên bản thời hạn cũ; người nộp đồng ý nhận muộn.",
        "A joint procedure has a longer limit; an older version of the limit; the applicant agreed to a later day.",
    ),
    verify=Text(
        "Đối chiếu giấy hẹn đã phát với ngày hẹn trong hệ thống; xem nhật ký sửa.",
        "Compare the slip handed out with the day in the system; read the log of changes.",
    ),
    needs=Needs(tables=("procedures",), columns=("dossiers.due_at",), activities=("due_changed",)),
    cases=cases,
    breach=Breach(
        Text(
            "Hẹn trả ngày {promised_on}, theo quy định là {due_on}: muộn hơn {observed} ngày làm việc, không ghi lần "
            "dời "
            "hạn nào.",
            "Promised for {promised_on} where the rule gives {due_on}: {observed} working days later, and no change is "
            "recorded.",
        ),
        {"promised_on": "day", "due_on": "day", "observed": "number"},
        severity=0.4,
    ),
    pattern=Pattern(
        ("unit",),
        Text("hồ sơ có ngày hẹn trả", "dossiers with a promised day"),
        Text(
            "hẹn trả muộn hơn quy định mà không ghi lần dời nào", "are promised later than the rule gives, unrecorded"
        ),
        settings=RARE,
    ),
    example=Example(
        Text(
            "Nhận ngày 02/3/2026, thời hạn 10 ngày làm việc, hạn là 16/3. Một hồ sơ hẹn 25/3 có ghi lần dời; một hồ "
            "sơ hẹn "
            "25/3 không ghi.",
            "Received on 2 March 2026 with a limit of 10 working days, due on 16 March. One dossier is promised for "
            "25 March "
            "with the change on record, one without.",
        ),
        (
            Story("plain", "0 received C1; 5 finished C1", 12, dossier={"due_at": "2026-03-16T17:00:00"}, start=0),
            Story(
                "moved",
                "0 received C1; 9 due_changed C2 reason=QD; 12 finished C1",
                dossier={"due_at": "2026-03-25T17:00:00"},
            ),
            Story("edited", "0 received C1; 12 finished C1", dossier={"due_at": "2026-03-25T17:00:00"}),
        ),
        (Expected("breach", "dossier", "edited", 1, 7, 0),),
    ),
)
