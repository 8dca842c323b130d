"""A province of people in the exchange format, with its truth in a file apart.

python -m benchmarks.motives.simulate OUT --officials 150 --dossiers 40000 --seed 1 --strength 1.0
"""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.motives.access_evidence import weigh_accesses
from benchmarks.motives.access_log import Accesses
from benchmarks.motives.access_table import access_table
from benchmarks.motives.accesses import open_dossiers
from benchmarks.motives.deeds import draw_deeds
from benchmarks.motives.document_evidence import weigh_documents
from benchmarks.motives.document_table import document_table
from benchmarks.motives.documents import Document, issue_documents
from benchmarks.motives.dossier_table import dossier_table
from benchmarks.motives.event_table import event_table
from benchmarks.motives.evidence import weigh
from benchmarks.motives.export import Export
from benchmarks.motives.history import History, happen
from benchmarks.motives.office_tables import official_table, procedure_table, relation_table, unit_table
from benchmarks.motives.pair_evidence import weigh_pairs
from benchmarks.motives.truth import tell_truth
from benchmarks.motives.world import draw_world
from benchmarks.provinces.province import Province, from_command_line

STYLE = "motives"


def simulate(province: Province, out: Path) -> Path:
    """Write one province under ``out``; returns the folder of its records."""
    strength = 0.0 if province.honest else province.strength
    world = draw_world(province.seed, province.officials, province.dossiers)
    honest = happen(world, {})
    history = honest if province.honest else happen(world, draw_deeds(world, strength))
    documents = issue_documents(world, history, strength)
    accesses = open_dossiers(world, history, strength)
    records = out / "records"
    _write(Export(world, _empty_folder(records)), history, documents, accesses)

    evidence, of_pairs = {}, {}
    if not province.honest:
        evidence = weigh(world, history, honest)
        evidence |= weigh_documents(world, documents) | weigh_accesses(world, history, accesses)
        of_pairs = weigh_pairs(world, history, honest)
    truth = tell_truth(province, world, evidence, of_pairs)
    (out / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    return records


def _write(export: Export, history: History, documents: list[Document], accesses: Accesses | None) -> None:
    keep = export.omissions.keep
    export.write("procedures", procedure_table(export))
    export.write("units", unit_table(export))
    if keep("officials"):
        export.write("officials", official_table(export))
    if keep("relations"):
        export.write("relations", relation_table(export))
    export.write("dossiers", dossier_table(export, history))
    export.write("events", event_table(export, history))
    if accesses is not None:
        export.write("accesses", access_table(export, accesses))
    if documents:
        export.write("issued_documents", document_table(export, documents))


def _empty_folder(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for table in folder.iterdir():
        table.unlink()
    return folder


if __name__ == "__main__":
    from_command_line(simulate, __doc__, [STYLE], dossiers=40_000, officials=150, seed=1)
