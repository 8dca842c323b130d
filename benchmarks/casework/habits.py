"""Everybody's habits: how far people and units differ without meaning anything by it."""

from __future__ import annotations

import numpy as np
from benchmarks.casework.office import Habits, Office

KINDS = ("speed", "content", "check", "guidance", "outside", "lastday", "fee", "access", "doc")


def draw_spreads(rng: np.random.Generator) -> dict[str, float]:
    """How far people differ in this province, as the standard deviation of the logarithm, by kind of habit."""
    return {kind: float(rng.uniform(0.15, 0.30)) for kind in KINDS}


def draw_habits(rng: np.random.Generator, office: Office, spreads: dict[str, float]) -> Habits:
    people, units = office.officials, len(office.units)
    # The mean of a log-normal lies above its median; taking half the variance off keeps the province's rates.
    factors = {kind: np.exp(rng.normal(0, sd, len(people)) - sd**2 / 2).tolist() for kind, sd in spreads.items()}
    return Habits(
        spreads=spreads,
        of={kind: dict(zip(people, values, strict=True)) for kind, values in factors.items()},
        unit_pace=rng.normal(0, 0.03, units),
        unit_requests=np.exp(rng.normal(0, 0.08, units)),
        unit_apology=rng.uniform(0.75, 0.97, units),
    )
