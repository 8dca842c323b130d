"""D9: what changes at a desk when somebody leaves it."""

from datetime import date
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa

from liem.detection.coding import Work
from liem.detection.counting import numbers_of
from liem.detection.describing import counted as counted_against
from liem.detection.engine import Lazy
from liem.detection.indicator import Example, Expected, Indicator, Measured, Needs, Story, Text
from liem.detection.missing import CannotTell

MONTHS = 6
"""Looked at before and after."""
DESK = 30
"""Dossiers the official must have handled at the desk before leaving."""
LEAST_LEAVINGS, LEAST_DOSSIERS = 2, 100


def cases(work: Work) -> Lazy:
    """Dossiers by unit, procedure, handler and month, and how many met with a supplement request; those who left
    beside."""
    left = leavings(work)
    if len(left) < LEAST_LEAVINGS:
        raise CannotTell(_FEW)
    facts = work.table("facts").filter(~nw.col("procedure").is_null() & ~nw.col("unit").is_null())
    asked = nw.when(nw.col("requests") > 0).then(1).otherwise(0)
    rows = facts.select("unit", "procedure", "handler", "month", asked=asked)
    return rows.group_by("unit", "procedure", "handler", "month").agg(n=nw.len(), event=nw.col("asked").sum())


def leavings(work: Work, shift: int = 0) -> list[tuple[int, int, int]]:
    """(official, unit, month) of everybody who left a unit while the records ran; ``shift``: months, for a false
    date."""
    people = work.source("officials").select("official", "unit", "to").filter(~nw.col("to").is_null())
    people = people.filter(nw.col("to") <= nw.lit(work.as_of.date()))
    rows: list[dict[str, Any]] = work.engine.collect(people).to_pylist()
    number = {name: {code: place for place, code in enumerate(work.codes(name))} for name in ("official", "unit")}
    found = []
    for row in sorted(rows, key=lambda one: (one["official"], one["to"])):
        day: date = row["to"]
        official, unit = number["official"].get(row["official"]), number["unit"].get(row["unit"])
        if official is not None and unit is not None:
            found.append((official, unit, day.year * 12 + day.month - 1 + shift))
    return found


_FEW = Text(
    "trong kỳ có chưa đến 2 người rời vị trí: không có gì để so trước và sau",
    "fewer than 2 people left their post while the records ran: there is no before and after to compare",
)


def measure(work: Work, counted: Lazy) -> list[Measured]:
    """Requests at each desk before somebody left, against what came after, other units' change of those months
    allowed for."""
    return compared(work.engine.collect(counted.sort("unit", "procedure", "handler", "month")), leavings(work))


def compared(rows: pa.Table, left: list[tuple[int, int, int]]) -> list[Measured]:
    """One figure per unit: all its leavings together; only desks with enough dossiers on both sides."""
    unit, procedure, handler, month = (numbers_of(rows, name) for name in ("unit", "procedure", "handler", "month"))
    n, events = numbers_of(rows, "n").astype(float), numbers_of(rows, "event").astype(float)
    found: dict[int, list[tuple[float, float, float]]] = {}
    for official, where, when in left:
        mine = (unit == where) & (handler == official) & (month < when) & (month >= when - MONTHS)
        if n[mine].sum() < DESK:
            continue
        desk = np.isin(procedure, np.unique(procedure[mine]))
        before, after = (month < when) & (month >= when - MONTHS), (month > when) & (month <= when + MONTHS)
        rates = [
            (n[desk & side & place].sum(), events[desk & side & place].sum())
            for place in (unit == where, unit != where)
            for side in (before, after)
        ]
        if min(size for size, _ in rates) < DESK or rates[0][0] + rates[1][0] < LEAST_DOSSIERS:
            continue
        here_after, there_before, there_after = ((e + 0.5) / (size + 1) for size, e in rates[1:])
        usual = here_after * there_before / there_after
        found.setdefault(where, []).append((rates[0][0], rates[0][1], rates[0][0] * min(usual, 1.0)))
    sums = {one: np.sum(parts, axis=0).tolist() for one, parts in sorted(found.items())}
    return [counted_against(one, round(size), before, usual) for one, (size, before, usual) in sums.items()]


