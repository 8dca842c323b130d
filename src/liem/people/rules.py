"""Pure decisions about roles and units: no database, no clock."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from liem.base.clock import local
from liem.people.states import EVERY_UNIT, Role


@dataclass(frozen=True)
class Post:
    """An appointment: a role, the unit it is held in (``*``: the whole province), first and last day."""

    role: str
    unit: str
    valid_from: date
    valid_to: date | None = None

    def is_held_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Scope:
    """In which roles, and for which units, an account acts. An empty scope sees nothing.

    ``posts`` pairs each role with the unit it is held in: a head of one unit who handles matters in another is no head
    there. Without it every role is held in every unit of the scope.

    >>> posts = frozenset([("head", "X"), ("officer", "Y")])
    >>> both = Scope(frozenset(["head", "officer"]), frozenset(["X", "Y"]), posts)
    >>> both.covers("Y"), both.holds("Y", "head"), both.holds("X", "head")
    (True, False, True)
    """

    roles: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    posts: frozenset[tuple[str, str]] = frozenset()

    def __post_init__(self) -> None:
        if not self.posts:
            object.__setattr__(self, "posts", frozenset((role, unit) for role in self.roles for unit in self.units))

    def covers(self, unit: str) -> bool:
        return EVERY_UNIT in self.units or unit in self.units

    def holds(self, unit: str, *roles: str) -> bool:
        """Whether one of ``roles`` is held in that unit itself, or for the whole province."""
        return any((role, place) in self.posts for role in roles for place in (unit, EVERY_UNIT))


def scope_for(permission: str, posts: Iterable[Post], table: Mapping[str, Collection[Role]], day: date) -> Scope:
    """The scope in which ``permission`` may be used on ``day``: only the posts whose role has it count.

    Somebody who is head of one unit and prevention officer of the province does not, as head, see the whole province.
    """
    holding = [post for post in posts if post.is_held_on(day) and post.role in table.get(permission, ())]
    return Scope(
        frozenset(post.role for post in holding),
        frozenset(post.unit for post in holding),
        frozenset((post.role, post.unit) for post in holding),
    )


def roles_held(posts: Iterable[Post], day: date) -> frozenset[str]:
    """The roles held on ``day``, in whichever unit."""
    return frozenset(post.role for post in posts if post.is_held_on(day))


_KEPT_APART = {
    Role.SYSTEM_ADMINISTRATOR: frozenset(Role) - {Role.SYSTEM_ADMINISTRATOR},
    Role.AUDITOR: frozenset(Role) - {Role.AUDITOR},
}
"""Who keeps the house running sees no content; who checks the trail does nothing the trail tells of."""


def why_not_appoint(
    role: Role, unit: str, valid_from: date, valid_to: date | None, posts: Iterable[Post], *, is_self: bool
) -> str | None:
    """Why an account with ``posts`` cannot be appointed to ``role``, as a sentence, or ``None``."""
    if is_self:
        return _("Nobody appoints themselves: another administrator must do it.")
    if valid_to is not None and valid_to < valid_from:
        return _("The appointment would end before it begins.")
    if not unit or "," in unit:
        return _("Name the unit by its code, or * for the whole province.")
    if role in (Role.HEAD_OF_UNIT, Role.CASE_OFFICER) and unit == EVERY_UNIT:
        return _("This role is held in one unit: name its code.")
    for post in posts:
        overlaps = (post.valid_to is None or post.valid_to >= valid_from) and (
            valid_to is None or post.valid_from <= valid_to
        )
        if overlaps and (post.role in _KEPT_APART.get(role, ()) or role in _KEPT_APART.get(Role(post.role), ())):
            return _("System administrator and auditor cannot be joined with another role.")
    return None


def too_many_attempts(again: datetime) -> str:
    """Says from when attempts are looked at again: the minute after."""
    return _("Too many attempts. Try again from %(time)s on.") % {
        "time": f"{local(again) + timedelta(seconds=60 - again.second):%H:%M}"
    }
