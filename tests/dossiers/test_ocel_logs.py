"""OCEL 2.0 in its three forms gives the same records, flattened to the object type that is the dossier."""

import json
import sqlite3
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.dossiers.conftest import rejected

from liem.base.errors import InputError
from liem.dossiers.records import RecordSet, read_records
from liem.dossiers.rejections import REASONS

MAPPING = """
[source]
dossier_type = "Hồ sơ"
[events]
official = "object:Cán bộ"
[dossiers]
unit = "case:unit"
"""
OBJECTS = {
    "H1": ("Hồ sơ", [("unit", "1970-01-01T00:00:00Z", "U1"), ("unit", "2026-03-09T00:00:00Z", "U2")]),
    "H2": ("Hồ sơ", [("unit", "1970-01-01T00:00:00Z", "U1")]),
    "C1": ("Cán bộ", []),
}
EVENTS = [
    ("e1", "received", "2026-03-02T01:00:00Z", {"note": "một"}, ["H1", "C1"]),
    ("e2", "forwarded", "2026-03-03T01:00:00Z", {}, ["H1", "H2", "C1"]),
    ("e3", "received", "2026-03-02T02:00:00Z", {}, ["H2"]),
]


def as_json(path: Path) -> None:
    def attributes(pairs: list[tuple[str, str, str]]) -> list[dict[str, str]]:
        return [{"name": name, "time": time, "value": value} for name, time, value in pairs]

    document = {
        "objectTypes": [{"name": "Hồ sơ", "attributes": []}, {"name": "Cán bộ", "attributes": []}],
        "eventTypes": [],
        "objects": [{"id": k, "type": kind, "attributes": attributes(a)} for k, (kind, a) in OBJECTS.items()],
        "events": [
            {
                "id": key,
                "type": kind,
                "time": time,
                "attributes": [{"name": name, "value": value} for name, value in more.items()],
                "relationships": [{"objectId": linked, "qualifier": "x"} for linked in links],
            }
            for key, kind, time, more, links in EVENTS
        ],
    }
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")


def as_xml(path: Path) -> None:
    def attributes(pairs: list[tuple[str, str, str]]) -> str:
        return "".join(f'<attribute name="{n}" time="{t}">{v}</attribute>' for n, t, v in pairs)

    objects = "".join(
        f'<object id="{key}" type="{kind}"><attributes>{attributes(pairs)}</attributes>'
        '<objects><relationship object-id="C1" qualifier="q"/></objects></object>'
        for key, (kind, pairs) in OBJECTS.items()
    )
    events = "".join(
        f'<event id="{key}" type="{kind}" time="{time}"><attributes>'
        + "".join(f'<attribute name="{name}">{value}</attribute>' for name, value in more.items())
        + "</attributes><objects>"
        + "".join(f'<relationship object-id="{linked}" qualifier="q"/>' for linked in links)
        + "</objects></event>"
        for key, kind, time, more, links in EVENTS
    )
    types = (
        '<object-type name="Hồ sơ"><attributes/></object-type><object-type name="Cán bộ"><attributes/></object-type>'
    )
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<log><object-types>{types}</object-types>'
        f"<objects>{objects}</objects><events>{events}</events></log>",
        "utf-8",
    )


def as_sqlite(path: Path) -> None:
    with sqlite3.connect(path) as base:
        base.executescript(
            """CREATE TABLE event (ocel_id, ocel_type); CREATE TABLE object (ocel_id, ocel_type);
            CREATE TABLE event_object (ocel_event_id, ocel_object_id, ocel_qualifier);
            CREATE TABLE event_map_type (ocel_type, ocel_type_map); CREATE TABLE object_map_type (ocel_type,
            ocel_type_map); CREATE TABLE object_dossier (ocel_id, ocel_time, ocel_changed_field, unit);
            CREATE TABLE object_clerk (ocel_id, ocel_time, ocel_changed_field);
            CREATE TABLE event_received (ocel_id, ocel_time, note); CREATE TABLE event_forwarded (ocel_id, ocel_time);
            INSERT INTO object_map_type VALUES ('Hồ sơ', 'dossier'), ('Cán bộ', 'clerk');
            INSERT INTO event_map_type VALUES ('received', 'received'), ('forwarded', 'forwarded');"""
        )
        for key, (kind, pairs) in OBJECTS.items():
            base.execute("INSERT INTO object VALUES (?, ?)", (key, kind))
            for name, time, value in pairs:
                base.execute("INSERT INTO object_dossier VALUES (?, ?, ?, ?)", (key, time, name, value))
        for key, kind, time, more, links in EVENTS:
            base.execute("INSERT INTO event VALUES (?, ?)", (key, kind))
            values = (key, time, more.get("note")) if kind == "received" else (key, time)
            base.execute(f"INSERT INTO event_{kind} VALUES ({', '.join('?' * len(values))})", values)
            base.executemany("INSERT INTO event_object VALUES (?, ?, 'q')", [(key, linked) for linked in links])
    base.close()


