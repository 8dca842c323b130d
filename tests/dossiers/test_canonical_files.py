"""Canonical files: every column of the format in its order, the right types, sorted, numbered, hashed by content."""

import gzip
import hashlib
from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq
import pytest

from liem.dossiers.records import RecordSet
from liem.dossiers.tables import TABLES, Kind

pytestmark = pytest.mark.slow

ARROW = {
    Kind.CODE: pa.string(),
    Kind.TEXT: pa.string(),
    Kind.LIST: pa.list_(pa.string()),
    Kind.INTEGER: pa.int32(),
    Kind.MONEY: pa.int64(),
    Kind.FLAG: pa.bool_(),
    Kind.DAY: pa.date32(),
    Kind.INSTANT: pa.timestamp("us"),
}
FULL = {
    "procedures": "procedure,name,field,sensitive,limit_working_days,required_documents,fee,max_supplement_requests,"
    "valid_from,valid_to\nP1,Cấp phép,land,TRUE,10,D1; D2;,150000,1,2020-01-01,\nP2,Khai sinh,,không,1,,,,,\n",
    "units": "unit,name,parent,level,valid_from,valid_to,successor\nU1,Xã Một,,Commune,,2026-06-30,U2\nU2,Hai,,,,,\n",
    "officials": "official,unit,post,from,to\nC1,U1,tiếp nhận,2024-01-01,\n",
    "relations": "official,related_to,kind\nC1,G1,spouse\n",
    "accesses": "at,official,dossier,action\n2026-03-02T08:00,C1,H1,view\n",
    "issued_documents": "document,issued_at,unit,drafter,signer,kind,legal_basis,review,reviewed_at,beneficiary\n"
    "V1,2026-03-02,U1,C1,,decision,L1;L2,lawful,,\n",
    "report_counts": "subject_kind,subject,period_from,period_to,source,n,n_independent,exposure\n"
    "official,C1,2026-01-01,2026-03-31,report,4,3,\n",
}


@pytest.fixture
def full(source) -> RecordSet:
    for name, text in FULL.items():
        source.write(f"{name}.csv", text)
    records: RecordSet = source.read()
    return records


@pytest.mark.parametrize("name", TABLES)
def test_each_table_has_every_column_of_the_format_in_order_and_type(full, name) -> None:
    schema = pq.read_schema(full.path(name))
    columns = TABLES[name].columns
    assert schema.names[: len(columns)] == [column.name for column in columns]
    for column in columns:
        found = schema.field(column.name).type
        assert found == ARROW[column.kind] or str(found) == str(ARROW[column.kind]).replace("item", "element")


def test_values_take_the_types_of_the_format(full) -> None:
    first, second = pq.read_table(full.path("procedures")).to_pylist()
    assert first["sensitive"] is True
    assert first["required_documents"] == ["D1", "D2"]
    assert first["valid_from"] == date(2020, 1, 1)
    assert (second["sensitive"], second["required_documents"], second["fee"]) == (False, [], None)
    assert pq.read_table(full.path("units")).to_pylist()[0]["level"] == "commune"
    issued = pq.read_table(full.path("issued_documents")).to_pylist()[0]
    assert (issued["issued_at"], issued["legal_basis"]) == (datetime.fromisoformat("2026-03-02"), ["L1", "L2"])


INSTANTS = [
    ("2026-03-02T08:00:00+07:00", "2026-03-02T08:00"),
    ("2026-03-02T08:00", "2026-03-02T08:00"),
    ("2026-03-02 08:00:00.25", "2026-03-02T08:00:00.250"),
    ("2026-03-02T01:00:00Z", "2026-03-02T08:00"),
    ("2026-03-02T03:30:00+02:30", "2026-03-02T08:00"),
    ("2026-03-01T20:00:00-0500", "2026-03-02T08:00"),
    ("2026-03-02T10:00:00+09", "2026-03-02T08:00"),
    ("  2026-03-02T08:00:00+07  ", "2026-03-02T08:00"),
    ("2026-03-03", "2026-03-03T00:00"),
]


def test_instants_are_brought_to_the_clocks_of_vietnam(source) -> None:
    rows = "".join(f"H1,{written},step,{number}\n" for number, (written, _) in enumerate(INSTANTS))
    source.write("events.csv", "dossier,at,activity,document\n" + rows)
    read = {row["document"]: row["at"] for row in pq.read_table(source.read().path("events")).to_pylist()}
    for number, (written, instant) in enumerate(INSTANTS):
        assert read[str(number)] == datetime.fromisoformat(instant), written


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (pa.timestamp("ns"), datetime.fromisoformat("2026-03-02T08:00")),
        (pa.timestamp("us", "UTC"), datetime.fromisoformat("2026-03-02T01:00+00:00")),
        (pa.timestamp("s", "Europe/Paris"), datetime.fromisoformat("2026-03-02T02:00+01:00")),
    ],
)
def test_typed_timestamps_of_parquet_are_brought_there_too(source, kind, value) -> None:
    source.drop("events.csv")
    table = pa.table({"dossier": ["H1"], "at": pa.array([value], kind), "activity": ["received"]})
    pq.write_table(table, source.folder / "events.parquet")
    assert pq.read_table(source.read().path("events"))["at"].to_pylist() == [datetime.fromisoformat("2026-03-02T08:00")]


