"""D2: the clock is stopped just before the dossier falls due."""

import narwhals.stable.v2 as nw

from liem.detection.coding import STEP, Work
from liem.detection.engine import Lazy, distinct
from liem.detection.indicator import RARE, Example, Expected, Indicator, Needs, Pattern, Story, Text
from liem.detection.last_days import FIRST_LATE, RUNNING, SHORTEST, in_and_before

VISITED = 10
"""Working days after a suspension within which the visit it waits for takes place."""


def cases(work: Work) -> Lazy:
    """Every dossier that was still running in the last days of its limit, and whether its handler stopped the clock
    then.

    Finishing in the last days is ordinary effort and is never counted: only stops are.
    """
    facts = work.table("facts").filter((~nw.col("limit").is_null()) & (nw.col("limit") >= SHORTEST))
    facts = facts.select("d", "limit", "elapsed", "handler")
    starts = _stops(work).join(facts.select("d", "limit"), on="d", how="inner")
    near = (nw.col("net_day") >= FIRST_LATE) & (nw.col("net_day") <= nw.col("limit"))
    starts = distinct(starts.filter(near), "d", "official").with_columns(stopped=nw.lit(1))
    any_near = distinct(starts, "d").with_columns(near=nw.lit(1))
    rows = facts.join(any_near, on="d", how="left")
    rows = rows.filter((nw.col("elapsed") >= FIRST_LATE) | (nw.col("near") == 1))
    rows = rows.select("d", nw.col("handler").alias("official")).filter(~nw.col("official").is_null())
    rows = rows.join(starts, on=["d", "official"], how="left")
    return rows.select("d", "official", event=nw.col("stopped").fill_null(0))


def on_all_days(work: Work) -> Lazy:
    """Stops by the handler, and the days on which the clock ran, by official and procedure: in the last days of the
    limit, and before.
    """
    facts = work.table("facts").filter(nw.col("limit") >= SHORTEST, ~nw.col("handler").is_null())
    facts = facts.select("d", "limit", "elapsed", "procedure", official=nw.col("handler"))
    stops = _stops(work).join(facts.select("d", "official", "limit"), on=["d", "official"], how="inner")
    late = nw.when(nw.col("net_day") >= FIRST_LATE).then(1).otherwise(0)
    stops = stops.filter(nw.col("net_day") <= nw.col("limit")).with_columns(late_stops=late, other_stops=1 - late)
    stops = stops.group_by("d").agg(nw.col("late_stops").sum(), nw.col("other_stops").sum())
    rows = facts.join(stops, on="d", how="left")
    return in_and_before(rows.with_columns(nw.col("late_stops", "other_stops").fill_null(0)))


def _stops(work: Work) -> Lazy:
    """Every stop of a running clock, but for the suspensions that wait for a visit which then took place."""
    stops = work.table("stretches").filter(nw.col("stands") & ~nw.col("stood"))
    stops = stops.select("d", "seq", "w", "step", "official", "net_day")
    visits = work.table("steps").filter(nw.col("step") == STEP["field_visit"]).select("d", visited="w")
    waits = stops.filter(nw.col("step") == STEP["suspended"]).join(visits, on="d", how="inner")
    soon = (nw.col("visited") >= nw.col("w")) & (nw.col("visited") <= nw.col("w") + VISITED)
    return stops.join(distinct(waits.filter(soon), "d", "seq"), on=["d", "seq"], how="anti").drop("seq", "w", "step")


INDICATOR = Indicator(
    id="D2",
    act="D",
    version=3,
    family="log",
    name=Text("Dừng đồng hồ sát hạn", "Clock stopped just before due"),
    meaning=Text(
        "Người này yêu cầu bổ sung hoặc tạm dừng vào đúng những ngày cuối của thời hạn, nhiều hơn hẳn đồng nghiệp.",
        "This person asks for supplements or suspends in the very last days of the limit, far more often "
        "than colleagues.",
    ),
    formula=Text(
        "hồ sơ bị chính người thụ lý dừng đồng hồ trong 2 ngày làm việc cuối của thời hạn ÷ hồ sơ còn đang "
        "chạy khi bước vào 2 ngày đó",
        "dossiers whose clock the handler stopped in the last 2 working days of the limit ÷ dossiers still "
        "running when those days began",
    ),
    source=Text(
        "Kiểm định mật độ về dồn cụm (McCrary 2008; Cattaneo, Jansson & Ma 2020), chỉ áp dụng cho việc dừng "
        "tính thời hạn",
        "Density tests of bunching (McCrary 2008; Cattaneo, Jansson & Ma 2020), applied to stops of the clock only",
    ),
    exclusions=Text(
        "Hoàn thành sát hạn (là nỗ lực bình thường); thời hạn dưới 5 ngày; do người khác dừng; tạm dừng để chờ kiểm "
        "tra thực địa, có kiểm tra thật trong 10 ngày làm việc sau đó; không nêu người dừng nhiều như thế cả ở "
        "những ngày khác.",
        "Finishing just before due (ordinary effort); limits under 5 days; stops by others; suspensions that wait for "
        "a field visit which took place within 10 working days; nobody is named who stops the clock as readily on all "
        "other days.",
    ),
    innocent_if=Text(
        "Kiểm tra thực địa xếp lịch cuối kỳ; cơ quan phối hợp trả lời sát hạn làm lộ thiếu giấy tờ; người "
        "nộp tự xin dừng.",
        "Field inspections are scheduled late; a consulted agency's answer, close to the limit, showed "
        "that papers were missing; the applicant asked for the stop.",
    ),
    verify=Text(
        "Đọc lý do dừng: thiếu sót nêu ra có thể thấy từ đầu không; từ khi nhận đến khi dừng đã làm gì.",
        "Read the reason of the stop: could the defect have been seen at the start; what was done between "
        "receipt and stop?",
    ),
    needs=Needs(columns=("events.official",)),
    cases=cases,
    pattern=Pattern(
        ("official", "unit"),
        RUNNING,
        Text("bị dừng đồng hồ trong những ngày đó", "had their clock stopped in those days"),
        settings=RARE,
        least_share=0.05,
        elsewhere=on_all_days,
    ),
    example=Example(
        Text(
            "Thời hạn 10 ngày. Mười cán bộ, mỗi người 60 hồ sơ xong vào ngày thứ 9, trong đó 2 hồ sơ bị đòi bổ "
            "sung vào ngày thứ 9. Cán bộ X9 đòi bổ sung vào ngày thứ 9 ở 30 trên 60.",
            "The limit is 10 days. Ten officials finish 60 dossiers each on the 9th day; in 2 of them a "
            "supplement is asked for on the 9th. Official X9 asks on the 9th day in 30 of 60.",
        ),
        (
            Story("plain", "0 received T1; 8 appraised {who}; 9 finished T1", 58, tuple(f"A{i}" for i in range(10))),
            Story(
                "near",
                "0 received T1; 9 supplement_requested {who} document=GT-1; 12 supplement_received T1; 12 "
                "appraised {who}; 12 finished T1",
                2,
                tuple(f"A{i}" for i in range(10)),
            ),
            Story("x-plain", "0 received T1; 8 appraised X9; 9 finished T1", 30),
            Story(
                "x-near",
                "0 received T1; 9 supplement_requested X9 document=GT-1; 12 supplement_received T1; 12 appraised "
                "X9; 12 finished T1",
                30,
            ),
        ),
        (Expected("pattern", "official", "X9", 60, 30),),
    ),
)
