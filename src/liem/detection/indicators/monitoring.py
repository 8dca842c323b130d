"""F7: supplement requests of each unit, watched from day to day."""

import narwhals.stable.v2 as nw
import numpy as np

from liem.detection.coding import Work
from liem.detection.counting import numbers_of
from liem.detection.describing import counted as counted_against
from liem.detection.engine import Lazy
from liem.detection.indicator import Example, Expected, Indicator, Measured, Needs, Story, Text
from liem.detection.statistics.cells import Floats

ODDS = 2.0
"""The chart looks for odds this many times the usual ones."""
YEARS = 5
"""An honest unit signals no more than once in so many years of its volume."""
WORKING_DAYS = 250
LEAST = 100
"""Dossiers of a unit."""


def cases(work: Work) -> Lazy:
    """Dossiers by unit, day of receipt and procedure, and how many met with a supplement request."""
    facts = work.table("facts").filter(~nw.col("procedure").is_null() & ~nw.col("received_w").is_null())
    asked = nw.when(nw.col("requests") > 0).then(1).otherwise(0)
    rows = facts.select("unit", "procedure", "received_w", asked=asked)
    return rows.group_by("unit", "received_w", "procedure").agg(n=nw.len(), event=nw.col("asked").sum())


def measure(work: Work, counted: Lazy) -> list[Measured]:
    """How often each unit's chart signalled, against once in :data:`YEARS` years."""
    rows = work.engine.collect(counted.sort("unit", "received_w", "procedure"))
    if not rows.num_rows:
        return []
    unit, procedure = numbers_of(rows, "unit"), numbers_of(rows, "procedure")
    n, events = numbers_of(rows, "n").astype(float), numbers_of(rows, "event").astype(float)
    day = numbers_of(rows, "received_w")
    usual = np.bincount(procedure, events) / np.maximum(np.bincount(procedure, n), 1)
    score = events * np.log(ODDS) - n * np.log1p(usual[procedure] * (ODDS - 1))
    found = []
    for one in np.unique(unit[unit >= 0]).tolist():
        mine = np.flatnonzero(unit == one)
        volume = float(n[mine].sum())
        if volume < LEAST:
            continue
        first = np.flatnonzero(np.r_[True, np.diff(day[mine]) != 0])
        years = max(float(day[mine].max() - day[mine].min() + 1) / WORKING_DAYS, 1 / WORKING_DAYS)
        limit = float(np.log(YEARS * volume / years))
        found.append(
            counted_against(one, round(volume), signals(np.add.reduceat(score[mine], first), limit), years / YEARS)
        )
    return found


def signals(steps: Floats, limit: float) -> float:
    """How often the sum of ``steps``, never below zero, reached ``limit``; it starts again from zero each time."""
    now, times = 0.0, 0
    for step in steps.tolist():
        now = max(0.0, now + step)
        if now >= limit:
            now, times = 0.0, times + 1
    return float(times)


INDICATOR = Indicator(
    id="F7",
    act="",
    version=1,
    family="log",
    name=Text("Theo dõi liên tục yêu cầu bổ sung", "Supplement requests, watched day by day"),
    meaning=Text(
        "Biểu đồ tích lũy của đơn vị vượt ngưỡng: có lúc tỷ lệ yêu cầu bổ sung cao hẳn mức thường của các thủ tục đó.",
        "The unit's cumulative chart crossed its limit: at some time requests were far more frequent than those "
        "procedures "
        "ordinarily bring.",
    ),
    formula=Text(
        "S = max(0, S + W), W = log[ρ^y ÷ (1 − p + ρp)], ρ = 2, p theo thủ tục; báo khi S ≥ ln(5 năm hồ sơ của đơn "
        "vị), để đơn vị "
        "bình thường báo không quá một lần trong 5 năm",
        "S = max(0, S + W), W = log[ρ^y ÷ (1 − p + ρp)], ρ = 2, p by procedure; a signal at S ≥ ln(5 years of the "
        "unit's "
        "dossiers), so that an ordinary unit signals at most once in 5 years",
    ),
    source=Text(
        "Steiner, Cook, Farewell & Treasure 2000 (CUSUM điều chỉnh rủi ro); Lorden 1971 cho giới hạn",
        "Steiner, Cook, Farewell & Treasure 2000 (risk-adjusted CUSUM); Lorden 1971 for the limit",
    ),
    exclusions=Text(
        "Đơn vị dưới 100 hồ sơ; chỉ xét loại thủ tục, không xét ai làm.",
        "Units with fewer than 100 dossiers; only the kind of procedure counts, not who did what.",
    ),
    innocent_if=Text(
        "Mẫu đơn hoặc quy định mới; người mới; chiến dịch rà soát; sáp nhập đơn vị.",
        "A new form or rule; new staff; a review campaign; a merger of units.",
    ),
    verify=Text(
        "Xem biểu đồ từ ngày nào; đối chiếu với thay đổi về người, mẫu, quy định.",
        "See from which day on; compare with changes of staff, forms and rules.",
    ),
    needs=Needs(activities=("supplement_requested",)),
    cases=cases,
    measure=measure,
    example=Example(
        Text(
            "Bốn đơn vị, mỗi nơi 200 hồ sơ, không ai bị đòi bổ sung; X-99 có 100 hồ sơ như thế rồi 100 hồ sơ liền bị "
            "đòi.",
            "Four units with 200 dossiers each and no request; X-99 has 100 such dossiers and then 100 in a row with "
            "one.",
        ),
        (
            *(Story(f"plain{i}", "0 received T1; 5 finished T1", 200, unit=f"X-{i:02d}") for i in range(4)),
            Story("x-plain", "0 received T1; 5 finished T1", 100, unit="X-99"),
            Story(
                "x-asked",
                "0 received T1; 2 supplement_requested T2 document=GT-1; 4 supplement_received T1; 6 finished T1",
                100,
                unit="X-99",
                start=20,
            ),
        ),
        (Expected("description", "unit", "X-99", 200),),
        until="2026-09-30",
    ),
)
