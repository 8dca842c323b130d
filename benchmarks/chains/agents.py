"""Those who file dossiers for others: firms and their couriers, notaries, single people and neighbours."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np
from benchmarks.chains.arrays import Floats
from benchmarks.chains.catalogue import GIVEN_NAMES, MIDDLE_NAMES, SURNAMES
from benchmarks.chains.circumstances import Circumstances, staying_communes
from benchmarks.chains.offices import Offices
from numpy.random import Generator

DOSSIERS_PER_FIRM, FIRMS_LEAST, SINGLES_MORE = 6500, 5, 3
NOTARIES_LEAST, FAMILIES_MOST, SPELLED_TWICE = 3, 12, 4
FIRM_FIELDS = ("land", "construction", "finance", "household", "transport", "environment", "health")
NOTARY_FIELDS = ("land", "cert", "finance")
SINGLE_FIELDS = ("land", "construction", "household", "civil", "social", "finance", "transport")
FAMILY_FIELDS = ("land", "civil", "social", "construction", "household")
FIELDS_KNOWN = 4
FIRM_UNITS, NOTARY_UNITS, SINGLE_UNITS = (4, 9), 5, (2, 5)
FIRM_AT_LAND_BRANCH, FIRM_AT_DEPARTMENT, NOTARY_AT_LAND_BRANCHES = 1.2, 1.0, (1.5, 1.3)
FAMILIARITY_SHAPE, FAMILIARITY_LEAST = 1.2, 0.25
COURIERS, COURIERS_SHARE = (1, 4), 0.6
FIRM_BUSY, NOTARY_BUSY, SINGLE_BUSY, FAMILY_BUSY = (1.2, 3.2), (1.0, 2.2), (0.6, 1.6), (0.1, 0.3)
OTHER_SPELLING_BUSY = 0.45
"""Share of what is filed under the usual spelling."""
INCOMPLETE, PACE = (-0.15, 0.25), (-0.03, 0.05)
"""Centre and spread of logarithms."""
REGULAR_INCOMPLETE, REGULAR_PACE = 0.55, 0.12
"""Whoever knows a desk well files there what needs less asking and less time."""


@dataclass
class Agent:
    name: str
    fields: tuple[str, ...]
    units: dict[int, float]
    """How much is filed at each."""
    busy: float
    incomplete: float
    """Factor on how often something is missing."""
    pace: float
    """Logarithm of a factor on the time of work."""
    family_at: int | None = None
    """The commune whose people such a family helps; none of the others has one."""
    is_notary: bool = False
    firm: int | None = None
    other_spelling: int | None = None

    @property
    def group(self) -> str | None:
        """Couriers of a firm, or one person under two spellings."""
        if self.firm is not None:
            return f"firm {self.firm}"
        return None if self.other_spelling is None else plain(self.name)


@dataclass
class Agents:
    """``NOBODY``, being the last place, stands for whoever files without one."""

    all: list[Agent]

    def __len__(self) -> int:
        return len(self.all)

    @property
    def incomplete(self) -> Floats:
        return np.append([agent.incomplete for agent in self.all], 1.0)

    @property
    def pace(self) -> Floats:
        return np.append([agent.pace for agent in self.all], 0.0)

    @property
    def names(self) -> list[str]:
        return [agent.name for agent in self.all]

    def become_regular(self, agent: int) -> None:
        self.all[agent].incomplete *= REGULAR_INCOMPLETE
        self.all[agent].pace -= REGULAR_PACE


def plain(text: str) -> str:
    """Without the signs above and below the letters."""
    letters = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return letters.encode("ascii", "ignore").decode()


def draw_agents(rng: Generator, offices: Offices, circumstances: Circumstances, dossiers: int) -> Agents:
    builder = _Builder(rng, offices, staying_communes(offices, circumstances))
    firms = max(FIRMS_LEAST, int(dossiers / DOSSIERS_PER_FIRM))
    for number in range(firms):
        builder.add_firm(number)
    for number in range(max(NOTARIES_LEAST, firms // 2)):
        builder.add_notary(number)
    for number in range(firms + SINGLES_MORE):
        builder.add_single(spelled_twice=number < SPELLED_TWICE)
    for unit in builder.communes[:FAMILIES_MOST]:
        builder.add_family(unit)
    return Agents(builder.agents)


class _Builder:
    def __init__(self, rng: Generator, offices: Offices, communes: list[int]) -> None:
        self.rng, self.offices, self.communes = rng, offices, communes
        self.known = communes + offices.land_branches + offices.departments
        self.agents: list[Agent] = []
        self.taken: set[str] = set()

    def add_firm(self, number: int) -> None:
        units = self._some_units(int(self.rng.integers(*FIRM_UNITS)))
        units.setdefault(self.offices.land_branches[0], FIRM_AT_LAND_BRANCH)
        units.setdefault(int(self.rng.choice(self.offices.departments)), FIRM_AT_DEPARTMENT)
        couriers = int(self.rng.integers(*COURIERS))
        fields = self._some_fields(FIRM_FIELDS)
        if "land" not in fields:
            fields = ("land", *fields[1:])
        name = f"CTDV-{number + 1:02d}"
        for courier in range(couriers):
            own_name = f"{name}/{courier + 1}" if couriers > 1 else name
            busy = self.rng.uniform(*FIRM_BUSY) / couriers**COURIERS_SHARE
            self._add(own_name, fields, units, busy).firm = number

    def add_notary(self, number: int) -> None:
        at_land_branches = dict(zip(self.offices.land_branches, NOTARY_AT_LAND_BRANCHES, strict=True))
        units = self._some_units(NOTARY_UNITS) | at_land_branches
        busy = self.rng.uniform(*NOTARY_BUSY)
        self._add(f"VPCC-{number + 1:02d}", NOTARY_FIELDS, units, busy).is_notary = True

    def add_single(self, *, spelled_twice: bool) -> None:
        name = self._person()
        units = self._some_units(int(self.rng.integers(*SINGLE_UNITS)))
        fields = self._some_fields(SINGLE_FIELDS)
        busy = self.rng.uniform(*SINGLE_BUSY)
        agent = self._add(name, fields, units, busy)
        if spelled_twice:
            place = len(self.agents) - 1
            twin = self._add(plain(name), fields, units, busy * OTHER_SPELLING_BUSY)
            twin.incomplete, twin.pace = agent.incomplete, agent.pace
            agent.other_spelling, twin.other_spelling = place + 1, place

    def add_family(self, unit: int) -> None:
        """Its name is taken first."""
        name = f"HGD {self._person()}"
        self._add(name, FAMILY_FIELDS, {unit: 1.0}, self.rng.uniform(*FAMILY_BUSY)).family_at = unit

    def _add(self, name: str, fields: tuple[str, ...], units: dict[int, float], busy: float) -> Agent:
        incomplete = float(np.exp(self.rng.normal(*INCOMPLETE)))
        agent = Agent(name, fields, units, busy, incomplete, pace=float(self.rng.normal(*PACE)))
        self.agents.append(agent)
        return agent

    def _some_units(self, count: int) -> dict[int, float]:
        chosen = self.rng.choice(self.known, min(count, len(self.known)), replace=False)
        return {int(unit): float(self.rng.gamma(FAMILIARITY_SHAPE) + FAMILIARITY_LEAST) for unit in chosen}

    def _some_fields(self, fields: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(field) for field in self.rng.choice(fields, FIELDS_KNOWN, replace=False))

    def _person(self) -> str:
        while True:
            name = " ".join(str(self.rng.choice(names)) for names in (SURNAMES, MIDDLE_NAMES, GIVEN_NAMES))
            if name not in self.taken:
                self.taken.add(name)
                return name
