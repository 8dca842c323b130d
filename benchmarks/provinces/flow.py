"""What happens to each dossier: stops, steps and their times, in office minutes.

Times are first laid on the *net* axis (as if nobody ever stopped the clock) and then carried to the real axis by
adding the stops that came before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.provinces.caseload import NOBODY, ONLINE, Caseload
from benchmarks.provinces.plants import Plants
from benchmarks.provinces.workdays import MINUTES, weekday_of
from benchmarks.provinces.world import Bools, Floats, Ints, World
from scipy.stats import norm

NEVER = 1e12


@dataclass
class Stop:
    """A stopped clock, per dossier: real time it starts and ends (``NEVER`` where there is none)."""

    at: Floats
    until: Floats
    lawful_paper: Bools
    """The paper asked for is on the procedure's list."""


@dataclass
class Flow:
    """Per dossier; every time on the real office-minute axis unless said otherwise."""

    slip: Floats
    forwarded: Floats
    requests: list[Stop]
    suspension: Stop
    consulted: Floats
    visited: Floats
    appraised: Floats
    corrected: Floats
    approved: Floats
    finished: Floats
    due: Floats
    no_reply: Bools
    withdrawn: Bools
    refused: Bools
    actor: Ints
    """Who appraised: the handler, or the colleague who stood in."""
    late: Bools
    expected_request: Floats
    """Chance of a supplement request had everyone kept to his honest habit: for the strength of the evidence."""
    expected_late: Floats
    near_due: Bools
    """The clock was stopped within the last two days before the day due."""


@dataclass
class _Net:
    total: Floats
    ask1: Floats
    ask2: Floats
    hold: Floats
    near_due: Bools


def run_flow(rng: np.random.Generator, world: World, load: Caseload, plants: Plants) -> Flow:
    n = len(load)
    available = (load.receipt_day + load.limit + 1.0) * MINUTES - load.received
    slip = _intake_minutes(rng, load, plants)
    forward = slip + rng.uniform(5, 90, n)
    total, expected_late = _total_time(rng, world, load, plants, available)
    total = np.maximum(total, forward + 60)
    asked, expected_request = _asked(rng, world, load, plants)
    net = _stops(rng, world, load, plants, available, total, asked, forward)
    total = net.total
    after = np.maximum(np.where(net.ask1 < NEVER, net.ask1, 0), np.where(net.hold < NEVER, net.hold, 0))
    after = np.maximum(after, np.where(net.ask2 < NEVER, net.ask2, 0))
    appraised = np.maximum(rng.uniform(0.5, 0.78, n) * total, after + (total - after) * 0.3)
    approved = np.maximum(rng.uniform(0.86, 0.96, n) * total, appraised + (total - appraised) * 0.5)
    lengths = [_reply_time(rng, n), _reply_time(rng, n), rng.uniform(2, 15, n) * MINUTES]
    starts = [net.ask1, net.ask2, net.hold]

    def real(at: Floats) -> Floats:
        shift = sum(np.where(start < at, length, 0.0) for start, length in zip(starts, lengths, strict=True))
        return load.received + at + shift

    stops = [
        _real_stop(real, start, length, _on_list(rng, load, plants))
        for start, length in zip(starts, lengths, strict=True)
    ]
    flow = Flow(
        slip=load.received + slip,
        forwarded=load.received + forward,
        requests=stops[:2],
        suspension=stops[2],
        consulted=np.where(world.procedures.consulted[load.procedure], real(0.3 * appraised + 0.7 * forward), NEVER),
        visited=np.where(world.procedures.visited[load.procedure], real(0.6 * appraised + 0.4 * forward), NEVER),
        appraised=real(appraised),
        corrected=np.where(rng.random(n) < 0.03, real(appraised + (approved - appraised) * 0.5), NEVER),
        approved=real(approved),
        finished=real(total),
        due=real(available),
        no_reply=(net.ask1 < NEVER) & (net.hold >= NEVER) & (rng.random(n) < 0.03),
        withdrawn=rng.random(n) < 0.015,
        refused=rng.random(n) < 0.04,
        actor=load.handler.copy(),
        late=np.zeros(n, dtype=bool),
        expected_request=expected_request,
        expected_late=expected_late,
        near_due=net.near_due,
    )
    _absences(rng, load, plants, flow)
    _batch_signing(rng, world, load, flow)
    _give_up(rng, flow)
    flow.late = flow.finished > flow.due
    return flow


