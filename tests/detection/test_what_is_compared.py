"""What an indicator divides by decides who looks guilty: nobody stands out for working little, taking money at all, or
signing last.
"""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.detection.worked_examples import record_set

from liem.detection.indicator import Example, Story, Text
from liem.detection.run import Options, detect

SOME = Text("", "")
BUSY, QUIET = tuple(f"A{i}" for i in range(8)), tuple(f"Q{i}" for i in range(5))


def figures(tmp_path: Path, indicator: str, *stories: Story, **more: Any) -> dict[str, dict[str, Any]]:
    """Of every official, from the real pipeline."""
    example = Example(SOME, stories, (), **more)
    detect(record_set(example, tmp_path), tmp_path / "out", Options(indicators=indicator))
    rows = pq.read_table(tmp_path / "out" / "indicators.parquet").to_pylist()
    return {row["subject"]: row for row in rows if row["subject_kind"] == "official"}


def own(name: str, times: int, who: tuple[str, ...]) -> Story:
    return Story(name, "0 received T1; 3 appraised {who}; 5 approved L1", times, who, accesses="3 view {who}")


def stray(times: int, who: tuple[str, ...], name: str = "stray") -> Story:
    return Story(name, "0 received T2; 3 appraised B1; 5 approved L2", times, who, unit="X-02", accesses="3 view {who}")


def test_a_stray_look_now_and_then_is_no_sign_in_whoever_has_few_dossiers(tmp_path: Path) -> None:
    """Six stray looks each; the busy have eighty of their own, the quiet twelve."""
    found = figures(tmp_path, "E1", own("busy", 80, BUSY), own("quiet", 12, QUIET), stray(6, (*BUSY, *QUIET)))
    for who in QUIET:
        assert (found[who]["n"], found[who]["observed"]) == (18, 6)
        assert found[who]["expected"] == pytest.approx(6, abs=0.5)


def test_nobody_looks_guilty_who_has_no_equal(tmp_path: Path) -> None:
    """One quiet official among the busy is not compared with them."""
    found = figures(tmp_path, "E1", own("busy", 80, BUSY), own("quiet", 12, ("Q0",)), stray(6, (*BUSY, "Q0")))
    assert "Q0" not in found or not found["Q0"]["eligible"]


def test_dossiers_with_nothing_to_pay_are_no_occasion_to_overcharge(tmp_path: Path) -> None:
    free = {
        "procedure": "TT-0",
        "name": "Miễn phí",
        "limit_working_days": "10",
        "required_documents": "GT-1",
        "fee": "0",
    }
    paid = {
        "procedure": "TT-1",
        "name": "Có phí",
        "limit_working_days": "10",
        "required_documents": "GT-1",
        "fee": "50000",
    }
    found = figures(
        tmp_path,
        "B9",
        Story("free", "0 received {who}; 0 fee_collected {who} amount=0; 6 finished {who}", 40, BUSY, procedure="TT-0"),
        Story(
            "right", "0 received {who}; 0 fee_collected {who} amount=50000; 6 finished {who}", 30, ("C0", "C1", "C2")
        ),
        Story("high", "0 received {who}; 0 fee_collected {who} amount=70000; 6 finished {who}", 2, ("C0", "C1", "C2")),
        tables={"procedures": (free, paid)},
    )
    assert set(found) == {"C0", "C1", "C2"}
    assert found["C0"]["n"] == 32


def test_guidance_that_prevented_a_request_counts_for_whoever_gave_it(tmp_path: Path) -> None:
    """Everybody has ten requests without guidance; ten guide thirty times beside, one never."""
    asked = "0 received {who}; 2 supplement_requested H1 document=GT-1; 4 supplement_received {who}; 8 finished {who}"
    found = figures(
        tmp_path,
        "C4",
        Story("guided", "0 received {who}; 0 guidance_given {who}; 6 finished {who}", 30, BUSY),
        Story("asked", asked, 10, BUSY),
        Story("careless", asked, 40, ("X9",)),
    )
    assert (found["A0"]["n"], found["A0"]["observed"]) == (40, 10)
    assert found["X9"]["observed"] / found["X9"]["expected"] > 3


def test_who_only_signs_is_not_held_to_account_for_the_time_others_left(tmp_path: Path) -> None:
    """The desk uses up the ten days; the head's one day makes it late, and there is no figure about the head."""
    found = figures(
        tmp_path,
        "D1",
        Story("close", "0 received T1; 0 forwarded T1; 10 appraised {who}; 11 approved L1; 11 finished T1", 30, BUSY),
        Story("quick", "0 received T1; 0 forwarded T1; 3 appraised {who}; 3 approved L1; 3 finished T1", 60, BUSY),
    )
    assert "L1" not in found
    assert set(BUSY) <= set(found)
