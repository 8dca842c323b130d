"""Detection and plain questions against SQL written by hand, on the same records, in one run.

    python benchmarks/against_sql.py [--events 1000000] [--rounds 3] [--keep FOLDER]

Plain questions: the shared expressions on the embedded engine against one SQL statement each, in turn, on the same
Parquet files; medians, answers compared. Detection: the whole command in a process of its own against `hand.sql`, which
computes the same columns (facts of every dossier, everyone's part in it, cells of the patterns, rows of the breaches)
and no statistics, also in a process of its own. CPU seconds are what compares on a shared machine.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.parquet as pq

from liem.detection.engine import Engine, Lazy, distinct, open_engine
from liem.law.calendar import WorkingCalendar

sys.path.insert(0, str(Path(__file__).resolve().parent))
from detect_scale import make_records

HAND = Path(__file__).with_name("hand.sql")
Answer = float | int | None


def seconds_of(column: str) -> nw.Expr:
    """Seconds of an instant since 1970, said so that every engine understands it."""
    at = nw.col(column).dt
    year = at.year().cast(nw.Int64)
    leap_days = (year - 1969) // 4 - (year - 1901) // 100 + (year - 1601) // 400
    days = (year - 1970) * 365 + leap_days + at.ordinal_day() - 1
    return ((days * 24 + at.hour()) * 60 + at.minute()) * 60 + at.second() + at.microsecond() / 1_000_000


def cycle_time(events: Lazy, dossiers: Lazy) -> Lazy:
    """Mean seconds from a dossier's first event to its last."""
    spans = events.group_by("dossier").agg(first=nw.col("at").min(), last=nw.col("at").max())
    return spans.select(answer=(seconds_of("last") - seconds_of("first")).mean())


def rework(events: Lazy, dossiers: Lazy) -> Lazy:
    """Dossiers in which some activity happened more than once."""
    again = events.group_by("dossier", "activity").agg(times=nw.len()).filter(nw.col("times") > 1)
    return again.select(answer=nw.col("dossier").n_unique())


def handovers(events: Lazy, dossiers: Lazy) -> Lazy:
    """Different pairs of an official and the one who took the next step."""
    named = events.filter(~nw.col("official").is_null())
    pairs = named.select("official", next=nw.col("official").shift(-1).over("dossier", order_by="seq"))
    return distinct(pairs.filter(~nw.col("next").is_null())).select(answer=nw.len())


def lateness(events: Lazy, dossiers: Lazy) -> Lazy:
    """Dossiers that ended after the promised instant."""
    ended = events.filter(nw.col("activity") == "finished").group_by("dossier").agg(ended=nw.col("at").max())
    late = ended.join(dossiers.select("dossier", "due_at"), on="dossier", how="inner")
    return late.filter(nw.col("ended") > nw.col("due_at")).select(answer=nw.len())


def supplements(events: Lazy, dossiers: Lazy) -> Lazy:
    """Dossiers in which something was asked for afterwards."""
    return events.filter(nw.col("activity") == "supplement_requested").select(answer=nw.col("dossier").n_unique())


QUESTIONS: dict[Callable[[Lazy, Lazy], Lazy], str] = {
    cycle_time: """SELECT avg(seconds) FROM (SELECT epoch(max("at")) - epoch(min("at")) AS seconds
        FROM events GROUP BY dossier)""",
    rework: """SELECT count(DISTINCT dossier) FROM (SELECT dossier FROM events GROUP BY dossier, activity
        HAVING count(*) > 1)""",
    handovers: """SELECT count(*) FROM (SELECT DISTINCT official, next FROM (SELECT official, lead(official)
        OVER (PARTITION BY dossier ORDER BY seq) AS next FROM events WHERE official IS NOT NULL)
        WHERE next IS NOT NULL)""",
    lateness: """SELECT count(*) FROM (SELECT dossier, max("at") AS ended FROM events WHERE activity = 'finished'
        GROUP BY dossier) JOIN dossiers USING (dossier) WHERE ended > due_at""",
    supplements: "SELECT count(DISTINCT dossier) FROM events WHERE activity = 'supplement_requested'",
}


def timed(ask: Callable[[], Answer]) -> tuple[Answer, float, float]:
    """The answer, the seconds and the CPU seconds of all threads."""
    wall, cpu = time.perf_counter(), time.process_time()
    answer = ask()
    return answer, time.perf_counter() - wall, time.process_time() - cpu


def plain_questions(records: Path, rounds: int) -> bool:
    """Print one line per question; whether all answers agree."""
    agree = True
    print(f"{'plain question':<16}{'by hand':>10}{'CPU s':>8}{'ours':>10}{'CPU s':>8}{'ratio':>8}{'of CPU':>8}")
    with tempfile.TemporaryDirectory() as spill, open_engine("duckdb", Path(spill)) as engine:
        for question, text in QUESTIONS.items():
            theirs, ours = [], []
            for _ in range(rounds):  # in turn, so that neighbours disturb both alike
                theirs.append(timed(lambda text=text: _by_hand(records, text)))
                ours.append(timed(lambda question=question: _by_engine(engine, records, question)))
            agree &= _line(question.__name__, theirs, ours)
    return agree


