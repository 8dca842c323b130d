"""B12: dossiers are sent back for correction far more often than others send them back."""

import narwhals.stable.v2 as nw

from liem.detection.coding import STEP, Work
from liem.detection.engine import Lazy
from liem.detection.hands import DECIDING, OTHER, PROCESSING
from liem.detection.indicator import Example, Expected, Indicator, Needs, Pattern, Story, Text


def cases(work: Work) -> Lazy:
    """Every dossier somebody processed, checked or signed, and whether that person sent it back for correction.

    Whoever did nothing but send it back is not looked at: what that person let pass is not known.
    """
    back = work.table("steps").filter(nw.col("step") == STEP["returned_for_correction"])
    back = back.group_by("d", "official").agg(returns=nw.len())
    hands = work.table("hands").filter(nw.col("role").is_in([PROCESSING, DECIDING, OTHER]))
    rows = hands.select("d", "official", "role", "acts").join(back, on=["d", "official"], how="left")
    rows = rows.filter(nw.col("returns").is_null() | (nw.col("acts") > nw.col("returns")))
    event = nw.when(nw.col("returns").is_null()).then(0).otherwise(1)
    return rows.select("d", "official", "role", event=event)


_WHO = tuple(f"P{i}" for i in range(10))

INDICATOR = Indicator(
    id="B12",
    act="B",
    version=1,
    family="log",
    name=Text("Trả lại để hoàn thiện nhiều bất thường", "Sent back again and again"),
    meaning=Text(
        "Người này trả lại hồ sơ để hoàn thiện nhiều hơn hẳn người cùng khâu với hồ sơ tương đương.",
        "This person sends dossiers back for correction far more often than others at that step with comparable "
        "dossiers.",
    ),
    formula=Text(
        "hồ sơ bị chính người đó trả lại (returned_for_correction) ÷ hồ sơ người đó thụ lý, kiểm tra hoặc ký; so với "
        "người khác cùng thủ tục, kênh nộp, quý và khâu",
        "dossiers the person sent back (returned_for_correction) ÷ dossiers the person processed, checked or signed; "
        "against others in the same procedure, channel, quarter and role",
    ),
    source=Text(
        "Hành vi B của bộ khái niệm nhận diện; Spiegelhalter 2005 (doi 10.1002/sim.1970)",
        "Act B of the taxonomy of acts; Spiegelhalter 2005 (doi 10.1002/sim.1970)",
    ),
    exclusions=Text(
        "Hồ sơ người đó chỉ trả lại mà không có thao tác nào khác.",
        "Dossiers in which the person did nothing but send them back.",
    ),
    innocent_if=Text(
        "Người trình làm ẩu hoặc mới vào nghề; được giao soát xét kỹ; biểu mẫu vừa thay đổi.",
        "Those who submit are careless or new; the task of checking strictly; a form that has just changed.",
    ),
    verify=Text(
        "Đọc nội dung trả lại của vài hồ sơ: có nêu lỗi cụ thể không, lần trình sau có gì khác; hỏi người trình.",
        "Read what was said on return in some dossiers: is a fault named, what was different afterwards; ask who "
        "submitted them.",
    ),
    needs=Needs(columns=("events.official",), activities=("returned_for_correction",)),
    cases=cases,
    pattern=Pattern(
        ("official", "unit"),
        Text("hồ sơ đã thụ lý, kiểm tra hoặc ký", "dossiers processed, checked or signed"),
        Text("bị trả lại để hoàn thiện", "were sent back for correction"),
        colleague="handler",
        spares_newcomers=True,
    ),
    example=Example(
        Text(
            "Mười lãnh đạo ký mỗi người 100 hồ sơ, trả lại 5. Lãnh đạo X9 ký 100 hồ sơ, trả lại 40.",
            "Ten leaders sign 100 dossiers each and send 5 back. Leader X9 signs 100 and sends 40 back.",
        ),
        (
            Story("plain", "0 received T1; 2 appraised A1; 4 approved {who}; 4 finished T1", 95, _WHO),
            Story(
                "back",
                "0 received T1; 2 appraised A1; 3 returned_for_correction {who}; 4 appraised A1; 5 approved {who}; "
                "5 finished T1",
                5,
                _WHO,
            ),
            Story("x-plain", "0 received T1; 2 appraised A1; 4 approved X9; 4 finished T1", 60),
            Story(
                "x-back",
                "0 received T1; 2 appraised A1; 3 returned_for_correction X9; 4 appraised A1; 5 approved X9; "
                "5 finished T1",
                40,
            ),
        ),
        (Expected("pattern", "official", "X9", 100, 40),),
    ),
)
