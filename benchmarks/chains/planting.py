"""Choosing who does wrong, and how: the same people whatever the strength."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from benchmarks.chains.arrays import Bools, Ints, counts
from benchmarks.chains.catalogue import (
    CHANGED_LAWS,
    FIELD_NAMES,
    NEW_CONSTRUCTION_LAW,
    NEW_LAW,
    places_of_fields,
)
from benchmarks.chains.filings import Filings
from benchmarks.chains.plan import HONEST, Plan, Wrong
from benchmarks.chains.regulars import Pair, Regulars
from benchmarks.chains.staff import ALWAYS
from benchmarks.chains.units import FIRST_SYSTEM, Kind
from benchmarks.chains.variants import IN_TURN, PRYING, PRYING_ACT, VARIANTS, How, Work
from benchmarks.chains.world import World
from benchmarks.provinces.province import Province
from numpy.random import Generator

PLANTED, PLANTED_LEAST = (0.08, 0.115), 6
"""Share of the officials."""
TARGET, TARGET_OF_SQUEEZE = (5.0, 10.0), (5.5, 9)
PART_OF_THE_TIME, BEGINS, ENDS = 0.3, (0, 0.3), (0.8, 1)
ALWAYS_ACTS = "C"
TURNS, TURN = 12, ("A", "B", "B", "C", "D", "D", "E")
"""Acts in the first turn once each; the other turns are such ones."""
ENOUGH_AT_WORST = 0.5
"""Share of what would be enough, where nobody has it."""
SIGNED_TOGETHER, SIGNED_SHARE = 80, 0.05
BEST_SHARE, BEST_LEAST = 5, 4
"""A drafter of unread papers is among the fifth whose papers are most of what somebody signs."""
ONE_SYSTEM = 0.9
"""Share of the work that has to be in the system in which it can be seen."""
DOES_BOTH = 60
"""Dossiers taken in, and as many appraised."""
LONG_LIMIT = 5
DEAD_AFTER = 50
"""Working days after the new law by which old bases are no longer an oversight."""


def plant(province: Province, world: World, filings: Filings, regulars: Regulars, rng: Generator) -> Plan:
    if province.honest:
        return HONEST
    planting = _Planting(world, filings, regulars, rng)
    planting.choose()
    return Plan(province.strength, planting.wrongs, pairs_with_spellings(world, filings, regulars))


def pairs_with_spellings(world: World, filings: Filings, regulars: Regulars) -> list[Pair]:
    """The crooked pairs; an agent under two spellings makes two."""
    pairs = list(regulars.favoured)
    for official, agent in regulars.favoured:
        twin = world.agents.all[agent].other_spelling
        if twin is not None and ((filings.appraiser == official) & (filings.agent == twin)).any():
            pairs.append(Pair(official, twin))
    return pairs


def issuing(world: World, filings: Filings) -> Bools:
    """Dossiers that end in a document if all goes well."""
    return world.procedures.issues_document[filings.procedure]


class _Planting:
    def __init__(self, world: World, filings: Filings, regulars: Regulars, rng: Generator) -> None:
        self.rng, self.world, self.filings, self.staff = rng, world, filings, world.staff
        self.favours = [pair.official for pair in regulars.favoured]
        self.barred = world.spared | set(self.favours)
        self.work = _count_work(world, filings)
        self.wrongs: list[Wrong] = []

    def choose(self) -> None:
        wanted = max(PLANTED_LEAST, round(len(self.staff) * self.rng.uniform(*PLANTED)))
        ways = {act: self._shuffled(of_act) for act, of_act in IN_TURN.items()}
        acts = [act for turn in range(TURNS) for act in self.rng.permutation(TURN if turn else list(IN_TURN))]
        for act in acts:
            if len(self.wrongs) >= wanted:
                break
            how = ways[act].pop(0)
            ways[act].append(how)
            self._plant(how)
        if self.favours:
            target = self.rng.uniform(*TARGET_OF_SQUEEZE)
            self.wrongs.append(Wrong(self.favours[0], "B", How.SQUEEZES, ("B",), target))
        self.wrongs = [self._with_right_answers(wrong) for wrong in self.wrongs]

    def _shuffled(self, ways: tuple[How, ...]) -> list[How]:
        return [ways[place] for place in self.rng.permutation(len(ways))]

    def _plant(self, how: How) -> None:
        if how in PRYING:
            self._plant_prying(how)
        elif how == How.DRAFTS_UNREAD:
            self._plant_unread()
        elif how == How.CHAIN_APPRAISER:
            self._plant_chain()
        elif how in (How.NO_GUIDANCE, How.KEEPS_RESULTS):
            everything = Work.RECEIVED if how == How.NO_GUIDANCE else Work.RELEASED
            in_system, of_all = self.work[VARIANTS[how].work], self.work[everything]
            self._add(how, lambda official: in_system[official] > ONE_SYSTEM * of_all[official])
        else:
            self._add(how)

    def _plant_prying(self, how: How) -> None:
        if how == How.RELATIVES and not self.world.holes.relations_known:
            return
        appraiser, enough = PRYING[how]
        work = Work.APPRAISED if self.rng.random() < appraiser else Work.RECEIVED
        self._add_of(PRYING_ACT, how, work, enough, (PRYING_ACT,))

    def _plant_chain(self) -> None:
        """Who lets things through, and who asks for them, in one unit; departments have their counter elsewhere."""
        home, units = self.staff.home, self.staff.units
        appraiser = self._add(How.CHAIN_APPRAISER, lambda official: units[home[official]].kind != Kind.DEPARTMENT)
        if appraiser is not None:
            self._add(How.CHAIN_RECEPTIONIST, lambda official: home[official] == home[appraiser])

    def _plant_unread(self) -> None:
        """One drafts badly, and one signs it, for whom it is a good part of what there is to sign."""
        issues = issuing(self.world, self.filings)
        signer, appraiser = self.filings.signer[issues], self.filings.appraiser[issues]
        signed = np.bincount(signer, minlength=len(self.staff))
        shares = {
            int(drafter): self._share_of_a_signer(signer[appraiser == drafter], signed)
            for drafter in np.flatnonzero(self.work[Work.DRAFTED] >= VARIANTS[How.DRAFTS_UNREAD].enough)
        }
        best = max(BEST_LEAST, len(shares) // BEST_SHARE)
        least = sorted(shares.values())[-best] if len(shares) > BEST_LEAST else 0
        drafter = self._add(How.DRAFTS_UNREAD, lambda official: shares.get(official, 0) >= max(least, SIGNED_SHARE))
        if drafter is None:
            return
        signers, together = np.unique(signer[appraiser == drafter], return_counts=True)
        order = np.argsort(-together / signed[signers] * (together >= SIGNED_TOGETHER))
        free = [int(one) for one in signers[order] if one not in self.barred]
        if free:
            self.barred.add(free[0])
            self.wrongs.append(Wrong(free[0], "A", How.SIGNS_UNREAD, ("A",), 0, partner=drafter))

    def _share_of_a_signer(self, signer: Ints, signed: Ints) -> float:
        """The largest there is, of those who may be planted."""
        together = np.bincount(signer, minlength=len(signed)).astype(float)
        together[list(self.barred)] = 0
        return float((together / np.maximum(signed, 1) * (together >= SIGNED_TOGETHER)).max())

    def _add(self, how: How, may: Callable[[int], bool] = lambda official: True) -> int | None:
        variant = VARIANTS[how]
        return self._add_of(variant.act, how, variant.work, variant.enough, variant.accepted, may)

    def _add_of(
        self,
        act: str,
        how: How,
        work: Work,
        enough: int,
        accepted: tuple[str, ...],
        may: Callable[[int], bool] = lambda official: True,
    ) -> int | None:
        able = self._able(work, enough, may) or self._able(work, enough * ENOUGH_AT_WORST, may)
        if not able:
            return None
        official = int(self.rng.choice(able))
        self.barred.add(official)
        first, until = 0, ALWAYS
        if self.rng.random() < PART_OF_THE_TIME and act != ALWAYS_ACTS:
            recorded = self.world.calendar.recorded
            first, until = (int(recorded * self.rng.uniform(*between)) for between in (BEGINS, ENDS))
        self.wrongs.append(Wrong(official, act, how, accepted, self.rng.uniform(*TARGET), first, until))
        return official

    def _able(self, work: Work, enough: float, may: Callable[[int], bool]) -> list[int]:
        done = self.work[work]
        return [
            official
            for official in range(len(self.staff))
            if done[official] >= enough and official not in self.barred and may(official)
        ]

    def _with_right_answers(self, wrong: Wrong) -> Wrong:
        """Whoever both takes in and appraises lets through what is then asked for."""
        done = self.work[Work.RECEIVED][wrong.official], self.work[Work.APPRAISED][wrong.official]
        if wrong.act != "B" or min(done) <= DOES_BOTH or "C" in wrong.accepted:
            return wrong
        return replace(wrong, accepted=(*wrong.accepted, "C"))


def _count_work(world: World, filings: Filings) -> dict[Work, Ints]:
    """By official."""
    staff, procedures = world.staff, world.procedures
    in_first = staff.system[filings.unit] == FIRST_SYSTEM
    issues, long = issuing(world, filings), procedures.limit[filings.procedure] >= LONG_LIMIT
    decider = np.where(in_first, filings.appraiser, filings.signer)
    work = {
        Work.APPRAISED: filings.appraiser,
        Work.RECEIVED: filings.clerk,
        Work.CONSULTED: filings.consulted,
        Work.CHECKED: filings.checker,
        Work.SIGNED: filings.signer,
        Work.RELEASED: filings.releaser,
        Work.DECIDED: decider,
        Work.DRAFTED: filings.appraiser[issues],
        Work.DRAFTED_UNDER_NEW_LAW: filings.appraiser[issues & _under_new_law(world, filings)],
        Work.SIGNED_DOCUMENTS: filings.signer[issues],
        Work.APPRAISED_OF_LONG_LIMIT: filings.appraiser[long],
        Work.APPRAISED_IN_FIRST_SYSTEM: filings.appraiser[in_first],
        Work.RECEIVED_IN_FIRST_SYSTEM: filings.clerk[in_first],
        Work.RELEASED_IN_FIRST_SYSTEM: filings.releaser[in_first],
        Work.WITH_FEE: filings.clerk[procedures.fee[filings.procedure] > 0],
    }
    return {one: counts(officials, len(staff)) for one, officials in work.items()}


def _under_new_law(world: World, filings: Filings) -> Bools:
    """Filed so late that the draft has to be based on it."""
    field, place_of = world.procedures.field[filings.procedure], world.calendar.place_of
    in_construction = field == FIELD_NAMES.index("construction")
    changed = np.isin(field, places_of_fields(CHANGED_LAWS))
    since = np.where(in_construction, place_of(NEW_CONSTRUCTION_LAW), place_of(NEW_LAW))
    return changed & (filings.day > since + DEAD_AFTER)
