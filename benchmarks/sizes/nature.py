"""What the province is like as a whole: its name, its honest rates, how far habits differ."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.sizes.deeds import HABITS, RATES_BETWEEN, Deed
from numpy.random import Generator

NAMES = (
    "Sông Lam",
    "Hoàng Giang",
    "Bình Sơn",
    "Tam Điệp Trung",
    "Nam Hải",
    "Thạch Hà Châu",
    "Lục Ngạn Bắc",
    "An Khê",
    "Vân Đài",
    "Kỳ Sơn Đông",
    "Mỹ Lộc",
    "Trường Yên",
)
HABITS_LEAST, HABITS_MOST = 0.12, 0.32
INTAKE_NARROWER = 0.5
"""At intake habits differ less."""
UNITS_BETWEEN = (0.10, 0.20)
REVIEWED_BETWEEN = (0.40, 0.60)


@dataclass(frozen=True)
class Nature:
    name: str
    rate: dict[Deed, float]
    spread: dict[Deed, float]
    """Of the logarithm of each habit, from official to official."""
    unit_spread: float
    """From unit to unit, whatever the habit."""
    reviewed: float
    """Share of the issued documents."""


def draw_nature(rng: Generator) -> Nature:
    spread = {habit: float(rng.uniform(HABITS_LEAST, HABITS_MOST)) for habit in HABITS}
    spread[Deed.MISSED] = HABITS_LEAST + (spread[Deed.MISSED] - HABITS_LEAST) * INTAKE_NARROWER
    unit_spread = float(rng.uniform(*UNITS_BETWEEN))
    rate = {deed: float(rng.uniform(*between)) for deed, between in RATES_BETWEEN.items()}
    reviewed = float(rng.uniform(*REVIEWED_BETWEEN))
    return Nature(str(rng.choice(NAMES)), rate, spread, unit_spread, reviewed)
