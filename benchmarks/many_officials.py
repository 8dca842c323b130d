"""A million officials with hardly a dossier each: no crash, nobody named, and time and memory that grow no faster.

    python benchmarks/many_officials.py [--officials 1000000] [--dossiers 1] [--memory 2GiB]

Everybody is honest and alike, and nobody has dossiers enough to be compared: ``skipped.json`` must say so.
"""

import argparse
import json
import tempfile
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from liem.detection.run import Options, detect
from liem.dossiers.records import read_records

DOSSIERS = """
    SELECT printf('H%08d', i) AS dossier, printf('P%02d', i % 20) AS "procedure", printf('U%04d', o // 40) AS unit,
        printf('N%07d', i % 700001) AS applicant, came AS received_at, 'granted' AS outcome,
        came + to_days(CAST(2 + h % 11 AS INTEGER)) AS finished_at, printf('C%07d', o) AS official, h % 7 = 0 AS asked
    FROM (SELECT i, i % {officials} AS o, hash(i) AS h, TIMESTAMP '2026-01-05 08:00'
        + to_days(CAST(hash(i) % 120 AS INTEGER)) + to_minutes(CAST(i % 480 AS INTEGER)) AS came
        FROM range({rows}) t(i))
"""
STEPS = {
    "received": ("received_at", "true", "NULL"),
    "supplement_requested": ("received_at + INTERVAL 1 HOUR", "asked", "'GT-1'"),
    "supplement_received": ("received_at + INTERVAL 1 DAY", "asked", "NULL"),
    "appraised": ("finished_at - INTERVAL 1 HOUR", "true", "NULL"),
    "finished": ("finished_at", "true", "NULL"),
}


def write(folder: Path, officials: int, each: int) -> None:
    """The record set, as Parquet."""
    with duckdb.connect() as db:
        db.execute(f"CREATE TABLE told AS {DOSSIERS.format(officials=officials, rows=officials * each)}")
        tables = {
            "dossiers": "SELECT * EXCLUDE (official, asked) FROM told",
            "events": " UNION ALL ".join(
                f"SELECT dossier, {at} AS \"at\", '{name}' AS activity, official, {document} AS document FROM told "
                f"WHERE {where}"
                for name, (at, where, document) in STEPS.items()
            ),
            "officials": "SELECT DISTINCT official, unit, DATE '2020-01-01' AS \"from\" FROM told",
            "procedures": """SELECT DISTINCT "procedure", "procedure" AS name, 10 AS limit_working_days,
                ['GT-1'] AS required_documents FROM told""",
        }
        for name, query in tables.items():
            db.execute(f"COPY ({query}) TO '{folder / f'{name}.parquet'}' (FORMAT parquet)")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--officials", type=int, default=1_000_000)
    asked.add_argument("--dossiers", type=int, default=1, help="of each official")
    asked.add_argument("--memory", default="2GiB")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "source").mkdir()
        write(folder / "source", options.officials, options.dossiers)
        records = read_records(folder / "source", folder / "records")
        run = detect(records, folder / "out", Options(memory=options.memory))
        rows = pq.read_table(folder / "out" / "signals.parquet", columns=["kind", "subject_kind"]).to_pylist()
        skipped = json.loads((folder / "out" / "skipped.json").read_text(encoding="utf-8"))
    named = [row for row in rows if row["kind"] == "pattern" and row["subject_kind"] == "official"]
    cpu, wall = (sum(stage[name] for stage in run.stages) for name in ("cpu_seconds", "seconds"))
    peak = max(stage["peak_mib"] for stage in run.stages)
    print(f"{options.officials:,} officials, {records.rows['dossiers']:,} dossiers, {records.rows['events']:,} events")
    print(f"    {cpu:,.0f} CPU seconds, {wall:,.0f} s, at most {peak:,} MiB; {len(named)} officials named")
    for stage in run.stages:
        print(f"    {stage['stage']:12} {stage['cpu_seconds']:8.1f} CPU s  {stage['peak_mib']:6,} MiB")
    for one in skipped["not_compared"][:4]:
        print(f"    {one['indicator']} ({one['subject_kind']}): {one['reason_en']}")


if __name__ == "__main__":
    main()
