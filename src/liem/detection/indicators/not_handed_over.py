"""D13: the result is ready, and does not reach the applicant for long."""

import narwhals.stable.v2 as nw

from liem.detection.coding import STEP, Work
from liem.detection.customs import usual_days
from liem.detection.engine import Lazy
from liem.detection.hands import DECIDING, PROCESSING
from liem.detection.indicator import Example, Expected, Indicator, Needs, Pattern, Story, Text

AT_ONCE, PICKED_UP = 3, 10
"""Nobody is asked to hand a result over within fewer working days, whatever the custom, nor given more: in these most
people fetch it.
"""


def cases(work: Work) -> Lazy:
    """Every dossier whose result had been ready for long enough, and whether it was handed over within the custom of
    the province.

    It lay at the desk of whoever entered the result as ready, if that person neither examined nor decided; else of
    whoever handed it over.
    """
    days = work.table("calendar").rename({"day": "on"})
    rows = work.table("facts").filter(~nw.col("ready_at").is_null()).select("d", "ready_at", "finished_at")
    ready = days.rename({"w": "ready_w"})
    rows = rows.with_columns(on=nw.col("ready_at").dt.date()).join(ready, on="on", how="inner").drop("on")
    rows = rows.filter(nw.col("ready_w") < work.as_of_ordinal - PICKED_UP)
    done = days.rename({"w": "done_w"})
    rows = rows.with_columns(on=nw.col("finished_at").dt.date()).join(done, on="on", how="left")
    waited = nw.col("done_w").fill_null(work.as_of_ordinal) - nw.col("ready_w")
    rows = rows.select("d", waited=waited)
    custom = usual_days(work, rows, "waited", AT_ONCE, PICKED_UP)
    rows = rows.select("d", event=nw.when(nw.col("waited") > custom).then(1).otherwise(0))
    made = work.table("hands").filter(nw.col("role").is_in([PROCESSING, DECIDING])).select("d", "official")
    desk = _last(work, "result_ready").join(made, on=["d", "official"], how="anti").rename({"official": "desk"})
    rows = rows.join(desk, on="d", how="left").join(_last(work, "finished"), on="d", how="left")
    return rows.select("d", "event", official=nw.coalesce("desk", "official"))


def _last(work: Work, activity: str) -> Lazy:
    """``d`` and ``official`` of the last such step that names somebody."""
    rows = work.table("steps").filter((nw.col("step") == STEP[activity]) & ~nw.col("official").is_null())
    last = rows.group_by("d").agg(seq=nw.col("seq").max())
    return rows.select("d", "seq", "official").join(last, on=["d", "seq"], how="inner").select("d", "official")


INDICATOR = Indicator(
    id="D13",
    act="D",
    version=4,
    family="log",
    name=Text("Có kết quả mà chưa trả", "Ready, but not handed over"),
    meaning=Text(
        "Ở bàn trả kết quả này, hoặc ở đơn vị này, nhiều hồ sơ đã có kết quả mà lâu hơn hẳn thông lệ vẫn chưa đến tay "
        "người nộp.",
        "At this desk, or at this unit, many results are ready and do not reach the applicant for far longer than is "
        "usual.",
    ),
    formula=Text(
        "hồ sơ quá t ngày làm việc từ result_ready mà chưa finished ÷ hồ sơ có result_ready đã quá 10 ngày; t: số ngày "
        "mà 90 % kết quả đã được trả, từ 3 đến 10",
        "dossiers not finished t working days after result_ready ÷ dossiers whose result has been ready for more than "
        "10 days; t: the days within which 90% of the results are handed over, from 3 to 10",
    ),
    source=Text(
        "Hành vi D của bộ khái niệm nhận diện: hồ sơ đóng trên giấy",
        "Act D of the taxonomy of acts: a date closed on paper",
    ),
    exclusions=Text(
        "Kết quả mới có trong 10 ngày; thời gian này không tính vào thời hạn giải quyết. Kết quả do người thụ lý hay "
        "người ký báo xong thì tính cho người trả kết quả. Người dân nơi này đến lấy muộn hơn nơi khác là chuyện của "
        "đơn vị: không nêu người trả kết quả nếu đồng nghiệp cùng đơn vị cũng như thế, hoặc ở đó không có ai khác.",
        "Results of the last 10 working days; the time is not counted as the office's. A result that the examiner or "
        "the signer entered as ready counts for whoever handed it over. That people of one place come later than those "
        "of another is a matter of the unit: nobody is named whose colleagues there show the same, or who has none.",
    ),
    innocent_if=Text(
        "Người nộp chưa đến lấy, đi vắng, chưa nộp nghĩa vụ tài chính; chờ trả qua bưu chính.",
        "The applicant has not come, is away, or still owes a payment; the result is on its way by post.",
    ),
    verify=Text(
        "Gọi hỏi vài người nộp: đã được báo có kết quả chưa; xem tin báo, giấy mời.",
        "Call some applicants: were they told that the result was ready; look for the message sent.",
    ),
    needs=Needs(activities=("result_ready", "finished")),
    cases=cases,
    pattern=Pattern(
        ("official", "unit"),
        Text("hồ sơ đã có kết quả", "dossiers with a result"),
        Text(
            "lâu hơn thông lệ (số ngày mà 90 % kết quả đã được trả, từ 3 đến 10) vẫn chưa trả",
            "had not been handed over within the usual time (in which 90% of results are, 3 to 10 days)",
        ),
        colleague="unit",
    ),
    example=Example(
        Text(
            "Mười đơn vị, mỗi nơi hai người trả kết quả, mỗi người 60 hồ sơ có kết quả ngày thứ 5: 54 trả ngay, 6 trả "
            "ngày thứ 25. Đơn vị X-99: T99 trả 30 trên 60 vào ngày thứ 25, đồng nghiệp T98 trả 6.",
            "Ten units with two desks each have 60 results a desk on the 5th day: 54 are handed over at once, 6 on the "
            "25th. At unit X-99 T99 hands over 30 of 60 on the 25th, the colleague T98 6.",
        ),
        tuple(
            story
            for unit, who, late in (
                *((f"X-{i:02d}", f"T{i}{desk}", 6) for i in range(10) for desk in "AB"),
                ("X-99", "T98", 6),
                ("X-99", "T99", 30),
            )
            for story in (
                Story(f"soon{who}", f"0 received {who}; 5 result_ready {who}; 5 finished {who}", 60 - late, unit=unit),
                Story(f"long{who}", f"0 received {who}; 5 result_ready {who}; 25 finished {who}", late, unit=unit),
            )
        ),
        (Expected("pattern", "official", "T99", 60, 30), Expected("pattern", "unit", "X-99", 120, 36)),
        until="2026-08-31",
    ),
)
