"""Broken rules in records that are legal and untidy, against a count by hand.

Offsets of many zones, fractions of seconds, quoted line breaks, a byte order mark, codes of 128 characters, rows in no
order, procedures whose rule changed.
"""

import csv
import io
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from liem.detection.run import detect
from liem.dossiers.records import read_records
from liem.law.calendar import WorkingCalendar

pytestmark = pytest.mark.slow

VN = timezone(timedelta(hours=7))
CALENDAR = WorkingCalendar.load()
LONG = "Đ" * 128
AS_OF = datetime(2026, 5, 29, 17, tzinfo=VN)


@dataclass(frozen=True)
class Rule:
    procedure: str
    limit: int
    documents: tuple[str, ...]
    fee: int | None
    allowed: int | None
    first: str = ""
    last: str = ""


RULES = (
    Rule("P1", 5, ("G1", "G2"), 100_000, None, "", "2026-01-31"),
    Rule("P1", 3, ("G1", "G3"), 150_000, 2, "2026-02-01", ""),
    Rule("P2", 10, (), 0, 3),
    Rule('P"3, x', 15, ("G1", LONG), None, None, "2025-12-01", ""),
)
Step = tuple[datetime, str, str, str, str]
"""At, activity, document, reason, amount."""


@dataclass(frozen=True)
class Told:
    name: str
    procedure: str
    received: datetime
    finished: datetime | None
    steps: list[Step]
    charged: str


def rule_of(one: Told) -> Rule | None:
    day = one.received.date().isoformat()
    valid = [r for r in RULES if r.procedure == one.procedure and (r.first or "0") <= day <= (r.last or "9")]
    return valid[-1] if valid else None


def working_days(first: date, last: date) -> int:
    days = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    return sum(CALENDAR.is_working_day(day) for day in days)


