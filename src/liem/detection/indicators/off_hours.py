"""E2: months in which somebody's looks at odd hours depart from their own habit and from their colleagues'."""

import narwhals.stable.v2 as nw
import numpy as np

from liem.detection.coding import Work, coded
from liem.detection.counting import numbers_of
from liem.detection.describing import counted as counted_against
from liem.detection.engine import Lazy
from liem.detection.indicator import Example, Expected, Indicator, Measured, Needs, Story, Text
from liem.detection.look_log import looks_at_their_time
from liem.detection.missing import CannotTell
from liem.detection.office_hours import clock_is_right, with_odd_hours
from liem.detection.statistics.tails import binomial_above

LEAST = 200
"""Looks an official must have in all."""
LEVEL = 0.001
"""One-sided level of both comparisons; the larger p decides."""


def cases(work: Work) -> Lazy:
    """Looks by official, role, unit and month, and how many were at odd hours: at night, or on a day off."""
    looks = looks_at_their_time(work).select("at", "official")
    looks = coded(work, looks.rename({"official": "code"}), "code", "official", "official")
    looks = looks.join(work.table("homes"), on="official", how="inner")
    looks = with_odd_hours(work, looks)
    month = (nw.col("at").dt.year() * 12 + nw.col("at").dt.month() - 1).cast(nw.Int32)
    rows = looks.select("official", "role", "unit", "odd", month=month)
    rows = rows.group_by("official", "role", "unit", "month").agg(n=nw.len(), event=nw.col("odd").sum())
    if not clock_is_right(work):
        raise CannotTell(_CLOCK)
    return rows


_CLOCK = Text(
    "gần một phần ba lượt mở rơi vào giờ nghỉ: đồng hồ hoặc múi giờ của nhật ký có lẽ sai, phải kiểm tra trước",
    "about a third of the looks are at odd hours: the clock or zone of the log is probably wrong and must be checked "
    "first",
)


def measure(work: Work, counted: Lazy) -> list[Measured]:
    """By unit: months in which an official departs both from their own other months and from others of their role."""
    rows = work.engine.collect(counted.sort("official", "month"))
    if not rows.num_rows:
        return []
    official, role, unit = (numbers_of(rows, name) for name in ("official", "role", "unit"))
    n, odd = numbers_of(rows, "n"), numbers_of(rows, "event")
    size, roles = int(official.max()) + 1, role + 1
    own_n, own_odd = np.bincount(official, n, size), np.bincount(official, odd, size)
    role_n, role_odd = np.bincount(roles, n), np.bincount(roles, odd)
    others_n, others_odd = role_n[roles] - own_n[official], role_odd[roles] - own_odd[official]
    habit = (own_odd[official] - odd + 0.5) / (own_n[official] - n + 1)
    peers = (others_odd + 0.5) / (others_n + 1)
    p = binomial_above(odd - 1, n, np.clip(np.maximum(habit, peers), 1e-6, 1.0))
    enough = (own_n[official] >= LEAST) & (own_n[official] > n) & (others_n > 0)
    found = []
    for one in np.unique(unit[enough & (unit >= 0)]).tolist():
        mine = enough & (unit == one)
        months = int(mine.sum())
        found.append(counted_against(one, months, float((p[mine] < LEVEL).sum()), months * LEVEL))
    return found


INDICATOR = Indicator(
    id="E2",
    act="E",
    version=3,
    family="access",
    name=Text("Mở hồ sơ ngoài giờ", "Looks at odd hours"),
    meaning=Text(
        "Ở đơn vị này có những tháng mà một người mở hồ sơ ngoài giờ nhiều hơn hẳn thói quen của chính mình và của "
        "người cùng "
        "vai trò.",
        "At this unit there were months in which somebody looked at dossiers at odd hours far more than they "
        "themselves and "
        "others in their role usually do.",
    ),
    formula=Text(
        "số tháng (theo cán bộ) có p < 0,001 khi so với các tháng khác của chính mình và với người cùng vai trò; "
        "ngoài giờ: trước "
        "6 giờ, từ 18 giờ, ngày nghỉ",
        "months (per official) with p < 0.001 against their own other months and against others in their role; odd "
        "hours: "
        "before 6, from 18 on, days off",
    ),
    source=Text(
        "Kiểm định nhị thức chính xác; so với chính mình và đồng nghiệp như trong kiểm tra truy cập (Fabbri "
        "& LeFevre 2013)",
        "Exact binomial tests; own and peer baselines as in access auditing (Fabbri & LeFevre 2013)",
    ),
    exclusions=Text(
        "Người có dưới 200 lượt mở; nhật ký mà gần một phần ba rơi vào giờ nghỉ (đồng hồ sai).",
        "Officials with fewer than 200 looks; logs with about a third at odd hours (a wrong clock).",
    ),
    innocent_if=Text(
        "Lệnh làm thêm giờ, chiến dịch, trực; báo cáo gấp; làm việc từ xa.",
        "An order for overtime, a campaign, duty; an urgent report; work from home.",
    ),
    verify=Text(
        "Hỏi đơn vị về lệnh làm thêm trong tháng đó trước khi hỏi ai.",
        "Ask the unit about orders for overtime in that month before asking any person.",
    ),
    needs=Needs(tables=("accesses",), columns=("events.official",)),
    cases=cases,
    measure=measure,
    example=Example(
        Text(
            "Bốn cán bộ mở hồ sơ mỗi tháng 80 lượt trong giờ, từ tháng 3 đến tháng 5. Tháng 5, A3 ở X-03 mở 80 lượt "
            "vào 21 giờ.",
            "Four officials look at 80 dossiers a month in office hours, from March to May. In May A3 of X-03 looks "
            "at 80 at nine "
            "in the evening.",
        ),
        tuple(
            Story(f"own{i}{month}", "0 received T1; 1 appraised {who}", 80, (f"A{i}",), unit=f"X-{i:02d}", start=start)
            for i in range(4)
            for month, start in (("a", 0), ("b", 21))
        ),
        (Expected("description", "unit", "X-03", 3, 1, 0.003),),
        tables={
            "accesses": tuple(
                {
                    "at": f"2026-{month:02d}-{monday + number % 5:02d}T{hour:02d}:{number // 5:02d}:00",
                    "official": f"A{i}",
                    "dossier": f"own{i}a-{number + 1}",
                    "action": "view",
                }
                for i in range(4)
                for month, monday in ((3, 9), (4, 6), (5, 4))
                for hour in (21 if (i, month) == (3, 5) else 10,)
                for number in range(80)
            )
        },
    ),
)
