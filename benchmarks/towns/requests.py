"""Whether the appraiser asks for a supplement, of what kind, and whether once more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.towns.columns import Bools, Columns, Floats
from benchmarks.towns.intake import Intake
from benchmarks.towns.round import Round
from benchmarks.towns.ways import How

FOUND = 0.92
"""Of what the counter overlooked, so much the appraiser finds."""
OF_BUSINESSES, WITH_AGENT = 0.3, 0.3
TRAINEE_ASKS, TRAINEE_ASKS_AGAIN = 1.7, 1.3
MOST_ASKED, MOST_OFF_LIST, MOST_ASKED_AGAIN = 0.8, 0.5, 0.9
OFF_LIST, AGAIN = 0.010, 0.11

# At full strength: a factor less one; added chances; and the share of a favoured agent's dossiers left in peace.
ASKS_MORE, ASKS_OFF_LIST, ASKS_AGAIN, LEFT_IN_PEACE = 3.3, 0.07, 0.42, 0.9


@dataclass
class Requests(Columns):
    found: Bools
    """What the counter had overlooked."""
    listed: Bools
    """Asked for something on the procedure's list."""
    off_list: Bools
    customary: Bools
    """Asked for off the list for no other reason than the unit's custom."""
    asked: Bools
    again: Bools
    """Asked a second time."""


def ask(run: Round, intake: Intake) -> Requests:
    circumstances = run.world.circumstances
    chance, off_list_chance = _chance(run), _off_list_chance(run)
    found = intake.overlooked & (run.chances() < FOUND)
    questioned = (run.chances() < chance) & ~run.dossiers.complete
    custom = (run.dossiers.unit == circumstances.custom_unit) & (run.chances() < circumstances.custom_share)
    off_list = (run.chances() < off_list_chance) & ~run.dossiers.complete
    spared = run.favoured & (run.chances() < run.wrongdoing.strength * LEFT_IN_PEACE)
    found &= ~spared
    off_list &= ~spared
    listed = found | (questioned & ~spared)
    asked = listed | off_list | custom
    return Requests(
        found=found,
        listed=listed,
        off_list=off_list | custom,
        customary=custom & ~off_list,
        asked=asked,
        again=asked & _again(run),
    )


def _chance(run: Round) -> Floats:
    """Of asking though nothing is missing."""
    dossiers, habits, world = run.dossiers, run.habits, run.world
    chance = run.of_procedure(lambda p: p.questioned) * np.exp(
        habits.asking[dossiers.appraiser]
        + world.units.leanings.asking[dossiers.unit]
        + world.months.asking[run.month]
        + OF_BUSINESSES * dossiers.business
        + run.with_agent(lambda agent: habits.asking_of_pairs[dossiers.appraiser, agent])
        + WITH_AGENT * run.care
    )
    chance = chance * np.where(run.by_trainee, TRAINEE_ASKS, 1)
    for plant in run.wrongdoing.of(How.REQUESTS_HIGH):
        chance[dossiers.appraiser == plant.official] *= 1 + run.wrongdoing.amount(plant, ASKS_MORE)
    return np.clip(chance, 0, MOST_ASKED)


def _off_list_chance(run: Round) -> Floats:
    appraiser = run.dossiers.appraiser
    chance = np.clip(OFF_LIST * np.exp(run.habits.asking_off_list[appraiser]), 0, MOST_OFF_LIST)
    for plant in run.wrongdoing.of(How.OUTSIDE_LIST):
        chance[appraiser == plant.official] += run.wrongdoing.amount(plant, ASKS_OFF_LIST)
    return chance


def _again(run: Round) -> Bools:
    appraiser = run.dossiers.appraiser
    chance = AGAIN * np.exp(run.habits.asking[appraiser]) * np.where(run.by_trainee, TRAINEE_ASKS_AGAIN, 1)
    chance = np.clip(chance, 0, MOST_ASKED_AGAIN)
    for plant in run.wrongdoing.of(How.PIECEMEAL):
        chance[appraiser == plant.official] += run.wrongdoing.amount(plant, ASKS_AGAIN)
    return run.chances() < chance
