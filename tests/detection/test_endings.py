"""How dossiers end: on paper and in truth, at the last moment, at the signer's desk, at the desk that hands over."""

from pathlib import Path

import pytest
from tests.detection.test_dates_and_stops import named_by
from tests.detection.test_offices_write_unlike import all_figures, breaches, figures

from liem.detection.indicator import Story

MANY = tuple(f"A{i}" for i in range(10))

# Ended on paper (D15)

PLAIN = "0 received T1; 3 appraised {who}; 5 approved L1; 5 finished T1"
ON_PAPER = "0 received T1; 9 finished {who}; 10 reopened {who}; 14 appraised {who}; 15 approved L1; 15 finished T1"
HANDLED = (Story("plain", PLAIN, 59, MANY), Story("again", ON_PAPER, 1, MANY), Story("x", PLAIN, 40, ("X9",)))


@pytest.mark.parametrize(
    ("steps", "observed", "broken"),
    [
        (ON_PAPER, 20, 30),
        ("0 received T1; 9 finished C2; 10 reopened C2; 14 appraised {who}; 15 approved L1; 15 finished T1", 0, 30),
        (PLAIN + "; 9 reopened C2; 10 result_ready T1; 10 finished T1", 0, 10),
        ("0 received T1; 4 finished {who}; 5 reopened {who}; 6 appraised {who}; 7 approved L1; 7 finished T1", 20, 10),
    ],
    ids=["own hand", "a colleague's hand", "a result that was mended", "in time after all"],
)
def test_only_ends_of_the_handlers_own_hand_before_the_work_count(
    steps: str, observed: int, broken: int, tmp_path: Path
) -> None:
    """The breach is of the dossier, whoever entered it: in time on paper, late in truth."""
    found = figures(tmp_path, "D15", *HANDLED, Story("x-again", steps, 20, ("X9",)))
    assert (found["X9"]["n"], found["X9"]["observed"]) == (60, observed)
    assert ("X9" in named_by(tmp_path)) == bool(observed)
    assert breaches(tmp_path) == broken


# Refused at the last (D16)

NO = {"outcome": "refused"}
GRANTED = "0 received T1; {day} appraised {{who}}; {day} approved L1; {day} finished T1"
REFUSED = "0 received T1; {day} appraised {{who}}; {day} refused L1; {day} finished T1"
OTHERS = (
    Story("granted", GRANTED.format(day=9), 56, MANY),
    Story("refused", REFUSED.format(day=9), 4, MANY, dossier=NO),
    Story("early", REFUSED.format(day=3), 4, MANY, dossier=NO),
    Story("quick", GRANTED.format(day=3), 40, MANY),
)


@pytest.mark.parametrize(
    ("stories", "named"),
    [
        (
            (
                Story("g", GRANTED.format(day=9), 40, ("X9",)),
                Story("r", REFUSED.format(day=9), 20, ("X9",), dossier=NO),
                Story("e", REFUSED.format(day=3), 2, ("X9",), dossier=NO),
                Story("q", GRANTED.format(day=3), 40, ("X9",)),
            ),
            True,
        ),
        (
            (
                Story("g", GRANTED.format(day=9), 180, ("X9",)),
                Story("r", REFUSED.format(day=9), 20, ("X9",), dossier=NO),
            ),
            False,
        ),
        (
            (
                Story("g", GRANTED.format(day=9), 40, ("X9",)),
                Story("r", REFUSED.format(day=9), 20, ("X9",), dossier=NO),
                Story("e", REFUSED.format(day=3), 40, ("X9",), dossier=NO),
                Story("q", GRANTED.format(day=3), 10, ("X9",)),
            ),
            False,
        ),
    ],
    ids=["left to the last and refused", "everything is left to the last", "refuses as much on all days"],
)
def test_refusing_at_the_last_is_told_from_effort_and_from_strictness(
    stories: tuple[Story, ...], named: bool, tmp_path: Path
) -> None:
    figures(tmp_path, "D16", *OTHERS, *stories)
    assert ("X9" in named_by(tmp_path)) == named


# Waiting for a signature (D17)

