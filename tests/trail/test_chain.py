"""The chain, without a database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liem.trail.chain import GENESIS, Entry, entry_hash, first_break
from liem.trail.rules import plain, why_not_record

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
Pair = tuple[Entry, str]


def chain(length: int) -> list[Pair]:
    pairs: list[Pair] = []
    for position in range(1, length + 1):
        previous = pairs[-1][1] if pairs else GENESIS
        entry = Entry("cases", position, NOON, "opened", "7", "case", f"C{position}", None, {"n": position}, previous)
        pairs.append((entry, entry_hash(entry)))
    return pairs


def head(pairs: list[Pair]) -> tuple[int, str]:
    return len(pairs), pairs[-1][1]


def test_a_whole_stream_has_no_break() -> None:
    pairs = chain(5)
    assert first_break("cases", pairs, head(pairs)) == (5, pairs[-1][1], None)


def test_an_empty_stream_without_a_head_is_whole() -> None:
    assert first_break("cases", [], None)[2] is None


@pytest.mark.parametrize(
    ("tamper", "position", "reason"),
    [
        (lambda p: [*p[:2], (replace(p[2][0], by="8"), p[2][1]), *p[3:]], 3, "content"),
        (lambda p: [*p[:2], (replace(p[2][0], at=NOON + timedelta(microseconds=1)), p[2][1]), *p[3:]], 3, "content"),
        (lambda p: p[:2] + p[3:], 4, "entry 3 is missing"),
        (lambda p: [*p[:2], p[3], p[2], p[4]], 4, "entry 3 is missing"),
        (lambda p: p[:4], 5, "missing from the end"),
        (lambda p: [], 1, "missing from the end"),
        (lambda p: p[1:], 2, "entry 1 is missing"),
    ],
    ids=["changed", "moved in time", "removed", "reordered", "cut off", "emptied", "beheaded"],
)
def test_tampering_names_the_first_broken_entry(
    tamper: Callable[[list[Pair]], list[Pair]], position: int, reason: str
) -> None:
    pairs = chain(5)
    broken = first_break("cases", tamper(pairs), head(pairs))[2]
    assert broken is not None
    assert (broken.position, reason in broken.reason) == (position, True)


def test_a_forged_entry_with_a_right_hash_breaks_at_the_next_one() -> None:
    pairs = chain(5)
    forged = replace(pairs[2][0], by="8")
    broken = first_break("cases", [*pairs[:2], (forged, entry_hash(forged)), *pairs[3:]], head(pairs))[2]
    assert broken is not None
    assert (broken.position, broken.reason) == (4, "it does not follow the entry before it")


def test_a_forged_last_entry_does_not_fit_the_head() -> None:
    pairs = chain(3)
    forged = replace(pairs[2][0], by="8")
    broken = first_break("cases", [*pairs[:2], (forged, entry_hash(forged))], head(pairs))[2]
    assert broken is not None
    assert "head" in broken.reason


def test_a_missing_head_is_a_break() -> None:
    broken = first_break("cases", chain(2), None)[2]
    assert broken is not None
    assert broken.reason == "the head of the stream is missing"


_scalars = st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_characters="\0", codec="utf-8"))


@given(st.dictionaries(st.text(st.characters(exclude_characters="\0", codec="utf-8")), st.lists(_scalars) | _scalars))
def test_what_is_taken_comes_back_the_same(values: dict[str, object]) -> None:
    assert plain(values) == values


@pytest.mark.parametrize("value", [0.5, {"x": [1.0]}, "a\0b", float("nan")])
def test_what_would_not_come_back_the_same_is_refused(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the kinds of refusal differ
        plain({"value": value})


def test_an_instant_without_zone_is_refused() -> None:
    refusal = why_not_record("cases", "opened", "7", "case", "C1", NOON.replace(tzinfo=None))
    assert refusal == "the instant has no zone"
