"""Who opens which dossier in the system, from the second half of the year on: for the work, or out of curiosity."""

from __future__ import annotations

import math
from random import Random

from benchmarks.communes.access_log import LOGGED_DAYS, LOGGED_FROM, AccessLog, Lying, draw_moment, minutes
from benchmarks.communes.dossier import Dossier
from benchmarks.communes.office import Office, Official, Trait, Unit
from benchmarks.communes.procedures import SHORT
from benchmarks.communes.workdays import WORKDAYS, to_clock

# Around a step: chance, and minutes before or after it.
_UNSEEN = ("receipt_slip_issued", "fee_collected", "result_ready")
"""Steps logged along with another, without a look of their own."""
_OPENED, _OPENED_FROM, _OPENED_TO = 0.9, 0.3, 9
_OPENED_EARLIER, _EARLIER_FROM, _EARLIER_TO = 0.22, 10, 240
_EDITED, _EDITED_AT, _EDITED_AFTER = 0.5, ("appraised", "supplement_requested"), 0.3
_PRINTED, _PRINTED_AT, _PRINTED_AFTER = 0.3, ("received", "finished"), 0.5
_IN_BETWEEN = [0, 0, 1, 1, 2]
"""Looks of the checker between the steps."""
_AT_LEAST = 0.1
"""Of a working day, in which they fall."""

# Looks a day, and parts of the day.
_CURIOUS, _MUCH_OPEN, _MOST_CURIOUS = 0.14, 20, 3
_CALLERS = 2.5
_SIGNER, _SUPERVISOR = 0.25, 2.2
_STANDS_IN, _STANDS_IN_SETTLED, _STOOD_IN_FOR = 0.35, 1.0, [0, 1, 1, 2]
_OTHER_UNIT = 0.012
_REPORT_MONTHS, _REPORT_FROM_DAY = (3, 6), 24
_REPORT_FEWEST, _REPORT_MOST, _REPORT_FROM = 3, 8, 0.5
_REPORT_ACTIONS = ["export", "view"]
_HOTLINE, _ADMINISTRATOR = 11, 2
_END_OF_DAY = 0.99
_ADMINISTRATOR_ACTIONS = ["view", "view", "edit"]


def draw_accesses(rng: Random, office: Office, dossiers: list[Dossier], lying: Lying) -> AccessLog:
    """Those of honest people, and of the planted as far as they are honest."""
    log = AccessLog()
    for dossier in dossiers:
        _for_the_steps(rng, log, dossier)
        _in_between(rng, log, dossier)
    for unit in office.units:
        for day in LOGGED_DAYS:
            there = lying.at(unit, day)
            if there:
                _at_the_desk(rng, log, office, lying, unit, day)
                _of_the_vice_chair(rng, log, unit, day, there)
    for day in LOGGED_DAYS:
        _of_the_centre(rng, log, office, lying, day)
    return log


def _for_the_steps(rng: Random, log: AccessLog, dossier: Dossier) -> None:
    """Nearly every step was made with the dossier open since a few minutes."""
    for event in dossier.events:
        official = event.who
        if not isinstance(official, Official) or event.activity in _UNSEEN:
            continue
        at = to_clock(event.at)
        if at < LOGGED_FROM:
            continue
        if rng.random() < _OPENED:
            log.add(at - minutes(rng.uniform(_OPENED_FROM, _OPENED_TO)), official, dossier)
        if rng.random() < _OPENED_EARLIER:
            log.add(at - minutes(rng.uniform(_EARLIER_FROM, _EARLIER_TO)), official, dossier)
        if event.activity in _EDITED_AT and rng.random() < _EDITED:
            log.add(at + minutes(_EDITED_AFTER), official, dossier, "edit")
        if event.activity in _PRINTED_AT and rng.random() < _PRINTED:
            log.add(at + minutes(_PRINTED_AFTER), official, dossier, "print")


def _in_between(rng: Random, log: AccessLog, dossier: Dossier) -> None:
    if dossier.limit > SHORT:
        for _ in range(rng.choice(_IN_BETWEEN)):
            latest = max(dossier.received + _AT_LEAST, dossier.finished)
            log.add(to_clock(rng.uniform(dossier.received, latest)), dossier.checker, dossier)


def _at_the_desk(rng: Random, log: AccessLog, office: Office, lying: Lying, unit: Unit, day: int) -> None:
    desk, there = unit.at_desk(day), lying.at(unit, day)
    for official in desk:
        if official.absent[day]:
            continue
        usual = _CURIOUS * math.exp(official.curious) * min(_MOST_CURIOUS, len(there) / _MUCH_OPEN)
        for _ in range(_poisson(rng, usual + (_CALLERS if official.trait == Trait.ENQUIRIES else 0))):
            log.add(draw_moment(rng, day), official, rng.choice(there))
        for colleague in desk:
            if colleague is not official and colleague.absent[day]:
                _stand_in(rng, log, official, [d for d in there if d.checker is colleague], colleague, day)
        if rng.random() < _OTHER_UNIT:
            elsewhere = lying.at(rng.choice(office.units), day)
            if elsewhere:
                log.add(draw_moment(rng, day, 0), official, rng.choice(elsewhere))
        if official.trait == Trait.REPORTS and _is_report_day(day):
            for _ in range(rng.randint(_REPORT_FEWEST, _REPORT_MOST)):
                at = draw_moment(rng, day, _REPORT_FROM)
                log.add(at, official, rng.choice(there), rng.choice(_REPORT_ACTIONS))


def _stand_in(
    rng: Random, log: AccessLog, official: Official, left: list[Dossier], colleague: Official, day: int
) -> None:
    """Looks after what an absent colleague ``left``."""
    settled = official.trait == Trait.COVERS and official.covers is colleague
    if rng.random() < (_STANDS_IN_SETTLED if settled else _STANDS_IN):
        for dossier in rng.sample(left, min(len(left), rng.choice(_STOOD_IN_FOR))):
            log.add(draw_moment(rng, day), official, dossier)


def _is_report_day(day: int) -> bool:
    return WORKDAYS[day].month in _REPORT_MONTHS and WORKDAYS[day].day >= _REPORT_FROM_DAY


def _of_the_vice_chair(rng: Random, log: AccessLog, unit: Unit, day: int, there: list[Dossier]) -> None:
    chair = unit.vice_chair
    if chair.absent[day]:
        return
    usual = _SIGNER * math.exp(chair.curious)
    for _ in range(_poisson(rng, usual + (_SUPERVISOR if chair.trait == Trait.SUPERVISES else 0))):
        log.add(draw_moment(rng, day, 0), chair, rng.choice(there))


def _of_the_centre(rng: Random, log: AccessLog, office: Office, lying: Lying, day: int) -> None:
    """The hotline looks up for callers, the administrator where something does not work."""
    sizes = [u.size for u in office.units]
    for _ in range(_poisson(rng, _HOTLINE)):
        there = lying.at(rng.choices(office.units, sizes)[0], day)
        if there:
            log.add(draw_moment(rng, day, 0, _END_OF_DAY), office.hotline, rng.choice(there))
    for _ in range(_poisson(rng, _ADMINISTRATOR)):
        there = lying.at(rng.choice(office.units), day)
        if there:
            at = draw_moment(rng, day, 0, _END_OF_DAY)
            log.add(at, office.administrator, rng.choice(there), rng.choice(_ADMINISTRATOR_ACTIONS))


def _poisson(rng: Random, mean: float) -> int:
    """By multiplying uniform numbers; for small means."""
    least, count, product = math.exp(-mean), 0, rng.random()
    while product > least:
        product *= rng.random()
        count += 1
    return count
