"""Who opens which dossier in the system: for the work, on the telephone, for a colleague, or for no reason of work."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from benchmarks.casework.caseload import ONLINE, Caseload
from benchmarks.casework.life import Life
from benchmarks.casework.office import CLERK, Habits, Office
from benchmarks.casework.plan import Plan
from benchmarks.casework.straying import Manner, Straying
from benchmarks.casework.workdays import DAY, END, MONTHS, Floats, same_day, to_clock

STRAY_A_MONTH = 0.6
PLANTED_A_MONTH = 10
HONEST = Manner(evening=0.03, own_unit=0.85, takes_along=0.04)
PLANTED = Manner(evening=0.2, own_unit=0.6, takes_along=0.2)


class Access(NamedTuple):
    """``at`` in microseconds since 1970, UTC."""

    at: int
    official: str
    dossier: int
    action: str = "view"


@dataclass
class Accesses:
    rows: list[Access] = field(default_factory=list)
    expected: dict[str, float] = field(default_factory=dict)
    """Accesses to others' dossiers an honest official has, by official."""
    planted: dict[str, int] = field(default_factory=dict)
    """Those without a reason of work, by planted official."""


def open_dossiers(
    rng: np.random.Generator, office: Office, habits: Habits, load: Caseload, plan: Plan, life: Life
) -> Accesses:
    found = Accesses(expected=dict.fromkeys(office.posts, 0.0))
    _for_the_steps(rng, life, found)
    closed = np.where(np.isnan(life.finished), END - 1, life.finished)
    _in_between(rng, office, load, life, closed, found)
    _for_the_absent(rng, office, load, closed, found)
    straying = Straying(office, load, life)
    for official, tenures in straying.tenures.items():
        months = sum(t.end - t.start for t in tenures) / END * MONTHS
        usual = STRAY_A_MONTH * months
        found.expected[official] += usual
        n = int(rng.poisson(usual * habits.of["access"][official]))
        found.rows += [Access(at, official, i, a) for at, i, a in straying.draw(rng, official, n, HONEST)]
        if plan.how(official) == "access":
            n = int(rng.poisson(PLANTED_A_MONTH * plan.strength * months))
            planted = [Access(at, official, i, a) for at, i, a in straying.draw(rng, official, n, PLANTED)]
            found.rows += planted
            found.planted[official] = len(planted)
    return found


def _for_the_steps(rng: np.random.Generator, life: Life, found: Accesses) -> None:
    """Nearly every step in the log was made with the dossier open since a few minutes."""
    at = to_clock([e.minute for e in life.events]).tolist()
    dice = rng.random((len(life.events), 3)).tolist()
    for event, then, (unseen, what, before) in zip(life.events, at, dice, strict=True):
        if event.activity == "apology_issued" or unseen < 0.12:
            continue
        action = "view" if what < 0.72 else "edit" if what < 0.95 else "print"
        found.rows.append(Access(then - int(before * 4 * 60e6), event.official, event.dossier, action))


def _in_between(
    rng: np.random.Generator, office: Office, load: Caseload, life: Life, closed: Floats, found: Accesses
) -> None:
    """Looks of the appraiser, of the head, and of a clerk to whom the applicant telephones."""
    n = len(load)
    by_desk, by_head = rng.poisson(0.8, n), rng.poisson(0.25, n)
    by_phone = rng.poisson([0.05 if c == ONLINE else 0.03 for c in load.channel])
    clerks = {u: office.seats_in(u, CLERK) for u in office.workplaces}
    for i in range(n):
        received, unit = load.received[i], int(load.unit[i])
        for _ in range(by_desk[i]):
            minute = _some_time(rng, received, closed[i])
            official = office.present(int(load.desk[i]), minute)
            at = int(to_clock(minute))
            if rng.random() < 0.05 and minute < END - DAY:
                # Overtime on one's own work.
                at = same_day(minute, rng.uniform(17.2, 20.5))
            found.rows.append(Access(at, official, i))
        for _ in range(by_head[i]):
            minute = _some_time(rng, received, closed[i])
            official = office.present(life.heads[unit, int(load.procedure[i])], minute)
            found.rows.append(Access(int(to_clock(minute)), official, i))
        for _ in range(by_phone[i]):
            minute = _some_time(rng, received, closed[i] + 10 * DAY)
            official = office.present(int(rng.choice(clerks[unit])), minute)
            found.rows.append(Access(int(to_clock(minute)), official, i))
            if official not in (life.clerk[i], life.handler[i]):
                found.expected[official] += 1


def _some_time(rng: np.random.Generator, received: float, until: float) -> float:
    return min(END - 1, rng.uniform(received + 20, max(received + 21, until)))


def _for_the_absent(rng: np.random.Generator, office: Office, load: Caseload, closed: Floats, found: Accesses) -> None:
    """The colleague who covers a long absence looks after the dossiers already there."""
    for seat, by, start, end in office.long_covers:
        for i in np.flatnonzero((load.desk == seat) & (load.received < end) & (closed > start)):
            for _ in range(rng.poisson(0.8)):
                minute = rng.uniform(max(start, load.received[i]), min(end, closed[i], END - 1))
                found.rows.append(Access(int(to_clock(minute)), office.holder(by, minute), int(i)))
