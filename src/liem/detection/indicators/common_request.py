"""C6: the same document is asked for again and again in one procedure: the procedure's defect, not a person's."""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work
from liem.detection.engine import Lazy, distinct
from liem.detection.indicator import Example, Expected, Indicator, Needs, Pattern, Story, Text
from liem.detection.practices import OTHERS_SHARE, SHARE


def cases(work: Work) -> Lazy:
    """Every dossier of a procedure in which documents were asked for, and whether the most wanted document was.

    ``norm`` is the share from which on it is the procedure's practice: lower outside the list, where it should be
    nobody's.
    """
    practices = work.table("practices")
    most = practices.with_columns(weight=nw.col("times") * 2 + nw.when(nw.col("common")).then(1).otherwise(0))
    best = most.group_by("procedure").agg(weight=nw.col("weight").max())
    most = most.join(best, on=["procedure", "weight"], how="inner")
    one = most.group_by("procedure").agg(document=nw.col("document").min())
    most = most.join(one, on=["procedure", "document"], how="inner")
    norm = nw.when(nw.col("on_list")).then(nw.lit(SHARE)).otherwise(nw.lit(OTHERS_SHARE))
    most = most.select("procedure", "document", norm=norm, common=nw.col("common").cast(nw.Int32))
    asked = distinct(work.table("asked"), "d", "document").with_columns(hit=nw.lit(1))
    rows = work.table("facts").select("d", "procedure").join(most, on="procedure", how="inner")
    rows = rows.join(asked, on=["d", "document"], how="left")
    return rows.select("d", "norm", "common", "document", event=nw.col("hit").fill_null(0))


INDICATOR = Indicator(
    id="C6",
    act="C",
    version=1,
    family="log",
    name=Text("Thủ tục khiến ai cũng phải bổ sung", "A procedure that makes everyone supplement"),
    meaning=Text(
        "Cùng một giấy tờ bị đòi bổ sung ở phần lớn hồ sơ của thủ tục, do nhiều người: lỗi ở thủ tục hoặc "
        "mẫu đơn, không ở cá nhân.",
        "One document is asked for in a large part of a procedure's dossiers, by many officials: the "
        "defect lies in the procedure or its form, not in a person.",
    ),
    formula=Text(
        "hồ sơ bị đòi giấy tờ đó ÷ hồ sơ của thủ tục > 30 %; với giấy tờ ngoài danh mục: > 10 % ở những "
        "người khác ngoài người đòi nhiều nhất, ít nhất 3 người đòi lặp lại",
        "dossiers asked for the document ÷ dossiers of the procedure > 30%; outside the list: > 10% among "
        "the others than who asks most, at least 3 of them repeatedly",
    ),
    source=Text(
        "Người hay thủ tục trước: độ biến thiên của một thói quen cho biết của ai (Spiegelhalter 2005)",
        "Person or procedure first: the variance of a habit tells whose it is (Spiegelhalter 2005)",
    ),
    exclusions=Text("Thủ tục có dưới 50 hồ sơ.", "Procedures with fewer than 50 dossiers."),
    innocent_if=Text(
        "Quy định mới yêu cầu giấy tờ này; mẫu đơn hoặc cổng trực tuyến không có chỗ nộp; danh mục công bố "
        "chưa cập nhật.",
        "A new rule requires the document; the form or portal has no place for it; the published list is out of date.",
    ),
    verify=Text(
        "Rà soát thủ tục: vì sao người nộp thiếu giấy tờ này; sửa mẫu, hướng dẫn hoặc danh mục; giấy tờ "
        "ngoài danh mục thì dừng yêu cầu.",
        "Review the procedure: why do applicants miss this paper; mend form, guidance or list; stop "
        "requests outside the list.",
    ),
    needs=Needs(columns=("events.document",), activities=("supplement_requested",)),
    cases=cases,
    pattern=Pattern(
        ("procedure",),
        Text("hồ sơ", "dossiers"),
        Text("bị đòi cùng một giấy tờ", "were asked for the same document"),
    ),
    example=Example(
        Text(
            "Bốn cán bộ, mỗi người 20 hồ sơ TT-1, cùng đòi GT-2 ở 10 hồ sơ: một nửa thủ tục.",
            "Four officials process 20 dossiers of TT-1 each, and each asks for GT-2 in 10: half of the procedure.",
        ),
        (
            Story("plain", "0 received T1; 3 appraised {who}; 5 finished T1", 10, ("A0", "A1", "A2", "A3")),
            Story(
                "asked",
                "0 received T1; 2 supplement_requested {who} document=GT-2; 4 supplement_received T1; 6 appraised "
                "{who}; 7 finished T1",
                10,
                ("A0", "A1", "A2", "A3"),
            ),
        ),
        (Expected("pattern", "procedure", "TT-1", 81, 40, 24.3),),
    ),
)
