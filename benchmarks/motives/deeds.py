"""Which dossiers are wronged, and which favoured."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from benchmarks.motives.arrays import Bools
from benchmarks.motives.chance import Purpose, stream
from benchmarks.motives.pairs import Pair
from benchmarks.motives.planting import Plant
from benchmarks.motives.ways import FAVOURED, WAYS, How, Task
from benchmarks.motives.world import World


@dataclass(frozen=True)
class Deed:
    """What is done to one dossier, by task."""

    intake: How | None = None
    appraisal: How | None = None
    handover: How | None = None
    favoured: bool = False


HONEST = Deed()
Deeds = dict[int, Deed]
"""By dossier; with those not in it everybody is honest."""


def victims_of(world: World, plant: Plant) -> Bools:
    """Dossiers that may be wronged by someone who wrongs in the course of dossiers."""
    dossiers = world.dossiers
    victims = held_by(world, plant) & world.groups[plant.victims]
    return victims & (dossiers.fee > 0) if plant.how == How.FEE_ABOVE_SCHEDULE else victims


def held_by(world: World, plant: Plant) -> Bools:
    """Dossiers in which the official has the task; what the system takes in at night has no clerk."""
    task = WAYS[plant.how].task
    held = world.dossiers.holders(task) == plant.official
    return held & ~world.dossiers.by_system if task == Task.INTAKE else held


def dossiers_of(world: World, pair: Pair) -> Bools:
    return (world.dossiers.appraiser == pair.official) & (world.dossiers.agent == pair.agent)


def draw_deeds(world: World, strength: float) -> Deeds:
    throws = stream(world.seed, Purpose.DEEDS).random(len(world.dossiers))
    deeds: Deeds = {}
    for plant in world.plants:
        if plant.task is None:
            continue
        wronged = victims_of(world, plant) & (throws < WAYS[plant.how].share * strength)
        for number in np.flatnonzero(wronged).tolist():
            deeds[number] = _with(deeds.get(number, HONEST), plant.task, plant.how)
    for pair in world.pairs:
        favoured = dossiers_of(world, pair) & (throws < FAVOURED * strength)
        for number in np.flatnonzero(favoured).tolist():
            deeds[number] = replace(deeds.get(number, HONEST), favoured=True)
    return deeds


def _with(deed: Deed, task: Task, how: How) -> Deed:
    if task == Task.INTAKE:
        return replace(deed, intake=how)
    return replace(deed, appraisal=how) if task == Task.APPRAISAL else replace(deed, handover=how)
