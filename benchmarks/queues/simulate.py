"""A province of offices at work in the exchange format, with its truth in a file apart.

python -m benchmarks.queues.simulate OUT --officials 100 --dossiers 40000 --seed 1 --strength 1.0

A size of 0 leaves it to chance how large the province is.
"""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.provinces.province import Province, from_command_line
from benchmarks.queues.access_table import write_accesses
from benchmarks.queues.accesses import open_dossiers
from benchmarks.queues.arrays import NONE
from benchmarks.queues.course import live_through
from benchmarks.queues.document_table import write_documents
from benchmarks.queues.documents import issue_documents
from benchmarks.queues.dossier_table import write_dossiers
from benchmarks.queues.event_table import write_events
from benchmarks.queues.evidence import Course, weigh
from benchmarks.queues.export import Export
from benchmarks.queues.history import History
from benchmarks.queues.office_tables import write_officials, write_procedures, write_relations, write_units
from benchmarks.queues.omissions import Omissions, draw_omissions
from benchmarks.queues.pair_evidence import weigh_pairs
from benchmarks.queues.plan import Plan, favoured_agents
from benchmarks.queues.planting import plant
from benchmarks.queues.relatives import Kinship, find_kinships, without_relatives
from benchmarks.queues.truth import tell_truth
from benchmarks.queues.world import LEFT_TO_CHANCE, World, draw_world

STYLE = "queues"


def simulate(province: Province, out: Path) -> Path:
    """Write one province under ``out``; returns the folder of its records."""
    world = draw_world(province)
    omissions = draw_omissions(world)
    honest_history = live_through(world, {}, 0.0)
    honest = _record(world, honest_history, {}, 0.0, omissions)
    plan: Plan = {}
    if not province.honest:
        plan = plant(world, honest_history, honest.documents, omissions)
        if omissions.leaves_out("relations"):
            plan = without_relatives(plan)
    kinships = find_kinships(world, plan)
    course = honest
    if plan:
        history = live_through(world, plan, province.strength)
        course = _record(world, history, plan, province.strength, omissions)

    records = _empty_folder(out / "records")
    _write(Export(world, course.history, omissions, records), course, kinships, plan)
    evidence = weigh(world, honest, course, plan, kinships)
    of_pairs = weigh_pairs(world, honest_history, course.history, plan)
    truth = tell_truth(province, world, course.history, plan, evidence, of_pairs)
    (out / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    return records


def _record(world: World, history: History, plan: Plan, strength: float, omissions: Omissions) -> Course:
    accesses = None if omissions.leaves_out("accesses") else open_dossiers(world, history, plan, strength)
    return Course(history, issue_documents(world, plan, strength), accesses)


def _write(export: Export, course: Course, kinships: list[Kinship], plan: Plan) -> None:
    """In this order, for the tables share the chance of errors."""
    omissions = export.omissions
    write_procedures(export)
    write_units(export)
    write_officials(export)
    if not omissions.leaves_out("relations"):
        write_relations(export, kinships)
    write_dossiers(export, _unit_without_agents(export.world, omissions, plan))
    write_events(export)
    if course.accesses is not None:
        write_accesses(export, course.accesses)
    if not omissions.leaves_out("issued_documents"):
        write_documents(export, course.documents)


def _unit_without_agents(world: World, omissions: Omissions, plan: Plan) -> int:
    """None, where an agent is favoured there: nobody could see it."""
    of_patrons = {world.staff[official].unit for official in favoured_agents(plan)}
    return NONE if omissions.unit_without_agents in of_patrons else omissions.unit_without_agents


def _empty_folder(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for table in folder.iterdir():
        table.unlink()
    return folder


if __name__ == "__main__":
    from_command_line(simulate, __doc__, [STYLE], dossiers=LEFT_TO_CHANCE, officials=LEFT_TO_CHANCE, seed=1)
