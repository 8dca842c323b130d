"""Detection on a real Spark cluster of this machine: one master and one worker, then two, each with a core of its own.

    python benchmarks/cluster.py [--events 300000] [--keep FOLDER] [--cores 1]

Master and workers are processes of their own, started from the installed package as an administrator starts them. Asks
whether the answers are those of the embedded engine, and whether the time falls with the second worker. With fewer
cores than workers, driver and neighbours need it cannot: then CPU seconds say what was done, and a line says so.
"""

import argparse
import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pyspark

sys.path.insert(0, str(Path(__file__).resolve().parent))
from detect_scale import make_records

HERE = "127.0.0.1"
FILES = ("signals", "indicators", "leads")
LAYS_TABLES = ("code", "facts", "hands", "queue", "indicators")
"""Stages whose work the workers do; the others are arithmetic and files of the driver."""
DEFAULTS = """\
spark.executor.memory 1g
spark.sql.shuffle.partitions 4
"""


@dataclass(frozen=True)
class Measured:
    """One run: seconds, CPU seconds of the workers and of the driver, peak memory of a worker, seconds by stage."""

    workers: int
    seconds: float
    worker_cpu: float
    driver_cpu: float
    stages: dict[str, float]


@contextmanager
def cluster(workers: int, cores: int, folder: Path) -> Iterator[tuple[str, list[int]]]:
    """The master's address and the process groups of the workers, until the end of the block."""
    folder.mkdir(parents=True)
    with socket.socket() as free:
        free.bind((HERE, 0))
        port = free.getsockname()[1]
    address, started = f"spark://{HERE}:{port}", []
    try:
        log = folder / "master.log"
        started.append(_start("master.Master", ["--host", HERE, "--port", str(port), "--webui-port", "0"], log))
        _wait(log, "I have been elected leader", 1)
        for number in range(workers):
            options = ["--host", HERE, "--cores", str(cores), "--memory", "1500m", "--webui-port", "0"]
            options += ["--work-dir", str(folder / f"worker-{number}"), address]
            started.append(_start("worker.Worker", options, folder / f"worker-{number}.log"))
        _wait(log, "Registering worker", workers)
        yield address, [process.pid for process in started[1:]]
    finally:
        for process in reversed(started):
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(60)


def _start(what: str, options: list[str], log: Path) -> subprocess.Popen[bytes]:
    program = Path(pyspark.__file__).parent / "bin" / "spark-class"
    environment = {**os.environ, "SPARK_LOCAL_IP": HERE, "SPARK_DAEMON_MEMORY": "256m", "SPARK_NO_DAEMONIZE": "1"}
    with log.open("wb") as into:
        command = [str(program), f"org.apache.spark.deploy.{what}", *options]
        return subprocess.Popen(command, stdout=into, stderr=into, env=environment, start_new_session=True)


def _wait(log: Path, words: str, times: int, seconds: float = 120.0) -> None:
    until = time.monotonic() + seconds
    while log.read_text("utf-8", "replace").count(words) < times:
        if time.monotonic() > until:
            raise SystemExit(f"the cluster does not start; {log}:\n{log.read_text('utf-8', 'replace')[-2000:]}")
        time.sleep(0.2)


def cpu_of(groups: list[int]) -> float:
    """CPU seconds of the living and the dead of these process groups (a worker and its executors)."""
    ticks = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) in groups:
            ticks += sum(int(field) for field in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def detect(records: Path, out: Path, *options: str) -> tuple[float, float, dict[str, Any]]:
    """Seconds and CPU seconds of the command itself, and its run.json."""
    command = [str(Path(sys.executable).parent / "liem"), "detect", str(records), "--out", str(out), "--quiet"]
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([*command, *options], check=True)
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, cpu, json.loads((out / "run.json").read_text("utf-8"))


def measure(records: Path, out: Path, workers: int, cores: int, folder: Path) -> Measured:
    """One run on a cluster of so many workers."""
    with cluster(workers, cores, folder) as (address, groups):
        before = cpu_of(groups)
        seconds, driver, run = detect(records, out, "--engine", "spark", "--master", address, "--memory", "1GiB")
        used = cpu_of(groups) - before
        executors = len(re.findall(r"Launching executor", (folder / "master.log").read_text("utf-8", "replace")))
    if executors < workers:
        raise SystemExit(f"only {executors} of {workers} workers were given work")
    return Measured(workers, seconds, used, driver, {stage["stage"]: stage["seconds"] for stage in run["stages"]})


def same(one: Path, other: Path) -> bool:
    """Whether two runs wrote the same rows, floats to the last bit (what is no number equals itself)."""
    return all(
        repr(pq.read_table(one / f"{file}.parquet").to_pylist())
        == repr(pq.read_table(other / f"{file}.parquet").to_pylist())
        for file in FILES
    )


def report(runs: list[Measured], embedded: float, load: float) -> None:
    """Print the runs beside each other, and what they show."""
    print(f"{'':<22}" + "".join(f"{run.workers:>9} worker" for run in runs))
    for name in dict.fromkeys(stage for run in runs for stage in run.stages):
        print(f"  {name:<20}" + "".join(f"{run.stages.get(name, 0):>14.1f} s" for run in runs))
    tables = [sum(run.stages.get(stage, 0) for stage in LAYS_TABLES) for run in runs]
    print(f"{'tables':<22}" + "".join(f"{seconds:>14.1f} s" for seconds in tables))
    print(f"{'whole command':<22}" + "".join(f"{run.seconds:>14.1f} s" for run in runs))
    print(f"{'CPU of the workers':<22}" + "".join(f"{run.worker_cpu:>14.1f} s" for run in runs))
    print(f"{'CPU of the driver':<22}" + "".join(f"{run.driver_cpu:>14.1f} s" for run in runs))
    cores = os.cpu_count() or 1
    print(f"embedded engine: {embedded:.1f} s; {cores} cores; load before {load:.1f}, after {os.getloadavg()[0]:.1f}")
    ratio = tables[-1] / tables[0]
    print(f"tables with {runs[-1].workers} workers: {ratio:.2f} of the time with {runs[0].workers}")
    if ratio > 0.9:
        print(f"The second worker does not show here: {cores} cores are shared by workers, driver and neighbours.")


def main() -> int:
    """Make records, run on both clusters and on the embedded engine, compare, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=300_000)
    parser.add_argument("--cores", type=int, default=1, help="of each worker")
    parser.add_argument("--keep", type=Path, help="make the records here, and use them again if they are there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        scratch, records = Path(temporary), (options.keep or Path(temporary)) / str(options.events)
        if not (records / "records.json").exists():
            make_records(records, options.events)
        (scratch / "conf").mkdir()
        (scratch / "conf" / "spark-defaults.conf").write_text(DEFAULTS, "utf-8")
        os.environ["SPARK_CONF_DIR"] = str(scratch / "conf")
        load = os.getloadavg()[0]
        embedded, _, _ = detect(records, scratch / "embedded")
        print(
            f"{options.events:,} events on a cluster of this machine, workers with {options.cores} core(s)", flush=True
        )
        runs = []
        for workers in (1, 2):
            out = scratch / f"with-{workers}"
            runs.append(measure(records, out, workers, options.cores, scratch / f"cluster-{workers}"))
            if not same(scratch / "embedded", out):
                print(f"THE ANSWERS DIFFER with {workers} worker(s)")
                return 1
        print("the answers are those of the embedded engine, to the last bit")
        report(runs, embedded, load)
    return 0


if __name__ == "__main__":
    sys.exit(main())
