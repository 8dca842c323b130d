"""Who works where: units, seats, the officials on them day by day, and the agents who file for others."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from liem.dossiers.simulation.catalogue import DEPARTMENTS, INSPECTORATE, PROCEDURES, REGISTRY_PARENT
from liem.dossiers.simulation.choosing import Wheel
from liem.dossiers.simulation.options import Options
from liem.dossiers.simulation.worktime import Real, Truth, Whole, WorkingTime

CLERK, APPRAISER, APPROVER, HEAD, INSPECTOR, DRAFTER = range(6)
POSTS = ("intake_clerk", "appraiser", "approver", "head", "inspector", "drafter")
PROVINCE = "T-00"


@dataclass(frozen=True)
class Unit:
    """A unit of the simulated province; ``desk`` is the kind of procedures it handles."""

    code: str
    name: str
    parent: str
    level: str
    desk: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""


@dataclass(frozen=True)
class Cells:
    """What is handled where: one cell per unit and procedure it handles, with its share of all dossiers."""

    unit: Whole
    procedure: Whole
    share: Real


@dataclass
class Seats:
    """A seat is a post in a unit; ``holder`` and ``actor`` say who has it and who does its work, by seat and day."""

    unit: Whole
    post: Whole
    volume: Real
    holder: Whole
    actor: Whole


@dataclass(frozen=True)
class Spell:
    """One official on one seat; days from the start of the period, open ends are None."""

    official: int
    seat: int
    first: int | None
    last: int | None


@dataclass
class Cast:
    """Everybody. Officials and agents are numbers here; their codes are ``CC-0001`` and ``DV-001``."""

    units: list[Unit]
    former: list[Unit]
    cells: Cells
    seats: Seats
    spells: list[Spell]
    officials: int
    agents: int
    appraising: Wheel
    agent_wheel: Wheel
    post_wheels: dict[int, Wheel]
    agent_units: list[Whole]
    hired: list[Spell]
    long_absences: list[tuple[int, int, int, int]]
    """seat, official who covers, first and last day."""
    hard_seats: list[int]
    apart: list[tuple[int, str, int]]
    """Officials who handle no dossiers: number, code of the unit, post."""

    def codes(self) -> list[str]:
        return [f"CC-{number:04d}" for number in range(1, self.officials + 1)]

    def agent_codes(self) -> list[str]:
        return [f"DV-{number:03d}" for number in range(1, self.agents + 1)]

    def settled(self) -> Truth:
        """By official: one seat for the whole period."""
        result = np.zeros(self.officials, bool)
        for spell in self.spells:
            result[spell.official] = spell.first is None and spell.last is None
        result[[official for official, _, _ in self.apart]] = True
        return result

    def of_post(self, post: int) -> Whole:
        """Officials apart from the desks in that post."""
        return np.array([official for official, _, kind in self.apart if kind == post])


def cast_for(options: Options, time: WorkingTime, rng: np.random.Generator) -> Cast:
    """The province for so many dossiers: more units, and busier desks, as it grows."""
    units = _units(options.dossiers)
    cells = _cells(units, rng)
    seats, appraising, hard = _seats(options.dossiers, units, cells, time, rng)
    spells, officials, hired = _careers(seats, time, rng)
    absences = _absences(seats, time, rng)
    agents = int(np.clip(round(options.dossiers / 450), 12, 2500))
    agent_wheel, agent_units = _agents(agents, len(units), rng)
    posts = {post: _post_wheel(seats, post, len(units)) for post in (CLERK, APPROVER, HEAD)}
    apart = _apart(officials, options.dossiers)
    everyone = officials + len(apart)
    former = _former(units, options.start)
    return Cast(
        units,
        former,
        cells,
        seats,
        spells,
        everyone,
        agents,
        appraising,
        agent_wheel,
        posts,
        agent_units,
        hired,
        absences,
        hard,
        apart,
    )


def _apart(first: int, dossiers: int) -> list[tuple[int, str, int]]:
    """Inspectors, and those who draft the departments' documents."""
    drafters = max(2, round(3 * (dossiers / 20_000) ** 0.4))
    posts = [(INSPECTORATE, INSPECTOR)] * 4 + [(unit, DRAFTER) for unit in DEPARTMENTS for _ in range(drafters)]
    return [(first + number, unit, post) for number, (unit, post) in enumerate(posts)]


