"""One province in one hand: everything that is settled before its first dossier arrives."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.centre.agents import Agents, draw_agents
from benchmarks.centre.chance import Chance
from benchmarks.centre.circumstances import live_through
from benchmarks.centre.communes import Communes, allot_communes, draw_communes
from benchmarks.centre.lookalikes import Lookalikes
from benchmarks.centre.office import Office, draw_office
from benchmarks.centre.pairs import plant_pairs
from benchmarks.centre.plan import Plan, choose_plan
from benchmarks.provinces.province import Province


@dataclass(frozen=True)
class Centre:
    chance: Chance
    office: Office
    communes: Communes
    agents: Agents
    plan: Plan
    lookalikes: Lookalikes
    remarkable: set[str]
    """Officials and agents who stand out or are planted."""


def draw_centre(chance: Chance, province: Province) -> Centre:
    lookalikes = Lookalikes()
    office = draw_office(chance, province.officials)
    ordinary = live_through(chance, office, lookalikes)
    communes = draw_communes(chance)
    allot_communes(chance, office, communes, lookalikes)
    agents = draw_agents(chance, len(office.teams), lookalikes)
    plan = choose_plan(chance, office, ordinary, province.strength, province.honest)
    if not province.honest:
        plant_pairs(chance, office, agents, ordinary.specialists, plan)
    remarkable = lookalikes.subjects() | plan.planted() | plan.in_pairs()
    return Centre(chance, office, communes, agents, plan, lookalikes, remarkable)
