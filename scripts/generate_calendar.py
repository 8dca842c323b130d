"""Write src/liem/law/data/calendar.csv: the library's holidays of Vietnam, then our overrides.

The library is needed here alone (requirements/dev.in); Liêm itself reads the table.
"""

import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import holidays

from liem.base.formats import day as written
from liem.law.calendar import FIRST, LAST
from liem.law.entries import Confidence, read_toml
from liem.law.exceptional_days import (
    TABLE,
    ExceptionalDay,
    is_weekend,
    laid_over,
    read_overrides,
    write_table,
)

OVERRIDES = TABLE.with_name("calendar_overrides.toml")
LAST_ANNOUNCED = 2026
COMPARED_SINCE = 2024
"""From this year to LAST_ANNOUNCED the library's days were compared with published holiday schedules."""

NAMES = {
    "Tết Dương lịch": "New Year's Day",
    "29 Tết": "Lunar New Year, 29th of the last month",
    "Giao thừa Tết Nguyên Đán": "Lunar New Year's Eve",
    "Tết Nguyên Đán": "Lunar New Year's Day",
    "Mùng hai Tết Nguyên Đán": "second day of the Lunar New Year",
    "Mùng ba Tết Nguyên Đán": "third day of the Lunar New Year",
    "Mùng bốn Tết Nguyên Đán": "fourth day of the Lunar New Year",
    "Mùng năm Tết Nguyên Đán": "fifth day of the Lunar New Year",
    "Mùng sáu Tết Nguyên Đán": "sixth day of the Lunar New Year",
    "Ngày Giỗ Tổ Hùng Vương": "Hung Kings' Commemoration Day",
    "Ngày Chiến thắng": "Reunification Day",
    "Ngày Quốc tế Lao động": "International Labour Day",
    "Quốc khánh": "National Day",
}
FIXED = {(1, 1), (4, 30), (5, 1), (9, 2)}
OBSERVED_VI, OBSERVED_EN = " (nghỉ bù)", " (substitute day off)"
SWAP = "Ngày nghỉ (thay cho ngày "
SWAP_SOURCES = {2018: "Công văn 6519/VPCP-KGVX năm 2018", 2024: "Công văn 2450/VPCP-KGVX năm 2024"}
UNKNOWN_SWAP_SOURCE = "Thông báo hoán đổi ngày làm việc của năm (số văn bản chưa đối chiếu)"


def labour_code(day: date) -> str:
    """The Labour Code whose list of holidays held on that day."""
    if day >= date(2021, 1, 1):
        return "Bộ luật Lao động 45/2019/QH14, điều 112"
    if day >= date(2013, 5, 1):
        return "Bộ luật Lao động 10/2012/QH13, điều 115"
    return "Bộ luật Lao động năm 1994 (sửa đổi, bổ sung), điều 73"


def confidence_of(day: date) -> Confidence:
    if day.year > LAST_ANNOUNCED:
        return "estimated"
    return "SS" if day.year >= COMPARED_SINCE or (day.month, day.day) in FIXED else "R"


def swap(off: date, name: str) -> Iterator[ExceptionalDay]:
    """Both days of a swap the library knows."""
    work = datetime.strptime(name.removeprefix(SWAP).rstrip(")"), "%d/%m/%Y").date()  # noqa: DTZ007 (a date, no instant)
    source, confidence = SWAP_SOURCES.get(off.year, UNKNOWN_SWAP_SOURCE), confidence_of(off)
    vi, en = f"nghỉ hoán đổi, làm bù ngày {written(work)}", f"day off swapped with {written(work, 'en')}"
    yield ExceptionalDay(off, "swap_off", vi, en, source, confidence)
    vi, en = f"làm bù cho ngày nghỉ hoán đổi {written(off)}", f"worked in place of {written(off, 'en')}"
    yield ExceptionalDay(work, "makeup_work", vi, en, source, confidence)


def holiday(day: date, name: str) -> ExceptionalDay:
    """A holiday as the library names it; where two meet on one day, both are named."""
    names = [part.removesuffix(OBSERVED_VI) for part in name.split("; ")]
    observed = all(part.endswith(OBSERVED_VI) for part in name.split("; ")) and not is_weekend(day)
    vi, en = "; ".join(names), "; ".join(NAMES[part] for part in names)
    vi, en = (vi + OBSERVED_VI, en + OBSERVED_EN) if observed else (vi, en)
    kind = "observed" if observed else "holiday"
    return ExceptionalDay(day, kind, vi, en, labour_code(day), confidence_of(day))


def from_library() -> list[ExceptionalDay]:
    found = holidays.country_holidays("VN", years=range(FIRST.year, LAST.year + 1), language="vi")
    days: list[ExceptionalDay] = []
    for day, name in sorted(found.items()):
        days.extend(swap(day, name) if name.startswith(SWAP) else [holiday(day, name)])
    return days


def annual(taken: set[date]) -> Iterator[ExceptionalDay]:
    """The fixed holidays of the overrides file in every year they hold, with their substitute days."""
    for rule in read_toml(OVERRIDES)["annual"]:
        for year in range(rule["from"].year, LAST.year + 1):
            day = date(year, rule["month"], rule["day"])
            if day < rule["from"]:
                continue
            confidence = rule["confidence"] if year <= LAST_ANNOUNCED else "estimated"
            yield ExceptionalDay(day, "holiday", rule["name_vi"], rule["name_en"], rule["source"], confidence)
            if is_weekend(day):
                names = rule["name_vi"] + OBSERVED_VI, rule["name_en"] + OBSERVED_EN
                yield ExceptionalDay(next_free(day, taken), "observed", *names, rule["source"], confidence)


def next_free(day: date, taken: set[date]) -> date:
    while is_weekend(day) or day in taken:
        day += timedelta(days=1)
    return day


def generate(path: Path) -> int:
    """Write the table and return its number of rows."""
    library = from_library()
    overrides = [*annual({day.day for day in library}), *read_overrides(OVERRIDES)]
    days = [day for day in laid_over(library, overrides).values() if day.kind != "ordinary"]
    write_table(days, path)
    return len(days)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TABLE
    sys.stdout.write(f"{generate(target)} exceptional days written to {target.name}\n")
