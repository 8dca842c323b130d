"""A record set of CSV and Parquet tables becomes one folder of canonical Parquet files."""

from datetime import datetime
from pathlib import Path

import duckdb

from liem.dossiers.records import RecordSet, read_records

DOSSIERS = """dossier,procedure,unit,applicant,received_at,finished_at,colour
H2,P1,U1,A1,2026-03-02T08:00:00+07:00,,red
H1,P1,U1,A2,2026-03-02T01:30:00Z,2026-03-05T10:00:00,
"""
EVENTS = """dossier,at,activity,official
H2,2026-03-02T08:00:00,received,C1
H1,2026-03-05T10:00:00,finished,C1
H1,2026-03-02T08:30:00,received,C1
H1,2026-03-02T08:30:00,forwarded,C1
"""


def test_events_are_sorted_and_numbered_within_their_dossier_with_ties_in_source_order(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "dossiers.csv").write_text(DOSSIERS, "utf-8")
    (source / "events.csv").write_text(EVENTS, "utf-8")
    records = read_records(source, tmp_path / "canonical")
    rows = duckdb.sql(f"SELECT dossier, seq, activity FROM '{records.path('events')}'").fetchall()
    assert rows == [("H1", 1, "received"), ("H1", 2, "forwarded"), ("H1", 3, "finished"), ("H2", 1, "received")]
    assert RecordSet.open(records.folder) == records
    assert records.rows == {"dossiers": 2, "events": 4}
    assert records.first_at == datetime.fromisoformat("2026-03-02T08:00")
