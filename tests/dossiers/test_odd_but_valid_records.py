"""Records as other systems really write them. What the exchange format allows gives the very same records; what it
does not allow is refused in one line.
"""

import csv
import gzip
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from liem.base.errors import InputError
from liem.detection.run import Options, detect
from liem.dossiers.quality import examine
from liem.dossiers.records import RecordSet, read_records

pytestmark = pytest.mark.slow

HANOI = timezone(timedelta(hours=7))
Rows = dict[str, list[dict[str, Any]]]
"""Tables by name. Each row has every column of its table, so that the first row names them."""


def records() -> Rows:
    """Three dossiers with what makes files hard: quotes, commas, line breaks, accents, gaps, codes of digits."""

    def at(day: int, hour: int) -> datetime:
        return datetime(2026, 3, day, hour, 30, tzinfo=HANOI)

    dossier = {"procedure": "P1", "unit": "101", "applicant": "A;1", "due_at": None, "channel": "counter"}
    event = {"official": "7", "unit": "101", "document": None, "reason": None, "amount": None}
    return {
        "procedures": [
            {
                "procedure": "P1",
                "name": 'Cấp đổi "giấy", lần hai',
                "limit_working_days": 10,
                "required_documents": ["G1", "G2"],
                "fee": 50_000,
            }
        ],
        "officials": [{"official": "7", "unit": "101", "from": None}, {"official": "8", "unit": "101", "from": None}],
        "dossiers": [
            {"dossier": "H1", **dossier, "received_at": at(2, 8), "finished_at": at(5, 10), "fee_charged": 50_000},
            {"dossier": "H2", **dossier, "received_at": at(3, 9), "finished_at": None, "fee_charged": None},
            {"dossier": "007", **dossier, "received_at": at(4, 9), "finished_at": at(27, 9), "fee_charged": 60_000},
        ],
        "events": [
            {"dossier": "H1", "at": at(2, 8), "activity": "received", **event},
            {"dossier": "H1", "at": at(5, 10), "activity": "fee_collected", **event, "amount": 50_000},
            {"dossier": "H2", "at": at(3, 9), "activity": "received", **event, "official": None},
            {
                "dossier": "H2",
                "at": at(9, 9),
                "activity": "supplement_requested",
                **event,
                "document": "G9",
                "reason": 'thiếu bản sao,\n"có chứng thực"',
            },
            {"dossier": "007", "at": at(4, 9), "activity": "Kiểm tra", **event},
        ],
    }


def written(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return "" if value is None else ";".join(value) if isinstance(value, list) else str(value)


def as_csv(
    rows: list[dict[str, Any]], write: Callable[[object], str] = written, end: str = "\n", quoting: Any = 0
) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=end, quoting=quoting)
    writer.writerow(rows[0])
    writer.writerows([write(value) for value in row.values()] for row in rows)
    return text.getvalue()


def in_csv(folder: Path, tables: Rows, write: Callable[[object], str] = written) -> None:
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_bytes(as_csv(rows, write).encode())


Arrays = Callable[[list[Any]], Any]


def in_parquet(
    folder: Path,
    tables: Rows,
    instants: Arrays = lambda values: pa.array(values, pa.timestamp("us", "UTC")),
    texts: Arrays = pa.array,
    **options: Any,
) -> None:
    """Each column as its values suggest; a column without one value has no type, as writers leave it."""
    for name, rows in tables.items():
        columns = []
        for column in rows[0]:
            values = [row[column] for row in rows]
            kinds = {type(value) for value in values if value is not None}
            make = instants if datetime in kinds else texts if str in kinds else pa.array
            columns.append(make(values))
        pq.write_table(pa.table(columns, names=list(rows[0])), folder / f"{name}.parquet", **options)


def of_time(unit: str, zone: str | None) -> Arrays:
    def make(values: list[Any]) -> pa.Array:
        plain = [value if zone or value is None else value.replace(tzinfo=None) for value in values]
        return pa.array(plain, pa.timestamp(unit, zone))

    return make


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> RecordSet:
    folder = tmp_path_factory.mktemp("plain")
    (folder / "source").mkdir()
    in_csv(folder / "source", records())
    return read_records(folder / "source", folder / "canonical")


def same(plain: RecordSet, source: Path) -> None:
    """Read, all accepted, and the same content to the last value."""
    read = read_records(source, source.parent / "canonical")
    assert not any(read.rejected.values())
    assert {name: read.checksums[name] for name in plain.checksums} == dict(plain.checksums)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    return tmp_path / "source"


def with_mark_and_windows_ends(folder: Path) -> None:
    for name, rows in records().items():
        text = "\ufeff" + as_csv(rows, end="\r\n", quoting=csv.QUOTE_ALL)
        (folder / f"{name}.csv.gz").write_bytes(gzip.compress(text.encode()))


