"""Offices divide the work and write it down each in its own way; nobody looks guilty for how an office does it."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.detection.worked_examples import record_set

from liem.detection.indicator import Example, Story, Text
from liem.detection.run import Options, detect
from liem.law.calendar import WorkingCalendar

SOME = Text("", "")
CALENDAR = WorkingCalendar.load()
MANY = tuple(f"A{i}" for i in range(8))
PAIR = ("B0", "B1")


def all_figures(tmp_path: Path, indicator: str, *stories: Story, **more: Any) -> list[dict[str, Any]]:
    """Of every subject, from the real pipeline."""
    detect(record_set(Example(SOME, stories, (), **more), tmp_path), tmp_path / "out", Options(indicators=indicator))
    rows: list[dict[str, Any]] = pq.read_table(tmp_path / "out" / "indicators.parquet").to_pylist()
    return rows


def figures(tmp_path: Path, indicator: str, *stories: Story, **more: Any) -> dict[str, dict[str, Any]]:
    """Of every official."""
    rows = all_figures(tmp_path, indicator, *stories, **more)
    return {row["subject"]: row for row in rows if row["subject_kind"] == "official"}


def breaches(tmp_path: Path) -> int:
    kinds = pq.read_table(tmp_path / "out" / "signals.parquet").column("kind").to_pylist()
    return kinds.count("breach")


# Who handles a dossier

EXAMINED = "0 received T1; 0 forwarded T1; 3 appraised {who}; 5 approved L1; 5 finished T1"
ASKED = "0 received T1; 0 forwarded T1; 2 supplement_requested {who}; 4 supplement_received T1; 6 appraised {who}; "
CARRIED = "0 received {who}; 3 approved L2; 3 finished {who}"
CARRIED_ASKED = "0 received {who}; 2 supplement_requested {who}; 4 supplement_received {who}; 6 approved L2; "


def test_who_carries_dossiers_through_is_compared_with_those_who_examine(tmp_path: Path) -> None:
    """The thin log of a small office tells of the work only where papers were asked for: a quarter, as elsewhere."""
    found = figures(
        tmp_path,
        "B1",
        Story("examined", EXAMINED, 30, MANY),
        Story("asked", ASKED + "7 approved L1; 7 finished T1", 10, MANY),
        Story("carried", CARRIED, 30, PAIR, unit="X-02"),
        Story("carried-asked", CARRIED_ASKED + "6 finished {who}", 10, PAIR, unit="X-02"),
    )
    for who in (*MANY, *PAIR):
        assert (found[who]["n"], found[who]["observed"]) == (40, 10)
        assert found[who]["expected"] == pytest.approx(10, abs=0.5)


def test_of_whom_only_requests_are_known_nothing_can_be_told(tmp_path: Path) -> None:
    """B1 checks what B0 receives, but the log shows it only where papers were asked for."""
    relay = "0 received B0; 2 supplement_requested B1; 4 supplement_received B0; 6 approved L2; 6 finished B0"
    found = figures(
        tmp_path,
        "B1",
        Story("examined", EXAMINED, 30, MANY),
        Story("asked", ASKED + "7 approved L1; 7 finished T1", 10, MANY),
        Story("silent", "0 received B0; 3 approved L2; 3 finished B0", 40, unit="X-02"),
        Story("relay", relay, 10, unit="X-02"),
        Story("own", "0 received B0; 2 supplement_requested B0; 6 approved L2; 6 finished B0", 4, unit="X-02"),
    )
    assert not {"B0", "B1"} & set(found)


def test_deputies_who_check_are_not_the_measure_of_those_who_examine(tmp_path: Path) -> None:
    """A step the format has no name for is a role of its own; examiners are asked about among themselves."""
    checked = "0 received T1; 3 appraised {who}; 4 kiểm-tra P{who}; 5 approved L1; 5 finished T1"
    asked = (
        "0 received T1; 2 supplement_requested {who}; 4 supplement_received T1; 6 appraised {who}; 7 kiểm-tra P{who}; "
    )
    found = figures(
        tmp_path,
        "B1",
        Story("plain", checked, 30, MANY),
        Story("asked", asked + "8 approved L1; 8 finished T1", 10, MANY),
    )
    assert found["A0"]["expected"] == pytest.approx(10, abs=0.5)
    assert found["PA0"]["observed"] == 0
    assert found["PA0"]["expected"] == pytest.approx(0, abs=0.1)


def test_the_time_before_a_signature_is_that_of_the_work_nobody_wrote_down(tmp_path: Path) -> None:
    """B9 carries dossiers through and keeps some too long; the log goes from receipt to signature."""
    asked = CARRIED_ASKED + "6 finished {who}"
    found = figures(
        tmp_path,
        "D1",
        Story("quick", CARRIED, 40, MANY),
        Story("asked", asked, 10, (*MANY, "B9")),
        Story("held", "0 received {who}; 15 approved L2; 15 finished {who}", 30, ("B9",)),
        *(Story(f"meanwhile{day}", CARRIED, 10, ("B9",), start=day) for day in range(1, 12)),
        Story("held-by-others", "0 received {who}; 15 approved L2; 15 finished {who}", 2, MANY),
    )
    assert found["B9"]["observed"] == 30
    assert found["B9"]["observed"] / found["B9"]["expected"] > 5
    assert "L2" not in found


# What an office does not enter

REQUEST = "0 received {who}; 2 supplement_requested H1{document}; 4 supplement_received {who}; 8 finished {who}"


def test_units_whose_requests_name_no_paper_say_nothing_of_careless_receipt(tmp_path: Path) -> None:
    plain, named = "0 received {who}; 6 finished {who}", REQUEST.replace("{document}", " document=GT-1")
    found = figures(
        tmp_path,
        "C1",
        Story("plain", plain, 30, MANY),
        Story("named", named, 10, MANY),
        Story("elsewhere", plain, 30, PAIR, unit="X-02"),
        Story("unnamed", REQUEST.replace("{document}", ""), 10, PAIR, unit="X-02"),
    )
    assert set(found) - {"T0"} == set(MANY)
    assert found["A0"]["expected"] == pytest.approx(10, abs=0.5)


def test_where_no_guidance_was_ever_recorded_its_absence_is_no_breach(tmp_path: Path) -> None:
    asked = REQUEST.replace("{document}", "")
    guided = "0 received {who}; 0 guidance_given {who}; 6 finished {who}"
    found = figures(
        tmp_path,
        "C4",
        Story("guided", guided, 20, MANY),
        Story("asked", asked, 10, MANY),
        Story("silent", asked, 20, PAIR, unit="X-02"),
        Story("online", asked, 20, ("A0",), dossier={"channel": "online"}),
    )
    assert set(found) - {"T0"} == set(MANY)
    assert found["A0"]["n"] == 30
    assert breaches(tmp_path) == 10 * len(MANY)


@pytest.mark.parametrize(("asked_of_x9", "named"), [(24, False), (90, True)], ids=["no more is asked", "more is asked"])
def test_guidance_that_is_given_and_not_entered_is_told_by_what_is_asked_later(
    tmp_path: Path, asked_of_x9: int, named: bool
) -> None:
    """Of 200 dossiers each, colleagues guide in 80 and are met with 24 requests; X9 enters no guidance."""
    plain = "0 received {who}; 4 appraised B1; 6 finished {who}"
    guided = "0 received {who}; 0 guidance_given {who}; 4 appraised B1; 6 finished {who}"
    asked = "0 received {who}; 2 supplement_requested B1 document=GT-1; 4 supplement_received {who}; 6 finished {who}"
    stories = (
        Story("plain", plain, 96, MANY),
        Story("guided", guided, 80, MANY),
        Story("asked", asked, 24, MANY),
        Story("x-guided", guided, 3, ("X9",)),
        Story("x-plain", plain, 197 - asked_of_x9, ("X9",)),
        Story("x-asked", asked, asked_of_x9, ("X9",)),
    )
    detect(record_set(Example(SOME, stories, ()), tmp_path), tmp_path / "out", Options(indicators="C1,C4"))
    rows = pq.read_table(tmp_path / "out" / "indicators.parquet").to_pylist()
    (found,) = [row for row in rows if (row["subject"], row["indicator"]) == ("X9", "C4")]
    assert found["p_value"] < 0.001
    assert (found["q_value"] <= 0.05) == named


def test_a_unit_that_enters_no_grounds_names_nobody_for_moving_dates(tmp_path: Path) -> None:
    moved = "0 received T1; 3 appraised {who}; 4 due_changed {who}{reason}; 6 approved L1; 6 finished T1"
    plain = "0 received T1; 3 appraised {who}; 6 approved L1; 6 finished T1"
    found = figures(
        tmp_path,
        "D5",
        Story("plain", plain, 40, MANY),
        Story("plain-there", plain, 40, (*PAIR, "X9"), unit="X-02"),
        Story("grounded", moved.replace("{reason}", " reason=QD-1"), 5, MANY),
        Story("habit", moved.replace("{reason}", ""), 5, (*PAIR, "X9"), unit="X-02"),
    )
    assert not set(PAIR) & set(found)
    assert breaches(tmp_path) == 15, "each stays a breach that can be read up"


def test_a_paper_that_colleagues_ask_for_too_counts_for_the_unit(tmp_path: Path) -> None:
    asked = "0 received T1; 2 supplement_requested {who} document={paper}; 4 supplement_received T1; 6 finished T1"
    listed, local, own = (asked.replace("{paper}", paper) for paper in ("GT-1", "XN-THON", "CAM-KET"))
    rows = all_figures(
        tmp_path,
        "D3",
        Story("listed", listed, 20, (*MANY, "X9")),
        Story("own", own, 10, ("X9",)),
        Story("listed-there", listed, 20, PAIR, unit="X-02"),
        Story("local", local, 10, PAIR, unit="X-02"),
    )
    found = {row["subject"]: row for row in rows}
    assert [found[who]["observed"] for who in (*PAIR, "X9")] == [0, 0, 10]
    assert found["X-02"]["observed"] == 20
    assert breaches(tmp_path) == 30


@pytest.mark.parametrize(
    ("procedure", "counts_for"), [("TT-2", "unit"), ("TT-1", "person")], ids=["alone in the procedure", "among others"]
)
def test_who_is_alone_and_asks_for_one_paper_as_a_rule_follows_the_units(
    procedure: str, counts_for: str, tmp_path: Path
) -> None:
    """S0 asks for one paper in half of the dossiers; in a procedure of S0's own, or beside three who do not."""
    asked = "0 received T1; 2 supplement_requested {who} document={paper}; 4 supplement_received T1; 6 appraised {who}"
    listed, local = (asked.replace("{paper}", paper) for paper in ("GT-1", "XN-THON"))
    rows = all_figures(
        tmp_path,
        "D3",
        Story("listed", listed, 20, MANY),
        Story("beside", listed, 20, ("C0", "C1", "C2"), unit="X-02"),
        Story("own", listed, 15, ("S0",), unit="X-02", procedure=procedure),
        Story("custom", local, 15, ("S0",), unit="X-02", procedure=procedure),
        tables={
            "procedures": tuple(
                {"procedure": f"TT-{n}", "name": "Thủ tục", "limit_working_days": "10", "required_documents": "GT-1"}
                for n in (1, 2)
            )
        },
    )
    found = {row["subject"]: row for row in rows}
    assert found["S0"]["observed"] == (15 if counts_for == "person" else 0)
    assert breaches(tmp_path) == 15


