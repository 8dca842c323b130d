"""What is opened without any reason."""

from __future__ import annotations

import numpy as np
from benchmarks.queues.access_log import AccessLog, Action
from benchmarks.queues.arrays import Ints
from benchmarks.queues.catalogue import PROCEDURES, SENSITIVE
from benchmarks.queues.plan import Plan, Wrong
from benchmarks.queues.variants import How
from benchmarks.queues.viewing import RECENT, Archive
from benchmarks.queues.workdays import DAY, HOUR
from numpy.random import Generator

_NIGHT = (22, 28)
"""Hours, on into the next day."""
_FEWEST_EXPORTS, _MOST_EXPORTS = 3, 5
_NOON = 11.7 * HOUR
_BY_MONTH = (How.BROWSES_NO_REASON, How.NIGHT_READER, How.RELATIVES_FILES)


def pry(rng: Generator, log: AccessLog, archive: Archive, plan: Plan, strength: float) -> None:
    for official, wrong in plan.items():
        if wrong.how == How.BULK_EXPORT:
            _export(rng, log, archive, official, round(wrong.amount * strength))
        elif wrong.how in _BY_MONTH:
            count = round(wrong.amount * archive.world.period.months * strength)
            moments, dossiers = archive.alive(rng, _of_interest(archive, official, wrong), count)
            if wrong.how == How.NIGHT_READER:
                moments = archive.midnight(moments.astype(np.int64) // DAY) + rng.uniform(*_NIGHT, count) * HOUR
            log.add(moments, official, dossiers)


def _of_interest(archive: Archive, official: int, wrong: Wrong) -> Ints:
    history = archive.history
    received = history.received
    at_home = np.isin(history.unit[received], archive.world.staff[official].units)
    if wrong.how == How.NIGHT_READER:
        return received[at_home]
    if wrong.how == How.BROWSES_NO_REASON:
        sensitive = [place for place, procedure in enumerate(PROCEDURES) if procedure.field in SENSITIVE]
        return received[~at_home & np.isin(history.procedure[received], sensitive)]
    return np.setdiff1d(received[history.agent[received] == wrong.agent], np.unique(history.log.of(official)))


def _export(rng: Generator, log: AccessLog, archive: Archive, official: int, count: int) -> None:
    """Whole lists, some days at noon."""
    midnights = archive.world.period.midnights
    for _ in range(_FEWEST_EXPORTS + int(rng.integers(0, _MOST_EXPORTS - _FEWEST_EXPORTS + 1))):
        moment = midnights[int(rng.integers(10, len(midnights)))]
        recent = archive.received_before(archive.history.received, moment, RECENT)
        exported = recent[rng.permutation(len(recent))[:count]]
        log.add(moment + _NOON + np.arange(len(exported)) * 6, official, exported, Action.EXPORT)
