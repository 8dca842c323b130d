"""How well are irregular dossiers found in a log nobody labelled, and how near is the threshold to the best there is?

    python -m benchmarks.control_flow [--data ../shared/data] [--logs receipt,bpic15-1-head] [--rates 0.05,0.2]

Irregularities are planted into copies of real logs, imagined processes and imagined workplaces by the examiner's own
injector (``benchmarks/irregularities.py``): other amounts, distances and names than those the product teaches itself
with. Only the order of steps and the official are given to it. Printed for each log, as means over the rates:

* **oracle**: trace-level F1 at the best threshold, which only someone with the labels knows;
* **auto**: F1 at the product's own threshold; **AP**: average precision of the score;
* **all**: F1 of flagging everything; **one**: F1 at the best threshold of the best single count feature, both
  chosen with the labels;
* **kind**, **step**: of irregular dossiers flagged, the share whose kind is told right, and whose step named lies among
  those touched (or next to them).

What lay in the real logs before counts as ordinary, although some of it may be irregular: it costs precision.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from benchmarks.irregularities import Planted, plant
from benchmarks.processes import process
from benchmarks.workplaces import claims, travel, ward

from liem.detection.control_flow import explain, find_irregular, from_traces
from liem.detection.control_flow.features import Reference

HERE = Path(__file__).resolve().parent
RATES = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45)
Traces = list[list[list[int]]]
SAME_KIND = {
    "skip": {"skipped"},
    "insert": {"unexpected", "repeated"},
    "rework": {"repeated"},
    "early": {"out_of_order"},
    "late": {"out_of_order"},
    "value": {"unusual_value"},
}


@dataclass(frozen=True)
class Result:
    """The figures of one log at one rate."""

    share: float
    estimated: float
    oracle: float
    auto: float
    precision: float
    everything: float
    one: float
    kind: float
    step: float
    seconds: float


def receipt(data: Path) -> Traces:
    frame = pl.read_csv(data / "receipt" / "receipt.csv.gz", infer_schema_length=0)
    columns = ["case:concept:name", "concept:name", "org:resource", "time:timestamp"]
    return _traces(frame.select(columns).rename(dict(zip(columns, "cart", strict=True))))


def permits(data: Path, number: int, activities: str) -> Traces:
    """A municipality's permits, only the activities whose code matches."""
    import rustxes

    frame = rustxes.import_xes(str(data / "bpic15" / f"BPIC15_{number}.xes.gz"))
    frame = frame[0] if isinstance(frame, tuple) else frame
    columns = ["case:concept:name", "concept:name", "org:resource", "time:timestamp"]
    frame = frame.select(columns).rename(dict(zip(columns, "cart", strict=True)))
    return _traces(frame.filter(pl.col("a").str.contains(activities)))


def _traces(frame: pl.DataFrame) -> Traces:
    frame = frame.with_row_index("i").sort(["c", "t", "i"]).with_columns(pl.col("r").fill_null(""))
    frame = frame.with_columns(pl.col("a", "r").cast(pl.String).cast(pl.Categorical).to_physical().cast(pl.Int64))
    grouped = frame.group_by("c", maintain_order=True).agg("a", "r")
    return [[list(step) for step in zip(a, r, strict=True)] for _, a, r in grouped.iter_rows()]


LOGS: dict[str, Callable[[Path], Traces]] = {
    "receipt": receipt,
    "bpic15-1-head": lambda data: permits(data, 1, "^01_HOOFD"),
    "bpic15-1-first": lambda data: permits(data, 1, "^0[1-9]_HOOFD_0"),
    "bpic15-2-head": lambda data: permits(data, 2, "^01_HOOFD_[0-4]"),
    "bpic15-3-main": lambda data: permits(data, 3, "^01_HOOFD_[0-2]"),
    "process-small": lambda data: process(12, 1500, seed=1),
    "process-medium": lambda data: process(30, 1500, seed=2),
    "process-large": lambda data: process(60, 2000, seed=3),
    "ward": lambda data: ward(1050, seed=1),
    "claims": lambda data: claims(5000, seed=2),
    "travel": lambda data: travel(4000, seed=3),
}


def measure(traces: Traces, rate: float, seed: int) -> Result:
    planted = plant(traces, rate, seed)
    log = from_traces(planted.traces)
    started = time.perf_counter()
    found = find_irregular(log)
    told = explain(log, found, found.flagged)
    seconds = time.perf_counter() - started
    label = planted.label
    reference = Reference(log)
    features = reference.measure(reference.look_up(log, np.arange(log.dossiers)))
    hits = [one for one in told if label[one.dossier]]
    return Result(
        float(label.mean()),
        found.share,
        oracle(found.score, label),
        2 * label[found.flagged].sum() / max(len(found.flagged) + label.sum(), 1),
        average_precision(found.score, label),
        2 * label.mean() / (1 + label.mean()),
        max(oracle(column, label) for column in features.T),
        float(np.mean([one.kind in SAME_KIND[planted.kind[one.dossier]] for one in hits] or [np.nan])),
        float(np.mean([_near(one.place, planted, one.dossier) for one in hits] or [np.nan])),
        seconds,
    )


def _near(place: int, planted: Planted, dossier: int) -> bool:
    return any(abs(place - touched) <= 1 for touched in planted.places[dossier])


def oracle(score: np.ndarray, label: np.ndarray) -> float:
    """The largest F1 of any threshold; equal scores stand on the same side."""
    order = np.argsort(-score, kind="stable")
    f1 = 2 * np.cumsum(label[order]) / (np.arange(1, len(label) + 1) + label.sum())
    last = np.r_[np.diff(score[order]) != 0, True]
    return float(f1[last].max())


def average_precision(score: np.ndarray, label: np.ndarray) -> float:
    order = np.argsort(-score, kind="stable")
    hits = label[order].astype(float)
    return float((np.cumsum(hits) / np.arange(1, len(hits) + 1) * hits).sum() / max(hits.sum(), 1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared" / "data")
    parser.add_argument("--logs", default=",".join(LOGS))
    parser.add_argument("--rates", default=",".join(map(str, RATES)))
    parser.add_argument("--each", action="store_true", help="a line per rate, too")
    options = parser.parse_args()
    rates = [float(rate) for rate in options.rates.split(",")]
    print(f"{'log':16}{'oracle':>8}{'auto':>8}{'AP':>8}{'one':>8}{'all':>8}{'kind':>8}{'step':>8}{'seconds':>9}")
    rows = []
    for name in options.logs.split(","):
        try:
            traces = LOGS[name](options.data)
        except (OSError, ImportError) as error:
            print(f"{name}: not looked at, {error}")
            continue
        results = [measure(traces, rate, seed=100 + k) for k, rate in enumerate(rates)]
        for one in results if options.each else ():
            _line(f"  {one.share:.2f} ({one.estimated:.2f})", [one])
        _line(name, results)
        rows += results
    _line("mean", rows)


def _line(name: str, results: list[Result]) -> None:
    names = ("oracle", "auto", "precision", "one", "everything", "kind", "step")
    figures = [float(np.nanmean([getattr(one, figure) for one in results])) for figure in names]
    seconds = sum(one.seconds for one in results) / max(len(results), 1)
    print(f"{name:16}" + "".join(f"{figure:8.3f}" for figure in figures) + f"{seconds:9.2f}", flush=True)


if __name__ == "__main__":
    main()
