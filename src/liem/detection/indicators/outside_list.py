"""D3: a document is asked for that is not on the procedure's list."""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work
from liem.detection.counting import ABOUT
from liem.detection.engine import Lazy
from liem.detection.hands import with_role
from liem.detection.indicator import RARE, Breach, Example, Expected, Indicator, Needs, Pattern, Story, Text


def cases(work: Work) -> Lazy:
    """Every dossier in which an official asked for a named document, and whether any of them was outside the list.

    Whoever reads the dossier finds the rule ``broken`` by every such request. What many officials ask for alike is
    the procedure's practice (C6), what those of one unit ask for alike the unit's: no ``event`` that counts for a
    person.
    """
    asked = work.table("asked").filter(~nw.col("listed").is_null())
    outside = nw.col("listed") == 0
    asked = asked.select(
        "d",
        "official",
        outside=nw.when(outside).then(1).otherwise(0),
        own=nw.when(outside & ~nw.col("common") & ~nw.col("local")).then(1).otherwise(0),
        here=nw.when(outside & ~nw.col("common")).then(1).otherwise(0),
        document=nw.when(outside).then(nw.col("document")),
        asked_on=nw.when(outside).then(nw.col("at")),
    )
    rows = asked.group_by("d", "official").agg(
        nw.col("outside").sum().cast(nw.Int32).alias("observed"),
        nw.col("own").max(),
        nw.col("here").max(),
        nw.col("document").min().alias("document"),
        nw.col("asked_on").min().alias("asked_on"),
    )
    names = work.table("codes_document").rename({"code": "paper", "number": "document"})
    rows = rows.join(names, on="document", how="left").drop("document")
    # Who asks at the counter asks for what is missing; who examines, for what comes up.
    rows = with_role(work, rows).with_columns(expected=nw.lit(0).cast(nw.Int32))
    broken = nw.when(nw.col("observed") > 0).then(1).otherwise(0)
    of_units = rows.with_columns(event=nw.col("here"), about=nw.lit(ABOUT.index("unit")), broken=broken)
    of_persons = rows.with_columns(event=nw.col("own"), about=nw.lit(ABOUT.index("official")), broken=nw.lit(0))
    return nw.concat([frame.drop("own", "here") for frame in (of_units, of_persons)])


INDICATOR = Indicator(
    id="D3",
    act="D",
    version=3,
    family="log",
    name=Text("Yêu cầu giấy tờ ngoài thành phần hồ sơ", "Documents asked for outside the list"),
    meaning=Text(
        "Người nộp bị yêu cầu giấy tờ không có trong thành phần hồ sơ của thủ tục có hiệu lực vào ngày tiếp nhận.",
        "The applicant was asked for a document that the procedure's list, as in force on the day of "
        "receipt, does not have.",
    ),
    formula=Text(
        "giấy tờ được yêu cầu bổ sung \\ thành phần hồ sơ của phiên bản thủ tục áp dụng; tỷ lệ theo cán bộ "
        "so với người khác trong cùng nhóm",
        "documents asked for \\ list of the version of the procedure that applies; rate by official "
        "against the others in the same stratum",
    ),
    source=Text(
        "Nghị định 118/2025/NĐ-CP; hành vi D của bộ khái niệm nhận diện",
        "Decree 118/2025/NĐ-CP; act D of the taxonomy of acts",
    ),
    exclusions=Text(
        "Yêu cầu không ghi mã giấy tờ; thủ tục không có danh mục. Giấy tờ mà nhiều cán bộ cùng đòi ở thủ tục "
        "đó vẫn là vi phạm trong từng hồ sơ, nhưng không tính cho người nào (chuyển thành rà soát thủ tục, C6); giấy "
        "tờ mà đồng nghiệp cùng đơn vị cũng đòi chỉ tính cho đơn vị.",
        "Requests without a document code; procedures without a list. A document that many officials of the "
        "procedure ask for alike stays a breach in each dossier, and counts for no person (a procedure review, C6); "
        "one that colleagues of the unit ask for too counts for the unit alone.",
    ),
    innocent_if=Text(
        "Luật chuyên ngành yêu cầu giấy tờ này mà danh mục chưa cập nhật; cần làm rõ nghi vấn giả mạo; mã "
        "giấy tờ nhập nhầm.",
        "Sectoral law requires the document and the list is out of date; a suspicion of forgery had to be "
        "cleared; the document code was mistyped.",
    ),
    verify=Text(
        "Hai người cùng đọc phiếu yêu cầu bổ sung, đối chiếu quyết định công bố thủ tục vào ngày tiếp "
        "nhận; hỏi căn cứ của yêu cầu.",
        "Two readers compare the supplement slip with the published procedure of the day of receipt; ask "
        "on what ground it was requested.",
    ),
    needs=Needs(
        tables=("procedures",),
        columns=("procedures.required_documents", "events.document"),
        activities=("supplement_requested",),
    ),
    cases=cases,
    breach=Breach(
        Text(
            "Yêu cầu bổ sung ngày {asked_on} đòi {paper}, không có trong thành phần hồ sơ của thủ tục "
            "({observed} giấy tờ ngoài danh mục).",
            "The supplement request of {asked_on} asks for {paper}, which is not on the procedure's list "
            "({observed} documents outside the list).",
        ),
        {"asked_on": "day", "paper": "text", "observed": "number"},
        severity=0.6,
    ),
    pattern=Pattern(
        ("official", "unit"),
        Text("hồ sơ đã yêu cầu bổ sung giấy tờ", "dossiers in which documents were asked for"),
        Text("bị đòi giấy tờ ngoài danh mục", "were met with a request outside the list"),
        settings=RARE,
        spares_newcomers=True,
    ),
    example=Example(
        Text(
            "Danh mục của TT-1 gồm GT-1 và GT-2. Hồ sơ “trong” bị đòi GT-1, hồ sơ “ngoài” bị đòi GT-9.",
            "The list of TT-1 is GT-1 and GT-2. “inside” is asked for GT-1, “outside” for GT-9.",
        ),
        (
            Story(
                "inside",
                "0 received C1; 2 supplement_requested C2 document=GT-1; 4 supplement_received C1; 8 finished C1",
            ),
            Story(
                "outside",
                "0 received C1; 2 supplement_requested C2 document=GT-9; 4 supplement_received C1; 8 finished C1",
            ),
        ),
        (Expected("breach", "dossier", "outside", 1, 1, 0),),
    ),
)
