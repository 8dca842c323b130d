"""E4: weeks in which dossiers are exported or printed in bursts."""

from datetime import date, timedelta

import narwhals.stable.v2 as nw
import numpy as np

from liem.detection.accesses import COPIES
from liem.detection.coding import Work, coded, with_ordinal
from liem.detection.counting import numbers_of
from liem.detection.describing import counted as counted_against
from liem.detection.engine import Lazy, distinct
from liem.detection.indicator import Example, Expected, Indicator, Measured, Needs, Story, Text
from liem.detection.look_log import looks_at_their_time
from liem.detection.missing import CannotTell
from liem.detection.statistics.cells import Floats

WEEK = 5
"""Working days."""
WEEKS = 12
"""Weeks the records must run: a quarter."""
FACTOR = 3.0
"""The chart looks for so many times the usual number …"""
YEARS = 5
"""… and an ordinary official signals no more than once in so many years."""
LEAST = 10
"""Copies in a week below which nothing is a burst."""


def cases(work: Work) -> Lazy:
    """Dossiers exported or printed, by official, unit, role and week."""
    copies = looks_at_their_time(work).filter(nw.col("action").is_in(COPIES)).select("at", "official", "dossier")
    copies = coded(work, copies.rename({"official": "code"}), "code", "official", "official")
    copies = with_ordinal(work, copies, "at", "w").join(work.table("homes"), on="official", how="inner")
    rows = copies.select("official", "unit", "role", "dossier", week=((nw.col("w") - nw.col("w") % WEEK) / WEEK))
    rows = distinct(rows.with_columns(week=nw.col("week").cast(nw.Int32)))
    rows = rows.group_by("official", "unit", "role", "week").agg(n=nw.len())
    if not work.engine.collect(rows.head(1)).num_rows:
        raise CannotTell(_NONE)
    return rows


_NONE = Text("nhật ký không ghi lần trích xuất hay in nào", "the log records no export and no print")


def measure(work: Work, counted: Lazy) -> list[Measured]:
    """By unit: how often an official's chart signalled, against once in :data:`YEARS` years each."""
    rows = work.engine.collect(counted.sort("official", "week"))
    official, unit, role = (numbers_of(rows, name) for name in ("official", "unit", "role"))
    week, n = numbers_of(rows, "week"), numbers_of(rows, "n").astype(float)
    weeks = int(week.max() - week.min()) + 1
    if weeks < WEEKS:
        return []
    people = np.unique(official)
    size = int(official.max()) + 1
    usual = {one: np.bincount(official[role == one], n[role == one], size) for one in np.unique(role).tolist()}
    found: dict[int, list[float]] = {}
    for person in people.tolist():
        mine = official == person
        series = np.zeros(weeks)
        np.add.at(series, week[mine] - week.min(), n[mine])
        colleagues = usual[int(role[mine][0])]
        peers = float(np.median(colleagues[colleagues > 0])) / weeks
        found.setdefault(int(unit[mine][0]), []).append(bursts(series, max(float(np.median(series)), peers)))
    return [
        counted_against(one, len(times), sum(times), len(times) * weeks / 52 / YEARS)
        for one, times in sorted(found.items())
        if one >= 0
    ]


def bursts(series: Floats, usual: float) -> float:
    """How often a Poisson CUSUM over weekly numbers signalled in a week of at least :data:`LEAST`; it starts again."""
    usual = max(usual, 0.5)
    now, times, limit = 0.0, 0, float(np.log(52 * YEARS))
    for number in series.tolist():
        now = max(0.0, now + number * float(np.log(FACTOR)) - usual * (FACTOR - 1))
        if now >= limit and number >= LEAST:
            now, times = 0.0, times + 1
    return float(times)


INDICATOR = Indicator(
    id="E4",
    act="E",
    version=2,
    family="access",
    name=Text("Trích xuất, in dồn dập", "Bursts of exports and prints"),
    meaning=Text(
        "Ở đơn vị này có tuần mà hồ sơ bị trích xuất hoặc in nhiều gấp bội mức thường của người đó và người cùng vai "
        "trò.",
        "At this unit there were weeks in which dossiers were exported or printed many times as often as that person "
        "and "
        "others in the role usually do.",
    ),
    formula=Text(
        "S = max(0, S + x·ln 3 − 2λ), x: số hồ sơ trích xuất hoặc in trong tuần, λ: trung vị của chính mình hoặc của "
        "người cùng vai "
        "trò, lấy số lớn hơn; báo khi S ≥ ln(260) và x ≥ 10",
        "S = max(0, S + x·ln 3 − 2λ), x: dossiers exported or printed in the week, λ: the larger of one's own median "
        "and that of "
        "the role; a signal at S ≥ ln(260) and x ≥ 10",
    ),
    source=Text(
        "Lucas 1985 (Poisson CUSUM); Lorden 1971 cho giới hạn", "Lucas 1985 (Poisson CUSUM); Lorden 1971 for the limit"
    ),
    exclusions=Text(
        "Nhật ký dưới 12 tuần; xem mà không in, không trích xuất; cùng hồ sơ trong tuần tính một.",
        "Logs of fewer than 12 weeks; looks without a copy; the same dossier in one week counts once.",
    ),
    innocent_if=Text(
        "Tuần báo cáo; bàn giao, số hóa, kiểm tra, thanh tra yêu cầu cung cấp hồ sơ.",
        "A week of reports; a hand-over, digitisation, an audit or inspection that asked for copies.",
    ),
    verify=Text(
        "Hỏi đơn vị tuần đó có báo cáo, bàn giao, kiểm tra nào.",
        "Ask the unit what report, hand-over or audit there was in that week.",
    ),
    needs=Needs(tables=("accesses",), columns=("events.official",)),
    cases=cases,
    measure=measure,
    example=Example(
        Text(
            "Bốn cán bộ in 2 hồ sơ mỗi tuần trong 16 tuần; tuần thứ 7 và thứ 13, A3 ở X-03 in thêm 30 hồ sơ.",
            "Four officials print 2 dossiers a week for 16 weeks; in the 7th and the 13th A3 of X-03 prints 30 more.",
        ),
        tuple(
            Story(f"own{i}", "0 received T1; 1 appraised {who}", 60, (f"A{i}",), unit=f"X-{i:02d}") for i in range(4)
        ),
        (Expected("description", "unit", "X-03", 1, 2),),
        tables={
            "accesses": tuple(
                {
                    "at": f"{date(2026, 3, 4) + timedelta(days=7 * week)}T10:{number:02d}:00",
                    "official": f"A{i}",
                    "dossier": f"own{i}-{2 * week + number + 1 if number < 2 else 30 + number - 2}",
                    "action": "print",
                }
                for i in range(4)
                for week in range(16)
                for number in range(32 if i == 3 and week in (6, 12) else 2)
            )
        },
    ),
)
