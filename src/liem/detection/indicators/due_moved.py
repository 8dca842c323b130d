"""D5: the due date is moved with no ground recorded."""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work
from liem.detection.engine import Lazy
from liem.detection.entered import where_ever_entered, without_silent_units
from liem.detection.indicator import RARE, Breach, Example, Expected, Indicator, Needs, Pattern, Story, Text
from liem.detection.moved_dates import changes, of_own_will, where_moved


def cases(work: Work) -> Lazy:
    """Everyone's part in every dossier, and whether they moved its due date with no ground.

    A change on a day on which the clock started again follows from the stop, and needs no other ground. Units that
    never enter a change are left out, and nobody is named whose colleagues enter no grounds.
    """
    found, dossiers = changes(work), where_moved(work)
    moves = of_own_will(work, found.filter(~nw.col("reasoned")))
    moves = moves.group_by("d", "official").agg(observed=nw.len().cast(nw.Int32), moved_on=nw.col("at").min())
    hands = work.table("hands").select("d", "official", "role").join(dossiers.select("d", "unit"), on="d", how="inner")
    hands = hands.filter(where_ever_entered(work, dossiers, nw.col("changed")))
    rows = hands.join(moves, on=["d", "official"], how="left")
    rows = without_silent_units(rows, found, nw.when(nw.col("reasoned")).then(1).otherwise(0)).drop("unit")
    return rows.with_columns(
        event=nw.when(nw.col("observed") > 0).then(1).otherwise(0), expected=nw.lit(0).cast(nw.Int32)
    )


INDICATOR = Indicator(
    id="D5",
    act="D",
    version=2,
    family="log",
    name=Text("Dời hạn không có căn cứ", "Due date moved without ground"),
    meaning=Text(
        "Ngày hẹn trả kết quả bị dời mà không ghi lý do, cũng không do đồng hồ vừa chạy lại.",
        "The due date was moved with no reason recorded, and not because a stopped clock had started again.",
    ),
    formula=Text(
        "due_changed không có lý do, và trong ngày đó không có supplement_received hay resumed",
        "due_changed without a reason, and no supplement_received or resumed on that day",
    ),
    source=Text(
        "Nghị định 118/2025/NĐ-CP; các quy tắc one_stop.* của bộ quy tắc",
        "Decree 118/2025/NĐ-CP; rules one_stop.* of the rule pack",
    ),
    exclusions=Text(
        "Dời hạn có ghi lý do (lý do đúng hay sai phải đọc hồ sơ); dời hạn do tạm dừng đúng luật; đơn vị không bao giờ "
        "ghi việc dời hạn; không nêu người có đồng nghiệp cùng đơn vị cũng không ghi lý do.",
        "Changes with a reason (whether it is a good one only reading shows); changes that follow from a lawful stop; "
        "units that never enter a change; nobody is named whose colleagues in the unit give no reasons as a rule.",
    ),
    innocent_if=Text(
        "Có quyết định gia hạn nhưng không nhập lý do; sửa lỗi nhập ngày hẹn; hệ thống tự tính lại khi đổi lịch nghỉ.",
        "An extension was decided but the reason was not entered; a mistyped date was mended; the system "
        "recalculated after a change of holidays.",
    ),
    verify=Text(
        "Xem nhật ký sửa ngày hẹn: ai, lúc nào, từ ngày nào sang ngày nào; tìm văn bản gia hạn.",
        "Read the log of the change: who, when, from which day to which; look for the extension letter.",
    ),
    needs=Needs(columns=("events.reason",), activities=("due_changed",)),
    cases=cases,
    breach=Breach(
        Text(
            "Ngày {moved_on} hạn giải quyết bị dời mà không ghi lý do ({observed} lần).",
            "On {moved_on} the due date was moved with no reason recorded ({observed} times in all).",
        ),
        {"moved_on": "day", "observed": "number"},
        severity=0.7,
        alone=True,
    ),
    pattern=Pattern(
        ("official", "unit"),
        Text("hồ sơ có tham gia", "dossiers the person took part in"),
        Text("bị dời hạn không ghi lý do", "had their due date moved with no reason"),
        settings=RARE,
    ),
    example=Example(
        Text(
            "Ba hồ sơ bị dời hạn: một có lý do, một vì vừa nhận bổ sung, một không có gì.",
            "Three due dates are moved: one with a reason, one because the supplement came in that day, one "
            "with nothing.",
        ),
        (
            Story("grounded", "0 received C1; 9 due_changed C2 reason=QD-12; 12 finished C1"),
            Story(
                "answered",
                "0 received C1; 2 supplement_requested C2 document=GT-1; 5 supplement_received C1; 5 due_changed "
                "C1; 9 finished C1",
            ),
            Story("moved", "0 received C1; 9 due_changed C2; 12 finished C1"),
        ),
        (Expected("breach", "dossier", "moved", 1, 1),),
    ),
)
