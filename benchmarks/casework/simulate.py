"""A province in the exchange format, followed minute by minute, with its truth in a file apart.

python -m benchmarks.casework.simulate OUT --officials 120 --dossiers 30000 --seed 7 --strength 1.0
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from benchmarks.casework.accesses import open_dossiers
from benchmarks.casework.agents import send_agents
from benchmarks.casework.caseload import draw_caseload
from benchmarks.casework.changes import live_through
from benchmarks.casework.desks import assign_work
from benchmarks.casework.documents import draw_drafting, issue_documents
from benchmarks.casework.habits import draw_habits, draw_spreads
from benchmarks.casework.life import live
from benchmarks.casework.plan import choose_plan
from benchmarks.casework.relations import declare_relations
from benchmarks.casework.resubmissions import draw_applicants
from benchmarks.casework.staffing import draw_office
from benchmarks.casework.tables import Writer
from benchmarks.casework.truth import tell_truth
from benchmarks.provinces.province import Province, from_command_line

STYLE = "casework"


def simulate(province: Province, out: Path) -> Path:
    """Write one province under ``out``; returns the folder of its records."""
    # A stream of random numbers per subject: planting somebody leaves everybody else's chances as they were.
    streams = [np.random.default_rng(s) for s in np.random.SeedSequence([province.seed, 4404]).spawn(8)]
    of_office, of_dossiers, of_plan, of_life, of_accesses, of_documents, of_applicants, of_relations = streams
    of_gaps = np.random.default_rng(np.random.SeedSequence([province.seed, 99]))

    spreads = draw_spreads(of_office)
    office = draw_office(of_office, province.officials, province.seed)
    live_through(of_office, office)
    habits = draw_habits(of_office, office, spreads)
    desks = assign_work(of_office, office)
    load = draw_caseload(of_dossiers, office, desks, province.dossiers)
    send_agents(of_dossiers, office, desks, load)
    drafting = draw_drafting(of_documents, office)
    plan = choose_plan(of_plan, province, office, load, drafting)
    life = live(of_life, office, habits, load, plan)
    applicants = draw_applicants(of_applicants, load, plan, life)
    accesses = open_dossiers(of_accesses, office, habits, load, plan, life)
    documents = issue_documents(of_documents, office, habits, load, plan, drafting)
    relations = declare_relations(of_relations, office, load)

    records = out / "records"
    records.mkdir(parents=True, exist_ok=True)
    writer = Writer(records, of_gaps, office, load)
    writer.write_office()
    writer.write_relations(relations)
    writer.write_dossiers(life, applicants)
    logged = writer.write_events(life.events)
    writer.write_accesses(accesses.rows)
    writer.write_documents(documents.rows, applicants)
    truth = tell_truth(province, office, habits, load, plan, life, accesses, documents, logged)
    (out / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    return records


if __name__ == "__main__":
    from_command_line(simulate, __doc__, [STYLE], dossiers=30_000, officials=120, seed=7)