def with_blank_lines_and_no_last_end(folder: Path) -> None:
    for name, rows in records().items():
        header, rest = as_csv(rows).split("\n", 1)
        (folder / f"{name}.csv").write_text(f"{header}\n\n{rest}\n".rstrip("\n"), "utf-8")


def with_columns_in_another_order(folder: Path) -> None:
    in_csv(folder, {name: [dict(reversed(row.items())) for row in rows] for name, rows in records().items()})


def beside_what_is_no_table(folder: Path) -> None:
    in_csv(folder, records())
    (folder / "visits.csv").write_text("a,b\n1", "utf-8")
    (folder / "README.md").write_text("# Xuất ngày 31/03", "utf-8")
    (folder / ".DS_Store").write_bytes(b"\x00")
    (folder / "archive").mkdir()
    (folder / "archive" / "dossiers.csv").write_text("x", "utf-8")


def in_a_folder_per_month(folder: Path) -> None:
    for name, rows in records().items():
        for number, row in enumerate(rows):
            part = folder / name / f"2026-{number + 1:02}"
            part.mkdir(parents=True)
            (part / f"{name}.csv").write_bytes(as_csv([row]).encode())


def in_parts_each_with_the_types_its_own_values_need(folder: Path) -> None:
    for name, rows in records().items():
        for number, row in enumerate(rows):
            part = folder / name / f"month={number}"
            part.mkdir(parents=True)
            in_parquet(part, {"part": [row]})


def at_a_path_with_marks_of_patterns(folder: Path) -> None:
    odd = folder / "Hồ sơ [2026]* it's {a,b}?"
    odd.mkdir()
    in_parquet(odd, records())


def with_codes_as_numbers(folder: Path, kind: pa.DataType) -> None:
    """A code is a number for one tool, and a number with gaps is one of fractions for another."""
    in_parquet(folder, records())
    for name in ("events", "officials", "dossiers"):
        table = pq.read_table(folder / f"{name}.parquet")
        for column in {"unit", "official"} & set(table.column_names):
            numbers = table[column].cast(pa.int64()).cast(kind)
            table = table.set_column(table.column_names.index(column), column, numbers)
        pq.write_table(table, folder / f"{name}.parquet")


def with_numbers_of_fractions(folder: Path) -> None:
    """Money and limits as fractions, with NaN for what is empty."""
    tables = records()
    for row in tables["dossiers"]:
        row["fee_charged"] = float("nan") if row["fee_charged"] is None else float(row["fee_charged"])
    tables["procedures"][0] |= {"limit_working_days": 10.0, "fee": 50_000.0}
    in_parquet(folder, tables)


def with_lists_and_small_numbers(folder: Path) -> None:
    in_parquet(folder, records())
    table = pq.read_table(folder / "procedures.parquet")
    narrow = table["limit_working_days"].cast(pa.int16())
    table = table.set_column(table.column_names.index("limit_working_days"), "limit_working_days", narrow)
    lists = table["required_documents"].cast(pa.large_list(pa.large_string()))
    table = table.set_column(table.column_names.index("required_documents"), "required_documents", lists)
    pq.write_table(table, folder / "procedures.parquet")


def through(**how: Any) -> Callable[[Path], None]:
    return lambda folder: in_parquet(folder, records(), **how)


def instants_as(write: Callable[[datetime], str]) -> Callable[[Path], None]:
    def in_folder(folder: Path) -> None:
        in_csv(folder, records(), lambda value: write(value) if isinstance(value, datetime) else written(value))

    return in_folder


