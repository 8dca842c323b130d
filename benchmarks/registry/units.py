"""Departments, branches and teams: how much comes to each, their customs, and the merger of branches."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from benchmarks.registry.arrays import Bools, Floats, Ints
from benchmarks.registry.chance import log_normal
from benchmarks.registry.workdays import MONTHS
from numpy.random import Generator

PLACES = [
    "Thành phố",
    "An Bình",
    "Đông Hưng",
    "Tây Sơn",
    "Nam Trực",
    "Bắc Hà",
    "Cẩm Thuỷ",
    "Quảng Phú",
    "Yên Lạc",
    "Hoà Vang",
    "Tân Kỳ",
    "Lộc Ninh",
    "Mỹ Đức",
    "Thuận An",
]
PROVINCE_NAMES = 10
"""A draw among so many is spent on a name that no table shows; without it a seed would be another province."""
BRANCHES = (8, 13)
CUT_OVER, MERGER, RUSH = (8, 13), (11, 17), (5, 20)
"""Months of the records in which the software changes, branches merge, and one branch is flooded."""
MERGED_TOGETHER = (2, 4)
"""So many branches become a new one; one more is absorbed by a neighbour."""
PILOTS, PILOTED_EARLIER = 2, (1, 3)
"""So many branches have the new software so many months before the others."""

SIZE_SPREAD = 0.35
LAND_SHARE, BUSINESS_SHARE, CONSTRUCTION_SHARE = 0.70, (0.17, 0.22), (0.08, 0.11)
ASKING_SPREAD, PACE_SPREAD, GUIDANCE_SPREAD = 0.2, 0.12, 0.3
BY_LOCALITY = 0.55
"""Share of the branches that divide the work by locality."""


class LogStyle(IntEnum):
    """When steps are entered."""

    MINUTE = 0
    DAY_END = 1
    DATE_ONLY_OLD = 2
    """The old software kept the date alone."""


LOG_STYLES = [0.5, 0.35, 0.15]


class Unit(NamedTuple):
    id: str
    name: str
    parent: str
    level: str


LAND_DEPARTMENT, LAND_OFFICE, SERVICE_CENTRE = 0, 3, 4
HEADQUARTERS = [
    Unit("SNNMT", "Sở Nông nghiệp và Môi trường", "", "department"),
    Unit("STC", "Sở Tài chính", "", "department"),
    Unit("SXD", "Sở Xây dựng", "", "department"),
    Unit("VPDKDD", "Văn phòng Đăng ký đất đai", "SNNMT", "centre"),
    Unit("TTPVHCC", "Trung tâm Phục vụ hành chính công", "", "centre"),
]
BUSINESS_TEAM = Unit("DKKD", "Phòng Đăng ký kinh doanh", "STC", "department")
CONSTRUCTION_TEAM = Unit("CPXD", "Bộ phận cấp phép xây dựng", "SXD", "department")


@dataclass
class Units:
    """Units are known by their places in ``all``; arrays go by them, habits are added to logarithms."""

    all: list[Unit]
    branches: list[int]
    business: int
    construction: int
    new: int
    """The branch that the merger makes."""
    successor: dict[int, int]
    """Of the branches that end in the merger."""
    merger: int
    """Month."""
    successor_at: Ints
    """Who does a unit's work, by unit and month."""
    weight: Floats
    """Share of all dossiers."""
    asks: Floats
    slow: Floats
    guides: Floats
    by_locality: Bools
    log_style: Ints
    custom: int
    """Asks everybody for one more paper."""
    no_pause: int
    """Does not stop the clock for taxes."""
    rush: int
    """Flooded in ``rush_month``."""
    rush_month: int
    cut_over: int
    """Month of the change of software."""
    own_cut_over: Ints
    """The same by unit."""

    def __len__(self) -> int:
        return len(self.all)

    @property
    def front(self) -> list[int]:
        """Those that receive dossiers from the beginning."""
        return [*self.branches, self.business, self.construction]

    @property
    def merged(self) -> set[int]:
        """Those that take over others."""
        return set(self.successor.values())

    def is_land(self, unit: int) -> bool:
        return unit in self.branches or unit == self.new


