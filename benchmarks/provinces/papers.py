"""The other books of the office: who opened which dossier, and what became of the documents that were drafted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.provinces.caseload import NOBODY, Caseload
from benchmarks.provinces.ledger import Ledger
from benchmarks.provinces.plants import Plants
from benchmarks.provinces.workdays import WORKING_DAYS
from benchmarks.provinces.world import FIELDS, SENSITIVE, Floats, Ints, World

ACTIONS = np.array(["view", "edit", "print", "export"])
KINDS = ("quyết định", "công văn", "thông báo", "kế hoạch", "hướng dẫn", "quy chế")


@dataclass
class Accesses:
    at: np.ndarray
    official: Ints
    dossier: Ints
    action: Ints
    unexplained: np.ndarray
    """Planted ones (for the truth only)."""


@dataclass
class Documents:
    issued: np.ndarray
    unit: Ints
    drafter: Ints
    signer: Ints
    kind: Ints
    review: np.ndarray
    reviewed: np.ndarray
    beneficiary: list[str | None]
    base_chance: Floats


def keep_accesses(rng: np.random.Generator, world: World, load: Caseload, plants: Plants, ledger: Ledger) -> Accesses:
    dossier, at, official = ledger.steps_by_people()
    seen = rng.random(len(dossier)) < 0.85
    parts = [_before(rng, at[seen], official[seen], dossier[seen])]
    parts += _lookups(rng, world, load)
    parts += _cover_views(rng, load, plants)
    honest = np.bincount(np.concatenate([part[1] for part in parts]), minlength=len(world.officials))
    ordinary = sum(len(part[0]) for part in parts)
    parts += _peeks(rng, world, load, plants, honest)
    when = np.concatenate([part[0] for part in parts])
    who = np.concatenate([part[1] for part in parts])
    what = np.concatenate([part[2] for part in parts])
    action = rng.choice(4, len(when), p=(0.86, 0.08, 0.045, 0.015))
    planted = np.arange(len(when)) >= ordinary
    action = np.where(planted & (rng.random(len(when)) < 0.25), 3, action)
    keep = when <= ledger.cutoff
    order = np.argsort(when[keep], kind="stable")
    rows = np.flatnonzero(keep)[order]
    return Accesses(when[rows], who[rows], what[rows], action[rows], planted[rows])


def _before(rng: np.random.Generator, at: np.ndarray, official: Ints, dossier: Ints) -> tuple[np.ndarray, Ints, Ints]:
    return at - rng.integers(20, 1500, len(at)).astype("timedelta64[s]"), official, dossier


def _lookups(rng: np.random.Generator, world: World, load: Caseload) -> list[tuple[np.ndarray, Ints, Ints]]:
    """Somebody of the same unit opens a dossier that is not his: a telephone question, a head who looks in."""
    people, parts = world.officials, []
    for unit in range(len(world.unit_codes)):
        desk = np.flatnonzero(people.unit == unit)
        rows = np.flatnonzero(load.unit == unit)
        if not len(rows):
            continue
        counts = rng.poisson(people.looks[desk] * people.weight[desk] * len(rows) / len(desk))
        who = np.repeat(desk, counts)
        what = rng.choice(rows, len(who))
        day = load.received_clock[what].astype("datetime64[D]")
        later = day + rng.integers(0, 15, len(who)).astype("timedelta64[D]")
        at = later.astype("datetime64[s]") + rng.integers(28_000, 60_000, len(who)).astype("timedelta64[s]")
        parts.append((np.maximum(at, load.received_clock[what]), who, what))
    return parts


def _cover_views(rng: np.random.Generator, load: Caseload, plants: Plants) -> list[tuple[np.ndarray, Ints, Ints]]:
    """The colleague who stands in opens what lies on the absent one's desk, also what he then leaves alone."""
    parts = []
    for away in plants.absences:
        rows = np.flatnonzero(
            (load.handler == away.official) & (load.received < away.end) & (load.received > away.start - 6_000)
        )
        rows = rows[rng.random(len(rows)) < 0.6]
        day = WORKING_DAYS[(np.maximum(load.received[rows], away.start) // 480).astype(np.int64)]
        at = day.astype("datetime64[s]") + rng.integers(55_000, 61_000, len(rows)).astype("timedelta64[s]")
        parts.append((at, np.full(len(rows), away.cover), rows))
    return parts


def _peeks(
    rng: np.random.Generator, world: World, load: Caseload, plants: Plants, honest: Ints
) -> list[tuple[np.ndarray, Ints, Ints]]:
    parts = []
    sensitive = np.isin(np.array(FIELDS)[world.procedures.field[load.procedure]], SENSITIVE)
    for official in np.flatnonzero(plants.peeks):
        foreign = np.flatnonzero((load.handler != official) & (load.clerk != official))
        weight = np.where(sensitive[foreign], 4.0, 1.0) * np.where(
            load.unit[foreign] == world.officials.unit[official], 3.0, 1.0
        )
        count = max(int(25 * plants.strength), int(plants.peeks[official] * honest[official]))
        what = rng.choice(foreign, count, p=weight / weight.sum())
        day = load.received_clock[what].astype("datetime64[D]") + rng.integers(1, 60, count).astype("timedelta64[D]")
        evening = rng.random(count) < 0.3
        second = np.where(evening, rng.integers(66_000, 82_000, count), rng.integers(28_000, 61_000, count))
        parts.append((day.astype("datetime64[s]") + second.astype("timedelta64[s]"), np.full(count, official), what))
    return parts


def draft_documents(
    rng: np.random.Generator, world: World, load: Caseload, plants: Plants, cutoff: np.datetime64
) -> Documents:
    people = world.officials
    drafters = np.flatnonzero(plants.drafter)
    counts = np.clip(rng.poisson(55 * np.exp(rng.normal(0, 0.4, len(drafters)))), 6, 150)
    drafter = np.repeat(drafters, counts)
    n = len(drafter)
    kind = rng.choice(len(KINDS), n, p=(0.4, 0.25, 0.13, 0.1, 0.07, 0.05))
    first = WORKING_DAYS[load.first_day].astype("datetime64[s]")
    span = int((cutoff - first).astype(np.int64))
    issued = first + rng.integers(0, span, n).astype("timedelta64[s]")
    habit = np.exp(rng.normal(0, 0.22, len(people)))
    by_kind = np.array([0.05, 0.03, 0.03, 0.06, 0.08, 0.1])
    base = np.clip(
        by_kind[kind] * np.exp(rng.normal(0, 0.15, len(world.unit_codes)))[people.unit[drafter]] * habit[drafter],
        0,
        0.5,
    )
    chance = np.where(plants.bad_documents[drafter] > 0, plants.bad_documents[drafter], base)
    bad = rng.random(n) < chance
    verdict = np.where(bad, rng.choice(["unlawful", "loophole", "annulled"], n, p=(0.5, 0.38, 0.12)), "lawful")
    reviewed = issued + rng.integers(10 * 86_400, 120 * 86_400, n).astype("timedelta64[s]")
    read = (rng.random(n) < rng.uniform(0.6, 0.9)) & (reviewed < cutoff)
    heads = {
        int(u): int(o) for o, u in zip(np.flatnonzero(people.role == 2), people.unit[people.role == 2], strict=True)
    }
    friends = [f"NN{int(x):07d}" for x in rng.integers(1, 9_999_999, len(people))]
    beneficiary: list[str | None] = [
        None
        if rng.random() > 0.25
        else friends[d]
        if b and plants.bad_documents[d] > 0
        else f"NN{int(rng.integers(1, 9_999_999)):07d}"
        for d, b in zip(drafter, bad, strict=True)
    ]
    return Documents(
        issued=issued,
        unit=people.unit[drafter],
        drafter=drafter,
        signer=np.array([heads.get(int(u), NOBODY) for u in people.unit[drafter]]),
        kind=kind,
        review=np.where(read, verdict, ""),
        reviewed=np.where(read, reviewed, np.datetime64("NaT")),
        beneficiary=beneficiary,
        base_chance=base,
    )
