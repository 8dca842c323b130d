"""Whoever stands out for an innocent reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from benchmarks.sizes.filings import Filings
from benchmarks.sizes.plan import Plan
from benchmarks.sizes.posts import ADMINISTRATOR, HOTLINE, INSPECTOR, Role
from benchmarks.sizes.world import World

CHANGED_LIMIT_SHARE, CHANGED_LIMIT_FROM, CUSTOM_FROM = 0.3, 50, 20
"""How much of an official's work must be of the procedure in question, in share and in dossiers."""
AT_CENTRE = {
    ADMINISTRATOR: "administrator_access",
    HOTLINE: "hotline_access",
    INSPECTOR: "inspection_access",
}


class Lookalike(NamedTuple):
    kind: str
    subject_kind: str
    subject: str


def find_lookalikes(world: World, plan: Plan, filings: Filings) -> list[Lookalike]:
    """``filings`` as they would come to the desks if none were the regular one of an agent."""
    codes = world.staff.codes

    def officials(kind: str, who: Iterable[int]) -> Iterator[Lookalike]:
        return (Lookalike(kind, "official", codes[official]) for official in who)

    return [
        *officials("newly_transferred", world.staff.transfers),
        *officials("absent", world.staff.absences),
        *officials("trainee_desk", world.staff.trainees),
        *officials("covers_absence", world.staff.covers.values()),
        *officials("hard_dossiers", (desk.official for desk in world.procedures.hard_desks)),
        *officials("local_custom_one_more_paper", world.staff.of(world.circumstances.custom_commune, Role.APPRAISER)),
        *officials("batch_signing_day", _batch_signers(world)),
        *officials("merged_unit", _of_merged_units(world)),
        *_by_procedure(world, filings),
        *_regular_desks(world, plan),
        *officials("effort_before_deadline", plan.efforts),
        *officials("monthly_report_export", plan.reporters),
        *_at_centre(world),
    ]


def _batch_signers(world: World) -> list[int]:
    return [int(signer) for unit in world.circumstances.batch_units for signer in world.staff.of(unit, Role.SIGNER)]


def _of_merged_units(world: World) -> list[int]:
    unit = world.staff.unit_by_day[:, world.calendar.merger]
    return [int(official) for merged in world.units.merged for official in np.flatnonzero(unit == merged)]


def _by_procedure(world: World, filings: Filings) -> Iterator[Lookalike]:
    """A limit that was cut, or one more paper that is customary, where it is much of somebody's work."""
    circumstances = world.circumstances
    for official, code in enumerate(world.staff.codes):
        own = filings.procedure[filings.appraiser == official]
        changed = np.sum(own == circumstances.limit_change.procedure)
        if len(own) > CHANGED_LIMIT_FROM and changed > CHANGED_LIMIT_SHARE * len(own):
            yield Lookalike("procedure_limit_changed", "official", code)
        if np.sum(own == circumstances.custom_procedure) >= CUSTOM_FROM:
            yield Lookalike("local_custom_one_more_paper", "official", code)


def _regular_desks(world: World, plan: Plan) -> Iterator[Lookalike]:
    for official, agent in plan.innocent_pairs:
        code = world.agents.codes[agent]
        yield Lookalike("agent_and_regular_desk", "pair", f"{world.staff.codes[official]}|{code}")
        yield Lookalike("specialised_agent", "agent", code)


def _at_centre(world: World) -> Iterator[Lookalike]:
    for official in np.flatnonzero(world.staff.home == world.units.centre):
        yield Lookalike(AT_CENTRE[world.staff.titles[official]], "official", world.staff.codes[official])