FORMS = {"log.json": as_json, "log.xml": as_xml, "log.sqlite": as_sqlite}


@pytest.fixture(params=FORMS)
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    FORMS[request.param](tmp_path / request.param)
    (tmp_path / "mapping.toml").write_text(MAPPING, "utf-8")
    return tmp_path / request.param


def read(log: Path) -> RecordSet:
    return read_records(log, log.parent / "out", log.parent / "mapping.toml")


def test_an_event_of_two_dossiers_is_an_event_of_each(log) -> None:
    rows = pq.read_table(read(log).path("events")).to_pylist()
    assert [(row["dossier"], row["activity"], row["official"]) for row in rows] == [
        ("H1", "received", "C1"),
        ("H1", "forwarded", "C1"),
        ("H2", "received", None),
        ("H2", "forwarded", "C1"),
    ]
    assert rows[0]["at"] == datetime.fromisoformat("2026-03-02T08:00")
    assert rows[0]["x_note"] == "một"


def test_attributes_of_the_dossier_count_as_they_stood_first(log) -> None:
    rows = pq.read_table(read(log).path("dossiers")).to_pylist()
    assert [(row["dossier"], row["unit"]) for row in rows] == [("H1", "U1"), ("H2", "U1")]


def test_several_object_types_and_none_named_is_refused_with_their_names(log) -> None:
    with pytest.raises(InputError, match=r"none is named as the dossier; .*one of: Cán bộ, Hồ sơ"):
        read_records(log, log.parent / "out")


def test_an_object_type_that_is_not_there_is_named(log) -> None:
    (log.parent / "mapping.toml").write_text('[source]\ndossier_type = "Case"', "utf-8")
    with pytest.raises(InputError, match="no object type is called Case"):
        read(log)


def test_an_event_that_belongs_to_no_dossier_is_refused_as_such(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(f"{__name__}.EVENTS", [*EVENTS, ("e4", "received", "2026-03-02T02:00:00Z", {}, ["C1"])])
    as_json(tmp_path / "log.json")
    (tmp_path / "mapping.toml").write_text(MAPPING, "utf-8")
    assert rejected(read(tmp_path / "log.json")) == [("events", 5, "dossier", REASONS["missing"].en)]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("log.json", b'{"events": [', "not well-formed JSON, or cut short"),
        ("log.json", b'{"ocel:events": {}}', "no list named events, as OCEL 2.0 has"),
        ("log.json", b'{"events": [{}], "objects": [], "objectTypes": []}', "an entry without 'id', as OCEL 2.0 has"),
        ("log.json", b'{"events": [1], "objects": [], "objectTypes": []}', "as OCEL 2.0 has"),
        ("log.json", b"[" * 100_000, "not well-formed JSON, or cut short"),
        ("log.xml", b"<log><events></events>", "the XML ends too early"),
        ("log.xml", b'<!DOCTYPE log [<!ENTITY a "b">]><log><events></events></log>', "declares a document type"),
        ("log.xml", b"<log><events><event/></events></log>", "an element without 'id', as OCEL 2.0 has"),
        ("log.xml", b"<html></html>", "not OCEL 2.0, but a web page"),
        ("log.sqlite", b"SQLite format 3\x00" + b"\x00" * 2000, "database"),
        ("log.sqlite", b"no database at all", "not OCEL 2.0, but text"),
        ("log.json", b"", "the file is empty"),
    ],
)
def test_what_is_no_ocel_is_refused_in_one_line(tmp_path, name, content, said) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=said) as refused:
        read_records(tmp_path / name, tmp_path / "out")
    assert "\n" not in str(refused.value)


def test_a_database_without_the_tables_of_ocel_is_refused_by_the_missing_one(tmp_path) -> None:
    with sqlite3.connect(tmp_path / "log.sqlite") as base:
        base.execute("CREATE TABLE event (ocel_id, ocel_type)")
    base.close()
    with pytest.raises(InputError, match="no table named object, as OCEL"):
        read_records(tmp_path / "log.sqlite", tmp_path / "out")


def test_a_document_over_the_limit_is_refused_before_it_is_read(tmp_path, monkeypatch) -> None:
    as_json(tmp_path / "log.json")
    monkeypatch.setenv("LIEM_READ_DOCUMENT", "100")
    with pytest.raises(InputError, match="larger than 100 bytes, which can only be read whole"):
        read_records(tmp_path / "log.json", tmp_path / "out")
