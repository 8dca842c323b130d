"""When a log is too small or too trivial for anything to be called irregular in it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from liem.detection.control_flow.log import Log

LEAST_DOSSIERS = 30
MOST_ACTIVITIES = 2_000
LEAST_SHARED = 0.4
"""Share of steps whose transition another dossier has too; below it the dossiers have nothing in common."""

Reason = Literal["few_dossiers", "single_steps", "all_alike", "nothing_in_common", "many_activities", "not_told_apart"]


@dataclass(frozen=True)
class Refusal:
    """Why nothing is computed, with the figure that decided."""

    reason: Reason
    figure: float


def why_not(log: Log) -> Refusal | None:
    """The reason why irregular steps cannot be told in this log, or None."""
    if log.dossiers < LEAST_DOSSIERS:
        return Refusal("few_dossiers", log.dossiers)
    if int(log.length.max()) == 1:
        return Refusal("single_steps", log.dossiers)
    if log.activities > MOST_ACTIVITIES:
        return Refusal("many_activities", log.activities)
    if _all_alike(log):
        return Refusal("all_alike", log.dossiers)
    shared = _shared(log)
    return Refusal("nothing_in_common", shared) if shared < LEAST_SHARED else None


def _all_alike(log: Log) -> bool:
    n = int(log.length[0])
    if bool((log.length != n).any()):
        return False
    return all(bool((c.reshape(-1, n) == c[:n]).all()) for c in (log.activity, *log.attributes))


def _shared(log: Log) -> float:
    """Share of events whose step and predecessor stand side by side in another dossier, too."""
    key = log.beside(log.activity, -1, log.activities) * (log.activities + 1) + log.activity
    _, which = np.unique(key, return_inverse=True)
    pairs = np.unique(np.stack([which.ravel(), log.owner]), axis=1)
    holders = np.bincount(pairs[0])
    return float(np.mean(holders[which.ravel()] > 1))
