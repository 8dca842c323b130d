"""A mapping names columns, translates words, states constants, and leaves out what is no person; it refuses what
it does not know.
"""

from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.dossiers.conftest import rejected

from liem.base.errors import InputError
from liem.dossiers.mapping import load_mapping
from liem.dossiers.records import RecordSet, read_records
from liem.dossiers.rejections import REASONS

LOG = """ma;luc;buoc;nguoi;don_vi;ket_thuc;kenh;tra_loi
H1;02/03/2026 08:00;Tiếp nhận;C1;U1;05/03/2026 10:00;Bưu điện;
H1;03/03/2026 08:00;Tạm dừng;C1;U1;05/03/2026 10:00;Bưu điện;Không
H1;04/03/2026 08:00;Tạm dừng;C2;U1;05/03/2026 10:00;Bưu điện;Có
H2;03/03/2026 09:00;Tiếp nhận;TEST;;31/12/1969 00:00;Khác;
H2;03/03/2026 09:30;Việc khác;C2;;31/12/1969 00:00;Khác;
"""
MAPPING = """
[source]
delimiter = ";"
[time]
format = "%d/%m/%Y %H:%M"
[missing]
values = ["?"]
before = 1971-01-01
[events]
dossier = "ma"
at = "luc"
activity = "buoc"
official = "nguoi"
[activities]
"Tiếp nhận" = "received"
"Tạm dừng" = { is = "suspended", where = { tra_loi = "Có" } }
[dossiers]
procedure = { constant = "P1" }
unit = { column = "don_vi", default = "U0" }
applicant = { constant = "unstated" }
finished_at = "ket_thuc"
channel = { column = "kenh", values = { "Bưu điện" = "post", "Khác" = "" } }
[leave_out]
nguoi = ["TEST"]
"""


@pytest.fixture
def read(tmp_path: Path):  # type: ignore[no-untyped-def]
    def reading(log: str | bytes = LOG, mapping: str = MAPPING, name: str = "log.csv") -> RecordSet:
        (tmp_path / name).write_bytes(log.encode() if isinstance(log, str) else log)
        (tmp_path / "mapping.toml").write_text(mapping, "utf-8")
        return read_records(tmp_path / name, tmp_path / "out", tmp_path / "mapping.toml")

    return reading


def rows(records: RecordSet, table: str) -> list[dict[str, object]]:
    return pq.read_table(records.path(table)).to_pylist()


def test_columns_words_constants_and_defaults(read) -> None:
    first, second = rows(read(), "dossiers")
    assert (first["procedure"], first["unit"], first["channel"]) == ("P1", "U1", "post")
    assert first["finished_at"] == datetime.fromisoformat("2026-03-05T10:00")
    assert (second["unit"], second["channel"], second["finished_at"]) == ("U0", None, None)


def test_an_activity_may_be_translated_only_where_another_column_says_so(read) -> None:
    events = [row for row in rows(read(), "events") if row["dossier"] == "H1"]
    assert [row["activity"] for row in events] == ["received", "Tạm dừng", "suspended"]
    assert [row["x_activity"] for row in events] == ["Tiếp nhận", "Tạm dừng", "Tạm dừng"]


def test_rows_left_out_are_counted_and_not_hidden(read) -> None:
    records = read()
    events = records.summary["tables"]["events"]
    assert (events["read"], events["accepted"], events["left_out"], events["rejected"]) == (5, 4, 1, 0)


def test_a_row_that_cannot_be_accepted_is_reported_with_the_line_of_the_source(read) -> None:
    records = read(LOG + "H2;morgen;Việc khác;C2;;;;\n")
    assert rejected(records) == [("events", 7, "at", REASONS["wrong_format"].en)]


