"""The planted acts A–E: who, how strongly, since when. Only ever told in the truth file, never in the record set."""

from dataclasses import dataclass, field

import numpy as np

from liem.dossiers.simulation.cast import APPRAISER, CLERK, DRAFTER, Cast
from liem.dossiers.simulation.catalogue import PROCEDURES
from liem.dossiers.simulation.choosing import Wheel
from liem.dossiers.simulation.nature import Nature
from liem.dossiers.simulation.worktime import Real, Truth, Whole, WorkingTime

GRADES = (0.6, 1.0, 1.5)
"""Weak, plain and strong, multiplied by the strength asked for; one of each kind is never weak."""

PER_OFFICIAL = {
    "harassment": 0.012,
    "favoured_agent": 0.012,
    "fee_above_schedule": 0.008,
    "superficial_receipt": 0.012,
    "clock_stop": 0.012,
    "late_without_apology": 0.008,
    "due_moved": 0.008,
    "unexplained_access": 0.012,
    "flawed_drafts": 0.008,
}
"""How many of each, per official of the province."""

ACT = {
    "harassment": "B",
    "favoured_agent": "B",
    "fee_above_schedule": "B",
    "superficial_receipt": "C",
    "clock_stop": "D",
    "late_without_apology": "D",
    "due_moved": "D",
    "unexplained_access": "E",
    "flawed_drafts": "A",
}


@dataclass
class Plant:
    """One planted act. ``strength`` is grade times the strength asked for; days count from the start of the period."""

    kind: str
    official: int
    unit: int
    strength: float
    first_day: int
    last_day: int
    agent: int = -1
    dossiers: list[int] = field(default_factory=list)
    details: dict[str, object] = field(default_factory=dict)


@dataclass
class Effects:
    """What the planted acts change, by official; neutral where nothing is planted."""

    plant: Whole
    first: Whole
    last: Whole
    asking: Real
    """multiplies the chance of a supplement request for all but the favoured agent's dossiers"""
    unlisted: Real
    slow: Real
    superficial: Real
    overcharge: Real
    stop: Real
    silent: Real
    move: Real
    snoop: Real
    agent: Whole
    favour_pace: Real
    favour_asking: Real
    drawn_in: Real

    @classmethod
    def none(cls, officials: int) -> "Effects":
        zero, one = np.zeros(officials), np.ones(officials)
        nobody = np.full(officials, -1)
        return cls(
            nobody.copy(),
            np.zeros(officials, np.int64),
            np.full(officials, -1),
            one.copy(),
            zero.copy(),
            zero.copy(),
            one.copy(),
            zero.copy(),
            zero.copy(),
            zero.copy(),
            zero.copy(),
            zero.copy(),
            nobody.copy(),
            zero.copy(),
            one.copy(),
            zero.copy(),
        )

    def active(self, official: Whole, day: Whole) -> Truth:
        """Whether the official's planted act runs on that day."""
        return (self.first[official] <= day) & (day <= self.last[official])


def plant(cast: Cast, nature: Nature, time: WorkingTime, strength: float, rng: np.random.Generator) -> list[Plant]:
    """Choose who does what, spread over the units: the acts of one are seen against colleagues who do nothing."""
    plants: list[Plant] = []
    taken: dict[tuple[int, int], int] = {}
    busy = {alike["subject"] for alike in nature.alike}
    for kind, rate in PER_OFFICIAL.items():
        wanted = max(1, round(rate * cast.officials))
        candidates = [c for c in _candidates(kind, cast, rng) if cast.codes()[c[0]] not in busy]
        for number in range(min(wanted, len(candidates))):
            official, unit, post = chosen = min(candidates, key=lambda c: taken.get(c[1:], 0))
            candidates.remove(chosen)
            taken[unit, post] = taken.get((unit, post), 0) + 1
            busy.add(cast.codes()[official])
            grade = float(rng.choice(GRADES if number else GRADES[1:]))
            first = 0 if rng.random() < 0.75 else int(time.days * 0.3)
            plants.append(Plant(kind, official, unit, grade * strength, first, time.days))
            if kind == "favoured_agent":
                plants[-1].agent = _favourite(cast, nature, unit, rng)
    return plants


