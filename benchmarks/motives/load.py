"""What comes in: where, when, about what, from whom and through which agent."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from benchmarks.motives.agents import Agent
from benchmarks.motives.arrays import Bools, Floats, Ints, Objects
from benchmarks.motives.catalogue import LAND_AND_BUILDING
from benchmarks.motives.place import Place
from benchmarks.motives.units import COMMUNE_COUNT, DEPARTMENT_COUNT, FRONT, is_department
from benchmarks.motives.workdays import date_of
from numpy.random import Generator

NO_AGENT = -1
_OF_DEPARTMENTS, _OF_COMMUNES = 0.52, 0.48
_UNIT_SPREAD, _MONTH_SPREAD, _PROCEDURE_SPREAD = 0.18, 0.12, 0.15
_TEAM, _TEAM_OF_COMMUNE, _BY_TEAM = 5, 2.2, 0.7
"""A unit with more appraisers gets more, but not in proportion."""
_MONDAY = 1.25
_RUSHED, _RUSH_DAYS = 0.22, 21
"""Share of the procedure's dossiers that come within so many working days."""
_CHANNELS = [0.56, 0.38, 0.06]
_AGENT_OF_BUSINESS, _AGENT_OF_CITIZEN, _MOST_WITH_AGENT = 0.42, 0.2, 0.7
_OFTEN_WITH_AGENT, _SELDOM_WITH_AGENT = 1.35, 0.45
_SIMPLE_FIELDS = ["education", "labour"]
_AT_HOME, _AT_HOME_IN_COMMUNE, _SPECIALISED = 11, 18, 12
"""Times as many dossiers of an agent as elsewhere."""
_DOSSIERS_OF_BUSINESS, _LEAST_BUSINESSES = 9, 200
_CITIZENS_BY_DOSSIER, _LEAST_CITIZENS = 0.8, 800
_LATEST_IN_DAY = 0.97


class Channel(IntEnum):
    COUNTER = 0
    ONLINE = 1
    POST = 2


@dataclass
class Filings:
    """In the order of days."""

    unit: Ints
    procedure: Ints
    day: Ints
    """Working day."""
    business: Bools
    fee: Ints
    field: Objects
    limit: Ints
    channel: Ints
    agent: Ints
    applicant: Ints
    """Businesses have the first numbers."""
    fraction: Floats
    """Of the working day."""

    def __len__(self) -> int:
        return len(self.unit)


