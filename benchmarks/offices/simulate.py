"""A second province in the exchange format, with its truth in a file apart: 240 officials, chances instead of times.

python -m benchmarks.offices.simulate OUT --style district --seed 1 --strength 0.5
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.offices.people import COUNTER, DESK, LEADER, STYLES, Floats, Ints, People, draw_people, plant
from benchmarks.offices.records import Dossiers, write_records
from benchmarks.provinces.province import Province, from_command_line
from benchmarks.provinces.workdays import ordinal


@dataclass(frozen=True)
class Procedures:
    limit: Ints
    asks: Floats
    late: Floats
    fee: Ints
    weight: Floats
    hard: np.ndarray


def _procedures(rng: np.random.Generator) -> Procedures:
    n = 24
    hard = np.arange(n) < 3
    return Procedures(
        limit=np.where(hard, 20, rng.choice([3, 5, 7, 10, 15], n)),
        asks=np.clip(0.12 * np.exp(rng.normal(0, 0.35, n)) * np.where(hard, 2.2, 1), 0.02, 0.4),
        late=np.clip(0.06 * np.exp(rng.normal(0, 0.35, n)) * np.where(hard, 2.0, 1), 0.01, 0.25),
        fee=rng.choice([0, 20_000, 50_000, 100_000], n),
        weight=rng.dirichlet(np.full(n, 2.0)),
        hard=hard,
    )


def _pick(rng: np.random.Generator, people: People, unit: Ints, role: int, hard: np.ndarray) -> Ints:
    chosen = np.full(len(unit), -1)
    for where in np.unique(unit):
        desk = np.flatnonzero((people.unit == where) & (people.role == role))
        for kind in (False, True):
            rows = np.flatnonzero((unit == where) & (hard == kind))
            weight = people.weight[desk] * np.where(people.hard[desk], 6.0 if kind else 0.2, 1.0)
            chosen[rows] = rng.choice(desk, len(rows), p=weight / weight.sum())
    return chosen


def _load(rng: np.random.Generator, people: People, procedures: Procedures, dossiers: int, single: bool) -> Dossiers:
    first = int(ordinal(np.datetime64("2025-03-03")))
    size = np.bincount(people.unit) * np.exp(rng.normal(0, 0.2, int(people.unit.max()) + 1))
    unit = rng.choice(len(size), dossiers, p=size / size.sum())
    procedure = rng.choice(len(procedures.limit), dossiers, p=procedures.weight)
    day = np.sort(rng.integers(first, first + 240, dossiers))
    handler = _pick(rng, people, unit, DESK, procedures.hard[procedure])
    clerk = handler.copy() if single else _pick(rng, people, unit, COUNTER, np.zeros(dossiers, dtype=bool))
    home = np.arange(people.agents) % (int(people.unit.max()) + 1)
    reach = np.exp(rng.normal(0, 0.6, people.agents))
    agent = np.where(rng.random(dossiers) < 0.25, rng.choice(people.agents, dossiers, p=reach / reach.sum()), -1)
    near = rng.random(dossiers) < 0.5
    local = {int(u): np.flatnonzero(home == u) for u in np.unique(unit)}
    for u, ones in local.items():
        rows = np.flatnonzero((agent >= 0) & near & (unit == u))
        if len(ones):
            agent[rows] = rng.choice(ones, len(rows))
    # A pair's dossiers reach the official: planted ones, and the regular desk that is only used to the agent.
    for official, one in (*people.pairs, *people.regulars):
        rows = rng.permutation(np.flatnonzero(unit == people.unit[official]))[:60]
        agent[rows], handler[rows] = one, official
        if single:
            clerk[rows] = official
    leader = np.array([np.flatnonzero((people.unit == u) & (people.role == LEADER))[0] for u in range(len(size))])
    return Dossiers(unit, procedure, day, clerk, handler, leader[unit], agent)


def _happen(
    rng: np.random.Generator, people: People, procedures: Procedures, load: Dossiers, style: str, strength: float
) -> None:
    """Chances become facts."""
    n, h, c, how = len(load.unit), load.handler, load.clerk, STYLES[style]
    month = (load.day - load.day.min()) // 21
    drift = np.exp(rng.normal(0, 0.1, (len(people), int(month.max()) + 1)))[h, month]
    units = {k: np.exp(rng.normal(0, how.unit_spread, int(load.unit.max()) + 1))[load.unit] for k in ("asks", "late")}
    factor, effect = people.factor, people.effect
    favoured = np.zeros(n, dtype=bool)
    for official, agent in people.pairs:
        favoured |= (h == official) & (load.agent == agent)
    agent_asks = np.where(people.specialised, 0.4, np.exp(rng.normal(-0.1, 0.2, people.agents)))
    by_agent = np.where(load.agent >= 0, agent_asks[load.agent], 1.0)
    intake = np.where(c == h, 1.0, factor["intake"][c])
    usual = procedures.asks[load.procedure] * units["asks"] * drift * by_agent * intake * factor["asks"][h]
    load.usual_asks = np.minimum(usual, 0.9)
    chance = usual * effect["intake"][c] * effect["asks"][h] * np.where(favoured, 1 - 0.8 * strength, 1.0)
    load.asked = rng.random(n) < np.minimum(chance, 0.9)
    load.outside = load.asked & (rng.random(n) < np.minimum(0.02 * factor["outside"][h] + effect["outside_add"][h], 1))
    load.guided = rng.random(n) < np.clip((1 - 0.1 * factor["guides"][c]) * effect["guides"][c], 0, 1)
    _times(rng, people, procedures, load, how.clock, units["late"] * drift, favoured, strength)
    paying = procedures.fee[load.procedure] > 0
    load.over = paying & (rng.random(n) < 0.004 * factor["fees"][c] + effect["fees_add"][c])


def _times(
    rng: np.random.Generator,
    people: People,
    procedures: Procedures,
    load: Dossiers,
    clock: str,
    shared: Floats,
    favoured: np.ndarray,
    strength: float,
) -> None:
    n, h = len(load.unit), load.handler
    limit, base = procedures.limit[load.procedure], procedures.late[load.procedure]
    habit, planted = people.factor["late"][h], people.effect["late"][h]
    if clock == "chance":
        load.usual_late = np.minimum(base * habit * shared, 0.9)
        late = rng.random(n) < np.minimum(load.usual_late * planted, 0.9)
        used = np.where(late, limit + 0.3 + rng.exponential(0.25, n) * limit, limit * rng.beta(4, 2.2, n))
    else:
        # The planted factor of the chance as a factor of working time: about a third of its logarithm.
        from scipy.stats import norm

        pace = np.log(habit * shared) - 0.4 * norm.isf(base)
        load.usual_late = np.asarray(norm.sf(-pace / 0.4))
        used = limit * np.exp(pace + 0.35 * np.log(planted) + 0.4 * rng.normal(size=n))
    effort = people.effort[h] & (used < limit) & (rng.random(n) < 0.7)
    used = np.where(effort, limit * rng.uniform(0.92, 0.995, n), used)
    used = np.where(favoured & (rng.random(n) < 0.9), used * (1 - 0.65 * strength), used)
    load.used = np.maximum(used, 0.3)
    # The clock: an honest stop comes early in the work, a planted one in the last two days.
    honest = rng.random(n) < 0.03 * people.factor["stops"][h]
    gamed = ~load.asked & (limit >= 5) & (rng.random(n) < people.effect["stops_add"][h])
    load.stopped = (honest & ~load.asked) | gamed
    load.stop_at = np.where(gamed, limit - rng.uniform(0.1, 1.8, n), load.used * rng.uniform(0.1, 0.8, n))
    load.used = np.where(gamed, load.stop_at + rng.uniform(0.1, 1.5, n), load.used)
    load.late_stop = load.stopped & (load.stop_at > limit - 2)


def simulate(province: Province, out: Path) -> Path:
    """Write one province under ``out``; returns the folder of its records."""
    style = STYLES[province.style]
    rng = np.random.default_rng([province.seed, sorted(STYLES).index(style.name), province.officials, 77])
    people = draw_people(rng, style, province.officials)
    plant(np.random.default_rng([province.seed, 5]), style, people, province.strength)
    if province.honest:
        for name, values in people.effect.items():
            values[:] = 0.0 if name in ("outside_add", "fees_add", "stops_add", "peeks") else 1.0
        people.planted, people.regulars, people.pairs = [], people.regulars + people.pairs, []
    procedures = _procedures(rng)
    load = _load(rng, people, procedures, province.dossiers, style.single)
    _happen(rng, people, procedures, load, style.name, province.strength)
    records = out / "records"
    records.mkdir(parents=True, exist_ok=True)
    books = write_records(records, rng, people, procedures, load)
    truth = _truth(province, people, load, books)
    (out / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    return records


def _truth(province: Province, people: People, load: Dossiers, books: dict[str, Any]) -> dict[str, Any]:
    code, agents = books["officials"], books["agents"]
    planted = [
        {
            "official": code[p.official],
            "unit": f"U{people.unit[p.official]:02d}",
            "act": p.act,
            "how": p.how,
            "accepted": list(p.accepted),
            **_evidence(p.how, p.official, load, books),
        }
        for p in people.planted
    ]
    alike = [("trainee desk", "official", code[i]) for i in np.flatnonzero(people.trainee)]
    alike += [("hard dossiers", "official", code[i]) for i in np.flatnonzero(people.hard)]
    alike += [("deadline effort", "official", code[i]) for i in np.flatnonzero(people.effort)]
    alike += [("absent", "official", code[a]) for a, _ in people.covers]
    alike += [("cover for an absent colleague", "official", code[b]) for _, b in people.covers]
    alike += [("specialised agent", "agent", agents[i]) for i in np.flatnonzero(people.specialised)]
    alike += [("regular desk of an agent", "pair", f"{code[o]}|{agents[a]}") for o, a in people.regulars]
    return {
        **province.head,
        "dossiers": len(load.unit),
        "officials": len(people),
        "planted": planted,
        "pairs": [{"official": code[o], "agent": agents[a]} for o, a in people.pairs],
        "lookalikes": [{"kind": k, "subject_kind": s, "subject": w} for k, s, w in alike],
    }


def _evidence(how: str, who: int, load: Dossiers, books: dict[str, Any]) -> dict[str, Any]:
    mine = load.handler == who
    if how == "documents":
        seen, usual = books["bad"][books["drafter"] == who], books["usual_bad"][books["drafter"] == who]
    elif how == "superficial intake":
        seen, usual = load.asked[load.clerk == who], load.usual_asks[load.clerk == who]
    elif how == "lateness":
        seen, usual = (load.finished_late)[mine], load.usual_late[mine]
    elif how == "clock stops":
        seen, usual = load.late_stop[mine], np.full(int(mine.sum()), 0.01)
    elif how == "fees":
        seen, usual = load.over[load.clerk == who], np.full(int((load.clerk == who).sum()), 0.004)
    elif how == "unexplained accesses":
        rows = books["accessor"] == who
        seen, usual = books["foreign"][rows], np.full(int(rows.sum()), 0.01)
    else:
        seen, usual = load.asked[mine], load.usual_asks[mine]
    noise = np.sqrt(float((usual * (1 - usual)).sum()) + (0.28 * float(usual.sum())) ** 2 + 1e-9)
    excess = float(seen.sum() - usual.sum())
    return {"n": len(seen), "excess": round(excess, 1), "evidence": round(excess / noise, 2)}


if __name__ == "__main__":
    from_command_line(simulate, __doc__, ["district", *STYLES], dossiers=60_000, officials=240, seed=1)
