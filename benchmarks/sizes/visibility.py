"""How far each official would stand out if planted in each way: nobody is planted whom nobody could find."""

from __future__ import annotations

import numpy as np
from benchmarks.sizes.arrays import Bools, Floats, sums
from benchmarks.sizes.deeds import Deed
from benchmarks.sizes.filings import Filings
from benchmarks.sizes.outcome import ISSUED_AT_COMMUNE, ISSUED_AT_DEPARTMENT
from benchmarks.sizes.posts import Role
from benchmarks.sizes.rates import find_rates
from benchmarks.sizes.variants import DRAFTING, VARIANTS, How, ways_of
from benchmarks.sizes.world import World
from benchmarks.sizes.yardsticks import Yardsticks

GRANTED, HANDED_OVER, REFUSAL_COUNTED = 0.9, 0.93, 0.75
"""Share of the dossiers in which an act can come to show."""
REFUSALS_COME_BACK = 0.9
"""Of the multiple of refusals, for not every one comes back."""
DRAFTS_OF_COMMUNES = 0.6
"""Outside departments there are few drafts, and they show less than their number says."""
SEEN_AT_ALL = 6.0
"""Of relatives and lists: what is taken does not hang on the work."""
VIEWS = {Role.CLERK: 1.0, Role.APPRAISER: 2.2, Role.SIGNER: 1.0, Role.RELEASER: 0.7}
"""How often the dossiers of one's work are opened."""
COLLEAGUES_APPRAISING, COLLEAGUES_AT_INTAKE = 4, 3
SHARED = (How.SUPPLEMENTS, How.PASSES_INCOMPLETE, How.RUBBER_STAMP, How.PIECEMEAL)
"""What is asked for hangs on both intake and appraisal: in small units the one hides the other."""


def find_visibility(world: World, filings: Filings, yardsticks: Yardsticks) -> dict[How, Floats]:
    """By way and official, in deviations of honest people."""
    return _Visibility(world, filings, yardsticks).of_all()


class _Visibility:
    def __init__(self, world: World, filings: Filings, yardsticks: Yardsticks) -> None:
        self.world, self.staff, self.nature = world, world.staff, world.nature
        self.filings, self.rates, self.yardsticks = filings, find_rates(world, filings), yardsticks
        self.who = {
            Role.CLERK: filings.clerk,
            Role.APPRAISER: filings.appraiser,
            Role.SIGNER: filings.signer,
            Role.RELEASER: filings.releaser,
        }

    def of_all(self) -> dict[How, Floats]:
        seen = self._of_dossiers() | {
            How.SUPPLEMENTS: self._of_supplements(),
            How.UNEXPLAINED: self._of_views(How.UNEXPLAINED),
            How.NIGHT: self._of_views(How.NIGHT),
        }
        works = self._holds_one_of(Role.APPRAISER, Role.CLERK, Role.RELEASER)
        for how in (How.RELATIVE, How.BULK):
            seen[how] = np.where(works, SEEN_AT_ALL, 0.0)
        for how in SHARED:
            seen[how][~self._told_apart()] = 0
        for how in ways_of(DRAFTING):
            seen[how][~self.world.units.is_department[self.staff.home]] *= DRAFTS_OF_COMMUNES
        return seen

    def _of_dossiers(self) -> dict[How, Floats]:
        rates = self.rates
        at_department = self.world.units.is_department[self.filings.branch]
        issued = np.where(at_department, ISSUED_AT_DEPARTMENT, ISSUED_AT_COMMUNE)
        chances = {
            How.UNLAWFUL: rates.unlawful * issued * GRANTED * self.nature.reviewed,
            How.DEAD_BASIS: rates.dead_basis * issued * GRANTED,
            How.SELF_SIGNED: rates.self_signed * issued * GRANTED,
            How.OUTSIDE_LIST: rates.off_list,
            How.FEE_OVER: rates.overcharged,
            How.PASSES_INCOMPLETE: rates.missing,
            How.RUBBER_STAMP: rates.missing,
            How.PIECEMEAL: rates.again * (rates.missing + rates.extra + rates.off_list),
            How.LATE: rates.late,
            How.CLOCK_STOP: rates.stopped,
            How.HOLD: rates.held * HANDED_OVER,
            How.REFUSES_THEN_GRANTS: rates.unjust * REFUSAL_COUNTED,
            How.DUE_MOVED: rates.due_moved,
        }
        return {how: self._deviations(how, chance) for how, chance in chances.items()}

    def _deviations(self, how: How, chance: Floats) -> Floats:
        variant = VARIANTS[how]
        assert variant.role is not None
        assert variant.habit is not None
        expected = self._sum(variant.role, chance)
        by_habit = (self.nature.spread[variant.habit] * expected) ** 2
        by_unit = np.where(self.yardsticks.measured_at_home(variant.role), 0, (self.nature.unit_spread * expected) ** 2)
        times = variant.times * REFUSALS_COME_BACK if how == How.REFUSES_THEN_GRANTS else variant.times
        return (times - 1) * expected / np.sqrt(np.maximum(expected + by_habit + by_unit, 1))

    def _of_supplements(self) -> Floats:
        extra = self._sum(Role.APPRAISER, self.rates.extra)
        others = self._sum(Role.APPRAISER, self.rates.missing + self.rates.off_list)
        by_habit = (self.nature.spread[Deed.EXTRA] * extra) ** 2 + (self.nature.spread[Deed.MISSED] * others) ** 2
        more = VARIANTS[How.SUPPLEMENTS].times - 1
        return more * extra / np.sqrt(np.maximum(extra + others + by_habit, 1))

    def _of_views(self, how: How) -> Floats:
        habit = VARIANTS[how].habit
        assert habit is not None
        views = [np.bincount(self.who[role], minlength=len(self.staff)) * usual for role, usual in VIEWS.items()]
        expected = self.nature.rate[habit] * np.sum(views, axis=0)
        by_habit = (self.nature.spread[habit] * expected) ** 2
        seen = (VARIANTS[how].times - 1) * expected / np.sqrt(np.maximum(expected + by_habit, 1))
        return np.where(self._holds_one_of(Role.APPRAISER, Role.CLERK), seen, 0.0)

    def _sum(self, role: Role, chance: Floats) -> Floats:
        return sums(self.who[role], chance, len(self.staff))

    def _holds_one_of(self, *roles: Role) -> Bools:
        return np.any([self.staff.holds[role] for role in roles], axis=0)

    def _told_apart(self) -> Bools:
        """Does both, or works where enough others do each."""
        enough = [
            self.staff.colleagues(official, Role.APPRAISER) >= COLLEAGUES_APPRAISING
            and self.staff.colleagues(official, Role.CLERK) >= COLLEAGUES_AT_INTAKE
            for official in range(len(self.staff))
        ]
        return self.staff.does_all | np.array(enough)
