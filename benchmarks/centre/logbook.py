"""From what happened to what the log says: some enter their work late, some software rounds, some clocks are wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.centre.arrivals import Sent
from benchmarks.centre.catalogue import INTERIOR, JUSTICE
from benchmarks.centre.centre import Centre
from benchmarks.centre.chance import Chance
from benchmarks.centre.dossier import Dossier, Event, History
from benchmarks.centre.people import Logging
from benchmarks.centre.workdays import DAY_SECONDS, EXTRACTED_SECOND, HOUR_SECONDS, midnight, seconds

PUT_OFF = ("appraised", "supplement_requested")
"""The steps some enter only later in the day."""
EVENING_HOURS, ONLINE_EVENING_HOURS, ONLINE_WEEKEND_HOURS = (18.8, 21.9), (17.2, 23.5), (8, 22)
END_OF_THE_DAY = 16 * HOUR_SECONDS + 48 * 60
ROUNDED = {INTERIOR: 900, JUSTICE: 60}
"""Seconds to which the software of a department rounds down."""
WRONG_CLOCKS, BEHIND = 2, 8 * 60
"""So many counters have a clock that is so many seconds behind when it stamps what applicants bring."""


@dataclass(frozen=True)
class Logbook:
    """Times are seconds since the epoch."""

    lines: list[tuple[Event, int]]
    """Every event written, with its time, dossier by dossier."""
    received: list[int]
    """One entry per dossier, as in ``ended``: nothing where it has not ended."""
    ended: list[int | None]
    wrong_clocks: set[str]

    def stamped(self) -> Iterator[tuple[Event, int]]:
        """The lines with the time the clock of the counter showed."""
        for event, second in self.lines:
            behind = event.official in self.wrong_clocks and event.activity == "supplement_received"
            yield event, second - BEHIND if behind else second


def keep_log(centre: Centre, history: History) -> Logbook:
    chance, dossiers, events = centre.chance, history.dossiers, history.events
    sent = {d.place: _sent(chance, d.application.sent) for d in dossiers if d.application.sent != Sent.IN_HOURS}
    wrong_clocks = {clerk.id for clerk in chance.sample(centre.office.counters, WRONG_CLOCKS)}
    entered = [_entered(chance, event, dossiers[event.dossier], sent) for event in events]
    order = sorted(range(len(events)), key=lambda i: (events[i].dossier, events[i].minute))
    lines = _in_order([(events[i], entered[i]) for i in order])
    received = {event.dossier: second for event, second in lines if event.activity == "received"}
    finished = {event.dossier: second for event, second in lines if event.activity == "finished"}
    return Logbook(
        lines=[(event, second) for event, second in lines if second <= EXTRACTED_SECOND],
        received=[received[d.place] for d in dossiers],
        ended=[seconds(d.finished or 0) if d.outcome == "withdrawn" else finished[d.place] for d in dossiers],
        wrong_clocks=wrong_clocks,
    )


def _sent(chance: Chance, sent: Sent) -> float:
    """Seconds after the midnight before the last working minute of the day."""
    if sent == Sent.IN_THE_EVENING:
        return chance.uniform(*ONLINE_EVENING_HOURS) * HOUR_SECONDS
    days = chance.choice([1, 2])
    return DAY_SECONDS * days + chance.uniform(*ONLINE_WEEKEND_HOURS) * HOUR_SECONDS


def _entered(chance: Chance, event: Event, dossier: Dossier, sent: dict[int, float]) -> int:
    second = seconds(event.minute)
    if event.activity in PUT_OFF and event.logging == Logging.IN_THE_EVENING:
        second = int(midnight(second) + chance.uniform(*EVENING_HOURS) * HOUR_SECONDS)
    elif event.activity in PUT_OFF and event.logging == Logging.AT_THE_END_OF_THE_DAY:
        second = int(midnight(second) + END_OF_THE_DAY)
    if event.official is None and event.dossier in sent and event.minute <= dossier.received + 0.001:
        second = int(midnight(second) + sent[event.dossier])
    # Rounding is the department's: what the centre enters keeps its seconds.
    step = next((step for department, step in ROUNDED.items() if event.unit.startswith(department)), 1)
    return second // step * step


def _in_order(lines: list[tuple[Event, int]]) -> list[tuple[Event, int]]:
    """No step of a dossier is entered before the one that led to it; only guidance is entered at any time."""
    kept, dossier, latest = [], -1, 0
    for event, entered in lines:
        if event.dossier != dossier:
            dossier, latest = event.dossier, 0
        second = entered if event.activity == "guidance_given" else max(entered, latest)
        latest = max(latest, second)
        kept.append((event, second))
    return kept
