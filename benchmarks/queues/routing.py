"""To which desk a dossier goes."""

from __future__ import annotations

from bisect import bisect_left

from benchmarks.queues.arrays import NONE
from benchmarks.queues.bureau import Bureau
from benchmarks.queues.matter import DEALT, FOR_EXPERT, SPARED, STEERED, Matter
from benchmarks.queues.units import Rule

_STEERED = 0.65
"""Of a favoured agent's dossiers, so many find their way to the patron."""
_EXPERT_FOR_CONSULTED, _TO_EXPERT, _EXPERT_SPARED = 0.3, 0.85, 0.25
"""The handler of hard dossiers gets most of those, some that are to be consulted on, and fewer of the others."""
_LONG_PILE, _SO_MUCH_LONGER, _AND_MORE = 25, 3, 10
"""Where the head steps in and gives to the least busy."""


def choose_handler(bureau: Bureau, unit: int, matter: Matter, day: int) -> int:
    known = _patron(bureau, unit, matter, day)
    if known == NONE:
        known = _who_refused(bureau, unit, matter, day)
    if known != NONE:
        return known
    able = _who_is_there(bureau, unit, day)
    expert = bureau.units[unit].hard_desk
    if expert is not None and expert in able:
        needs_expert = matter.hard or (matter.is_consulted and matter.throws[FOR_EXPERT] < _EXPERT_FOR_CONSULTED)
        if needs_expert and matter.throws[STEERED] < _TO_EXPERT:
            return expert
        if len(able) > 1 and matter.throws[SPARED] < _EXPERT_SPARED:
            able = [official for official in able if official != expert]
    official = _by_rule(bureau, unit, matter, able)
    if official not in able:
        official = able[matter.village % len(able)]
    return _relieved(bureau, official, able)


def _patron(bureau: Bureau, unit: int, matter: Matter, day: int) -> int:
    patron = bureau.patrons.get(matter.agent, NONE)
    if patron == NONE or bureau.strength <= 0 or matter.throws[STEERED] >= _STEERED:
        return NONE
    return patron if _is_at_hand(bureau, patron, unit, day) else NONE


def _who_refused(bureau: Bureau, unit: int, matter: Matter, day: int) -> int:
    official = matter.same_desk
    return official if official != NONE and _is_at_hand(bureau, official, unit, day) else NONE


def _is_at_hand(bureau: Bureau, official: int, unit: int, day: int) -> bool:
    return bureau.home[official] == unit and not bureau.is_absent(official, day)


def _who_is_there(bureau: Bureau, unit: int, day: int) -> list[int]:
    """Or will be soon."""
    handlers = bureau.handlers[unit]
    there = [
        official
        for official in handlers
        if day not in bureau.long_absences[official] and day >= bureau.staff[official].first_day
    ]
    return there or handlers


def _by_rule(bureau: Bureau, unit: int, matter: Matter, able: list[int]) -> int:
    rule, handlers = bureau.units[unit].rule, bureau.handlers[unit]
    if rule == Rule.SHORTEST:
        return bureau.least_busy(able)
    if rule == Rule.TURNS:
        return _in_turn(bureau, unit, able)
    dealing = bureau.world.dealings[unit]
    if rule == Rule.VILLAGE:
        desk = dealing.of_village[matter.village % len(dealing.of_village)]
        return handlers[desk] if desk < len(handlers) else able[0]
    if rule == Rule.FIELD:
        desks = [handlers[desk] for desk in dealing.of_field[matter.procedure] if desk < len(handlers)]
        return _in_turn(bureau, unit, desks or able)
    desk = bisect_left(dealing.up_to, matter.throws[DEALT])
    return handlers[desk] if desk < len(handlers) else able[-1]


def _in_turn(bureau: Bureau, unit: int, officials: list[int]) -> int:
    bureau.turns[unit] += 1
    return officials[bureau.turns[unit] % len(officials)]


def _relieved(bureau: Bureau, official: int, able: list[int]) -> int:
    pile = len(bureau.desks[official].pile)
    if pile <= _LONG_PILE or len(able) == 1:
        return official
    other = bureau.least_busy(able)
    return other if pile > _SO_MUCH_LONGER * len(bureau.desks[other].pile) + _AND_MORE else official