INDICATOR = Indicator(
    id="D9",
    act="",
    version=1,
    family="log",
    name=Text("Thay đổi sau khi có người rời vị trí", "Change after somebody left the desk"),
    meaning=Text(
        "Sau khi có người rời vị trí ở đơn vị này, tỷ lệ yêu cầu bổ sung giảm hẳn, trong khi nơi khác không giảm.",
        "After somebody left a desk of this unit requests fell clearly, while elsewhere they did not.",
    ),
    formula=Text(
        "số yêu cầu bổ sung trong 6 tháng trước ÷ số lẽ ra có nếu tỷ lệ như 6 tháng sau, đã trừ thay đổi của đơn vị "
        "khác cùng "
        "thủ tục",
        "requests in the 6 months before ÷ what they would have been at the rate of the 6 months after, the change "
        "of other "
        "units in the same procedures allowed for",
    ),
    source=Text(
        "Khác biệt trong khác biệt; Callaway và Sant'Anna 2021 cho các mốc khác nhau (ở đây gộp chung, chỉ để mô tả)",
        "Difference in differences; Callaway and Sant'Anna 2021 for staggered dates (here pooled, as a description)",
    ),
    exclusions=Text(
        "Vị trí dưới 30 hồ sơ mỗi phía; tháng rời đi; dưới 2 người rời đi trong kỳ.",
        "Desks with fewer than 30 dossiers on either side; the month of leaving; fewer than 2 leavings in the records.",
    ),
    innocent_if=Text(
        "Tập huấn, mẫu mới cùng lúc; người mới nhận hồ sơ dễ; sáp nhập đơn vị; người nghỉ hưu làm việc khó.",
        "Training or a new form at the same time; the successor has easy dossiers; a merger; the one who left had "
        "hard work.",
    ),
    verify=Text(
        "Không dùng một mình. Đặt cạnh nguồn khác và hỏi đơn vị điều gì đã thay đổi.",
        "Not to be used alone. Lay it beside another source and ask the unit what changed.",
    ),
    needs=Needs(
        tables=("officials",), columns=("officials.to", "events.official"), activities=("supplement_requested",)
    ),
    cases=cases,
    measure=measure,
    example=Example(
        Text(
            "X9 rời X-99 cuối tháng 4, B1 rời X-00. Ở X-99, 60 trên 80 hồ sơ tháng 3 bị đòi bổ sung, từ tháng 5 là 8 "
            "trên 80; nơi "
            "khác lúc nào cũng 8 trên 80.",
            "X9 leaves X-99 at the end of April, B1 leaves X-00. At X-99 60 of 80 dossiers of March meet a request, "
            "from May on 8 "
            "of 80; elsewhere it is 8 of 80 all along.",
        ),
        tuple(
            story
            for unit, who, when, start, asked in (
                ("X-99", "X9", "before", 0, 60),
                ("X-99", "C9", "after", 45, 8),
                ("X-00", "B1", "before", 0, 8),
                ("X-00", "B2", "after", 45, 8),
            )
            for story in (
                Story(
                    f"plain{when}{unit}",
                    f"0 received T1; 3 appraised {who}; 5 finished T1",
                    80 - asked,
                    unit=unit,
                    start=start,
                ),
                Story(
                    f"asked{when}{unit}",
                    f"0 received T1; 2 supplement_requested {who} document=GT-1; 4 supplement_received T1; 6 "
                    f"appraised {who}; "
                    "7 finished T1",
                    asked,
                    unit=unit,
                    start=start,
                ),
            )
        ),
        (Expected("description", "unit", "X-99", 80, 60),),
        tables={
            "officials": (
                {"official": "X9", "unit": "X-99", "from": "2020-01-01", "to": "2026-04-15"},
                {"official": "B1", "unit": "X-00", "from": "2020-01-01", "to": "2026-04-15"},
            ),
            "units": tuple({"unit": code, "name": f"Đơn vị {code}"} for code in ("X-00", "X-99")),
        },
        until="2026-09-30",
    ),
)
