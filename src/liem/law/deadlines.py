"""The last day of a limit (Civil Code 2015, articles 147 and 148).

The first day does not count; a limit in calendar days or months that ends on a day off ends on the next working day.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from liem.base.errors import UserError
from liem.law.calendar import WorkingCalendar
from liem.law.limits import Rule, Unit


def last_day(rule: Rule, start: date, calendar: WorkingCalendar, stopped: int = 0) -> date:
    """The last day of ``rule`` for a clock that started on ``start`` and has stood still for ``stopped`` of its units.

    Raises :class:`UserError` where the rule has no number, or none that is counted in days or months.
    """
    count = _COUNTS.get(rule.unit)
    if count is None:
        raise UserError(f"the rule {rule.id} is not counted in days or months ({rule.unit}), so it has no last day")
    return count(start, rule.value, stopped, calendar)


def _working_days(start: date, value: int, stopped: int, calendar: WorkingCalendar) -> date:
    return calendar.add_working_days(start, value + stopped)


def _days(start: date, value: int, stopped: int, calendar: WorkingCalendar) -> date:
    return calendar.on_or_after(start + timedelta(days=value + stopped))


def _months(start: date, value: int, stopped: int, calendar: WorkingCalendar) -> date:
    """``stopped`` is in days here."""
    return calendar.on_or_after(same_day_later(start, value) + timedelta(days=stopped))


def same_day_later(start: date, months: int) -> date:
    """The same day of a later month, or that month's last day (Civil Code 2015, art. 147)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


_COUNTS: dict[Unit, Callable[[date, int, int, WorkingCalendar], date]] = {
    "working_day": _working_days,
    "day": _days,
    "month": _months,
}
