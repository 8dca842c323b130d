"""A province imagined by the examiner, in the exchange format, with its truth in a file apart.

    python -m benchmarks.provinces.simulate OUT --style handover --dossiers 20000 --officials 90 --seed 1

writes ``OUT/records/*.parquet`` and ``OUT/truth.json``. Nothing here is taken from the product: the calendar, the
offices and their habits are the examiner's own.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from benchmarks.provinces.caseload import draw_caseload
from benchmarks.provinces.flow import run_flow
from benchmarks.provinces.ledger import collect_fees, write_steps
from benchmarks.provinces.papers import draft_documents, keep_accesses
from benchmarks.provinces.plants import choose_plants
from benchmarks.provinces.province import Province, from_command_line
from benchmarks.provinces.styles import STYLES, vary
from benchmarks.provinces.tables import write_tables
from benchmarks.provinces.truth import tell_truth
from benchmarks.provinces.workdays import MINUTES, to_clock
from benchmarks.provinces.world import draw_world


def simulate(province: Province, out: Path) -> Path:
    """Write one province under ``out``; returns the folder of its records."""
    number = sorted(STYLES).index(province.style)
    rng = np.random.default_rng([province.seed, number, province.dossiers, province.officials])
    style = vary(STYLES[province.style], rng)
    world = draw_world(rng, style, province.officials)
    load = draw_caseload(rng, world, province.dossiers)
    plants = choose_plants(rng, world, load, province.strength, province.honest)
    flow = run_flow(rng, world, load, plants)
    # The system hands its records over after a weekend: everything submitted until then is in.
    cutoff = to_clock(np.array([load.last_day * float(MINUTES)]))[0] + np.timedelta64(3 * 86_400, "s")
    ledger = write_steps(rng, world, load, plants, flow, cutoff)
    charged = collect_fees(rng, world, load, plants, flow, ledger)
    accesses = None if "accesses" in style.without_tables else keep_accesses(rng, world, load, plants, ledger)
    documents = (
        None if "issued_documents" in style.without_tables else draft_documents(rng, world, load, plants, cutoff)
    )
    records = out / "records"
    records.mkdir(parents=True, exist_ok=True)
    write_tables(records, rng, world, load, flow, ledger, charged, accesses, documents)
    truth = tell_truth(province, world, load, plants, flow, accesses, documents, cutoff)
    (out / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    return records


if __name__ == "__main__":
    from_command_line(simulate, __doc__, ["handover", *STYLES], dossiers=20_000, officials=90, seed=1)
