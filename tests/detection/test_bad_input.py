"""Records as they come: wrong clocks, double rows, merged units, changed limits. No crash, no sign out of nothing."""

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from liem.base.errors import DONE_WITH_REJECTIONS, InputError
from liem.house.commands.detect import command
from liem.law.calendar import WorkingCalendar

Row = dict[str, str]
CALENDAR = WorkingCalendar.load()
FIRST = date(2026, 1, 5)
PERSONS = {"official", "pair", "agent"}


def on(day: int, minute: int = 0) -> datetime:
    """The instant of a working day of the records, minutes after eight."""
    return datetime.combine(CALENDAR.add_working_days(FIRST, day), time(8)) + timedelta(minutes=minute)


def office(
    units: int = 3, officials: int = 4, dossiers: int = 40, days: Callable[[np.random.Generator], int] | None = None
) -> dict[str, list[Row]]:
    """An ordinary office: everybody alike, one dossier in six asked for a paper, one in twelve late."""
    rng = np.random.default_rng(9)
    tables: dict[str, list[Row]] = {name: [] for name in ("dossiers", "events", "procedures", "officials")}
    tables["procedures"].append(
        {"procedure": "P", "name": "Thủ tục", "limit_working_days": "10", "required_documents": "G1;G2", "fee": "0"}
    )
    for unit in range(units):
        for official in range(officials):
            who = f"C{unit}{official}"
            tables["officials"].append({"official": who, "unit": f"U{unit}", "from": "2020-01-01"})
            for number in range(dossiers):
                start = int(rng.integers(0, 60))
                length = days(rng) if days else int(rng.choice([4, 6, 8, 13], p=[0.4, 0.3, 0.22, 0.08]))
                tell(
                    tables, f"H{unit}{official}{number:03d}", f"U{unit}", who, start, length, bool(rng.random() < 1 / 6)
                )
    tell(tables, "LAST", "U0", "C00", 120, 1, False)
    return tables


def tell(tables: dict[str, list[Row]], name: str, unit: str, who: str, start: int, length: int, asked: bool) -> None:
    end = on(start + length, 200)
    tables["dossiers"].append(
        {
            "dossier": name,
            "procedure": "P",
            "unit": unit,
            "applicant": f"N{name}",
            "received_at": on(start).isoformat(),
            "finished_at": end.isoformat(),
            "outcome": "granted",
        }
    )
    steps = [("received", start, 0), ("appraised", start + length - 1, 60)]
    steps += [("supplement_requested", start + 1, 30), ("supplement_received", start + 2, 30)] if asked else []
    for activity, day, minute in sorted(steps, key=lambda step: step[1:]):
        row = {"dossier": name, "at": on(day, minute).isoformat(), "activity": activity, "official": who, "unit": unit}
        tables["events"].append({**row, "document": "G1"} if activity == "supplement_requested" else row)
    tables["events"].append(
        {"dossier": name, "at": end.isoformat(), "activity": "finished", "official": who, "unit": unit}
    )


def hand_in(tables: dict[str, list[Row]], source: Path) -> Path:
    """The records as files, as an office would hand them in. A table without rows is not there."""
    source.mkdir(parents=True)
    for name, rows in tables.items():
        if not rows:
            continue
        with (source / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(column for row in rows for column in row)))
            writer.writeheader()
            writer.writerows(rows)
    return source


@dataclass
class Looked:
    """What ``liem detect`` answered."""

    status: int
    signals: list[dict[str, Any]]
    skipped: dict[str, Any]

    @property
    def patterns(self) -> list[dict[str, Any]]:
        """The patterns of persons."""
        return [row for row in self.signals if row["kind"] == "pattern" and row["subject_kind"] in PERSONS]

    def why(self, section: str, key: str) -> tuple[str, str]:
        """Both sentences of the one entry of a section: an indicator not computed (``B9``) or of whom nobody could be
        compared (``D1 official``), or a note (its code).
        """
        names = {"indicators": ("indicator",), "not_compared": ("indicator", "subject_kind"), "notes": ("code",)}
        vi, en = ("vi", "en") if section == "notes" else ("reason_vi", "reason_en")
        found = [row for row in self.skipped[section] if " ".join(row[name] for name in names[section]) == key]
        assert found, f"{key} is not in {section}: {self.skipped[section]}"
        return found[0][vi], found[0][en]


