"""Speed money: an official who hurries the dossiers of one agent and does not ask about their defects."""

from __future__ import annotations

from benchmarks.centre.agents import Agent, Agents
from benchmarks.centre.catalogue import WITH_BUSY_AGENTS
from benchmarks.centre.chance import Chance
from benchmarks.centre.communes import ALL
from benchmarks.centre.office import Office
from benchmarks.centre.people import Official
from benchmarks.centre.plan import Favour, Plan

PAIRS = 4
LARGEST_AGENTS = 4
SECOND_IN_A_DEPARTMENT = 0.4
STEERED = 0.22
FULL_PACE, FULL_ASKED = 0.25, 0.2
LEAST_CARELESS, MOST_CARELESS = -0.3, 0.2
LEAST_DEMAND, FROM_HOME = 3.0, 0.5
"""The agent has at least so many times the usual share with the official's team, and comes from home so often."""


def plant_pairs(chance: Chance, office: Office, agents: Agents, ordinary: list[Official], plan: Plan) -> None:
    """Adds to the plan, and takes whom it chooses out of the ordinary ones."""
    candidates = [o for o in ordinary if o.department in WITH_BUSY_AGENTS]
    chance.shuffle(candidates)
    taken: set[str] = set()
    for official in candidates:
        if len(plan.pairs) == PAIRS:
            break
        agent = _largest_free(agents[str(official.department)], taken)
        if agent is None:
            continue
        again = any(office.officials[other].department == official.department for other, _ in plan.pairs)
        if again and chance.happens(1 - SECOND_IN_A_DEPARTMENT):
            continue
        taken.add(agent.id)
        _bring_together(chance, office, official, agent)
        plan.pairs[official.id, agent.id] = Favour(
            steered=0.0 if office.team_of(official).by_commune else STEERED,
            pace=FULL_PACE**plan.strength,
            asked=FULL_ASKED**plan.strength,
        )
        ordinary.remove(official)


def _largest_free(agents: list[Agent], taken: set[str]) -> Agent | None:
    largest = sorted(agents, key=lambda agent: -agent.size)[:LARGEST_AGENTS]
    return next((agent for agent in largest if not agent.specialised and agent.id not in taken), None)


def _bring_together(chance: Chance, office: Office, official: Official, agent: Agent) -> None:
    """The agent is an ordinary one with much to do for this team, from the official's own communes."""
    assert official.team is not None
    agent.carelessness = max(LEAST_CARELESS, min(MOST_CARELESS, agent.carelessness))
    agent.by_team[official.team] = max(LEAST_DEMAND, agent.by_team[official.team])
    if office.team_of(official).by_commune and official.communes:
        own = sorted(official.communes)
        agent.home = chance.sample(own, min(3, len(own))) + chance.sample(ALL, 2)
        agent.local = FROM_HOME
