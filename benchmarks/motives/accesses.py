"""All that is in the log of accesses, with the days on which its server was down."""

from __future__ import annotations

from benchmarks.motives.access_log import Accesses, AccessLog, Steps
from benchmarks.motives.arrays import Bools
from benchmarks.motives.chance import Purpose, stream
from benchmarks.motives.history import History
from benchmarks.motives.honest_viewing import view_honestly
from benchmarks.motives.prying import pry
from benchmarks.motives.workdays import closing
from benchmarks.motives.world import World

_KEPT_AFTER_END = 20_000
"""Seconds after the last closing."""
_DOWN, _MARGIN = 4, 20
"""Working days, and from the ends of the period."""


def open_dossiers(world: World, history: History, strength: float) -> Accesses | None:
    """``None`` where the province does not give the log."""
    if not world.omissions.keep("accesses"):
        return None
    log = AccessLog(stream(world.seed, Purpose.ACCESSES), world, Steps.of(history))
    log.add_work()
    view_honestly(log)
    pry(log, strength)
    first, last = world.period.first, world.period.last
    down = int(log.rng.integers(first + _MARGIN, last - _MARGIN))

    def kept(accesses: Accesses) -> Bools:
        lost = (accesses.at > closing(down)) & (accesses.at < closing(down + _DOWN))
        return (accesses.at <= closing(last) + _KEPT_AFTER_END) & ~lost

    return log.select(kept)
