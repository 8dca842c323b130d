"""The working days of Vietnamese state offices, counted as statutory time limits count them.

Weekends, public holidays (Labour Code 45/2019/QH14, art. 112, and resolution 28/2026/QH16), their substitute days off
and the swapped working days announced each year. Swap decisions bind state bodies. Nothing here reaches for a network
or for a calendar library: the exceptional days are a table in the package.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from liem.base.errors import InputError, UserError
from liem.base.formats import Language
from liem.base.formats import day as written
from liem.law.exceptional_days import ExceptionalDay, is_weekend, laid_over, read_overrides, read_table

FIRST, LAST = date(2000, 1, 1), date(2035, 12, 31)
"""The days the table covers, both included."""

WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_WEEKLY_OFF = {"vi": "ngày nghỉ hằng tuần", "en": "weekly day off"}
_PLAIN = {"vi": "ngày làm việc bình thường", "en": "ordinary working day"}
_VERDICT = {
    True: {"vi": "là ngày làm việc", "en": "is a working day"},
    False: {"vi": "không phải là ngày làm việc", "en": "is not a working day"},
}
_DOUBT = {
    "estimated": {
        "vi": "ngày dự kiến, chưa có thông báo chính thức của năm đó",
        "en": "an estimate: the announcement for that year is not out",
    },
    "U": {"vi": "chưa chắc chắn, cần đối chiếu văn bản", "en": "uncertain: to be compared with the document"},
}


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of the table. ``ordinal``: working days since the table began, this day included.

    ``reason``, ``source`` and ``confidence`` are empty for a plain weekday or weekend; ``kind`` then is ``weekday`` or
    ``weekend``, else as in :mod:`liem.law.exceptional_days`.
    """

    day: date
    is_working: bool
    ordinal: int
    reason: str
    source: str
    confidence: str
    kind: str


