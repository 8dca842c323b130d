"""A province of small communes in the exchange format, with its truth in a file apart.

python -m benchmarks.communes.simulate OUT --officials 160 --dossiers 24000 --seed 1 --strength 1.0
"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

from benchmarks.communes.access_log import Lying
from benchmarks.communes.accesses import draw_accesses
from benchmarks.communes.agents import draw_market
from benchmarks.communes.arrivals import draw_arrivals
from benchmarks.communes.base_rates import count_base_rates
from benchmarks.communes.course import run
from benchmarks.communes.evidence import Records
from benchmarks.communes.export import export
from benchmarks.communes.lookalikes import draw_lookalikes
from benchmarks.communes.names import PROVINCES
from benchmarks.communes.plan import Plan
from benchmarks.communes.planting import plant
from benchmarks.communes.rates import Rates
from benchmarks.communes.regulars import seat_regulars
from benchmarks.communes.staffing import draw_office
from benchmarks.communes.straying import Worked, stray
from benchmarks.communes.tables import write_tables
from benchmarks.communes.truth import tell_truth
from benchmarks.communes.workload import measure_workloads
from benchmarks.provinces.province import Province, from_command_line

STYLE = "communes"


def simulate(province: Province, out: Path) -> Path:
    """Write one province under ``out``; returns the folder of its records."""
    rng = Random(1_000_003 * province.seed + 17)
    office = draw_office(rng, province.officials)
    market = draw_market(rng, office)
    draw_lookalikes(rng, office)

    plan = Plan(province.strength)
    arrivals = draw_arrivals(rng, office, market, province.dossiers)
    seat_regulars(rng, office, arrivals, plan, province.honest)
    workloads = measure_workloads(arrivals)
    if not province.honest:
        plant(rng, office, workloads, plan)

    dossiers = run(rng, market, plan, arrivals)
    lying, worked = Lying(dossiers), Worked(dossiers)
    log = draw_accesses(rng, office, dossiers, lying)
    astray = stray(rng, office, plan, log, lying, worked)

    written = export(rng, dossiers)
    write_tables(out / "records", PROVINCES[province.seed % len(PROVINCES)], office, written, log.rows)
    records = Records(dossiers, log, worked, Rates(d for d in dossiers if plan.spares(d)))
    base_rates = count_base_rates(office, records, len(written.events), astray)
    truth = tell_truth(province, office, plan, workloads, records, base_rates)
    (out / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    return out / "records"


if __name__ == "__main__":
    from_command_line(simulate, __doc__, [STYLE], dossiers=24_000, officials=160, seed=1)
