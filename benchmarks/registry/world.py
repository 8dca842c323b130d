"""The province before anything happens in it."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.registry.agents import Agents, draw_agents
from benchmarks.registry.chance import Streams
from benchmarks.registry.desks import Desks
from benchmarks.registry.localities import Localities, draw_localities
from benchmarks.registry.people import People, draw_people
from benchmarks.registry.procedures import Procedures, draw_procedures
from benchmarks.registry.seasons import Seasons, draw_seasons
from benchmarks.registry.units import Units, draw_units
from benchmarks.registry.workdays import Calendar, draw_calendar


@dataclass
class World:
    dossiers: int
    """So many are to come."""
    calendar: Calendar
    units: Units
    procedures: Procedures
    people: People
    agents: Agents
    localities: Localities
    seasons: Seasons
    desks: Desks


def draw_world(streams: Streams, officials: int, dossiers: int) -> World:
    calendar = draw_calendar(streams.world)
    units = draw_units(streams.world)
    procedures = draw_procedures(streams.world)
    people = draw_people(streams, units, officials)
    agents = draw_agents(streams, units, dossiers)
    localities = draw_localities(streams.dossiers, units, people)
    return World(
        dossiers=dossiers,
        calendar=calendar,
        units=units,
        procedures=procedures,
        people=people,
        agents=agents,
        localities=localities,
        seasons=draw_seasons(streams.dossiers, calendar),
        desks=Desks(calendar, units, people, localities),
    )