class WorkingCalendar:
    """Working days from :data:`FIRST` to :data:`LAST`; every question is answered in constant time.

    A day outside raises :class:`UserError` naming the range: such a date is a typing error, or needs a longer table.

    >>> calendar = WorkingCalendar.load()
    >>> calendar.working_days_between(date(2026, 8, 28), date(2026, 9, 4))
    2
    >>> calendar.add_working_days(date(2026, 8, 28), 2)
    datetime.date(2026, 9, 4)
    """

    def __init__(self, exceptional: dict[date, ExceptionalDay]) -> None:
        self._exceptional = exceptional
        self._origin = FIRST.toordinal()
        off, count = self._days_off(), 0
        self._ordinals: list[int] = []
        self._working: list[int] = []
        for offset in range(LAST.toordinal() - self._origin + 1):
            if offset not in off:
                count += 1
                self._working.append(offset)
            self._ordinals.append(count)

    @classmethod
    def load(cls, overrides: Path | None = None) -> "WorkingCalendar":
        """The calendar of the house: that of the package, with what was laid over it (:func:`lay_over`).

        With ``overrides``, what that file (TOML) says of its days comes first instead.

        Raises :class:`InputError` for a file that cannot be meant: one line with file, entry and remedy.
        """
        if overrides is None:
            return _present(_laid_over)
        days = read_overrides(overrides)
        for number, day in enumerate(days, 1):
            if not FIRST <= day.day <= LAST:
                where = f"{overrides}, entry {number}"
                raise InputError(f"{day.day} is outside the calendar", where, f"days go from {FIRST} to {LAST}")
        return cls(laid_over(read_table(), days))

    def is_working_day(self, day: date) -> bool:
        """Whether state offices work on that day."""
        offset = self._offset(day)
        return self._ordinals[offset] != (self._ordinals[offset - 1] if offset else 0)

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to ``end``: the first day does not count, the last does.

        Negative if ``end`` comes before ``start``; the same number then, with the other sign.
        """
        return self._ordinals[self._offset(end)] - self._ordinals[self._offset(start)]

    def ordinal(self, day: date) -> int:
        """Working days since the table began, this day included."""
        return self._ordinals[self._offset(day)]

    def ordinals(self) -> list[int]:
        """:meth:`ordinal` of every day from :data:`FIRST` on, for laying out many days at once."""
        return list(self._ordinals)

    def add_working_days(self, start: date, n: int) -> date:
        """The last day of a limit of ``n`` working days from ``start``, whose own day does not count.

        It is the working day ``d`` with ``working_days_between(start, d) == n``; for ``n`` = 0 it is ``start`` itself.
        """
        offset = self._offset(start)
        if n == 0:
            return start
        position = self._ordinals[offset] + n - 1
        if not 0 <= position < len(self._working):
            raise UserError(
                f"{n} working days from {start} end outside the calendar, which goes from {FIRST} to {LAST}"
            )
        return date.fromordinal(self._origin + self._working[position])

    def on_or_after(self, day: date) -> date:
        """``day`` if it is a working day, else the next one.

        So ends a limit in calendar days whose last day is off (Civil Code 2015, art. 148).
        """
        position = bisect_left(self._working, self._offset(day))
        if position == len(self._working):
            raise UserError(f"no working day from {day} on in the calendar, which goes from {FIRST} to {LAST}")
        return date.fromordinal(self._origin + self._working[position])

    def why(self, day: date, language: Language = "vi") -> str:
        """One sentence: whether that day is a working day, why, by which document, and what is doubtful about it."""
        verdict, named = self.is_working_day(day), f"{WEEKDAYS[language][day.weekday()]} {written(day, language)}"
        exceptional = self._exceptional.get(day)
        if exceptional is None:
            reason = (_WEEKLY_OFF if is_weekend(day) else _PLAIN)[language]
            return f"{_capital(named)} {_VERDICT[verdict][language]}: {reason}."
        reason = f"{_reason(exceptional, language)} ({exceptional.source})"
        doubt = _DOUBT.get(exceptional.confidence, {}).get(language)
        return f"{_capital(named)} {_VERDICT[verdict][language]}: {reason}" + (f"; {doubt}." if doubt else ".")

    def table(self, language: Language = "vi") -> list[CalendarDay]:
        """Every day of the calendar in order, for joining with dossiers."""
        return [
            self._row(date.fromordinal(self._origin + n), ordinal, language) for n, ordinal in enumerate(self._ordinals)
        ]

    def exceptional_days(self) -> list[ExceptionalDay]:
        """The days that are not what their weekday says, in order."""
        return list(self._exceptional.values())

    def _row(self, day: date, ordinal: int, language: Language) -> CalendarDay:
        working, exceptional = self.is_working_day(day), self._exceptional.get(day)
        if exceptional is not None:
            reason = _reason(exceptional, language)
            return CalendarDay(
                day, working, ordinal, reason, exceptional.source, exceptional.confidence, exceptional.kind
            )
        if is_weekend(day):
            return CalendarDay(day, working, ordinal, _WEEKLY_OFF[language], "", "", "weekend")
        return CalendarDay(day, working, ordinal, "", "", "", "weekday")

    def _days_off(self) -> set[int]:
        """Offsets of the days off: the weekends, then what the table says."""
        saturday = (5 - FIRST.weekday()) % 7
        size = LAST.toordinal() - self._origin + 1
        off = set(range(saturday, size, 7)) | set(range((saturday + 1) % 7, size, 7))
        for day, exceptional in self._exceptional.items():
            (off.discard if exceptional.is_working else off.add)(day.toordinal() - self._origin)
        return off

    def _offset(self, day: date) -> int:
        offset = day.toordinal() - self._origin
        if not 0 <= offset < len(self._ordinals):
            raise UserError(
                f"{day} is outside the working-day calendar, which goes from {FIRST} to {LAST}; check the date"
            )
        return offset


_laid_over: Path | None = None


def lay_over(overrides: Path | None) -> WorkingCalendar:
    """From now on the calendar of this process is the package's with this file over it; ``None`` takes it off again.

    Raises :class:`InputError` for a file that cannot be meant, and leaves everything as it was.
    """
    global _laid_over
    _present.cache_clear()
    calendar = _present(overrides)
    _laid_over = overrides
    return calendar


@lru_cache(maxsize=1)
def _present(overrides: Path | None) -> WorkingCalendar:
    return WorkingCalendar.load(overrides) if overrides else WorkingCalendar(laid_over(read_table(), ()))


def _reason(day: ExceptionalDay, language: Language) -> str:
    return day.reason_vi if language == "vi" else day.reason_en


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
