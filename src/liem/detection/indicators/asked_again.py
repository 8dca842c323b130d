"""C2: a document is asked for that the dossier already holds."""

import narwhals.stable.v2 as nw

from liem.detection.coding import STEP, Work
from liem.detection.engine import Lazy, distinct
from liem.detection.indicator import RARE, Breach, Example, Expected, Indicator, Needs, Pattern, Story, Text


def cases(work: Work) -> Lazy:
    """Every dossier in which a named document was asked for, and whether that document had come in before."""
    steps = work.table("steps").filter(~nw.col("document").is_null())
    came = nw.col("step").is_in([STEP["received"], STEP["supplement_received"]])
    held = steps.filter(came).group_by("d", "document").agg(first=nw.col("seq").min(), held_on=nw.col("at").min())
    asked = work.table("requests").filter(~nw.col("document").is_null()).select("d", "document", "seq", "at")
    again = asked.join(held, on=["d", "document"], how="inner").filter(nw.col("seq") > nw.col("first"))
    again = again.group_by("d").agg(
        nw.col("document").min(), nw.col("held_on").min(), asked_on=nw.col("at").min(), observed=nw.len().cast(nw.Int32)
    )
    names = work.table("codes_document").rename({"code": "paper", "number": "document"})
    rows = distinct(asked, "d").join(again, on="d", how="left").join(names, on="document", how="left")
    return rows.drop("document").with_columns(
        event=nw.when(nw.col("observed") > 0).then(1).otherwise(0), expected=nw.lit(0).cast(nw.Int32)
    )


INDICATOR = Indicator(
    id="C2",
    act="C",
    version=1,
    family="log",
    name=Text("Đòi giấy tờ đã có trong hồ sơ", "Asked for what the dossier holds"),
    meaning=Text(
        "Người nộp bị yêu cầu chính giấy tờ mà theo nhật ký họ đã nộp trước đó.",
        "The applicant was asked for the very document that the log says had been handed in before.",
    ),
    formula=Text(
        "giấy tờ trong supplement_requested trùng mã với giấy tờ của received hoặc supplement_received trước đó",
        "a document of supplement_requested has the code of one of an earlier received or supplement_received",
    ),
    source=Text(
        "Nghị định 118/2025/NĐ-CP: giấy tờ cơ quan đã có thì không yêu cầu lại",
        "Decree 118/2025/NĐ-CP: what the agency holds is not asked for again",
    ),
    exclusions=Text(
        "Yêu cầu và lần nộp không ghi mã giấy tờ; dữ liệu của cơ quan khác.",
        "Requests and receipts without a document code; what other agencies hold.",
    ),
    innocent_if=Text(
        "Bản nộp trước mờ, sai, hết hạn; giấy tờ cùng loại của người khác trong hồ sơ; nhập nhầm mã.",
        "The first copy was unreadable, wrong or expired; the same kind of paper of another person; a mistyped code.",
    ),
    verify=Text(
        "Mở hồ sơ xem bản đã nộp; đọc lý do của phiếu yêu cầu bổ sung.",
        "Open the dossier and look at the copy handed in; read the reason of the request.",
    ),
    needs=Needs(columns=("events.document",), activities=("supplement_requested",)),
    cases=cases,
    breach=Breach(
        Text(
            "Ngày {asked_on} yêu cầu nộp {paper}, giấy tờ này đã được nộp ngày {held_on} ({observed} lần).",
            "On {asked_on} {paper} was asked for, which had come in on {held_on} ({observed} times in all).",
        ),
        {"asked_on": "day", "paper": "text", "held_on": "day", "observed": "number"},
        severity=0.4,
    ),
    pattern=Pattern(
        ("unit",),
        Text("hồ sơ bị đòi giấy tờ", "dossiers in which documents were asked for"),
        Text("bị đòi giấy tờ đã nộp", "were asked for a document already handed in"),
        settings=RARE,
    ),
    example=Example(
        Text(
            "Cả hai hồ sơ bị đòi GT-1 rồi nộp GT-1. Hồ sơ “khác” sau đó bị đòi GT-2, hồ sơ “lại” bị đòi GT-1 lần nữa.",
            "Both dossiers are asked for GT-1 and hand it in. “other” is then asked for GT-2, “again” for GT-1 once "
            "more.",
        ),
        tuple(
            Story(
                name,
                "0 received C1; 1 supplement_requested C2 document=GT-1; 3 supplement_received C1 document=GT-1; "
                f"5 supplement_requested C2 document={paper}; 7 supplement_received C1 document={paper}; 9 finished C1",
            )
            for name, paper in (("other", "GT-2"), ("again", "GT-1"))
        ),
        (Expected("breach", "dossier", "again", 1, 1, 0),),
    ),
)
