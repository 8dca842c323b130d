"""D17: what has been examined waits long for its signature."""

import narwhals.stable.v2 as nw

from liem.detection.coding import STEP, Work
from liem.detection.customs import usual_days
from liem.detection.engine import Lazy
from liem.detection.hands import DECIDING
from liem.detection.indicator import Example, Expected, Indicator, Needs, Pattern, Story, Text
from liem.detection.turns import done_out_of_turn

AT_ONCE, LONGEST = 5, 10
"""Nobody is asked to sign within fewer working days, whatever the custom, nor given more. Many sign on one day of the
week.
"""
_DECISIONS = [STEP["approved"], STEP["refused"]]


def cases(work: Work) -> Lazy:
    """Every dossier that somebody else than its handler decided, and whether it lay with them for longer than the
    custom of the province and what came later was signed before. Whoever does both has no signature to wait for.

    The unit is told of, no person: few sign, and honest ones differ tenfold.
    """
    handlers = work.table("facts").select("d", "handler")
    signed = work.table("steps").filter(nw.col("step").is_in(_DECISIONS)).group_by("d", "official")
    rows = work.table("hands").filter(nw.col("role") == DECIDING).select("d", "official", "held")
    rows = rows.join(handlers, on="d", how="inner").filter(nw.col("official") != nw.col("handler"))
    rows = rows.join(signed.agg(end_w=nw.col("w").max()), on=["d", "official"], how="inner")
    custom = usual_days(work, rows, "held", AT_ONCE, LONGEST)
    rows = rows.with_columns(
        received_w=nw.col("end_w") - nw.col("held"), long=nw.when(nw.col("held") > custom).then(1).otherwise(0)
    )
    rows = done_out_of_turn(rows, "long")
    return rows.select("d", "official", role=nw.lit(DECIDING).cast(nw.Int32), event="own")


_PLAIN = "0 received T1; 3 appraised T1; 4 approved {who}; 4 finished T1"
_LONG = "0 received T1; 3 appraised T1; 12 approved {who}; 12 finished T1"

INDICATOR = Indicator(
    id="D17",
    act="D",
    version=1,
    family="log",
    name=Text("Hồ sơ nằm lâu ở khâu ký", "Waiting long for a signature"),
    meaning=Text(
        "Ở đơn vị này, hồ sơ đã thẩm định xong nằm chờ ký lâu hơn thông lệ, nhiều hơn hẳn ở đơn vị khác.",
        "At this unit dossiers that have been examined wait for a signature longer than is usual, far more often than "
        "elsewhere.",
    ),
    formula=Text(
        "hồ sơ nằm ở người ký quá t ngày làm việc mà hồ sơ trình sau lại được ký trước ÷ hồ sơ được ký (approved, "
        "refused) mà người khác thụ lý; t: số ngày mà 90 % hồ sơ đã được ký, từ 5 đến 10",
        "dossiers that lay with who signed for more than t working days, while what was submitted later was signed "
        "before ÷ dossiers signed (approved, refused) that others handled; t: the days within which 90% of the "
        "dossiers are signed, from 5 to 10",
    ),
    source=Text(
        "Hành vi D trong bảng phân loại hành vi; Spiegelhalter 2005 (doi 10.1002/sim.1970)",
        "Act D of the taxonomy of acts; Spiegelhalter 2005 (doi 10.1002/sim.1970)",
    ),
    exclusions=Text(
        "Không nêu cá nhân: ít người ký, và người ngay thẳng cũng khác nhau gấp mười. Người vừa thụ lý vừa ký; thời "
        "gian dừng đồng hồ; hồ sơ được ký đúng lượt, như khi ký theo đợt: trong số hồ sơ trình sau, không quá hai phần "
        "năm được ký trước.",
        "No person is named: few sign, and honest ones differ tenfold. Whoever handles and signs; time in which the "
        "clock stood; what was signed in its turn, as where one signs in batches: of what was submitted later, no more "
        "than two fifths were signed before.",
    ),
    innocent_if=Text(
        "Người ký đi công tác, nghỉ phép mà chưa ủy quyền; trả lại dự thảo bằng lời để sửa; chữ ký số hỏng; loại hồ sơ "
        "phải xin ý kiến trước khi ký.",
        "Away on duty or on leave with nobody empowered; drafts sent back by word of mouth; the digital signature "
        "failed; dossiers of a kind for which others must be asked before signing.",
    ),
    verify=Text(
        "Xem ngày trình và ngày ký của từng hồ sơ, lịch công tác, văn bản ủy quyền; hồ sơ nào được ký ngay, của ai.",
        "See when each dossier was submitted and signed, the diary, who was empowered; which were signed at once, and "
        "whose were they?",
    ),
    needs=Needs(columns=("events.official",), activities=("approved",)),
    cases=cases,
    pattern=Pattern(
        ("unit",),
        Text("hồ sơ đã ký", "dossiers signed"),
        Text(
            "nằm chờ ký lâu hơn thông lệ (số ngày mà 90 % hồ sơ đã được ký, từ 5 đến 10)",
            "waited for the signature longer than usual (within which 90% are signed, 5 to 10 days)",
        ),
    ),
    example=Example(
        Text(
            "Mười đơn vị, mỗi lãnh đạo ký 60 hồ sơ, 57 hồ sơ sau 1 ngày, 3 hồ sơ sau 9 ngày. Ở đơn vị X-99, 30 trên 60 "
            "hồ sơ được ký sau 9 ngày.",
            "In each of ten units the head signs 60 dossiers, 57 after 1 day and 3 after 9. At unit X-99 30 of 60 are "
            "signed after 9 days.",
        ),
        tuple(
            story
            for unit, late in (*((f"X-{i:02d}", 3) for i in range(10)), ("X-99", 30))
            for story in (
                Story(f"plain{unit}", _PLAIN, 60 - late, (f"L{unit}",), unit=unit),
                Story(f"long{unit}", _LONG, late, (f"L{unit}",), unit=unit),
            )
        ),
        (Expected("pattern", "unit", "X-99", 60, 30),),
    ),
)