def test_the_counter_asks_for_other_papers_than_the_desk(tmp_path: Path) -> None:
    """Ten at the counter ask for what is missing and never for more; of eight who examine each asks for more twice."""
    counter = (
        "0 received {who}; 0 supplement_requested {who} document=GT-1; 1 supplement_received {who}; 3 appraised E1; "
    )
    desk = "0 received T9; 2 supplement_requested {who} document={paper}; 4 supplement_received T9; 6 appraised {who}"
    found = figures(
        tmp_path,
        "D3",
        Story("counter", counter + "6 approved L1", 20, tuple(f"T{i}" for i in range(9))),
        *(
            Story(f"{name}{i}", desk.replace("{paper}", paper), count, (who,))
            for i, who in enumerate((*MANY, *PAIR))
            for name, paper, count in (("listed", "GT-1", 18), ("other", f"KHAC-{i}", 2))
        ),
    )
    assert {round(found[who]["expected"], 1) for who in MANY} == {2.0}
    assert not any(found[f"T{i}"]["observed"] for i in range(9))


# Whose doing it was

REFUSED = {"outcome": "refused"}


def test_refusals_without_a_word_are_told_of_who_proposed_them(tmp_path: Path) -> None:
    refused = "0 received T1; 3 appraised {who}; 4 refused L1{reason}; 5 finished T1"
    found = figures(
        tmp_path,
        "B2",
        Story("granted", "0 received T1; 3 appraised {who}; 4 approved L1; 5 finished T1", 60, (*MANY, "X9")),
        Story("told", refused.replace("{reason}", " reason=DIEU-5"), 4, MANY, dossier=REFUSED),
        Story("untold", refused.replace("{reason}", ""), 20, ("X9",), dossier=REFUSED),
    )
    assert (found["X9"]["n"], found["X9"]["observed"]) == (80, 20)
    assert "L1" not in found


