"""The same plain questions by PM4Py and by the engine Liêm works on, on the same records, in one run.

    python benchmarks/compare_pm4py.py --pm4py-python VENV/bin/python [--dossiers 100000] [--records FOLDER]

Every question runs in a fresh process on both sides. The engine's time includes reading the Parquet file; PM4Py's is
shown with and without its loading, and the ratio without loading is the one that flatters PM4Py. The answers must be
equal, else the comparison says so and ends with status 1.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SQL = {
    "cycle_time": """SELECT round(avg(seconds), 3) FROM
        (SELECT epoch(max("at")) - epoch(min("at")) AS seconds FROM events GROUP BY dossier)""",
    "rework": """SELECT count(DISTINCT dossier) FROM
        (SELECT dossier FROM events GROUP BY dossier, activity HAVING count(*) > 1)""",
    "handovers": """SELECT count(*) FROM (SELECT DISTINCT official, next FROM
        (SELECT official, lead(official) OVER (PARTITION BY dossier ORDER BY "at", row) AS next
         FROM (SELECT *, file_row_number AS row FROM read_parquet('{events}', file_row_number = true))
         WHERE official IS NOT NULL) WHERE next IS NOT NULL)""",
    "lateness": """SELECT count(*) FROM (SELECT dossier, max("at") AS ended FROM events WHERE activity = 'finished'
        GROUP BY dossier) JOIN dossiers USING (dossier) WHERE ended > due_at""",
    "supplements": "SELECT count(DISTINCT dossier) FROM events WHERE activity = 'supplement_requested'",
}


def peak_mb() -> float:
    """Highest resident memory since this program began (``ru_maxrss`` would carry the parent's over)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def by_engine(records: Path, question: str) -> dict[str, Any]:
    """In this process (called in a fresh one): the question as one SQL statement over the Parquet files."""
    import duckdb

    started = time.perf_counter()
    db = duckdb.connect()
    for table in ("events", "dossiers"):
        db.execute(f"CREATE VIEW {table} AS FROM '{records / table}.parquet'")
    row = db.execute(SQL[question].replace("{events}", str(records / "events.parquet"))).fetchone()
    spent = time.perf_counter() - started
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "answer": row[0] if row else None,
        "answering": spent,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak_mb": peak_mb(),
        "version": duckdb.__version__,
    }


def ask(command: list[str], timeout: float) -> dict[str, Any]:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        return {"failed": f"no answer in {timeout:g} s"}
    if done.returncode:
        return {"failed": f"exit {done.returncode}: {done.stderr.strip().splitlines()[-1:]}"}
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def make_records(dossiers: int, folder: Path) -> Path:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from benchmarks.provinces.province import Province
    from benchmarks.provinces.simulate import simulate

    return simulate(Province("handover", dossiers, max(60, dossiers // 300), seed=5), folder)


def line(question: str, engine: dict[str, Any], other: dict[str, Any]) -> str:
    ours = f"{question:12} engine {engine['answering']:7.2f} s {engine['cpu']:7.1f} CPU-s {engine['peak_mb']:6.0f} MB"
    if "failed" in other:
        return f"{ours} | PM4Py {other['failed']}"
    whole = other["load"] + other["answering"]
    same = "" if engine["answer"] == other["answer"] else f"  ANSWERS DIFFER {engine['answer']} / {other['answer']}"
    return (
        f"{ours} | PM4Py {other['answering']:7.2f} s + load {other['load']:6.2f} s {other['cpu']:7.1f} CPU-s "
        f"{other['peak_mb']:6.0f} MB | ratio {other['answering'] / engine['answering']:5.1f} "
        f"(with load {whole / engine['answering']:5.1f}){same}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pm4py-python", type=Path, help="a Python that has PM4Py (AGPL) in an environment of its own")
    parser.add_argument("--dossiers", type=int, default=100_000)
    parser.add_argument("--records", type=Path, help="a record set in Parquet instead of a simulated one")
    parser.add_argument("--timeout", type=float, default=600.0)
    parser.add_argument("--question", choices=sorted(SQL), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.question:
        print(json.dumps(by_engine(options.records, options.question)))
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        records = options.records or make_records(options.dossiers, Path(scratch))
        return compare(records, options.pm4py_python, options.timeout)


def compare(records: Path, other_python: Path | None, timeout: float) -> int:
    beside, differ = Path(__file__).with_name("plain_questions.py"), False
    for question in SQL:
        engine = ask([sys.executable, __file__, "--records", str(records), "--question", question], timeout)
        if "failed" in engine:
            print(f"{question}: the engine failed: {engine['failed']}")
            return 1
        other: dict[str, Any] = {"failed": "not asked: no --pm4py-python given"}
        if other_python:
            other = ask([str(other_python), str(beside), str(records), question], timeout)
        print(line(question, engine, other), flush=True)
        differ |= "answer" in other and other["answer"] != engine["answer"]
    return int(differ)


if __name__ == "__main__":
    sys.exit(main())
