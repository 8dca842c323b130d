"""How fast records are read and checked, against the floor of scanning the same bytes, and in how much memory.

    python -m benchmarks.reading --events 10000000
    python -m benchmarks.reading --xes ../shared/data/bpic15/BPIC15_1.xes.gz --events 0

Every figure is of a process of its own: wall seconds, CPU seconds, peak resident memory.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

STEPS = ("received", "forwarded", "appraised", "approved", "result_ready", "finished")

MEASURE = """
import json, resource, sys, time
started = time.perf_counter()
{body}
used = resource.getrusage(resource.RUSAGE_SELF)
wall, cpu = time.perf_counter() - started, used.ru_utime + used.ru_stime
print(json.dumps({{"wall": wall, "cpu": cpu, "rss": used.ru_maxrss / 1024}}))
"""
READ = """
from pathlib import Path
from liem.dossiers.records import read_records
records = read_records(Path(sys.argv[1]), Path(sys.argv[2]))
assert sum(records.rejected.values()) == 0
"""
SCAN = """
import duckdb
for source in sys.argv[1].split("|"):
    names = [row[0] for row in duckdb.sql(f"DESCRIBE SELECT * FROM {source}").fetchall()]
    duckdb.sql("SELECT " + ", ".join(f'max("{name}")' for name in names) + f" FROM {source}").fetchall()
"""
EXAMINE = """
from pathlib import Path
from liem.dossiers.quality import examine
from liem.dossiers.records import RecordSet
examine(RecordSet.open(Path(sys.argv[1])))
"""
RUSTXES = """
import rustxes
assert rustxes.import_xes(sys.argv[1])[0].height
"""


def measured(body: str, *arguments: str) -> dict[str, float]:
    """Run ``body`` in a process of its own."""
    command = [sys.executable, "-c", MEASURE.format(body=body), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def told(name: str, figures: dict[str, float], rows: int) -> None:
    print(
        f"{name:<44} {figures['wall']:7.1f} s  {figures['cpu']:7.1f} s CPU  {figures['rss']:7.0f} MiB peak"
        f"  {rows / figures['wall'] / 1e6:6.2f} M rows/s",
        flush=True,
    )


def generate(folder: Path, events: int, form: str) -> None:
    """Dossiers of six events each, scattered over the file as a system writes them: by time, not by dossier."""
    dossiers = events // len(STEPS)
    copy = "(FORMAT parquet)" if form == "parquet" else "(FORMAT csv, HEADER)"
    duckdb.sql(
        f"""COPY (SELECT 'HS-' || lpad(CAST(i AS VARCHAR), 8, '0') AS dossier, 'TT-' || i % 120 AS procedure,
            'DV-' || i % 180 AS unit, 'CD-' || hash(i) % 900000 AS applicant, if(i % 3 = 0, 'online', 'counter') AS
            channel, strftime(TIMESTAMP '2025-01-02 07:30:00' + INTERVAL (i % 250) DAY + INTERVAL (hash(i) % 36000)
                SECOND, '%Y-%m-%dT%H:%M:%S') || '+07:00' AS received_at
        FROM range({dossiers}) t(i)) TO '{folder}/dossiers.{form}' {copy}"""
    )
    duckdb.sql(
        f"""COPY (SELECT 'HS-' || lpad(CAST(i AS VARCHAR), 8, '0') AS dossier,
            strftime(TIMESTAMP '2025-01-02 07:30:00' + INTERVAL (i % 250 + step) DAY
                + INTERVAL (hash(i) % 36000) SECOND, '%Y-%m-%dT%H:%M:%S') || '+07:00' AS "at",
            {list(STEPS)}[step + 1] AS activity, 'CB-' || hash(i, step) % 2400 AS official, 'DV-' || i % 180 AS unit,
            if(step = 1, 'GT-' || i % 40, NULL) AS document
        FROM (SELECT step, i FROM range({len(STEPS)}) s(step), range({dossiers}) t(i)))
        TO '{folder}/events.{form}' {copy}"""
    )


def record_set(folder: Path, events: int, form: str) -> None:
    source, out = folder / form, folder / "out"
    source.mkdir()
    generate(source, events, "csv" if form == "csv.gz" else form)
    if form == "csv.gz":
        subprocess.run(["gzip", "-1", *map(str, source.iterdir())], check=True)
    size = sum(path.stat().st_size for path in source.iterdir())
    rows = events // len(STEPS) * (len(STEPS) + 1)
    reader = "read_parquet" if form == "parquet" else "read_csv"
    options = "" if form == "parquet" else ", all_varchar=true"
    scans = "|".join(f"{reader}('{path}'{options})" for path in sorted(source.iterdir()))
    print(f"{events:,} events in {form}, {size / 2**20:,.0f} MiB")
    floor = measured(SCAN, scans)
    told("  floor: scanning the same bytes with DuckDB", floor, rows)
    ours = measured(READ, str(source), str(out))
    told("  read, checked, sorted, written", ours, rows)
    told("  examined for soundness", measured(EXAMINE, str(out)), rows)
    print(f"  ratio to the floor: {ours['wall'] / floor['wall']:.1f} (wall), {ours['cpu'] / floor['cpu']:.1f} (CPU)")
    shutil.rmtree(source)
    shutil.rmtree(out)


def xes(folder: Path, log: Path) -> None:
    out = folder / "out"
    plain = measured(RUSTXES, str(log))
    ours = measured(READ, str(log), str(out))
    rows = json.loads((out / "records.json").read_text("utf-8"))["tables"]["events"]["accepted"]
    print(f"{log.name}: {rows:,} events, {log.stat().st_size / 2**20:.1f} MiB")
    told("  rustxes alone, into memory", plain, rows)
    told("  read, checked, sorted, written", ours, rows)
    print(f"  ratio: {ours['wall'] / plain['wall']:.1f} (wall), {ours['cpu'] / plain['cpu']:.1f} (CPU)")
    shutil.rmtree(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--forms", default="csv,csv.gz,parquet")
    parser.add_argument("--xes", type=Path, nargs="*", default=[])
    parser.add_argument("--folder", type=Path, help="where to work; by default the temporary folder")
    asked = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {time.strftime('%Y-%m-%d')}")
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        for log in asked.xes:
            xes(Path(folder), log)
        for form in asked.forms.split(",") if asked.events else []:
            record_set(Path(folder), asked.events, form)


if __name__ == "__main__":
    main()
