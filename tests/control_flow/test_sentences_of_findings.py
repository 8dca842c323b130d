"""Every kind of finding reads as a sentence in both languages, with its figures."""

from typing import get_args

import pytest

from liem.detection.control_flow import Finding, Share
from liem.detection.control_flow.findings import Kind
from liem.detection.control_flow.sentences import Circumstances, Names, sentence

ACTIVITIES = ["received", "appraised", "approved"]
OFFICIALS = ["CB-1", "CB-2", None]
NAMES = Names(
    lambda n: ACTIVITIES[n] if n < 3 else "",
    lambda j, n: OFFICIALS[n],
    lambda j, language: "channel" if j else "official",
    0,
)
HERE = Circumstances(4, "CB-1", "2 Mar 2026")

FINDINGS = {
    "skipped": Finding(0, "skipped", 2, 1, "companion", Share(96, 100), partner=0),
    "repeated": Finding(0, "repeated", 3, 1, "times", Share(98, 100), count=2),
    "out_of_order": Finding(0, "out_of_order", 1, 2, "order", Share(99, 100), partner=1, before=True),
    "unexpected": Finding(0, "unexpected", 1, 1, "after", Share(97, 100), 0, 3, here=Share(1, 100)),
    "unusual_value": Finding(
        0, "unusual_value", 1, 1, "value", Share(95, 100), expected=1, attribute=0, here=Share(2, 100)
    ),
}


@pytest.mark.parametrize("kind", get_args(Kind))
def test_each_kind_is_told_in_both_languages_with_its_figures(kind: str) -> None:
    found = FINDINGS[kind]
    for language in ("vi", "en"):
        told = sentence(found, NAMES, HERE, 0, language)
        assert str(found.usual.kept) in told
        assert str(found.usual.of) in told
        assert ACTIVITIES[found.activity] in told
        assert "{" not in told


def test_an_unusual_actor_is_told_apart_from_another_unusual_value() -> None:
    found = FINDINGS["unusual_value"]
    other = Finding(0, "unusual_value", 1, 1, "value", Share(95, 100), expected=1, attribute=1, here=Share(2, 100))

    assert "by someone who seldom does it (CB-1)" in sentence(found, NAMES, HERE, 0, "en")
    assert "a seldom value of “channel” (not recorded)" in sentence(other, NAMES, HERE, 2, "en")


def test_a_step_skipped_at_the_end_is_told_so() -> None:
    found = Finding(0, "skipped", 4, 2, "after", Share(90, 100), partner=1, expected=2)

    assert sentence(found, NAMES, HERE, -1, "en") == (
        "The step “approved” is missing; it was expected at the end. "
        "Of 100 times after “appraised”, “approved” came next in 90."
    )


def test_the_order_is_told_the_right_way_round() -> None:
    late = Finding(0, "out_of_order", 3, 0, "order", Share(99, 100), partner=1, before=False)

    assert "“appraised” came first in 99" in sentence(FINDINGS["out_of_order"], NAMES, HERE, -1, "en")
    assert "this one came before “appraised” in 99" in sentence(late, NAMES, HERE, -1, "en")
