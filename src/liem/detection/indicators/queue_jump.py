"""B7: one agent's dossiers overtake the queue at one official."""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work
from liem.detection.engine import Lazy
from liem.detection.indicator import Example, Expected, Indicator, Needs, Pattern, Story, Text

QUEUE = 3
"""Dossiers that must have been ahead for overtaking to mean anything."""


def cases(work: Work) -> Lazy:
    """Every decided dossier with a queue ahead of it, and whether it overtook at least half of that queue."""
    queue = work.table("queue").filter(nw.col("ahead") >= QUEUE)
    rows = queue.join(work.table("facts").select("d", "handler"), on="d", how="inner")
    jumped = nw.col("overtaken") * 2 >= nw.col("ahead")
    return rows.select("d", nw.col("handler").alias("official"), event=nw.when(jumped).then(1).otherwise(0))


INDICATOR = Indicator(
    id="B7",
    act="B",
    version=1,
    family="log",
    name=Text("Vượt hàng đợi cho một người nộp thay", "Queue jumping for an agent"),
    meaning=Text(
        "Hồ sơ của một người nộp thay vượt hàng đợi ở đúng một cán bộ, hơn hẳn ở cán bộ khác và hơn hẳn hồ "
        "sơ khác của cán bộ ấy.",
        "An agent's dossiers overtake the queue at one official: more than that agent's do elsewhere, and "
        "more than that official's other dossiers do.",
    ),
    formula=Text(
        "hồ sơ có kết quả trước ít nhất một nửa số hồ sơ đang chờ trước nó cùng đơn vị, cùng thủ tục ÷ hồ "
        "sơ có từ 3 hồ sơ chờ trước; so với cùng người nộp thay ở cán bộ khác và với hồ sơ khác của cùng "
        "cán bộ",
        "dossiers done before at least half of those that were waiting before them in the same unit and "
        "procedure ÷ dossiers with 3 or more waiting before; against the same agent at other officials, "
        "and the same official's other dossiers",
    ),
    source=Text(
        "Larson 1987 (tụt lại và vượt lên); Chalendard et al. 2023 (sai lệch và đối xử khác biệt)",
        "Larson 1987 (slips and skips); Chalendard et al. 2023 (deviation and differential treatment)",
    ),
    exclusions=Text(
        "Hồ sơ từng dừng đồng hồ, bị rút, hoặc thuộc diện ưu tiên: không vượt ai và không bị ai vượt.",
        "Dossiers that were ever stopped, withdrawn or served first by law: they overtake nobody and "
        "nobody overtakes them.",
    ),
    innocent_if=Text(
        "Diện ưu tiên theo luật chưa được ghi; ký theo đợt; hồ sơ của người nộp thay này đơn giản hơn ở "
        "đúng cán bộ này; lịch hẹn.",
        "Priority by law not entered; signing in batches; this agent's dossiers are simpler at this very "
        "official; appointments.",
    ),
    verify=Text(
        "Đặt cạnh nhau dòng thời gian của hồ sơ và các hồ sơ bị vượt; hỏi ai quyết định thứ tự, vì sao.",
        "Lay the timelines of the dossier and of those overtaken side by side; ask who set the order, and why.",
    ),
    needs=Needs(columns=("dossiers.agent", "events.official")),
    cases=cases,
    pattern=Pattern(
        ("pair",),
        Text("hồ sơ có hàng đợi phía trước", "dossiers with a queue ahead"),
        Text("vượt ít nhất một nửa hàng đợi", "overtook at least half of the queue"),
    ),
    example=Example(
        Text(
            "Năm cán bộ A0–A4 và X9 cùng đơn vị, mỗi hồ sơ 8 ngày; người nộp thay DD-1 ở A0–A3 cũng vậy, nhưng "
            "30 hồ sơ ở X9 xong trong 2 ngày.",
            "Officials A0 to A4 and X9 of one unit take 8 days for every dossier, also for agent DD-1's at A0 "
            "to A3; but DD-1's 30 dossiers at X9 are done in 2.",
        ),
        (
            Story("self", "0 received T1; 6 appraised {who}; 8 finished T1", 40, ("A0", "A1", "A2", "A3", "A4", "X9")),
            Story(
                "agent",
                "0 received T1; 6 appraised {who}; 8 finished T1",
                20,
                ("A0", "A1", "A2", "A3"),
                dossier={"agent": "DD-1"},
            ),
            Story("quick", "0 received T1; 1 appraised X9; 2 finished T1", 30, dossier={"agent": "DD-1"}),
        ),
        (Expected("pattern", "pair", "X9|DD-1", 29, 29),),
    ),
)
