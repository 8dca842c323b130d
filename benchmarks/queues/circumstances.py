"""What befalls offices: long absences, trainees, experts, customs, transfers and a merger; all of it is innocent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from benchmarks.queues.catalogue import UNLISTED_PAPERS
from benchmarks.queues.lookalikes import Lookalikes
from benchmarks.queues.staff import AT_CENTRE_ONLY, Assignment, Official, Order, Role, Training
from benchmarks.queues.units import Unit
from benchmarks.queues.workdays import Period
from numpy.random import Generator

_OFFICIALS_BY_EACH = 60
"""So many have one of each circumstance among them."""
_COMPARABLE = 3
"""Handlers of a unit, so that one of them can stand out."""
_COMMUNES_FOR_TRANSFER, _COMMUNES_FOR_MERGER = 3, 5
_ABSENCE, _TRAINING = (22, 45), (60, 90)
"""Working days."""


class Transfer(NamedTuple):
    day: int
    official: int
    unit: int
    """The new one."""


class Merger(NamedTuple):
    day: int
    first: int
    second: int
    merged: int

    @property
    def ending(self) -> tuple[int, int]:
        return self.first, self.second


@dataclass
class Circumstances:
    custom_unit: int
    """Where all ask for a paper that is on no list."""
    transfers: list[Transfer] = field(default_factory=list)
    merger: Merger | None = None
    reporters: dict[int, int] = field(default_factory=dict)
    """Who exports for the monthly report, by unit."""


def befall(
    rng: Generator, seed: int, period: Period, units: list[Unit], staff: list[Official], count: int
) -> tuple[Circumstances, Lookalikes]:
    """``count`` is of officials; gives units a merged one."""
    fate = _Fate(rng, period, units, staff)
    times = max(1, round(count / _OFFICIALS_BY_EACH))
    for draw in (fate.send_away, fate.hurry, fate.train, fate.give_hard_dossiers):
        for _ in range(times):
            draw()
    fate.make_custom()
    fate.transfer(times)
    fate.merge(f"X{80 + seed % 10}")
    fate.point_out()
    return fate.circumstances, fate.lookalikes


def comparable_units(units: list[Unit]) -> list[int]:
    return [place for place, unit in enumerate(units) if len(unit.handlers) >= _COMPARABLE]


class _Fate:
    def __init__(self, rng: Generator, period: Period, units: list[Unit], staff: list[Official]) -> None:
        self.rng, self.period, self.units, self.staff = rng, period, units, staff
        self.lookalikes = Lookalikes()
        self.large = comparable_units(units)
        self.communes = [place for place, unit in enumerate(units) if unit.level == "commune"]
        self.circumstances = Circumstances(custom_unit=0)

    def send_away(self) -> None:
        """For long, with or without a colleague who takes over."""
        away = self._take(self._free(self.large))
        first, length = int(self.rng.integers(25, len(self.period) - 70)), int(self.rng.integers(*_ABSENCE))
        days = set(range(first, first + length))
        official = self.staff[away]
        official.absences |= days
        mates = self._free([official.unit])
        if mates:
            official.cover = self._take(mates)
            self.staff[official.cover].absences -= days
            self.lookalikes.add("covers_absence", official.cover)
        self.lookalikes.add("absent", away)

    def hurry(self) -> None:
        """Takes first what is due first."""
        official = self._take(self._free(self.large))
        self.staff[official].order = Order.AS_DUE
        self.lookalikes.add("deadline_effort", official)

    def train(self) -> None:
        place = self._take(self._free(self.large))
        start = int(self.rng.integers(5, len(self.period) // 2))
        official = self.staff[place]
        official.training = Training(start, start + int(self.rng.integers(*_TRAINING)))
        official.assignments = [Assignment(official.unit, start)]
        self.lookalikes.add("trainee", place)

    def give_hard_dossiers(self) -> None:
        official = self._take(self._free(self.large))
        self.units[self.staff[official].unit].hard_desk = official
        self.lookalikes.add("hard_dossiers", official)

    def make_custom(self) -> None:
        place = self.large[self.rng.integers(len(self.large))]
        self.circumstances.custom_unit = place
        self.units[place].custom_paper = UNLISTED_PAPERS[self.rng.integers(len(UNLISTED_PAPERS))]
        for official in self.units[place].handlers:
            self.lookalikes.add("unit_custom", official)

    def transfer(self, times: int) -> None:
        large = [place for place in self.communes if place in self.large]
        if len(self.communes) < _COMMUNES_FOR_TRANSFER or not large:
            return
        for _ in range(times):
            free = self._free(large)
            if not free:
                break
            place = self._take(free)
            official = self.staff[place]
            targets = [commune for commune in self.communes if commune != official.unit]
            target, day = targets[self.rng.integers(len(targets))], self._day_amid()
            self.circumstances.transfers.append(Transfer(day, place, target))
            official.assignments = [Assignment(official.unit, None, day), Assignment(target, day)]
            self.lookalikes.add("transferred", place)

    def merge(self, code: str) -> None:
        """Two communes become one."""
        able = [commune for commune in self.communes if self._may_merge(commune)]
        if len(able) < 2 or len(self.communes) < _COMMUNES_FOR_MERGER:
            return
        first, second = self.rng.choice(able, 2, replace=False).tolist()
        day, merged = self._day_amid(), len(self.units)
        self.units.append(self.units[first].merged(code, day))
        self.circumstances.merger = Merger(day, first, second, merged)
        for place in (first, second):
            unit = self.units[place]
            unit.successor, unit.closes = code, day
            for official in unit.officials:
                self.staff[official].assignments = [Assignment(place, None, day), Assignment(merged, day)]
                if self.staff[official].role != Role.LEADER:
                    self.lookalikes.add("merged_unit", official)

    def point_out(self) -> None:
        """Those whose post explains what they do."""
        for place, one in enumerate(self.staff):
            if one.role in AT_CENTRE_ONLY:
                self.lookalikes.add(f"{one.role}_account", place)
        for unit in self.units:
            for leader in unit.leaders if unit.signing_days else []:
                self.lookalikes.add("batch_signing", leader)
        for place, unit in enumerate(self.units):
            if unit.clerks:
                able = [*unit.clerks, *unit.leaders]
                self.circumstances.reporters[place] = able[self.rng.integers(len(able))]
        for official in self.circumstances.reporters.values():
            self.lookalikes.add("reporting_export", official)

    def _free(self, units: list[int]) -> list[int]:
        handlers = [handler for place in units for handler in self.units[place].handlers]
        return [handler for handler in handlers if handler not in self.lookalikes.taken]

    def _take(self, candidates: list[int]) -> int:
        taken = candidates[self.rng.integers(len(candidates))]
        self.lookalikes.taken.add(taken)
        return taken

    def _day_amid(self) -> int:
        return int(self.rng.integers(len(self.period) // 3, 2 * len(self.period) // 3))

    def _may_merge(self, commune: int) -> bool:
        transfers = self.circumstances.transfers
        changing = {transfer.unit for transfer in transfers} | {self.staff[one.official].unit for one in transfers}
        trains = any(self.staff[handler].training for handler in self.units[commune].handlers)
        return commune not in changing and commune != self.circumstances.custom_unit and not trains
