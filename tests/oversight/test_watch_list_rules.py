"""The committee's list: opening + added − removed = closing, in whatever order it was written down."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liem.oversight.rules import Decision, balance, on_list, why_not_decide
from liem.oversight.states import WatchVerb

START = date(2026, 1, 1)


def day(number: int) -> date:
    return START + timedelta(days=number)


@st.composite
def histories(draw: st.DrawFn) -> list[Decision]:
    """Lists as they arise: each entry is put on, directed, removed, perhaps put on again; some recorded late."""
    found = []
    for entry in range(draw(st.integers(1, 6))):
        on, when = False, 0
        for _ in range(draw(st.integers(0, 6))):
            when += draw(st.integers(0, 20))
            verb = draw(st.sampled_from([WatchVerb.DIRECT, WatchVerb.REMOVE])) if on else WatchVerb.PUT_ON
            on = verb is not WatchVerb.REMOVE
            found.append(Decision(day(when), day(when + draw(st.integers(0, 30))), entry, verb))
    return found


@given(histories(), st.integers(-5, 120), st.integers(0, 120))
def test_opening_and_added_less_removed_is_closing(told: list[Decision], first: int, length: int) -> None:
    one = balance(told, day(first), day(first + length))
    assert one.opening + one.added - one.removed == one.closing
    assert one.closing == len(on_list(told, day(first + length)))
    assert one.opening == len(on_list(told, day(first - 1)))


@given(histories(), st.integers(0, 100), st.integers(1, 50), st.integers(1, 50))
def test_periods_join_without_a_gap(told: list[Decision], first: int, one: int, two: int) -> None:
    early, late = (
        balance(told, day(first), day(first + one)),
        balance(told, day(first + one + 1), day(first + one + two)),
    )
    whole = balance(told, day(first), day(first + one + two))
    assert early.closing == late.opening
    assert (whole.added, whole.removed) == (early.added + late.added, early.removed + late.removed)


@given(histories(), st.integers(0, 120), st.integers(0, 150))
def test_what_was_known_then_does_not_change_by_what_is_written_down_later(
    told: list[Decision], when: int, known: int
) -> None:
    before = [one for one in told if one.recorded <= day(known)]
    assert on_list(told, day(when), day(known)) == on_list(before, day(when), day(known))


def test_the_list_of_a_year_as_a_province_reports_it() -> None:
    """16 put on, 4 taken off, 12 now; recorded late in part."""
    told = [Decision(day(n), day(n), n, WatchVerb.PUT_ON) for n in range(16)]
    told += [Decision(day(100 + n), day(130), n, WatchVerb.REMOVE) for n in range(4)]
    one = balance(told, START, day(364))
    assert (one.opening, one.added, one.removed, one.closing) == (0, 16, 4, 12)
    assert len(on_list(told, day(110))) == 12
    assert len(on_list(told, day(110), known=day(120))) == 16, "on that day nobody could know of the removals yet"


PUT = Decision(day(0), day(0), 1, WatchVerb.PUT_ON)


@pytest.mark.parametrize(
    ("verb", "former", "decided", "number", "ground", "said"),
    [
        (WatchVerb.PUT_ON, [], day(11), "1", "căn cứ đầy đủ", "future|tương lai"),
        (WatchVerb.PUT_ON, [PUT], day(5), "1", "căn cứ đầy đủ", "possible|Không thể"),
        (WatchVerb.REMOVE, [], day(5), "1", "căn cứ đầy đủ", "possible|Không thể"),
        (WatchVerb.DIRECT, [PUT], day(5), " ", "căn cứ đầy đủ", "number|số"),
        (WatchVerb.DIRECT, [PUT], day(5), "1", "ngắn", "10"),
        (
            WatchVerb.DIRECT,
            [PUT, Decision(day(8), day(8), 1, WatchVerb.REPORT)],
            day(5),
            "1",
            "căn cứ đầy đủ",
            "later|muộn",
        ),
    ],
)
def test_a_decision_without_number_date_ground_or_sense_is_refused(
    verb: WatchVerb, former: list[Decision], decided: date, number: str, ground: str, said: str
) -> None:
    import re

    refusal = why_not_decide(verb, former, decided, day(10), number, ground)
    assert refusal is not None
    assert re.search(said, refusal)


def test_an_entry_may_be_put_on_again() -> None:
    removed = Decision(day(2), day(2), 1, WatchVerb.REMOVE)
    assert why_not_decide(WatchVerb.PUT_ON, [PUT, removed], day(3), day(10), "2", "căn cứ đầy đủ") is None
