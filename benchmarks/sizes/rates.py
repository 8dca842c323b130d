"""How often each deed befalls each dossier where everybody is honest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.sizes.arrays import NOBODY, Columns, Floats
from benchmarks.sizes.deeds import Deed
from benchmarks.sizes.filings import BUSINESS, COUNTER, ONLINE, Filings
from benchmarks.sizes.world import World

INCOMPLETE_MOST, INCOMPLETE_ONLINE, INCOMPLETE_OF_BUSINESS = 0.7, 1.1, 1.1
MISSED_AT_COUNTER, MISSED_ELSEWHERE = 0.9, 1.15
SETTLING_DAYS, LATE_AFTER_MERGER, LATE_AFTER_TRANSFER = 30, 1.6, 1.4
TRAINING_DAYS, EXTRA_OF_TRAINEE, LATE_OF_TRAINEE, MISSED_BY_TRAINEE = 75, 1.7, 1.4, 1.4
LATE_FOR_ABSENCE = 2
SHORTEST_STOPPED = 5
"""Working days of the limit; a shorter one has no last days to stop the clock in."""
MISSED_NOTICED = 0.92
"""Of what intake missed, so much the appraiser asks for."""


@dataclass
class Rates(Columns):
    """By dossier, without anybody's habits."""

    incomplete: Floats
    missed: Floats
    extra: Floats
    off_list: Floats
    again: Floats
    late: Floats
    stopped: Floats
    held: Floats
    unjust: Floats
    due_moved: Floats
    overcharged: Floats
    unlawful: Floats
    dead_basis: Floats
    self_signed: Floats

    @property
    def missing(self) -> Floats:
        """A paper that was not there is asked for."""
        return self.incomplete * self.missed * MISSED_NOTICED


@dataclass
class Allowances(Columns):
    """What beginners, movers and those going on leave do more of, and may."""

    missed: Floats
    extra: Floats
    late: Floats


def find_rates(world: World, filings: Filings) -> Rates:
    circumstances, procedures, rate = world.circumstances, world.procedures, world.nature.rate
    procedure, factors, month = filings.procedure, procedures.factors, world.calendar.months[filings.day]
    settling = (world.units.successor[filings.branch] != NOBODY) & (filings.day >= world.calendar.merger)
    settling &= filings.day < world.calendar.merger + SETTLING_DAYS

    def usual(deed: Deed) -> Floats:
        return np.full(len(filings), rate[deed])

    return Rates(
        incomplete=np.minimum(
            INCOMPLETE_MOST,
            rate[Deed.INCOMPLETE]
            * factors[Deed.INCOMPLETE][procedure]
            * circumstances.by_month[Deed.INCOMPLETE][month]
            * np.where(filings.agent != NOBODY, world.agents.incomplete[filings.agent], 1)
            * np.where(filings.channel == ONLINE, INCOMPLETE_ONLINE, 1)
            * np.where(filings.kind == BUSINESS, INCOMPLETE_OF_BUSINESS, 1),
        ),
        missed=usual(Deed.MISSED) * np.where(filings.channel == COUNTER, MISSED_AT_COUNTER, MISSED_ELSEWHERE),
        extra=rate[Deed.EXTRA] * factors[Deed.EXTRA][procedure] * circumstances.by_month[Deed.EXTRA][month],
        off_list=rate[Deed.OFF_LIST] * factors[Deed.OFF_LIST][procedure],
        again=usual(Deed.AGAIN),
        late=rate[Deed.LATE]
        * factors[Deed.LATE][procedure]
        * circumstances.by_month[Deed.LATE][month]
        * np.where(settling, LATE_AFTER_MERGER, 1),
        stopped=np.where(procedures.limit[procedure] >= SHORTEST_STOPPED, rate[Deed.STOPPED], 0.0),
        held=usual(Deed.HELD),
        unjust=usual(Deed.UNJUST),
        due_moved=usual(Deed.DUE_MOVED),
        overcharged=np.where(procedures.fee[procedure] > 0, rate[Deed.OVERCHARGED], 0.0),
        unlawful=rate[Deed.UNLAWFUL] * factors[Deed.UNLAWFUL][procedure],
        dead_basis=usual(Deed.DEAD_BASIS),
        self_signed=usual(Deed.SELF_SIGNED),
    )


def find_allowances(world: World, filings: Filings) -> Allowances:
    staff, day, appraiser = world.staff, filings.day, filings.appraiser
    of = Allowances(*(np.ones(len(filings)) for _ in range(3)))
    for official, first in staff.trainees.items():
        training = day < first + TRAINING_DAYS
        of.extra[training & (appraiser == official)] *= EXTRA_OF_TRAINEE
        of.late[training & (appraiser == official)] *= LATE_OF_TRAINEE
        of.missed[training & (filings.clerk == official)] *= MISSED_BY_TRAINEE
    for official, transfer in staff.transfers.items():
        settling = (day >= transfer.day) & (day < transfer.day + SETTLING_DAYS)
        of.late[settling & (appraiser == official)] *= LATE_AFTER_TRANSFER
    for official, absence in staff.absences.items():
        left_lying = (day < absence.first) & (day + world.procedures.limit[filings.procedure] > absence.first)
        of.late[left_lying & (appraiser == official)] *= LATE_FOR_ABSENCE
    return of
