"""The dossiers as they come in: when, where, for what, through which channel, and into whose hands."""

from __future__ import annotations

import math
from random import Random

from benchmarks.communes.agents import Agent, Market
from benchmarks.communes.assignment import draw_checker, draw_hands
from benchmarks.communes.dossier import COUNTER, ONLINE, POST, Dossier
from benchmarks.communes.office import Office, Unit
from benchmarks.communes.procedures import BUSINESS, CERTIFICATION, CONSTRUCTION, LAND, PROCEDURES, WELFARE, Procedure
from benchmarks.communes.seasons import OPEN_DAYS, day_weights

_FIRST_FILED = 0.988
"""The rest are filed again after a refusal or a withdrawal."""
_LOCAL_SPREAD = 0.25
_WELFARE_IN_WARDS = 0.7
_TIME_OF_DAY = (1.3, 1.5)
"""Shape of the beta distribution over the working day."""
_LAST_RECEIPT = 0.93
"""Share of the day passed."""
_COPIES_ONLINE = 0.6
"""A copy to be certified is rather brought along; a factor."""
_BY_POST = 0.02
_BUSINESSES, _BUSINESSES_ELSEWHERE = {BUSINESS: 0.5, CONSTRUCTION: 0.12, LAND: 0.07}, 0.01
_AFTER_HOURS = 0.15
_BITS_OF_APPLICANT = 40


def draw_arrivals(rng: Random, office: Office, market: Market, count: int) -> list[Dossier]:
    """In the order of receipt; a little fewer than ``count``, since some are filed twice."""
    first_filed = int(count * _FIRST_FILED)
    wanted = {unit: [_demand(rng, unit, p) for p in PROCEDURES] for unit in office.units}
    units = rng.choices(office.units, [u.size for u in office.units], k=first_filed)
    days = {p: iter(rng.choices(OPEN_DAYS, day_weights(p), k=first_filed)) for p in PROCEDURES}
    filed: list[tuple[float, Unit, Procedure]] = []
    for unit in units:
        procedure = rng.choices(PROCEDURES, wanted[unit])[0]
        at = next(days[procedure]) + rng.betavariate(*_TIME_OF_DAY) * _LAST_RECEIPT
        filed.append((at, unit, procedure))
    filed.sort(key=lambda one: one[0])
    return [receive(rng, market, *one) for one in filed]


def _demand(rng: Random, unit: Unit, procedure: Procedure) -> float:
    less = unit.ward and procedure.field == WELFARE
    return procedure.weight * math.exp(rng.gauss(0, _LOCAL_SPREAD)) * (_WELFARE_IN_WARDS if less else 1)


def receive(
    rng: Random, market: Market, at: float, unit: Unit, procedure: Procedure, earlier: Dossier | None = None
) -> Dossier:
    """A new dossier; where it repeats an ``earlier`` one, of the same applicant through the same agent."""
    online = rng.random() < unit.online * (_COPIES_ONLINE if procedure.field == CERTIFICATION else 1)
    channel = ONLINE if online else POST if rng.random() < _BY_POST else COUNTER
    business = rng.random() < _BUSINESSES.get(procedure.field, _BUSINESSES_ELSEWHERE)
    if earlier:
        applicant, agent = earlier.applicant, earlier.agent
    else:
        applicant, agent = f"{rng.getrandbits(_BITS_OF_APPLICANT):010x}", _draw_agent(rng, market, unit, procedure)
    after_hours = online and unit.online_after_hours and rng.random() < _AFTER_HOURS
    day = int(at)
    receiver, checker = draw_hands(rng, unit, procedure, day, online)
    return Dossier(
        received=at,
        unit=unit,
        procedure=procedure,
        channel=channel,
        business=business,
        applicant=applicant,
        agent=agent,
        after_hours=after_hours,
        present=unit.present(day),
        receiver=receiver,
        checker=draw_checker(rng, unit, procedure, day, checker),
        earlier=earlier,
    )


def _draw_agent(rng: Random, market: Market, unit: Unit, procedure: Procedure) -> Agent | None:
    if not procedure.by_agents or not market.is_offered(unit, procedure.field):
        return None
    return market.hire(rng, unit, procedure.field) if rng.random() < procedure.by_agents * unit.agents else None
