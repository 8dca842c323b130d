"""Choosing who does wrong and how, among those with enough work to be judged; the same people whatever the strength."""

from __future__ import annotations

from collections import Counter

import numpy as np
from benchmarks.queues.arrays import Ints, counts
from benchmarks.queues.chance import Purpose
from benchmarks.queues.documents import Document
from benchmarks.queues.history import History
from benchmarks.queues.omissions import Omissions
from benchmarks.queues.plan import Plan, Wrong
from benchmarks.queues.staff import Role
from benchmarks.queues.variants import ACTS, DRAFTING, FAVOURING, VARIANTS, VIEWING, Doer, How, ways_of
from benchmarks.queues.world import World
from benchmarks.queues.yardsticks import Yardstick, is_long

_LEAST, _MOST = 0.10, 0.145
"""Of the officials."""
_TURNS = "BDCEA" * 10
"""The acts in turn, as often as it may take."""
_ENOUGH_HANDLED, _ENOUGH_AT_COUNTER, _ENOUGH_HANDED_OVER, _ENOUGH_DRAFTED = 250, 400, 300, 25
_MOST_OF_UNIT = 0.34
"""Of its handlers and clerks, so that it remains a yardstick."""
_ENOUGH_OF_PAIR, _MOST_OF_AGENT, _MOST_OF_DESK, _LARGEST_PAIRS = 60, 0.6, 0.5, 4
_AGENTS_AT_MOST = 1000
"""So that an official and an agent make one number."""
_LATE_DEVIATIONS, _STOPPED_DEVIATIONS = (9, 14), (7, 11)
"""By which the planted are to stand out, at full strength."""
_LOST, _FEWEST, _LEAST_SHARE, _MOST_SHARE = 0.1, 30, 0.04, 0.75
_BROWSED, _AT_NIGHT, _OF_RELATIVE, _EXPORTED = (6, 9), (3.2, 4.8), (0.6, 1.0), (28, 45)
"""Dossiers a month; the last: each time."""
_BUSY_AGENT = 120


def plant(world: World, honest: History, documents: list[Document], omissions: Omissions) -> Plan:
    planting = _Planting(world, honest, documents)
    planting.choose(omissions)
    return planting.plan


