"""D10: the chance of still waiting when the limit ends, with open dossiers counted for as long as they are known."""

from itertools import pairwise

import narwhals.stable.v2 as nw
import numpy as np

from liem.detection.coding import Work
from liem.detection.counting import numbers_of, packed
from liem.detection.engine import Lazy
from liem.detection.indicator import Example, Expected, Indicator, Measured, Needs, Story, Text
from liem.detection.statistics.cells import Floats

LEAST = 50
"""Dossiers of a unit."""
LONGEST = 250
"""Working days of a limit that are looked at: a year."""


def cases(work: Work) -> Lazy:
    """Dossiers by unit, procedure and limit, by the day of the clock on which they ended or were last seen open.

    ``ended``: decided or withdrawn (competing ends of waiting); what is open leaves the count on its last known day.
    """
    facts = work.table("facts").filter(~nw.col("limit").is_null() & (nw.col("limit") <= LONGEST))
    day = nw.min_horizontal(nw.max_horizontal(nw.col("elapsed"), nw.lit(0)), nw.col("limit") + 1)
    facts = facts.filter(~nw.col("procedure").is_null() & ~nw.col("elapsed").is_null())
    ended = nw.when(nw.col("open")).then(0).otherwise(1)
    rows = facts.select("unit", "procedure", "limit", day=day.cast(nw.Int32), ended=ended)
    return rows.group_by("unit", "procedure", "limit", "day").agg(n=nw.len(), ended=nw.col("ended").sum())


