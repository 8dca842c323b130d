"""A province's one-stop centre in the exchange format, with its truth in a file apart.

python -m benchmarks.centre.simulate OUT --officials 150 --dossiers 30000 --seed 7 --strength 1.0
"""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.centre.accesses import open_dossiers
from benchmarks.centre.arrivals import draw_arrivals, draw_businesses, draw_demand
from benchmarks.centre.centre import draw_centre
from benchmarks.centre.chance import Chance
from benchmarks.centre.course import follow_all
from benchmarks.centre.documents import issue_documents
from benchmarks.centre.logbook import keep_log
from benchmarks.centre.relations import declare_relations
from benchmarks.centre.resemblances import find_resemblances
from benchmarks.centre.rows import export
from benchmarks.centre.tables import Tables
from benchmarks.centre.truth import tell_truth
from benchmarks.provinces.province import Province, from_command_line

STYLE = "centre"
SEED_FACTOR, SEED_SHIFT = 7919, 17
"""So that the stream of one province is not the one another simulator draws from the same seed."""


def simulate(province: Province, out: Path) -> Path:
    """Write one province under ``out``; returns the folder of its records."""
    chance = Chance(province.seed * SEED_FACTOR + SEED_SHIFT)
    centre = draw_centre(chance, province)
    demand = draw_demand(chance, centre.office, province.dossiers, province.seed)
    businesses = draw_businesses(chance)
    history = follow_all(centre, draw_arrivals(centre, demand, businesses))
    log = keep_log(centre, history)
    accesses = open_dossiers(centre, history, log)
    documents = issue_documents(centre, businesses)
    dossiers, events = export(centre, history, log)
    relations = declare_relations(centre)
    find_resemblances(centre, history, log)

    records = out / "records"
    records.mkdir(parents=True, exist_ok=True)
    for table in records.iterdir():
        table.unlink()
    tables = Tables(records)
    tables.write_office(centre.office)
    tables.write_dossiers(dossiers)
    tables.write_events(events)
    tables.write_accesses(accesses)
    tables.write_documents(documents)
    tables.write_relations(relations)
    truth = tell_truth(province, centre, records)
    (out / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    return records


if __name__ == "__main__":
    from_command_line(simulate, __doc__, [STYLE], dossiers=30_000, officials=150, seed=7)