def count_businesses(dossiers: int) -> int:
    return max(_LEAST_BUSINESSES, dossiers // _DOSSIERS_OF_BUSINESS)


def draw_filings(rng: Generator, place: Place, dossiers: int) -> Filings:
    unit = rng.choice(FRONT, dossiers, p=_draw_shares(rng, place))
    days, shares = _draw_season(rng, place)
    procedure = np.zeros(dossiers, int)
    day = rng.choice(days, dossiers, p=shares)
    for one in range(FRONT):
        here = np.flatnonzero(unit == one)
        of_unit = [number for number, listed in enumerate(place.procedures) if one in listed.units]
        usual = [place.procedures[number].volume for number in of_unit]
        volumes = np.array([volume * math.exp(rng.normal(0, _PROCEDURE_SPREAD)) for volume in usual])
        procedure[here] = rng.choice(of_unit, len(here), p=volumes / volumes.sum())
    _rush(rng, place, procedure, day)
    order = np.argsort(day, kind="stable")
    unit, procedure, day = unit[order], procedure[order], day[order]

    business = rng.random(dossiers) < np.array([one.by_businesses for one in place.procedures])[procedure]
    field = np.array([one.field for one in place.procedures], dtype=object)[procedure]
    channel = rng.choice(len(Channel), dossiers, p=_CHANNELS)
    with_agent = rng.random(dossiers) < _chances_of_agent(business, field)
    return Filings(
        unit=unit,
        procedure=procedure,
        day=day,
        business=business,
        fee=np.array([one.fee for one in place.procedures])[procedure],
        field=field,
        limit=_limits(place, procedure, day),
        channel=channel,
        agent=_draw_agents(rng, place, unit, procedure, with_agent),
        applicant=_draw_applicants(rng, business),
        fraction=np.clip(rng.beta(1.3, 1.6, dossiers), 0, _LATEST_IN_DAY),
    )


def _draw_shares(rng: Generator, place: Place) -> Floats:
    shares = []
    for unit in range(FRONT):
        department = is_department(unit)
        usual = _OF_DEPARTMENTS / DEPARTMENT_COUNT if department else _OF_COMMUNES / COMMUNE_COUNT
        team = len(place.staff.appraisers[unit]) / (_TEAM if department else _TEAM_OF_COMMUNE)
        shares.append(usual * math.exp(rng.normal(0, _UNIT_SPREAD)) * team**_BY_TEAM)
    return np.array(shares) / sum(shares)


def _draw_season(rng: Generator, place: Place) -> tuple[Ints, Floats]:
    """The days of the period and their shares: months differ, and Mondays are busier."""
    days = np.arange(place.period.first, place.period.last + 1)
    dates = [date_of(day) for day in days.tolist()]
    of_months = np.exp(rng.normal(0, _MONTH_SPREAD, 13))[np.array([one.month for one in dates])]
    busy = of_months * np.array([_MONDAY if one.weekday() == 0 else 1 for one in dates])
    return days, busy / busy.sum()


def _rush(rng: Generator, place: Place, procedure: Ints, day: Ints) -> None:
    rush = place.circumstances.rush
    concerned = np.flatnonzero(procedure == rush.procedure)
    rushed = concerned[rng.random(len(concerned)) < _RUSHED]
    day[rushed] = rng.integers(rush.start, rush.start + _RUSH_DAYS, len(rushed))


def _limits(place: Place, procedure: Ints, day: Ints) -> Ints:
    change = place.circumstances.limit_change
    usual = np.array([one.limit for one in place.procedures])[procedure]
    return np.where((procedure == change.procedure) & (day >= change.at), change.limit, usual)


def _chances_of_agent(business: Bools, field: Objects) -> Floats:
    usual = np.where(business, _AGENT_OF_BUSINESS, _AGENT_OF_CITIZEN)
    often = np.where(np.isin(field, LAND_AND_BUILDING), _OFTEN_WITH_AGENT, 1)
    seldom = np.where(np.isin(field, _SIMPLE_FIELDS), _SELDOM_WITH_AGENT, 1)
    return np.minimum(usual * often * seldom, _MOST_WITH_AGENT)


def _draw_agents(rng: Generator, place: Place, unit: Ints, procedure: Ints, with_agent: Bools) -> Ints:
    agent = np.full(len(unit), NO_AGENT)
    for one in range(FRONT):
        for about in set(procedure[unit == one].tolist()):
            here = np.flatnonzero((unit == one) & (procedure == about) & with_agent)
            weights = np.array([_weight(candidate, one, about) for candidate in place.agents])
            agent[here] = rng.choice(len(place.agents), len(here), p=weights / weights.sum())
    return agent


def _weight(agent: Agent, unit: int, procedure: int) -> float:
    at_home = _AT_HOME if is_department(unit) else _AT_HOME_IN_COMMUNE
    specialised = agent.speciality is not None and agent.speciality.procedure == procedure
    return agent.size * (at_home if unit in agent.homes else 1) * (_SPECIALISED if specialised else 1)


def _draw_applicants(rng: Generator, business: Bools) -> Ints:
    """Some businesses come often, citizens once or a few times."""
    dossiers = len(business)
    businesses, citizens = count_businesses(dossiers), max(_LEAST_CITIZENS, int(dossiers * _CITIZENS_BY_DOSSIER))
    often = rng.gamma(0.7, 1, businesses) + 0.05
    drawn = rng.choice(businesses, dossiers, p=often / often.sum())
    return np.where(business, drawn, businesses + rng.integers(0, citizens, dossiers))
