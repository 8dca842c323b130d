"""Who works where: the vice chair, two to four officials at the desk, and some who change places."""

from __future__ import annotations

import math
from random import Random

from benchmarks.communes.names import draw_account
from benchmarks.communes.office import BEFORE, COUNTER, ONE_HAND, RELAY, Office, Official, Stay, Unit
from benchmarks.communes.procedures import BUSINESS, CERTIFICATION, CIVIL, CONSTRUCTION, LAND, WELFARE
from benchmarks.communes.units import draw_units
from benchmarks.communes.workdays import DAYS, FIRST, LAST, Period

Post = tuple[str, frozenset[str]]
"""Its name, and the fields it is for."""

_VICE_CHAIR = "Phó Chủ tịch UBND"
_POSTS: list[Post] = [
    ("Công chức Tư pháp - Hộ tịch", frozenset([CIVIL, CERTIFICATION])),
    ("Công chức Địa chính - Xây dựng", frozenset([LAND, CONSTRUCTION])),
    ("Công chức Văn hóa - Xã hội", frozenset([WELFARE, CIVIL])),
    ("Chuyên viên Kinh tế", frozenset([BUSINESS, CONSTRUCTION, LAND])),
]
_POSTS_OF_WARDS: list[Post] = [
    (f"{name} - Trung tâm PVHCC phường", frozenset(fields))
    for name, fields in (
        ("Tiếp nhận", [COUNTER]),
        ("Tiếp nhận", [COUNTER]),
        ("Địa chính", [LAND, CONSTRUCTION]),
        ("Địa chính", [LAND, CONSTRUCTION]),
        ("Tư pháp", [CIVIL, CERTIFICATION]),
        ("Kinh tế", [BUSINESS, CONSTRUCTION]),
        ("Xã hội", [WELFARE]),
    )
]

_IN_CENTRE = 2
_HEADS_OF_WARD, _HEADS_OF_COMMUNE, _MOST_HEADS = 8, 3, 5
_COMMUNES_THAT_GROW = 0.7
_PATIENCE = 200
"""Officials still without a place after so many turns go where there are enough already."""

# Standard deviations of the habits.
_STRICT, _LAX, _SLOW, _MOOD, _ASKS_AGAIN, _CURIOUS, _SHARE = 0.17, 0.15, 0.12, 0.09, 0.2, 0.35, 0.3
_KEEPS_LIMITS, _KEEPS_LIMITS_SPREAD, _KEEPS_FEWEST, _KEEPS_MOST = 0.68, 0.08, 0.4, 0.9
_MONTHS = 13

_SHORTEST_ABSENCE, _LONGEST_ABSENCE = 2, 5
_ABSENCES = [1, 2, 2, 3]
_SINGLE_DAYS_FROM, _SINGLE_DAYS_TO = 0.02, 0.08
_LONG_LEAVE = 0.06
_SHORTEST_LEAVE, _LONGEST_LEAVE = 15, 60
_LEAVE_AFTER, _LEAVE_BEFORE = 5, 30

_UNITS_PER_TRANSFER = 13
_LEAST_DESK_TO_TRANSFER = 3
_TRANSFER_AFTER, _TRANSFER_BEFORE = 60, 70
"""Working days after the first and before the last, as for leaves."""


def draw_office(rng: Random, officials: int) -> Office:
    """A province with exactly so many ``officials``; it needs two dozen at least."""
    units = draw_units(rng, officials)
    heads = _headcounts(units, officials - _IN_CENTRE)
    used: set[str] = set()
    people = []
    for unit in units:
        unit.vice_chair = _draw_official(rng, used, unit, (_VICE_CHAIR, frozenset()))
        unit.desk = [_draw_official(rng, used, unit, post) for post in _desk_posts(rng, unit, heads[unit] - 1)]
        people += [unit.vice_chair, *unit.desk]
    centre = Unit("TTPVHCC", "Trung tâm Phục vụ hành chính công tỉnh")
    hotline = _draw_official(rng, used, centre, ("Chuyên viên tổng đài, theo dõi hồ sơ", frozenset()))
    administrator = _draw_official(rng, used, centre, ("Quản trị hệ thống", frozenset()))
    moved = _transfer(rng, units)
    return Office(
        units=units,
        officials=[*people, hotline, administrator],
        centre=centre,
        hotline=hotline,
        administrator=administrator,
        spoken_for={*moved, hotline, administrator},
    )


