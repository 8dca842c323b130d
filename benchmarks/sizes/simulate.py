"""A small, middle or large province in the exchange format, with its truth in a file apart.

python -m benchmarks.sizes.simulate OUT --officials 120 --dossiers 30000 --seed 1 --strength 1.0
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from benchmarks.provinces.province import Province, from_command_line
from benchmarks.sizes.access_table import write_accesses
from benchmarks.sizes.accesses import open_dossiers
from benchmarks.sizes.desks import Desks
from benchmarks.sizes.document_table import write_documents
from benchmarks.sizes.documents import issue
from benchmarks.sizes.dossier_table import write_dossiers
from benchmarks.sizes.event_table import write_events
from benchmarks.sizes.evidence import weigh
from benchmarks.sizes.export import Export
from benchmarks.sizes.exported_steps import export_steps
from benchmarks.sizes.extent import extent_of
from benchmarks.sizes.filings import file_dossiers
from benchmarks.sizes.history import make_history
from benchmarks.sizes.lookalikes import find_lookalikes
from benchmarks.sizes.office_tables import write_officials, write_procedures, write_relations, write_units
from benchmarks.sizes.planting import plant
from benchmarks.sizes.records import Records
from benchmarks.sizes.regulars import find_regulars
from benchmarks.sizes.truth import tell_truth
from benchmarks.sizes.world import draw_world
from benchmarks.sizes.yardsticks import Yardsticks

STYLE = "sizes"


def simulate(province: Province, out: Path) -> Path:
    """Write one province under ``out``; returns the folder of its records."""
    world = draw_world(province.seed, province.officials)
    desks, yardsticks = Desks(world), Yardsticks(world)
    in_turn = file_dossiers(world, desks, province.dossiers)
    regulars, appraiser = find_regulars(world, in_turn)
    filings = replace(in_turn, appraiser=appraiser)
    plan = plant(province, world, filings, regulars, yardsticks)
    history = make_history(world, desks, plan, filings)
    exported, documents = export_steps(world, history), issue(world, plan, history)
    records = Records(world, plan, yardsticks, history, exported, documents, open_dossiers(world, plan, history))

    folder = _empty_folder(out / "records")
    export = Export(world, folder, extent_of(province.officials))
    # In this order, for the tables share the chance of errors.
    write_procedures(export)
    write_units(export)
    write_officials(export)
    write_relations(export, records.opened.pried)
    write_dossiers(export, records)
    unknown_dossiers = write_events(export, records)
    write_accesses(export, records)
    write_documents(export, records)

    lookalikes = find_lookalikes(world, plan, in_turn)
    truth = tell_truth(province, records, weigh(records), lookalikes, export, unknown_dossiers)
    (out / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    return folder


def _empty_folder(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for table in folder.iterdir():
        table.unlink()
    return folder


if __name__ == "__main__":
    from_command_line(simulate, __doc__, [STYLE], dossiers=30_000, officials=120, seed=1)