def _units(dossiers: int) -> list[Unit]:
    communes = int(np.clip(round(12 * (dossiers / 20_000) ** 0.6), 4, 126))
    registries = int(np.clip(round(communes / 4), 2, 12))
    units = [Unit(code, name, PROVINCE, "department", code) for code, name in DEPARTMENTS.items()]
    units += [
        Unit(
            f"TT-{n:02d}",
            f"Chi nhánh Văn phòng đăng ký đất đai Mô Phỏng {n:02d}",
            REGISTRY_PARENT,
            "centre",
            "registry",
        )
        for n in range(1, registries + 1)
    ]
    return units + [
        Unit(f"X-{n:03d}", f"{'Phường' if n % 4 == 0 else 'Xã'} Mô Phỏng {n:02d}", PROVINCE, "commune", "commune")
        for n in range(1, communes + 1)
    ]


def offices() -> list[Unit]:
    """The units that handle no dossiers: the province itself and its inspectorate."""
    return [
        Unit(PROVINCE, "Tỉnh Mô Phỏng", "", "province", ""),
        Unit(INSPECTORATE, "Thanh tra tỉnh (mô phỏng)", PROVINCE, "department", ""),
    ]


def _former(units: list[Unit], start: date) -> list[Unit]:
    """Communes merged the day before the period: they explain old codes, and receive nothing."""
    communes = [unit for unit in units if unit.level == "commune"][:3]
    last = start - timedelta(days=1)
    return [
        Unit(
            f"{unit.code}-{letter}",
            f"Xã Cũ Mô Phỏng {unit.code[-2:]}{letter}",
            PROVINCE,
            "commune",
            "",
            None,
            last,
            unit.code,
        )
        for unit in communes
        for letter in "AB"
    ]


def _cells(units: list[Unit], rng: np.random.Generator) -> Cells:
    """Each procedure's dossiers spread unevenly over the units that handle it: no two units have the same mix."""
    unit, procedure, share = [], [], []
    for number, entry in enumerate(PROCEDURES):
        places = [index for index, candidate in enumerate(units) if candidate.desk == entry.desk]
        weights = rng.gamma(5.0, size=len(places))
        unit += places
        procedure += [number] * len(places)
        share += list(entry.share * weights / weights.sum())
    total = np.array(share)
    return Cells(np.array(unit), np.array(procedure), total / total.sum())


