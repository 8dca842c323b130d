"""What is moved and what is stopped: whose doing it is, and whether it is particular to the last days."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.detection.test_offices_write_unlike import figures

from liem.detection.indicator import Story

MANY = tuple(f"A{i}" for i in range(10))
PLAIN = Story("plain", "0 received T1; 2 appraised {who}; 4 finished T1", 58, MANY)
MOVED = Story("moved", "0 received T1; 2 appraised {who}; 3 due_changed {who} reason=QD; 4 finished T1", 2, MANY)


def named_by(tmp_path: Path) -> set[str]:
    rows = pq.read_table(tmp_path / "out" / "signals.parquet").to_pylist()
    return {row["subject"] for row in rows if row["kind"] == "pattern" and row["subject_kind"] == "official"}


def of_one(steps: str) -> Story:
    return Story("x", steps, 20)


X_PLAIN = Story("x-plain", "0 received T1; 2 appraised X9; 4 finished T1", 40)


@pytest.mark.parametrize(
    ("steps", "observed"),
    [
        ("0 received T1; 2 appraised X9; 3 due_changed X9 reason=QD; 4 finished T1", 20),
        ("0 received T1; 2 appraised X9; 3 due_changed X9 official= reason=QD; 4 finished T1", 20),
        ("0 received T1; 2 appraised X9; 3 due_changed B7 reason=QD; 4 finished T1", 0),
        ("0 received T1; 2 appraised X9; 12 apology_issued X9; 12 due_changed X9 reason=TX; 14 finished T1", 0),
        (
            "0 received T1; 2 supplement_requested X9 document=GT-1; 4 supplement_received T1; 4 due_changed X9; "
            "5 appraised X9; 6 finished T1",
            0,
        ),
    ],
    ids=["own hand", "nobody named", "a colleague's", "with a letter of apology", "the clock started again"],
)
def test_only_moves_of_the_handlers_own_will_count(tmp_path: Path, steps: str, observed: int) -> None:
    found = figures(tmp_path, "D14", PLAIN, MOVED, X_PLAIN, of_one(steps))
    assert (found["X9"]["n"], found["X9"]["observed"]) == (60, observed)
    assert ("X9" in named_by(tmp_path)) == bool(observed)


def test_who_enters_the_changes_of_a_whole_unit_moves_nothing(tmp_path: Path) -> None:
    entered = Story("e", "0 received T1; 2 appraised {who}; 3 due_changed E1 reason=QD; 4 finished T1", 20, MANY)
    found = figures(tmp_path, "D14", PLAIN, entered)
    assert "E1" not in found
    assert not named_by(tmp_path)


ASKED = (
    "0 received T1; {day} supplement_requested {who} document=GT-1; {back} supplement_received T1; {back} finished T1"
)


def asked(name: str, day: int, count: int, who: tuple[str, ...]) -> Story:
    return Story(name, ASKED.replace("{day}", str(day)).replace("{back}", str(day + 3)), count, who)


def done(name: str, count: int, who: tuple[str, ...]) -> Story:
    return Story(name, "0 received T1; 8 appraised {who}; 9 finished T1", count, who)


def test_stopping_as_often_on_all_days_is_no_stopping_in_the_last_days(tmp_path: Path) -> None:
    others = [done("plain", 56, MANY), asked("late", 9, 2, MANY), asked("early", 3, 2, MANY)]
    figures(tmp_path / "late", "D2", *others, done("x", 30, ("X9",)), asked("x-late", 9, 30, ("X9",)))
    assert named_by(tmp_path / "late") == {"X9"}
    always = [done("x", 30, ("X9",)), asked("x-late", 9, 30, ("X9",)), asked("x-early", 3, 70, ("X9",))]
    found = figures(tmp_path / "always", "D2", *others, *always)
    assert found["X9"]["observed"] == 30
    assert found["X9"]["p_value"] < 0.001
    assert not named_by(tmp_path / "always")


@pytest.mark.parametrize(("day", "observed"), [(12, 0), (19, 0), (20, 20)], ids=["soon", "in two weeks", "too late"])
def test_a_suspension_that_waits_for_a_visit_which_took_place_is_no_trick(
    tmp_path: Path, day: int, observed: int
) -> None:
    plain = Story("p", "0 received T1; 8 appraised {who}; 9 finished T1", 58, MANY)
    near = "0 received T1; 9 suspended {who}; 30 resumed {who}; 31 appraised {who}; 31 finished T1"
    visited = near.replace("30 resumed", f"{day} field_visit {{who}}; 30 resumed")
    found = figures(
        tmp_path,
        "D2",
        plain,
        Story("n", near, 2, MANY),
        Story("xp", "0 received T1; 8 appraised X9; 9 finished T1", 40),
        Story("x", visited.replace("{who}", "X9"), 20),
        until="2026-08-31",
    )
    assert found["X9"]["observed"] == observed
    assert ("X9" in named_by(tmp_path)) == bool(observed)


@pytest.mark.parametrize(("plain", "near", "named"), [(290, 10, False), (190, 10, True)], ids=["3 %", "5 %"])
def test_what_shows_in_one_dossier_of_thirty_is_no_way_of_working(
    tmp_path: Path, plain: int, near: int, named: bool
) -> None:
    """However seldom others do it."""
    stopped = (
        "0 received T1; 9 supplement_requested {who} document=GT-1; 12 supplement_received T1; 12 appraised {who}; "
        "12 finished T1"
    )
    found = figures(
        tmp_path,
        "D2",
        Story("p", "0 received T1; 8 appraised {who}; 9 finished T1", 200, MANY),
        Story("n", stopped, 1, ("A0", "A1")),
        Story("xp", "0 received T1; 8 appraised X9; 9 finished T1", plain),
        Story("x", stopped.replace("{who}", "X9"), near),
    )
    assert (found["X9"]["n"], found["X9"]["observed"]) == (plain + near, near)
    assert found["X9"]["p_value"] < 1e-3
    assert ("X9" in named_by(tmp_path)) == named
