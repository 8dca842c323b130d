"""The working calendar: time as working minutes since the first day, and the way to the clock on the wall and back.

A working day has 450 minutes, 07:30-11:30 and 13:30-17:00; nights, weekends and holidays do not exist on this axis.
What is written is in seconds since 2025 began.
"""

from __future__ import annotations

import bisect
from datetime import date, datetime, time, timedelta

DAY = 450
MORNING = 240
MORNING_OPENS, AFTERNOON_OPENS = 7 * 60 + 30, 13 * 60 + 30
"""Minutes after midnight."""
HOUR_SECONDS, DAY_SECONDS = 3_600, 86_400

FIRST, LAST_RECEIPT = date(2025, 5, 5), date(2026, 6, 26)
EXTRACTED = datetime(2026, 6, 30, 17, 30)  # noqa: DTZ001 local time throughout; the offset is written with it
"""The records hold nothing after this moment."""
EPOCH = datetime(2025, 1, 1)  # noqa: DTZ001
OFFSET = "+07:00"

HOLIDAYS = {
    *(date(2025, 9, day) for day in (1, 2)),
    *(date(2026, 1, day) for day in (1, 2)),
    *(date(2026, 2, day) for day in range(16, 21)),
    *(date(2026, 4, day) for day in (27, 30)),
    date(2026, 5, 1),
}
WORKDAYS = [
    day
    for day in (FIRST + timedelta(n) for n in range((date(2027, 3, 1) - FIRST).days))
    if day.weekday() < 5 and day not in HOLIDAYS
]
LAST_MINUTE = len(WORKDAYS) * DAY - 1


def workdays_before(day: date) -> int:
    return bisect.bisect_left(WORKDAYS, day)


RECEIPT_DAYS = workdays_before(LAST_RECEIPT + timedelta(1))
RECEIPTS_END = RECEIPT_DAYS * DAY

MERGER_DAY = date(2025, 11, 3)
"""Transport becomes part of construction."""
REFORM_DAY = date(2026, 1, 5)
"""New limits and fees hold from here on."""
NEW_PROCEDURE_DAY = date(2025, 12, 1)
MERGER = workdays_before(MERGER_DAY) * DAY


def day_of(minute: float) -> date:
    return WORKDAYS[int(min(minute, LAST_MINUTE) // DAY)]


def seconds(minute: float) -> int:
    """Seconds since the epoch at a working minute."""
    day, minutes = divmod(min(minute, LAST_MINUTE), DAY)
    since_midnight = MORNING_OPENS + minutes if minutes < MORNING else AFTERNOON_OPENS + (minutes - MORNING)
    moment = datetime.combine(WORKDAYS[int(day)], time()) + timedelta(minutes=since_midnight)
    return int((moment - EPOCH).total_seconds())


def midnight(second: float) -> float:
    return second // DAY_SECONDS * DAY_SECONDS


def seconds_of(moment: datetime) -> float:
    return (moment - EPOCH).total_seconds()


EXTRACTED_SECOND = seconds_of(EXTRACTED)


def written(second: float) -> str:
    return (EPOCH + timedelta(seconds=int(second))).isoformat() + OFFSET


def read(text: str) -> datetime:
    """The local time of what :func:`written` wrote."""
    return datetime.fromisoformat(text[:19])


def workdays_elapsed(moment: datetime) -> float:
    """Working days from the first one to a moment of the wall clock, with their fraction."""
    day = moment.date()
    before = workdays_before(day)
    if WORKDAYS[before] != day:
        return float(before)
    minute = moment.hour * 60 + moment.minute + moment.second / 60
    morning = min(max(minute - MORNING_OPENS, 0), MORNING)
    afternoon = min(max(minute - AFTERNOON_OPENS, 0), DAY - MORNING)
    return before + (morning + afternoon) / DAY