def test_events_are_numbered_within_their_dossier_by_time_with_ties_in_source_order(source) -> None:
    source.write(
        "events.csv",
        "dossier,at,activity\nH2,2026-03-03T09:00,z\nH1,2026-03-05T10:00,c\nH1,2026-03-02T08:30,b\nH1,2026-03-02T08:30,a\n",
    )
    rows = pq.read_table(source.read().path("events")).select(["dossier", "seq", "activity"]).to_pylist()
    assert [tuple(row.values()) for row in rows] == [("H1", 1, "b"), ("H1", 2, "a"), ("H1", 3, "c"), ("H2", 1, "z")]


def test_numbering_goes_on_across_the_batches_it_is_written_in(source) -> None:
    rows = "".join(f"H1,2026-03-02T08:00:{n % 60:02}.{n:06},step\n" for n in range(250_000))
    source.write("events.csv", "dossier,at,activity\n" + rows + "H2,2026-03-03T09:00,received\n")
    path = source.read().path("events")
    found = duckdb.sql(
        f"SELECT dossier, min(seq), max(seq), count(DISTINCT seq) FROM '{path}' GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert found == [("H1", 1, 250_000, 250_000), ("H2", 1, 1, 1)]
    groups = pq.ParquetFile(path).metadata
    assert max(groups.row_group(n).num_rows for n in range(groups.num_row_groups)) <= 130_000


def test_columns_the_format_does_not_know_are_kept_as_text_and_never_clash(source) -> None:
    source.write(
        "events.csv", "dossier,at,activity,Colour,colour,x_note,seq\nH1,2026-03-02T08:00,received,red,blue,n,7\n"
    )
    table = pq.read_table(source.read().path("events"))
    assert table.column_names[8:] == ["seq", "x_Colour", "x_colour_2", "x_note", "x_seq"]
    assert table.to_pylist()[0]["x_seq"] == "7"


def test_column_names_with_quotes_are_harmless(source) -> None:
    name = "it's \"; DROP TABLE refused --"
    quoted = name.replace('"', '""')
    source.write("events.csv", f'dossier,at,activity,"{quoted}"\nH1,2026-03-02T08:00,received,7\n')
    assert pq.read_table(source.read().path("events"))[f"x_{name}"].to_pylist() == ["7"]


def test_the_same_records_have_the_same_checksum_in_csv_gzip_parquet_and_parts(source) -> None:
    plain = source.read().checksums
    text = (source.folder / "events.csv").read_bytes()
    source.drop("events.csv")
    source.write("events.csv.gz", gzip.compress(text))
    assert source.read().checksums == plain
    source.drop("events.csv.gz")
    table = pc.read_csv(
        pa.BufferReader(text), convert_options=pc.ConvertOptions(timestamp_parsers=["%Y-%m-%dT%H:%M:%S%z"])
    )
    pq.write_table(table, source.folder / "events.parquet")
    assert source.read().checksums == plain
    source.drop("events.parquet")
    lines = text.decode().splitlines(keepends=True)
    source.write("events/part-1.csv", lines[0] + lines[1])
    source.write("events/part-2.csv.gz", gzip.compress("".join([lines[0], *lines[2:]]).encode()))
    assert source.read().checksums == plain


def test_parts_may_have_their_columns_in_another_order_and_some_fewer(source) -> None:
    source.drop("events.csv")
    source.write("events/a.csv", "dossier,at,activity,official\nH1,2026-03-02T08:00,received,C1\n")
    source.write("events/b.csv", "activity,dossier,at\nfinished,H1,2026-03-05T10:00\nbroken,H1,soon\n")
    records = source.read()
    rows = pq.read_table(records.path("events")).to_pylist()
    assert [(row["activity"], row["official"]) for row in rows] == [("received", "C1"), ("finished", None)]
    rejection = pq.read_table(records.path("rejections")).to_pylist()[0]
    assert (rejection["file"], rejection["line"]) == ("b.csv", 3)


def test_a_changed_value_changes_the_checksum_of_its_table_alone(source) -> None:
    before = source.read().checksums
    text = (source.folder / "events.csv").read_text("utf-8")
    source.write("events.csv", text.replace("finished", "approved"))
    after = source.read().checksums
    assert after["events"] != before["events"]
    assert after["dossiers"] == before["dossiers"]


def test_the_summary_names_each_source_file_with_its_hash(source) -> None:
    tables = source.read().summary["tables"]
    expected = hashlib.sha256((source.folder / "events.csv").read_bytes()).hexdigest()
    assert tables["events"]["files"] == [{"name": "events.csv", "rows": 3, "sha256": expected}]
    assert tables["events"]["offsets"] == {"at": {"+07:00": 3}}


def test_a_canonical_set_can_be_opened_again_and_be_read_over(source) -> None:
    first = source.read()
    assert RecordSet.open(first.folder) == first
    assert source.read() == first
    assert sorted(path.name for path in source.out.iterdir()) == [
        "dossiers.parquet", "events.parquet", "records.json", "rejections.parquet",
    ]  # fmt: skip


def test_spans_cover_events_and_dossiers(source) -> None:
    records = source.read()
    assert records.first_at == datetime.fromisoformat("2026-03-02T08:00")
    assert records.last_at == datetime.fromisoformat("2026-03-05T10:00")


def test_file_names_with_quotes_are_harmless(tmp_path: Path, source) -> None:
    strange = tmp_path / "it's; DROP TABLE refused --"
    source.folder.rename(strange)
    source.folder = strange
    assert source.read().rows == {"dossiers": 2, "events": 3}
