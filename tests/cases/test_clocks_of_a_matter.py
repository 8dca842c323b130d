"""From the events of a matter to its clocks: as the hand reckons them, the same in whatever order they are told.

Which event starts, stops and meets which clock: ``data/matter_clocks.csv``. Each row: kind, day of receipt, what
happened (``verb DAY``, ``extend DAY RULE CODE [AMOUNT]``, ``set_due DAY RULE DAY``), the limit, how it stands, its last
day, and why. Add rows; work them out before you run them.
"""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from liem.base.clock import VIETNAM
from liem.cases import clocks
from liem.cases.clocks import CLOCKS, Happened, Reading
from liem.cases.states import MOVES, OPEN, Standing, Status, Verb
from liem.law.calendar import WorkingCalendar
from liem.law.limits import Limits

LAW, CALENDAR = Limits.load(), WorkingCalendar.load()
ROWS = list(csv.DictReader((Path(__file__).parent / "data" / "matter_clocks.csv").read_text("utf-8").splitlines()))
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=VIETNAM)


def reading(kind: str, rule: str, received: datetime, events: list[Happened], status: str, remote: bool) -> Reading:
    return clocks.read(
        clocks.clock_of(kind, rule), received_at=received, status=status, remote=remote, events=events,
        calendar=CALENDAR, law=LAW,
    )  # fmt: skip


def event_of(words: list[str]) -> Happened:
    verb, day, *more = words
    data: dict[str, object] = {}
    if verb == "extend":
        data = {"rule": more[0], "code": more[1], **({"amount": int(more[2])} if len(more) > 2 else {})}
    elif verb == "set_due":
        data = {"rule": more[0], "day": more[1]}
    return Happened(Verb(verb), noon(date.fromisoformat(day)), data)


def status_after(kind: str, events: list[Happened]) -> str:
    status: str = Status.RECEIVED
    for event in sorted(events, key=lambda one: one.at):
        status = next((m.new for m in MOVES if (m.kind, m.old, m.verb) == (kind, status, event.verb)), status)
    return status


@pytest.mark.parametrize("row", ROWS, ids=[f"{n}-{row['limit']}" for n, row in enumerate(ROWS, 2)])
def test_the_clock_of_a_matter_agrees_with_the_hand(row: dict[str, str]) -> None:
    kind, remote = row["kind"], "remote" in row["limit"]
    events = [event_of(part.split()) for part in row["events"].split(";") if part.strip()]
    received = noon(date.fromisoformat(row["received"]))
    found = reading(kind, row["limit"], received, events, status_after(kind, events), remote)
    assert found.standing == row["standing"], row["why"]
    last = (found.due_at - timedelta(microseconds=1)).date().isoformat() if found.due_at else ""
    assert last == row["last_day"], row["why"]


def test_every_clock_of_every_kind_stands_in_the_table() -> None:
    known = {(row["kind"], row["limit"]) for row in ROWS}
    every = {(kind, clock.rule_id(remote)) for kind, ones in CLOCKS.items() for clock in ones for remote in (0, 1)}
    assert {(str(kind), rule) for kind, rule in every} - known == set()
    assert {row["standing"] for row in ROWS} == set(Standing.values)


days = st.dates(date(2026, 3, 3), date(2026, 9, 30))
verbs = st.sampled_from([
    Verb.ACCEPT, Verb.SUSPEND, Verb.RESUME, Verb.CONCLUDE, Verb.REOPEN, Verb.TAKE_OVER, Verb.NOTIFY, Verb.SEND,
    Verb.TRANSFER, Verb.TERMINATE, Verb.NOTE,
])  # fmt: skip
plain: Any = st.builds(lambda verb, day: Happened(verb, noon(day), {}), verbs, days)
extensions = st.builds(
    lambda day, code, amount: Happened(
        Verb.EXTEND, noon(day), {"rule": "denunciation.resolve", "code": code, "amount": amount}
    ),
    days, st.sampled_from(["complex", "especially_complex"]), st.integers(1, 40),
)  # fmt: skip
by_hand = st.builds(
    lambda day, due: Happened(Verb.SET_DUE, noon(day), {"rule": "lead.verify", "day": due.isoformat()}), days, days
)
told = st.lists(st.one_of(plain, extensions, by_hand), max_size=9)
a_clock = st.sampled_from([(kind, clock.rule) for kind, ones in CLOCKS.items() for clock in ones])


@given(a_clock, days, told, st.randoms(), st.sampled_from(sorted(Status.values)))
@patient
def test_the_order_in_which_events_are_told_does_not_matter(clock, received, events, random, status):
    kind, rule = clock
    first = reading(kind, rule, noon(received), events, status, False)
    random.shuffle(events)
    assert reading(kind, rule, noon(received), events, status, False) == first


@given(days, st.integers(0, 40), st.lists(extensions, max_size=3))
@patient
def test_whoever_accepts_later_is_never_due_earlier(accepted, later, granted):
    """Where what was extended in time still is: a day later may be the day after a limit that a weekend left alone."""

    def due(day: date, granted: list[Happened]) -> datetime:
        events = [Happened(Verb.ACCEPT, noon(day), {}), *granted]
        found = reading("denunciation", "denunciation.resolve", noon(date(2026, 3, 2)), events, "accepted", False)
        assert found.due_at is not None
        return found.due_at

    moved = [Happened(one.verb, one.at + timedelta(days=later), one.data) for one in granted]
    then = accepted + timedelta(days=later)
    assume(all(one.at < due(then, []) for one in moved))
    assert due(accepted, granted) <= due(then, moved)


@given(a_clock, days, told)
@patient
def test_a_matter_that_needs_nothing_more_has_no_clock_that_runs(clock, received, events):
    kind, rule = clock
    for status in set(Status) - OPEN:
        found = reading(kind, rule, noon(received), events, status, False)
        assert found.standing in (Standing.MET, Standing.GONE, Standing.NOT_STARTED)
