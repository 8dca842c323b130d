"""E3: an official opens or handles a dossier filed by a declared relative."""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work
from liem.detection.engine import Lazy, distinct
from liem.detection.hands import CLOSING
from liem.detection.indicator import RARE, Breach, Example, Expected, Indicator, Needs, Pattern, Story, Text
from liem.detection.kin import filed_by_kin


def cases(work: Work) -> Lazy:
    """Every dossier filed by an agent who is somebody's declared relative, and whether that official had to do with it.

    Handing out a result that others decided is no handling.
    """
    filed = filed_by_kin(work)
    hands = work.table("hands").filter(nw.col("role") != CLOSING).select("d", "official", w="first_w")
    seen = [hands.select("d", "official", "w")]
    if work.records.has("accesses"):
        seen.append(work.table("accesses").select("d", "official", "w"))
    met = filed.join(nw.concat(seen), on=["d", "official"], how="inner")
    met = met.group_by("d").agg(observed=nw.len().cast(nw.Int32), w=nw.col("w").min())
    days = work.table("calendar").group_by("w").agg(met_on=nw.col("day").min())
    names = work.table("codes_agent").rename({"code": "filed_by", "number": "agent"})
    rows = distinct(filed, "d", "agent").join(names, on="agent", how="left").drop("agent")
    rows = rows.join(met, on="d", how="left").join(days, on="w", how="left").drop("w")
    return rows.with_columns(
        event=nw.when(nw.col("observed") > 0).then(1).otherwise(0), expected=nw.lit(0).cast(nw.Int32)
    )


INDICATOR = Indicator(
    id="E3",
    act="E",
    version=1,
    family="access",
    name=Text("Hồ sơ của người thân đã kê khai", "A declared relative's dossier"),
    meaning=Text(
        "Hồ sơ do người thân đã kê khai của một cán bộ nộp, mà chính cán bộ đó mở xem hoặc tham gia giải quyết.",
        "A dossier filed by an official's declared relative was opened or handled by that very official.",
    ),
    formula=Text(
        "hồ sơ có agent nằm trong relations của cán bộ X, và X có thao tác xử lý hoặc lượt mở hồ sơ đó",
        "dossiers whose agent is in the relations of official X, with a step or a look of X's",
    ),
    source=Text(
        "Luật Phòng, chống tham nhũng 36/2018/QH14, Điều 23 (xung đột lợi ích)",
        "Law on Anti-Corruption 36/2018/QH14, art. 23 (conflict of interest)",
    ),
    exclusions=Text(
        "Chỉ trả kết quả, thu phí; quan hệ giữa cán bộ với nhau; người nộp không được ghi là người thân.",
        "Handing out the result or collecting the fee only; relations among officials; applicants not declared as "
        "relatives.",
    ),
    innocent_if=Text(
        "Đã báo cáo và được phân công lại, hoặc được lãnh đạo đồng ý; đơn vị chỉ có một người làm việc này; mở nhầm.",
        "It was reported and reassigned, or agreed to by the head; nobody else does this work there; opened by "
        "mistake.",
    ),
    verify=Text(
        "Xem giấy báo xung đột lợi ích, quyết định phân công; so cách xử lý với hồ sơ cùng loại.",
        "Look for the conflict-of-interest notice and the assignment; compare the handling with dossiers of the same "
        "kind.",
    ),
    needs=Needs(tables=("relations",), columns=("dossiers.agent", "events.official")),
    cases=cases,
    breach=Breach(
        Text(
            "Hồ sơ do {filed_by} nộp; một cán bộ có khai người này là người thân đã mở xem hoặc xử lý từ ngày {met_on} "
            "({observed} lượt).",
            "Filed by {filed_by}; an official who declared this person a relative opened or handled it from {met_on} "
            "on "
            "({observed} times).",
        ),
        {"filed_by": "text", "met_on": "day", "observed": "number"},
        severity=0.5,
    ),
    pattern=Pattern(
        ("unit",),
        Text("hồ sơ do người thân của cán bộ nộp", "dossiers filed by officials' relatives"),
        Text("do chính cán bộ đó mở hoặc xử lý", "were opened or handled by that official"),
        strata=((),),
        settings=RARE,
    ),
    example=Example(
        Text(
            "DD-1 là em của C1. Hồ sơ “khác” do C2 thụ lý, hồ sơ “mình” do C1 thụ lý.",
            "DD-1 is C1's brother. “other” is processed by C2, “own” by C1.",
        ),
        (
            Story("other", "0 received T1; 3 appraised C2; 5 finished T1", dossier={"agent": "DD-1"}),
            Story("own", "0 received T1; 3 appraised C1; 5 finished T1", dossier={"agent": "DD-1"}),
        ),
        (Expected("breach", "dossier", "own", 1, 1, 0),),
        tables={"relations": ({"official": "C1", "related_to": "DD-1", "kind": "sibling"},)},
    ),
)
