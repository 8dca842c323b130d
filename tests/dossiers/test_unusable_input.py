"""What bad input gets: one plain line that names the place and the remedy, exit status 2, and nothing left behind."""

import gzip
import os
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from liem.base.errors import InputError
from liem.dossiers.limits import ReadingLimits
from liem.dossiers.records import read_records

pytestmark = pytest.mark.slow

XES = b'<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">%s</log>'
TRACE = (
    b'<trace><string key="concept:name" value="H1"/><event><string key="concept:name" value="a"/>'
    b'<date key="time:timestamp" value="2026-03-02T08:00:00+07:00"/></event></trace>'
)


def refused(said, *words: str) -> None:
    """One line on the error stream, with these words; status 2; nothing left behind."""
    assert said.status == 2, said
    assert said.out == ""
    assert said.err.startswith("liem: ")
    assert said.err.count("\n") == 1, said.err
    for word in words:
        assert word in said.err, said.err
    assert said.left_behind == []


def test_a_sound_record_set_is_accepted_so_that_the_refusals_below_mean_something(source, check) -> None:
    said = check(source.folder)
    assert (said.status, said.err) == (0, "")
    assert "Mọi dòng đều được nhận." in said.out
    assert said.left_behind == []


def test_a_path_that_is_not_there(tmp_path, check) -> None:
    refused(check(tmp_path / "nowhere"), "nowhere: no such file or folder", "check the path")


def test_a_folder_without_a_table(tmp_path, check) -> None:
    (tmp_path / "empty").mkdir()
    refused(check(tmp_path / "empty"), "empty: the folder holds no table of the exchange format", "dossiers.csv")


def test_a_missing_required_table(source, check) -> None:
    source.drop("events.csv")
    refused(check(source.folder), "the required table events is missing", "add events.csv")


def test_a_table_that_is_there_twice(source, check) -> None:
    source.write("events.csv.gz", gzip.compress(b"dossier,at,activity\n"))
    refused(check(source.folder), "the table events is there more than once (events.csv, events.csv.gz)")


def test_a_missing_required_column(source, check) -> None:
    source.write("events.csv", "dossier,activity\nH1,received\n")
    refused(check(source.folder), "events.csv, line 1, column at: no column named at", "add it")


def test_an_empty_file(source, check) -> None:
    source.write("events.csv", b"")
    refused(check(source.folder), "events.csv: the file is empty")


def test_an_empty_gzip(source, check) -> None:
    source.drop("events.csv")
    source.write("events.csv.gz", gzip.compress(b""))
    refused(check(source.folder), "events.csv.gz: the file is empty")


def test_a_header_and_no_row(source, check) -> None:
    source.write("events.csv", "dossier,at,activity\n")
    refused(check(source.folder), "events.csv: has a header and no rows")


def test_a_file_that_is_not_utf8_names_line_and_column(source, check) -> None:
    old = "dossier,at,activity\nH1,2026-03-02T08:00,x\nH1,2026-03-02T08:00,đơn\n".encode("cp1258")
    source.write("events.csv", old)
    refused(check(source.folder), "events.csv, line 3, column activity: not UTF-8", "save it as CSV in UTF-8")


def test_a_file_in_utf16(source, check) -> None:
    source.write("events.csv", "dossier,at,activity\nH1,2026-03-02T08:00,x\n".encode("utf-16"))
    refused(check(source.folder), "events.csv: named as CSV, but it is text in UTF-16")


def test_a_column_of_which_no_value_can_be_read_is_refused_by_its_first_line(source, check) -> None:
    source.write("events.csv", "dossier,at,activity\nH1,02/03/2026 08:00,received\nH2,03/03/2026 09:00,received\n")
    refused(check(source.folder), "events.csv, line 2, column at: no row can be accepted", "ISO 8601", "mapping")


def test_a_column_of_a_type_that_never_fits(source, check) -> None:
    source.drop("events.csv")
    table = pa.table({"dossier": ["H1"], "at": pa.array([1772414000], pa.int64()), "activity": ["received"]})
    pq.write_table(table, source.folder / "events.parquet")
    refused(check(source.folder), "events.parquet, column at: a column of type BIGINT where the format has TIMESTAMP")