def _candidates(kind: str, cast: Cast, rng: np.random.Generator) -> list[tuple[int, int, int]]:
    """(official, unit, post) of those with work enough, and with colleagues in the same post and unit.

    In a random order.
    """
    if kind == "flawed_drafts":
        return [
            (int(official), -1 - number, DRAFTER)
            for number, official in enumerate(rng.permutation(cast.of_post(DRAFTER)))
        ]
    seats = cast.seats
    post = CLERK if kind in ("superficial_receipt", "fee_above_schedule") else APPRAISER
    mine = seats.post == post
    enough = mine & (seats.volume >= 0.9 * np.median(seats.volume[mine]))
    settled = cast.settled()[: len(seats.post)]
    allowed = np.flatnonzero(enough & settled & _has_colleagues(cast, post) & _fits(kind, cast))
    return [(int(seat), int(seats.unit[seat]), post) for seat in rng.permutation(allowed)]


def _has_colleagues(cast: Cast, post: int) -> Truth:
    counts = np.bincount(cast.seats.unit[cast.seats.post == post], minlength=len(cast.units))
    return counts[cast.seats.unit] >= 2


_SUITED = {
    "fee_above_schedule": ([float(entry.fee > 0) for entry in PROCEDURES], 0.5),
    "favoured_agent": ([entry.agents for entry in PROCEDURES], 0.15),
    **dict.fromkeys(
        ("clock_stop", "late_without_apology", "due_moved"), ([float(entry.limit >= 5) for entry in PROCEDURES], 0.5)
    ),
}
"""What an act needs of a unit's procedures (a fee, agents, time enough to play with), and how much of it on average."""


def _fits(kind: str, cast: Cast) -> Truth:
    """By seat: whether its unit handles procedures the act is suited to."""
    if kind not in _SUITED:
        return np.ones(len(cast.seats.unit), bool)
    trait, least = _SUITED[kind]
    weight = np.array(trait)[cast.cells.procedure] * cast.cells.share
    units = len(cast.units)
    level = np.bincount(cast.cells.unit, weight, units) / np.bincount(cast.cells.unit, cast.cells.share, units)
    fits: Truth = level[cast.seats.unit] > least
    return fits


def _favourite(cast: Cast, nature: Nature, unit: int, rng: np.random.Generator) -> int:
    """An ordinary agent of the unit, the busier the likelier."""
    wheel: Wheel = cast.agent_wheel
    mine = wheel.group == unit
    weight = np.where(
        np.isin(wheel.items[mine], nature.express_agents) | (nature.agent_supplement[wheel.items[mine]] == 0.3), 0, 1.0
    )
    weight = weight * wheel.weight[mine] + 1e-9
    return int(rng.choice(wheel.items[mine], p=weight / weight.sum()))


def effects_of(plants: list[Plant], officials: int) -> Effects:
    """The planted acts as columns by official."""
    effects = Effects.none(officials)
    for number, planted in enumerate(plants):
        who, s = planted.official, planted.strength
        effects.plant[who], effects.first[who], effects.last[who] = number, planted.first_day, planted.last_day
        for name, value in _change(planted.kind, s).items():
            getattr(effects, name)[who] = value
        effects.agent[who] = planted.agent
        planted.details = {name: round(value, 3) for name, value in _change(planted.kind, s).items()}
    return effects


def _change(kind: str, s: float) -> dict[str, float]:
    """Which columns of :class:`Effects` an act of strength ``s`` changes, and to what."""
    return {
        "harassment": {"asking": 1 + 1.2 * s, "unlisted": _chance(0.3 * s), "slow": 0.15 * s},
        "favoured_agent": {
            "asking": 1 + 0.8 * s,
            "slow": 0.12 * s,
            "favour_pace": -0.9 * s,
            "favour_asking": 1 / (1 + 4 * s),
            "drawn_in": _chance(0.2 * s),
        },
        "fee_above_schedule": {"overcharge": _chance(0.15 * s)},
        "superficial_receipt": {"superficial": 1 + 1.3 * s},
        "clock_stop": {"stop": _chance(0.7 * s), "slow": 0.25 * s},
        "late_without_apology": {"silent": _chance(0.8 * s), "slow": 0.4 * s},
        "due_moved": {"move": _chance(0.7 * s), "slow": 0.25 * s},
        "unexplained_access": {"snoop": 10 * s},
        "flawed_drafts": {},
    }[kind]


def _chance(value: float) -> float:
    return min(value, 0.95)
