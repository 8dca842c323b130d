"""The working calendar: moments are working days with their fractions, written as seconds of local time."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

FIRST, LAST = date(2022, 12, 1), date(2027, 5, 31)
_HOLIDAYS = [
    (date(2023, 1, 2), date(2023, 1, 2)),
    (date(2023, 1, 20), date(2023, 1, 26)),
    (date(2023, 5, 1), date(2023, 5, 3)),
    (date(2023, 9, 1), date(2023, 9, 4)),
    (date(2024, 1, 1), date(2024, 1, 1)),
    (date(2024, 2, 8), date(2024, 2, 14)),
    (date(2024, 4, 18), date(2024, 4, 18)),
    (date(2024, 4, 29), date(2024, 5, 1)),
    (date(2024, 9, 2), date(2024, 9, 3)),
    (date(2025, 1, 1), date(2025, 1, 1)),
    (date(2025, 1, 27), date(2025, 1, 31)),
    (date(2025, 4, 7), date(2025, 4, 7)),
    (date(2025, 4, 30), date(2025, 5, 2)),
    (date(2025, 9, 1), date(2025, 9, 2)),
    (date(2026, 1, 1), date(2026, 1, 2)),
    (date(2026, 2, 16), date(2026, 2, 20)),
    (date(2026, 4, 27), date(2026, 4, 27)),
    (date(2026, 4, 30), date(2026, 5, 1)),
]
"""First and last days."""
_WORKED_SATURDAYS = {date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10)}

DAY = 24 * 60 * 60
"""Seconds, as are those that follow."""
MORNING_OPENS, MORNING_CLOSES, AFTERNOON_OPENS, AFTERNOON_CLOSES = 27_000, 41_400, 48_600, 61_200
"""7:30 to 11:30 and 13:30 to 17:00."""
MORNING = MORNING_CLOSES - MORNING_OPENS
WORKED = float(MORNING + AFTERNOON_CLOSES - AFTERNOON_OPENS)

EPOCH = date(1970, 1, 1)
_START = (FIRST - EPOCH).days * DAY


def _is_worked(day: date) -> bool:
    holiday = any(first <= day <= last for first, last in _HOLIDAYS)
    return day in _WORKED_SATURDAYS or (day.weekday() < 5 and not holiday)


WORKDAYS = [place for place in range((LAST - FIRST).days + 1) if _is_worked(FIRST + timedelta(place))]
"""Days since the first."""
_WORKDAYS = np.array(WORKDAYS)


def date_of(workday: int) -> date:
    return FIRST + timedelta(WORKDAYS[workday])


def workday_of(day: date) -> int:
    """The last working day until then; -1 before all of them."""
    return int(np.searchsorted(_WORKDAYS, (day - FIRST).days, side="right") - 1)


def workday_at(seconds: int) -> int:
    return int(np.searchsorted(_WORKDAYS, (seconds - _START) // DAY, side="right") - 1)


def seconds_at(moment: float) -> int:
    workday = int(moment)
    worked = (moment - workday) * WORKED
    seconds = MORNING_OPENS + worked if worked < MORNING else AFTERNOON_OPENS + (worked - MORNING)
    return midnight(workday) + int(seconds)


def midnight(workday: int) -> int:
    """Before the day."""
    return _START + WORKDAYS[workday] * DAY


def closing(workday: int) -> int:
    return midnight(workday) + AFTERNOON_CLOSES


def day_before(workday: int) -> int:
    """Its midnight; the day itself need not be worked."""
    return midnight(workday) - DAY
