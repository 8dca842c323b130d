"""The codes by which each system knows officials, units and dossiers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from benchmarks.chains.agents import plain
from benchmarks.chains.arrays import Ints
from benchmarks.chains.filings import FIRST_CITIZEN
from benchmarks.chains.history import History
from benchmarks.chains.units import FIRST_SYSTEM
from benchmarks.chains.world import World

PROVINCE_FROM, PROVINCES = 40, 20
OFFICIAL_FROM, OFFICIAL_STEP, OFFICIAL_WITHIN = 100, 7, 9973
UNIT_FROM, UNIT_STEP, UNIT_WITHIN = 10, 7, 90


@dataclass(frozen=True)
class Codes:
    officials: list[str]
    units: list[str]
    agents: list[str]
    dossiers: list[str]
    """Those filed again come last."""


def give_codes(world: World, history: History) -> Codes:
    units, staff = world.staff.units, world.staff
    officials = []
    for place, home in enumerate(staff.home):
        commune = plain(units[home].name).split()[-1].lower()
        in_first = units[home].system == FIRST_SYSTEM
        number = OFFICIAL_FROM + place * OFFICIAL_STEP % OFFICIAL_WITHIN
        officials.append(f"CB{number:05d}" if in_first else f"{commune}.cb{place:03d}")
    unit_codes = [_unit_code(world.seed, place, unit.system) for place, unit in enumerate(units)]
    return Codes(officials, unit_codes, world.agents.names, _dossiers(world, history, unit_codes))


def applicant_code(applicant: int, business: bool) -> str:
    return f"DN{applicant:05d}" if business else f"CD{applicant % FIRST_CITIZEN:06d}"


def _unit_code(seed: int, place: int, system: int) -> str:
    province = PROVINCE_FROM + seed % PROVINCES
    if system == FIRST_SYSTEM:
        return f"H{province}.{place + 1:02d}"
    return f"000.{UNIT_FROM + place:02d}.{place * UNIT_STEP % UNIT_WITHIN + UNIT_FROM}.H{province}"


def _dossiers(world: World, history: History, units: list[str]) -> list[str]:
    """Numbered in the order in which they came, whichever the system."""
    filings = history.all_filings
    number: Ints = np.empty(len(filings), int)
    number[np.argsort(filings.received, kind="stable")] = np.arange(len(filings))
    system = world.staff.system[filings.unit]
    return [
        _dossier_code(units[unit], world.calendar.days[day], serial, in_system)
        for unit, day, serial, in_system in zip(filings.unit, filings.day, number, system, strict=True)
    ]


def _dossier_code(unit: str, day: date, serial: int, system: int) -> str:
    return f"{unit}-{day:%y%m%d}-{serial:05d}" if system == FIRST_SYSTEM else f"{unit}-{day.year}-{serial:06d}"
