"""D11: the due date is moved after it has passed."""

import narwhals.stable.v2 as nw

from liem.detection.coding import STEP, Work
from liem.detection.engine import Lazy
from liem.detection.indicator import RARE, Breach, Example, Expected, Indicator, Needs, Pattern, Story, Text


def cases(work: Work) -> Lazy:
    """Every dossier whose due date was moved, and whether its first move came after the limit had run out.

    The limit as it stood that day: the procedure's, with the time the clock had been stopped until then.
    """
    moves = work.table("steps").filter(nw.col("step") == STEP["due_changed"])
    moves = moves.group_by("d").agg(move=nw.col("seq").min(), moved_on=nw.col("at").min(), moved_w=nw.col("w").min())
    rules = work.table("facts").filter(~nw.col("limit").is_null() & ~nw.col("promised"))
    moves = moves.join(rules.select("d", "received_w", "limit"), on="d", how="inner")
    stops = (
        work.table("stretches")
        .select("d", "seq", "stopped", "stands")
        .join(moves.select("d", "move"), on="d", how="inner")
    )
    stops = (
        stops.filter(nw.col("seq") < nw.col("move"))
        .group_by("d")
        .agg(stopped=nw.col("stopped").sum(), last=(nw.col("seq") * 2 + nw.col("stands").cast(nw.Int32)).max())
    )
    rows = moves.join(stops, on="d", how="left")
    due_w = nw.col("received_w") + nw.col("limit") + nw.col("stopped").fill_null(0)
    standing = (nw.col("last") % 2).fill_null(0) == 1
    after = nw.col("moved_w") - due_w
    return rows.select(
        "d",
        "moved_on",
        event=nw.when((after > 0) & ~standing).then(1).otherwise(0),
        observed=after.cast(nw.Int32),
        expected=nw.lit(0).cast(nw.Int32),
    )


INDICATOR = Indicator(
    id="D11",
    act="D",
    version=1,
    family="log",
    name=Text("Dời hạn sau khi đã quá hạn", "Due date moved after it had passed"),
    meaning=Text(
        "Ngày hẹn trả được dời khi hồ sơ đã quá hạn rồi, dù có ghi lý do hay không.",
        "The due date was moved when the dossier was late already, with a reason or without.",
    ),
    formula=Text(
        "ngày làm việc từ khi hết thời hạn (thời hạn + thời gian tạm dừng đến lúc đó) đến lần due_changed đầu tiên > 0",
        "working days from the end of the limit (limit + time stopped until then) to the first due_changed > 0",
    ),
    source=Text(
        "Nghị định 118/2025/NĐ-CP: việc gia hạn được quyết định trước khi hết hạn",
        "Decree 118/2025/NĐ-CP: an extension is decided before the limit ends",
    ),
    exclusions=Text(
        "Dời khi đồng hồ đang dừng; các lần dời sau lần đầu; thủ tục không có thời hạn trong danh mục.",
        "Moves while the clock stands; moves after the first; procedures with no limit in the catalogue.",
    ),
    innocent_if=Text(
        "Quyết định gia hạn ký đúng lúc nhưng nhập muộn; sửa ngày hẹn đã nhập sai; hệ thống tính lại do đổi lịch nghỉ.",
        "The extension was signed in time and entered late; a mistyped date was mended; holidays were declared late "
        "and the "
        "system recalculated.",
    ),
    verify=Text(
        "Tìm văn bản gia hạn: ngày ký là ngày nào; đã báo cho người nộp chưa.",
        "Find the letter of extension: on what day was it signed, and was the applicant told?",
    ),
    needs=Needs(tables=("procedures",), activities=("due_changed",)),
    cases=cases,
    breach=Breach(
        Text(
            "Ngày {moved_on} hạn giải quyết được dời, khi đã quá hạn {observed} ngày làm việc.",
            "On {moved_on} the due date was moved, {observed} working days after it had passed.",
        ),
        {"moved_on": "day", "observed": "number"},
        severity=0.5,
    ),
    pattern=Pattern(
        ("unit",),
        Text("hồ sơ được dời hạn", "dossiers whose due date was moved"),
        Text("được dời khi đã quá hạn", "had it moved after it had passed"),
        settings=RARE,
    ),
    example=Example(
        Text(
            "Thời hạn 10 ngày. Ba hồ sơ được dời hạn có lý do: ngày thứ 9, ngày thứ 13 sau khi đồng hồ dừng 5 ngày, "
            "và ngày "
            "thứ 13.",
            "The limit is 10 days. Three due dates are moved with a reason: on the 9th day, on the 13th after a stop "
            "of 5 "
            "days, and on the 13th.",
        ),
        (
            Story("before", "0 received C1; 9 due_changed C2 reason=QD; 12 finished C1"),
            Story(
                "stopped",
                "0 received C1; 2 supplement_requested C2 document=GT-1; 7 supplement_received C1; 13 due_changed C2 "
                "reason=QD; 16 finished C1",
            ),
            Story("after", "0 received C1; 13 due_changed C2 reason=QD; 16 finished C1"),
        ),
        (Expected("breach", "dossier", "after", 1, 3, 0),),
    ),
)
