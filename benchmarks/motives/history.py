"""What happened to every dossier: once as it was, and once as it would have been had everybody been honest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.motives.appraisal import appraise
from benchmarks.motives.arrays import Bools
from benchmarks.motives.asking import decide_asking
from benchmarks.motives.case import Case, Filing
from benchmarks.motives.decision import GRANTED, REFUSED, WITHDRAWN, decide, move_due
from benchmarks.motives.deeds import HONEST, Deed, Deeds
from benchmarks.motives.intake import take_in
from benchmarks.motives.pace import natural_pace, pace_towards_limit
from benchmarks.motives.steps import Event
from benchmarks.motives.throws import Throw, Throws, draw_throws
from benchmarks.motives.ways import How, Trace
from benchmarks.motives.workdays import closing, seconds_at
from benchmarks.motives.world import World

_FILED_AGAIN, _FILED_AGAIN_BY_VICTIMS = 0.5, 0.9
"""Share of the refused."""


@dataclass
class History:
    events: list[Event]
    traces: Bools
    """By dossier and trace."""
    filings: list[Filing]
    """Those that are filed again come last."""


def happen(world: World, deeds: Deeds) -> History:
    count = len(world.dossiers)
    history = History([], np.zeros((count, len(Trace)), bool), [])
    again: list[Filing] = []
    throws, throws_again = draw_throws(world.seed, count)
    filed = zip(world.dossiers.day.tolist(), world.dossiers.fraction.tolist(), strict=True)
    for number, when in enumerate(filed):
        deed = deeds.get(number, HONEST)
        case = Case(world, number, number, when, throws[number], deed)
        filing, end = _run(case)
        history.events += case.log
        history.filings.append(filing)
        if filing.outcome == REFUSED:
            second = _file_again(world, number, count + len(again), end, throws_again[number], deed)
            if second is not None:
                again_filing, _ = _run(second)
                history.events += second.log
                again.append(again_filing)
                if again_filing.outcome == GRANTED and not second.requests:
                    case.traces.add(Trace.GRANTED_AFTER_ALL)
        history.traces[number, list(case.traces)] = True
    history.filings += again
    return history


def _run(case: Case) -> tuple[Filing, float]:
    """The line of the table, and the moment of the end, which may lie beyond the records."""
    intake = take_in(case)
    natural = natural_pace(case)
    case.total = pace_towards_limit(case, natural)
    gone = appraise(case, decide_asking(case, intake.overlooked, natural))
    if gone is None:
        due = move_due(case)
        outcome, end = decide(case)
    else:
        due, outcome, end = closing(int(case.received) + case.limit), WITHDRAWN, gone
    filing = Filing(case.number, case.earlier, case.received_at, due, intake.fee)
    if case.in_records(end):
        filing.finished, filing.outcome = seconds_at(end), outcome
    return filing, end


def _file_again(world: World, place: int, number: int, refused: float, throws: Throws, deed: Deed) -> Case | None:
    """The refused dossier once more; ``None`` where that did not happen, or not before the records end."""
    planted = deed.appraisal == How.REFUSE_THEN_GRANT
    if not throws[Throw.FILED_AGAIN] < (_FILED_AGAIN_BY_VICTIMS if planted else _FILED_AGAIN):
        return None
    later = throws[Throw.FILED_AGAIN_AT]
    moment = refused + (2 + 8 * later if planted else 4 + 30 * later)
    if moment >= world.end - 1:
        return None
    day = int(moment)
    again = Deed(appraisal=How.REFUSE_THEN_GRANT) if planted else HONEST
    return Case(world, place, number, (day, float(moment - day) * 0.95), throws, again)
