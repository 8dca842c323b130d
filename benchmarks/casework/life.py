"""What happens to every dossier: from its own clock to the calendar, and into the log."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from benchmarks.casework.case import FACTS, Case, Dice, LaterDice, Normals, Step, Twice
from benchmarks.casework.caseload import NOBODY, Agent, Caseload
from benchmarks.casework.counter import collect, receive
from benchmarks.casework.course import end, work
from benchmarks.casework.office import HEAD, Habits, Office
from benchmarks.casework.pace import set_pace
from benchmarks.casework.plan import Plan
from benchmarks.casework.procedures import LONG_LIMIT
from benchmarks.casework.supplements import REQUEST, ask
from benchmarks.casework.workdays import DAY, END, Bools, Floats

_NO_AGENT = Agent("", "", 1.0, 1.0, 0.0)


class Event(NamedTuple):
    """A line of the log; dossier and unit are places in their lists, the minute is a working minute."""

    dossier: int
    minute: float
    activity: str
    official: str
    unit: int
    document: str | None
    reason: str | None
    amount: int | None


@dataclass
class Life:
    """What became of the dossiers; one entry per dossier, but for the events and the heads."""

    events: list[Event]
    finished: Floats
    """Working minutes since the first day; not a number while open."""
    due: Floats
    outcome: list[str | None]
    charged: list[int | None]
    """Dong; none where nothing was settled."""
    clerk: list[str]
    """The official present at the counter on receipt."""
    handler: list[str]
    heads: dict[tuple[int, int], int]
    """The head's seat that signs, by unit and procedure."""
    honestly: dict[str, Bools]
    """What would have happened with honest people only, by kind of fact."""
    indeed: dict[str, Bools]


def live(rng: np.random.Generator, office: Office, habits: Habits, load: Caseload, plan: Plan) -> Life:
    """Follow every dossier from its receipt to its end, or to the end of the extract."""
    n = len(load)
    dice = [Dice(*row) for row in rng.random((n, len(Dice._fields))).tolist()]
    normals = [Normals(*row) for row in rng.normal(0, 1, (n, len(Normals._fields))).tolist()]
    heads = {
        (u, p): int(rng.choice(office.seats_in(u, HEAD))) for u in office.workplaces for p in office.units[u].procedures
    }
    life = Life([], np.full(n, np.nan), np.zeros(n), [], [], [], [], heads, {}, {})
    patient = {office.seats[k].first for k in office.deadline_seats}
    facts: list[dict[str, Twice]] = []
    for i in range(n):
        later = LaterDice(*rng.random(len(LaterDice._fields)).tolist())
        case = _open(office, load, plan, life, i, dice[i], later, normals[i])
        receive(case, habits)
        set_pace(case, office, habits, case.handler in patient)
        ask(case, office, habits)
        work(case, habits)
        end(case)
        collect(rng, case, habits)
        if case.extended:
            reason = "Gia hạn theo văn bản của người có thẩm quyền"
            case.log(Step(case.available * 0.8, "due_changed", case.head_seat, reason=reason))
        _record(rng, office, habits, life, i, case)
        facts.append(case.facts)
    for kind in FACTS:
        life.honestly[kind] = np.array([f[kind].honestly for f in facts])
        life.indeed[kind] = np.array([f[kind].indeed for f in facts])
    return life


def _open(
    office: Office, load: Caseload, plan: Plan, life: Life, i: int, dice: Dice, later: LaterDice, normals: Normals
) -> Case:
    unit, received = int(load.unit[i]), float(load.received[i])
    procedure = office.procedures[load.procedure[i]]
    clerk_seat, desk_seat = int(load.clerk[i]), int(load.desk[i])
    clerk, handler = office.present(clerk_seat, received), office.present(desk_seat, received)
    limit = procedure.limit
    due = (int(load.day[i]) + limit + 1) * DAY - 1.0
    extended = dice.extended < 0.004 and limit >= LONG_LIMIT
    return Case(
        unit=unit,
        procedure=procedure,
        channel=load.channel[i],
        business=bool(load.business[i]),
        difficulty=float(load.difficulty[i]),
        crowding=float(load.crowding[i]),
        received=received,
        clerk_seat=clerk_seat,
        desk_seat=desk_seat,
        head_seat=life.heads[unit, int(load.procedure[i])],
        clerk=clerk,
        handler=handler,
        clerk_act=plan.how(clerk),
        handler_act=plan.how(handler),
        agent=load.agents[load.agent[i]] if load.agent[i] != NOBODY else _NO_AGENT,
        favoured=bool(plan.in_pair[i]),
        strength=plan.strength,
        dice=dice,
        later=later,
        normals=normals,
        available=due - received,
        due=due + (math.ceil(limit * 0.5) * DAY if extended else 0),
        extended=extended,
    )


def _calendar(case: Case) -> tuple[list[tuple[float, Step]], float]:
    """The steps at their working minutes of the calendar, with the answers to requests; and the sum of the stops."""
    stopped, steps = 0.0, []
    for step in sorted(case.steps, key=lambda s: s.at):
        if step.at > case.total:
            continue
        at = case.received + step.at + stopped
        steps.append((at, step))
        if step.pause:
            answered = step.activity == REQUEST
            activity, seat = ("supplement_received", case.clerk_seat) if answered else ("resumed", case.desk_seat)
            steps.append((at + step.pause, Step(0, activity, seat, step.document if answered else None)))
            stopped += step.pause
    return steps, stopped


def _record(rng: np.random.Generator, office: Office, habits: Habits, life: Life, i: int, case: Case) -> None:
    steps, stopped = _calendar(case)
    finished = case.received + case.total + stopped
    if finished - stopped > case.due and rng.random() < habits.unit_apology[case.unit]:
        at = case.due + stopped - 30 + rng.uniform(0, min(240, finished - case.due - stopped))
        steps.append((at, Step(0, "apology_issued", case.desk_seat)))
    life.events += [
        Event(i, at, s.activity, office.present(s.seat, at), case.unit, s.document, s.reason, s.amount)
        for at, s in steps
        if at < END
    ]
    open_ = finished >= END
    life.finished[i], life.due[i] = np.nan if open_ else finished, case.due
    life.outcome.append(None if open_ else case.outcome)
    unsettled = open_ and case.procedure.fee and not case.procedure.paid_at_start
    life.charged.append(None if unsettled else case.charged)
    life.clerk.append(case.clerk)
    life.handler.append(case.handler)
