"""Which looks at records the work explains, and which it does not."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import pytest
from tests.detection.test_offices_write_unlike import figures
from tests.detection.worked_examples import record_set

from liem.detection.accesses import looks as all_looks
from liem.detection.coding import Work
from liem.detection.engine import open_engine
from liem.detection.indicator import Example, Story, Text
from liem.detection.run import lay_out
from liem.law.calendar import WorkingCalendar

SOME = Text("", "")
CALENDAR = WorkingCalendar.load()
DAY = date(2026, 4, 1)
"""A working day, not near the end of a quarter's reports."""


def unexplained_looks(tmp_path: Path, *stories: Story, event: str = "event", **more: Any) -> dict[str, int]:
    """How many looks of each official no work explains; ``groundless``: or for a reason that is possible at most."""
    records = record_set(Example(SOME, stories, (), **more), tmp_path)
    assert records.last_at is not None
    with open_engine("duckdb", tmp_path / "spill") as engine:
        work = Work(engine, records, tmp_path / "work", CALENDAR, records.last_at)
        work.folder.mkdir()
        lay_out(work, lambda name: nullcontext())
        counts = all_looks(work).group_by("official").agg(events=nw.col(event).sum())
        names = work.codes("official")
        return {names[row["official"]]: row["events"] for row in engine.collect(counts).to_pylist()}


def looks(
    who: str, dossiers: Sequence[str], at: str = "T10:00:00", action: str = "view", day: date = DAY
) -> list[dict]:
    return [{"at": f"{day}{at}", "official": who, "dossier": one, "action": action} for one in dossiers]


OPEN = "0 received T9; 25 appraised A1; 40 approved L9; 40 finished F9"
"""Runs from 2 March on into May."""
OWN = Story("own", "0 received T1; 3 appraised {who}; 5 approved L1", 60, ("A0", "A2"), accesses="3 view {who}")
"""What A0 and A2 do with dossiers of their own, and look at."""
DOSSIERS = [f"open-{number + 1}" for number in range(20)]


@pytest.mark.parametrize(
    ("when", "action", "times", "explained"),
    [
        ({}, "view", 20, True),
        ({"at": "T21:00:00"}, "view", 20, False),
        ({"day": date(2026, 4, 4)}, "view", 20, False),
        ({"day": date(2026, 4, 20)}, "export", 4, False),
        ({"day": date(2026, 4, 20)}, "export", 20, True),
        ({"day": date(2026, 4, 8)}, "export", 4, True),
    ],
    ids=["in office hours", "at night", "on a Saturday", "a copy", "a list", "a copy for the report of the quarter"],
)
def test_somebody_may_have_asked_how_a_dossier_stands(
    when: dict[str, Any], action: str, times: int, explained: bool, tmp_path: Path
) -> None:
    curious = looks("A0", DOSSIERS[:times], action=action, **when)
    found = unexplained_looks(
        tmp_path,
        Story("open", OPEN, 20),
        OWN,
        tables={"accesses": tuple(curious)},
    )
    assert found["A0"] == (0 if explained else times)


def test_a_step_that_names_nobody_may_have_been_the_officials_own(tmp_path: Path) -> None:
    steps = [
        {"dossier": f"far-{n + 1}", "at": f"{DAY}T10:0{n}:00", "activity": "ghi-chú", "unit": "X-02"} for n in range(5)
    ]
    found = unexplained_looks(
        tmp_path,
        Story("far", "0 received T1; 30 appraised B1; 40 approved L2", 10, unit="X-02"),
        OWN,
        tables={"events": tuple(steps), "accesses": tuple(looks("A0", [f"far-{n + 1}" for n in range(10)]))},
    )
    assert found["A0"] == 5


def test_a_merged_unit_and_the_department_above_are_ones_own(tmp_path: Path) -> None:
    """A0 serves in a team of the department that took X-03 over; dossiers bear the department's name, or X-03's."""
    units = (
        {"unit": "X-01", "name": "Sở", "level": "department"},
        {"unit": "X-01-A", "name": "Phòng", "parent": "X-01", "level": "department"},
        {"unit": "X-03", "name": "Sở cũ", "level": "department", "valid_to": "2026-03-15", "successor": "X-01"},
        {"unit": "X-02", "name": "Sở khác", "level": "department"},
    )
    posts = ({"official": "A0", "unit": "X-01-A", "from": "2025-01-01"},)
    running = "0 received T9; 25 appraised B1; 40 approved L9; 40 finished F9"
    peeked = [f"{name}-{number + 1}" for name in ("old", "department", "foreign") for number in range(5)]
    found = unexplained_looks(
        tmp_path,
        Story("old", running, 5, unit="X-03"),
        Story("department", running, 5, unit="X-01"),
        Story("foreign", running, 5, unit="X-02"),
        replace(OWN, unit="X-01-A"),
        tables={"units": units, "officials": posts, "accesses": tuple(looks("A0", peeked))},
    )  # fmt: skip
    assert found["A0"] == 5