def test_foreign_clocks_can_be_kept_as_they_were_written(read) -> None:
    log = "d,t,a\nH1,2011-06-01T09:00:00+02:00,x\nH1,2011-12-01T09:00:00+01:00,y\n"
    columns = '[events]\ndossier = "d"\nat = "t"\nactivity = "a"\n'
    kept = read(log, '[time]\nclocks = "as written"\n' + columns)
    assert [row["at"].hour for row in rows(kept, "events")] == [9, 9]  # type: ignore[attr-defined]
    assert [row["at"].hour for row in rows(read(log, columns), "events")] == [14, 15]  # type: ignore[attr-defined]
    paris = read(log, '[time]\nclocks = "Europe/Paris"\n' + columns)
    assert [row["at"].hour for row in rows(paris, "events")] == [9, 9]  # type: ignore[attr-defined]


def test_timestamps_without_offset_are_of_the_zone_the_mapping_names(read) -> None:
    log = "d,t,a\nH1,2011-06-01T09:00:00,x\n"
    records = read(log, '[time]\nzone = "UTC"\n[events]\ndossier = "d"\nat = "t"\nactivity = "a"\n')
    assert rows(records, "events")[0]["at"] == datetime.fromisoformat("2011-06-01T16:00")


def test_a_time_of_a_dossier_can_be_that_of_an_activity_and_values_first_last_or_largest(read) -> None:
    log = "d,t,a,v\nH1,2026-03-02T08:00,x,3\nH1,2026-03-03T08:00,y,\nH1,2026-03-04T08:00,z,1\n"
    mapping = """
    events = { dossier = "d", at = "t", activity = "a" }
    [dossiers]
    finished_at = { when = ["y"] }
    agent = { column = "v", take = "last" }
    resubmission_of = { column = "v", take = "max" }
    fee_charged = { column = "v" }
    """
    (one,) = rows(read(log, mapping), "dossiers")
    assert one["finished_at"] == datetime.fromisoformat("2026-03-03T08:00")
    assert (one["agent"], one["resubmission_of"], one["fee_charged"]) == ("1", "3", 3)


@pytest.mark.parametrize(
    ("received", "clocks", "due"),
    [
        ("", "", "2026-04-27T08:00"),
        ('received_at = "v"\n', "", "2026-03-29T16:00"),
        ('received_at = "v"\n', 'time = { clocks = "as written" }\n', "2026-03-29T09:00"),
    ],
)
def test_a_due_date_can_be_a_period_after_receipt(read, received, clocks, due) -> None:
    log = "d,t,a,v\nH1,2026-03-02T08:00,x,2026-02-01T09:00:00Z\nH1,2026-03-03T08:00,y,2026-02-01T09:00:00Z\n"
    events = 'events = { dossier = "d", at = "t", activity = "a" }\n'
    mapping = clocks + events + "[dossiers]\n" + received + 'due_at = { after = "received_at", days = 56 }\n'
    (one,) = rows(read(log, mapping), "dossiers")
    assert one["due_at"] == datetime.fromisoformat(due)


def test_a_folder_of_logs_is_one_log_and_codes_can_be_told_apart_by_file(tmp_path) -> None:
    (tmp_path / "logs").mkdir()
    for office in ("north", "south"):
        (tmp_path / "logs" / f"{office}.csv").write_text("d,t,a\nH1,2026-03-02T08:00,x\n", "utf-8")
    mapping = 'dossiers = { unit = { column = "@file" } }\n[events]\nat = "t"\nactivity = "a"\n'
    (tmp_path / "m.toml").write_text(mapping + 'dossier = { column = "d", prefix = "@file" }', "utf-8")
    records = read_records(tmp_path / "logs", tmp_path / "out", tmp_path / "m.toml")
    assert [(row["dossier"], row["unit"]) for row in rows(records, "dossiers")] == [
        ("north/H1", "north"),
        ("south/H1", "south"),
    ]


def test_a_parquet_event_table_keeps_its_types(tmp_path) -> None:
    at = pa.array([datetime.fromisoformat("2026-03-02T01:00+00:00")], pa.timestamp("us", "UTC"))
    pq.write_table(pa.table({"dossier": [17], "at": at, "activity": ["x"]}), tmp_path / "log.parquet")
    records = read_records(tmp_path / "log.parquet", tmp_path / "out")
    (one,) = rows(records, "events")
    assert (one["dossier"], one["at"]) == ("17", datetime.fromisoformat("2026-03-02T08:00"))


