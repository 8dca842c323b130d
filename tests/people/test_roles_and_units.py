"""Which roles, in which units, on which day: pure rules."""

from datetime import date

import pytest

from liem.people.rules import Post, roles_held, scope_for, why_not_appoint
from liem.people.states import Role

TABLE = {"leads.see": {Role.INSPECTOR, Role.HEAD_OF_UNIT}, "units.see": {Role.PREVENTION_OFFICER, Role.HEAD_OF_UNIT}}
NEW_YEAR = date(2026, 1, 1)
MAY = date(2026, 5, 1)
JUNE = date(2026, 6, 1)


def test_a_post_counts_from_its_first_to_its_last_day() -> None:
    post = Post(Role.HEAD_OF_UNIT, "U1", NEW_YEAR, MAY)
    held = [bool(scope_for("leads.see", [post], TABLE, day).roles) for day in (date(2025, 12, 31), NEW_YEAR, MAY, JUNE)]
    assert held == [False, True, True, False]


def test_only_the_posts_that_have_the_permission_lend_their_units() -> None:
    posts = [Post(Role.HEAD_OF_UNIT, "U1", NEW_YEAR), Post(Role.PREVENTION_OFFICER, "*", NEW_YEAR)]
    leads, units = (scope_for(permission, posts, TABLE, MAY) for permission in ("leads.see", "units.see"))
    assert (leads.covers("U1"), leads.covers("U2")) == (True, False)
    assert (units.covers("U1"), units.covers("U2")) == (True, True)


def test_an_unknown_permission_is_held_by_nobody() -> None:
    assert scope_for("anything", [Post(Role.INSPECTOR, "*", NEW_YEAR)], TABLE, MAY).roles == frozenset()


def test_roles_held_leaves_out_what_has_ended() -> None:
    posts = [Post(Role.INSPECTOR, "*", NEW_YEAR, MAY), Post(Role.AUDITOR, "*", JUNE)]
    assert roles_held(posts, JUNE) == {Role.AUDITOR}


@pytest.mark.parametrize(
    ("role", "unit", "start", "end", "posts", "is_self", "fits"),
    [
        (Role.INSPECTOR, "*", MAY, None, [], False, True),
        (Role.INSPECTOR, "*", MAY, None, [], True, False),
        (Role.INSPECTOR, "*", MAY, NEW_YEAR, [], False, False),
        (Role.INSPECTOR, "", MAY, None, [], False, False),
        (Role.INSPECTOR, "U1,U2", MAY, None, [], False, False),
        (Role.HEAD_OF_UNIT, "*", MAY, None, [], False, False),
        (Role.HEAD_OF_UNIT, "U1", MAY, None, [], False, True),
        (Role.AUDITOR, "*", MAY, None, [Post(Role.INSPECTOR, "*", NEW_YEAR)], False, False),
        (Role.AUDITOR, "*", JUNE, None, [Post(Role.INSPECTOR, "*", NEW_YEAR, MAY)], False, True),
        (Role.INSPECTOR, "*", MAY, None, [Post(Role.SYSTEM_ADMINISTRATOR, "*", NEW_YEAR)], False, False),
        (Role.SYSTEM_ADMINISTRATOR, "*", MAY, None, [Post(Role.AUDITOR, "*", NEW_YEAR)], False, False),
        (Role.PREVENTION_OFFICER, "*", MAY, None, [Post(Role.HEAD_OF_UNIT, "U1", NEW_YEAR)], False, True),
    ],
)
def test_duties_that_must_be_kept_apart_are_kept_apart(
    role: Role, unit: str, start: date, end: date | None, posts: list[Post], is_self: bool, fits: bool
) -> None:
    assert (why_not_appoint(role, unit, start, end, posts, is_self=is_self) is None) is fits