def _seats(
    dossiers: int, units: list[Unit], cells: Cells, time: WorkingTime, rng: np.random.Generator
) -> tuple[Seats, Wheel, list[int]]:
    """Seats by volume.

    Each appraiser's seat knows some of its unit's procedures, and every procedure has its appraisers.
    """
    load = 230 * (dossiers / 20_000) ** 0.35
    unit_of: list[int] = []
    post_of: list[int] = []
    volume: list[float] = []
    groups: list[tuple[Whole, Real]] = [(np.empty(0, np.int64), np.empty(0))] * len(cells.unit)
    hard: list[int] = []
    for unit in range(len(units)):
        mine = np.flatnonzero(cells.unit == unit)
        expected = cells.share[mine] * dossiers
        appraisers = max(2, round(expected.sum() / load))
        first = len(unit_of)
        weights = _competence(appraisers, cells.procedure[mine], rng, hard if unit % 5 == 0 else None, first)
        for column, cell in enumerate(mine):
            knows = np.flatnonzero(weights[:, column] > 0)
            groups[cell] = (first + knows, weights[knows, column])
        normal = weights / weights.sum(axis=0)
        volume += list(normal @ expected)
        counts = {CLERK: max(2, round(expected.sum() / load / 2)), APPROVER: max(1, appraisers // 6), HEAD: 1}
        post_of += [APPRAISER] * appraisers + [post for post, count in counts.items() for _ in range(count)]
        unit_of += [unit] * (appraisers + sum(counts.values()))
        volume += [expected.sum() / counts[post] for post in post_of[first + appraisers :]]
    seats = len(unit_of)
    days = time.days + 1
    holder = np.repeat(np.arange(seats, dtype=np.int64)[:, None], days, axis=1)
    return Seats(np.array(unit_of), np.array(post_of), np.array(volume), holder, holder.copy()), Wheel.of(groups), hard


def _competence(seats: int, procedures: Whole, rng: np.random.Generator, hard: list[int] | None, first: int) -> Real:
    """Weights by seat and procedure. In some units one seat takes most of the hard procedures: an honest look-alike."""
    weights = rng.gamma(4.0, size=(seats, len(procedures)))
    if seats > 3:
        weights *= rng.random(weights.shape) < 0.65
    for column in np.flatnonzero((weights > 0).sum(axis=0) < 2):
        weights[rng.choice(seats, 2, replace=False), column] = 1.0
    if hard is not None and seats >= 3 and len(procedures) >= 4:
        difficulty = np.array([PROCEDURES[p].supplement for p in procedures])
        weights[0] = np.where(difficulty >= np.median(difficulty), weights[1:].max(axis=0) * 3, 0.05)
        hard.append(first)
    return weights


def _careers(seats: Seats, time: WorkingTime, rng: np.random.Generator) -> tuple[list[Spell], int, list[Spell]]:
    """Most keep their seat; some swap with a colleague elsewhere in the same post.

    Some leave, and someone new comes.
    """
    count = len(seats.unit)
    moved = np.zeros(count, bool)
    spells: list[Spell] = []
    for post in (CLERK, APPRAISER):
        pool = rng.permutation(np.flatnonzero(seats.post == post))
        for one, other in zip(pool[0::2], pool[1::2], strict=False):
            if rng.random() < 0.1 and seats.unit[one] != seats.unit[other]:
                day = int(rng.integers(time.days // 4, max(3 * time.days // 4, time.days // 4 + 1)))
                seats.holder[one, day:], seats.holder[other, day:] = other, one
                spells += _swap(int(one), int(other), day)
                moved[[one, other]] = True
    hired: list[Spell] = []
    free = np.flatnonzero(
        ~moved & (seats.post == APPRAISER) & (seats.volume >= np.median(seats.volume[seats.post == APPRAISER]))
    )
    for official, seat in enumerate(rng.permutation(free)[: max(1, count // 125)], start=count):
        day = int(rng.integers(time.days // 6, max(time.days // 2, time.days // 6 + 1)))
        seats.holder[seat, day:] = official
        hired.append(Spell(official, int(seat), day, None))
        spells.append(Spell(int(seat), int(seat), None, day - 1))
        moved[seat] = True
    spells += hired + [Spell(seat, seat, None, None) for seat in np.flatnonzero(~moved).tolist()]
    seats.actor[:] = seats.holder
    return sorted(spells, key=lambda spell: (spell.official, spell.first or 0)), count + len(hired), hired


def _swap(one: int, other: int, day: int) -> list[Spell]:
    return [
        Spell(one, one, None, day - 1),
        Spell(one, other, day, None),
        Spell(other, other, None, day - 1),
        Spell(other, one, day, None),
    ]


def _absences(seats: Seats, time: WorkingTime, rng: np.random.Generator) -> list[tuple[int, int, int, int]]:
    """Everyone is away now and then, a few for weeks.

    A colleague on the next seat of the same unit and post does the work.
    """
    long: list[tuple[int, int, int, int]] = []
    wanted = max(1, len(seats.unit) // 160)
    for seat in rng.permutation(len(seats.unit)).tolist():
        beside = np.flatnonzero((seats.unit == seats.unit[seat]) & (seats.post == seats.post[seat]))
        if len(beside) < 2:
            continue
        cover = int(beside[(int(np.searchsorted(beside, seat)) + 1) % len(beside)])
        lasting = len(long) < wanted and seats.post[seat] == APPRAISER
        for _ in range(1 if lasting else max(1, round(time.days / 180))):
            length = int(rng.integers(40, 70)) if lasting else int(rng.integers(2, 8))
            first = int(rng.integers(0, max(1, time.days - length)))
            last = min(first + length, time.days)
            if _present(seats, seat, first, last) and _present(seats, cover, first, last):
                seats.actor[seat, first : last + 1] = seats.holder[cover, first : last + 1]
                if lasting:
                    long.append((seat, int(seats.holder[cover, first]), first, last))
    return long


def _present(seats: Seats, seat: int, first: int, last: int) -> bool:
    span = slice(first, last + 1)
    own = bool((seats.actor[seat, span] == seats.holder[seat, span]).all())
    return own and bool((seats.holder[seat, span] == seats.holder[seat, first]).all())


def _agents(agents: int, units: int, rng: np.random.Generator) -> tuple[Wheel, list[Whole]]:
    """Agents work in one to three units; every unit has several, of unequal trade."""
    homes = [rng.choice(units, size=min(units, int(rng.integers(1, 4))), replace=False) for _ in range(agents)]
    trade = rng.gamma(1.5, size=agents) + 0.2
    groups = []
    for unit in range(units):
        members = np.array([agent for agent, home in enumerate(homes) if unit in home], np.int64)
        if len(members) < 3:
            members = np.union1d(members, rng.choice(agents, size=4, replace=False))
        groups.append((members, trade[members]))
    served = [
        np.array([unit for unit, (members, _) in enumerate(groups) if agent in members]) for agent in range(agents)
    ]
    return Wheel.of(groups), served


def _post_wheel(seats: Seats, post: int, units: int) -> Wheel:
    groups = []
    for unit in range(units):
        members = np.flatnonzero((seats.unit == unit) & (seats.post == post))
        groups.append((members, np.ones(len(members))))
    return Wheel.of(groups)
