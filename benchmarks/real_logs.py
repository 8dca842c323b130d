"""Who lights up in real permit logs of real offices? Nobody should.

    python benchmarks/real_logs.py [--data ../shared/data] [--keep FOLDER]

Runs `liem detect` on the receipt log and on three municipalities of the BPI Challenge 2015, with the mappings shipped
as examples, and prints what was signalled. These logs describe real people of whom nothing wrong is known: an
official named with q <= 0.05 is taken as a false alarm (exit status 1), and unexplained variation is all that the
other figures mean. Sources: doi 10.4121/uuid:a07386a5-7be3-4367-9535-70bc9e77dbe6 and
doi 10.4121/uuid:31a308ef-c844-48da-948c-305d167a0ec1.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

HERE = Path(__file__).resolve().parent
MAPPINGS = HERE.parent / "examples" / "mappings"
LOGS = {
    "receipt (XES)": ("receipt/receipt.xes.gz", "wabo-receipt"),
    "receipt (CSV)": ("receipt/receipt.csv.gz", "wabo-receipt"),
    "BPIC15 municipality 1": ("bpic15/BPIC15_1.xes.gz", "bpic15"),
    "BPIC15 municipality 2": ("bpic15/BPIC15_2.xes.gz", "bpic15"),
    "BPIC15 municipality 3": ("bpic15/BPIC15_3.xes.gz", "bpic15"),
}


def mapping_for(stem: str, log: Path) -> Path | None:
    """The example mapping for a log: one that names the format too is preferred (``receipt-csv.toml``)."""
    suffix = "csv" if ".csv" in log.suffixes else "xes"
    for pattern in (f"{stem}*{suffix}*.toml", f"{stem}*.toml"):
        found = sorted(MAPPINGS.glob(pattern))
        if found:
            return found[0]
    return None


def detect(log: Path, mapping: Path | None, out: Path) -> tuple[int, str, float]:
    command = [str(Path(sys.executable).parent / "liem"), "detect", str(log), "--out", str(out), "--quiet"]
    command += ["--mapping", str(mapping)] if mapping else []
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    return done.returncode, (done.stderr or done.stdout).strip(), time.perf_counter() - started


def report(name: str, out: Path) -> int:
    """Print one log's signals; returns how many officials (and pairs) are named."""
    signals = pl.read_parquet(out / "signals.parquet")
    people = signals.filter((pl.col("q_value") <= 0.05) & pl.col("subject_kind").is_in(["official", "pair"]))
    groups = ["kind", "indicator", "act", "subject_kind"]
    for row in signals.group_by(groups).len().sort(groups).iter_rows(named=True):
        print(
            f"    {row['kind']:8} {row['indicator']:6} act {row['act'] or '-'} {row['subject_kind']:9} {row['len']:6}"
        )
    for row in people.iter_rows(named=True):
        print(
            f"    NAMED {row['subject']} by {row['indicator']}: {row['observed']} against {row['expected']} "
            f"of {row['n']}, q {row['q_value']:.4f}"
        )
    skipped = json.loads((out / "skipped.json").read_text(encoding="utf-8"))
    print(f"    not computed: {_not_computed(skipped)}")
    named = people["subject"].n_unique()
    looked = pl.read_parquet(out / "indicators.parquet").filter(pl.col("subject_kind") == "official")
    judged = looked.filter(pl.col("eligible"))["subject"].n_unique() if "eligible" in looked.columns else "?"
    print(f"  {name}: {named} named, of {looked['subject'].n_unique()} officials looked at, {judged} with cases enough")
    return named


def _not_computed(skipped: object) -> str:
    if isinstance(skipped, dict) and isinstance(skipped.get("indicators"), list):
        return ", ".join(str(one.get("indicator", one)) for one in skipped["indicators"]) or "none"
    return json.dumps(skipped, ensure_ascii=False)[:300]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared" / "data")
    parser.add_argument("--keep", type=Path, help="keep the outputs here")
    options = parser.parse_args()
    work = options.keep or Path(tempfile.mkdtemp(prefix="real-logs-"))
    named = 0
    for name, (file, stem) in LOGS.items():
        log = options.data / file
        if not log.exists():
            print(f"{name}: not looked at, {log} is not there (see the how-to on public logs)")
            continue
        out = work / name.replace(" ", "-")
        status, message, seconds = detect(log, mapping_for(stem, log), out)
        print(f"{name}: exit {status} in {seconds:.1f} s {message.splitlines()[-1] if message else ''}")
        if status in (0, 3):
            named += report(name, out)
    return int(named > 0)


if __name__ == "__main__":
    sys.exit(main())
