"""The documents the departments issue, with what later review found of them."""

from dataclasses import dataclass

import numpy as np

from liem.dossiers.simulation.cast import DRAFTER, HEAD, Cast
from liem.dossiers.simulation.planting import Plant
from liem.dossiers.simulation.worktime import MINUTE, Real, Truth, Whole, WorkingTime

KINDS = ("decision", "guidance", "plan", "official_letter")
REVIEWS = ("lawful", "unlawful", "loophole", "annulled")
BASES = tuple(f"VB-{number:03d}" for number in range(1, 41))
EACH = 36
"""Documents of a drafter in a year, on average."""
FLAWED = 0.05
"""Honest share of reviewed documents found wanting: the law is hard."""
REVIEWED = 0.7


@dataclass
class Issued:
    """Issued documents as columns; ``review`` and ``beneficiary`` (an agent) are -1 where there is none."""

    at: Whole
    unit: list[str]
    drafter: Whole
    signer: Whole
    kind: Whole
    basis: list[list[str]]
    review: Whole
    reviewed_at: Whole
    beneficiary: Whole


def issue(cast: Cast, plants: list[Plant], time: WorkingTime, rng: np.random.Generator) -> Issued:
    """All documents of the period.

    A planted drafter's are more often found unlawful, or with a loophole, for one beneficiary.
    """
    drafters = cast.of_post(DRAFTER)
    counts = rng.poisson(EACH * rng.gamma(12, 1 / 12, len(drafters)) * time.days / 365) + 3
    drafter = np.repeat(drafters, counts)
    at = _instants(len(drafter), time, rng)
    order = np.argsort(at, kind="stable")
    drafter, at = drafter[order], at[order]
    flawed, beneficiary = _flaws(drafter, (at - time.epoch) // (1440 * MINUTE), cast, plants, rng)
    reviewed_at = _some_time_after(at, time, rng)
    reviewed = (rng.random(len(at)) < REVIEWED) & (reviewed_at < time.end_instant)
    found = 1 + rng.choice(3, len(at), p=[0.5, 0.35, 0.15])
    for number, planted in enumerate(plants):
        rows = np.flatnonzero((drafter == planted.official) & (beneficiary == planted.agent) & flawed & reviewed)
        if planted.kind == "flawed_drafts":
            plants[number].details["documents"] = [f"VBMP-{row + 1:05d}" for row in rows.tolist()]
    unit = {official: code for official, code, _ in cast.apart}
    return Issued(
        at,
        [unit[official] for official in drafter.tolist()],
        drafter,
        _signers(drafter, cast),
        rng.integers(0, len(KINDS), len(at)),
        [sorted(rng.choice(BASES, int(rng.integers(1, 4)), replace=False).tolist()) for _ in range(len(at))],
        np.where(reviewed, np.where(flawed, found, 0), -1),
        np.where(reviewed, reviewed_at, -1),
        beneficiary,
    )


def _instants(count: int, time: WorkingTime, rng: np.random.Generator) -> Whole:
    working = time.working_day[time.working_day < time.days]
    day = rng.choice(working, count)
    return time.instant(time.work_at(day, rng.integers(0, 479, count)))


def _some_time_after(at: Whole, time: WorkingTime, rng: np.random.Generator) -> Whole:
    """When the review is done: two weeks to four months later, in office hours."""
    day = (at - time.epoch) // (1440 * MINUTE) + rng.integers(14, 120, len(at))
    return time.instant(time.work_at(day, rng.integers(0, 479, len(at))))


def _flaws(
    drafter: Whole, day: Whole, cast: Cast, plants: list[Plant], rng: np.random.Generator
) -> tuple[Truth, Whole]:
    """Which documents are flawed, and whom they benefit (an agent, -1: nobody in particular)."""
    habit = np.exp(rng.normal(0, 0.25, cast.officials))
    chance, share = FLAWED * habit[drafter], rng.random(len(drafter))
    flawed: Truth = share < chance
    beneficiary = np.where(rng.random(len(drafter)) < 0.15, rng.integers(0, cast.agents, len(drafter)), -1)
    for planted in plants:
        if planted.kind == "flawed_drafts":
            planted.agent = int(rng.integers(0, cast.agents))
            mine = (drafter == planted.official) & (day >= planted.first_day)
            worse: Real = chance + min(0.35 * planted.strength, 0.9)
            bent = mine & (share < worse) & ~flawed
            flawed, beneficiary = flawed | bent, np.where(bent, planted.agent, beneficiary)
    return flawed, beneficiary


def _signers(drafter: Whole, cast: Cast) -> Whole:
    """The head of the drafter's department signs."""
    number = {unit.code: index for index, unit in enumerate(cast.units)}
    heads = {
        int(unit): seat
        for seat, (unit, post) in enumerate(zip(cast.seats.unit, cast.seats.post, strict=True))
        if post == HEAD
    }
    place = {official: heads[number[code]] for official, code, post in cast.apart if post == DRAFTER}
    return np.array([place[official] for official in drafter.tolist()])
