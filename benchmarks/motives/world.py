"""The province with all that comes to its desks, and with whoever is going to do wrong."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from benchmarks.motives.arrays import Bools
from benchmarks.motives.chance import Purpose, stream
from benchmarks.motives.desks import Dossiers, draw_dossiers
from benchmarks.motives.pairs import Pair, plant_pairs
from benchmarks.motives.place import Place, draw_place
from benchmarks.motives.planting import Cast, Plant, plant
from benchmarks.motives.relations import Relation, draw_relations
from benchmarks.motives.victims import find_groups


@dataclass
class World(Place):
    dossiers: Dossiers
    groups: dict[str, Bools]
    """Of victims."""
    plants: list[Plant]
    pairs: list[Pair]
    relations: list[Relation]
    relatives: dict[int, int]
    """The agencies for which relatives pry, by official."""

    @cached_property
    def end(self) -> float:
        """The moment the records end."""
        return self.period.last + 0.999


def draw_world(seed: int, officials: int, count: int) -> World:
    place = draw_place(seed, officials)
    dossiers = draw_dossiers(stream(seed, Purpose.LOAD), place, count)
    groups = find_groups(place.omissions, place.period, dossiers)
    cast = Cast(place, dossiers, groups, place.lookalikes.apart | place.lookalikes.officials)
    rng = stream(seed, Purpose.PLANTS)
    plants = plant(rng, cast)
    pairs = plant_pairs(rng, cast)
    relations, relatives = draw_relations(rng, cast, plants)
    return World(
        **vars(place),
        dossiers=dossiers,
        groups=groups,
        plants=plants,
        pairs=pairs,
        relations=relations,
        relatives=relatives,
    )