def _by_hand(records: Path, text: str) -> Answer:
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '2GiB'; SET preserve_insertion_order = false")
        for table in ("events", "dossiers"):
            connection.execute(f"CREATE VIEW {table} AS FROM '{records / table}.parquet'")
        return connection.execute(text).fetchall()[0][0]


def _by_engine(engine: Engine, records: Path, question: Callable[[Lazy, Lazy], Lazy]) -> Answer:
    events, dossiers = (engine.scan(records / f"{table}.parquet") for table in ("events", "dossiers"))
    return engine.collect(question(events, dossiers)).column("answer")[0].as_py()


def _line(name: str, theirs: list[Any], ours: list[Any]) -> bool:
    wall, cpu = ([statistics.median(run[k] for run in side) for side in (theirs, ours)] for k in (1, 2))
    same = abs((theirs[0][0] or 0) - (ours[0][0] or 0)) <= 1e-9 * abs(theirs[0][0] or 1)
    print(
        f"{name:<16}{wall[0]:>10.3f}{cpu[0]:>8.2f}{wall[1]:>10.3f}{cpu[1]:>8.2f}{wall[1] / wall[0]:>8.2f}"
        f"{cpu[1] / cpu[0]:>8.2f}" + ("" if same else f"  ANSWERS DIFFER {theirs[0][0]} / {ours[0][0]}")
    )
    return same


def by_hand(records: Path, folder: Path, memory: str) -> dict[str, int]:
    """Run ``hand.sql`` in this process; the breaches it found by indicator."""
    days = [(row.day, row.ordinal) for row in WorkingCalendar.load().table()]
    calendar = pa.table({"day": pa.array([day for day, _ in days], pa.date32()), "w": [w for _, w in days]})
    pq.write_table(calendar, folder / "calendar.parquet")
    with duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{memory}'; SET preserve_insertion_order = false")
        connection.execute(f"SET temp_directory = '{folder / 'spill'}'")
        last = json.loads((records / "records.json").read_text("utf-8"))["last_at"]
        text = HAND.read_text("utf-8").replace("{records}", str(records)).replace("{as_of}", last)
        connection.execute(text.replace("{out}", str(folder)))
        return dict(connection.execute("SELECT indicator, count(*) FROM breaches GROUP BY ALL").fetchall())


def in_its_own_process(command: list[str]) -> tuple[float, float, float]:
    """Seconds, CPU seconds and peak MiB of a command and of what it started."""
    started = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{command[0]} ended with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def detection(records: Path, scratch: Path, memory: str) -> bool:
    """Print both sides; whether they found the same breaches."""
    hand = scratch / "hand"
    hand.mkdir()
    asked = [sys.executable, __file__, "--hand", str(records), str(hand), "--memory", memory]
    theirs = in_its_own_process(asked)
    liem = str(Path(sys.executable).parent / "liem")
    out = scratch / "out"
    ours = in_its_own_process([liem, "detect", str(records), "--out", str(out), "--quiet", "--memory", memory])
    run = json.loads((out / "run.json").read_text("utf-8"))
    print(f"\n{'detection':<26}{'seconds':>10}{'CPU s':>10}{'peak MiB':>10}")
    print(f"{'SQL by hand':<26}{theirs[0]:>10.1f}{theirs[1]:>10.1f}{theirs[2]:>10.0f}")
    print(f"{'liem detect, whole':<26}{ours[0]:>10.1f}{ours[1]:>10.1f}{ours[2]:>10.0f}")
    for stage in run["stages"]:
        print(f"  {stage['stage']:<24}{stage['seconds']:>10.1f}{stage['cpu_seconds']:>10.1f}{stage['peak_mib']:>10}")
    tables = sum(stage["cpu_seconds"] for stage in run["stages"] if stage["stage"] != "figures")
    print(f"whole against SQL by hand: {ours[0] / theirs[0]:.2f} of time, {ours[1] / theirs[1]:.2f} of CPU")
    print(f"without the statistics:    {tables / theirs[1]:.2f} of CPU")
    return _same_breaches(json.loads((hand / "breaches.json").read_text("utf-8")), out)


def _same_breaches(theirs: dict[str, int], out: Path) -> bool:
    signals = pq.read_table(out / "signals.parquet", columns=["kind", "indicator"])
    rows = signals.group_by(["kind", "indicator"]).aggregate([([], "count_all")]).to_pylist()
    ours = {row["indicator"]: row["count_all"] for row in rows if row["kind"] == "breach"}
    differ = {one: (count, ours.get(one, 0)) for one, count in theirs.items() if ours.get(one, 0) != count}
    print(f"breaches by hand {theirs}" + (f": DIFFERENT {differ}" if differ else ": the same in both"))
    return not differ


def main() -> int:
    """Make records, ask both sides, print ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", default="2GiB")
    parser.add_argument("--keep", type=Path, help="make the records here, and use them again if they are there")
    parser.add_argument("--hand", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.hand:
        found = by_hand(*options.hand, options.memory)
        (options.hand[1] / "breaches.json").write_text(json.dumps(found), "utf-8")
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        records = (options.keep or Path(temporary)) / str(options.events)
        if not (records / "records.json").exists():
            make_records(records, options.events)
        print(f"{options.events:,} events, {options.memory} for tables, duckdb {duckdb.__version__}")
        agree = plain_questions(records, options.rounds)
        agree &= detection(records, Path(temporary), options.memory)
    return int(not agree)


if __name__ == "__main__":
    sys.exit(main())
