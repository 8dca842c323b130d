"""B11: a fee is on the dossier, and no receipt of money."""

import narwhals.stable.v2 as nw

from liem.detection.coding import OUTCOMES, Work
from liem.detection.engine import Lazy
from liem.detection.entered import as_a_rule
from liem.detection.indicator import RARE, Breach, Example, Expected, Indicator, Needs, Pattern, Story, Text

ENTERED = 0.8


def cases(work: Work) -> Lazy:
    """Every granted dossier on which a fee stands, and whether any payment was recorded."""
    facts = work.table("facts").filter(~nw.col("open") & (nw.col("outcome") == OUTCOMES.index("granted")))
    rows = facts.filter(nw.col("fee_charged") > 0).select("d", "fee_charged", "payments")
    paid = nw.when(nw.col("payments").fill_null(0) > 0).then(1).otherwise(0)
    as_a_rule(work, rows, paid, _NOT_ENTERED, ENTERED)
    return rows.select(
        "d", event=1 - paid, observed=nw.lit(0).cast(nw.Int64), expected=nw.col("fee_charged").cast(nw.Int64)
    )


_NOT_ENTERED = Text(
    "hơn một phần năm hồ sơ có phí không ghi lần thu nào: việc thu được ghi ở nơi khác, nên việc thiếu nó không nói "
    "lên "
    "điều gì",
    "more than a fifth of the dossiers with a fee have no payment recorded: payments are kept elsewhere, so that their "
    "absence says nothing",
)

INDICATOR = Indicator(
    id="B11",
    act="B",
    version=1,
    family="document",
    name=Text("Có phí mà không có biên lai", "A fee, and no receipt"),
    meaning=Text(
        "Hồ sơ đã giải quyết xong, có ghi tiền phí, lệ phí phải thu, mà không có lần thu nào được ghi.",
        "The dossier is granted and a fee stands on it, but no payment was ever recorded.",
    ),
    formula=Text(
        "hồ sơ granted có fee_charged > 0 mà không có fee_collected có số tiền",
        "granted dossiers with fee_charged > 0 and no fee_collected with an amount",
    ),
    source=Text(
        "Luật Phí và lệ phí 97/2015/QH13: thu tiền phải có biên lai",
        "Law on fees and charges 97/2015/QH13: a receipt is given for what is collected",
    ),
    exclusions=Text(
        "Hồ sơ chưa xong, bị từ chối, bị rút; nơi mà hơn một phần năm hồ sơ có phí không ghi lần thu.",
        "Dossiers open, refused or withdrawn; records in which more than a fifth of the dossiers with a fee have no "
        "payment.",
    ),
    innocent_if=Text(
        "Được miễn, giảm; nộp qua ngân hàng, ghi ở hệ thống khác; thu gộp nhiều hồ sơ.",
        "Waived; paid through a bank and recorded elsewhere; several dossiers paid at once.",
    ),
    verify=Text(
        "Tìm biên lai, chứng từ nộp; hỏi người nộp đã trả bao nhiêu, bằng cách nào.",
        "Find the receipt or the transfer; ask the applicant how much was paid, and how.",
    ),
    needs=Needs(columns=("dossiers.fee_charged", "events.amount"), activities=("fee_collected",)),
    cases=cases,
    breach=Breach(
        Text(
            "Hồ sơ ghi phải thu {expected}, đã trả kết quả mà không có lần thu nào được ghi.",
            "A fee of {expected} stands on the dossier; it was granted and no payment is recorded.",
        ),
        {"expected": "money"},
        severity=0.4,
    ),
    pattern=Pattern(
        ("unit",),
        Text("hồ sơ có phí, lệ phí", "dossiers with a fee"),
        Text("không ghi lần thu nào", "have no payment recorded"),
        settings=RARE,
    ),
    example=Example(
        Text(
            "Chín hồ sơ có phí 50.000 đồng đã ghi thu; hồ sơ “thiếu” không ghi lần thu nào.",
            "Nine dossiers have a fee of 50,000 VND and its payment; “missing” has no payment.",
        ),
        (
            Story(
                "paid",
                "0 received C1; 0 fee_collected C1 amount=50000; 5 finished C1",
                9,
                dossier={"fee_charged": "50000"},
            ),
            Story("missing", "0 received C1; 5 finished C1", dossier={"fee_charged": "50000"}),
        ),
        (Expected("breach", "dossier", "missing", 1, 0, 50000),),
    ),
)
