"""Agents who come to the same official again and again: some are favoured there, as many are not."""

from __future__ import annotations

from collections import Counter
from random import Random

from benchmarks.communes.agents import Agent
from benchmarks.communes.dossier import Dossier
from benchmarks.communes.office import Lookalike, Office, Official, Unit
from benchmarks.communes.plan import Pair, Plan

_OFFICIALS_PER_PAIR = 50
_ENOUGH_IN_UNIT, _ENOUGH_ELSEWHERE = 34, 12
"""Dossiers of the agent, so that the pair can be told from both alone."""
_MORE_IS_NO_BETTER = 70
_UNITS_APART = 4
"""So many pairs are in units of their own."""
_COMES_TO_HIM = 0.45


def seat_regulars(rng: Random, office: Office, dossiers: list[Dossier], plan: Plan, honest: bool) -> None:
    """Part of an agent's dossiers go over to the official at whose table he sits.

    Every second pair is planted, unless all are ``honest``; the others are look-alikes.
    """
    chosen = _choose(rng, office, dossiers)
    rng.shuffle(chosen)
    for place, (pair, filed) in enumerate(chosen):
        for dossier in filed:
            _draw_to(rng, pair.official, dossier)
        if place % 2 == 0 and not honest:
            plan.pairs.append(pair)
        else:
            office.lookalikes.append(Lookalike("regular_client_without_advantage", "pair", pair.code))


def _choose(rng: Random, office: Office, dossiers: list[Dossier]) -> list[tuple[Pair, list[Dossier]]]:
    """Pairs, with all the agent's dossiers in the official's unit."""
    shown = [(d.unit, d.agent) for d in dossiers if d.agent and d.shows_agent]
    together, total = Counter(shown), Counter(agent for _, agent in shown)
    able = [(u, a) for (u, a), n in together.items() if n >= _ENOUGH_IN_UNIT and _is_known(a, n, total)]
    rng.shuffle(able)
    wanted = 2 * max(1, round(len(office.officials) / _OFFICIALS_PER_PAIR))
    units: set[Unit] = set()
    agents: set[Agent] = set()
    chosen: list[tuple[Pair, list[Dossier]]] = []
    for unit, agent in sorted(able, key=lambda one: -min(together[one], _MORE_IS_NO_BETTER)):
        if (unit in units and len(chosen) < _UNITS_APART) or agent in agents or len(chosen) >= wanted:
            continue
        filed = [d for d in dossiers if d.unit is unit and d.agent is agent]
        official = _most_often(office, filed)
        if official:
            chosen.append((Pair(official, agent), filed))
            units.add(unit)
            agents.add(agent)
            office.spoken_for.add(official)
    return chosen


def _is_known(agent: Agent, here: int, total: Counter[Agent]) -> bool:
    return not agent.specialised and total[agent] >= here + _ENOUGH_ELSEWHERE


def _most_often(office: Office, filed: list[Dossier]) -> Official | None:
    checked = Counter(d.checker for d in filed if d.checker not in office.spoken_for and not d.checker.trait)
    return checked.most_common(1)[0][0] if checked else None


def _draw_to(rng: Random, official: Official, dossier: Dossier) -> None:
    if dossier.checker is official or official.absent[dossier.day] or rng.random() >= _COMES_TO_HIM:
        return
    if official in dossier.unit.at_desk(dossier.day):
        dossier.checker = official
        if dossier.unit.same_hand:
            dossier.receiver = official
