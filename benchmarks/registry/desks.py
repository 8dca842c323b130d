"""Which official of a desk gets a dossier, and who acts for it later."""

from __future__ import annotations

import numpy as np
from benchmarks.registry.arrays import NOBODY, Bools, Floats, Ints
from benchmarks.registry.localities import Localities
from benchmarks.registry.people import People
from benchmarks.registry.posts import DESKS, Post
from benchmarks.registry.units import Units
from benchmarks.registry.workdays import MONTHS, Calendar
from numpy.random import Generator

COVERS_MORE = 0.6
"""Share of the absent colleague's work that whoever stands in gets besides the own."""


class Desks:
    def __init__(self, calendar: Calendar, units: Units, people: People, localities: Localities) -> None:
        self.calendar, self.units, self.people, self.localities = calendar, units, people, localities
        self._staff = {
            (unit, month, post): people.roster.at(unit, post, month)
            for month in range(MONTHS)
            for unit in range(len(units))
            for post in DESKS
        }

    def staff(self, unit: int, month: int, post: Post) -> Ints:
        return self._staff[unit, month, post]

    def assign(self, rng: Generator, unit: Ints, month: Ints, post: Post, locality: Ints | None = None) -> Ints:
        """An official for each dossier; nobody where there is no such desk."""
        assigned = np.full(len(unit), NOBODY)
        key = unit * MONTHS + month
        order = np.argsort(key, kind="stable")
        for group in np.split(order, np.flatnonzero(np.diff(key[order])) + 1):
            if len(group) == 0:
                continue
            where, when = int(unit[group[0]]), int(month[group[0]])
            present = self._present(where, when, post)
            if len(present) == 0:
                continue
            if post == Post.APPRAISER and locality is not None and self.units.by_locality[where]:
                assigned[group] = self._of_localities(locality[group], where, when)
            else:
                load = self._loads(present, where, when, post)
                assigned[group] = rng.choice(present, len(group), p=load / load.sum())
        return assigned

    def _present(self, unit: int, month: int, post: Post) -> Ints:
        staff = self._staff[unit, month, post]
        if post == Post.APPRAISER and len(staff) > 1:
            present = staff[~self.people.absent[staff, month]]
            return present if len(present) else staff
        return staff

    def _of_localities(self, locality: Ints, unit: int, month: int) -> Ints:
        staff, cover = self._staff[unit, month, Post.APPRAISER], self.people.cover
        owner = staff[self.localities.preference[locality][:, staff].argmax(1)]
        return np.where(self.people.absent[owner, month] & (cover[owner] >= 0), cover[owner], owner)

    def _loads(self, present: Ints, unit: int, month: int, post: Post) -> Floats:
        people = self.people
        load = people.load[present].copy()
        if post == Post.APPRAISER:
            staff = self._staff[unit, month, post]
            for absent in staff[people.absent[staff, month]]:
                load[present == people.cover[absent]] += COVERS_MORE * people.load[absent]
        return load

    def still_there(self, official: Ints, filed_at: Ints, month: Ints, post: Post) -> Bools:
        """Whether the official is at the desk that does the work of the unit where the dossier was filed."""
        roster = self.people.roster
        at_unit = roster.unit[official, month] == self.units.successor_at[filed_at, month]
        return (official >= 0) & at_unit & (roster.post[official, month] == post)

    def acting(
        self, rng: Generator, owner: Ints, filed_at: Ints, moment: Floats, post: Post, locality: Ints | None = None
    ) -> Ints:
        """The owner, whoever stands in during an absence, or where neither is there any more somebody of the desk."""
        month, cover = self.calendar.month(moment), self.people.cover
        official = owner.copy()
        away = (owner >= 0) & self.people.absent[owner, month] & (cover[owner] >= 0)
        official[away] = cover[owner[away]]
        gone = np.flatnonzero(~self.still_there(official, filed_at, month, post))
        if len(gone):
            where = self.units.successor_at[filed_at[gone], month[gone]]
            official[gone] = self.assign(
                rng, where, month[gone], post, locality[gone] if locality is not None else None
            )
        return official