def test_a_file_with_columns_named_as_in_the_format_needs_no_mapping(tmp_path) -> None:
    (tmp_path / "log.csv").write_text("dossier,at,activity\nH1,2026-03-02T08:00,received\n", "utf-8")
    assert read_records(tmp_path / "log.csv", tmp_path / "out").rows == {"dossiers": 1, "events": 1}


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ("[evens]\n", "mapping.toml, column evens: a key without meaning here; known here: source, time"),
        ('[events]\nwhen = "t"\n', "column events.when: a key without meaning here; known here: dossier, at"),
        ("[events]\nat = 3\n", "column events.at: neither a column name nor a table"),
        ('[dossiers]\nunit = { column = "a", constant = "b" }\n', "needs exactly one of column, constant, when, after"),
        ('[dossiers]\ndue_at = { after = "finished_at", days = 5 }\n', "dossiers.due_at: a period that is none"),
        ('[dossiers]\nagent = { after = "received_at", days = 5 }\n', "dossiers.agent: a period that is none"),
        ('[dossiers]\ndue_at = { column = "a", days = 5 }\n', "dossiers.due_at: a period that is none"),
        ('[dossiers]\ndue_at = { after = "received_at" }\n', "not a number of days up to 3660"),
        ('[dossiers]\ndue_at = { after = "received_at", days = 0 }\n', "not a number of days up to 3660"),
        ('[dossiers]\nunit = { column = "a", take = "best" }\n', "take = 'best' means nothing"),
        ('[time]\nzone = "Hanoi"\n', "column time.zone: no time zone is called Hanoi"),
        ('[missing]\nbefore = "1971"\n', "column missing.before: not a date"),
        ("[missing]\nvalues = 3\n", "column missing.values: not a list of text"),
        ('[source]\ndelimiter = ";;"\n', "column source.delimiter: not a single character"),
        ("[activities]\nx = 3\n", "column activities.x: not a translation"),
        ("events\n", "the mapping is not TOML"),
        ("activities = 3\n", "column activities: not a section"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused_by_its_key(read, mapping, message) -> None:
    with pytest.raises(InputError) as refused:
        read("dossier,at,activity\nH1,2026-03-02T08:00,x\n", mapping)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_column_the_mapping_names_and_the_file_lacks_is_said_with_those_it_has(read) -> None:
    with pytest.raises(InputError, match="no column named luc; mend mapping"):
        read("ma,buoc\nH1,x\n", '[events]\ndossier = "ma"\nat = "luc"\nactivity = "buoc"\n')


def test_an_event_table_without_a_mapping_says_what_is_missing(tmp_path) -> None:
    (tmp_path / "log.csv").write_text("ma,luc,buoc\nH1,2026-03-02T08:00,x\n", "utf-8")
    with pytest.raises(InputError, match="line 1, column dossier: no column for dossier; name it in a mapping"):
        read_records(tmp_path / "log.csv", tmp_path / "out")


def test_where_no_time_can_be_read_the_column_of_the_events_is_named(read) -> None:
    with pytest.raises(InputError, match="line 2, column at: no row can be accepted, here: not a timestamp"):
        read(LOG.replace("/03/2026 0", " tháng 3 "))


def test_columns_named_for_a_record_set_are_refused(source, tmp_path) -> None:
    (tmp_path / "m.toml").write_text('[events]\nat = "t"\n', "utf-8")
    with pytest.raises(InputError, match="names columns, but the source is a record set"):
        source.read(mapping=tmp_path / "m.toml")


def test_a_mapping_that_is_not_there(tmp_path) -> None:
    with pytest.raises(InputError, match="no such file"):
        load_mapping(tmp_path / "none.toml")


@pytest.mark.parametrize("name", ["wabo-receipt.toml", "bpic15.toml"])
def test_the_mappings_shipped_as_examples_are_well_formed(name) -> None:
    assert load_mapping(Path(__file__).parents[2] / "examples" / "mappings" / name).events
