"""C7: a dossier is received at the counter, and no slip with the day of the result is given for it."""

import narwhals.stable.v2 as nw

from liem.detection.coding import CHANNELS, STEP, Work
from liem.detection.engine import Lazy, distinct
from liem.detection.entered import LEAST, as_a_rule, without_silent_units
from liem.detection.indicator import RARE, Example, Expected, Indicator, Needs, Pattern, Story, Text

_COUNTER = CHANNELS.index("counter")


def cases(work: Work) -> Lazy:
    """Every dossier that an official received at the counter, and whether a slip was ever recorded for it.

    Where colleagues, or the person, do not record the slip as a rule, its absence is a habit of entering: nothing can
    be seen there.
    """
    slips = work.table("steps").filter(nw.col("step") == STEP["receipt_slip_issued"])
    slips = distinct(slips, "d").with_columns(given=nw.lit(1))
    rows = work.table("facts").filter(~nw.col("intake").is_null())
    rows = rows.filter(nw.col("channel").is_in([_COUNTER, len(CHANNELS)])).select("d", "unit", official="intake")
    rows = rows.join(slips, on="d", how="left").with_columns(given=nw.col("given").fill_null(0))
    as_a_rule(work, rows, nw.col("given"), _NOT_ENTERED)
    rows = without_silent_units(rows, rows, nw.col("given")).filter(~nw.col("official").is_null())
    own = rows.group_by("official").agg(n=nw.len(), said=nw.col("given").sum())
    entering = own.filter(nw.col("said") >= LEAST * nw.col("n")).select("official")
    rows = rows.join(entering, on="official", how="semi")
    return rows.select("d", "official", event=1 - nw.col("given"))


_NOT_ENTERED = Text(
    "quá nửa hồ sơ nhận tại quầy không ghi giấy tiếp nhận và hẹn trả: giấy được lập ở nơi khác, nên việc thiếu nó "
    "không nói lên điều gì",
    "for more than half of what is received at the counter no slip is recorded: slips are made elsewhere, so that "
    "their absence says nothing",
)

INDICATOR = Indicator(
    id="C7",
    act="C",
    version=1,
    family="log",
    name=Text("Nhận hồ sơ mà không giao giấy hẹn", "Received without a slip"),
    meaning=Text(
        "Người này nhận hồ sơ tại quầy mà hay không giao giấy tiếp nhận và hẹn trả kết quả, nhiều hơn hẳn người khác.",
        "This person receives dossiers at the counter and gives no slip with the day of the result far more often than "
        "others.",
    ),
    formula=Text(
        "hồ sơ nhận tại quầy không có receipt_slip_issued ÷ hồ sơ nhận tại quầy; theo người tiếp nhận",
        "dossiers received at the counter with no receipt_slip_issued ÷ dossiers received at the counter; by receiving "
        "official",
    ),
    source=Text(
        "Nghị định 118/2025/NĐ-CP về cơ chế một cửa (nhớ lại, chưa đối chiếu văn bản); hành vi C trong danh "
        "mục hành vi",
        "Decree 118/2025/NĐ-CP on the one-stop shop (recalled, not compared with the text); act C of the "
        "taxonomy of acts",
    ),
    exclusions=Text(
        "Hồ sơ trực tuyến, bưu chính; nơi, người mà quá nửa hồ sơ không ghi giấy hẹn: thói quen nhập liệu, không nói "
        "lên điều gì.",
        "Dossiers filed online or by post; offices and persons with no slip recorded for more than half: a habit of "
        "entering, which says nothing.",
    ),
    innocent_if=Text(
        "Giấy viết tay chưa nhập; thủ tục trả kết quả ngay trong ngày; hệ thống lỗi, mất điện; người khác in giấy hộ.",
        "A slip by hand, not entered; a procedure answered on the same day; a failure of system or power; a colleague "
        "printed it.",
    ),
    verify=Text(
        "Hỏi vài người nộp có cầm giấy hẹn không; xem liên lưu của giấy hẹn trong hồ sơ giấy.",
        "Ask some applicants for their slip; look for its copy in the paper file.",
    ),
    needs=Needs(columns=("events.official",), activities=("received", "receipt_slip_issued")),
    cases=cases,
    pattern=Pattern(
        ("official", "unit"),
        Text("hồ sơ nhận tại quầy", "dossiers received at the counter"),
        Text("không có giấy tiếp nhận và hẹn trả kết quả", "have no slip of receipt"),
        settings=RARE,
        spares_newcomers=True,
    ),
    example=Example(
        Text(
            "Mười người nhận mỗi người 60 hồ sơ, 3 hồ sơ không có giấy hẹn; X9 nhận 60, 25 hồ sơ không có.",
            "Ten people receive 60 dossiers each, 3 without a slip; X9 receives 60, 25 without.",
        ),
        tuple(
            story
            for who, missing in (*((f"C{i}", 3) for i in range(10)), ("X9", 25))
            for story in (
                Story(f"with{who}", f"0 received {who}; 0 receipt_slip_issued {who}; 4 finished {who}", 60 - missing),
                Story(f"without{who}", f"0 received {who}; 4 finished {who}", missing),
            )
        ),
        (Expected("pattern", "official", "X9", 60, 25),),
    ),
)
