"""D4: late, and no letter of apology."""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work
from liem.detection.counting import ABOUT
from liem.detection.engine import Lazy
from liem.detection.indicator import Breach, Example, Expected, Indicator, Needs, Pattern, Story, Text
from liem.detection.turns import out_of_turn

GRACE = 2
"""Working days after the due date within which an undecided dossier may still receive its letter."""


def cases(work: Work) -> Lazy:
    """Every dossier fallen due, and whether it is late with no apology recorded. The rule is ``broken`` in each; for a
    person no dossier counts that waited its turn: whoever has too much to do is late with nearly everything.
    """
    facts = work.table("facts").filter(nw.col("matured") & ~nw.col("late").is_null())
    facts = facts.with_columns(official=nw.col("handler"))
    fresh = nw.col("open") & (nw.col("over") <= GRACE)
    silent = (nw.col("late") == 1) & nw.col("apology_at").is_null() & ~fresh
    facts = facts.with_columns(silent=nw.when(silent).then(1).otherwise(0))
    rows = out_of_turn(work, facts, "silent").select(
        "d",
        "official",
        "due_on",
        "over",
        "silent",
        "own",
        observed=nw.lit(0).cast(nw.Int32),
        expected=nw.lit(1).cast(nw.Int32),
    )
    of_units = rows.with_columns(event=nw.col("silent"), about=nw.lit(ABOUT.index("unit")), broken=nw.col("silent"))
    of_persons = rows.with_columns(event=nw.col("own"), about=nw.lit(ABOUT.index("official")), broken=nw.lit(0))
    return nw.concat([frame.drop("own", "silent") for frame in (of_units, of_persons)])


INDICATOR = Indicator(
    id="D4",
    act="D",
    version=2,
    family="log",
    name=Text("Quá hạn không có văn bản xin lỗi", "Late without an apology"),
    meaning=Text(
        "Hồ sơ quá hạn nhưng không có văn bản xin lỗi và hẹn lại ngày trả kết quả.",
        "The dossier is late, and no letter of apology with a new date was issued.",
    ),
    formula=Text(
        "quá hạn (D0) và không có apology_issued đến ngày xem xét; tỷ lệ theo người thụ lý trên số hồ sơ đã đến hạn",
        "late (D0) and no apology_issued by the day looked at; rate by handler over the dossiers fallen due",
    ),
    source=Text("Thông tư 03/2025/TT-VPCP, mẫu 04", "TT 03/2025/TT-VPCP, form 04"),
    exclusions=Text(
        "Hồ sơ chưa giải quyết mới quá hạn không quá 2 ngày làm việc. Nơi không ai ghi văn bản xin lỗi thì không tính. "
        "Hồ sơ chờ đến lượt (như D1) vẫn phải có văn bản, nhưng chỉ tính cho đơn vị, không tính cho người.",
        "Undecided dossiers no more than 2 working days over. Where nobody records apologies nothing is counted. What "
        "waited its turn (as in D1) is owed its letter, but counts for the unit, for no person.",
    ),
    innocent_if=Text(
        "Văn bản giấy chưa nhập hệ thống; người nộp đồng ý gia hạn bằng văn bản; chậm do ngoài cơ quan và "
        "đã có thông báo khác.",
        "The letter exists on paper only; the applicant agreed to an extension in writing; the delay lay "
        "outside the agency and was notified otherwise.",
    ),
    verify=Text(
        "Tìm văn bản xin lỗi trong hồ sơ và sổ công văn đi; hỏi người nộp.",
        "Look for the letter in the file and the register of outgoing letters; ask the applicant.",
    ),
    needs=Needs(activities=("apology_issued",)),
    cases=cases,
    breach=Breach(
        Text(
            "Hồ sơ quá hạn {over} ngày làm việc (hạn {due_on}) mà không có văn bản xin lỗi nào được ghi.",
            "The dossier is {over} working days over (due {due_on}), and no apology is recorded.",
        ),
        {"over": "number", "due_on": "day"},
        severity=0.2,
    ),
    pattern=Pattern(
        ("official", "unit"),
        Text("hồ sơ đã đến hạn", "dossiers fallen due"),
        Text("quá hạn mà không có văn bản xin lỗi", "were late with no apology"),
    ),
    example=Example(
        Text(
            "Thời hạn 10 ngày. Cả hai hồ sơ xong vào ngày thứ 12; một hồ sơ có văn bản xin lỗi.",
            "The limit is 10 days. Both dossiers are done on the 12th; for one an apology was issued.",
        ),
        (
            Story("sorry", "0 received C1; 4 appraised C2; 11 apology_issued C1; 12 finished C1"),
            Story("silent", "0 received C1; 4 appraised C2; 12 finished C1"),
        ),
        (Expected("breach", "dossier", "silent", 1),),
    ),
)