def test_withdrawals_that_save_a_deadline_are_told_of_who_had_the_first_dossier(tmp_path: Path) -> None:
    plain = "0 received T1; 3 appraised {who}; 4 finished T1"
    found = figures(
        tmp_path,
        "D6",
        Story("plain", plain, 40, MANY),
        Story(
            "first",
            "0 received T1; 8 suspended X9; 8 resumed X9; 8 withdrawn X9",
            10,
            dossier={"applicant": "N{number}"},
        ),
        Story(
            "again", "0 received T1; 9 appraised A0; 9 finished T1", 10, start=10, dossier={"applicant": "N{number}"}
        ),
    )
    assert found["X9"]["observed"] == 10
    assert found["A0"]["observed"] == 0


@pytest.mark.parametrize(("days", "observed"), [(5, 30), (2, 0)], ids=["longer than others", "as others"])
def test_long_is_what_is_longer_than_nine_in_ten_wait(days: int, observed: int, tmp_path: Path) -> None:
    """Where results are handed over within two days, five are long; no custom makes three days long."""
    found = figures(
        tmp_path,
        "D13",
        Story("soon", "0 received {who}; 5 result_ready {who}; 7 finished {who}", 60, MANY),
        Story("kept", f"0 received X9; 5 result_ready X9; {5 + days} finished X9", 30),
        until="2026-08-31",
    )
    assert found["X9"]["observed"] == observed
    assert found["A0"]["observed"] == 0


