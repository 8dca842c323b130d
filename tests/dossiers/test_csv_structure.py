"""The scanner follows quotes and keeps true line numbers, however the file is cut into chunks."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liem.base.errors import InputError
from liem.dossiers.csv_scan import MALFORMED_AT_MOST, CsvScan
from liem.dossiers.limits import ReadingLimits


def scanned(text: bytes, at_once: int | None = None, **options: object) -> tuple[CsvScan, bytes, list[int]]:
    scan = CsvScan("f.csv", **options)  # type: ignore[arg-type]
    step = at_once or max(1, len(text))
    pieces = list(scan.pieces(text[start : start + step] for start in range(0, len(text), step)))
    return scan, b"".join(piece.data for piece in pieces), [line for piece in pieces for line in piece.lines.tolist()]


values = st.text(st.sampled_from('ab,"\n\r\tđ ;'), max_size=6)
records = st.lists(st.tuples(values, values, values), max_size=8)


@given(records, st.sampled_from(["\n", "\r\n"]), st.integers(1, 40))
@settings(max_examples=300, deadline=None)
def test_whatever_a_csv_writer_writes_is_sound_and_every_record_keeps_its_line(rows, end, at_once) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(["a", "b", "c"])
    lines = []
    for row in rows:
        lines.append(written.getvalue().count("\n") + 1)
        writer.writerow(row)
    text = written.getvalue().encode()
    scan, data, found = scanned(text, at_once)
    assert scan.malformed == []
    assert found == lines
    assert data == text[len(f'"a","b","c"{end}') :]


@given(st.text(st.sampled_from('ab,"\n\r\x00'), max_size=60), st.integers(1, 20))
@settings(max_examples=400, deadline=None)
def test_a_spoilt_file_gives_the_same_records_and_the_same_complaints_however_it_is_cut(text, at_once) -> None:
    spoilt = b"a,b\n" + text.encode()
    whole, cut = scanned(spoilt), scanned(spoilt, at_once)
    assert (whole[1:], whole[0].malformed) == (cut[1:], cut[0].malformed)


def test_one_stray_quote_costs_one_line() -> None:
    scan, data, lines = scanned(b'a,b\n1,2\n5" pipe,3\n4,5\n')
    assert [(bad.line, bad.reason) for bad in scan.malformed] == [(3, "bad_quote")]
    assert (data, lines) == (b"1,2\n4,5\n", [2, 4])


def test_a_quote_that_never_closes_costs_its_line_and_no_other() -> None:
    scan, _, lines = scanned(b'a,b\n1,"2\n3,4\n5,6\n')
    assert [(bad.line, bad.reason) for bad in scan.malformed] == [(2, "bad_quote")]
    assert lines == [3, 4]


def test_a_byte_order_mark_is_no_part_of_the_first_name() -> None:
    assert scanned(b"\xef\xbb\xbfdossier,at\nH1,x\n")[0].header == ["dossier", "at"]


def test_a_thousand_malformed_lines_are_reported_and_one_more_is_refused_as_no_csv() -> None:
    bad = b"1,2,3\n"
    assert len(scanned(b"a,b\n" + bad * MALFORMED_AT_MOST)[0].malformed) == MALFORMED_AT_MOST
    with pytest.raises(InputError, match="more than 1,000 malformed lines, the first at line 2"):
        scanned(b"a,b\n" + bad * (MALFORMED_AT_MOST + 1))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"a;b\n1;2\n", "line 1: the columns are separated by ';'"),
        (b"a\tb\n1\t2\n", "line 1: the columns are separated by tabs"),
        (b"a,b,a\n1,2,3\n", "line 1, column a: the column a is there twice"),
        (b",,\n1,2,3\n", "line 1: the first line names no column"),
        (b"a,b\r1,2\r", "line 1: the header is not well formed"),
        (b"a,b\n1,2\nx,caf\xe9\n", "line 3, column b: not UTF-8"),
        (b'a,b\n1,"x\ny\nz\xff"\n', "line 4, column b: not UTF-8"),
        (b"\n", "line 1: the first line names no column"),
    ],
)
def test_a_file_that_is_no_csv_is_refused_with_place_and_remedy(text, message) -> None:
    with pytest.raises(InputError, match="f.csv, " + message):
        scanned(text)


def test_a_record_over_the_limit_is_refused_by_its_line() -> None:
    limits = ReadingLimits(line=100)
    with pytest.raises(InputError, match="line 3: a line longer than 100 bytes"):
        scanned(b"a,b\n1,2\n" + b"x" * 200 + b",2\n", 16, limits=limits)