class Life:
    """What happens to one dossier, drawn."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        days, minutes = draw.randrange(180), draw.randrange(540)
        self.received = datetime(2025, 11, 3, 8, tzinfo=VN) + timedelta(days=days, minutes=minutes)
        self.steps: list[Step] = [(self.received, "received", "", "", "")]

    def happens(self, share: float) -> bool:
        return self.draw.random() < share

    def last(self) -> datetime:
        return max(step[0] for step in self.steps)

    def later(self, at: datetime, days: int, activity: str, *rest: str) -> datetime:
        """The instant of a new step at most so many days after ``at``; ``rest``: document, reason, amount."""
        draw = self.draw
        at += timedelta(days=draw.randrange(days + 1), minutes=draw.randrange(1, 400), microseconds=draw.randrange(999))
        document, reason, amount = (*rest, "", "", "")[:3]
        self.steps.append((at, activity, document, reason, amount))
        return at

    def asked(self) -> None:
        at = self.received
        for _ in range(self.draw.choice([0, 0, 0, 1, 1, 2, 3])):
            for _ in range(self.draw.choice([1, 1, 2])):
                paper = self.draw.choice(["G1", "G2", "G3", "G9", LONG, ""])
                at = self.later(at, 1, "supplement_requested", paper)
            if self.happens(0.85):
                at = self.later(at, 9, "supplement_received")
        if self.happens(0.25):
            self.later(at, 2, "due_changed", "", self.draw.choice(["", 'QĐ 12, "ký"', " "]))

    def stopped(self) -> None:
        if self.happens(0.25):
            since = self.later(self.received, 6, "suspended")
            if self.happens(0.9):
                self.later(since, 12, "resumed")

    def paid(self) -> None:
        if self.happens(0.3):
            amount = self.draw.choice(["50000", "100000", "150000", "200000"])
            self.later(self.last(), 0, "fee_collected", "", "", amount)


def a_dossier(number: int, draw: random.Random) -> Told:
    name = f"H{number}" if number % 40 else f'H"{number}", ξ\n' + "z" * 100
    life = Life(draw)
    if life.happens(0.6):
        life.later(life.received, draw.choice([0, 0, 3]), "guidance_given")
    life.asked()
    life.stopped()
    life.paid()
    if life.happens(0.3):
        life.later(life.last(), 3, "apology_issued")
    finished = life.later(life.last(), 12, "finished") if life.happens(0.85) else None
    known = [step for step in sorted(life.steps) if step[0] <= AS_OF]
    charged = draw.choice(["", "0", "100000", "150000", "160000"])
    procedure = draw.choice(["P1", "P1", "P2", 'P"3, x'])
    return Told(name, procedure, life.received, finished if finished and finished <= AS_OF else None, known, charged)


def written(at: datetime, draw: random.Random) -> str:
    return draw.choice(
        [
            at.isoformat(),
            at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            at.astimezone(timezone(timedelta(hours=9, minutes=30))).isoformat(),
            at.astimezone(timezone(timedelta(hours=-5))).isoformat(sep=" "),
            at.replace(tzinfo=None).isoformat(sep=" "),
        ]
    )


def save(path: Path, head: str, rows: list[list[str]], quoting: int, end: str) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(head.split(","))
    writer.writerows(rows)
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())


def records(folder: Path, told: list[Told], draw: random.Random) -> Path:
    folder.mkdir()
    dossiers, events = [], []
    for one in told:
        given = written(one.finished, draw) if one.finished and draw.random() < 0.8 else ""
        applicant, received = draw.choice(["A", "B"]), written(one.received, draw)
        dossiers.append([one.name, one.procedure, "U1", applicant, received, given, one.charged, 'said "so"\r\nand so'])
        events += [[one.name, written(at, draw), *rest, "C1", "kept"] for at, *rest in one.steps]
    draw.shuffle(dossiers)
    draw.shuffle(events)
    head = "dossier,procedure,unit,applicant,received_at,finished_at,fee_charged,note"
    save(folder / "dossiers.csv", head, dossiers, csv.QUOTE_MINIMAL, "\r\n")
    head = "dossier,at,activity,document,reason,amount,official,other"
    save(folder / "events.csv", head, events, csv.QUOTE_ALL, "\n")
    rules = [
        [r.procedure, 'Tên, "x"', str(r.limit), " ; ".join(r.documents), text(r.fee), text(r.allowed), r.first, r.last]
        for r in RULES
    ]
    head = "procedure,name,limit_working_days,required_documents,fee,max_supplement_requests,valid_from,valid_to"
    save(folder / "procedures.csv", head, rules, csv.QUOTE_MINIMAL, "\r\n")
    return folder


def text(value: int | None) -> str:
    return "" if value is None else str(value)


def stopped_days(one: Told, first: date, last: date) -> int:
    waits = suspended = False
    since, days = first, 0
    for at, activity, *_ in one.steps:
        before = waits or suspended
        waits = {"supplement_requested": True, "supplement_received": False}.get(activity, waits)
        suspended = {"suspended": True, "resumed": False}.get(activity, suspended)
        day = max(first, min(at.date(), last))
        if before and not (waits or suspended):
            days += working_days(since, day)
        if not before and (waits or suspended):
            since = day
    return days + (working_days(since, last) if waits or suspended else 0)


def by_hand(one: Told, as_of: date) -> dict[str, tuple[float, float]]:
    """Observed and allowed of every rule broken in the dossier."""
    rule, broken = rule_of(one), {}
    first, last = one.received.date(), one.finished.date() if one.finished else as_of
    asked = [step for step in one.steps if step[1] == "supplement_requested"]
    days = {step[0].date() for step in asked}
    guided = {step[0].date() for step in one.steps if step[1] == "guidance_given"}
    started = {step[0].date() for step in one.steps if step[1] in ("supplement_received", "resumed")}
    moved = [s for s in one.steps if s[1] == "due_changed" and not s[3].strip() and s[0].date() not in started]
    if moved:
        broken["D5"] = (len(moved), 0)
    if asked and not any(day <= min(days) for day in guided):
        broken["C4"] = (1, 0)
    if rule is None:
        return broken
    took = working_days(first, last) - stopped_days(one, first, last)
    if took > rule.limit:
        broken["D0"] = (took, rule.limit)
        fresh = one.finished is None and took - rule.limit <= 2
        if not fresh and all(step[1] != "apology_issued" for step in one.steps):
            broken["D4"] = (0, 1)
    outside = [step for step in asked if step[2] and step[2] not in rule.documents]
    if outside:
        broken["D3"] = (len(outside), 0)
    allowed = 1 if rule.allowed is None else rule.allowed
    if len(days) > allowed:
        broken["C3"] = (len(days), allowed)
    paid = [int(step[4]) for step in one.steps if step[4]]
    sums = [sum(paid)] if paid else []
    taken = max([*sums, int(one.charged)] if one.charged else sums, default=None)
    if rule.fee is not None and taken is not None and taken > rule.fee:
        broken["B9"] = (taken, rule.fee)
    return broken


@pytest.mark.parametrize("seed", [1, 2])
def test_every_rule_broken_is_found_and_no_other(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 (no secret)
    told = [a_dossier(number, draw) for number in range(700)]
    read = read_records(records(tmp_path / "source", told, draw), tmp_path / "canonical")
    assert (read.rows["dossiers"], sum(read.rejected.values())) == (700, 0)
    run = detect(read, tmp_path / "out")
    assert run.rejected == 0
    as_of = max(step[0] for one in told for step in one.steps).date()
    again: dict[str, dict[str, tuple[float, float]]] = {}
    for one in told:
        for indicator, figures in by_hand(one, as_of).items():
            again.setdefault(indicator, {})[one.name] = figures
    assert set(again) == {"D0", "D3", "D4", "D5", "C3", "C4", "B9"}
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for row in pq.read_table(tmp_path / "out" / "signals.parquet").to_pylist():
        if row["kind"] == "breach":
            found.setdefault(row["indicator"], {})[row["subject"]] = (row["observed"], row["expected"])
    for indicator, figures in again.items():
        assert found[indicator] == figures
