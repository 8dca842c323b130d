"""C5: intake that takes no time, and papers that are found missing later."""

import narwhals.stable.v2 as nw

from liem.detection.coding import CHANNELS, STEP, Work
from liem.detection.engine import Lazy, distinct
from liem.detection.indicator import Example, Expected, Indicator, Needs, Pattern, Story, Text
from liem.detection.missing import CannotTell

QUICKEST = 0.1
"""Share of a procedure's intakes that counts as taking no time …"""
_DAY = 1440


def cases(work: Work) -> Lazy:
    """Every dossier received at the counter, and whether its intake was among the quickest and a listed paper was
    missed.
    """
    steps = work.table("steps")
    began = steps.filter(nw.col("step") == STEP["received"]).group_by("d").agg(began=nw.col("at").min())
    passed = nw.col("step").is_in([STEP["receipt_slip_issued"], STEP["forwarded"]])
    ended = steps.filter(passed).group_by("d").agg(ended=nw.col("at").min())
    taken = work.table("facts").filter(nw.col("channel").is_in([CHANNELS.index("counter"), len(CHANNELS)]))
    taken = taken.select("d", "procedure").filter(~nw.col("procedure").is_null())
    rows = taken.join(began, on="d", how="inner").join(ended, on="d", how="inner")
    rows = rows.with_columns(took=_minutes("ended") - _minutes("began"))
    rows = rows.filter((nw.col("ended").dt.date() == nw.col("began").dt.date()) & (nw.col("took") >= 0))
    pace = rows.group_by("procedure").agg(
        quick=nw.col("took").quantile(QUICKEST, interpolation="linear"), middle=nw.col("took").median()
    )
    told = work.engine.collect(pace.filter(nw.col("middle") > nw.col("quick")).head(1))
    if not told.num_rows:
        raise CannotTell(_ALIKE)
    missed = distinct(work.table("asked").filter((nw.col("listed") == 1) & ~nw.col("common")), "d")
    rows = rows.join(pace, on="procedure", how="left").join(missed.with_columns(missed=nw.lit(1)), on="d", how="left")
    hurried = (nw.col("took") <= nw.col("quick")) & (nw.col("took") < nw.col("middle"))
    event = nw.when(hurried & (nw.col("missed") == 1)).then(1).otherwise(0)
    return rows.select("d", event=event)


def _minutes(column: str) -> nw.Expr:
    return nw.col(column).dt.hour().cast(nw.Int32) * 60 + nw.col(column).dt.minute().cast(nw.Int32)


_ALIKE = Text(
    "mọi lần tiếp nhận mất thời gian như nhau (giờ được ghi tự động), không thể nói lần nào quá nhanh",
    "every intake takes the same time (the hour is stamped by the machine), so that none can be called too quick",
)

INDICATOR = Indicator(
    id="C5",
    act="C",
    version=1,
    family="log",
    name=Text("Tiếp nhận như đóng dấu cho qua", "Rubber-stamp intake"),
    meaning=Text(
        "Ở đơn vị này, nhiều hồ sơ được tiếp nhận chỉ trong chốc lát, rồi sau bị đòi giấy tờ trong danh mục.",
        "At this unit many dossiers were taken in within moments, and later asked for a paper of the list.",
    ),
    formula=Text(
        "hồ sơ có thời gian từ received đến receipt_slip_issued/forwarded thuộc 10 % nhanh nhất của thủ tục và về "
        "sau bị "
        "đòi giấy tờ trong danh mục ÷ hồ sơ tiếp nhận tại quầy",
        "dossiers whose time from received to receipt_slip_issued/forwarded is among the quickest 10% of the procedure "
        "and which were later asked for a listed paper ÷ dossiers received at the counter",
    ),
    source=Text("Hành vi C của bộ khái niệm nhận diện", "Act C of the taxonomy of acts"),
    exclusions=Text(
        "Hồ sơ trực tuyến, bưu chính; tiếp nhận kéo qua ngày khác; nơi mọi lần tiếp nhận mất thời gian như nhau.",
        "Dossiers filed online or by post; intakes that went over midnight; records where every intake takes the "
        "same time.",
    ),
    innocent_if=Text(
        "Nhập dồn cuối buổi; hồ sơ đã được kiểm tra trước; thủ tục làm ngay; giờ do máy ghi.",
        "Entered in batches; checked beforehand; procedures done on the spot; hours stamped by the machine.",
    ),
    verify=Text(
        "Quan sát quầy; so giờ ghi với số thứ tự lấy ở quầy; xem phiếu kiểm tra thành phần hồ sơ.",
        "Watch the counter; compare the hours with the queue tickets; look at the checklists.",
    ),
    needs=Needs(
        tables=("procedures",),
        columns=("procedures.required_documents", "events.document"),
        activities=("supplement_requested", "received"),
    ),
    cases=cases,
    pattern=Pattern(
        ("unit",),
        Text("hồ sơ tiếp nhận tại quầy", "dossiers received at the counter"),
        Text(
            "được tiếp nhận trong chốc lát rồi bị đòi giấy tờ trong danh mục",
            "were taken in within moments and later asked for a listed paper",
        ),
    ),
    example=Example(
        Text(
            "Mười đơn vị: 90 hồ sơ được tiếp nhận trong 3 phút, 10 hồ sơ trong 1 phút, 2 trong số đó về sau bị đòi "
            "GT-1. "
            "Đơn vị X-99: 40 hồ sơ trong 1 phút rồi bị đòi, 60 hồ sơ trong 3 phút.",
            "Ten units take in 90 dossiers in 3 minutes and 10 in 1 minute, 2 of which are later asked for GT-1. "
            "Unit X-99 "
            "takes in 40 in 1 minute that are asked later, and 60 in 3 minutes.",
        ),
        (
            *(
                story
                for i in range(10)
                for story in (
                    Story(
                        f"plain{i}",
                        f"0 received A{i}; 0 guidance_given A{i}; 0 looked A{i}; {_REST}",
                        90,
                        unit=f"X-{i:02d}",
                    )
                    for _REST in ("0 forwarded A; 5 finished A",)
                )
            ),
            *(
                story
                for i in range(10)
                for story in (
                    Story(f"quick{i}", "0 received A; 0 forwarded A; 5 finished A", 8, unit=f"X-{i:02d}"),
                    Story(
                        f"missed{i}",
                        "0 received A; 0 forwarded A; 3 supplement_requested B document=GT-1; 5 finished A",
                        2,
                        unit=f"X-{i:02d}",
                    ),
                )
            ),
            Story(
                "x-plain", "0 received A; 0 guidance_given A; 0 looked A; 0 forwarded A; 5 finished A", 60, unit="X-99"
            ),
            Story(
                "x-missed",
                "0 received A; 0 forwarded A; 3 supplement_requested B document=GT-1; 5 finished A",
                40,
                unit="X-99",
            ),
        ),
        (Expected("pattern", "unit", "X-99", 100, 40),),
    ),
)