def test_a_column_of_a_nested_type_is_no_column_of_codes(source, check) -> None:
    source.drop("events.csv")
    table = pa.table({"dossier": [{"id": "H1"}], "at": ["2026-03-02T08:00:00"], "activity": ["received"]})
    pq.write_table(table, source.folder / "events.parquet")
    refused(check(source.folder), "events.parquet, column dossier: a column of type STRUCT", "convert the column")


@pytest.mark.parametrize("second", ["at", "AT"])
def test_a_parquet_with_a_column_twice(source, check, second) -> None:
    source.drop("events.csv")
    values = [pa.array([text]) for text in ("H1", "2026-03-02T08:00:00", "2026-03-03T08:00:00", "received")]
    pq.write_table(pa.table(values, names=["dossier", "at", second, "activity"]), source.folder / "events.parquet")
    refused(check(source.folder), f"events.parquet, column {second}: the column {second} is there twice")


def test_where_every_procedure_is_refused_the_line_of_the_procedure_is_named(source, check) -> None:
    source.write("procedures.csv", "procedure,name,limit_working_days,required_documents\nP1,Giấy,năm,\n")
    refused(check(source.folder), "procedures.csv, line 2, column limit_working_days", "not a whole number")


def test_a_pipe_is_no_file(tmp_path, source, check) -> None:
    os.mkfifo(tmp_path / "log.xes")
    refused(check(tmp_path / "log.xes"), "log.xes: not a file that can be read more than once", "save it as a file")
    source.drop("events.csv")
    os.mkfifo(source.folder / "events.csv")
    refused(check(source.folder), "events.csv: not a file that can be read more than once")


def test_a_gzip_cut_short(source, check) -> None:
    source.drop("events.csv")
    source.write("events.csv.gz", gzip.compress(os.urandom(100_000).hex().encode())[:50_000])
    refused(check(source.folder), "events.csv.gz: the gzip file is damaged or cut short", "copy or export it again")


def test_a_gzip_with_a_wrong_checksum(source, check) -> None:
    source.drop("events.csv")
    whole = bytearray(gzip.compress(b"dossier,at,activity\n" + b"H1,2026-03-02T08:00,received\n" * 5000))
    whole[-6] ^= 0xFF
    source.write("events.csv.gz", bytes(whole))
    refused(check(source.folder), "events.csv.gz: the gzip file is damaged or cut short")


def parquet(source, rows: int = 1000) -> Path:
    source.drop("events.csv")
    path: Path = source.folder / "events.parquet"
    at = [f"2026-03-02T08:00:{second % 60:02}" for second in range(rows)]
    table = pa.table({"dossier": ["H1"] * rows, "at": at, "activity": [os.urandom(8).hex() for _ in range(rows)]})
    pq.write_table(table, path)
    return path


def test_a_parquet_cut_short(source, check) -> None:
    path = parquet(source)
    path.write_bytes(path.read_bytes()[:-100])
    refused(check(source.folder), "events.parquet: the Parquet file is damaged or cut short", "copy or export it again")


def test_a_parquet_whose_pages_are_damaged(source, check) -> None:
    path = parquet(source)
    whole = bytearray(path.read_bytes())
    whole[200 : len(whole) // 2] = os.urandom(len(whole) // 2 - 200)
    path.write_bytes(bytes(whole))
    refused(check(source.folder), "copy or export it again")


def test_a_parquet_that_would_expand_beyond_the_limit(source, check, monkeypatch) -> None:
    parquet(source)
    monkeypatch.setenv("LIEM_READ_EXPANDED", "1K")
    refused(check(source.folder), "expands to more than 1,024 bytes", "LIEM_READ_EXPANDED")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("events.csv", b"PAR1" + b"\x00" * 50, "named as CSV, but it is a Parquet file"),
        ("events.csv", b"<!DOCTYPE html><html><body>404</body></html>", "named as CSV, but it is a web page"),
        ("events.csv", gzip.compress(b"dossier,at,activity\nH1,2026-03-02,x\n", mtime=0), "but it is text inside gzip"),
        ("events.csv.gz", b"dossier,at,activity\nH1,2026-03-02,x\n", "but it is text that is not compressed"),
        ("events.csv.gz", b"PK\x03\x04" + b"\x00" * 50, "but it is a zip archive or an Office document"),
        ("events.csv.gz", gzip.compress(b"PAR1" + b"\x00" * 50, mtime=0), "but it is a Parquet file inside gzip"),
        ("events.parquet", b"dossier,at,activity\nH1,2026-03-02,x\n", "named .parquet, but it is text"),
        ("events.csv", bytes(range(256)) * 20, "but it is a binary file"),
        ("events.csv", b"%PDF-1.7\n", "but it is a PDF document"),
    ],
)
def test_a_file_that_is_not_what_its_name_says(source, check, name, content, said) -> None:
    source.drop("events.csv")
    source.write(name, content)
    refused(check(source.folder), name, said, "give it the name of what it is")


