"""Turns the stories of a worked example into a record set, as a province would hand it in."""

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path

from liem.detection.indicator import Example, Story
from liem.dossiers.reading import read_records
from liem.dossiers.records import RecordSet
from liem.dossiers.tables import TABLES
from liem.law.calendar import WorkingCalendar

FIRST = date(2026, 3, 2)
SPREAD = 20
MORNING = 8
"""The hour at which the steps of a day begin."""
PROCEDURE = {
    "procedure": "TT-1",
    "name": "Thủ tục mẫu",
    "limit_working_days": "10",
    "required_documents": "GT-1;GT-2",
    "fee": "50000",
}


def record_set(example: Example, folder: Path) -> RecordSet:
    """Write the example's tables as CSV and read them through the ordinary reader."""
    source = folder / "source"
    source.mkdir(parents=True)
    rows: dict[str, list[dict[str, str]]] = {"dossiers": [], "events": [], "accesses": []}
    for story in example.stories:
        _tell(story, rows)
    rows["procedures"] = [dict(row) for row in example.tables.get("procedures", (PROCEDURE,))]
    for name, given in example.tables.items():
        if name != "procedures":
            rows[name] = [*rows.get(name, []), *(dict(row) for row in given)]
    rows["events"].append(_last_word(example))
    rows["dossiers"].append(
        {
            "dossier": "~",
            "procedure": "TT-1",
            "unit": "X-01",
            "applicant": "N",
            "received_at": f"{example.until}T08:00:00",
        }
    )
    for name, table_rows in rows.items():
        if table_rows:
            _write(source / f"{name}.csv", name, table_rows)
    return read_records(source, folder / "records")


def _last_word(example: Example) -> dict[str, str]:
    """A dossier received on the last day, so that the records end there."""
    return {"dossier": "~", "at": f"{example.until}T17:00:00", "activity": "received", "official": "T0", "unit": "X-01"}


def _write(path: Path, table: str, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [column.name for column in TABLES[table].columns])
        writer.writeheader()
        writer.writerows(rows)


def _tell(story: Story, rows: dict[str, list[dict[str, str]]]) -> None:
    calendar, days = WorkingCalendar.load(), _starts(story)
    for who in story.who:
        for number in range(story.count):
            name = "-".join(
                part
                for part in (story.name, who if len(story.who) > 1 else "", str(number + 1) if story.count > 1 else "")
                if part
            )
            _one(story, name, who, calendar, days[number % len(days)], number, rows)


def _starts(story: Story) -> list[date]:
    """Copies are received on different working days, so that they are not one batch."""
    calendar = WorkingCalendar.load()
    steps = range(story.start, story.start + (SPREAD if story.count > 1 else 1))
    return [calendar.add_working_days(FIRST, step) for step in steps]


def _one(
    story: Story,
    name: str,
    who: str,
    calendar: WorkingCalendar,
    received: date,
    number: int,
    rows: dict[str, list[dict[str, str]]],
) -> None:
    def instant(day: int, minute: int) -> str:
        on = calendar.add_working_days(received, day)
        return (datetime.combine(on, time(MORNING)) + timedelta(minutes=minute + 5 * (number % 60))).isoformat()

    dossier = {
        "dossier": name,
        "procedure": story.procedure,
        "unit": story.unit,
        "applicant": f"N-{name}",
        **{name: value.format(number=number) for name, value in story.dossier.items()},
    }
    dossier["received_at"] = instant(0, 0)
    for minute, step in enumerate(part.strip() for part in story.steps.format(who=who, unit=story.unit).split(";")):
        day, activity, official, *extra = step.split()
        at = instant(int(day), minute)
        values = dict(part.split("=", 1) for part in extra)
        rows["events"].append(
            {"dossier": name, "at": at, "activity": activity, "official": official, "unit": story.unit, **values}
        )
        if activity in ("finished", "withdrawn"):
            dossier["finished_at"] = at
            dossier.setdefault("outcome", "granted" if activity == "finished" else "withdrawn")
    for minute, access in enumerate(part.strip() for part in story.accesses.format(who=who).split(";") if part.strip()):
        when, action, official = access.split()
        day, _, hour = when.partition("@")
        at = instant(int(day), 30 + minute + (60 * (int(hour) - MORNING) if hour else 0))
        rows["accesses"].append({"dossier": name, "at": at, "action": action, "official": official})
    rows["dossiers"].append(dossier)