SIGNED = "0 received T1; 3 appraised T1; {day} approved {{who}}; {day} finished T1"
AT_ONCE = tuple(
    Story(f"{name}{number}", SIGNED.format(day=day), times, (f"L{number}",), unit=f"X-{number:02}")
    for number in range(10)
    for name, day, times in (("plain", 4, 57), ("long", 14, 3))
)


def of_x9(days: list[int]) -> list[Story]:
    """One a day, and on which day after its receipt each is signed."""
    return [
        Story(f"x{start}", SIGNED.format(day=day), 1, ("X9",), start=start, unit="X-99")
        for start, day in enumerate(days)
    ]


@pytest.mark.parametrize(
    ("days", "observed"),
    [
        ([4, 14] * 30, 30),
        ([14] * 60, 1),
        ([12 - start % 9 for start in range(60)], 0),
    ],
    ids=["every second one lies", "all lie, and are signed in turn", "one day of signing in nine"],
)
def test_what_is_signed_in_its_turn_lay_by_nobodys_doing(days: list[int], observed: int, tmp_path: Path) -> None:
    """Of the last to come the order tells nothing. The unit is told of, and nobody in it."""
    rows = all_figures(tmp_path, "D17", *AT_ONCE, *of_x9(days))
    found = {row["subject"]: row for row in rows}
    assert (found["X-99"]["n"], found["X-99"]["observed"]) == (60, observed)
    assert found["X-99"]["flagged"] == (observed > 1)
    assert {row["subject_kind"] for row in rows} == {"unit"}


def test_who_examines_and_signs_has_no_signature_to_wait_for(tmp_path: Path) -> None:
    own = Story("own", "0 received T1; 3 appraised X9; 14 approved X9; 14 finished T1", 60, unit="X-99")
    assert "X-99" not in {row["subject"] for row in all_figures(tmp_path, "D17", *AT_ONCE, own)}


# Handed over (D13)

SOON = "0 received {who}; 5 result_ready {who}; 5 finished {who}"
LATE = "0 received {who}; 5 result_ready {who}; 25 finished {who}"


def desks(late: dict[str, int], unit: str) -> list[Story]:
    return [
        story
        for who, times in late.items()
        for story in (
            Story(f"s{who}", SOON, 60 - times, (who,), unit=unit),
            Story(f"l{who}", LATE, times, (who,), unit=unit),
        )
    ]


@pytest.mark.parametrize(
    ("colleague", "named"), [(40, False), (4, True)], ids=["all desks of the place alike", "one desk alone"]
)
def test_where_people_come_late_for_their_results_no_desk_keeps_them_back(
    colleague: int, named: bool, tmp_path: Path
) -> None:
    """The unit is told of in both cases."""
    usual = [story for i in range(10) for story in desks({f"C{i}A": 6, f"C{i}B": 6}, f"X-{i:02d}")]
    far = desks({"X9": 40, "X8": colleague}, "X-99")
    rows = all_figures(tmp_path, "D13", *usual, *far, until="2026-08-31")
    assert ("X9" in named_by(tmp_path)) == named
    flagged = {row["subject"] for row in rows if row["flagged"] and row["subject_kind"] == "unit"}
    assert flagged == {"X-99"}


# Withdrawn and filed again (D6)


@pytest.mark.parametrize(
    ("before", "observed"), [("", 0), ("6 field_visit X9; ", 20)], ids=["before anybody examined it", "after a visit"]
)
def test_who_only_assigned_a_dossier_did_not_have_it_withdrawn(before: str, observed: int, tmp_path: Path) -> None:
    again = []
    for number in range(20):
        mine = {"applicant": f"N{number}"}
        first = f"0 received T1; 0 giao-việc L1; {before}8 withdrawn T1"
        again.append(Story(f"f{number}", first, dossier={**mine, "outcome": "withdrawn"}))
        second = "0 received T1; 0 giao-việc L1; 5 appraised X9; 6 approved L1; 6 finished T1"
        again.append(Story(f"g{number}", second, dossier={**mine, "resubmission_of": f"f{number}"}, start=9))
    plain = "0 received T1; 0 giao-việc L1; 5 appraised {who}; 6 approved L1; 6 finished T1"
    found = figures(tmp_path, "D6", Story("p", plain, 60, (*MANY, "X9")), *again)
    assert found["X9"]["observed"] == observed
    assert found.get("L1", {}).get("observed", 0) == 0
    assert breaches(tmp_path) == 20
