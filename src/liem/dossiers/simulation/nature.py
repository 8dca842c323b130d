"""Honest variation: officials, units and agents differ without anyone doing wrong; and the honest look-alikes."""

from dataclasses import dataclass, field

import numpy as np

from liem.dossiers.simulation.cast import Cast
from liem.dossiers.simulation.catalogue import PROCEDURES
from liem.dossiers.simulation.worktime import Real, Whole, WorkingTime

TRAINEE_DAYS = 120
OUTAGE_DAYS = 4
EXPRESS = 0.025
"""Share of applicants whom the law gives priority."""


FORGOTTEN, MISCOUNTED = 0.05, 0.0008
"""Honest mistakes: a ground or an apology not written down, a fee taken wrongly."""


@dataclass
class Nature:
    """Propensities. ``pace`` and ``delay`` are additions to the logarithm of the time taken.

    The others multiply a chance.
    """

    supplement: Real
    pace: Real
    guidance: Real
    unit_supplement: Real
    unit_pace: Real
    unit_week: Real
    effort: Real
    stray: Real
    agent_supplement: Real
    agent_pace: Real
    trainee_from: Whole
    outage_units: Whole
    outage_day: int
    stale_procedure: int
    express_agents: Whole
    alike: list[dict[str, object]] = field(default_factory=list)


def nature_of(cast: Cast, time: WorkingTime, rng: np.random.Generator) -> Nature:
    """Log-normal differences of the size seen between honest offices, then the look-alikes on top."""
    officials, units, weeks = cast.officials, len(cast.units), time.days // 7 + 2
    nature = Nature(
        supplement=np.exp(rng.normal(0, 0.2, officials)),
        pace=rng.normal(0, 0.08, officials),
        guidance=rng.beta(40, 3, officials),
        unit_supplement=np.exp(rng.normal(0, 0.12, units)),
        unit_pace=rng.normal(0, 0.07, units),
        unit_week=rng.normal(0, 0.06, (units, weeks)),
        effort=rng.uniform(0.4, 0.7, units),
        stray=rng.gamma(2.0, 0.002, officials),
        agent_supplement=np.exp(rng.normal(-0.2, 0.2, cast.agents)),
        agent_pace=rng.normal(0, 0.05, cast.agents),
        trainee_from=np.full(officials, 10**6),
        outage_units=np.empty(0, np.int64),
        outage_day=0,
        stale_procedure=-1,
        express_agents=np.empty(0, np.int64),
    )
    _look_alikes(nature, cast, time, rng)
    return nature


def _look_alikes(nature: Nature, cast: Cast, time: WorkingTime, rng: np.random.Generator) -> None:
    _specialised_agents(nature, cast, rng)
    _effort(nature, cast, rng)
    _trainees(nature, cast)
    _outage(nature, cast, time, rng)
    _stale_catalogue(nature, rng)
    codes = cast.codes()
    for seat, cover, first, last in cast.long_absences:
        absent = int(cast.seats.holder[seat, first])
        unit = cast.units[cast.seats.unit[seat]].code
        note(
            nature,
            "cover_for_absent",
            "official",
            codes[cover],
            unit,
            absent=codes[absent],
            first_day=first,
            last_day=last,
        )
    for seat in cast.hard_seats:
        official = int(cast.seats.holder[seat, 0])
        note(nature, "hard_case_mix", "official", codes[official], cast.units[cast.seats.unit[seat]].code)


def note(nature: Nature, kind: str, subject_kind: str, subject: str, unit: str = "", **more: object) -> None:
    """Remember an honest look-alike for the truth."""
    nature.alike.append({"kind": kind, "subject_kind": subject_kind, "subject": subject, "unit": unit, **more})


def _specialised_agents(nature: Nature, cast: Cast, rng: np.random.Generator) -> None:
    """Agents who prepare dossiers well: quicker and cleaner at every official's desk.

    And agents of those the law puts first.
    """
    ranked = rng.permutation(cast.agents)
    count = max(1, cast.agents // 60)
    for agent in ranked[:count]:
        nature.agent_supplement[agent], nature.agent_pace[agent] = 0.3, -0.35
        note(nature, "specialised_agent", "agent", cast.agent_codes()[agent])
    nature.express_agents = ranked[count : 2 * count]
    for agent in nature.express_agents:
        note(nature, "express_priority_agent", "agent", cast.agent_codes()[agent])


def _effort(nature: Nature, cast: Cast, rng: np.random.Generator) -> None:
    """Units that make every effort to close just before the due date."""
    for unit in rng.permutation(len(cast.units))[: max(1, len(cast.units) // 20)]:
        nature.effort[unit] = 0.97
        note(nature, "deadline_effort", "unit", cast.units[unit].code, cast.units[unit].code)


def _trainees(nature: Nature, cast: Cast) -> None:
    for spell in cast.hired:
        nature.trainee_from[spell.official] = spell.first or 0
        unit = cast.units[cast.seats.unit[spell.seat]].code
        note(
            nature, "trainee", "official", cast.codes()[spell.official], unit, first_day=spell.first, days=TRAINEE_DAYS
        )


def _outage(nature: Nature, cast: Cast, time: WorkingTime, rng: np.random.Generator) -> None:
    """The information system of some communes stands still for a few working days."""
    communes = np.array([number for number, unit in enumerate(cast.units) if unit.level == "commune"])
    nature.outage_units = rng.permutation(communes)[: max(1, len(communes) // 4)]
    working = time.working_day[time.working_day < time.days]
    nature.outage_day = int(working[int(len(working) * rng.uniform(0.3, 0.7))])
    for unit in nature.outage_units:
        code = cast.units[unit].code
        note(nature, "system_outage", "unit", code, code, first_day=nature.outage_day, working_days=OUTAGE_DAYS)


def _stale_catalogue(nature: Nature, rng: np.random.Generator) -> None:
    """One procedure whose catalogue lags behind the rules: everybody asks for one document more."""
    common = [
        n for n, p in enumerate(PROCEDURES) if p.share >= 3 and p.limit >= 3 and p.desk in ("registry", "commune")
    ]
    nature.stale_procedure = int(rng.choice(common))
    entry = PROCEDURES[nature.stale_procedure]
    note(nature, "stale_catalogue", "procedure", entry.code, document=entry.unlisted[0])


def outage(nature: Nature, time: WorkingTime) -> tuple[int, int]:
    """The day the system stops, and the first day it works again."""
    order = int(time.receipt_ordinal(np.array([nature.outage_day]))[0])
    return nature.outage_day, int(time.working_day[order - 1 + OUTAGE_DAYS])
