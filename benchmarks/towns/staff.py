"""The officials: who sits where in which role and since when, and how much of the work each gets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from benchmarks.towns.catalogue import KINDS
from benchmarks.towns.columns import Floats, Ints
from benchmarks.towns.units import Units

ALWAYS = 1e9
"""So many working days before the records begin, or after: there all the time."""
MANY_OFFICIALS = 75
"""From here on the headquarters have a second hotline."""
SMALLEST_UNIT = 5
SECOND_LEADER, SECOND_RELEASER = 10, 11
"""In units of so many."""
CLERKS = 0.27
"""Share of a unit's people."""
WORK_SPREAD, PREFERENCE_SPREAD = 0.25, 0.5
FIRST_NUMBER, NUMBERS_EACH = 1001, 3
"""Codes are drawn from three times as many as it takes."""


class Role(StrEnum):
    LEADER = "leader"
    """Assigns and signs."""
    CLERK = "clerk"
    """Takes in at the counter."""
    APPRAISER = "appraiser"
    RELEASER = "releaser"
    """Hands the results over."""
    TECHNICIAN = "technician"
    HOTLINE = "hotline"
    INSPECTOR = "inspector"


HANDLING = (Role.APPRAISER, Role.CLERK, Role.RELEASER)
"""Those who have dossiers of their own all day."""
AT_HEADQUARTERS = (Role.TECHNICIAN, Role.HOTLINE, Role.INSPECTOR)
"""Those whose duty it is to look into other people's dossiers."""
POSTS = {
    Role.CLERK: "Chuyên viên tiếp nhận",
    Role.APPRAISER: "Chuyên viên thụ lý",
    Role.RELEASER: "Chuyên viên trả kết quả",
    Role.TECHNICIAN: "Quản trị hệ thống",
    Role.HOTLINE: "Trực đường dây nóng",
    Role.INSPECTOR: "Thanh tra viên",
}
TRAINEE_POST = "Công chức tập sự"


@dataclass
class Tenure:
    """An official in a unit; ``until`` is the first day elsewhere."""

    official: int
    unit: int
    role: Role
    since: float = -ALWAYS
    until: float = ALWAYS

    @property
    def since_before(self) -> bool:
        return self.since < 0

    @property
    def to_the_end(self) -> bool:
        return self.until >= ALWAYS


@dataclass
class Staff:
    codes: list[str]
    roles: list[Role]
    homes: Ints
    """The unit each begins in."""
    posts: list[str]
    work: Floats
    """How much of the unit's work falls to each, against colleagues."""
    preference: Floats
    """Of appraisers for procedures, officials x procedures."""
    tenures: list[Tenure]
    """At first one for each official, in the same order; those after a change follow."""

    def __len__(self) -> int:
        return len(self.codes)

    def colleagues(self, official: int) -> list[int]:
        """Those who begin in the same unit and role, oneself included."""
        home, role = self.homes[official], self.roles[official]
        return [other for other in range(len(self)) if self.homes[other] == home and self.roles[other] == role]


def draw_staff(rng: np.random.Generator, units: Units, officials: int, procedures: int) -> Staff:
    places = list(_places(units, officials))
    numbers = rng.permutation(np.arange(FIRST_NUMBER, FIRST_NUMBER + NUMBERS_EACH * officials))[:officials]
    return Staff(
        codes=[f"CB{number}" for number in numbers],
        roles=[role for _, role in places],
        homes=np.array([unit for unit, _ in places]),
        posts=[POSTS.get(role, KINDS[units.kinds[unit]].deputy) for unit, role in places],
        work=np.exp(rng.normal(0, WORK_SPREAD, officials)),
        preference=np.exp(rng.normal(0, PREFERENCE_SPREAD, (officials, procedures))),
        tenures=[Tenure(official, unit, role) for official, (unit, role) in enumerate(places)],
    )


def _places(units: Units, officials: int) -> Iterator[tuple[int, Role]]:
    sizes = _sizes(units, officials)
    at_headquarters = [*AT_HEADQUARTERS, Role.HOTLINE]
    for role in at_headquarters[: sizes[0]]:
        yield 0, role
    for unit in range(1, len(units)):
        size = int(sizes[unit])
        roles = [Role.LEADER] * (2 if size >= SECOND_LEADER else 1)
        roles += [Role.RELEASER] * (2 if size >= SECOND_RELEASER else 1)
        roles += [Role.CLERK] * max(1, round(CLERKS * size))
        roles += [Role.APPRAISER] * (size - len(roles))
        for role in roles:
            yield unit, role


def _sizes(units: Units, officials: int) -> Ints:
    """In proportion to the work, but nowhere too few to share the roles."""
    headquarters = len(AT_HEADQUARTERS) + (officials >= MANY_OFFICIALS)
    wanted = units.share * (officials - headquarters)
    sizes = np.maximum(np.floor(wanted).astype(int), SMALLEST_UNIT)
    sizes[0] = headquarters
    while sizes.sum() > officials:
        sizes[1 + np.argmax(sizes[1:])] -= 1
    while sizes.sum() < officials:
        sizes[1 + np.argmax(wanted[1:] - sizes[1:])] += 1
    return sizes
