"""The statutory clock against answers worked out by hand from the law's text: ``data/clock_oracle.csv``.

Each row: the rule, the day of receipt that chooses its text, the starting instant, what happened, the last day in time
(or the instant, or in which state the clock is), and why. Facts: ``stop GROUND FROM..TO``,
``grant CODE DAY [AMOUNT]``, ``handed DAY``, and what is announced late: ``holiday DAY``, ``worked DAY``. Add rows; work
them out before you run them.
"""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from liem.base.clock import VIETNAM
from liem.base.errors import UserError
from liem.law import explaining
from liem.law.calendar import WorkingCalendar
from liem.law.clock import Due, Facts, Grant, Stop, due
from liem.law.limits import Limits

ROWS = list(csv.DictReader((Path(__file__).parent / "data" / "clock_oracle.csv").read_text("utf-8").splitlines()))
LAW = Limits.load()
each_row = pytest.mark.parametrize("row", ROWS, ids=[f"{n}-{row['rule']}" for n, row in enumerate(ROWS, 2)])

DAY = """[[days]]
date = {day}
kind = "{kind}"
reason_vi = "công bố muộn"
reason_en = "announced late"
source = "thông báo"
confidence = "SP"
"""


def facts_of(row: dict[str, str]) -> tuple[Facts, list[tuple[str, str]]]:
    stops, grants, handed, announced = [], [], [], []
    for words in (part.split() for part in row["facts"].split(";") if part.strip()):
        if words[0] == "stop":
            since, _, until = words[2].partition("..")
            stops.append(Stop(date.fromisoformat(since), words[1], date.fromisoformat(until) if until else None))
        elif words[0] == "grant":
            amount = int(words[3]) if len(words) > 3 else None
            grants.append(Grant(date.fromisoformat(words[2]), words[1], amount))
        elif words[0] == "handed":
            handed.append(date.fromisoformat(words[1]))
        else:
            announced.append((words[0], words[1]))
    started = datetime.fromisoformat(row["started"]).replace(tzinfo=VIETNAM) if row["started"] else None
    return Facts(started, tuple(stops), tuple(grants), tuple(handed)), announced


def answer(row: dict[str, str], folder: Path) -> tuple[Due, WorkingCalendar]:
    facts, announced = facts_of(row)
    calendar = WorkingCalendar.load()
    if announced:
        kinds = {"holiday": "holiday", "worked": "makeup_work"}
        file = folder / "announced.toml"
        file.write_text("".join(DAY.format(day=day, kind=kinds[what]) for what, day in announced), encoding="utf-8")
        calendar = WorkingCalendar.load(file)
    return due(LAW.rule(row["rule"], date.fromisoformat(row["received"])), facts, calendar), calendar


def test_the_table_is_large_and_covers_every_rule_with_a_clock():
    assert len(ROWS) >= 150
    timed = {rule.id for rule in LAW.rules if rule.unit not in ("none", "request", "time", "day_per_month")}
    assert timed <= {row["rule"] for row in ROWS}


@each_row
def test_the_clock_agrees_with_the_hand(row, tmp_path):
    expected = row["expected"]
    if expected in ("no_rule", "no_limit"):
        with pytest.raises(UserError):
            answer(row, tmp_path)
        return
    found, _calendar = answer(row, tmp_path)
    if expected in ("not_started", "standing_still", "unknown"):
        assert (found.state, found.last_day, found.at) == (expected, None, None)
    elif "T" in expected:
        assert found.at == datetime.fromisoformat(expected).replace(tzinfo=VIETNAM)
    else:
        last = date.fromisoformat(expected)
        assert found.last_day == last, row["why"]
        assert found.at == datetime.combine(last + timedelta(days=1), datetime.min.time(), VIETNAM)


@each_row
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_answer_can_be_explained(row, language, tmp_path):
    if row["expected"] in ("no_rule", "no_limit"):
        return
    found, calendar = answer(row, tmp_path)
    said = " ".join(explaining.sentences(found, calendar, language))
    assert all(basis in said for basis in found.rule.legal_basis)
    assert found.rule.note(language) in said
    steps = list(explaining.days(found, calendar, language))
    if found.last_day and found.rule.unit in ("working_day", "day", "month"):
        span = (found.last_day - found.started.date()).days
        assert [step.day for step in steps] == [found.started.date() + timedelta(days=n) for n in range(span + 1)]
        numbers = [step.number for step in steps if step.number]
        assert numbers == list(range(1, len(numbers) + 1))
        assert all(step.why for step in steps)
    else:
        assert steps == []
