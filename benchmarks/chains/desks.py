"""Through whose hands each dossier goes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from benchmarks.chains.arrays import NOBODY, Bools, Floats, Ints
from benchmarks.chains.catalogue import FIELD_NAMES
from benchmarks.chains.filings import Filings
from benchmarks.chains.staff import Assignment, Role
from benchmarks.chains.units import Kind
from benchmarks.chains.world import World
from numpy.random import Generator

HARD_TO_DESK, OTHERS_TO_DESK = 2.2, 0.35
"""How much more comes to the desk for the hard cases."""
NOT_CHECKED_BY_SIGNER, NOT_CHECKED = 0.7, 0.25
CONSULTED = 0.7
"""Where the procedure calls for it."""
NEARLY_NOTHING = 1e-300
"""Its logarithm can be taken."""


class Desks:
    def __init__(self, world: World, filings: Filings, rng: Generator) -> None:
        self.world, self.filings, self.rng = world, filings, rng
        self.unit, self.field = filings.unit, world.procedures.field[filings.procedure]

    def assign(self) -> Filings:
        count, kinds = len(self.filings), [unit.kind for unit in self.world.staff.units]
        clerk, releaser, signer, checker, appraiser = (np.full(count, NOBODY) for _ in range(5))
        for unit in np.unique(self.unit):
            here = np.flatnonzero(self.unit == unit)
            counter = self.world.offices.centre if kinds[unit] == Kind.DEPARTMENT else unit
            clerk[here] = self._pick(here, Role.CLERK, counter)
            releaser[here] = self._pick(here, Role.RELEASER, counter)
            signer[here] = self._pick(here, Role.SIGNER, unit)
            checker[here] = self._pick(here, Role.CHECKER, unit)
            for field in np.unique(self.field[here]):
                of_field = here[self.field[here] == field]
                appraiser[of_field] = self._pick(of_field, Role.APPRAISER, unit, FIELD_NAMES[field])
        checker[(checker == signer) & (self.rng.random(count) < NOT_CHECKED_BY_SIGNER)] = NOBODY
        checker[self.rng.random(count) < NOT_CHECKED] = NOBODY
        return replace(
            self.filings,
            clerk=clerk,
            appraiser=appraiser,
            consulted=self._consulted(),
            checker=checker,
            signer=signer,
            releaser=np.where(releaser < 0, clerk, releaser),
        )

    def _consulted(self) -> Ints:
        consulted, procedures = np.full(len(self.filings), NOBODY), self.world.procedures
        asks = procedures.consults[self.filings.procedure] & (self.rng.random(len(self.filings)) < CONSULTED)
        for unit in np.unique(self.unit):
            here = np.flatnonzero((self.unit == unit) & asks)
            consulted[here] = self._pick(here, Role.CONSULTED, self._office_asked_by(int(unit)))
        return consulted

    def _office_asked_by(self, unit: int) -> int:
        """Departments ask the next department; every second commune some department, and all others the tax office."""
        offices, kind = self.world.offices, self.world.staff.units[unit].kind
        departments = offices.departments
        if kind == Kind.DEPARTMENT:
            return departments[(departments.index(unit) + 1) % len(departments)]
        return departments[unit % len(departments)] if kind == Kind.COMMUNE and unit % 2 else offices.tax

    def _pick(self, dossiers: Ints, role: Role, unit: int, field: str | None = None) -> Ints:
        """By share of work among those who have the role, deal with the field, and are there on the day."""
        able = self._able(role, unit, field)
        if not able or len(dossiers) == 0:
            return np.full(len(dossiers), NOBODY)
        day = self.filings.day[dossiers][:, None]
        first, until = np.array([[one.first, one.until] for one in able]).T
        in_post = (day >= first) & (day < until)
        here = self._present(able, day[:, 0], in_post)
        weight = np.where(here, self._weights(dossiers, role, able), 0)
        nobody = ~here.any(1)
        if nobody.any() and field is None:
            left = in_post[nobody]
            weight[nobody] = np.where(left.any(1)[:, None], left, 1.0)
        throw = -np.log(-np.log(self.rng.random(weight.shape)))
        official = np.array([one.official for one in able])
        picked = official[np.argmax(np.log(weight + NEARLY_NOTHING) + throw, 1)]
        if nobody.any() and field is not None:
            picked[nobody] = self._pick(dossiers[nobody], role, unit)
        return picked

    def _able(self, role: Role, unit: int, field: str | None) -> list[Assignment]:
        """If nobody deals with the field, all who have the role."""
        of_role = [one for one in self.world.staff.assignments if one.unit == unit and one.role == role]
        return [one for one in of_role if field is None or one.fields is None or field in one.fields] or of_role

    def _present(self, able: list[Assignment], day: Ints, in_post: Bools) -> Bools:
        here = in_post.copy()
        for place, one in enumerate(able):
            for absence in self.world.staff.officials[one.official].absences:
                here[:, place] &= ~((day >= absence.first) & (day < absence.until))
        return here

    def _weights(self, dossiers: Ints, role: Role, able: list[Assignment]) -> Floats:
        weight = np.array([one.weight for one in able])[None, :] * np.ones((len(dossiers), 1))
        for place, one in enumerate(able):
            if one.official == self.world.circumstances.hard_desk and role == Role.APPRAISER:
                weight[:, place] *= np.where(self.filings.hard[dossiers], HARD_TO_DESK, OTHERS_TO_DESK)
        return weight
