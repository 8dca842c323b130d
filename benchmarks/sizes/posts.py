"""Who holds which post, and which roles come with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import cycle

from numpy.random import Generator


class Role(Enum):
    CLERK = auto()
    """Takes dossiers in."""
    APPRAISER = auto()
    SIGNER = auto()
    RELEASER = auto()
    """Hands results over."""


@dataclass(frozen=True)
class Post:
    title: str
    roles: frozenset[Role] = frozenset()


HEAD, DEPUTY = "Giám đốc", "Phó Giám đốc"
INTAKE, RELEASE, APPRAISAL = "Tiếp nhận hồ sơ", "Trả kết quả", "Chuyên viên thẩm định"
CHAIR, DEPUTY_CHAIR = "Chủ tịch UBND xã", "Phó Chủ tịch UBND xã"
COMMUNE_TITLES = ("Công chức Tư pháp - Hộ tịch", "Công chức Địa chính", "Công chức Văn phòng")
ADMINISTRATOR, HOTLINE, INSPECTOR = "Quản trị hệ thống", "Tổng đài hỗ trợ", "Thanh tra viên"
AT_CENTRE = (ADMINISTRATOR, HOTLINE, INSPECTOR)
TRAINEE = " (tập sự)"

SMALL_DEPARTMENT, THIRD_SIGNER_FROM, SECOND_RELEASER_FROM = 12, 18, 16
"""A small department has no desk of its own for handing over."""
CLERKS_SHARE, CLERKS_LEAST = 0.2, 3
APPRAISERS_PER_SECTION = 5
SECOND_CHAIR_FROM, ALL_DO_ALL_UP_TO = 5, 3
WORKING = frozenset({Role.CLERK, Role.APPRAISER, Role.RELEASER})


def department_posts(size: int) -> tuple[list[Post], int]:
    """The posts in their order, and how many sections share the work."""
    small = size <= SMALL_DEPARTMENT
    signers = 3 if size >= THIRD_SIGNER_FROM else 2
    clerks = max(CLERKS_LEAST, round(CLERKS_SHARE * size))
    releasers = 0 if small else 2 if size >= SECOND_RELEASER_FROM else 1
    appraisers = size - signers - clerks - releasers
    at_intake = {Role.CLERK, Role.RELEASER} if small else {Role.CLERK}
    posts = [
        Post(HEAD, frozenset({Role.SIGNER})),
        *[Post(DEPUTY, frozenset({Role.SIGNER}))] * (signers - 1),
        *[Post(INTAKE, frozenset(at_intake))] * clerks,
        *[Post(RELEASE, frozenset({Role.RELEASER}))] * releasers,
        *[Post(APPRAISAL, frozenset({Role.APPRAISER}))] * appraisers,
    ]
    return posts, max(1, appraisers // APPRAISERS_PER_SECTION)


def commune_posts(rng: Generator, size: int) -> list[Post]:
    chairs = 1 if size < SECOND_CHAIR_FROM else 2
    posts = [Post(CHAIR, frozenset({Role.SIGNER})), Post(DEPUTY_CHAIR, frozenset({Role.SIGNER}))][:chairs]
    roles = [WORKING] * (size - chairs)
    if len(roles) > ALL_DO_ALL_UP_TO:
        counter = frozenset({Role.CLERK, Role.RELEASER})
        roles = [counter, WORKING, *[frozenset({Role.APPRAISER})] * (len(roles) - 2)]
    return posts + [Post(str(rng.choice(COMMUNE_TITLES)), of_post) for of_post in roles]


def centre_posts(size: int) -> Iterator[Post]:
    titles = cycle(AT_CENTRE)
    return (Post(next(titles)) for _ in range(size))