def draw_units(rng: Generator) -> Units:
    cut_over = int(rng.integers(*CUT_OVER))
    rng.integers(PROVINCE_NAMES)
    count = int(rng.integers(*BRANCHES))
    names = [str(name) for name in rng.permutation(PLACES)[:count]]
    branches = [len(HEADQUARTERS) + place for place in range(count)]
    business, construction, new = (branches[-1] + place for place in (1, 2, 3))
    merger = int(rng.integers(*MERGER))
    drawn = [int(unit) for unit in rng.permutation(branches)]
    successor = _draw_successors(rng, drawn, new)
    all_units = _name_units(names, names[drawn[0] - branches[0]])
    size = len(all_units)
    successor_at = np.tile(np.arange(size)[:, None], (1, MONTHS))
    for ended, follows in successor.items():
        successor_at[ended, merger:] = follows

    weight = _draw_weights(rng, size, branches, business, construction)
    asks, slow, guides = (rng.normal(0, spread, size) for spread in (ASKING_SPREAD, PACE_SPREAD, GUIDANCE_SPREAD))
    by_locality = _draw_by_locality(rng, size, branches, new)
    log_style = _draw_log_styles(rng, size, [*branches, business, construction], new)
    asks[new] = rng.normal(0, ASKING_SPREAD)

    lasting = [branch for branch in branches if branch not in successor and branch not in successor.values()]
    custom = int(rng.choice(lasting))
    others = [branch for branch in lasting if branch != custom]
    no_pause, rush, rush_month = int(rng.choice(others)), int(rng.choice(others)), int(rng.integers(*RUSH))
    own_cut_over = np.full(size, cut_over)
    for pilot in rng.choice(lasting, PILOTS, replace=False):
        own_cut_over[pilot] -= rng.integers(*PILOTED_EARLIER)
    return Units(
        all=all_units,
        branches=branches,
        business=business,
        construction=construction,
        new=new,
        successor=successor,
        merger=merger,
        successor_at=successor_at,
        weight=weight,
        asks=asks,
        slow=slow,
        guides=guides,
        by_locality=by_locality,
        log_style=log_style,
        custom=custom,
        no_pause=no_pause,
        rush=rush,
        rush_month=rush_month,
        cut_over=cut_over,
        own_cut_over=own_cut_over,
    )


def _name_units(names: list[str], heart_of_region: str) -> list[Unit]:
    """The branch that the merger makes stands last and is called after one of those that end in it."""
    branches = [_branch(number, name) for number, name in enumerate(names, 1)]
    new = _branch(len(names) + 1, f"khu vực {heart_of_region}")
    return [*HEADQUARTERS, *branches, BUSINESS_TEAM, CONSTRUCTION_TEAM, new]


def _branch(number: int, name: str) -> Unit:
    return Unit(f"CN{number:02d}", f"Chi nhánh VPĐKĐĐ {name}", "VPDKDD", "centre")


def _draw_successors(rng: Generator, drawn: list[int], new: int) -> dict[int, int]:
    together = int(rng.integers(*MERGED_TOGETHER))
    successor = {branch: new for branch in drawn[:together]}
    successor[drawn[together]] = drawn[together + 1]
    return successor


def _draw_weights(rng: Generator, size: int, branches: list[int], business: int, construction: int) -> Floats:
    weight = np.zeros(size)
    for branch in branches:
        weight[branch] = log_normal(rng, 1, SIZE_SPREAD)
    weight[branches] *= LAND_SHARE / weight[branches].sum()
    weight[business] = rng.uniform(*BUSINESS_SHARE)
    weight[construction] = rng.uniform(*CONSTRUCTION_SHARE)
    weight /= weight.sum()
    return weight


def _draw_by_locality(rng: Generator, size: int, branches: list[int], new: int) -> Bools:
    by_locality = np.zeros(size, bool)
    for branch in branches:
        by_locality[branch] = rng.random() < BY_LOCALITY
    by_locality[new] = True
    return by_locality


def _draw_log_styles(rng: Generator, size: int, front: list[int], new: int) -> Ints:
    """The new branch is none of those that keep the date alone."""
    style = np.zeros(size, int)
    style[front] = rng.choice(len(LogStyle), len(front), p=LOG_STYLES)
    style[new] = rng.integers(LogStyle.DATE_ONLY_OLD)
    return style