@pytest.mark.parametrize(("without", "asked"), [(20, True), (50, False)], ids=["some", "a habit of entering"])
def test_who_hardly_enters_slips_is_not_told_from_who_gives_none(without: int, asked: bool, tmp_path: Path) -> None:
    given = "0 received {who}; 0 receipt_slip_issued {who}; 4 finished {who}"
    found = figures(
        tmp_path,
        "C7",
        Story("given", given, 60, MANY),
        Story("with", given, 60 - without, ("X9",)),
        Story("without", "0 received X9; 4 finished X9", without),
    )
    assert ("X9" in found) == asked
    assert found["A0"]["n"] == 60


# What was paid for the post


@pytest.mark.parametrize(
    ("reason", "above"),
    [
        ("Cước bưu chính trả kết quả", 0),
        ("CUOC BUU CHINH", 0),
        ("phí chuyển phát nhanh", 0),
        ("postage", 0),
        ("Cước trả kết quả tại nhà", 0),
        ("Sao chụp theo yêu cầu", 0),
        ("lệ phí", 20),
        ("", 20),
    ],
)
def test_carriage_and_copies_are_no_fee_whoever_takes_the_money(reason: str, above: int, tmp_path: Path) -> None:
    """The reason of the payment says what it was for; without one all that was taken is a fee."""
    paid = [
        {"dossier": f"post-{n + 1}", "at": "2026-05-04T09:00:00", "activity": "fee_collected", "official": "X9",
         "unit": "X-01", "amount": "30000", "reason": reason}
        for n in range(20)
    ]  # fmt: skip
    fee = "0 received T1; 0 fee_collected {who} amount=50000; 3 appraised A1; 5 finished T1"
    found = figures(
        tmp_path,
        "B9",
        Story("fee", fee, 60, MANY),
        Story("post", fee.replace("{who}", "X9"), 60),
        tables={"events": tuple(paid)},
    )
    assert (found["X9"]["n"], found["X9"]["observed"]) == (60, above)


