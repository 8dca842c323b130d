"""What changes in the offices in a year and a half: trainees, successors, an exchange, absences and who covers them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from benchmarks.casework.office import (
    APPRAISER,
    CLERK,
    TRAINEE,
    Cover,
    Holder,
    LongCover,
    Lookalike,
    Office,
)
from benchmarks.casework.staffing import changes
from benchmarks.casework.workdays import DAY, RECEIPT_DAYS


def live_through(rng: np.random.Generator, office: Office) -> None:
    """Let the period pass over the seats; also chooses the look-alikes among the officials."""
    desks = office.seats_as(APPRAISER, "department")
    _take_trainees(rng, office, desks)
    _replace(rng, office)
    _exchange(rng, office)
    _short_absences(rng, office)
    _long_absences(rng, office, desks)
    office.deadline_seats = _take(rng, office, desks, office.alike)
    office.hard_seats = _take(rng, office, desks, office.alike)
    for kind, seats in (
        ("finishes just before the deadline", office.deadline_seats),
        ("desk with the hard case mix", office.hard_seats),
    ):
        office.lookalikes += [Lookalike(kind, "official", office.seats[k].first) for k in seats]


def _take(rng: np.random.Generator, office: Office, pool: Iterable[int], n: int) -> list[int]:
    """Some seats of the pool that stand for nothing yet; they do from now on."""
    free = [k for k in pool if k not in office.marked]
    taken = [int(x) for x in rng.choice(free, size=min(n, len(free)), replace=False)] if free else []
    office.marked.update(taken)
    return taken


def _day_between(rng: np.random.Generator, low: float, high: float) -> int:
    """The working minute a day begins with, between two shares of the period."""
    return int(rng.uniform(low, high) * RECEIPT_DAYS) * DAY


def _take_trainees(rng: np.random.Generator, office: Office, desks: list[int]) -> None:
    for k in _take(rng, office, desks, office.alike):
        trainee = office.add_official(TRAINEE)
        office.seats[k].holders.append(Holder(_day_between(rng, 0.15, 0.35), trainee))
        office.trainees.add(trainee)
        office.lookalikes.append(Lookalike("trainee desk: slower, asks more", "official", trainee))


def _replace(rng: np.random.Generator, office: Office) -> None:
    for k in _take(rng, office, range(len(office.seats)), changes(office.size)):
        seat = office.seats[k]
        successor = office.add_official(office.posts[seat.first])
        seat.holders.append(Holder(_day_between(rng, 0.3, 0.8), successor))
        office.moved.update([successor, seat.first])


def _exchange(rng: np.random.Generator, office: Office) -> None:
    """Two communes exchange an appraiser."""
    taken = [office.seats[k] for k in _take(rng, office, office.seats_as(APPRAISER, "commune"), 2)]
    if len(taken) < 2 or taken[0].unit == taken[1].unit:
        return
    day = _day_between(rng, 0.4, 0.7)
    one, other = (seat.first for seat in taken)
    taken[0].holders.append(Holder(day, other))
    taken[1].holders.append(Holder(day, one))
    office.moved.update([one, other])


def _short_absences(rng: np.random.Generator, office: Office) -> None:
    for role in (APPRAISER, CLERK):
        for k in office.seats_as(role):
            mates = [m for m in office.seats_in(office.seats[k].unit, role) if m != k]
            for _ in range(rng.poisson(1.2)):
                if mates:
                    start = int(rng.integers(0, RECEIPT_DAYS)) * DAY
                    end = start + int(rng.integers(2, 8)) * DAY
                    office.seats[k].covers.append(Cover(start, end, int(rng.choice(mates))))


def _long_absences(rng: np.random.Generator, office: Office, desks: list[int]) -> None:
    for k in _take(rng, office, desks, office.alike):
        unit = office.seats[k].unit
        mates = [m for m in office.seats_in(unit, APPRAISER) if m != k and m not in office.marked]
        if not mates:
            continue
        by = int(rng.choice(mates))
        office.marked.add(by)
        start = _day_between(rng, 0.2, 0.75)
        end = start + int(rng.integers(20, 40)) * DAY
        office.seats[k].covers, office.seats[by].covers = [Cover(start, end, by)], []
        office.long_covers.append(LongCover(k, by, start, end))
        office.lookalikes.append(Lookalike("covers a colleague's long absence", "official", office.seats[by].first))
