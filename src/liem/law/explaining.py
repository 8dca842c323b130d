"""Why is this the date? A clock's answer in sentences and day by day, in both languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from liem.base.formats import Language
from liem.base.formats import day as written
from liem.base.formats import instant as written_instant
from liem.law.calendar import WEEKDAYS, WorkingCalendar
from liem.law.clock import Due, Grant, Reason, Stop, merged
from liem.law.limits import Event, Extension, Limits

_UNITS: dict[str, dict[Language, str]] = {
    "working_day": {"vi": "ngày làm việc", "en": "working days"},
    "day": {"vi": "ngày", "en": "days"},
    "month": {"vi": "tháng", "en": "months"},
    "hour": {"vi": "giờ", "en": "hours"},
    "working_hour": {"vi": "giờ làm việc", "en": "working hours"},
}
_CONFIDENCE: dict[str, dict[Language, str]] = {
    "SP": {"vi": "đã đọc văn bản gốc", "en": "seen in the primary text"},
    "SS": {"vi": "đọc qua nguồn thứ cấp, chưa đối chiếu văn bản gốc", "en": "seen in a secondary source only"},
    "R": {"vi": "nhớ lại, chưa đối chiếu văn bản gốc", "en": "recalled, not compared with the text"},
    "U": {"vi": "chưa chắc chắn, không điền số", "en": "uncertain: no number is given"},
}
REASONS: dict[Reason, dict[Language, str]] = {
    "ground": {
        "vi": "pháp luật không cho dừng thời hạn này vì lý do đó",
        "en": "the law does not let this limit stand still on that ground",
    },
    "before_start": {"vi": "trước khi thời hạn này bắt đầu", "en": "before this limit began"},
    "after_due": {"vi": "sau khi thời hạn đã hết", "en": "after the limit had passed"},
    "reversed": {"vi": "ngày kết thúc trước ngày bắt đầu", "en": "it ends before it begins"},
    "beyond_ceiling": {"vi": "vượt mức luật cho phép", "en": "more than the law allows"},
    "too_often": {"vi": "quá số lần luật cho phép", "en": "more often than the law allows"},
    "needs_earlier": {
        "vi": "phải có lần gia hạn trước theo luật",
        "en": "another extension must have come before",
    },
    "no_such_extension": {"vi": "thời hạn này không có gia hạn như vậy", "en": "this limit has no such extension"},
}
"""Why the clock takes no notice of a stop or an extension, as a half-sentence."""


@dataclass(frozen=True)
class Step:
    """One day of a limit. ``number``: which day of the limit it is; ``None``: it does not count."""

    day: date
    number: int | None
    why: str


def sentences(due: Due, calendar: WorkingCalendar, language: Language = "vi") -> list[str]:
    """The whole answer: the rule and its basis, the start, what lengthened it, what did not, the end, and the doubt."""
    said = [_rule(due, language), _start(due, language)]
    said += [_stop(stop, language) for stop in due.stopped]
    said += [_grant(grant, extension, language) for grant, extension in due.granted]
    said += [_ignored(fact, reason, language) for fact, reason in due.ignored]
    said += _end(due, calendar, language)
    doubt = _CONFIDENCE.get(due.confidence, {}).get(language, due.confidence)
    said.append(_say(language, f"Độ tin cậy: {doubt}. {due.rule.note_vi}", f"Confidence: {doubt}. {due.rule.note_en}"))
    return said


def days(due: Due, calendar: WorkingCalendar, language: Language = "vi") -> Iterator[Step]:
    """Every day from the start to the last one, each once, with the reason why it counts or does not.

    Empty while the clock stands still, has not started, has no number, or is counted in hours.
    """
    if due.started is None or due.last_day is None or due.rule.unit not in ("working_day", "day", "month"):
        return
    start, gaps, number = due.started.date(), merged(due.stopped), 0
    yield Step(start, None, _say(language, "ngày bắt đầu không tính", "the first day does not count"))
    for offset in range(1, (due.last_day - start).days + 1):
        day = start + timedelta(days=offset)
        why = _why_not_counted(due, day, gaps, calendar, language)
        number += not why
        yield Step(day, None if why else number, why or _why_counted(due, day, calendar, language))


def _why_counted(due: Due, day: date, calendar: WorkingCalendar, language: Language) -> str:
    if due.rule.unit == "working_day":
        return calendar.why(day, language)
    named = f"{WEEKDAYS[language][day.weekday()]} {written(day, language)}"
    if calendar.is_working_day(day):
        return named
    return _say(language, f"{named}: ngày nghỉ cũng tính", f"{named}: a day off counts too")


def _why_not_counted(
    due: Due, day: date, gaps: list[tuple[date, date | None]], calendar: WorkingCalendar, language: Language
) -> str:
    if any(since < day and (until is None or day <= until) for since, until in gaps):
        return _say(language, "đang tạm dừng, không tính", "the clock stands still")
    if due.rule.unit == "working_day" and not calendar.is_working_day(day):
        return calendar.why(day, language)
    if due.nominal and day > due.nominal:
        moved = _say(language, "chuyển sang ngày làm việc tiếp theo", "moved on to the next working day")
        return f"{moved}: {calendar.why(day, language)}"
    return ""


def _rule(due: Due, language: Language) -> str:
    basis = "; ".join(due.rule.legal_basis)
    if not due.rule.is_known:
        return _say(
            language,
            f"{due.rule.name_vi}: chưa có số ngày ({basis}).",
            f"{due.rule.name_en}: no number is known ({basis}).",
        )
    if due.rule.unit == "at_once":
        return _say(language, f"{due.rule.name_vi}: ngay ({basis}).", f"{due.rule.name_en}: at once ({basis}).")
    amount = f"{due.rule.value} {_UNITS[due.rule.unit][language]}"
    return f"{due.rule.name(language)}: {amount} ({basis})."


def _start(due: Due, language: Language) -> str:
    event = Limits.load().events.get(due.rule.starts_at, Event("", "", ""))
    if due.started is None:
        return _say(language, f"Chưa bắt đầu: chờ {event.vi}.", f"Not begun: waiting for {event.en}.")
    if due.rule.unit in ("hour", "working_hour", "at_once"):
        at = written_instant(due.started, language)
        return _say(language, f"Tính từ lúc {at} ({event.vi}).", f"Counted from {at} ({event.en}).")
    on = written(due.started, language)
    return _say(
        language,
        f"Bắt đầu ngày {on} ({event.vi}); ngày đó không tính (Bộ luật Dân sự 2015, điều 147).",
        f"It began on {on} ({event.en}); that day does not count (Civil Code 2015, art. 147).",
    )


def _stop(stop: Stop, language: Language) -> str:
    event = Limits.load().events.get(stop.ground, Event("", stop.ground, stop.ground))
    since = written(stop.since, language)
    if stop.until is None:
        return _say(language, f"Đang dừng từ {since} ({event.vi}).", f"It has stood still since {since} ({event.en}).")
    until = written(stop.until, language)
    return _say(
        language,
        f"Dừng từ {since} đến {until} ({event.vi}): thời gian này không tính.",
        f"It stood still from {since} to {until} ({event.en}): that time does not count.",
    )


def _grant(grant: Grant, extension: Extension, language: Language) -> str:
    amount = f"{grant.amount or extension.value} {_UNITS[extension.unit][language]}"
    on = written(grant.decided_on, language)
    if extension.how == "up_to":
        return _say(
            language,
            f"Gia hạn theo quyết định ngày {on}: tổng cộng {amount} ({extension.needs_vi}).",
            f"Extended by the decision of {on} to {amount} in all ({extension.needs_en}).",
        )
    return _say(
        language,
        f"Gia hạn theo quyết định ngày {on}: thêm {amount} ({extension.needs_vi}).",
        f"Extended by the decision of {on} by {amount} ({extension.needs_en}).",
    )


def _ignored(fact: Stop | Grant, reason: Reason, language: Language) -> str:
    why = REASONS[reason][language]
    if isinstance(fact, Stop):
        on = written(fact.since, language)
        return _say(language, f"Lần dừng từ {on} không được tính: {why}.", f"The stop of {on} does not count: {why}.")
    on = written(fact.decided_on, language)
    return _say(
        language,
        f"Quyết định gia hạn ngày {on} không được tính: {why}.",
        f"The extension of {on} does not count: {why}.",
    )


def _end(due: Due, calendar: WorkingCalendar, language: Language) -> list[str]:
    if due.state == "standing_still":
        return [_say(language, "Thời hạn sẽ tính tiếp khi phục hồi.", "It goes on when the matter is resumed.")]
    if due.at is None or due.last_day is None:
        return []
    if due.rule.unit in ("hour", "working_hour", "at_once"):
        at = written_instant(due.at, language)
        return [_say(language, f"Đến hạn lúc {at}.", f"Due at {at}.")]
    said = []
    if due.nominal and due.nominal != due.last_day:
        said.append(calendar.why(due.nominal, language))
        said.append(
            _say(
                language,
                "Nên thời hạn kết thúc vào ngày làm việc tiếp theo (Bộ luật Dân sự 2015, điều 148).",
                "So the limit ends on the next working day (Civil Code 2015, art. 148).",
            )
        )
    last = written(due.last_day, language)
    said.append(_say(language, f"Ngày cuối cùng: {last}, đến 24 giờ.", f"The last day is {last}, until midnight."))
    return said


def _say(language: Language, vi: str, en: str) -> str:
    return vi if language == "vi" else en
