"""A province of many hands in the exchange format, with its truth in a file apart.

python -m benchmarks.chains.simulate OUT --officials 140 --dossiers 48000 --seed 1 --strength 1.0

Without a number of officials or dossiers, that is with 0, the seed tells it.
"""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.chains.access_table import write_accesses
from benchmarks.chains.accesses import open_dossiers
from benchmarks.chains.chance import Purpose
from benchmarks.chains.codes import give_codes
from benchmarks.chains.course_evidence import weigh_course, weigh_pairs
from benchmarks.chains.course_log import log_steps
from benchmarks.chains.desks import Desks
from benchmarks.chains.document_table import write_documents
from benchmarks.chains.documents import issue, weigh_documents
from benchmarks.chains.dossier_table import write_dossiers
from benchmarks.chains.event_table import write_events
from benchmarks.chains.export import Export
from benchmarks.chains.filings import file_dossiers
from benchmarks.chains.history import History, happen
from benchmarks.chains.office_tables import write_offices
from benchmarks.chains.papers import Papers, list_papers
from benchmarks.chains.planting import plant
from benchmarks.chains.regulars import Regulars, find_regulars
from benchmarks.chains.relations import relate_families, relate_others, relate_prying
from benchmarks.chains.steps import Steps
from benchmarks.chains.truth import tell_truth
from benchmarks.chains.world import World, draw_world
from benchmarks.provinces.province import Province, from_command_line

STYLE = "chains"


def simulate(province: Province, out: Path) -> Path:
    """Write one province under ``out``; returns the folder of its records."""
    world = draw_world(province.seed, province.officials, province.dossiers)
    rng = world.stream(Purpose.ASSIGNING)
    regulars, filings = find_regulars(world, Desks(world, file_dossiers(world), rng).assign(), rng)
    _tell_innocent(world, regulars, honest=province.honest)
    relations, rng = relate_families(world), world.stream(Purpose.PLANTING)
    plan = plant(province, world, filings, regulars, rng)
    relations += relate_prying(rng, world, filings, plan)
    relations += relate_others(rng, world, plan)
    history = happen(world, plan, filings)
    documents, opened = issue(world, history), open_dossiers(world, history, relations)

    folder, papers = _empty_folder(out / "records"), list_papers(world.procedures)
    export = Export(world, history, give_codes(world, history), folder)
    # In this order, for the tables share the chance of errors.
    write_events(export, papers, _log(world, history, papers))
    write_dossiers(export)
    write_offices(export, relations)
    write_accesses(export, opened.accesses)
    write_documents(export, documents)

    evidence = weigh_course(world, history) | weigh_documents(world, documents) | opened.evidence
    of_pairs = weigh_pairs(world, history)
    truth = tell_truth(province, world, history, documents, evidence, of_pairs, export.codes)
    (out / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    return folder


def _tell_innocent(world: World, regulars: Regulars, *, honest: bool) -> None:
    """Those who are regular for a good reason; where all are honest, the others are as well."""
    kind = "specialised_agent_regular_desk"
    for official, agent in regulars.innocent:
        world.agents.become_regular(agent)
        world.lookalikes.pair(kind, official, agent)
        world.lookalikes.agent("specialised_agent", agent)
        world.spared.add(official)
    for official, agent in regulars.favoured if honest else []:
        world.lookalikes.pair(kind, official, agent)


def _log(world: World, history: History, papers: Papers) -> Steps:
    first = log_steps(world.stream(Purpose.LOGGING), world, papers, history.first, 0)
    rng = world.stream(Purpose.LOGGING_AGAIN)
    return Steps.together([first, log_steps(rng, world, papers, history.again, len(history.first))])


def _empty_folder(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for table in folder.iterdir():
        table.unlink()
    return folder


if __name__ == "__main__":
    from_command_line(simulate, __doc__, [STYLE], dossiers=48_000, officials=140, seed=1)
