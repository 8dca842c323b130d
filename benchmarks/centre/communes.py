"""The communes dossiers come from, and who of a team is in charge of which."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.centre.chance import Chance
from benchmarks.centre.lookalikes import Lookalikes
from benchmarks.centre.office import Office
from benchmarks.centre.people import Official

COMMUNES = 40
ALL = range(COMMUNES)
HARDSHIP = 0.6
COMMUNES_OF_A_NEWCOMER = 5


@dataclass(frozen=True)
class Communes:
    """One entry per commune."""

    sizes: list[float]
    hardship: list[float]
    """How much likelier files from there have defects, in log-odds."""
    hardest: int


def draw_communes(chance: Chance) -> Communes:
    sizes = [chance.around(1, 0.6) for _ in ALL]
    hardship = [chance.gauss(0, 0.15) for _ in ALL]
    fifth_largest = sorted(ALL, key=lambda c: -sizes[c])[4]
    hardship[fifth_largest] = HARDSHIP
    return Communes(sizes, hardship, fifth_largest)


def allot_communes(chance: Chance, office: Office, communes: Communes, lookalikes: Lookalikes) -> None:
    for place, team in enumerate(office.teams):
        if not team.by_commune:
            continue
        _allot(chance, office.specialists[place], communes)
        for official in office.specialists[place]:
            if official.arrives > 0:
                official.communes |= set(chance.sample(ALL, COMMUNES_OF_A_NEWCOMER))
            if communes.hardest in official.communes:
                lookalikes.official("hard_commune", official.id)


def _allot(chance: Chance, team: list[Official], communes: Communes) -> None:
    """The large ones first, each to whoever has least; nobody weighs them exactly."""
    load = {official: 0.0 for official in team if official.arrives == 0}
    for commune in sorted(ALL, key=lambda c: -communes.sizes[c] * chance.uniform(0.5, 1.5)):
        least = min(load, key=lambda official: load[official])
        least.communes.add(commune)
        load[least] += communes.sizes[commune] * chance.around(1, 0.25)
