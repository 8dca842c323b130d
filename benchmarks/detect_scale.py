"""Time and memory of ``liem detect`` on one and ten million events, against the floor of reading the same columns once.

    python benchmarks/detect_scale.py [--events 1000000 ...] [--memory 2GiB] [--keep FOLDER]

The records are made here, quickly and without meaning: they have the shape of a province's log, not its behaviour.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

EVENTS_PER_DOSSIER = 8.0
OFFICIALS_PER_UNIT = 12


def make_records(folder: Path, events: int, seed: int = 7) -> None:
    """Write a canonical record set of about ``events`` events into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    dossiers = round(events / EVENTS_PER_DOSSIER)
    units = max(20, dossiers // 5000)
    connection = duckdb.connect()
    connection.execute("SET memory_limit = '6GiB'; SET preserve_insertion_order = false")
    connection.execute(f"SET temp_directory = '{folder / 'spill'}'")
    connection.execute(f"SELECT setseed({seed / 100})")
    for statement in _statements(dossiers, units):
        connection.execute(statement)
    for table in ("procedures", "units", "officials", "accesses", "issued_documents"):
        connection.execute(f"COPY {table} TO '{folder / table}.parquet' (FORMAT parquet)")
    connection.execute(
        f"COPY (SELECT * EXCLUDE (n, plan) FROM dossiers ORDER BY dossier) TO '{folder}/dossiers.parquet'"
        " (FORMAT parquet, ROW_GROUP_SIZE 100000)"
    )
    connection.execute(
        'COPY (SELECT dossier, "at", activity, official, unit, document, reason, amount, CAST(row_number() OVER'
        f' (PARTITION BY dossier ORDER BY "at", rank) AS INTEGER) AS seq FROM events ORDER BY dossier, seq)'
        f" TO '{folder}/events.parquet' (FORMAT parquet, ROW_GROUP_SIZE 100000)"
    )
    _write_summary(folder, connection)


def _statements(dossiers: int, units: int) -> list[str]:
    who = "'CC-' || lpad(CAST(n % {units} AS VARCHAR), 4, '0') || '-' || lpad(CAST({which} AS VARCHAR), 2, '0')"

    def official(which: str) -> str:
        return who.format(units=units, which=which)

    return [
        """CREATE TABLE procedures AS SELECT 'TT-' || lpad(CAST(i AS VARCHAR), 3, '0') AS procedure, 'Thủ tục '
           || i AS name,
           'land' AS field, i % 3 = 0 AS sensitive, CAST(5 + i % 20 AS INTEGER) AS limit_working_days,
           ['GT-1', 'GT-2', 'GT-3', 'GT-' || i] AS required_documents, CAST(50000 AS BIGINT) AS fee,
           CAST(1 AS INTEGER) AS max_supplement_requests, CAST(NULL AS DATE) AS valid_from, CAST(NULL AS DATE)
           AS valid_to
           FROM range(60) t(i)""",
        f"""CREATE TABLE units AS SELECT 'DV-' || lpad(CAST(i AS VARCHAR), 4, '0') AS unit, 'Đơn vị ' || i AS name,
           CAST(NULL AS VARCHAR) AS parent, 'commune' AS level, CAST(NULL AS DATE) AS valid_from,
           CAST(NULL AS DATE) AS valid_to, CAST(NULL AS VARCHAR) AS successor FROM range({units}) t(i)""",
        f"""CREATE TABLE officials AS SELECT 'CC-' || lpad(CAST(i AS VARCHAR), 4, '0') || '-' || lpad(CAST(k AS
           VARCHAR), 2,
           '0') AS official, 'DV-' || lpad(CAST(i AS VARCHAR), 4, '0') AS unit, CAST(NULL AS VARCHAR) AS post,
           CAST(NULL AS DATE) AS "from", CAST(NULL AS DATE) AS "to"
           FROM range({units}) t(i), range({OFFICIALS_PER_UNIT}) s(k)""",
        f"""CREATE TABLE plan AS SELECT n, hash(n) % 60 AS p, hash(n, 1) % 4 AS intake, 4 + hash(n, 2) % 6 AS handler,
           10 + hash(n, 3) % 2 AS head, hash(n, 4) % 100 AS luck, hash(n, 5) % 100 AS more, hash(n, 6) % 400 AS agent,
           TIMESTAMP '2026-01-05 07:30:00' + to_minutes(CAST(hash(n, 7) % 430000 AS BIGINT)) AS received,
           CAST(3 + hash(n, 8) % 25 AS BIGINT) AS days FROM range({dossiers}) t(n)""",
        f"""CREATE TABLE dossiers AS SELECT '000.00.' || lpad(CAST(n % {units} AS VARCHAR), 4, '0') || '.H99-26-' ||
           lpad(CAST(n AS VARCHAR), 9, '0') AS dossier, 'TT-' || lpad(CAST(p AS VARCHAR), 3, '0') AS procedure,
           'DV-' || lpad(CAST(n % {units} AS VARCHAR), 4, '0') AS unit, 'ND-' || n AS applicant, 'citizen' AS
           applicant_kind,
           CASE WHEN agent < 100 THEN 'DD-' || agent END AS agent, CASE WHEN more < 60 THEN 'counter' ELSE
           'online' END AS
           channel, received AS received_at, CAST(NULL AS TIMESTAMP) AS due_at,
           CASE WHEN luck < 96 THEN received + to_days(CAST(days AS INTEGER)) END AS finished_at,
           CASE WHEN luck < 96 THEN 'granted' END AS outcome, CAST(50000 AS BIGINT) AS fee_charged,
           CAST(NULL AS VARCHAR) AS resubmission_of, n, plan FROM plan""",
        """CREATE TABLE events (dossier VARCHAR, "at" TIMESTAMP, activity VARCHAR, official VARCHAR, unit VARCHAR,
           document VARCHAR, reason VARCHAR, amount BIGINT, rank INTEGER)""",
        *(
            f"""INSERT INTO events SELECT '000.00.' || lpad(CAST(n % {units} AS VARCHAR), 4, '0') || '.H99-26-' ||
            lpad(CAST(n AS VARCHAR), 9, '0'), received + to_minutes(CAST(days * 1440 * {share} AS BIGINT)),
           '{activity}',
            {official(which)}, 'DV-' || lpad(CAST(n % {units} AS VARCHAR), 4, '0'),
            {document}, NULL, {amount}, {rank} FROM plan WHERE {condition}"""
            for rank, (activity, share, which, document, amount, condition) in enumerate(_STEPS, 1)
        ),
        """CREATE TABLE accesses AS SELECT "at", official, dossier, 'view' AS action FROM events
           WHERE activity = 'forwarded' AND hash(dossier) % 2 = 0""",
        """CREATE TABLE issued_documents AS SELECT 'VB-' || i AS document, TIMESTAMP '2026-02-01 08:00:00' AS issued_at,
           unit, official AS drafter, official AS signer, 'decision' AS kind, ['1/2025'] AS legal_basis,
           CASE WHEN hash(official, i) % 12 = 0 THEN 'unlawful' ELSE 'lawful' END AS review,
           TIMESTAMP '2026-06-01 08:00:00' AS reviewed_at, CAST(NULL AS VARCHAR) AS beneficiary
           FROM officials, range(15) t(i) WHERE hash(official) % 20 = 0""",
    ]


_NONE = "NULL"
_STEPS = (
    ("received", 0.0, "intake", _NONE, _NONE, "true"),
    ("receipt_slip_issued", 0.001, "intake", _NONE, _NONE, "true"),
    ("fee_collected", 0.002, "intake", _NONE, "50000 + CASE WHEN luck = 7 THEN 20000 ELSE 0 END", "true"),
    ("forwarded", 0.05, "intake", _NONE, _NONE, "true"),
    ("guidance_given", 0.15, "intake", _NONE, _NONE, "more < 12"),
    ("supplement_requested", 0.2, "handler", "'GT-' || CAST(1 + luck % 5 AS VARCHAR)", _NONE, "more < 18"),
    ("supplement_received", 0.5, "intake", _NONE, _NONE, "more < 17"),
    ("Ghi chú nội bộ", 0.55, "handler", _NONE, _NONE, "more < 60"),
    ("appraised", 0.7, "handler", _NONE, _NONE, "luck < 97"),
    ("approved", 0.9, "head", _NONE, _NONE, "luck < 96"),
    ("result_ready", 0.95, "intake", _NONE, _NONE, "luck < 96"),
    ("apology_issued", 0.96, "intake", _NONE, _NONE, "days > 20 AND more < 50"),
    ("finished", 1.0, "intake", _NONE, _NONE, "luck < 96"),
)


def _write_summary(folder: Path, connection: duckdb.DuckDBPyConnection) -> None:
    tables = {}
    for path in sorted(folder.glob("*.parquet")):
        (rows,) = connection.execute(f"SELECT count(*) FROM '{path}'").fetchone() or (0,)
        tables[path.stem] = {"read": rows, "accepted": rows, "rejected": 0, "checksum": ""}
    first, last = connection.execute(f"""SELECT min("at"), max("at") FROM '{folder}/events.parquet' """).fetchone() or (
        None,
        None,
    )
    summary = {"format": 1, "tables": tables, "first_at": first.isoformat(), "last_at": last.isoformat()}
    (folder / "records.json").write_text(json.dumps(summary), "utf-8")


READ = {
    "events": ("dossier", "seq", "at", "activity", "official", "unit", "document", "reason", "amount"),
    "dossiers": ("dossier", "procedure", "unit", "agent", "channel", "received_at", "finished_at", "fee_charged"),
    "accesses": ("at", "official", "dossier"),
}
"""The columns detection reads."""


def reading_floor(folder: Path) -> float:
    """Seconds to read those columns once and do nothing but look at every value."""
    connection = duckdb.connect()
    started = time.perf_counter()
    for table, columns in READ.items():
        looks = ", ".join(f'max("{column}")' for column in columns)
        connection.execute(f"SELECT {looks} FROM '{folder}/{table}.parquet'").fetchall()
    return time.perf_counter() - started


def detect(folder: Path, out: Path, memory: str) -> tuple[float, dict[str, Any]]:
    """Seconds of the whole command in a process of its own, and its run.json."""
    command = [str(Path(sys.executable).parent / "liem"), "detect", str(folder), "--out", str(out), "--quiet"]
    started = time.perf_counter()
    subprocess.run([*command, "--memory", memory], check=True)
    return time.perf_counter() - started, json.loads((out / "run.json").read_text("utf-8"))


def report(events: int, folder: Path, memory: str) -> None:
    """Print one size: stages with seconds, CPU seconds and peak memory, then the ratio to the floor."""
    floor = reading_floor(folder)
    seconds, run = detect(folder, folder / "out", memory)
    print(f"\n{events:,} events, {memory} for tables, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"{'stage':<12}{'seconds':>9}{'CPU s':>9}{'peak MiB':>10}")
    for stage in run["stages"]:
        print(f"{stage['stage']:<12}{stage['seconds']:>9.1f}{stage['cpu_seconds']:>9.1f}{stage['peak_mib']:>10}")
    print(f"{'whole':<12}{seconds:>9.1f}")
    print(f"reading floor {floor:.2f} s: the whole is {seconds / floor:.0f} times that")
    print(f"signals {run['signals']}, leads {run['leads']}")


def main() -> None:
    """Make, detect, report, for each size asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--memory", default="2GiB")
    parser.add_argument("--keep", type=Path, help="make the records here, and use them again if they are there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        for events in options.events:
            folder = (options.keep or Path(temporary)) / str(events)
            if not (folder / "records.json").exists():
                make_records(folder, events)
            report(events, folder, options.memory)


if __name__ == "__main__":
    main()
