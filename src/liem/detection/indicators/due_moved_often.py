"""D14: due dates are moved far more often than others move theirs, whatever is written as the reason."""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work
from liem.detection.engine import Lazy, distinct
from liem.detection.entered import where_ever_entered
from liem.detection.indicator import RARE, Example, Expected, Indicator, Needs, Pattern, Story, Text
from liem.detection.moved_dates import changes, of_own_will, where_moved


def cases(work: Work) -> Lazy:
    """Every dossier that somebody handled, and whether that person moved its due date.

    Who enters the changes of colleagues moves nothing: only the handler's own hand counts. Not counted are changes
    that follow from a stop, and the new day that a letter of apology gives. Units that never enter a change are left
    out.
    """
    dossiers = where_moved(work)
    moves = of_own_will(work, changes(work), "apology_issued").filter(nw.col("official") == nw.col("handler"))
    moves = distinct(moves, "d").with_columns(moved=nw.lit(1))
    rows = dossiers.filter(where_ever_entered(work, dossiers, nw.col("changed")) & ~nw.col("handler").is_null())
    rows = rows.join(moves, on="d", how="left")
    return rows.select("d", nw.col("handler").alias("official"), event=nw.col("moved").fill_null(0))


_WHO = tuple(f"A{i}" for i in range(10))

INDICATOR = Indicator(
    id="D14",
    act="D",
    version=1,
    family="log",
    name=Text("Dời hạn nhiều bất thường", "Due dates moved again and again"),
    meaning=Text(
        "Người này dời ngày hẹn trả của hồ sơ mình thụ lý nhiều hơn hẳn đồng nghiệp có hồ sơ tương đương, dù có ghi "
        "lý do.",
        "This person moves the due dates of the dossiers in their hands far more often than colleagues with comparable "
        "dossiers, reasons given or not.",
    ),
    formula=Text(
        "hồ sơ mà chính người thụ lý dời hạn (due_changed) ÷ hồ sơ người đó thụ lý; so với người khác cùng thủ tục, "
        "kênh nộp và quý",
        "dossiers whose due date the handler moved (due_changed) ÷ dossiers handled; against others in the same "
        "procedure, channel and quarter",
    ),
    source=Text(
        "Nghị định 118/2025/NĐ-CP; các quy tắc one_stop.* của bộ quy tắc; Spiegelhalter 2005 (doi 10.1002/sim.1970)",
        "Decree 118/2025/NĐ-CP; rules one_stop.* of the rule pack; Spiegelhalter 2005 (doi 10.1002/sim.1970)",
    ),
    exclusions=Text(
        "Dời hạn trong ngày đồng hồ chạy lại sau bổ sung hoặc tạm dừng; ngày hẹn mới kèm thư xin lỗi; người nhập hộ "
        "đồng nghiệp; đơn vị không bao giờ ghi việc dời hạn.",
        "Changes on the day on which the clock started again after a supplement or suspension; the new day that comes "
        "with a letter of apology; whoever enters a colleague's change; units that never enter a change.",
    ),
    innocent_if=Text(
        "Được giao hồ sơ khó, phải chờ cơ quan phối hợp hoặc kiểm tra thực địa; lãnh đạo đã duyệt từng lần gia hạn; "
        "chỉ người này nhập đầy đủ việc dời hạn.",
        "Difficult dossiers were assigned that wait for other agencies or a visit; a leader approved each extension; "
        "only this person enters changes faithfully.",
    ),
    verify=Text(
        "Đọc lý do và văn bản gia hạn của từng hồ sơ: ai duyệt, lý do có thật không; từ khi nhận đến khi dời đã làm "
        "gì; người nộp có được báo không.",
        "Read the reason and the letter of extension of each dossier: who approved it, is the reason true; what was "
        "done between receipt and the change; was the applicant told?",
    ),
    needs=Needs(columns=("events.official",), activities=("due_changed",)),
    cases=cases,
    pattern=Pattern(
        ("official", "unit"),
        Text("hồ sơ đã thụ lý", "dossiers handled"),
        Text("bị chính người thụ lý dời hạn", "had their due date moved by the handler"),
        settings=RARE,
    ),
    example=Example(
        Text(
            "Mười cán bộ xử lý mỗi người 60 hồ sơ, dời hạn 2 hồ sơ. Cán bộ X9 xử lý 60 hồ sơ, dời hạn 20, lần nào cũng "
            "ghi lý do.",
            "Ten officials handle 60 dossiers each and move the due date of 2. Official X9 handles 60 and moves 20, "
            "with a reason each time.",
        ),
        (
            Story("plain", "0 received T1; 2 appraised {who}; 4 finished T1", 58, _WHO),
            Story("moved", "0 received T1; 2 appraised {who}; 3 due_changed {who} reason=QD-1; 4 finished T1", 2, _WHO),
            Story("x-plain", "0 received T1; 2 appraised X9; 4 finished T1", 40),
            Story("x-moved", "0 received T1; 2 appraised X9; 3 due_changed X9 reason=QD-1; 4 finished T1", 20),
        ),
        (Expected("pattern", "official", "X9", 60, 20),),
    ),
)