class _Planting:
    def __init__(self, world: World, honest: History, documents: list[Document]) -> None:
        self.rng, self.world, self.honest = world.stream(Purpose.PLANTS), world, honest
        officials = len(world.staff)
        self.handled = counts(honest.handler, officials)
        self.received = counts(honest.clerk, officials)
        self.handed_over = counts(honest.hands_over, officials)
        drafted = Counter(document.drafter for document in documents)
        self.handlers = [one for one in world.of_role(Role.HANDLER) if self._may_do_wrong(one)]
        self.clerks = [one for one in world.of_role(Role.CLERK) if self.received[one] >= _ENOUGH_AT_COUNTER]
        self.drafters = [one for one in self.handlers if drafted[one] >= _ENOUGH_DRAFTED]
        self.plan: Plan = {}
        self.in_unit: Counter[int] = Counter()

    def choose(self, omissions: Omissions) -> None:
        total = round(len(self.world.staff) * self.rng.uniform(_LEAST, _MOST))
        unseen = {VIEWING: "accesses", DRAFTING: "issued_documents"}
        turns = [act for act in _TURNS if act not in unseen or not omissions.leaves_out(unseen[act])]
        ways = {act: self._shuffled(act) for act in ACTS}
        for act in turns[:total]:
            ways[act] = ways[act] or self._shuffled(act)
            self._plant(ways[act].pop(0))

    def _shuffled(self, act: str) -> list[How]:
        return [How(how) for how in self.rng.permutation([how.value for how in ways_of(act)])]

    def _plant(self, how: How) -> None:
        if how in FAVOURING:
            pair = self._draw_pair()
            if pair is not None:
                official, agent = pair
                self._add(official, Wrong(how, agent))
                return
            how = How.PILE_SQUEEZE
        candidates, weights = self._able(VARIANTS[how].doer)
        chosen = self._choose_one(candidates, weights)
        if chosen is not None:
            self._add(chosen, self._draw_wrong(how, chosen))

    def _add(self, official: int, wrong: Wrong) -> None:
        self.plan[official] = wrong
        self.in_unit[self.world.staff[official].unit] += 1

    def _may_do_wrong(self, handler: int) -> bool:
        world = self.world
        apart = handler in world.lookalikes.taken or world.staff[handler].unit == world.circumstances.custom_unit
        return not apart and bool(self.handled[handler] >= _ENOUGH_HANDLED)

    def _able(self, doer: Doer) -> tuple[list[int], Ints]:
        """And how much they have to do."""
        if doer == Doer.DRAFTER:
            return self.drafters, self.handled
        if doer == Doer.CLERK:
            return self.clerks, self.received
        if doer == Doer.HANDS_OVER:
            both = self.clerks + self.handlers
            return [one for one in both if self.handed_over[one] >= _ENOUGH_HANDED_OVER], self.handed_over
        if doer == Doer.ANYBODY:
            reporters = set(self.world.circumstances.reporters.values())
            return self.handlers + [clerk for clerk in self.clerks if clerk not in reporters], self.handled
        return self.handlers, self.handled

    def _choose_one(self, candidates: list[int], weights: Ints) -> int | None:
        free = [one for one in candidates if one not in self.plan]
        free = [one for one in free if self._unit_has_room(one)] or free
        if not free:
            return None
        roots = weights[free].astype(float) ** 0.5 + 1
        return int(self.rng.choice(free, p=roots / roots.sum()))

    def _unit_has_room(self, official: int) -> bool:
        place = self.world.staff[official].unit
        unit = self.world.units[place]
        return self.in_unit[place] < max(1, _MOST_OF_UNIT * len(unit.handlers + unit.clerks))

    def _draw_pair(self) -> tuple[int, int] | None:
        """One of the largest; official and agent."""
        honest = self.honest
        with_agent = (honest.handler >= 0) & (honest.agent > 0)
        handler, agent = honest.handler[with_agent], honest.agent[with_agent]
        pairs, sizes = np.unique(handler * _AGENTS_AT_MOST + agent, return_counts=True)
        of_agent = np.bincount(agent, minlength=_AGENTS_AT_MOST)
        favoured = {wrong.agent for wrong in self.plan.values()}
        able = []
        for pair, size in zip(pairs.tolist(), sizes.tolist(), strict=True):
            official, through = divmod(pair, _AGENTS_AT_MOST)
            free = official in self.handlers and official not in self.plan and through not in favoured
            has_others = size < _MOST_OF_AGENT * of_agent[through] and size < _MOST_OF_DESK * self.handled[official]
            if free and has_others and size >= _ENOUGH_OF_PAIR:
                able.append((size, official, through))
        if not able:
            return None
        able.sort(reverse=True)
        _, official, through = able[int(self.rng.integers(min(_LARGEST_PAIRS, len(able))))]
        return official, through

    def _draw_wrong(self, how: How, official: int) -> Wrong:
        amounts = {How.BROWSES_NO_REASON: _BROWSED, How.NIGHT_READER: _AT_NIGHT, How.BULK_EXPORT: _EXPORTED}
        if how in amounts:
            return Wrong(how, amount=float(self.rng.uniform(*amounts[how])))
        if how in (How.LETS_WAIT, How.CLOCK_SAVER):
            return Wrong(how, share=self._draw_share(how, official))
        if how == How.LOOPHOLE_FOR_AGENT:
            return Wrong(how, agent=int(self.rng.integers(1, len(self.world.agents))))
        if how == How.RELATIVES_FILES:
            volumes = counts(self.honest.agent, len(self.world.agents))
            busy = [agent for agent in range(1, len(volumes)) if volumes[agent] > _BUSY_AGENT]
            amount = float(self.rng.uniform(*_OF_RELATIVE))
            return Wrong(how, agent=busy[self.rng.integers(len(busy))], amount=amount)
        return Wrong(how)

    def _draw_share(self, how: How, official: int) -> float:
        """As large as it takes to stand out."""
        yardstick = Yardstick(self.world, self.honest, VARIANTS[how].sign)
        scores, spread = yardstick.honest, yardstick.spread(set())
        own = self.honest.handler == official
        at_hand = own & (self.honest.agent < 0 if how == How.LETS_WAIT else is_long(self.honest))
        deviations = self.rng.uniform(*(_LATE_DEVIATIONS if how == How.LETS_WAIT else _STOPPED_DEVIATIONS))
        needed = deviations * scores.deviation(official, spread) + _LOST * scores.expected[official]
        return float(np.clip(needed / max(_FEWEST, at_hand.sum()), _LEAST_SHARE, _MOST_SHARE))