def looked_at(tables: dict[str, list[Row]], folder: Path, *options: str) -> Looked:
    """The command, run by a person on the records."""
    source, out = hand_in(tables, folder / "source"), folder / "out"
    result = CliRunner().invoke(command, [str(source), "--out", str(out), "--quiet", *options])
    if isinstance(result.exception, InputError):
        raise result.exception
    assert result.exit_code in (0, DONE_WITH_REJECTIONS), result.output
    skipped = json.loads((out / "skipped.json").read_text("utf-8"))
    return Looked(result.exit_code, pq.read_table(out / "signals.parquet").to_pylist(), skipped)


def skewed(tables: dict[str, list[Row]]) -> None:
    """Two counters' machines run three hours and two days behind."""
    for row in tables["events"]:
        if row["official"] in ("C00", "C11"):
            behind = timedelta(hours=3) if row["official"] == "C00" else timedelta(days=2)
            row["at"] = (datetime.fromisoformat(row["at"]) - behind).isoformat()


def doubled(tables: dict[str, list[Row]]) -> None:
    """The export ran twice over one unit."""
    tables["events"] += [dict(row) for row in tables["events"] if row["unit"] == "U1"]


def zoned(tables: dict[str, list[Row]]) -> None:
    """Half of the rows carry UTC, half no zone."""
    for number, row in enumerate(tables["events"]):
        if number % 2:
            at = datetime.fromisoformat(row["at"]) - timedelta(hours=7)
            row["at"] = f"{at.isoformat()}Z"


def everywhere(tables: dict[str, list[Row]]) -> None:
    """Officials of the first unit help out in all of them."""
    for number, row in enumerate(tables["events"]):
        if row["official"].startswith("C0"):
            row["unit"] = f"U{number % 3}"
    tables["officials"] += [{"official": "C00", "unit": unit, "from": "2020-01-01"} for unit in ("U1", "U2")]


def merged(tables: dict[str, list[Row]]) -> None:
    """Unit U2 becomes a part of U1 in the middle of the records."""
    day = on(30).date()
    last = (day - timedelta(days=1)).isoformat()
    tables["units"] = [
        {"unit": "U0", "name": "Không"},
        {"unit": "U1", "name": "Một"},
        {"unit": "U2", "name": "Hai", "valid_to": last, "successor": "U1"},
    ]
    moved = {row["dossier"] for row in tables["dossiers"] if row["unit"] == "U2" and row["received_at"] >= str(day)}
    for row in (*tables["dossiers"], *tables["events"]):
        if row["dossier"] in moved:
            row["unit"] = "U1"


def changed_limit(tables: dict[str, list[Row]]) -> None:
    """The limit is halved on a day; dossiers received before keep theirs."""
    day = on(30).date()
    tables["procedures"] = [
        {**tables["procedures"][0], "valid_to": (day - timedelta(days=1)).isoformat()},
        {**tables["procedures"][0], "limit_working_days": "7", "valid_from": day.isoformat()},
    ]


def at_night(tables: dict[str, list[Row]]) -> None:
    """The source writes the clocks of another continent and says they are ours."""
    for row in (*tables["events"], *tables["dossiers"]):
        for name in ("at", "received_at", "finished_at"):
            if row.get(name):
                row[name] = (datetime.fromisoformat(row[name]) + timedelta(hours=13)).isoformat()


def spoilt(spoil: Callable[[dict[str, list[Row]]], None]) -> dict[str, list[Row]]:
    tables = office()
    spoil(tables)
    return tables


def alone() -> dict[str, list[Row]]:
    return office(units=1, officials=1, dossiers=60)


def all_late() -> dict[str, list[Row]]:
    tables = office(days=lambda rng: 14)
    return {name: [row for row in rows if row.get("dossier") != "LAST"] for name, rows in tables.items()}


def none_late() -> dict[str, list[Row]]:
    return office(days=lambda rng: 3)


def one_dossier() -> dict[str, list[Row]]:
    return office(units=1, officials=1, dossiers=0)


def each_its_own() -> dict[str, list[Row]]:
    """Every dossier has its own procedure, so that no two are alike."""
    tables = office(dossiers=20)
    rule = tables["procedures"].pop()
    for number, row in enumerate(tables["dossiers"]):
        row["procedure"] = f"P{number}"
        tables["procedures"].append({**rule, "procedure": f"P{number}"})
    return tables


