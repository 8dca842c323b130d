"""A province's offices of registration in the exchange format, with their truth in a file apart.

python -m benchmarks.registry.simulate OUT --officials 180 --dossiers 50000 --seed 1 --strength 1.0
"""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.provinces.province import Province, from_command_line
from benchmarks.registry.accesses import open_dossiers, write_accesses
from benchmarks.registry.candidates import find_candidates
from benchmarks.registry.casting import cast
from benchmarks.registry.chance import open_streams
from benchmarks.registry.documents import issue_documents, write_documents
from benchmarks.registry.dossier_table import write_dossiers
from benchmarks.registry.event_table import write_events
from benchmarks.registry.evidence import Records
from benchmarks.registry.history import make_history
from benchmarks.registry.logbook import keep_log
from benchmarks.registry.lookalikes import Lookalikes
from benchmarks.registry.office_tables import write_officials, write_procedures, write_relations, write_units
from benchmarks.registry.plan import Plan
from benchmarks.registry.planting import plant
from benchmarks.registry.resemblances import find_resemblances
from benchmarks.registry.truth import tell_truth
from benchmarks.registry.world import draw_world

STYLE = "registry"


def simulate(province: Province, out: Path) -> Path:
    """Write one province under ``out``; returns the folder of its records."""
    folder = _empty_folder(out / "records")
    streams = open_streams(province.seed)
    world = draw_world(streams, province.officials, province.dossiers)
    plan = Plan(0.0 if province.honest else province.strength)
    candidates = find_candidates(world)
    plant(streams.plants, world, candidates, plan)
    if province.honest:
        # The same province without its wrongs: its agents are those of the planted one.
        plan.variants.clear()
        plan.agents.clear()
        candidates.taken.clear()
    lookalikes = Lookalikes(world.people.ids, world.agents, plan)
    roles = cast(streams.plants, world, candidates, plan, lookalikes)

    history = make_history(streams, world, plan, roles)
    log = keep_log(streams, world, history)
    # In this order, for the tables share the chance of errors.
    events = write_events(streams.errors, folder, world, history, log)
    exported = write_dossiers(streams.errors, folder, world, history, log)
    documents = issue_documents(streams, world, plan, history)
    write_documents(streams, folder, world, history, documents)
    accesses = open_dossiers(streams, world, plan, roles, history, log)
    write_accesses(folder, world, history, accesses)
    write_procedures(folder, world)
    write_units(streams.errors, folder, world)
    write_officials(streams.errors, folder, world)
    write_relations(streams.errors, folder, world, plan, roles)

    find_resemblances(world, plan, history, documents, lookalikes)
    records = Records(world, plan, history, exported, log, documents, accesses)
    truth = tell_truth(province, records, lookalikes, events)
    (out / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    return folder


def _empty_folder(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for table in folder.iterdir():
        table.unlink()
    return folder


if __name__ == "__main__":
    from_command_line(simulate, __doc__, [STYLE], dossiers=50_000, officials=180, seed=1)