def _headcounts(units: list[Unit], officials: int) -> dict[Unit, int]:
    """The vice chair included; larger communes get more."""
    heads = {u: _HEADS_OF_WARD if u.ward else _HEADS_OF_COMMUNE for u in units}
    wards = [u for u in units if u.ward]
    by_size = sorted((u for u in units if not u.ward), key=lambda u: -u.size)
    growing = by_size[: max(1, int(len(by_size) * _COMMUNES_THAT_GROW))]
    left, turn = officials - sum(heads.values()), 0
    while left > 0:
        unit = growing[turn % len(growing)]
        if heads[unit] < _MOST_HEADS or turn > _PATIENCE:
            heads[unit] += 1
            left -= 1
        turn += 1
    while left < 0:
        heads[max(wards, key=lambda u: heads[u])] -= 1
        left += 1
    return heads


def _desk_posts(rng: Random, unit: Unit, count: int) -> list[Post]:
    posts = _POSTS_OF_WARDS if unit.ward else _POSTS
    if unit.regime in (ONE_HAND, RELAY):
        # Where everybody does everything, which posts there are is chance.
        posts = rng.sample(posts, len(posts))
    return [posts[i % len(posts)] for i in range(count)]


def _draw_official(rng: Random, used: set[str], unit: Unit, post: Post) -> Official:
    official = Official(
        code=draw_account(rng, used),
        post=post[0],
        unit=unit,
        fields=post[1],
        strict=rng.gauss(0, _STRICT),
        lax=rng.gauss(0, _LAX),
        slow=rng.gauss(0, _SLOW),
        asks_again=rng.gauss(0, _ASKS_AGAIN),
        curious=rng.gauss(0, _CURIOUS),
        share=math.exp(rng.gauss(0, _SHARE)),
        keeps_limits=min(_KEEPS_MOST, max(_KEEPS_FEWEST, rng.gauss(_KEEPS_LIMITS, _KEEPS_LIMITS_SPREAD))),
        moods=[rng.gauss(0, _MOOD) for _ in range(_MONTHS)],
        absent=[],
        stays=[Stay(unit, BEFORE, DAYS)],
    )
    _draw_absences(rng, official)
    return official


def _draw_absences(rng: Random, official: Official) -> None:
    """Single days, some holidays, and rarely a long leave or a course of training."""
    single = rng.uniform(_SINGLE_DAYS_FROM, _SINGLE_DAYS_TO)
    official.absent = [rng.random() < single for _ in range(DAYS)]
    for _ in range(rng.choice(_ABSENCES)):
        first = rng.randrange(FIRST, LAST)
        official.stays_away(Period(first, first + rng.randint(_SHORTEST_ABSENCE, _LONGEST_ABSENCE)))
    if rng.random() < _LONG_LEAVE:
        first = rng.randrange(FIRST + _LEAVE_AFTER, LAST - _LEAVE_BEFORE)
        official.stays_away(Period(first, first + rng.randint(_SHORTEST_LEAVE, _LONGEST_LEAVE)))


def _transfer(rng: Random, units: list[Unit]) -> list[Official]:
    """Some communes exchange an official on one day; returns those who went."""
    able = [u for u in units if not u.ward and len(u.desk) >= _LEAST_DESK_TO_TRANSFER]
    rng.shuffle(able)
    exchanges = list(zip(able[0::2], able[1::2], strict=False))[: max(1, len(units) // _UNITS_PER_TRANSFER)]
    moved = []
    for one, other in exchanges:
        day = rng.randint(FIRST + _TRANSFER_AFTER, LAST - _TRANSFER_BEFORE)
        # The head of a desk stays.
        goes, comes = rng.choice(one.desk[1:]), rng.choice(other.desk[1:])
        goes.stays = [Stay(one, BEFORE, day), Stay(other, day, DAYS)]
        comes.stays = [Stay(other, BEFORE, day), Stay(one, day, DAYS)]
        one.desk.append(comes)
        other.desk.append(goes)
        moved += [goes, comes]
    return moved