@pytest.mark.parametrize(
    ("came", "unexplained"), [("2026-04-01", 0), ("2025-04-01", 5)], ids=["new there", "long there"]
)
def test_who_has_just_come_to_a_unit_reads_what_was_done_there(tmp_path: Path, came: str, unexplained: int) -> None:
    """The dossiers of X-02 ended in March, weeks before A0 looks at them."""
    posts = (
        {"official": "A0", "unit": "X-01", "from": "2020-01-01", "to": "2026-03-31"},
        {"official": "A0", "unit": "X-02", "from": came},
    )
    found = unexplained_looks(
        tmp_path,
        Story("done", "0 received T9; 1 appraised B1; 2 approved L9; 2 finished F9", 5, unit="X-02"),
        OWN,
        tables={"officials": posts, "accesses": tuple(looks("A0", [f"done-{n + 1}" for n in range(5)]))},
    )
    assert found["A0"] == unexplained


def test_who_covers_for_a_colleague_looks_at_all_that_colleague_had_a_hand_in(tmp_path: Path) -> None:
    """A1 only asked for papers on these dossiers, long closed; A1 is away in May. So does the month before explain."""
    shared = "0 received T1; 1 consulted A1; 3 appraised A2; 5 approved L1; 5 finished T1"
    traces = [
        {"dossier": "shared-1", "at": f"{date(2026, 3, 2) + timedelta(days=day)}T09:00:00", "activity": "ghi-chú",
         "official": "A1", "unit": "X-01"}
        for day in range(0, 60, 1)
        if CALENDAR.is_working_day(date(2026, 3, 2) + timedelta(days=day))
    ]  # fmt: skip
    back = [
        {"dossier": "shared-1", "at": "2026-06-25T09:00:00", "activity": "ghi-chú", "official": "A1", "unit": "X-01"}
    ]
    old = [f"shared-{number + 1}" for number in range(10)]
    found = unexplained_looks(
        tmp_path,
        Story("shared", shared, 10),
        OWN,
        tables={
            "events": tuple(traces + back),
            "accesses": tuple(looks("A0", old, day=date(2026, 5, 20)) + looks("A0", old[:4], day=date(2026, 4, 24))),
        },
    )
    assert found["A0"] == 0


def test_a_hotline_is_compared_with_nobody_and_a_leader_supervises_what_he_decides(tmp_path: Path) -> None:
    closed = "0 received T1; 3 appraised A1; 5 approved L1; 5 finished T1"
    late = date(2026, 6, 3)
    both = tuple(
        {"procedure": f"TT-{n}", "name": "Thủ tục", "limit_working_days": "10", "required_documents": "GT-1"}
        for n in (1, 2)
    )
    found = unexplained_looks(
        tmp_path,
        Story("decided", closed, 10),
        Story("other", closed.replace("L1", "L2"), 10, procedure="TT-2"),
        OWN,
        tables={
            "procedures": both,
            "accesses": tuple(
                looks("HOTLINE", [f"decided-{n + 1}" for n in range(10)], day=late)
                + looks("L1", [f"{name}-{n + 1}" for name in ("decided", "other") for n in range(10)], day=late)
            ),
        },
    )
    assert "HOTLINE" not in found
    assert found["L1"] == 10


REGULAR = {date(2026, month, 22): size for month, size in ((4, 12), (5, 12), (6, 12), (7, 3), (9, 12), (10, 12))}
ONCE = {date(2026, 4, 22): 12, date(2026, 10, 22): 12}
AT_TIMES = {date(2026, 4, 22): 12, date(2026, 5, 11): 12, date(2026, 8, 3): 12, date(2026, 10, 22): 12}
QUARTERLY = {date(2026, month, 22): 12 for month in (4, 7, 10)} | {date(2027, 1, 22): 12}


