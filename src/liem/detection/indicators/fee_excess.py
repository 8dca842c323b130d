"""B9: more is charged or collected than the schedule says."""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work
from liem.detection.engine import Lazy
from liem.detection.indicator import RARE, Breach, Example, Expected, Indicator, Needs, Pattern, Story, Text


def cases(work: Work) -> Lazy:
    """Every dossier for which a fee was recorded or owed, against the fee of its procedure on the day of receipt.

    What was collected in all, or charged, whichever is more. Where nothing is owed and nothing was taken there was
    nothing to overcharge: such dossiers would make whoever takes money look dear beside whoever takes none. The
    subject is who collected; where nobody is recorded, who received.
    """
    facts = work.table("facts").filter(~nw.col("fee_due").is_null())
    facts = facts.filter((~nw.col("paid").is_null()) | (~nw.col("fee_charged").is_null()))
    taken = nw.max_horizontal("paid", "fee_charged")
    rows = facts.select(
        "d", nw.coalesce("collector", "intake").alias("official"), observed=taken, expected=nw.col("fee_due")
    )
    rows = rows.filter((nw.col("observed") > 0) | (nw.col("expected") > 0))
    return rows.with_columns(
        event=nw.when(nw.col("observed") > nw.col("expected")).then(1).otherwise(0),
        excess=nw.col("observed") - nw.col("expected"),
    )


INDICATOR = Indicator(
    id="B9",
    act="B",
    version=3,
    family="document",
    name=Text("Thu cao hơn mức phí, lệ phí", "Fee above the schedule"),
    meaning=Text(
        "Số tiền ghi thu của hồ sơ cao hơn mức phí, lệ phí của thủ tục vào ngày tiếp nhận.",
        "The amount recorded for the dossier is above the procedure's fee on the day of receipt.",
    ),
    formula=Text(
        "max(tổng tiền đã thu, tiền phải thu ghi trên hồ sơ) − mức phí của phiên bản thủ tục > 0, không có dung sai",
        "max(total collected, amount charged on the dossier) − fee of the procedure's version > 0, without tolerance",
    ),
    source=Text("Luật Phí và lệ phí 97/2015/QH13", "Law on fees and charges 97/2015/QH13"),
    exclusions=Text(
        "Hồ sơ không ghi số tiền; thủ tục không có mức phí trong danh mục; khoản thu ghi rõ lý do là cước, sao chụp.",
        "Dossiers without a recorded amount; procedures without a fee in the catalogue; payments whose reason says "
        "that they are for postage or copies.",
    ),
    innocent_if=Text(
        "Gồm cả dịch vụ người nộp tự chọn (sao chụp, bưu chính); nhiều bản, nhiều thửa tính phí nhiều lần; "
        "biểu phí của địa phương đã đổi; nhập sai rồi hoàn lại.",
        "Optional services are included (copies, post); several copies or plots are charged each; the "
        "local schedule changed; mistyped and refunded later.",
    ),
    verify=Text(
        "Đối chiếu biên lai với biểu phí ngày đó; hỏi người nộp đã trả bao nhiêu, trả cho ai.",
        "Compare the receipt with that day's schedule; ask the applicant how much was paid, and to whom.",
    ),
    needs=Needs(tables=("procedures",), columns=("procedures.fee",)),
    cases=cases,
    breach=Breach(
        Text(
            "Đã ghi thu {observed}; mức phí là {expected}: vượt {excess}.",
            "{observed} was recorded; the fee is {expected}: {excess} too much.",
        ),
        {"observed": "money", "expected": "money", "excess": "money"},
        severity=0.9,
        alone=True,
    ),
    pattern=Pattern(
        ("official", "unit"),
        Text("hồ sơ có ghi thu tiền", "dossiers with a recorded payment"),
        Text("thu cao hơn mức phí", "were charged above the schedule"),
        settings=RARE,
        least_share=0.02,
    ),
    example=Example(
        Text(
            "Phí của TT-1 là 50.000 đồng. “đúng” trả 50.000, “cao” trả 70.000.",
            "The fee of TT-1 is 50,000 VND. “right” pays 50,000, “high” pays 70,000.",
        ),
        (
            Story("right", "0 received C1; 0 fee_collected C1 amount=50000; 6 finished C1"),
            Story("high", "0 received C1; 0 fee_collected C1 amount=70000; 6 finished C1"),
        ),
        (Expected("breach", "dossier", "high", 1, 70000, 50000),),
    ),
)