def few_people() -> dict[str, list[Row]]:
    """Six people, one of whom asks for a paper in every dossier: how much honest people differ six cannot tell."""
    tables = office(units=2, officials=3)
    already = {row["dossier"] for row in tables["events"] if row["activity"] == "supplement_requested"}
    receipts = [row for row in tables["events"] if row["official"] == "C00" and row["activity"] == "received"]
    for row in (row for row in receipts if row["dossier"] not in already):
        at = (datetime.fromisoformat(row["at"]) + timedelta(minutes=5)).isoformat()
        asked = {**row, "at": at, "activity": "supplement_requested", "document": "G1"}
        tables["events"] += [asked, {**row, "at": at, "activity": "supplement_received"}]
    return tables


CASES: dict[str, tuple[dict[str, list[Row]], list[tuple[str, str, str, str]]]] = {
    "clocks that are wrong": (
        spoilt(skewed),
        [
            (
                "notes",
                "rows_left_out",
                "sớm hơn thời điểm tiếp nhận hồ sơ quá một ngày; hãy đối chiếu giờ",
                "the clocks",
            ),
            (
                "notes",
                "before_receipt",
                "trước khi hồ sơ được tiếp nhận",
                "by less than a day; compare the clocks",
            ),
        ],
    ),
    "events twice": (
        spoilt(doubled),
        [("notes", "rows_left_out", "534 dòng của bảng events không được nhận: trùng", "export each row once")],
    ),
    "several zones": (
        spoilt(zoned),
        [("notes", "mixed_offsets", "được hiểu là giờ Việt Nam", "they are taken as Vietnam's")],
    ),
    "clocks of another continent": (
        spoilt(at_night),
        [("notes", "night_work", "có thể sai múi giờ hoặc sai đồng hồ; hãy kiểm tra", "check them before")],
    ),
    "officials in several units": (
        spoilt(everywhere),
        [("notes", "several_units", "1 cán bộ được phân công ở nhiều đơn vị", "1 officials are assigned to several")],
    ),
    "units merged": (
        spoilt(merged),
        [("notes", "units_merged", "1 đơn vị sáp nhập trong kỳ", "each dossier counts for the unit it names")],
    ),
    "a limit changed": (
        spoilt(changed_limit),
        [("notes", "rules_changed", "1 thủ tục thay đổi quy định", "those in force on the day of its receipt")],
    ),
    "one official": (
        alone(),
        [
            ("not_compared", "B1 official", "chỉ một cán bộ có hồ sơ", "only one official has dossiers received or"),
            ("not_compared", "D1 official", "cần hồ sơ của nhiều cán bộ hơn", "bring the records of more"),
            ("not_compared", "D0 unit", "chỉ một đơn vị có", "only one unit has"),
        ],
    ),
    "few people": (
        few_people(),
        [
            ("not_compared", "B1 official", "chỉ 6 cán bộ có đủ hồ sơ", "only 6 officials have enough dossiers"),
            ("not_compared", "B1 official", "từ dưới 9 thì không biết được", "from fewer than 9 nobody can tell"),
        ],
    ),
    "all late": (
        all_late(),
        [
            ("not_compared", "D0 unit", "480 trên 480 hồ sơ đã đến hạn", "nobody can be told from anybody; check that"),
            ("not_compared", "D0 unit", "xem xét chính thủ tục, không phải cá nhân", "look at the procedure, not at"),
            ("not_compared", "D1 official", "không trường hợp nào quá hạn vì thời gian nằm ở", "none were late by"),
        ],
    ),
    "none late": (
        none_late(),
        [
            ("not_compared", "D1 official", "không trường hợp nào quá hạn", "none were late by the time"),
            ("indicators", "D2", "kỳ được xem không có", "the period looked at has no"),
            (
                "indicators",
                "D4",
                "không có bước apology_issued nào được ghi",
                "it never happened, or the system does not",
            ),
        ],
    ),
    "one dossier": (
        one_dossier(),
        [
            (
                "indicators",
                "D1",
                "kỳ được xem không có hồ sơ đã đến hạn",
                "the period looked at has no dossiers fallen",
            ),
            ("indicators", "B1", "không có bước supplement_requested nào được ghi", "give that name in a mapping"),
            ("indicators", "D3", "cột events.document không có giá trị nào; hãy xuất cả cột này", "export it, too"),
            ("indicators", "E1", "không có bảng accesses; hãy xuất thêm bảng này (at, official", "and run again"),
        ],
    ),
    "each dossier of its own kind": (
        each_its_own(),
        [("indicators", "A8", "không có bảng issued_documents", "export")],
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_with_the_records_names_nobody_and_is_said(name: str, tmp_path: Path) -> None:
    tables, sentences = CASES[name]
    found = looked_at(tables, tmp_path)
    assert found.patterns == []
    assert {row["indicator"] for row in found.signals} <= {"D0"}, "what is broken can be read off the dossier"
    left_out = name in ("clocks that are wrong", "events twice")
    assert found.status == (DONE_WITH_REJECTIONS if left_out else 0)
    for section, key, vi, en in sentences:
        told_vi, told_en = found.why(section, key)
        assert vi in told_vi, (key, told_vi)
        assert en in told_en, (key, told_en)
    for row in (*found.skipped["indicators"], *found.skipped["not_compared"]):
        assert row["reason_vi"], row
        assert row["reason_en"], row
        assert "{" not in row["reason_vi"] + row["reason_en"]
    for row in found.skipped["rows"]:
        assert row["reason_vi"] != row["reason"], "each row says it in Vietnamese, too"


def test_not_one_dossier_is_refused_in_one_line_that_names_the_file(tmp_path: Path) -> None:
    source = hand_in(office(units=1, officials=1, dossiers=1), tmp_path / "source")
    for name in ("dossiers", "events"):
        lines = (source / f"{name}.csv").read_text("utf-8").splitlines()
        (source / f"{name}.csv").write_text(lines[0] + "\n", "utf-8")
    result = CliRunner().invoke(command, [str(source), "--out", str(tmp_path / "out")])
    assert isinstance(result.exception, InputError)
    assert str(result.exception).endswith("dossiers.csv: has a header and no rows; export it again, with rows")
    assert "\n" not in str(result.exception)


@pytest.mark.slow
def test_doubled_events_count_once_for_what_can_be_read_off_a_dossier(tmp_path: Path) -> None:
    once = looked_at(office(units=2, officials=2), tmp_path / "once")
    again = looked_at(twice(office(units=2, officials=2)), tmp_path / "twice")
    assert once.signals == again.signals


def twice(tables: dict[str, list[Row]]) -> dict[str, list[Row]]:
    doubled(tables)
    return tables


@pytest.mark.slow
def test_a_changed_limit_binds_only_what_was_received_after_it(tmp_path: Path) -> None:
    tables = office(units=1, officials=2, dossiers=30, days=lambda rng: 9)
    changed_limit(tables)
    found = looked_at(tables, tmp_path)
    late = {row["subject"] for row in found.signals if row["indicator"] == "D0"}
    received = {row["dossier"]: row["received_at"][:10] for row in tables["dossiers"]}
    day = on(30).date().isoformat()
    assert late
    assert all(received[dossier] >= day for dossier in late)


def curious() -> dict[str, list[Row]]:
    """Everybody opens what they work on; C00 opens thirty dossiers of another unit, long done."""
    tables = office()
    tables["accesses"] = [
        {"at": row["at"], "official": row["official"], "dossier": row["dossier"], "action": "view"}
        for row in tables["events"]
        if row["activity"] == "appraised"
    ]
    others = [row["dossier"] for row in tables["dossiers"] if row["unit"] == "U1"][:30]
    tables["accesses"] += [
        {"at": on(118, 9 * number).isoformat(), "official": "C00", "dossier": dossier, "action": "view"}
        for number, dossier in enumerate(others)
    ]
    return tables


def moved(tables: dict[str, list[Row]]) -> None:
    """C00 goes to the unit in mid-year, and answers there what citizens ask."""
    day = on(60).date()
    tables["officials"] = [row for row in tables["officials"] if row["official"] != "C00"]
    before = (day - timedelta(days=1)).isoformat()
    tables["officials"] += [
        {"official": "C00", "unit": "U0", "from": "2020-01-01", "to": before},
        {"official": "C00", "unit": "U1", "from": day.isoformat(), "to": ""},
    ]
    late = [row for row in tables["dossiers"] if row["unit"] == "U1" and row["received_at"] >= on(50).isoformat()]
    tables["accesses"] = [row for row in tables["accesses"] if row["at"] < on(118).isoformat()]
    for row in late:
        at = datetime.fromisoformat(row["finished_at"]) + timedelta(hours=1)
        if at.date() > day:
            look = {"at": at.isoformat(), "official": "C00", "dossier": row["dossier"], "action": "view"}
            tables["accesses"].append(look)


def inspecting(tables: dict[str, list[Row]]) -> None:
    """Two inspectors of no unit's work open dossiers: all that they open is opened without a step of theirs."""
    tables["accesses"] = [row for row in tables["accesses"] if row["at"] < on(118).isoformat()]
    dossiers = [row["dossier"] for row in tables["dossiers"] if row["unit"] == "U2"]
    for number, dossier in enumerate(dossiers[:48]):
        look = {"at": on(110, number).isoformat(), "dossier": dossier, "action": "view"}
        tables["accesses"].append({**look, "official": f"TT{number % 2}"})


def shared(tables: dict[str, list[Row]]) -> None:
    """C00's code is used in two units within minutes."""
    for number, row in enumerate(row for row in tables["events"] if row["unit"] == "U2"):
        if number % 25 == 0:
            tables["events"].append({**row, "official": "C00", "activity": "looked through"})
            own = next(one for one in tables["dossiers"] if one["unit"] == "U0" and one["received_at"] < row["at"])
            at = datetime.fromisoformat(row["at"]) + timedelta(minutes=3)
            beside = {"dossier": own["dossier"], "at": at.isoformat(), "unit": "U0"}
            tables["events"].append({**row, **beside, "official": "C00", "activity": "looked through"})


def of_a_machine(tables: dict[str, list[Row]]) -> None:
    """The register of officials says what C00 is."""
    tables["officials"] = [row for row in tables["officials"] if row["official"] != "C00"]
    tables["officials"].append({"official": "C00", "unit": "U0", "post": "Tài khoản dịch vụ"})


def brought_in(tables: dict[str, list[Row]]) -> None:
    """What C00 looked at came from an older log, with looks of forty others, at one instant."""
    late = [row for row in tables["accesses"] if row["at"] >= on(118).isoformat()]
    for row in late:
        row["at"] = on(118).isoformat()
    tables["accesses"] += [{**late[0], "official": f"O{number}"} for number in range(40)]


def hours_lost(tables: dict[str, list[Row]]) -> None:
    """The log was not exported for a month."""
    first, last = on(20).isoformat(), on(40).isoformat()
    tables["events"] = [row for row in tables["events"] if not first <= row["at"] < last]


@pytest.mark.slow
def test_a_clock_wrong_by_hours_hides_no_look_without_a_reason(tmp_path: Path) -> None:
    found = looked_at(spoilt_looks(at_night), tmp_path, "--indicators", "E1")
    assert [(row["indicator"], row["subject"]) for row in found.patterns] == [("E1", "C00")]
    assert "check them before" in found.why("notes", "night_work")[1]


def spoilt_looks(spoil: Callable[[dict[str, list[Row]]], None]) -> dict[str, list[Row]]:
    tables = curious()
    spoil(tables)
    return tables


def looked_at_curiously(spoil: Callable[..., None] | None, folder: Path) -> Looked:
    tables = curious()
    if spoil is not None:
        spoil(tables)
    return looked_at(tables, folder, "--indicators", "E1")


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [moved, inspecting])
def test_honest_looks_elsewhere_name_nobody(spoil: Callable[..., None], tmp_path: Path) -> None:
    assert looked_at_curiously(spoil, tmp_path).patterns == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoil", "section", "key", "vi", "en"),
    [
        (None, "", "", "", ""),
        (shared, "notes", "shared_accounts", "1 mã cán bộ trội lên", "look into the accounts first"),
        (of_a_machine, "notes", "machines", "1 mã cán bộ trội lên là tài khoản tự động", "accounts of a machine"),
        (brought_in, "notes", "looks_brought_in", "chuyển từ hệ thống cũ", "brought in from an older system"),
        (hours_lost, "indicators", "E1", "nhật ký thiếu nhiều ngày làm việc", "export all days and run again"),
    ],
)
def test_what_people_looked_at_is_told_of_them_only_where_the_log_is_sound(
    spoil: Callable[..., None] | None, section: str, key: str, vi: str, en: str, tmp_path: Path
) -> None:
    found = looked_at_curiously(spoil, tmp_path)
    if spoil is None:
        assert [(row["indicator"], row["subject"]) for row in found.patterns] == [("E1", "C00")]
        return
    assert found.patterns == []
    told_vi, told_en = found.why(section, key)
    assert vi in told_vi, told_vi
    assert en in told_en, told_en