# Quick within a day


def test_a_procedure_of_one_day_has_its_quick_ones_too(tmp_path: Path) -> None:
    """Nearly all are done on the day they come, an agent's at X9 within minutes: the day alone tells nothing."""
    names = [(f"usual-{who}", 0) for who in (*MANY, "X9")] + [("agent-A0", 0), ("agent-X9", 1)]
    done = [
        {"dossier": f"{name}-{n + 1}", "at": _on_its_day(n, quick), "activity": "finished", "official": "T1",
         "unit": "X-01"}
        for name, quick in names
        for n in range(40)
    ]  # fmt: skip
    steps = "0 received T1; 0 ghi-chú {who}"
    rows = all_figures(
        tmp_path,
        "B5",
        Story("usual", steps, 40, (*MANY, "X9"), dossier={"outcome": "granted"}),
        Story("agent", steps, 40, ("A0", "X9"), dossier={"outcome": "granted", "agent": "DD-1"}),
        tables={"events": tuple(done)},
    )
    pairs = {row["subject"]: row for row in rows if row["subject_kind"] == "pair"}
    assert (pairs["X9|DD-1"]["observed"], pairs["X9|DD-1"]["flagged"]) == (40, True)
    assert pairs["A0|DD-1"]["observed"] < 10
    assert not pairs["A0|DD-1"]["flagged"]


def _on_its_day(number: int, quick: int) -> str:
    """Copies of a story come on twenty working days in turn, five minutes after one another from eight o'clock on."""
    day = CALENDAR.add_working_days(date(2026, 3, 2), number % 20)
    end = (
        datetime.combine(day, time(8)) + timedelta(minutes=10 + 5 * number)
        if quick
        else datetime.combine(day, time(15))
    )
    return end.isoformat()


# Machines


@pytest.mark.parametrize(
    ("who", "post", "clock", "named"),
    [
        ("X9", "Chuyên viên", "16:00:00", True),
        ("X9", "Tài khoản dịch vụ (tự động)", "16:00:00", False),
        ("X9", "Chuyên viên tự động hóa", "16:00:00", True),
        ("X9", "", "02:10:00", False),
    ],
    ids=["a person", "by its post", "a person's post with such a word", "by its hours"],
)
def test_no_machine_is_named(who: str, post: str, clock: str, named: bool, tmp_path: Path) -> None:
    steps = [
        {"dossier": f"x-{n + 1}", "at": f"{_on_its_day(n, 0)[:10]}T{clock}", "activity": activity, "official": who,
         "unit": "X-01", "document": "GT-1" if activity == "supplement_requested" else ""}
        for n in range(120)
        for activity in ("appraised", "supplement_requested")
    ]  # fmt: skip
    found = figures(
        tmp_path,
        "B1",
        Story("examined", EXAMINED, 54, (*MANY, *PAIR)),
        Story("asked", ASKED + "7 approved L1; 7 finished T1", 6, (*MANY, *PAIR)),
        Story("x", "0 received T1; 0 forwarded T1; 6 supplement_received T1; 7 approved L1; 7 finished T1", 120),
        tables={"events": tuple(steps), "officials": ({"official": who, "unit": "X-01", "post": post},)},
    )
    assert found[who]["observed"] > 50
    assert found[who]["flagged"] == named
