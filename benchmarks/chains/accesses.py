"""Who opens which dossiers: for the work, out of honest curiosity, by order, and to pry."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.chains.access_log import Accesses, AccessLog, Action
from benchmarks.chains.arrays import Floats, Ints
from benchmarks.chains.chance import Purpose
from benchmarks.chains.evidence import Evidence
from benchmarks.chains.habits import Habit, Hand
from benchmarks.chains.history import History
from benchmarks.chains.honest_accesses import open_by_order
from benchmarks.chains.prying import Prying, Usual
from benchmarks.chains.relations import Relation
from benchmarks.chains.staff import Role
from benchmarks.chains.units import SECOND_SYSTEM
from benchmarks.chains.variants import PRYING_ACT
from benchmarks.chains.workdays import MINUTE, seconds
from benchmarks.chains.world import World

BEFORE_STEP = 40 * MINUTE
"""Within which a dossier is opened before something is done with it."""
PRINTED, EDITED = 0.08, 0.2
TAKEN_UP_AT = 0.3
"""Share of the appraisal."""
AT_INTAKE, TAKING_UP, APPRAISING, CONSULTING, CHECKING, SIGNING, HANDING_OVER = 0.62, 0.75, 0.6, 0.85, 0.7, 0.35, 0.35
"""How often the dossier is opened for the step."""
CLERKS_LOOK, LEADERS_LOOK, OTHERS_LOOK, LOOK_LEAST = 0.09, 0.10, 0.04, 0.01
"""Per access of the work: telephone questions, supervision, colleagues."""
FAR, PRINTED_ASIDE, KNOWN_BEFORE_END = 0.15, 0.05, 0.1
"""Most are of the own unit."""
AT_NIGHT = 0.006


@dataclass(frozen=True)
class Opened:
    accesses: Accesses
    evidence: dict[int, Evidence]
    """By official planted for it."""


def open_dossiers(world: World, history: History, relations: list[Relation]) -> Opened:
    log = AccessLog(world.stream(Purpose.ACCESSES), world, history)
    working = _open_for_work(log)
    looks_per_work = np.array([_looks(official.roles) for official in world.staff.officials])
    looked = np.zeros(len(world.staff))
    for official in range(len(world.staff)):
        looked[official] = _look_around(log, official, working[official] * looks_per_work[official])
    nights = np.array([_work_at_night(log, official, working[official]) for official in range(len(world.staff))])
    usual = Usual(working, working * looks_per_work, looked, nights, working * AT_NIGHT)
    prying, evidence = Prying(log, usual, relations), {}
    for wrong in history.plan.wrongs:
        if wrong.act == PRYING_ACT:
            evidence[wrong.official] = prying.pry(wrong)
    open_by_order(log)
    return Opened(log.accesses(), evidence)


def _looks(roles: tuple[Role, ...]) -> float:
    if Role.CLERK in roles:
        return CLERKS_LOOK
    return LEADERS_LOOK if Role.CHECKER in roles or Role.SIGNER in roles else OTHERS_LOOK


def _open_for_work(log: AccessLog) -> Floats:
    """How often each official does."""
    filings, course = log.filings, log.history.first
    moments, pace = course.moments, course.pace
    working = np.zeros(len(log.world.staff))
    taken_up = moments.forwarded + pace.work[:, Hand.APPRAISER] * TAKEN_UP_AT
    for officials, moment, chance in (
        (filings.clerk, filings.received, AT_INTAKE),
        (filings.appraiser, taken_up, TAKING_UP),
        (pace.finishes, moments.appraised, APPRAISING),
        (filings.consulted, moments.consulted, CONSULTING),
        (filings.checker, moments.checked, CHECKING),
        (filings.signer, moments.signed, SIGNING),
        (filings.releaser, moments.finished, HANDING_OVER),
    ):
        logged = (officials >= 0) & (moment < log.world.calendar.end) & (moment >= log.begins)
        opened = logged & (log.rng.random(log.count) < chance)
        dossiers = np.flatnonzero(opened & ~(moments.withdrawn & (moment > moments.withdrawn_at)))
        before = seconds(log.rng.integers(-BEFORE_STEP, 0, len(dossiers)))
        clock = log.world.calendar.to_clock(moment[dossiers]) + before
        log.add(officials[dossiers], dossiers, clock, _actions(log, dossiers))
        working += np.bincount(officials[dossiers], minlength=len(working))
    return working


def _actions(log: AccessLog, dossiers: Ints) -> Ints:
    """The second system does not log what is printed."""
    printed = log.rng.random(len(dossiers)) < PRINTED
    edited = log.rng.random(len(dossiers)) < EDITED
    action = np.where(printed, Action.PRINT, np.where(edited, Action.EDIT, Action.VIEW))
    in_second = log.world.staff.system[log.filings.unit[dossiers]] == SECOND_SYSTEM
    return np.where(in_second & printed, Action.VIEW, action)


def _look_around(log: AccessLog, official: int, expected: float) -> int:
    """Mostly in the own unit; how often."""
    rng, staff = log.rng, log.world.staff
    habit = log.world.habits.of_officials[Habit.LOOKS_AROUND][official]
    count = rng.poisson(max(expected * np.exp(habit), LOOK_LEAST))
    pool = _around(log, int(staff.home[official]))
    if len(pool) == 0 or count == 0 or not staff.officials[official].roles:
        return 0
    far = rng.random(count) < FAR
    anywhere = rng.integers(0, log.count, count)
    dossiers = log.known_before_end(np.where(far, anywhere, log.some_of(pool, count)), KNOWN_BEFORE_END)
    if len(dossiers):
        clock = log.by_day(dossiers)
        printed = rng.random(len(dossiers)) < PRINTED_ASIDE
        log.add(official, dossiers, clock, np.where(printed & log.in_first_system(dossiers), Action.PRINT, Action.VIEW))
    return len(dossiers)


def _around(log: AccessLog, home: int) -> Ints:
    merged = log.world.circumstances.merged
    if home in merged:
        return np.concatenate([log.of_unit[unit] for unit in merged])
    return log.of_departments if home == log.world.offices.centre else log.of_unit[home]


def _work_at_night(log: AccessLog, official: int, working: float) -> int:
    """A little overtime; how often."""
    filings, habit = log.filings, log.world.habits.of_officials[Habit.LOOKS_AT_NIGHT][official]
    count = log.rng.poisson(working * AT_NIGHT * np.exp(habit))
    own = (filings.appraiser == official) | (filings.clerk == official) | (filings.signer == official)
    dossiers = np.flatnonzero(own)
    if not (count and len(dossiers)):
        return int(count)
    dossiers = log.known_before_end(log.some_of(dossiers, count), KNOWN_BEFORE_END)
    log.add(official, dossiers, log.by_night(dossiers))
    return len(dossiers)
