"""Planting: which officials do what, chosen among those about whom nothing else stands out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.centre.acts import MANNERS, How, Manner
from benchmarks.centre.chance import Chance
from benchmarks.centre.circumstances import Ordinary
from benchmarks.centre.office import Office
from benchmarks.centre.people import Official, Role

ALWAYS = (How.SUPPLEMENTS, How.COUNTER, How.LATE, How.CURIOUS, How.COUNTER, How.DRAFTER)
PERHAPS = (
    *(How.SUPPLEMENTS_SELF_FILED, How.RETURNS, How.OVERCHARGE, How.SELECTIVE_HOLD, How.ROUNDS, How.EXTRA_DOCUMENTS),
    *(How.PAUSE_NEAR_LIMIT, How.PUSH_WITHDRAW, How.LEADER_SITS, How.NIGHT_VIEWS, How.EXPORTS, How.LATE, How.COUNTER),
)
PLANTED_SHARE = (0.072, 0.092)
"""Of all officials."""
LONG_LIMIT = 5
"""Working days; a shorter limit leaves no room for holding back, pausing or pushing."""
TEAM_FOR_TWO = 7
"""A smaller team has at most one planted specialist."""
BUSY_ENOUGH = 0.75
"""Share of the dossiers, against the other counters; with fewer nothing would show."""
SELECTIVE_PACE = 0.85
"""The selective one is quick, or the chosen delays would not show against the own work."""


@dataclass(frozen=True)
class Plant:
    official: Official
    how: How

    @property
    def manner(self) -> Manner:
        return MANNERS[self.how]


@dataclass(frozen=True)
class Favour:
    steered: float
    """Share of the agent's dossiers that reach the official against the rule of assignment."""
    pace: float
    """Factor of the time needed."""
    asked: float
    """Share of the requests due that are made."""


@dataclass
class Plan:
    strength: float
    plants: list[Plant] = field(default_factory=list)
    pairs: dict[tuple[str, str], Favour] = field(default_factory=dict)
    """What an official does for an agent, by their numbers."""

    def planted(self) -> set[str]:
        return {plant.official.id for plant in self.plants}

    def in_pairs(self) -> set[str]:
        return {official for official, _ in self.pairs}

    def drafters(self) -> list[Official]:
        return [plant.official for plant in self.plants if plant.how == How.DRAFTER]


def choose_plan(chance: Chance, office: Office, ordinary: Ordinary, strength: float, honest: bool) -> Plan:
    """Takes whom it plants out of the ordinary ones."""
    perhaps = list(PERHAPS)
    chance.shuffle(perhaps)
    number = round(office.size * chance.uniform(*PLANTED_SHARE))
    plan = Plan(strength)
    if honest:
        return plan
    busy_enough = [clerk for clerk in ordinary.counters if clerk.workload > BUSY_ENOUGH]
    planting = _Planting(chance, office, ordinary.specialists, busy_enough, plan)
    for how in [*ALWAYS, *perhaps[: max(0, number - len(ALWAYS))]]:
        planting.plant(how)
    for plant in plan.plants:
        if plant.how == How.SELECTIVE_HOLD:
            plant.official.habits.pace = SELECTIVE_PACE
    return plan


@dataclass
class _Planting:
    chance: Chance
    office: Office
    specialists: list[Official]
    """Left to choose from, as are the counters."""
    counters: list[Official]
    plan: Plan

    def plant(self, how: How) -> None:
        official = self._choose(how)
        if official is None:
            return
        official.how = how
        official.factor = MANNERS[how].factor ** self.plan.strength
        habits = official.habits
        # A habit below the mean would hide a part of what is planted.
        habits.oversight = max(1.0, habits.oversight)
        habits.thoroughness = max(1.0, habits.thoroughness)
        habits.strictness = max(1.0, habits.strictness)
        self.plan.plants.append(Plant(official, how))

    def _choose(self, how: How) -> Official | None:
        signing = self.office.signing_department
        if how in (How.OVERCHARGE, How.COUNTER, How.EXPORTS):
            return self.counters.pop() if self.counters else None
        if how == How.RETURNS:
            teams = [place for place in self.office.big_teams if place != self.office.strict_team]
            return self.chance.choice(self.office.deputies[self.chance.choice(teams or self.office.big_teams)])
        if how == How.LEADER_SITS:
            department = self.chance.choice([code for code in self.office.leaders if code != signing])
            return self.office.leaders[department][self.chance.randint(0, 1)]
        if how == How.SELECTIVE_HOLD:
            return self._specialist(lambda o: self._has_long_limits(o) and o.department != signing)
        if how in (How.PAUSE_NEAR_LIMIT, How.PUSH_WITHDRAW):
            return self._specialist(self._has_long_limits)
        return self._specialist()

    def _specialist(self, fits: Callable[[Official], bool] = lambda official: True) -> Official | None:
        for official in self.specialists:
            if fits(official) and not self._team_has_one(official):
                self.specialists.remove(official)
                return official
        return self.specialists.pop() if self.specialists else None

    def _has_long_limits(self, official: Official) -> bool:
        assert official.team is not None
        return min(p.limit for p in self.office.procedures.of_team(official.team)) >= LONG_LIMIT

    def _team_has_one(self, official: Official) -> bool:
        return self.office.team_size(official) < TEAM_FOR_TWO and any(
            plant.official.team == official.team and plant.official.role == Role.SPECIALIST
            for plant in self.plan.plants
        )