def test_a_real_zip_named_gz(source, check) -> None:
    source.drop("events.csv")
    with zipfile.ZipFile(source.folder / "events.csv.gz", "w") as archive:
        archive.writestr("events.csv", "dossier,at,activity\n")
    refused(check(source.folder), "a zip archive")


def test_a_web_page_named_xes(tmp_path, check) -> None:
    (tmp_path / "log.xes").write_text("<html><body>Not found</body></html>", "utf-8")
    refused(check(tmp_path / "log.xes"), "log.xes: named as XES, but it is a web page")


@pytest.mark.slow
def test_a_zip_bomb_is_refused_while_it_expands(source, check, monkeypatch) -> None:
    source.drop("events.csv")
    line = b"H1,2026-03-02T08:00:00+07:00,received\n"
    source.write("events.csv.gz", gzip.compress(b"dossier,at,activity\n" + line * 2_500_000, 9))
    monkeypatch.setenv("LIEM_READ_RATIO", "100")
    refused(check(source.folder), "expands to more than 100 times its size, as a zip bomb does", "LIEM_READ_RATIO")


def test_an_expansion_beyond_the_absolute_limit_is_refused(source, check, monkeypatch) -> None:
    source.drop("events.csv")
    source.write("events.csv.gz", gzip.compress(os.urandom(300_000).hex().encode()))
    monkeypatch.setenv("LIEM_READ_EXPANDED", "100K")
    refused(check(source.folder), "expands to more than 102,400 bytes")


@pytest.mark.parametrize(
    "head",
    [
        b'<!DOCTYPE log SYSTEM "http://example.org/log.dtd">',
        b'<!DOCTYPE log [<!ENTITY secret SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
    ],
)
def test_an_xes_that_declares_a_document_type(tmp_path, check, head) -> None:
    (tmp_path / "log.xes").write_bytes(b'<?xml version="1.0"?>\n' + head + b"\n<log>" + TRACE + b"</log>")
    refused(check(tmp_path / "log.xes"), "log.xes, line 2: the XML declares a document type", "remove the DOCTYPE")


def test_an_xes_of_another_wrapping_than_its_name_says(tmp_path, check) -> None:
    (tmp_path / "log.xes").write_bytes(gzip.compress(XES % TRACE))
    refused(check(tmp_path / "log.xes"), "named as XES, but it is an XES log inside gzip", "the name of what it is")
    (tmp_path / "log.xes.gz").write_bytes(XES % TRACE)
    refused(check(tmp_path / "log.xes.gz"), "named as XES, but it is an XES log that is not compressed")


def test_an_endless_value_in_an_xes_is_refused_before_it_costs_time(tmp_path, check, monkeypatch) -> None:
    monkeypatch.setenv("LIEM_READ_TRACE", "20M")
    with (tmp_path / "log.xes").open("wb") as file:
        file.write((XES % TRACE)[:120])
        for _ in range(40):
            file.write(b"x" * 1_000_000)
    refused(check(tmp_path / "log.xes"), "log.xes: a trace longer than 20,971,520 bytes", "LIEM_READ_TRACE")


def test_an_xes_cut_short(tmp_path, check) -> None:
    (tmp_path / "log.xes").write_bytes((XES % (TRACE * 3))[:-40])
    refused(check(tmp_path / "log.xes"), "log.xes, line 2", "ends too early")


