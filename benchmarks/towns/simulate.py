"""A mid-sized province of towns in the exchange format, with its truth in a file apart.

python -m benchmarks.towns.simulate OUT --officials 90 --dossiers 18000 --seed 1 --strength 1.0
"""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.provinces.province import Province, from_command_line
from benchmarks.towns.access_table import access_table
from benchmarks.towns.arrivals import draw_arrivals
from benchmarks.towns.document_table import document_table
from benchmarks.towns.dossier_table import dossier_table
from benchmarks.towns.event_table import event_table
from benchmarks.towns.evidence import weigh
from benchmarks.towns.export import Export
from benchmarks.towns.history import History, happen
from benchmarks.towns.office_tables import official_table, procedure_table, relation_table, unit_table
from benchmarks.towns.round import Round
from benchmarks.towns.truth import tell_truth
from benchmarks.towns.ways import Wrongdoing
from benchmarks.towns.world import ARRIVALS, HABITS, OFFICES, World, draw_world

STYLE = "towns"


def simulate(province: Province, out: Path) -> Path:
    """Write one province under ``out``; returns the folder of its records."""
    world = draw_world(province.seed, province.officials)
    dossiers = draw_arrivals(world.stream(ARRIVALS), world, province.dossiers)
    habits = world.draw_habits(world.stream(HABITS))
    wrongdoing = Wrongdoing([] if province.honest else world.planted.plants, province.strength)
    history = happen(Round(world.stream(OFFICES), world, dossiers, habits, wrongdoing))
    evidence = weigh(world, dossiers, history, wrongdoing)
    records = out / "records"
    _write(world, history, records)
    truth = tell_truth(province, world, dossiers, evidence)
    (out / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    return records


def _write(world: World, history: History, records: Path) -> None:
    records.mkdir(parents=True, exist_ok=True)
    for table in records.iterdir():
        table.unlink()
    export = Export(world, history, records)
    export.write("events", event_table(export))
    export.write("dossiers", dossier_table(export))
    export.write("procedures", procedure_table(export))
    export.write("units", unit_table(export))
    export.write("officials", official_table(export))
    if world.planted.relations_known:
        export.write("relations", relation_table(export))
    export.write("issued_documents", document_table(export))
    export.write("accesses", access_table(export))


if __name__ == "__main__":
    from_command_line(simulate, __doc__, [STYLE], dossiers=18_000, officials=90, seed=1)
