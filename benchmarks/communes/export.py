"""What the communes hand over of their dossiers: rounded, with gaps, and here and there wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from benchmarks.communes.dossier import OPEN, WITHDRAWN, Dossier, Event
from benchmarks.communes.log_habits import TO_THE_DAY, TO_THE_HOUR, LogHabits
from benchmarks.communes.office import Official
from benchmarks.communes.workdays import EXPORTED, WORKDAYS, first_from, on, to_clock

Row = list[str | int]

_MOST_MISTYPED, _DOSSIERS_PER_MISTYPED = 6, 2000
_MISTYPED_FROM, _MISTYPED_TO = 2, 9
"""Days before the receipt."""
_RECEIPT_LOST = 0.3
_EVENING, _EVENING_MINUTES = time(17, 30), 300
_END_OF_WORK = time(17)
_HALF_FEE_ONLINE, _FEE_WAIVED = 0.6, 0.04
_CHANNEL_IN_MINIMAL = 0.5
_TAKEN_IN_BY_SYSTEM = ("received", "receipt_slip_issued")
_IMPOSSIBLE_TIMES, _IMPOSSIBLE = ["31/02/2026", "2026-13-05T08:00:00", "0000-00-00"], 5
_UNKNOWN_DOSSIER, _UNKNOWN = "H00000-", 4


@dataclass
class Export:
    dossiers: list[Row]
    events: list[Row]


def export(rng: Random, dossiers: list[Dossier]) -> Export:
    """Also sets what the export shows of each dossier: whether it is open or late, and who is named."""
    mistyped = set(rng.sample(range(len(dossiers)), min(_MOST_MISTYPED, len(dossiers) // _DOSSIERS_PER_MISTYPED)))
    rows: list[Row] = []
    steps: list[tuple[datetime, Row]] = []
    for place, dossier in enumerate(dossiers):
        received = _received(rng, dossier)
        finished = _close(dossier)
        rows.append(_dossier(rng, dossier, received, finished, place in mistyped))
        steps += _steps(rng, dossier, received, place in mistyped)
    steps.sort(key=lambda step: step[0])
    events = [row for _, row in steps]
    for place in rng.sample(range(len(events)), min(_IMPOSSIBLE, len(events))):
        events[place][1] = rng.choice(_IMPOSSIBLE_TIMES)
    for place in rng.sample(range(len(events)), min(_UNKNOWN, len(events))):
        events[place][0] = _UNKNOWN_DOSSIER + str(events[place][0])[len(_UNKNOWN_DOSSIER) :]
    return Export(rows, events)


def stamp(habits: LogHabits, at: datetime | None) -> str:
    if at is None:
        return ""
    if habits.precision == TO_THE_DAY:
        at = at.replace(hour=0, minute=0)
    elif habits.precision == TO_THE_HOUR:
        at = at.replace(minute=0)
    at = at.replace(second=0)
    return (at if habits.zoned else at.replace(tzinfo=None)).isoformat()


def _received(rng: Random, dossier: Dossier) -> datetime:
    """What the system takes in after hours was filed on an evening since the last working day."""
    if not dossier.after_hours:
        return to_clock(dossier.received)
    day, before = WORKDAYS[dossier.day], WORKDAYS[dossier.day - 1]
    filed = before + timedelta(days=rng.randrange(max(1, (day - before).days)))
    return on(filed, _EVENING) + timedelta(minutes=rng.randint(0, _EVENING_MINUTES))


def _limit_ends(dossier: Dossier) -> int:
    """The place of the last working day of the limit, pauses aside."""
    return dossier.day - (1 if dossier.after_hours else 0) + dossier.limit


def _close(dossier: Dossier) -> datetime | None:
    """When it ended, if it had by the day of the export."""
    finished = to_clock(dossier.finished)
    if finished > EXPORTED:
        dossier.open, dossier.outcome = True, OPEN
        return None
    if dossier.outcome != WITHDRAWN:
        dossier.late = first_from(finished.date()) > _limit_ends(dossier) + dossier.paused_days
    return finished


def _dossier(rng: Random, dossier: Dossier, received: datetime, finished: datetime | None, mistyped: bool) -> Row:
    habits, procedure = dossier.unit.habits, dossier.procedure
    due = on(WORKDAYS[_limit_ends(dossier)], _END_OF_WORK) if habits.due_dates else None
    fee = _fee(rng, dossier)
    if mistyped and finished:
        finished = received - timedelta(days=rng.randint(_MISTYPED_FROM, _MISTYPED_TO))
    channel = dossier.channel if not habits.minimal or rng.random() < _CHANNEL_IN_MINIMAL else ""
    kind = "business" if dossier.business else "citizen"
    return [
        dossier.code,
        procedure.code,
        dossier.unit.code,
        dossier.applicant,
        "" if habits.minimal else kind,
        dossier.agent.code if dossier.agent and habits.agents else "",
        channel,
        stamp(habits, received),
        stamp(habits, due),
        stamp(habits, finished),
        dossier.outcome,
        fee if habits.full and procedure.fee else "",
        dossier.earlier.code if dossier.earlier and habits.resubmissions else "",
    ]


def _fee(rng: Random, dossier: Dossier) -> int:
    """Half of it for some filed online, and waived for a few."""
    fee = dossier.procedure.fee
    if fee and dossier.online and rng.random() < _HALF_FEE_ONLINE:
        fee //= 2
    return 0 if fee and rng.random() < _FEE_WAIVED else fee


def _steps(rng: Random, dossier: Dossier, received: datetime, mistyped: bool) -> list[tuple[datetime, Row]]:
    habits = dossier.unit.habits
    names: dict[tuple[str, float], str] = {}
    steps: list[tuple[datetime, Row]] = []
    for event in sorted(dossier.events, key=lambda e: e.at):
        by_system = dossier.after_hours and event.activity in _TAKEN_IN_BY_SYSTEM
        at = received if by_system else to_clock(event.at)
        if at > EXPORTED or not habits.logs(event.activity):
            continue
        # Several papers asked for at once are one step, with its official or without.
        same = event.activity, event.at
        if same not in names:
            names[same] = "" if rng.random() < habits.unnamed_share(event.activity) else _name(event)
        name = names[same]
        if name:
            dossier.named[name].add(event.activity)
        if mistyped and event.activity == "received" and rng.random() < _RECEIPT_LOST:
            continue
        steps.append((at, _event(dossier, event, at, name)))
    return steps


def _name(event: Event) -> str:
    return event.who.code if isinstance(event.who, Official) else event.who or ""


def _event(dossier: Dossier, event: Event, at: datetime, name: str) -> Row:
    habits = dossier.unit.habits
    return [
        dossier.code,
        stamp(habits, at),
        event.activity,
        name,
        dossier.unit.code if habits.units_of_events else "",
        event.document,
        event.reason,
        "" if event.amount is None else event.amount,
    ]