def measure(work: Work, counted: Lazy) -> list[Measured]:
    """Each unit's chance of waiting beyond the limit, against that of the other units in the same procedures."""
    rows = work.engine.collect(counted.sort("unit", "procedure", "limit", "day"))
    if not rows.num_rows:
        return []
    unit, day, limit = (numbers_of(rows, name) for name in ("unit", "day", "limit"))
    n, ended = numbers_of(rows, "n").astype(float), numbers_of(rows, "ended").astype(float)
    _, kind = np.unique(packed(rows, ("procedure", "limit")), return_inverse=True)
    groups, place = np.unique(unit * (int(kind.max()) + 1) + kind, return_inverse=True)
    which = groups % (int(kind.max()) + 1)
    bound = np.zeros(int(kind.max()) + 1, np.int64)
    bound[kind] = limit
    days = int(day.max()) + 2
    leaving, done = np.zeros((len(groups), days)), np.zeros((len(groups), days))
    np.add.at(leaving, (place, day), n)
    np.add.at(done, (place, day), ended)
    order = np.argsort(which, kind="stable")
    found: dict[int, list[tuple[float, float, float, float]]] = {}
    starts = np.flatnonzero(np.r_[True, np.diff(which[order]) != 0, True])
    for first, last in pairwise(starts):
        mine = order[first:last]
        total_leaving, total_done = leaving[mine].sum(axis=0), done[mine].sum(axis=0)
        for group in mine.tolist():
            size, others = float(leaving[group].sum()), float(total_leaving.sum() - leaving[group].sum())
            if others < LEAST:
                continue
            until = int(bound[which[group]])
            own, own_variance = still_waiting(leaving[group], done[group], until)
            usual, usual_variance = still_waiting(total_leaving - leaving[group], total_done - done[group], until)
            row = (size, size * own, size * usual, size**2 * (own_variance + usual_variance))
            found.setdefault(int(groups[group] // len(bound)), []).append(row)
    return [
        _measured(one, np.array(parts)) for one, parts in sorted(found.items()) if sum(p[0] for p in parts) >= LEAST
    ]


def still_waiting(leaving: Floats, done: Floats, until: int) -> tuple[float, float]:
    """Chance of no end by the day ``until`` (Kaplan–Meier for all ends together) and its variance (Greenwood).

    ``leaving``: dossiers whose last known day this is; ``done``: those of them that ended.
    """
    at_risk = np.cumsum(leaving[::-1])[::-1][: until + 1]
    ends = done[: until + 1]
    known = at_risk > 0
    stays = np.where(known, 1 - ends / np.maximum(at_risk, 1), 1.0)
    chance = float(np.prod(stays))
    terms = np.where(known & (at_risk > ends), ends / np.maximum(at_risk * (at_risk - ends), 1e-9), 0.0)
    return chance, chance**2 * float(terms.sum())


def _measured(unit: int, parts: Floats) -> Measured:
    n, observed, expected, variance = parts.sum(axis=0).tolist()
    error = 1.96 * float(np.sqrt(variance))
    scale = expected if expected > 0 else float("nan")
    return Measured(unit, round(n), observed, expected, max(observed - error, 0.0) / scale, (observed + error) / scale)


INDICATOR = Indicator(
    id="D10",
    act="D",
    version=1,
    family="log",
    name=Text("Khả năng phải chờ quá hạn", "Chance of waiting beyond the limit"),
    meaning=Text(
        "Ở đơn vị này, một hồ sơ có bao nhiêu khả năng vẫn chưa xong khi hết thời hạn, tính cả hồ sơ đang mở và hồ "
        "sơ bị rút.",
        "How likely a dossier of this unit is to be unfinished when its limit ends, open and withdrawn dossiers "
        "included.",
    ),
    formula=Text(
        "S(thời hạn) = Π(1 − số kết thúc trong ngày ÷ số còn chờ), mọi cách kết thúc (giải quyết, từ chối, rút) đều "
        "là kết thúc "
        "cạnh tranh, hồ sơ đang mở rời phép đếm ở ngày cuối biết được; tổng theo thủ tục, so với đơn vị khác",
        "S(limit) = Π(1 − ends on the day ÷ dossiers still waiting), every end (decided, refused, withdrawn) "
        "competing, open "
        "dossiers leaving the count on their last known day; summed over procedures, against other units",
    ),
    source=Text(
        "Kaplan và Meier 1958; Aalen và Johansen 1978 cho các kết cục cạnh tranh; Greenwood 1926 cho phương sai",
        "Kaplan and Meier 1958; Aalen and Johansen 1978 for competing ends; Greenwood 1926 for the variance",
    ),
    exclusions=Text(
        "Thủ tục không có thời hạn; thủ tục mà nơi khác có dưới 50 hồ sơ; thời gian tạm dừng.",
        "Procedures without a limit, or with fewer than 50 dossiers elsewhere; stopped time.",
    ),
    innocent_if=Text(
        "Thiếu người, việc tăng đột biến, sự cố hệ thống, cơ quan phối hợp chậm.",
        "Too few staff, a surge of work, a system failure, slow partner agencies.",
    ),
    verify=Text(
        "Đặt cạnh khối lượng việc và số người của đơn vị; xem bước nào chiếm thời gian.",
        "Lay it beside the unit's workload and staff; see which step takes the time.",
    ),
    needs=Needs(),
    cases=cases,
    measure=measure,
    example=Example(
        Text(
            "Thời hạn 10 ngày. Năm đơn vị, mỗi nơi 90 hồ sơ xong ngày thứ 5 và 10 hồ sơ ngày thứ 13. Ở X-99 có 50 hồ "
            "sơ xong "
            "ngày thứ 5, 40 hồ sơ ngày thứ 13, 10 hồ sơ bị rút ngày thứ 5: bị rút cũng là kết thúc.",
            "The limit is 10 days. Five units finish 90 dossiers each on the 5th day and 10 on the 13th. X-99 "
            "finishes 50 on the "
            "5th and 40 on the 13th, and 10 are withdrawn on the 5th: that is an end, too.",
        ),
        (
            *(Story(f"soon{i}", "0 received T1; 5 finished T1", 90, unit=f"X-{i:02d}") for i in range(5)),
            *(Story(f"late{i}", "0 received T1; 13 finished T1", 10, unit=f"X-{i:02d}") for i in range(5)),
            Story("x-soon", "0 received T1; 5 finished T1", 50, unit="X-99"),
            Story("x-late", "0 received T1; 13 finished T1", 40, unit="X-99"),
            Story("x-withdrawn", "0 received T1; 5 withdrawn T1", 10, unit="X-99"),
        ),
        (Expected("description", "unit", "X-99", 100, 40, 10),),
    ),
)
