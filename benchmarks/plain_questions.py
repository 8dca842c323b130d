"""Five plain questions of one-stop-shop records, answered by PM4Py; run with the Python that has PM4Py installed.

    VENV/bin/python benchmarks/plain_questions.py RECORDS QUESTION

Prints one JSON line: the answer, the seconds for loading and for answering, CPU seconds and peak memory. PM4Py is
AGPL: it is never imported by Liêm nor needed by it; `compare_pm4py.py` starts this file in a process of its own.
"""

import json
import resource
import sys
import time
from pathlib import Path

import pandas as pd
import pm4py

CASE, ACTIVITY, AT, WHO = "case:concept:name", "concept:name", "time:timestamp", "org:resource"


def peak_mb() -> float:
    """Highest resident memory since this program began (``ru_maxrss`` would carry the parent's over)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def load(records: Path) -> pd.DataFrame:
    columns = {"dossier": CASE, "activity": ACTIVITY, "at": AT, "official": WHO}
    log = pd.read_parquet(records / "events.parquet", columns=list(columns)).rename(columns=columns)
    return log.sort_values([CASE, AT], kind="stable").reset_index(drop=True)


def cycle_time(log: pd.DataFrame, records: Path) -> float:
    durations = pm4py.get_all_case_durations(log, business_hours=False)
    return round(sum(durations) / len(durations), 3)


def rework(log: pd.DataFrame, records: Path) -> int:
    from pm4py.statistics.rework.cases.pandas import get

    return sum(1 for case in get.apply(log).values() if case["rework"] > 0)


def handovers(log: pd.DataFrame, records: Path) -> int:
    named = log[log[WHO].notna()]
    network = pm4py.discover_handover_of_work_network(named)
    return len(network.connections)


def lateness(log: pd.DataFrame, records: Path) -> int:
    """PM4Py has no question for this: its users join the promised day themselves."""
    due = pd.read_parquet(records / "dossiers.parquet", columns=["dossier", "due_at"]).set_index("dossier")["due_at"]
    ended = log[log[ACTIVITY] == "finished"].groupby(CASE)[AT].max()
    return int((ended > due.reindex(ended.index)).sum())


def supplements(log: pd.DataFrame, records: Path) -> int:
    kept = pm4py.filter_event_attribute_values(log, ACTIVITY, {"supplement_requested"}, level="case", retain=True)
    return int(kept[CASE].nunique())


QUESTIONS = {question.__name__: question for question in (cycle_time, rework, handovers, lateness, supplements)}


def main() -> None:
    records, name = Path(sys.argv[1]), sys.argv[2]
    started = time.perf_counter()
    log = load(records)
    loaded = time.perf_counter()
    answer = QUESTIONS[name](log, records)
    done = time.perf_counter()
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "answer": answer,
                "load": loaded - started,
                "answering": done - loaded,
                "cpu": usage.ru_utime + usage.ru_stime,
                "peak_mb": peak_mb(),
                "version": pm4py.__version__,
            }
        )
    )


if __name__ == "__main__":
    main()