def test_an_xes_cut_short_in_its_first_trace(tmp_path, check) -> None:
    (tmp_path / "log.xes").write_bytes((XES % TRACE)[:-40])
    refused(check(tmp_path / "log.xes"), "log.xes, line 2", "ends too early")


def test_an_xes_that_is_not_well_formed_names_line_and_column(tmp_path, check) -> None:
    (tmp_path / "log.xes").write_bytes(XES % (TRACE + b'\n<trace><string key="x" value="y"></trace>'))
    refused(check(tmp_path / "log.xes"), "log.xes, line 3, column", "not well formed (mismatched tag)")


def test_an_xes_with_an_entity_that_nobody_declared(tmp_path, check) -> None:
    (tmp_path / "log.xes").write_bytes(XES % TRACE.replace(b'"a"', b'"&foo;"'))
    refused(check(tmp_path / "log.xes"), "log.xes, line 2", "undefined entity")


def test_an_xes_with_events_outside_traces(tmp_path, check) -> None:
    (tmp_path / "log.xes").write_bytes(XES % (TRACE + b'<event><string key="concept:name" value="b"/></event>'))
    refused(check(tmp_path / "log.xes"), "events stand outside any trace")


def test_a_trace_over_the_limit(tmp_path, check, monkeypatch) -> None:
    monkeypatch.setenv("LIEM_READ_TRACE", "2K")
    long = TRACE.replace(b"</trace>", b"<event></event>" * 1000 + b"</trace>")
    (tmp_path / "log.xes").write_bytes(XES % long)
    refused(check(tmp_path / "log.xes"), "a trace longer than 2,048 bytes", "LIEM_READ_TRACE")


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not bind the superuser")
def test_a_file_without_permission(source, check) -> None:
    (source.folder / "events.csv").chmod(0)
    refused(check(source.folder), "events.csv: permission denied", "give this user the right to read it")


