"""The dossiers as they come in, and to whose desks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.sizes.arrays import NOBODY, Bools, Columns, Floats, Ints
from benchmarks.sizes.chance import FILINGS, around
from benchmarks.sizes.desks import Desks
from benchmarks.sizes.posts import Role
from benchmarks.sizes.world import World
from numpy.random import Generator

FIRST_FILED = 0.975
"""Of the dossiers; the others are refused ones that come back."""
UNIT_SPREAD, DAY_SPREAD, PROCEDURE_SPREAD = 0.15, 0.12, 0.25
"""Of the logarithm; the days differ by month."""
MONTHS_DRAWN = 40
RUSH, MONDAY = 1.8, 1.25
HOUR_SHAPE, HOUR_MOST = (1.3, 1.5), 0.97
"""When in the day dossiers come."""
BUSINESS_AT_DEPARTMENT, BUSINESS_AT_COMMUNE = 0.45, 0.06
CITIZEN, BUSINESS = 0, 1
COUNTER, ONLINE = 0, 1
CHANNELS = (0.5, 0.42, 0.08)
"""At the counter, online, by post."""
AGENT_AT_DEPARTMENT, AGENT_AT_COMMUNE = 0.33, 0.05
AT_USUAL_DESK, AT_UNKNOWN_COMMUNE = 12, 0.03
"""How much more an agent files at the usual desk, and how little at communes not known to him."""
APPLICANTS, REGULAR_APPLICANTS = 0.7, 1.3
"""Share of the dossiers; the larger the exponent, the more some of them file."""
SIGNED_AT = 0.6
"""Share of the limit after which signer and releaser are looked for."""
CLERK_APPRAISES, CLERK_RELEASES = 0.85, 0.8
"""In communes, where they can."""


@dataclass
class Filings(Columns):
    procedure: Ints
    branch: Ints
    """The unit as it was before any merger."""
    unit: Ints
    """What it was when the dossier came."""
    day: Ints
    received: Floats
    clerk: Ints
    appraiser: Ints
    signer: Ints
    releaser: Ints
    agent: Ints
    channel: Ints
    kind: Ints
    applicant: Ints
    refusal: Ints
    """The dossier that was refused before, or ``NOBODY``."""
    justly_refused: Bools
    calm: Floats
    """How much of the asking is left when what was refused without reason comes again."""


def file_dossiers(world: World, desks: Desks, dossiers: int) -> Filings:
    filing = _Filing(world.stream(FILINGS), world, desks, int(dossiers * FIRST_FILED))
    return filing.file()


class _Filing:
    def __init__(self, rng: Generator, world: World, desks: Desks, count: int) -> None:
        self.rng, self.world, self.desks, self.count = rng, world, desks, count

    def file(self) -> Filings:
        rng, units, count = self.rng, self.world.units, self.count
        by_unit, by_day = self._by_unit(), self._by_day()
        branch = rng.choice(units.local, count, p=by_unit)
        day = rng.choice(self.world.calendar.recorded, count, p=by_day)
        received = day + rng.beta(*HOUR_SHAPE, count) * HOUR_MOST
        procedure = self._procedures(branch)
        at_department = units.is_department[branch]
        business = rng.random(count) < np.where(at_department, BUSINESS_AT_DEPARTMENT, BUSINESS_AT_COMMUNE)
        channel = rng.choice(len(CHANNELS), count, p=CHANNELS)
        through_agent = rng.random(count) < np.where(at_department, AGENT_AT_DEPARTMENT, AGENT_AT_COMMUNE)
        agent = self._agents(branch, procedure, through_agent)
        applicant = (rng.random(count) ** REGULAR_APPLICANTS * int(count * APPLICANTS)).astype(int)
        clerk, appraiser = (
            self.desks.assign(rng, role, branch, day, procedure) for role in (Role.CLERK, Role.APPRAISER)
        )
        signed = np.minimum(
            day + (self.world.procedures.limit[procedure] * SIGNED_AT).astype(int), self.world.calendar.last
        )
        signer, releaser = (
            self.desks.assign(rng, role, branch, signed, procedure) for role in (Role.SIGNER, Role.RELEASER)
        )
        return Filings(
            procedure=procedure,
            branch=branch,
            unit=units.at(branch, day),
            day=day,
            received=received,
            clerk=clerk,
            appraiser=self._same(~at_department, clerk, Role.APPRAISER, CLERK_APPRAISES, appraiser),
            signer=signer,
            releaser=self._same(~at_department, clerk, Role.RELEASER, CLERK_RELEASES, releaser),
            agent=agent,
            channel=channel,
            kind=np.where(business, BUSINESS, CITIZEN),
            applicant=applicant,
            refusal=np.full(count, NOBODY),
            justly_refused=np.zeros(count, bool),
            calm=np.ones(count),
        )

    def _by_unit(self) -> Floats:
        staff = self.world.staff
        working = staff.holds[Role.CLERK] | staff.holds[Role.APPRAISER]
        units = range(self.world.units.local)
        weights = np.array(
            [np.sum((staff.home == unit) & working) * around(self.rng, 0, UNIT_SPREAD) for unit in units]
        )
        return weights / weights.sum()

    def _by_day(self) -> Floats:
        calendar = self.world.calendar
        months = calendar.recorded_months
        by_month = around(self.rng, 0, DAY_SPREAD, MONTHS_DRAWN)[months]
        rush = np.where(months == self.world.circumstances.rush_month, RUSH, 1)
        monday = np.where(calendar.weekdays[: calendar.recorded] == 0, MONDAY, 1)
        weights = by_month * rush * monday
        return weights / weights.sum()

    def _procedures(self, branch: Ints) -> Ints:
        procedures, procedure = self.world.procedures, np.zeros(self.count, int)
        for unit in range(self.world.units.local):
            here = np.flatnonzero(branch == unit)
            own = unit if self.world.units.is_department[unit] else NOBODY
            offered = np.flatnonzero(procedures.unit == own)
            weights = procedures.weight[offered] * around(self.rng, 0, PROCEDURE_SPREAD, len(offered))
            procedure[here] = self.rng.choice(offered, len(here), p=weights / weights.sum())
        return procedure

    def _agents(self, branch: Ints, procedure: Ints, through_agent: Bools) -> Ints:
        world, agent = self.world, np.full(self.count, NOBODY)
        for unit in range(world.units.local):
            here = (branch == unit) & through_agent
            for section in range(world.staff.sections[unit]):
                of_section = here & (world.procedures.section[procedure] == section)
                filed = np.flatnonzero(of_section if world.units.is_department[unit] else here)
                weights = self._agents_at(unit, section)
                agent[filed] = self.rng.choice(len(world.agents), len(filed), p=weights / weights.sum())
        return agent

    def _agents_at(self, unit: int, section: int) -> Floats:
        agents = self.world.agents
        if self.world.units.is_department[unit]:
            usual = np.array([desk == (unit, section) for desk in agents.desks])
            return agents.busy * np.where(usual, AT_USUAL_DESK, 1.0)
        return np.array([1.0 if unit in known else AT_UNKNOWN_COMMUNE for known in agents.communes])

    def _same(self, at_commune: Bools, clerk: Ints, role: Role, share: float, other: Ints) -> Ints:
        """In communes the clerk often goes on with the dossier."""
        goes_on = at_commune & self.world.staff.holds[role][clerk] & (self.rng.random(self.count) < share)
        return np.where(goes_on, clerk, other)
