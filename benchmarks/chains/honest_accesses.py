"""Accesses by order: of the hotline, of inspections and reports, of who is transferred, and overtime in a rush."""

from __future__ import annotations

import numpy as np
from benchmarks.chains.access_log import AccessLog, Action
from benchmarks.chains.circumstances import staying_communes
from benchmarks.chains.habits import Habit
from benchmarks.chains.staff import Role
from benchmarks.chains.workdays import HOUR, seconds

USUAL_DOSSIERS = 45_000
HOTLINE, ADMINISTRATORS, INSPECTORS = (1400, 0.06), (900, 0.35), (500, 0)
"""Accesses in a province of usual size, and the share at night."""
KNOWN_BEFORE_END = 0.1
INSPECTED, INSPECTION_FROM, INSPECTION_BEFORE_END, INSPECTION_DAYS = 180, 60, 10, 5
INSPECTION_ACTIONS, INSPECTION_SHARES = (Action.VIEW, Action.EXPORT, Action.PRINT), (0.8, 0.1, 0.1)
REPORTED, REPORT_DAYS, REPORT_HOUR, REPORT_STEP = 40, 20, 0.3, 0.0004
QUARTER, LISTED, LISTED_LEAST, LIST_DAYS, LIST_HOUR, LIST_STEP = 3, (8, 22), 5, 60, (0.1, 0.7), 0.0008
OLD_WORK, OLD_WORK_DAYS, FINISHED_WITHIN = 40, 40, 20
OVERTIME, OVERTIME_HOURS = 25, (18 * HOUR, 21 * HOUR)


def open_by_order(log: AccessLog) -> None:
    _answer_everybody(log)
    _inspect(log)
    _report_monthly(log)
    _report_quarterly(log)
    _finish_old_work(log)
    _work_overtime(log)


def _answer_everybody(log: AccessLog) -> None:
    offices = log.world.offices
    groups = ((offices.hotline, HOTLINE), (offices.administrators, ADMINISTRATORS), (offices.inspectors, INSPECTORS))
    for officials, (usual, at_night) in groups:
        for official in officials:
            anywhere = log.rng.integers(0, log.count, int(usual * log.count / USUAL_DOSSIERS))
            dossiers = log.known_before_end(anywhere, KNOWN_BEFORE_END)
            night = log.rng.random(len(dossiers)) < at_night
            clock = log.by_day(dossiers)
            clock[night] = log.by_night(dossiers[night])
            log.add(official, dossiers, clock)


def _inspect(log: AccessLog) -> None:
    """One unit in a week."""
    rng, calendar = log.rng, log.world.calendar
    communes = staying_communes(log.world.offices, log.world.circumstances)
    for inspector in log.world.offices.inspectors:
        unit = int(rng.choice(communes))
        day = int(rng.integers(INSPECTION_FROM, calendar.recorded - INSPECTION_BEFORE_END))
        pool = log.of_unit[unit]
        pool = pool[log.filings.received[pool] < day]
        dossiers = rng.choice(pool, min(INSPECTED, len(pool)), replace=False)
        moment = day + rng.uniform(0, INSPECTION_DAYS, len(dossiers))
        actions = rng.choice(INSPECTION_ACTIONS, len(dossiers), p=INSPECTION_SHARES)
        log.add(inspector, dossiers, calendar.to_clock(moment), actions)


def _report_monthly(log: AccessLog) -> None:
    calendar, received = log.world.calendar, log.filings.received
    for administrator in log.world.offices.administrators:
        for month in range(1, calendar.month_count):
            days = calendar.days_of(month)
            if len(days) and days[0] > log.begins:
                pool = np.flatnonzero((received < days[0]) & (received > days[0] - REPORT_DAYS))
                moment = days[0] + REPORT_HOUR + np.arange(REPORTED) * REPORT_STEP
                log.add(administrator, log.some_of(pool, REPORTED), calendar.to_clock(moment), Action.EXPORT)


def _report_quarterly(log: AccessLog) -> None:
    """Heads export lists of their unit, those who like to."""
    rng, calendar, staff = log.rng, log.world.calendar, log.world.staff
    likes = log.world.habits.of_officials[Habit.LOOKS_AROUND]
    merged, received = log.world.circumstances.merged, log.filings.received
    for head, official in enumerate(staff.officials):
        if Role.CHECKER not in official.roles or official.home in merged or likes[head] <= 0:
            continue
        for month in range(QUARTER, calendar.month_count, QUARTER):
            days, pool = calendar.days_of(month), log.of_unit[official.home]
            pool = pool[(received[pool] < days[0]) & (received[pool] > days[0] - LIST_DAYS)]
            if days[0] > log.begins and len(pool) > LISTED_LEAST:
                dossiers = rng.choice(pool, min(len(pool), int(rng.integers(*LISTED))), replace=False)
                moment = days[0] + rng.uniform(*LIST_HOUR) + np.arange(len(dossiers)) * LIST_STEP
                log.add(head, dossiers, calendar.to_clock(moment), Action.EXPORT)


def _finish_old_work(log: AccessLog) -> None:
    """Of those who are transferred."""
    received = log.filings.received
    for official, unit, day in log.world.circumstances.transfers:
        pool = log.of_unit[unit]
        pool = pool[(received[pool] > day - OLD_WORK_DAYS) & (received[pool] < day)]
        if len(pool):
            dossiers = log.some_of(pool, min(OLD_WORK, len(pool)))
            moment = day + log.rng.uniform(0, FINISHED_WITHIN, len(dossiers))
            log.add(official, dossiers, log.world.calendar.to_clock(moment))


def _work_overtime(log: AccessLog) -> None:
    calendar, rush, filings = log.world.calendar, log.world.circumstances.rush, log.filings
    in_rush = np.isin(filings.day, calendar.days_of(rush.month))
    for official in rush.officials:
        pool = np.flatnonzero(((filings.appraiser == official) | (filings.clerk == official)) & in_rush)
        if len(pool):
            dossiers = log.some_of(pool, min(OVERTIME, len(pool)))
            evening = seconds(log.rng.integers(*OVERTIME_HOURS, len(dossiers)))
            log.add(official, dossiers, calendar.midnight(filings.day[dossiers]) + evening)