@pytest.mark.parametrize(
    ("sizes", "unit", "explained"),
    [
        (REGULAR, "X-01", True),
        (QUARTERLY, "X-01", True),
        (REGULAR, "X-02", False),
        (ONCE, "X-01", True),
        (AT_TIMES, "X-01", False),
    ],
    ids=["month by month", "every quarter", "of a foreign unit", "a list asked for", "now and then"],
)
def test_who_takes_a_sheet_of_the_unit_along_again_and_again_makes_its_report(
    sizes: dict[date, int], unit: str, explained: bool, tmp_path: Path
) -> None:
    """Dossiers long closed, twelve on a day; in July there is little to report."""
    sheets = [
        row
        for day, size in sizes.items()
        for row in looks("A0", [f"unit-{n + 1}" for n in range(size)], action="export", day=day)
    ]
    found = unexplained_looks(
        tmp_path,
        Story("unit", "0 received T8; 3 appraised A8; 5 approved L8; 5 finished T8", 12, unit=unit),
        Story("autumn", "0 received T1; 3 appraised A2; 5 approved L1; 5 finished T1", 5, start=240),
        OWN,
        tables={"accesses": tuple(sheets)},
    )
    assert found["A0"] == (0 if explained else len(sheets))


@pytest.mark.parametrize(
    ("refuser", "unexplained"), [("A0", 10), ("A2", 0)], ids=["who refused their own", "who refused others' work"]
)
def test_only_who_decides_on_the_work_of_others_supervises_it(refuser: str, unexplained: int, tmp_path: Path) -> None:
    """A0 refused some dossiers: those A0 examined alone, or such as A2 had examined."""
    worker = "" if refuser == "A0" else f"3 appraised {refuser}; "
    found = unexplained_looks(
        tmp_path,
        Story("refused", f"0 received T1; {worker}5 refused A0; 5 finished T1", 5, dossier={"outcome": "refused"}),
        Story("others", "0 received T1; 3 appraised A2; 5 approved L1; 5 finished T1", 10),
        OWN,
        tables={"accesses": tuple(looks("A0", [f"others-{n + 1}" for n in range(10)], day=date(2026, 6, 3)))},
    )
    assert found["A0"] == unexplained


def test_what_is_filed_weeks_after_it_was_opened_is_an_error_of_the_log(tmp_path: Path) -> None:
    found = unexplained_looks(
        tmp_path,
        Story("later", "0 received T1; 3 appraised A2; 5 approved L1; 5 finished T1", 10, start=60),
        OWN,
        tables={"accesses": tuple(looks("A0", [f"later-{n + 1}" for n in range(10)], at="T21:00:00"))},
    )
    assert found["A0"] == 0


def test_a_dossier_may_have_lain_with_its_examiner_since_it_came(tmp_path: Path) -> None:
    found = unexplained_looks(
        tmp_path,
        Story("slow", "0 received T1; 40 appraised A0; 41 approved L1; 41 finished T1", 10),
        OWN,
        tables={"accesses": tuple(looks("A0", [f"slow-{n + 1}" for n in range(10)], at="T20:00:00"))},
    )
    assert found["A0"] == 0


@pytest.mark.parametrize(("times", "named"), [(12, {"C0"}), (0, set())], ids=["opened", "left alone"])
def test_two_who_have_declared_relatives_are_compared_with_all_who_look(
    times: int, named: set[str], tmp_path: Path
) -> None:
    """Both have a relative who filed 60 dossiers at another unit; everybody has opened one of a stranger's."""
    people = tuple(f"C{i}" for i in range(12))
    strays = [row for i, who in enumerate(people) for row in looks(who, [f"kin{i % 2}-{i + 1}"])]
    own = looks("C0", [f"kin0-{n + 1}" for n in range(times)], day=date(2026, 5, 20))
    found = figures(
        tmp_path,
        "E10",
        Story("own", "0 received T1; 3 appraised {who}; 5 approved L1", 40, people, accesses="3 view {who}"),
        *(
            Story(
                f"kin{i}", "0 received T2; 3 appraised B1; 5 approved L2", 60, unit="X-02", dossier={"agent": f"DD-{i}"}
            )
            for i in range(2)
        ),
        tables={
            "accesses": tuple([row for row in strays if row["official"] not in ("C0", "C1")] + own),
            "relations": tuple({"official": f"C{i}", "related_to": f"DD-{i}", "kind": "sibling"} for i in range(2)),
        },
    )
    assert {who: (row["n"], row["observed"]) for who, row in found.items()} == {"C0": (60, times), "C1": (60, 0)}
    assert {who for who, row in found.items() if row["flagged"]} == named


@pytest.mark.parametrize(
    ("story", "groundless"),
    [
        (Story("open", OPEN, 20), 20),
        (Story("open", OPEN.replace("A1", "A0"), 20), 0),
        (Story("open", OPEN, 20, unit="X-02"), 20),
    ],
    ids=["somebody may have asked", "own work", "of a foreign unit"],
)
def test_that_somebody_may_have_asked_is_no_ground(story: Story, groundless: int, tmp_path: Path) -> None:
    found = unexplained_looks(
        tmp_path,
        story,
        OWN,
        tables={"accesses": tuple(looks("A0", DOSSIERS))},
        event="groundless",
    )
    assert found["A0"] == groundless


