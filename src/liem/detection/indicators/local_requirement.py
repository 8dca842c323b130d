"""A1: one unit demands a document that the province's list does not have, as a rule of its own."""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work
from liem.detection.engine import Lazy, distinct
from liem.detection.indicator import RARE, Example, Expected, Indicator, Needs, Pattern, Story, Text

OFFICIALS, EACH = 2, 2
"""So many officials of the unit ask for it, so many times each at least: a rule of the place, not a person's habit."""


def cases(work: Work) -> Lazy:
    """Every dossier of a procedure with a list, and whether it met with a requirement that is its unit's own.

    What officials all over the province ask for alike is the procedure's matter (C6).
    """
    facts = work.table("facts").filter(nw.col("listed").fill_null(False)).select("d", "unit", "procedure")
    asked = work.table("asked").filter((nw.col("listed") == 0) & ~nw.col("common") & ~nw.col("official").is_null())
    asked = asked.select("d", "document", "official").join(facts, on="d", how="inner")
    keys = ["unit", "procedure", "document"]
    times = asked.group_by(*keys, "official").agg(times=nw.len()).filter(nw.col("times") >= EACH)
    own = times.group_by(*keys).agg(officials=nw.len()).filter(nw.col("officials") >= OFFICIALS).drop("officials")
    met = distinct(asked.join(own, on=keys, how="inner"), "d").with_columns(met=nw.lit(1))
    rows = facts.select("d").join(met, on="d", how="left")
    return rows.select("d", event=nw.col("met").fill_null(0))


INDICATOR = Indicator(
    id="A1",
    act="A",
    version=1,
    family="log",
    name=Text("Đòi hỏi riêng của một đơn vị", "A unit's own extra requirement"),
    meaning=Text(
        "Nhiều người ở đơn vị này cùng đòi một giấy tờ ngoài danh mục mà nơi khác không đòi: như một quy định riêng.",
        "Several people of this unit ask for the same document outside the list, which others do not: as if by a "
        "rule of "
        "its own.",
    ),
    formula=Text(
        "hồ sơ bị đòi giấy tờ ngoài danh mục mà ít nhất 2 cán bộ của đơn vị, mỗi người từ 2 lần, cùng đòi ở thủ tục "
        "đó ÷ hồ "
        "sơ của thủ tục có danh mục; so với đơn vị khác",
        "dossiers asked for a document outside the list that at least 2 officials of the unit, twice or more each, "
        "ask for "
        "in that procedure ÷ dossiers of procedures with a list; against other units",
    ),
    source=Text(
        "Đánh giá tác động quy định: yêu cầu trên thực tế so với danh mục công bố",
        "Regulatory impact practice: requirements in practice against the published catalogue",
    ),
    exclusions=Text(
        "Giấy tờ mà nhiều nơi cùng đòi (C6: rà soát thủ tục); thói quen của một người (D3).",
        "Documents asked for in many places (C6: a review of the procedure); one person's habit (D3).",
    ),
    innocent_if=Text(
        "Được phân cấp quy định thêm; danh mục công bố chưa cập nhật; hướng dẫn của cấp trên cho riêng địa bàn.",
        "The locality may lawfully add it; the published catalogue is out of date; an instruction from above for "
        "that area.",
    ),
    verify=Text(
        "Hỏi đơn vị căn cứ nào; tìm văn bản, thông báo nội bộ; người đọc là luật sư khác với người soạn.",
        "Ask the unit on what ground; look for the document or notice; let a lawyer read it who did not draft it.",
    ),
    needs=Needs(
        tables=("procedures",),
        columns=("procedures.required_documents", "events.document", "events.official"),
        activities=("supplement_requested",),
    ),
    cases=cases,
    pattern=Pattern(
        ("unit",),
        Text("hồ sơ của thủ tục có danh mục", "dossiers of procedures with a list"),
        Text("gặp đòi hỏi riêng của đơn vị", "met with a requirement of the unit's own"),
        strata=(("procedure",), ()),
        settings=RARE,
    ),
    example=Example(
        Text(
            "Mười đơn vị, mỗi nơi 60 hồ sơ, không ai đòi gì ngoài danh mục. Ở X-99, B1 và B2 đòi GT-9 ở 10 hồ sơ mỗi "
            "người.",
            "Ten units with 60 dossiers each ask for nothing outside the list. At X-99, B1 and B2 ask for GT-9 in 10 "
            "dossiers each.",
        ),
        (
            *(Story(f"plain{i}", "0 received T1; 5 finished T1", 60, unit=f"X-{i:02d}") for i in range(10)),
            Story("x-plain", "0 received T1; 5 finished T1", 40, unit="X-99"),
            Story(
                "x-asked",
                "0 received T1; 2 supplement_requested {who} document=GT-9; 4 supplement_received T1; 6 finished T1",
                10,
                ("B1", "B2"),
                unit="X-99",
            ),
        ),
        (Expected("pattern", "unit", "X-99", 60, 20),),
    ),
)
