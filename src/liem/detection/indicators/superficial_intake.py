"""C1: accepted as complete, then a paper of the list is asked for."""

import narwhals.stable.v2 as nw

from liem.detection.coding import CHANNELS, Work
from liem.detection.engine import Lazy, distinct
from liem.detection.entered import where_entered
from liem.detection.indicator import Example, Expected, Indicator, Needs, Pattern, Story, Text

_COUNTER = CHANNELS.index("counter")


def cases(work: Work) -> Lazy:
    """Every dossier an official received at the counter, and whether a paper of the list was asked for later.

    What the receiving official asks for on the day of receipt is the very check that is owed, and no event. Units
    whose requests do not name the paper are left out: nothing can be seen there.
    """
    requests = work.table("asked").join(work.table("cases").select("d", "unit"), on="d", how="inner")
    named = nw.when(nw.col("document").is_null()).then(0).otherwise(1)
    asked = work.table("asked").filter((nw.col("listed") == 1) & ~nw.col("common")).select("d", "official", "at")
    taken = work.table("facts").filter(~nw.col("intake").is_null())
    taken = taken.filter(nw.col("channel").is_in([_COUNTER, len(CHANNELS)]))
    taken = taken.filter(where_entered(work, requests, named))
    taken = taken.select("d", "intake", "received_on")
    asked = asked.rename({"official": "asker"}).join(taken, on="d", how="inner")
    at_once = (nw.col("at").dt.date() == nw.col("received_on")) & (nw.col("asker") == nw.col("intake")).fill_null(False)
    missed = distinct(asked.filter(~at_once), "d").with_columns(missed=nw.lit(1))
    rows = taken.join(missed, on="d", how="left")
    return rows.select("d", nw.col("intake").alias("official"), event=nw.col("missed").fill_null(0))


INDICATOR = Indicator(
    id="C1",
    act="C",
    version=2,
    family="log",
    name=Text("Tiếp nhận sơ sài rồi phải bổ sung", "Superficial intake"),
    meaning=Text(
        "Hồ sơ người này nhận là đủ ở quầy về sau hay bị đòi chính giấy tờ trong danh mục, nhiều hơn hẳn "
        "hồ sơ đồng nghiệp nhận.",
        "Dossiers this person accepted as complete at the counter are later asked for papers of the very "
        "list, far more often than those colleagues accepted.",
    ),
    formula=Text(
        "hồ sơ về sau bị đòi giấy tờ trong danh mục ÷ số hồ sơ tiếp nhận tại quầy; so với người tiếp nhận "
        "khác cùng thủ tục, loại người nộp, quý",
        "dossiers later asked for a listed paper ÷ dossiers received at the counter; against other "
        "receivers of the same procedure, kind of applicant and quarter",
    ),
    source=Text(
        "Hành vi C của bộ khái niệm nhận diện; Spiegelhalter 2005 (doi 10.1002/sim.1970)",
        "Act C of the taxonomy of acts; Spiegelhalter 2005 (doi 10.1002/sim.1970)",
    ),
    exclusions=Text(
        "Hồ sơ nộp trực tuyến hoặc qua bưu chính; giấy tờ mà hơn 30 % hồ sơ của thủ tục bị đòi; phần tăng "
        "chỉ do một người thụ lý hay đòi bổ sung; đơn vị mà quá nửa yêu cầu không ghi giấy tờ nào.",
        "Dossiers filed online or by post; papers asked for in more than 30% of the procedure's dossiers; "
        "an excess that comes from one demanding handler alone; units more than half of whose requests name no paper.",
    ),
    innocent_if=Text(
        "Người thụ lý hiểu quy định khác; quầy quá tải, người tập sự; giấy tờ có khi nhận nhưng thất lạc khi chuyển.",
        "The handler reads the rule otherwise; an overloaded counter, a trainee; papers were there at "
        "receipt and were lost on the way.",
    ),
    verify=Text(
        "Đối chiếu phiếu tiếp nhận với phiếu yêu cầu bổ sung; hỏi người nộp đã nộp những gì.",
        "Compare the receipt slip with the supplement slip; ask the applicant what was handed in.",
    ),
    needs=Needs(
        tables=("procedures",),
        columns=("procedures.required_documents", "events.document", "events.official"),
        activities=("supplement_requested", "received"),
    ),
    cases=cases,
    pattern=Pattern(
        ("official", "unit"),
        Text("hồ sơ tiếp nhận tại quầy", "dossiers accepted at the counter"),
        Text("về sau bị đòi giấy tờ trong danh mục", "were later asked for a paper of the list"),
        colleague="handler",
        spares_newcomers=True,
        beside=("C4",),  # who lets papers through also gives no guidance on them
    ),
    example=Example(
        Text(
            "Mười người tiếp nhận, mỗi người 100 hồ sơ, 10 hồ sơ về sau bị đòi giấy tờ trong danh mục. Người "
            "X9 có 60 trên 100.",
            "Ten receivers take in 100 dossiers each, of which 10 are later asked for a listed paper. Receiver "
            "X9 has 60 of 100.",
        ),
        (
            Story("plain", "0 received {who}; 3 appraised H1; 5 finished {who}", 90, tuple(f"A{i}" for i in range(10))),
            Story(
                "missed",
                "0 received {who}; 2 supplement_requested H1 document=GT-1; 4 supplement_received {who}; 6 "
                "appraised H1; 7 finished {who}",
                10,
                tuple(f"A{i}" for i in range(10)),
            ),
            Story("x-plain", "0 received X9; 3 appraised H1; 5 finished X9", 40),
            Story(
                "x-missed",
                "0 received X9; 2 supplement_requested H1 document=GT-1; 4 supplement_received X9; 6 appraised H1; "
                "7 finished X9",
                60,
            ),
        ),
        (Expected("pattern", "official", "X9", 100, 60),),
    ),
)
