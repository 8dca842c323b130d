"""How often does `liem detect` name the right people, and how often an innocent?

    python -m benchmarks.provinces.score --suite small
    python -m benchmarks.provinces.score --suite standard --out /tmp/score.jsonl
    python -m benchmarks.provinces.score --simulator offices --suite offices
    python -m benchmarks.provinces.score --simulator casework --suite casework
    python -m benchmarks.provinces.score --simulator centre --suite centre
    python -m benchmarks.provinces.score --simulator communes --suite communes
    python -m benchmarks.provinces.score --simulator towns --suite towns
    python -m benchmarks.provinces.score --simulator registry --suite registry
    python -m benchmarks.provinces.score --simulator sizes --suite sizes
    python -m benchmarks.provinces.score --simulator motives --suite motives
    python -m benchmarks.provinces.score --simulator queues --suite queues
    python -m benchmarks.provinces.score --simulator chains --suite chains

Every province is simulated, detected by the command as a person would run it (a process of its own, one at a time),
and judged against its truth; the afternoon's analysis is judged on the same records. Officials are *named* by
signals with q <= 0.05; leads are judged apart, under the method's second line.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
from benchmarks.casework.simulate import STYLE as CASEWORK
from benchmarks.casework.simulate import simulate as simulate_casework
from benchmarks.centre.simulate import STYLE as CENTRE
from benchmarks.centre.simulate import simulate as simulate_centre
from benchmarks.chains.simulate import STYLE as CHAINS
from benchmarks.chains.simulate import simulate as simulate_chains
from benchmarks.communes.simulate import STYLE as COMMUNES
from benchmarks.communes.simulate import simulate as simulate_communes
from benchmarks.motives.simulate import STYLE as MOTIVES
from benchmarks.motives.simulate import simulate as simulate_motives
from benchmarks.offices.people import STYLES as OFFICES
from benchmarks.offices.simulate import simulate as simulate_offices
from benchmarks.provinces.afternoon import afternoon
from benchmarks.provinces.province import Province
from benchmarks.provinces.simulate import simulate
from benchmarks.provinces.styles import STYLES
from benchmarks.provinces.summary import summarise
from benchmarks.provinces.verdict import Named, Verdict, judge
from benchmarks.queues.simulate import STYLE as QUEUES
from benchmarks.queues.simulate import simulate as simulate_queues
from benchmarks.registry.simulate import STYLE as REGISTRY
from benchmarks.registry.simulate import simulate as simulate_registry
from benchmarks.sizes.simulate import STYLE as SIZES
from benchmarks.sizes.simulate import simulate as simulate_sizes
from benchmarks.towns.simulate import STYLE as TOWNS
from benchmarks.towns.simulate import simulate as simulate_towns

# dossiers, officials, strengths (0: honest), seeds
SUITES: dict[str, list[tuple[int, int, tuple[float, ...], int]]] = {
    "small": [(8_000, 60, (1.0, 0.0), 2)],
    "standard": [(20_000, 80, (1.0, 0.5, 0.0), 4)],
    "honest": [(20_000, 80, (0.0,), 20)],
    "wide": [(5_000, 60, (1.0, 0.5, 0.0), 3), (20_000, 80, (1.0, 0.5, 0.0), 4), (60_000, 200, (1.0, 0.5, 0.0), 2)],
    "offices": [(48_000, 240, (1.0, 0.5, 0.0), 4)],
    "casework": [(10_000, 60, (1.0, 0.5, 0.0), 4), (30_000, 120, (1.0, 0.5, 0.0), 4)],
    "centre": [(30_000, 150, (1.0, 0.5, 0.0), 4)],
    "communes": [(24_000, 160, (1.0, 0.5, 0.0), 4)],
    "towns": [(18_000, 90, (1.0, 0.5, 0.0), 4)],
    "registry": [(50_000, 180, (1.0, 0.5, 0.0), 4)],
    "sizes": [(6_000, 30, (1.0, 0.5, 0.0), 4), (30_000, 120, (1.0, 0.5, 0.0), 4), (150_000, 600, (1.0, 0.5, 0.0), 1)],
    "motives": [(40_000, 150, (1.0, 0.5, 0.0), 4)],
    "queues": [(40_000, 90, (1.0, 0.5, 0.0), 4)],
    "chains": [(48_000, 140, (1.0, 0.5, 0.0), 4)],
    "large": [(200_000, 500, (1.0, 0.5, 0.0), 1)],
}


SIMULATORS: dict[str, tuple[list[str], Callable[[Province, Path], Path]]] = {
    "provinces": (sorted(STYLES), simulate),
    "offices": (sorted(OFFICES), simulate_offices),
    "casework": ([CASEWORK], simulate_casework),
    "centre": ([CENTRE], simulate_centre),
    "communes": ([COMMUNES], simulate_communes),
    "towns": ([TOWNS], simulate_towns),
    "registry": ([REGISTRY], simulate_registry),
    "sizes": ([SIZES], simulate_sizes),
    "motives": ([MOTIVES], simulate_motives),
    "queues": ([QUEUES], simulate_queues),
    "chains": ([CHAINS], simulate_chains),
}


def provinces(suite: str, styles: list[str], first_seed: int, seeds: int | None) -> Iterator[Province]:
    for dossiers, officials, strengths, count in SUITES[suite]:
        for seed in range(first_seed, first_seed + (seeds or count)):
            for style in styles:
                for strength in strengths:
                    yield Province(style, dossiers, officials, seed, strength or 1.0, honest=strength == 0)


def run_liem(records: Path, out: Path, timeout: float) -> tuple[int, str]:
    command = [str(Path(sys.executable).parent / "liem"), "detect", str(records), "--out", str(out), "--quiet"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        return -1, f"no answer in {timeout:g} s"
    return done.returncode, (done.stderr or done.stdout).strip()[-400:]


def by_signals(out: Path) -> Named:
    """Named: officials and pairs with q <= 0.05 in the signals."""
    signals = pl.read_parquet(out / "signals.parquet")
    sure = signals.filter(pl.col("q_value") <= 0.05)
    return _named(sure)


def by_leads(out: Path) -> Named:
    """Named: officials and pairs a lead points at, but for single patterns, which are looked at by unit only."""
    leads = pl.read_parquet(out / "leads.parquet")
    return _named(leads.filter(pl.col("grade") != "single"))


def _named(rows: pl.DataFrame) -> Named:
    named = Named()
    for kind, subject, act in rows.select("subject_kind", "subject", "act").unique().iter_rows():
        if kind == "official":
            named.officials.setdefault(subject, set()).add(act or "-")
        elif kind == "pair":
            named.pairs.add(subject)
        elif kind == "agent":
            named.agents.add(subject)
        elif kind == "unit":
            named.units += 1
    return named


def score_one(province: Province, work: Path, timeout: float, simulator: str = "provinces") -> list[Verdict]:
    folder = work / province.name
    records = SIMULATORS[simulator][1](province, folder)
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    started = time.perf_counter()
    status, message = run_liem(records, folder / "out", timeout)
    spent = time.perf_counter() - started
    verdicts = []
    if status in (0, 3) and (folder / "out" / "signals.parquet").exists():
        note = f"exit {status}" if status else ""
        verdicts.append(judge(truth, by_signals(folder / "out"), "liem (signals)", spent, note))
        verdicts.append(judge(truth, by_leads(folder / "out"), "liem (leads)", spent, note))
    else:
        print(f"{province.name}: liem detect failed ({status}): {message}", file=sys.stderr)
    if (records / "events.parquet").exists() and not (records / "officials.csv").exists():
        verdicts.append(_of_an_afternoon(records, truth))
    return verdicts


def _of_an_afternoon(records: Path, truth: dict[str, Any]) -> Verdict:
    """Only where the records are clean Parquet: typed cells, no row to be refused."""
    started = time.perf_counter()
    analyst = Named()
    for act, people in afternoon(records).items():
        for person in people:
            analyst.officials.setdefault(person, set()).add(act)
    return judge(truth, analyst, "afternoon", time.perf_counter() - started)


def show(verdict: Verdict) -> str:
    missed = [
        f"{p['official']}:{p['act']}({p['how']},n={p['n']},ev={p['evidence']})->{p['acts']}"
        for p in verdict.planted
        if not p["found"]
    ]
    return (
        f"{verdict.province} {verdict.method}: named {verdict.named}, false {verdict.false}, missed {missed}, "
        f"pairs {verdict.pairs_found}/{verdict.pairs_planted} (+{len(verdict.pairs_false)} false), "
        f"look-alikes {verdict.lookalikes_named}, {verdict.seconds} s {verdict.note}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--suite", choices=sorted(SUITES), default="small")
    parser.add_argument("--simulator", choices=sorted(SIMULATORS), default="provinces")
    parser.add_argument(
        "--styles", nargs="+", choices=sorted({*STYLES, *OFFICES, CASEWORK}), help="those of the simulator"
    )
    parser.add_argument("--seeds", type=int, help="seeds per size instead of the suite's")
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=300.0, help="seconds for one `liem detect`")
    parser.add_argument("--minutes", type=float, default=60.0, help="stop after this time and sum up what is there")
    parser.add_argument("--out", type=Path, help="append every verdict as a JSON line")
    parser.add_argument("--keep", type=Path, help="keep the provinces and outputs here")
    options = parser.parse_args()
    work = options.keep or Path(tempfile.mkdtemp(prefix="provinces-"))
    end = time.monotonic() + options.minutes * 60
    verdicts: list[Verdict] = []
    styles = options.styles or SIMULATORS[options.simulator][0]
    for province in provinces(options.suite, styles, options.first_seed, options.seeds):
        if time.monotonic() > end:
            print("time is over: the figures are of the provinces above")
            break
        for verdict in score_one(province, work, options.timeout, options.simulator):
            verdicts.append(verdict)
            print(show(verdict), flush=True)
            if options.out:
                with options.out.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(verdict.as_dict(), ensure_ascii=False) + "\n")
        if not options.keep:
            shutil.rmtree(work / province.name)
    print("\n".join(summarise(verdicts)))


if __name__ == "__main__":
    main()