WAYS: dict[str, Callable[[Path], None]] = {
    "CSV with a byte order mark, CRLF, every value quoted, gzip": with_mark_and_windows_ends,
    "CSV with blank lines, no end after the last": with_blank_lines_and_no_last_end,
    "columns in another order": with_columns_in_another_order,
    "beside files and folders that are no table": beside_what_is_no_table,
    "a folder per month": in_a_folder_per_month,
    "Parquet in parts of different types": in_parts_each_with_the_types_its_own_values_need,
    "a path with the marks of patterns": at_a_path_with_marks_of_patterns,
    "codes as whole numbers": lambda folder: with_codes_as_numbers(folder, pa.int64()),
    "codes as fractions": lambda folder: with_codes_as_numbers(folder, pa.float64()),
    "numbers as fractions": with_numbers_of_fractions,
    "lists and numbers of other widths": with_lists_and_small_numbers,
    "Parquet texts: large": through(texts=lambda values: pa.array(values, pa.large_string())),
    "Parquet texts: views": through(texts=lambda values: pa.array(values, pa.string_view())),
    "Parquet texts: by dictionary": through(texts=lambda values: pa.array(values).dictionary_encode()),
    "Parquet instants: as text": through(instants=lambda values: pa.array([written(one) for one in values])),
    "Parquet compressed with zstd, pages of version 2": through(compression="zstd", data_page_version="2.0"),
    "Parquet compressed with brotli": through(compression="brotli"),
    **{
        f"Parquet instants: {unit}, {zone or 'no zone'}": through(instants=of_time(unit, zone))
        for unit in ("s", "ms", "us", "ns")
        for zone in (None, "UTC", "Asia/Ho_Chi_Minh", "+09:00")
    },
    "instants in UTC": instants_as(lambda at: at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
    "instants in the zone of another place": instants_as(
        lambda at: at.astimezone(timezone(timedelta(hours=-4, minutes=-30))).isoformat()
    ),
    "instants without an offset, with a blank": instants_as(lambda at: at.strftime("%Y-%m-%d %H:%M:%S")),
    "instants without seconds": instants_as(lambda at: at.strftime("%Y-%m-%dT%H:%M+0700")),
    "instants in the basic form": instants_as(lambda at: at.strftime("%Y%m%dT%H%M%S+0700")),
    "instants in the basic form, without seconds": instants_as(lambda at: at.strftime("%Y%m%dT%H%M+07")),
    "instants with a comma before their fraction": instants_as(lambda at: at.strftime("%Y-%m-%dT%H:%M:%S,000+07:00")),
    "instants with nine digits": instants_as(lambda at: at.strftime("%Y-%m-%dT%H:%M:%S.000000000+07:00")),
    "instants of every sort in one column": instants_as(
        lambda at: at.isoformat() if at.day % 2 else at.astimezone(UTC).isoformat()
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_same_records_however_they_are_written(way: str, plain: RecordSet, folder: Path) -> None:
    WAYS[way](folder)
    inner = [path for path in folder.iterdir() if path.is_dir() and path.name.startswith("Hồ sơ")]
    same(plain, inner[0] if inner else folder)


def test_the_other_columns_stay_and_stand_in_no_ones_way(folder: Path, plain: RecordSet) -> None:
    tables = records()
    ours = ("d", "Unit", "limit", "ord", "file", "line", "problem", "x_unit", "seq", "official", 'Ghi chú, "lạ"')
    for row in tables["dossiers"]:
        row |= {name: "x" for name in ours if name not in row}
    in_csv(folder, tables)
    read = read_records(folder, folder.parent / "canonical")
    known = duckdb.sql(f"DESCRIBE SELECT COLUMNS(lambda c: NOT starts_with(c, 'x_')) FROM '{plain.path('dossiers')}'")
    columns = ", ".join(row[0] for row in known.fetchall())
    theirs, again = (duckdb.sql(f"SELECT {columns} FROM '{one.path('dossiers')}'").fetchall() for one in (plain, read))
    assert theirs == again


ONLY_WHAT_MUST_BE = {
    "dossiers": ("dossier", "procedure", "unit", "applicant", "received_at"),
    "events": ("dossier", "at", "activity"),
}


def bare() -> Rows:
    return {
        name: [{column: row[column] for column in columns} for row in records()[name]]
        for name, columns in ONLY_WHAT_MUST_BE.items()
    }


def all_open() -> Rows:
    tables = records()
    for row in tables["dossiers"]:
        row["finished_at"] = None
    return tables


def promised_by_day() -> Rows:
    tables = records()
    del tables["procedures"]
    for number, row in enumerate(tables["dossiers"]):
        row["due_at"] = date(2026, 3, 16) if number else None
    return tables


def no_days_and_no_documents() -> Rows:
    tables = records()
    tables["procedures"][0] |= {"limit_working_days": 0, "required_documents": []}
    return tables


def headers_alone() -> Rows:
    heads = {
        "accesses": ("at", "official", "dossier", "action"),
        "relations": ("official", "related_to", "kind"),
        "issued_documents": ("document", "issued_at", "unit", "kind"),
        "units": ("unit", "name"),
    }
    return records() | {name: [dict.fromkeys(columns)] for name, columns in heads.items()}


def of_themselves() -> Rows:
    at = records()["dossiers"][0]["received_at"]
    return records() | {
        "units": [{"unit": "101", "name": "Một cửa", "parent": "101", "successor": "101"}],
        "relations": [{"official": "7", "related_to": "7", "kind": "spouse"}],
        "accesses": [{"at": at, "official": "99", "dossier": "nowhere", "action": "PRINT"}],
        "issued_documents": [
            {"document": "V1", "issued_at": "2026-03-02", "unit": "9", "kind": "QĐ", "legal_basis": ["a", "", " "]}
        ],
    }


@pytest.mark.parametrize(
    "make", [bare, all_open, promised_by_day, no_days_and_no_documents, headers_alone, of_themselves]
)
def test_sparse_and_strange_records_are_looked_through(make: Callable[[], Rows], folder: Path, tmp_path: Path) -> None:
    in_csv(folder, make())
    for path in folder.iterdir():
        lines = path.read_text("utf-8").split("\n")
        if set(lines[1]) <= {","}:
            path.write_text(lines[0] + "\n", "utf-8")
    read = read_records(folder, tmp_path / "canonical")
    assert not any(read.rejected.values())
    run = detect(read, tmp_path / "out")
    assert run.signals["pattern"] == 0
    assert pq.read_table(tmp_path / "out" / "signals.parquet").num_rows == run.signals["breach"]


@pytest.mark.parametrize("last", [date(2026, 3, 3), date(2025, 1, 1)])
def test_looked_at_on_a_day_before_the_records_end_or_begin(last: date, plain: RecordSet, tmp_path: Path) -> None:
    run = detect(plain, tmp_path / "out", Options(last=last))
    assert run.signals == {"pattern": 0, "breach": 0}


def test_records_outside_the_calendar_are_refused_in_one_line(folder: Path, tmp_path: Path) -> None:
    in_csv(folder, records(), lambda value: written(value).replace("2026-", "1995-"))
    with pytest.raises(InputError, match=r"1995-03-27 lies outside the calendar of working days; .*--to") as refused:
        detect(read_records(folder, tmp_path / "canonical"), tmp_path / "out")
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "out" / "signals.parquet").exists()


def test_a_year_mistyped_does_not_move_the_day_the_records_are_looked_at(folder: Path, tmp_path: Path) -> None:
    tables = records()
    tables["dossiers"] = [
        {**tables["dossiers"][0], "dossier": f"H{number}", "received_at": datetime(2026, 3, 2, 8, tzinfo=HANOI)}
        for number in range(200)
    ]
    tables["events"] = [{**tables["events"][0], "dossier": f"H{number}"} for number in range(200)]
    tables["events"].append({**tables["events"][0], "dossier": "H7", "at": datetime(2062, 3, 4, 8, tzinfo=HANOI)})
    in_csv(folder, tables)
    read = read_records(folder, tmp_path / "canonical")
    assert read.last_at == datetime.fromisoformat("2026-03-05T10:30")
    run = detect(read, tmp_path / "out")
    assert run.signals == {"pattern": 0, "breach": 0}, "nobody is 36 years late"
    said = {one.code: one for one in examine(read).findings}
    assert (said["far_after"].n, said["far_after"].examples) == (1, ("H7: 2062-03-04 08:00:00",))
    assert "05/03/2026" in said["far_after"].vi


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "accesses.csv").write_bytes(b""), "accesses.csv: the file is empty"),
        (lambda folder: (folder / "events.parquet").write_bytes(b"PAR1"), "the table events is there more than once"),
        (
            lambda folder: (folder / "officials.csv").write_text("official,post\n7,x\n", "utf-8"),
            "officials.csv, line 1, column unit: no column named unit",
        ),
        (
            lambda folder: (folder / "events.csv").write_text("Dossier,At,Activity\nH1,2026-03-02,x\n", "utf-8"),
            "events.csv, line 1, column dossier: no columns named dossier, at, activity",
        ),
    ],
)
def test_what_the_format_forbids_is_refused_in_one_line(
    spoil: Callable[[Path], object], said: str, folder: Path
) -> None:
    in_csv(folder, records())
    spoil(folder)
    with pytest.raises(InputError) as refused:
        read_records(folder, folder.parent / "canonical")
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_parts_that_mean_different_things_by_a_column_are_refused(folder: Path) -> None:
    in_csv(folder, records())
    (folder / "events.csv").unlink()
    (folder / "events").mkdir()
    for number, zone in enumerate((None, "UTC")):
        part = folder / "events" / str(number)
        part.mkdir()
        in_parquet(part, {"part": records()["events"]}, of_time("us", zone))
    with pytest.raises(InputError, match=r"column at: TIMESTAMP WITH TIME ZONE here, but TIMESTAMP in 0/part\.parquet"):
        read_records(folder, folder.parent / "canonical")


def test_an_official_without_a_unit_costs_that_row_and_no_other(folder: Path) -> None:
    tables = records()
    tables["officials"][1]["unit"] = None
    in_csv(folder, tables)
    read = read_records(folder, folder.parent / "canonical")
    assert dict(read.rejected) == {"procedures": 0, "officials": 1, "dossiers": 0, "events": 0}
