"""One dossier on a date axis: what was done when, when the clock stood, and what lies past the due date."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from liem.base.clock import local
from liem.base.formats import Language, day, instant
from liem.detection.charts.scales import Days
from liem.detection.charts.svg import LETTER, Drawing, fits, picture
from liem.detection.charts.words import activity, word, working_days

BAR = 26
LANE = 19
LANES = 5
NARROWEST_DAY = 1.6
"""Below this width days off are not shaded: they would be a grey haze."""


@dataclass(frozen=True)
class Step:
    """One event; ``note`` is shown as it is (an official's code, a document, a reason)."""

    at: datetime
    activity: str
    note: str = ""


@dataclass(frozen=True)
class Stop:
    """The clock stood from ``start`` to ``end`` (None: it still stands), ``days`` working days."""

    start: datetime
    end: datetime | None
    days: int


@dataclass(frozen=True)
class Timeline:
    """A dossier. All counts are working days as the legal clock counts them; nothing of the clock is computed here.

    ``due``: the statutory due day, lawful stops allowed for; ``promised``: the date on record, where it is another.
    ``until``: the end of the records, for a dossier that is not finished. ``counted``: days used of
    ``limit``; ``late``: days past due.
    """

    dossier: str
    received: datetime
    until: datetime
    finished: datetime | None = None
    due: date | None = None
    promised: date | None = None
    limit: int | None = None
    counted: int | None = None
    late: int = 0
    stops: Sequence[Stop] = ()
    steps: Sequence[Step] = ()
    is_working: Callable[[date], bool] = lambda day: day.weekday() < 5

    @property
    def end(self) -> datetime:
        return self.finished or max(self.until, self.received)


def timeline(data: Timeline, language: Language = "vi") -> str:
    """The dossier's bar, numbered steps, and the key to the numbers below."""
    title = f"{'Hồ sơ' if language == 'vi' else 'Dossier'} {data.dossier}"
    return picture(
        title,
        summary(data, language),
        lambda drawing: _Picture(data, drawing, language).draw(),
        "timeline",
        halved=False,
    )


def summary(data: Timeline, language: Language) -> str:
    """The counts in one line, as they stand above the bar."""
    parts = []
    if data.counted is not None:
        of = working_days(data.counted if data.limit is None else data.limit, language)
        parts.append(of if data.limit is None else f"{data.counted} / {of}")
    if data.stops:
        parts.append(f"{word('stopped', language).lower()}: {sum(stop.days for stop in data.stops)}")
    if data.late:
        parts.append(f"{word('late', language).lower()}: {data.late}")
    if data.finished is None:
        parts.append(word("not_finished", language))
    return " · ".join(parts)


class _Picture:
    """The timeline at one width."""

    def __init__(self, data: Timeline, drawing: Drawing, language: Language) -> None:
        self.data, self.d, self.language = _in_vietnam(data), drawing, language
        data = self.data
        self.left, self.right = 12, drawing.width - 12
        marks = [mark for mark in (data.due, data.promised) if mark is not None]
        self.x = Days(data.received.date(), max([data.end.date(), *marks]) + timedelta(days=1), self.left, self.right)
        self.steps = sorted(data.steps, key=lambda step: step.at)
        self.lanes = self._lanes()
        self.words_at = 136 if language == "vi" else 152
        words = summary(data, language)
        self.head = [words] if fits(words, (self.right - self.left) / 1.15) else words.split(" · ")
        self.flag = 39.0 + 17 * len(self.head)
        self.bar = self.flag + LANE * (max(self.lanes, default=0) + 1) + 10

    def at(self, moment: datetime) -> float:
        return self.x(moment.date(), (moment.hour * 60 + moment.minute) / 1440)

    def _lanes(self) -> list[int]:
        """Steps close together stand above one another."""
        last = [float("-inf")] * LANES
        lanes = []
        for step in self.steps:
            x = self.at(step.at)
            lane = next((lane for lane in range(LANES) if x - last[lane] >= LANE), last.index(min(last)))
            last[lane] = x
            lanes.append(lane)
        return lanes

    def draw(self) -> None:
        for number, line in enumerate(self.head):
            self.d.text(self.left, 16 + 17 * number, line, "chart-strong")
        self._days_off()
        self._axis()
        self._clock()
        self._due()
        self._steps()
        self._legend(self.bar + BAR + 46)
        self._key(self.d.height + 18)

    def _days_off(self) -> None:
        if self.x.width < NARROWEST_DAY:
            return
        days = (self.x.low + timedelta(days=count) for count in range((self.x.high - self.x.low).days + 1))
        for off in (one for one in days if not self.data.is_working(one)):
            self.d.rect(self.x(off), self.flag - 4, self.x.width + 0.3, self.bar + BAR + 6 - self.flag, "timeline-off")

    def _axis(self) -> None:
        base = self.bar + BAR + 6
        self.d.line(self.left, base, self.right, base, "chart-axis")
        room = self.right + LETTER
        for tick in reversed(self._ticks()):
            label = f"{tick:%d/%m}" if self.language == "vi" else f"{tick.day} {tick:%b}"
            x = self.x(tick)
            self.d.line(x, base, x, base + 4, "chart-axis")
            if x + len(label) * LETTER <= room:
                self.d.text(x, base + 17, label, "chart-tick")
                room = x - 6

    def _ticks(self) -> list[date]:
        """The first day and Mondays, or first days of months where that would be many."""
        days = [self.x.low + timedelta(days=count) for count in range((self.x.high - self.x.low).days + 1)]
        mondays = [one for one in days if one.weekday() == 0]
        if len(mondays) <= 16:
            return [one for one in days if one in mondays or one == self.x.low]
        return [one for one in days if one.day == 1]

    def _clock(self) -> None:
        """The running clock in one colour, past the due day in dots, stopped in hatches: three textures."""
        running = self.data.received
        for stop in sorted(self.data.stops, key=lambda stop: stop.start):
            self._running(running, stop.start)
            running = min(stop.end or self.data.end, self.data.end)
            self._stopped(stop.start, running, stop)
        self._running(running, self.data.end)
        self.d.line(self.at(self.data.end), self.bar - 3, self.at(self.data.end), self.bar + BAR + 3, "timeline-end")

    def _running(self, start: datetime, end: datetime) -> None:
        after = self.data.due + timedelta(days=1) if self.data.due else None
        turn = datetime.combine(after, datetime.min.time(), start.tzinfo) if after else end
        turn = min(max(turn, start), end)
        self.d.rect(self.at(start), self.bar, self.at(turn) - self.at(start), BAR, "timeline-running")
        self.d.rect(self.at(turn), self.bar, self.at(end) - self.at(turn), BAR, "timeline-late", "dots")

    def _stopped(self, start: datetime, end: datetime, stop: Stop) -> None:
        x, width = self.at(start), self.at(end) - self.at(start)
        self.d.rect(x, self.bar, width, BAR, "timeline-stopped", "hatch")
        label = str(stop.days)
        if fits(label, width - 12):
            self.d.rect(
                x + width / 2 - len(label) * 4 - 5, self.bar + 5, len(label) * 8 + 10, BAR - 10, "timeline-label"
            )
            self.d.text(x + width / 2, self.bar + BAR / 2 + 4.5, label, "chart-tick", "middle")

    def _due(self) -> None:
        """A flag at the end of the due day; where the date on record is another, a second, plain one."""
        marks = [(self.data.due, "timeline-due", word("due", self.language))] if self.data.due else []
        if self.data.promised and self.data.promised != self.data.due:
            marks.append((self.data.promised, "timeline-promised", {"vi": "Hẹn trả", "en": "Promised"}[self.language]))
        for number, (mark, class_, name) in enumerate(marks):
            x, y = self.x(mark, 1), self.flag - 18 + 16 * number
            self.d.line(x, y - 10, x, self.bar + BAR + 6, class_)
            label = f"{name}: {day(mark, self.language)}"
            before = x + len(label) * LETTER + 6 > self.right
            self.d.text(
                x + (-6 if before else 6),
                y,
                label,
                f"chart-tick {class_}-text chart-halo",
                "end" if before else "start",
            )

    def _steps(self) -> None:
        places = [
            (min(max(self.at(step.at), self.left), self.right), self.bar - 14 - LANE * lane)
            for step, lane in zip(self.steps, self.lanes, strict=True)
        ]
        for x, y in places:
            self.d.line(x, y, x, self.bar, "timeline-stem")
        for number, (step, (x, y)) in enumerate(zip(self.steps, places, strict=True), start=1):
            self.d.add("circle", f"timeline-step {_kind(step.activity)}", cx=x, cy=y, r=8.5)
            self.d.text(x, y + 4, str(number), f"timeline-number {_kind(step.activity)}", "middle")

    def _legend(self, y: float) -> None:
        entries: list[tuple[str, str, str | None]] = [("running", "timeline-running", None)]
        if self.data.stops:
            entries.append(("stopped", "timeline-stopped", "hatch"))
        if self.data.late:
            entries.append(("late", "timeline-late", "dots"))
        if self.x.width >= NARROWEST_DAY:
            entries.append(("off", "timeline-off", None))
        x = float(self.left)
        for name, class_, fill in entries:
            label = word(name, self.language)
            if x > self.left and x + 26 + len(label) * LETTER > self.right:
                x, y = float(self.left), y + 18
            self.d.rect(x, y - 10, 18, 12, class_, fill)
            self.d.text(x + 24, y, label, "chart-tick")
            x += 24 + len(label) * LETTER + 18
        self.d.height = y + 8

    def _key(self, y: float) -> None:
        """Number, time and words of each step, in one column or two."""
        columns = 1 if self.d.narrow else 2
        rows = -(-len(self.steps) // columns)
        width = (self.right - self.left) / columns
        bottom = y
        for column in range(columns):
            line = y
            for number, step in list(enumerate(self.steps, start=1))[column * rows : (column + 1) * rows]:
                line = self._entry(self.left + column * width, line, width - 10, number, step)
            bottom = max(bottom, line)
        self.d.height = bottom - 6

    def _entry(self, x: float, y: float, width: float, number: int, step: Step) -> float:
        """One step in the key; its note on a line of its own where both do not fit. Returns the next line's place."""
        self.d.text(x + 16, y, f"{number}.", "chart-tick", "end")
        self.d.text(x + 22, y, instant(step.at, self.language), "chart-tick chart-soft")
        start = x + self.words_at
        words, *more = _wrapped(activity(step.activity, self.language), int((width + 10 - self.words_at) / 6.3))
        if step.note and not more and fits(f"{words} · {step.note}", width - self.words_at):
            self.d.text(start, y, words, "chart-tick", aside=f" · {step.note}")
            return y + 18
        self.d.text(start, y, words, "chart-tick")
        for part in more:
            y += 15
            self.d.text(start, y, part, "chart-tick")
        if not step.note:
            return y + 18
        for part in _wrapped(step.note, int((width - self.words_at) / LETTER)):
            y += 15
            self.d.text(start, y, part, "chart-tick chart-soft")
        return y + 18


def _in_vietnam(data: Timeline) -> Timeline:
    """All instants on the clocks of Vietnam."""
    return replace(
        data,
        received=local(data.received),
        until=local(data.until),
        finished=local(data.finished) if data.finished else None,
        stops=[Stop(local(stop.start), local(stop.end) if stop.end else None, stop.days) for stop in data.stops],
        steps=[Step(local(step.at), step.activity, step.note) for step in data.steps],
    )


def _kind(name: str) -> str:
    """Steps that stop or move the clock are filled, others are not."""
    turns = ("supplement_requested", "suspended", "due_changed", "reopened")
    return "timeline-turn" if name in turns else "timeline-plain"


def _wrapped(words: str, letters: int) -> list[str]:
    """At most two lines; what is longer ends in an ellipsis."""
    lines: list[str] = [""]
    for part in words.split():
        if len(lines[-1]) + len(part) + 1 > letters and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {part}".strip()
    lines = [line if len(line) <= letters else line[: letters - 1] + "…" for line in lines]
    return lines if len(lines) <= 2 else [lines[0], lines[1][: letters - 1] + "…"]
