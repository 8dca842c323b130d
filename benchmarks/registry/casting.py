"""Honest officials and agents with something in their work that looks like wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.registry.agents import LARGER_HALF
from benchmarks.registry.arrays import Floats, Ints
from benchmarks.registry.candidates import Candidates, Fits
from benchmarks.registry.catalogue import LAND
from benchmarks.registry.lookalikes import Lookalikes
from benchmarks.registry.plan import Plan
from benchmarks.registry.planting import bring_home
from benchmarks.registry.posts import Post
from benchmarks.registry.roster import FIRST_AT_A_DESK
from benchmarks.registry.units import Units
from benchmarks.registry.workdays import MONTHS
from benchmarks.registry.world import World
from numpy.random import Generator

SUPERVISES = {
    Post.ADMINISTRATOR: "administrator",
    Post.HOTLINE: "hotline",
    Post.INSPECTOR: "inspection",
    Post.REPORTER: "report_exporter",
}
EACH, OVERTIME = 3, 2
"""So many of each kind."""
SPECIALISED_SIZE, SPECIALISED_CARELESS, SPECIALISED_SLOW = 0.93, -1.0, -0.22
"""Specialised agents are large, and their dossiers complete and quick wherever they hand in."""
EFFORT, MUCH_EFFORT = 0.30, 0.92
"""How often a dossier that would be late is hurried through."""
BATCH_SIGNERS, SIGNING_DAYS = 0.22, (1, 3)
"""Share of the signers who sign on certain weekdays only, and on how many."""
WEEKDAYS = 5


@dataclass
class Cast:
    specialised: list[tuple[int, int]]
    """Officials and the agents whose regular desk they are."""
    effort: Floats
    """By official."""
    hard_desks: list[int]
    overtime: list[int]
    """Work some evenings on dossiers of their own."""
    related: list[tuple[int, int]]
    """Officials and agents they are related to, for no wrong."""
    trainees: list[int]
    signing_days: dict[int, list[int]]
    """Weekdays by signer."""


def cast(rng: Generator, world: World, candidates: Candidates, plan: Plan, lookalikes: Lookalikes) -> Cast:
    return _Casting(rng, world, candidates, plan, lookalikes).cast()


class _Casting:
    def __init__(
        self, rng: Generator, world: World, candidates: Candidates, plan: Plan, lookalikes: Lookalikes
    ) -> None:
        self.rng, self.world, self.people, self.units = rng, world, world.people, world.units
        self.candidates, self.plan, self.lookalikes = candidates, plan, lookalikes

    def cast(self) -> Cast:
        self._name_supervisors()
        self._name_absences()
        specialised = self._specialise()
        effort = np.full(len(self.people), EFFORT)
        effort[self._take("deadline_effort", EACH)] = MUCH_EFFORT
        hard_desks = self._take("hard_desk", EACH, self._in_land)
        overtime = self._take("overtime_campaign_own_dossiers", OVERTIME)
        related = self._relate(specialised)
        trainees = self._name_trainees()
        self._name_transferred()
        for official in self.people.roster.at_desks:
            self._name_by_unit(official)
        return Cast(specialised, effort, hard_desks, overtime, related, trainees, self._draw_signing_days())

    def _in_land(self, official: int) -> bool:
        return self.units.is_land(self.people.main_unit[official])

    def _take(self, kind: str, count: int, fits: Fits = lambda _: True) -> list[int]:
        taken = [self.candidates.take(self.rng, Post.APPRAISER, fits) for _ in range(count)]
        found = [official for official in taken if official is not None]
        for official in found:
            self.lookalikes.official(kind, official)
        return found

    def _name_supervisors(self) -> None:
        for official in range(FIRST_AT_A_DESK):
            self.lookalikes.official(SUPERVISES[Post(self.people.main_post[official])], official)

    def _name_absences(self) -> None:
        for absent, cover in enumerate(self.people.cover):
            if cover >= 0:
                self.lookalikes.official("absent", absent)
                self.lookalikes.official("covers_absence", int(cover))
                self.candidates.taken |= {absent, int(cover)}

    def _specialise(self) -> list[tuple[int, int]]:
        people, agents = self.people, self.world.agents
        pairs: list[tuple[int, int]] = []

        def stays_in_a_branch(official: int) -> bool:
            return people.main_unit[official] in self.units.branches and people.roster.moved[official] < 0

        for _ in range(EACH):
            official = self.candidates.take(self.rng, Post.APPRAISER, stays_in_a_branch)
            if official is None:
                continue
            agent = int(self.rng.choice(self._free(agents.largest(LARGER_HALF, LAND), pairs)))
            bring_home(self.rng, self.world, agent, people.main_unit[official], SPECIALISED_SIZE)
            agents.careless[agent], agents.slow[agent] = SPECIALISED_CARELESS, SPECIALISED_SLOW
            pairs.append((official, agent))
            self.lookalikes.agent("specialised_agent", agent)
            self.lookalikes.pair("specialised_agent_regular_desk", official, agent)
            self.lookalikes.official("specialised_agent_regular_desk", official)
        return pairs

    def _relate(self, specialised: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """With a relative among the agents, whose dossiers the official opens only where duty calls."""
        agents = self.world.agents
        related: list[tuple[int, int]] = []
        for _ in range(EACH):
            official = self.candidates.take(self.rng, Post.APPRAISER, self._in_land)
            if official is None:
                continue
            larger = np.flatnonzero((agents.office == LAND) & (agents.size > np.median(agents.size)))
            agent = int(self.rng.choice(self._free([int(one) for one in larger], [*related, *specialised])))
            related.append((official, agent))
            if self.people.main_unit[official] in self.units.branches:
                agents.home[agent] = self.people.main_unit[official]
            self.lookalikes.official("relative_agent_own_duty_only", official)
        return related

    def _free(self, agents: list[int], pairs: list[tuple[int, int]]) -> list[int]:
        taken = {*self.plan.agents.values(), *(agent for _, agent in pairs)}
        return [agent for agent in agents if agent not in taken]

    def _has_no_part(self, official: int) -> bool:
        return official not in self.plan.variants and official not in self.candidates.taken

    def _name_trainees(self) -> list[int]:
        trainees = [
            official
            for official in self.people.roster.at_desks
            if self.people.roster.joined[official] > 0
            and self.people.main_post[official] in (Post.APPRAISER, Post.INTAKE)
            and self._has_no_part(official)
        ]
        for official in trainees:
            self.lookalikes.official("trainee_desk", official)
        return trainees

    def _name_transferred(self) -> None:
        for official in self.people.roster.at_desks:
            moved = self.people.roster.moved[official] >= 0 and self.people.main_post[official] != Post.SIGNER
            if moved and self._has_no_part(official):
                self.lookalikes.official("newly_transferred", official)

    def _name_by_unit(self, official: int) -> None:
        """All of a unit with a custom or a burden of its own."""
        units, unit, post = self.units, self.people.main_unit[official], self.people.main_post[official]
        if post == Post.APPRAISER and unit == units.custom:
            self.lookalikes.official("local_custom_unit", official)
        if post == Post.APPRAISER and unit == units.no_pause:
            self.lookalikes.official("unit_logs_no_tax_pause", official)
        if post in (Post.APPRAISER, Post.INTAKE) and _was_merged(units, self.people.roster.unit[official]):
            self.lookalikes.official("merged_unit", official)
        if post in (Post.APPRAISER, Post.SIGNER) and unit == units.rush:
            self.lookalikes.official("rush_month", official)

    def _draw_signing_days(self) -> dict[int, list[int]]:
        days = {}
        for official in self.people.roster.at_desks:
            honest = self.people.main_post[official] == Post.SIGNER and official not in self.plan.variants
            if honest and self.rng.random() < BATCH_SIGNERS:
                count = int(self.rng.integers(*SIGNING_DAYS))
                days[official] = [int(day) for day in self.rng.choice(WEEKDAYS, count, replace=False)]
                self.lookalikes.official("batch_signing_day", official)
        return days


def _was_merged(units: Units, unit_by_month: Ints) -> bool:
    return unit_by_month[units.merger - 1] in units.successor or unit_by_month[MONTHS - 1] in units.merged