def test_a_file_without_permission_says_so_even_where_tests_run_as_superuser(source, check, monkeypatch) -> None:
    opened = Path.open

    def deny(path: Path, *rest: object, **options: object):  # type: ignore[no-untyped-def]
        if path.name == "events.csv":
            raise PermissionError(13, "Permission denied")
        return opened(path, *rest, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", deny)
    refused(check(source.folder), "events.csv: permission denied", "give this user the right to read it")


def test_a_file_that_grows_beyond_what_the_system_allows_leaves_nothing_behind(source, check) -> None:
    """The same road as a full disk: the write fails in the middle, with EFBIG in place of ENOSPC."""
    source.write(
        "events.csv",
        "dossier,at,activity,reason\n"
        + "".join(f"H1,2026-03-02T08:00:{n % 60:02},step,{os.urandom(30).hex()}\n" for n in range(20_000)),
    )
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
    try:
        said = check(source.folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    refused(said, "cannot be written", "write elsewhere")


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only the superuser can mount a small disk")
def test_a_full_disk_leaves_nothing_behind(source, tmp_path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(small)], capture_output=True)
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        source.write(
            "events.csv",
            "dossier,at,activity,reason\n"
            + "".join(f"H1,2026-03-02T08:00:{n % 60:02},step,{os.urandom(40).hex()}\n" for n in range(20_000)),
        )
        source.out = small / "canonical"
        with pytest.raises(InputError, match="the disk is full; make room there"):
            source.read()
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", str(small)], check=True)


LONG_LINE = """
import gzip, resource, sys
from pathlib import Path
from liem.base.errors import InputError
from liem.dossiers.records import read_records
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_records(Path(sys.argv[1]), Path(sys.argv[2]))
except InputError as error:
    print(error)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.slow
def test_a_line_of_200_megabytes_inside_gzip_is_refused_in_bounded_memory(source) -> None:
    source.drop("events.csv")
    with gzip.open(source.folder / "events.csv.gz", "wb", compresslevel=1) as file:
        file.write(b"dossier,at,activity\nH1,2026-03-02T08:00,")
        for _ in range(200):
            file.write(b"x" * 1_000_000)
    done = subprocess.run(
        [sys.executable, "-c", LONG_LINE, source.folder, source.out], capture_output=True, text=True, check=True
    )
    message, grown = done.stdout.strip().split("\n")
    assert "events.csv.gz, line 2: a line longer than 1,048,576 bytes" in message
    assert int(grown) < 150_000
    assert not source.out.exists()


def test_a_limit_that_is_no_size_is_refused(source, check, monkeypatch) -> None:
    monkeypatch.setenv("LIEM_READ_MEMORY", "plenty")
    refused(check(source.folder), "LIEM_READ_MEMORY=plenty: not a size")


def test_sizes_are_read_with_their_units(monkeypatch) -> None:
    monkeypatch.setenv("LIEM_READ_MEMORY", "3GiB")
    monkeypatch.setenv("LIEM_READ_LINE", "64k")
    limits = ReadingLimits.from_environment()
    assert (limits.memory, limits.line) == (3 * 2**30, 65_536)


def test_what_was_there_before_stays_when_a_new_reading_fails(source) -> None:
    first = source.read()
    source.write("events.csv", "dossier,activity\nH1,received\n")
    with pytest.raises(InputError):
        source.read()
    assert first.path("events").exists()
    assert [path.name for path in source.out.parent.iterdir() if path.name.startswith(".")] == []


def test_a_folder_that_holds_something_else_is_not_written_into(source) -> None:
    source.out.mkdir()
    (source.out / "letter.txt").write_text("x", "utf-8")
    with pytest.raises(InputError, match="the folder is not empty; name a new or an empty folder"):
        source.read()
    assert (source.out / "letter.txt").exists()


@pytest.mark.slow
def test_a_line_of_ten_gigabytes_is_refused_by_its_number_after_its_first_megabyte(source) -> None:
    with (source.folder / "events.csv").open("wb") as file:
        file.write(b"dossier,at,activity\nH1,2026-03-02T08:00," + b"x" * 2_000_000)
        file.truncate(10 * 10**9)  # a hole: ten gigabytes that lie on no disk
    done = subprocess.run(
        [sys.executable, "-c", LONG_LINE, source.folder, source.out], capture_output=True, text=True, check=True
    )
    message, grown = done.stdout.strip().split("\n")
    assert "events.csv, line 2: a line longer than 1,048,576 bytes" in message
    assert int(grown) < 150_000
    assert not source.out.exists()


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "windows-1258", "US-ASCII"])
def test_an_xes_in_the_encoding_it_declares_is_read(tmp_path, encoding) -> None:
    step = "cap" if encoding == "US-ASCII" else "récepté"
    text = (XES % TRACE).decode().replace('"a"', f'"{step}"').replace("UTF-8", encoding)
    (tmp_path / "log.xes").write_bytes(text.encode(encoding))
    read = read_records(tmp_path / "log.xes", tmp_path / "canonical")
    assert pq.read_table(read.path("events")).column("activity").to_pylist() == [step]


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ("UTF-8", "log.xes, line 2"),
        ("martian-7", "declares the encoding martian-7, which is not known here; save it in UTF-8"),
        ("base64", "declares the encoding base64, which is not known here"),
        ("shift_jis", "is not in the encoding that it declares; save it in UTF-8"),
        ("utf-16", "is not in the encoding that it declares; save it in UTF-8"),
    ],
)
def test_an_xes_that_is_not_in_the_encoding_it_declares_is_refused(tmp_path, check, declared, said) -> None:
    text = (XES % TRACE.replace(b'"a"', b'"r\xe9"')).replace(b"UTF-8", declared.encode())
    (tmp_path / "log.xes").write_bytes(text + b" " * (len(text) % 2) + b"\n" * (1 - len(text) % 2))
    refused(check(tmp_path / "log.xes"), said)


def test_an_xes_in_utf16_is_refused_by_what_it_is(tmp_path, check) -> None:
    (tmp_path / "log.xes").write_bytes((XES % TRACE).decode().encode("utf-16"))
    refused(check(tmp_path / "log.xes"), "named as XES, but it is text in UTF-16", "export the log again")
