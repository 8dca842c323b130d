"""Everything that is opened, and by whom."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.sizes.access_log import Accesses, AccessLog
from benchmarks.sizes.centre_accesses import open_from_centre
from benchmarks.sizes.chance import ACCESSES
from benchmarks.sizes.dutiful_accesses import DutifulAccesses
from benchmarks.sizes.history import History
from benchmarks.sizes.plan import Plan
from benchmarks.sizes.prying import Pried, pry
from benchmarks.sizes.world import World


@dataclass(frozen=True)
class Opened:
    log: AccessLog
    exported: Accesses
    pried: Pried


def open_dossiers(world: World, plan: Plan, history: History) -> Opened:
    log = AccessLog(world.stream(ACCESSES), world, history)
    dutiful = DutifulAccesses(world, plan, history, log)
    dutiful.of_own_work()
    pried = pry(world, plan, history, log)
    dutiful.of_leaders()
    dutiful.of_covers()
    dutiful.of_transferred()
    dutiful.of_reporters()
    open_from_centre(world, log)
    return Opened(log, log.kept(), pried)