def _intake_minutes(rng: np.random.Generator, load: Caseload, plants: Plants) -> Floats:
    minutes = 9.0 * np.exp(rng.normal(0, 0.45, len(load)))
    quick = np.where(load.clerk != NOBODY, plants.intake_pace[load.clerk], 1.0)
    return np.clip(minutes * quick, 0.7, 60)


def _agent_factor(values: Floats, agent: Ints) -> Floats:
    return np.where(agent != NOBODY, values[agent], 1.0) if len(values) else np.ones(len(agent))


def _total_time(
    rng: np.random.Generator, world: World, load: Caseload, plants: Plants, available: Floats
) -> tuple[Floats, Floats]:
    n, people, procedures = len(load), world.officials, world.procedures
    week = (load.received // (5 * MINUTES)).astype(np.int64)
    weeks = rng.normal(0, 0.1, (len(people), int(week.max()) + 1))
    honest = (
        procedures.log_pace[load.procedure]
        + np.log(world.unit_pace[load.unit] * people.pace[load.handler] * _agent_factor(world.agents.pace, load.agent))
        + weeks[load.handler, week]
    )
    spread = procedures.spread[load.procedure]
    planted = plants.slow[load.handler] + np.where(plants.favoured, np.log(1 - 0.7 * plants.strength), 0.0)
    share = np.exp(honest + planted + spread * rng.standard_normal(n))
    # Near the end people hurry: some of what would be a little late is finished in time.
    hurried = (share > 1) & (share < 1.12) & (rng.random(n) < 0.35)
    share = np.where(hurried, rng.uniform(0.86, 0.995, n), share)
    effort = plants.effort[load.handler] & (share > 0.3) & (share < 1.1) & (rng.random(n) < 0.75)
    share = np.where(effort, rng.uniform(0.9, 0.995, n), share)
    return np.minimum(share, 6.0) * available, np.asarray(norm.sf((0.05 - honest) / spread))


def _asked(rng: np.random.Generator, world: World, load: Caseload, plants: Plants) -> tuple[Bools, Floats]:
    people = world.officials
    month = (load.received // (21 * MINUTES)).astype(np.int64)
    drift = np.exp(rng.normal(0, 0.08, (len(people), int(month.max()) + 1)))
    at_intake = np.where(load.clerk != NOBODY, people.misses[load.clerk], 1.0)
    expected = (
        world.procedures.base_supplement[load.procedure]
        * world.unit_asks[load.unit]
        * np.where(load.business, 0.85, 1.0)
        * np.where(load.channel == ONLINE, 1.1, 1.0)
        * _agent_factor(world.agents.incomplete, load.agent)
        * at_intake
        * people.asks[load.handler]
        * drift[load.handler, month]
    )
    planted = np.where(load.clerk != NOBODY, plants.misses[load.clerk], 1.0) * plants.asks[load.handler]
    planted = planted * np.where(plants.favoured, 1 - 0.85 * plants.strength, 1.0)
    return rng.random(len(load)) < np.clip(expected * planted, 0, 0.9), np.clip(expected, 0, 0.9)


def _stops(
    rng: np.random.Generator,
    world: World,
    load: Caseload,
    plants: Plants,
    available: Floats,
    total: Floats,
    asked: Bools,
    forward: Floats,
) -> _Net:
    n = len(load)
    room = np.maximum(0.55 * total - forward, 5)
    ask1 = np.where(asked, forward + room * rng.beta(1.4, 2.4, n), NEVER)
    again = asked & (rng.random(n) < 0.05 + plants.second_round[load.handler])
    ask2 = np.where(again, ask1 + (0.62 * total - ask1).clip(10) * rng.uniform(0.3, 0.9, n), NEVER)
    held = (rng.random(n) < 0.02) & (load.limit >= 5) & ~asked
    hold = np.where(held, forward + (0.75 * total - forward).clip(10) * rng.uniform(0.2, 1, n), NEVER)
    # Planted: the clock is stopped in the last two days, then the dossier ends "in time".
    gamed = (rng.random(n) < plants.stops[load.handler]) & (load.limit >= 5) & ~asked & ~held
    when = available - rng.uniform(0.05, 1.9, n) * MINUTES
    total = np.where(gamed, when + (available - when) * rng.uniform(0.2, 0.98, n), total)
    by_paper = rng.random(n) < 0.5
    ask1 = np.where(gamed & by_paper, when, ask1)
    hold = np.where(gamed & ~by_paper, when, hold)
    first = np.minimum(ask1, hold)
    near_due = (first < NEVER) & (first > available - 2 * MINUTES) & (load.limit >= 5)
    return _Net(total, ask1, ask2, hold, near_due)


def _reply_time(rng: np.random.Generator, n: int) -> Floats:
    """People bring a missing paper after three or four working days, some after weeks."""
    return np.clip(3.4 * np.exp(rng.normal(0, 0.8, n)), 0.1, 35) * MINUTES


def _on_list(rng: np.random.Generator, load: Caseload, plants: Plants) -> Bools:
    """Papers outside the list are asked for now and then by honest people too (a doubt to verify)."""
    return rng.random(len(load)) >= 0.012 + plants.outside[load.handler]


def _real_stop(real, start: Floats, length: Floats, lawful_paper: Bools) -> Stop:  # type: ignore[no-untyped-def]
    there = start < NEVER
    at = np.where(there, real(np.where(there, start, 0.0)), NEVER)
    return Stop(at, np.where(there, at + length, NEVER), lawful_paper)


def _push(flow: Flow, rows: Bools, wait: Floats, signed_too: bool = True) -> None:
    """Everything from the appraisal (or the signature) on comes ``wait`` minutes later in ``rows``."""
    delay = np.where(rows, wait, 0.0)
    if signed_too:
        flow.appraised = flow.appraised + delay
        flow.corrected = flow.corrected + delay
    flow.approved = flow.approved + delay
    flow.finished = flow.finished + delay


def _absences(rng: np.random.Generator, load: Caseload, plants: Plants, flow: Flow) -> None:
    """While someone is away a colleague takes most of his dossiers; the rest wait, some past their day."""
    for away in plants.absences:
        touched = (load.handler == away.official) & (flow.appraised > away.start) & (flow.appraised < away.end)
        covered = touched & (rng.random(len(load)) < 0.75)
        flow.actor[covered] = away.cover
        waits = touched & ~covered
        _push(flow, waits, (away.end - flow.appraised).clip(0) * 0.8)


def _batch_signing(rng: np.random.Generator, world: World, load: Caseload, flow: Flow) -> None:
    """Heads who sign on Tuesday and Friday afternoons; what would thereby be late is mostly signed at once."""
    n = len(load)
    day, weekday = flow.approved // MINUTES, weekday_of(flow.approved)
    wait_days = np.array([1, 0, 2, 1, 0, 2, 1])[weekday]
    signing = (day + wait_days) * MINUTES + 400 + rng.uniform(0, 60, n)
    wait = (signing - flow.approved).clip(0)
    batch = world.unit_batch[load.unit] & (load.limit >= 3) & (rng.random(n) < 0.8)
    made_late = (flow.finished <= flow.due) & (flow.finished + wait > flow.due)
    _push(flow, batch & ~(made_late & (rng.random(n) < 0.85)), wait, signed_too=False)


def _give_up(rng: np.random.Generator, flow: Flow) -> None:
    """No paper comes: after a month the dossier is closed as withdrawn. Some withdraw on their own before appraisal."""
    closed = flow.requests[0].at + rng.uniform(20, 28, len(flow.finished)) * MINUTES
    flow.finished = np.where(flow.no_reply, closed, flow.finished)
    flow.due = np.where(flow.no_reply, NEVER, flow.due)
    flow.requests[0].until[flow.no_reply] = NEVER
    flow.requests[1].at[flow.no_reply] = NEVER
    flow.requests[1].until[flow.no_reply] = NEVER
    flow.withdrawn = flow.withdrawn | flow.no_reply