@pytest.mark.parametrize("who", ["A0", "K0", "L0"], ids=["who examines", "who checks", "who decides"])
def test_many_looks_at_colleagues_dossiers_are_asked_about_unless_looking_is_the_work(who: str, tmp_path: Path) -> None:
    """Twelve examine, twelve check and twelve decide, each their own dossiers; one of them looks at 40 of others."""
    steps = "0 received T1; 3 appraised A{n}; 4 checked K{n}; 5 approved L{n}; 5 finished T1"
    curious = looks(who, [f"open-{n + 1}" for n in range(40)], day=date(2026, 3, 17))
    found = figures(
        tmp_path,
        "E11",
        *(
            Story(f"own{n}", steps.format(n=n), 40, accesses=f"3 view A{n}; 4 view K{n}; 5 view L{n}")
            for n in range(12)
        ),
        Story("open", "0 received T1; 9 appraised A9; 12 approved B1; 12 finished T1", 40, procedure="TT-2"),
        tables={
            "accesses": tuple(curious),
            "procedures": tuple(
                {"procedure": f"TT-{n}", "name": "Thủ tục", "limit_working_days": "20", "required_documents": "GT-1"}
                for n in (1, 2)
            ),
        },
    )
    assert {name for name, row in found.items() if row["flagged"]} == ({"A0"} if who == "A0" else set())
    assert not {name for name in found if name[0] in "KL"}
    assert found["A0"]["observed"] == (40 if who == "A0" else 0)


CENTRE = (
    {"unit": "X-00", "name": "Trung tâm", "level": "centre"},
    {"unit": "X-01", "name": "Sở một", "level": "department"},
    {"unit": "X-02", "name": "Sở hai", "level": "department"},
    {"unit": "X-03", "name": "Xã", "level": "commune"},
)


def test_who_sits_at_a_centres_counter_is_asked_about_what_a_colleague_took_in(tmp_path: Path) -> None:
    """Dossiers bear the name of the department; T5 of the centre has most of theirs of another one."""
    posts = tuple({"official": who, "unit": "X-00", "from": "2025-01-01"} for who in ("T4", "T5"))
    peeked = [f"{name}-{number + 1}" for name in ("centre", "elsewhere") for number in range(5)]
    found = unexplained_looks(
        tmp_path,
        Story("centre", OPEN.replace("received T9", "received T4"), 5, unit="X-01"),
        Story("elsewhere", OPEN, 5, unit="X-01"),
        replace(OWN, steps=OWN.steps.replace("T1", "T5"), unit="X-02"),
        tables={"units": CENTRE, "officials": posts, "accesses": tuple(looks("T5", peeked))},
    )  # fmt: skip
    assert found["T5"] == 5


def test_who_moved_is_still_asked_by_those_left_behind(tmp_path: Path) -> None:
    posts = (
        {"official": "A0", "unit": "X-03", "from": "2024-01-01", "to": "2025-12-31"},
        {"official": "A0", "unit": "X-02", "from": "2026-01-01"},
    )
    peeked = [f"{name}-{number + 1}" for name in ("left", "never") for number in range(5)]
    found = unexplained_looks(
        tmp_path,
        Story("left", OPEN, 5, unit="X-03"),
        Story("never", OPEN, 5, unit="X-01"),
        replace(OWN, unit="X-02"),
        tables={"units": CENTRE, "officials": posts, "accesses": tuple(looks("A0", peeked))},
    )  # fmt: skip
    assert found["A0"] == 5


@pytest.mark.parametrize(("officials", "kept"), [(24, 0), (19, 1)], ids=["everybody", "fewer than twenty"])
def test_when_a_log_was_brought_in_nobody_looked(officials: int, kept: int, tmp_path: Path) -> None:
    """All looks of one instant are of no one's own time."""
    many = tuple(f"B{number}" for number in range(officials))
    at_once = [one for who in many for one in looks(who, ["far-1"])]
    at_work = [
        one
        for number, who in enumerate(many)
        for one in looks(who, [f"own-{who}-1"], at=f"T09:{number:02}:00", day=date(2026, 3, 5))
    ]
    found = unexplained_looks(
        tmp_path,
        Story("far", OPEN, 2, unit="X-02"),
        Story("own", "0 received T1; 3 appraised {who}; 5 approved L1", 20, many),
        tables={"accesses": tuple(at_once + at_work)},
    )
    assert {int(found[who]) for who in many} == {kept}
