"""Agents who hand in dossiers for others: each works with one department, some teams more than others."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.centre.catalogue import DEPARTMENTS, JUSTICE
from benchmarks.centre.chance import Chance
from benchmarks.centre.communes import ALL
from benchmarks.centre.lookalikes import Lookalikes

WITHOUT_AGENT = 0.12
"""Log-odds of a defect where applicants come themselves, against :attr:`Agent.carelessness`."""


@dataclass(eq=False)
class Agent:
    id: str
    department: str
    size: float
    carelessness: float
    """Log-odds of a defect in a file."""
    pace: float
    """Factor of the time the dossier needs."""
    home: list[int]
    """Communes."""
    local: float
    """Share of the dossiers that come from home."""
    by_team: list[float]
    """Factor of how many dossiers go to a team, by its place."""
    specialised: bool = False


Agents = dict[str, list[Agent]]
"""By department, the largest first as a rule."""


def draw_agents(chance: Chance, teams: int, lookalikes: Lookalikes) -> Agents:
    agents = {
        code: [_draw(chance, code, rank, teams) for rank in range(department.agents)]
        for code, department in DEPARTMENTS.items()
    }
    departments = [code for code in DEPARTMENTS if code != JUSTICE]
    for code in chance.sample(departments, 3):
        agent = agents[code][chance.randint(1, 3)]
        agent.carelessness, agent.pace, agent.specialised = -1.3, 0.68, True
        lookalikes.agent("specialised_agent", agent.id)
    for code in chance.sample(departments, 2):
        sloppy = next(agent for agent in agents[code][2:6] if not agent.specialised)
        sloppy.carelessness = 0.55
        lookalikes.agent("sloppy_agent", sloppy.id)
    return agents


def _draw(chance: Chance, department: str, rank: int, teams: int) -> Agent:
    return Agent(
        id=f"DV{chance.randint(10000, 99999)}{department[-1]}",
        department=department,
        size=1 / (1 + rank) ** 0.75 * chance.around(1, 0.2),
        carelessness=chance.gauss(-0.25, 0.3),
        pace=chance.around(0.95, 0.06),
        home=chance.sample(ALL, 4),
        local=chance.uniform(0.3, 0.7),
        by_team=[chance.around(1, 0.7) for _ in range(teams)],
    )
