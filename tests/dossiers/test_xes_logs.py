"""XES logs: read in pieces, nothing lost, values kept as they were written."""

import gzip
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.dossiers.conftest import rejected

from liem.base.errors import InputError
from liem.dossiers.readers import xes
from liem.dossiers.records import RecordSet, read_records
from liem.dossiers.rejections import REASONS

HEAD = b"""<?xml version="1.0" encoding="UTF-8"?>
<!-- <trace> in a comment --><log xes.version="1.0" xmlns="http://www.xes-standard.org/">
<global scope="trace"><date key="enddate" value="1970-01-01T00:00:00.000+01:00"/></global>
<string key="meta" value="x"/>
"""


def event(activity: str, at: str, **keys: str) -> bytes:
    more = "".join(f'<string key="{key}" value="{value}"/>' for key, value in keys.items())
    return (
        f'<event><string key="concept:name" value="{activity}"/><date key="time:timestamp" value="{at}"/>{more}</event>'
    ).encode()


def trace(name: str, *events: bytes, more: str = "") -> bytes:
    return f'<trace><string key="concept:name" value="{name}"/>{more}'.encode() + b"".join(events) + b"</trace>"


@pytest.fixture
def read(tmp_path: Path):  # type: ignore[no-untyped-def]
    def reading(*traces: bytes, name: str = "log.xes") -> RecordSet:
        text = HEAD + b"\n".join(traces) + b"\n</log>\n"
        (tmp_path / name).write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
        return read_records(tmp_path / name, tmp_path / "out")

    return reading


def rows(records: RecordSet, table: str) -> list[dict[str, object]]:
    return pq.read_table(records.path(table)).to_pylist()


def test_standard_keys_need_no_mapping(read) -> None:
    records = read(trace("H1", event("a", "2026-03-02T08:00:00+07:00", **{"org:resource": "C1", "org:group": "U1"})))
    (one,) = rows(records, "events")
    assert (one["dossier"], one["activity"], one["official"], one["unit"], one["seq"]) == ("H1", "a", "C1", "U1", 1)
    assert one["at"] == datetime.fromisoformat("2026-03-02T08:00")
    (dossier,) = rows(records, "dossiers")
    assert (dossier["procedure"], dossier["unit"], dossier["applicant"]) == ("unstated",) * 3
    assert dossier["received_at"] == datetime.fromisoformat("2026-03-02T08:00")
    assert dossier["finished_at"] is None


def test_a_dossier_ends_with_its_last_finished_event_where_the_log_says_nothing_else(read) -> None:
    records = read(trace("H1", event("received", "2026-03-02T08:00"), event("finished", "2026-03-04T09:00")))
    assert rows(records, "dossiers")[0]["finished_at"] == datetime.fromisoformat("2026-03-04T09:00")


def test_case_attributes_are_kept_with_the_dossier_and_event_attributes_with_the_event(read) -> None:
    more = '<string key="colour" value="đỏ &amp; xanh"/><int key="size" value="3"/><float key="sum" value="1.5"/>'
    records = read(trace("H1", event("a", "2026-03-02T08:00", room="7"), more=more))
    assert rows(records, "dossiers")[0]["x_colour"] == "đỏ & xanh"
    assert rows(records, "dossiers")[0]["x_size"] == "3"
    assert rows(records, "events")[0]["x_room"] == "7"
    assert "x_colour" not in rows(records, "events")[0]


def test_defaults_of_the_header_are_not_filled_in_for_missing_values(read) -> None:
    end = '<date key="enddate" value="2026-03-09T00:00:00+07:00"/>'
    records = read(trace("H1", event("a", "2026-03-02T08:00"), more=end), trace("H2", event("a", "2026-03-02T08:00")))
    assert [row["x_enddate"] for row in rows(records, "dossiers")] == ["2026-03-09T00:00:00+07:00", None]


def test_a_timestamp_that_is_none_is_refused_with_its_text_and_the_number_of_the_event(read) -> None:
    records = read(trace("H1", event("a", "2026-03-02T08:00"), event("b", "yesterday")))
    assert rejected(records) == [("events", 2, "at", REASONS["not_instant"].en)]
    assert rows(records, "rejections")[0]["value"] == "yesterday"


def test_a_trace_without_events_is_reported_and_not_lost(read) -> None:
    records = read(trace("H0"), trace("H1", event("a", "2026-03-02T08:00")), b"<trace/>")
    assert [(line, reason) for _, line, _, reason in rejected(records)] == [
        (1, REASONS["trace_without_events"].en),
        (2, REASONS["trace_without_events"].en),
    ]
    assert records.summary["tables"]["events"]["read"] == 3


def test_an_empty_event_is_refused_for_what_it_lacks(read) -> None:
    records = read(trace("H1", event("a", "2026-03-02T08:00"), b"<event/>", b"<event ></event>"))
    assert [(line, column) for _, line, column, _ in rejected(records)] == [(2, "at"), (3, "at")]


def test_a_log_read_in_many_small_pieces_gives_the_same_records(read, monkeypatch) -> None:
    comment = b"<!-- </trace><event> <!DOCTYPE -->"
    traces = [
        trace(
            f"H{n}",
            event("a", "2026-03-02T08:00"),
            comment,
            event(f"b{n % 3}", "2026-03-03T08:00", **{f"k{n % 5}": "v"}),
        )
        for n in range(300)
    ]
    whole = read(*traces)
    cutter = xes.TraceCutter.__init__.__defaults__
    monkeypatch.setattr(xes.TraceCutter.__init__, "__defaults__", (*cutter[:-1], 1))
    monkeypatch.setattr("liem.dossiers.streams.CHUNK", 700)
    pieces = read(*traces, name="log.xes.gz")
    assert pieces.checksums == whole.checksums
    assert whole.rows == {"dossiers": 300, "events": 600}


def test_nested_attributes_and_lists_do_no_harm(read) -> None:
    nested = b'<list key="L"><values><string key="q" value="1"/></values></list>'
    inner = b'<event><string key="concept:name" value="a"><int key="n" value="3"/></string>' + nested
    inner += b'<date key="time:timestamp" value="2026-03-02T08:00"/></event>'
    assert read(trace("H1", inner)).rows == {"dossiers": 1, "events": 1}


def test_a_trace_without_a_name_is_refused_row_by_row(read) -> None:
    nameless = b"<trace>" + event("a", "2026-03-02T08:00") + b"</trace>"
    records = read(trace("H1", event("a", "2026-03-02T08:00")), nameless)
    assert rejected(records) == [("events", 2, "dossier", REASONS["missing"].en)]


def test_a_log_without_events_is_unusable(read) -> None:
    with pytest.raises(InputError, match="the log holds no event"):
        read()


def test_elements_with_a_prefix_are_refused_plainly(tmp_path) -> None:
    text = b'<x:log xmlns:x="u"><x:trace><x:event/></x:trace></x:log>'
    (tmp_path / "log.xes").write_bytes(text)
    with pytest.raises(InputError, match="named as XES, but it is an XML document"):
        read_records(tmp_path / "log.xes", tmp_path / "out")
