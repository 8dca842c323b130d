"""D1: dossiers run late because of one official's own time."""

import narwhals.stable.v2 as nw

from liem.detection.coding import STEP, Work
from liem.detection.engine import Lazy
from liem.detection.hands import DECIDING
from liem.detection.indicator import Example, Expected, Indicator, Needs, Pattern, Story, Text
from liem.detection.turns import out_of_turn

_PASSED_ON = ("appraised", "approved", "refused", "consulted", "result_ready", "supplement_requested", "suspended")


def cases(work: Work) -> Lazy:
    """Every official's part in every dossier whose time had run out, and whether it was late by that part.

    Late by the official's own time: had everybody taken the time that others usually take for the same part of the same
    procedure, it would have been in time, and nobody took longer beyond that. An undecided dossier's last stretch
    counts for its handler, unless it was passed on or waits for others.

    A dossier that waited its turn is not late by anybody's own doing (:mod:`liem.detection.turns`).

    Who only signs is not looked at: a signature takes no day, so a day makes late whatever the others left no time
    for, and that differs tenfold from one honest head to the next.
    """
    facts = work.table("facts").filter(nw.col("matured") & ~nw.col("late").is_null())
    passed_on = nw.col("last_step").is_in([STEP[activity] for activity in _PASSED_ON])
    tail = nw.when(nw.col("open") & ~passed_on).then(work.as_of_ordinal - nw.col("last_w")).otherwise(nw.lit(0))
    facts = facts.select("d", "procedure", "late", "elapsed", "limit", "handler", tail=tail.fill_null(0))
    hands = work.table("hands").select("d", "official", "role", "held").join(facts, on="d", how="inner")
    mine = (nw.col("official") == nw.col("handler")).fill_null(False)
    hands = hands.with_columns(held=nw.when(mine).then(nw.col("held") + nw.col("tail")).otherwise(nw.col("held")))
    usual = hands.group_by("procedure", "role").agg(nw.col("held").median().alias("usual"))
    usual = usual.with_columns(part=nw.col("procedure").fill_null(-1)).drop("procedure")
    hands = hands.with_columns(part=nw.col("procedure").fill_null(-1)).join(usual, on=["part", "role"], how="left")
    excess = nw.max_horizontal(nw.col("held") - nw.col("usual"), nw.lit(0))
    hands = hands.with_columns(excess=excess)
    most = nw.col("excess") == nw.col("excess").max().over("d")
    but_for = (nw.col("excess") > 0) & (nw.col("elapsed") - nw.col("excess").sum().over("d") <= nw.col("limit"))
    by_own_time = (nw.col("late") == 1) & but_for & most
    hands = hands.with_columns(slow=by_own_time.cast(nw.Int32))
    hands = out_of_turn(work, hands, "slow")
    only_signs = (nw.col("role") == DECIDING) & (nw.col("official") != nw.col("handler")).fill_null(True)
    return hands.filter(~only_signs).select("d", "official", "role", event="own")


INDICATOR = Indicator(
    id="D1",
    act="D",
    version=5,
    family="log",
    name=Text("Chậm hạn do thời gian giữ hồ sơ", "Late by one's own holding time"),
    meaning=Text(
        "Hồ sơ quá hạn vì nằm lâu ở chính người này, nhiều hơn hẳn ở đồng nghiệp cùng khâu.",
        "Dossiers run late because they lay with this very person, far more often than with colleagues at "
        "the same step.",
    ),
    formula=Text(
        "hồ sơ quá hạn mà nếu ai cũng chỉ giữ bằng trung vị của khâu mình thì đã đúng hạn, và không ai giữ quá mức đó "
        "lâu hơn người này, và không phải do chờ đến lượt; tính cả hồ sơ "
        "chưa giải quyết đã quá hạn; so với tỷ lệ của những người khác trong cùng nhóm",
        "late dossiers that would have been in time had everybody held them only as long as the median of their step, "
        "that nobody held longer beyond it than this person, and that did not wait their turn; undecided ones past "
        "their limit included; against the others' rate in the same stratum",
    ),
    source=Text(
        "Spiegelhalter 2005 (doi 10.1002/sim.1970), hồ sơ còn mở được tính khi đã đến hạn",
        "Spiegelhalter 2005 (doi 10.1002/sim.1970), with open dossiers counted once they have fallen due",
    ),
    exclusions=Text(
        "Thời gian tạm dừng, thời gian sau khi lấy ý kiến cơ quan khác, thời gian ở người khác; hồ sơ chưa đến hạn; "
        "người chỉ ký duyệt; hồ sơ chờ đến lượt: trong số hồ sơ cùng thủ tục đến sau ở cùng người, kịp xong trước theo "
        "thời gian thường lệ, không quá hai phần năm xong trước.",
        "Stopped time, time after another agency was consulted, time with others; dossiers not yet due; whoever only "
        "signs; what waited its turn: of the dossiers of that procedure that came to the same person later, early "
        "enough to be done before in the usual time, no more than two fifths were.",
    ),
    innocent_if=Text(
        "Nghỉ ốm, thai sản, biệt phái chưa bàn giao; khối lượng việc tăng đột biến; được giao hồ sơ khó; "
        "hệ thống lỗi; việc làm trên giấy nhập muộn.",
        "Sick or maternity leave or secondment without hand-over; a surge of work; difficult dossiers "
        "assigned on purpose; system failure; work on paper entered late.",
    ),
    verify=Text(
        "Xem dòng thời gian từng hồ sơ: hồ sơ nằm ở đâu trong những ngày bị tính; đối chiếu lịch nghỉ, "
        "phân công, khối lượng việc.",
        "Read each dossier's timeline: where did it lie on the days counted; compare leave, assignments and workload.",
    ),
    needs=Needs(columns=("events.official",)),
    cases=cases,
    pattern=Pattern(
        ("official",),
        Text("hồ sơ đã đến hạn có tham gia", "dossiers fallen due that the person took part in"),
        Text("quá hạn vì thời gian nằm ở người này", "were late by the time they lay with this person"),
        colleague="handler",
        spares_newcomers=True,
        least_share=0.05,
    ),
    example=Example(
        Text(
            "Thời hạn 10 ngày làm việc. Mười cán bộ thụ lý mỗi người 60 hồ sơ, 54 hồ sơ mất 4 ngày và 6 hồ sơ "
            "mất 9 ngày cộng 3 ngày ở khâu khác. "
            "Cán bộ X9 giữ 30 trong 60 hồ sơ 15 ngày.",
            "The limit is 10 working days. Ten officials process 60 dossiers each: 54 take 4 days, 6 take 9 "
            "days plus 3 elsewhere. Official X9 holds 30 of 60 for 15 days.",
        ),
        (
            Story(
                "quick",
                "0 received T1; 0 forwarded T1; 4 appraised {who}; 7 approved L1; 7 finished T1",
                54,
                tuple(f"A{i}" for i in range(10)),
            ),
            Story(
                "slow",
                "0 received T1; 0 forwarded T1; 9 appraised {who}; 12 approved L1; 12 finished T1",
                6,
                tuple(f"A{i}" for i in range(10)),
            ),
            Story("x-quick", "0 received T1; 0 forwarded T1; 4 appraised X9; 7 approved L1; 7 finished T1", 30),
            Story("x-slow", "0 received T1; 0 forwarded T1; 15 appraised X9; 16 approved L1; 16 finished T1", 30),
        ),
        (Expected("pattern", "official", "X9", 60, 30),),
    ),
)
