"""D15: ended on paper in time, reopened, and only then decided."""

import narwhals.stable.v2 as nw

from liem.detection.coding import STEP, Work
from liem.detection.engine import Lazy, distinct
from liem.detection.indicator import RARE, Breach, Example, Expected, Indicator, Needs, Pattern, Story, Text

_ENDS = [STEP[activity] for activity in ("result_ready", "finished", "withdrawn")]
_WORK = [STEP[activity] for activity in ("appraised", "approved", "refused")]


def cases(work: Work) -> Lazy:
    """Every handled dossier that has ended, and whether its handler had entered its end before, and it was worked on
    after it was reopened. The rule is ``broken`` where the end on paper was in time and the true one was late.

    Who reopens to mend what was handed over does no work on it again; who closes for a colleague gains nothing by it.
    """
    facts = work.table("facts").filter(~nw.col("open") & ~nw.col("handler").is_null())
    facts = facts.select("d", "late", "over", "due_w", "due_on", official="handler")
    steps = work.table("steps")
    opened = steps.filter(nw.col("step") == STEP["reopened"])
    opened = opened.group_by("d").agg(again=nw.col("seq").max(), reopened_on=nw.col("at").max())
    rows = steps.join(opened, on="d", how="inner")
    worked = distinct(rows.filter(nw.col("step").is_in(_WORK) & (nw.col("seq") > nw.col("again"))), "d")
    ends = rows.filter(nw.col("step").is_in(_ENDS) & (nw.col("seq") < nw.col("again")))
    last = ends.group_by("d").agg(seq=nw.col("seq").max())
    ends = ends.join(last, on=["d", "seq"], how="inner").join(worked, on="d", how="inner")
    ends = ends.select("d", "reopened_on", by="official", ended_on="at", ended_w="w")
    rows = facts.join(ends, on="d", how="left")
    again = ~nw.col("ended_w").is_null()
    in_time = (nw.col("ended_w") <= nw.col("due_w")) & (nw.col("late") == 1)
    return rows.select(
        "d",
        "official",
        "ended_on",
        "reopened_on",
        "due_on",
        event=nw.when((nw.col("by") == nw.col("official")).fill_null(False)).then(1).otherwise(0),
        broken=nw.when((again & in_time).fill_null(False)).then(1).otherwise(0),
        observed=nw.col("over").fill_null(0),
        expected=nw.lit(0).cast(nw.Int32),
    )


_WHO = tuple(f"A{i}" for i in range(10))
_PLAIN = "0 received T1; 3 appraised {who}; 5 approved L1; 5 finished T1"
_AGAIN = "0 received T1; 9 finished {who}; 10 reopened {who}; 14 appraised {who}; 15 approved L1; 15 finished T1"

INDICATOR = Indicator(
    id="D15",
    act="D",
    version=1,
    family="log",
    name=Text("Kết thúc trên phần mềm rồi mở lại", "Ended on paper, then reopened"),
    meaning=Text(
        "Hồ sơ được ghi là đã kết thúc khi chưa giải quyết xong, rồi mở lại để làm tiếp: trên giấy thì đúng hạn.",
        "The dossier was entered as ended before the work was done, and reopened to go on: on paper it was in time.",
    ),
    formula=Text(
        "hồ sơ mà chính người thụ lý ghi kết thúc (result_ready, finished, withdrawn), sau đó có reopened rồi mới có "
        "appraised, approved hay refused ÷ hồ sơ đã thụ lý và đã kết thúc; vi phạm: lần kết thúc đầu trong hạn, lần "
        "thật quá hạn",
        "dossiers whose end the handler entered (result_ready, finished, withdrawn), with reopened and then appraised, "
        "approved or refused after it ÷ dossiers handled and ended; breach: the first end was in time, the true one "
        "late",
    ),
    source=Text(
        "Hành vi D của bộ khái niệm nhận diện: hồ sơ đóng trên giấy",
        "Act D of the taxonomy of acts: a date closed on paper",
    ),
    exclusions=Text(
        "Mở lại chỉ để đính chính, trả lại kết quả (sau đó không thẩm định, không ký lại); người khác ghi kết thúc hộ "
        "chỉ tính vi phạm của hồ sơ, không tính cho người.",
        "Reopened only to mend or hand over a result (nothing was examined or signed afterwards); an end that somebody "
        "else entered counts as a breach of the dossier, for no person.",
    ),
    innocent_if=Text(
        "Bấm nhầm; hệ thống lỗi, phải nhập lại; người nộp đề nghị xem xét lại sau khi đã nhận kết quả.",
        "A mistaken click; a failure of the system after which the data were entered again; the applicant asked for a "
        "new decision after the result.",
    ),
    verify=Text(
        "Xem nhật ký: ai ghi kết thúc, ai mở lại, cách nhau bao lâu; hôm đó đã có kết quả ký chưa; hỏi người nộp nhận "
        "kết quả ngày nào.",
        "Read the log: who entered the end, who reopened it, how soon; was a signed result there on that day; ask the "
        "applicant when the result came.",
    ),
    needs=Needs(columns=("events.official",), activities=("reopened",)),
    cases=cases,
    breach=Breach(
        Text(
            "Ghi kết thúc ngày {ended_on}, trong hạn {due_on}; mở lại ngày {reopened_on}, thật ra quá hạn {observed} "
            "ngày làm việc.",
            "Entered as ended on {ended_on}, within the due date {due_on}; reopened on {reopened_on}, and in truth "
            "{observed} working days late.",
        ),
        {"ended_on": "day", "due_on": "day", "reopened_on": "day", "observed": "number"},
        severity=0.6,
    ),
    pattern=Pattern(
        ("official", "unit"),
        Text("hồ sơ đã thụ lý và đã kết thúc", "dossiers handled and ended"),
        Text(
            "được chính người thụ lý ghi kết thúc rồi mở lại làm tiếp",
            "were entered as ended by the handler, then reopened and worked on",
        ),
        settings=RARE,
    ),
    example=Example(
        Text(
            "Thời hạn 10 ngày. Mười cán bộ xử lý mỗi người 60 hồ sơ, một hồ sơ ghi kết thúc ngày 9 rồi mở lại, ngày 15 "
            "mới xong. Cán bộ X9 làm thế với 20 trên 60.",
            "The limit is 10 days. Ten officials handle 60 dossiers each; one of them is entered as ended on the 9th "
            "day, reopened, and done on the 15th. Official X9 does so with 20 of 60.",
        ),
        (
            Story("plain", _PLAIN, 59, _WHO),
            Story("again", _AGAIN, 1, _WHO),
            Story("x-plain", _PLAIN, 40, ("X9",)),
            Story("x-again", _AGAIN, 20, ("X9",)),
        ),
        (
            Expected("pattern", "official", "X9", 60, 20),
            *(Expected("breach", "dossier", f"again-{who}", 1, 5, 0) for who in _WHO),
            *(Expected("breach", "dossier", f"x-again-{number}", 1, 5, 0) for number in range(1, 21)),
        ),
    ),
)
