"""The table of issued documents, with what a later review found."""

from __future__ import annotations

import numpy as np
from benchmarks.towns.catalogue import IN_FORCE, REPEALED
from benchmarks.towns.columns import Ints, Objects, where_known
from benchmarks.towns.dossier_table import applicants
from benchmarks.towns.export import Export, Table

LAWFUL = "lawful"
CONTRARY, CONTRARY_SHARES = ("unlawful", "loophole", "annulled"), (0.55, 0.35, 0.1)
REVIEWED_AFTER = (10, 20)
"""Working days."""
REVIEWED_BEFORE_END = 0.1


def document_table(export: Export) -> Table:
    """In the order of signing."""
    course, dossiers, world = export.course, export.course.dossiers, export.world
    signed = course.signing.signed
    issued = np.flatnonzero(course.papers.issued & export.exists & (signed < export.end))
    issued = issued[np.argsort(signed[issued], kind="stable")]
    kinds = [world.procedures[procedure].entry.document for procedure in dossiers.procedure[issued]]
    bases = _bases(export, issued)
    review = _reviews(export, issued)
    return {
        "document": [f"VB{number:06d}" for number in range(len(issued))],
        "issued_at": export.written(world.calendar.to_clock(signed[issued])),
        "unit": export.units[dossiers.unit[issued]],
        "drafter": export.officials[dossiers.appraiser[issued]],
        "signer": export.officials[course.signers[issued]],
        "kind": kinds,
        "legal_basis": bases,
        "review": review,
        "reviewed_at": _reviewed_at(export, issued),
        "beneficiary": applicants(dossiers.applicant[issued]),
    }


def _bases(export: Export, issued: Ints) -> list[str]:
    course, procedures = export.course, export.world.procedures
    written = []
    for place in issued:
        kind = procedures[course.dossiers.procedure[place]].kind
        bases = list(IN_FORCE[kind])
        if course.papers.dead_basis[place]:
            repealed = REPEALED[kind][int(export.rng.integers(len(REPEALED[kind])))]
            bases[int(export.rng.integers(len(bases)))] = repealed
        written.append(";".join(bases))
    return written


def _reviews(export: Export, issued: Ints) -> Objects:
    papers = export.course.papers
    review = where_known(papers.reviewed[issued], np.full(len(issued), LAWFUL))
    contrary = papers.unlawful[issued]
    review[contrary] = export.rng.choice(CONTRARY, contrary.sum(), p=CONTRARY_SHARES)
    return review


def _reviewed_at(export: Export, issued: Ints) -> Objects:
    moments = export.course.signing.signed[issued] + export.rng.uniform(*REVIEWED_AFTER, len(issued))
    clock = export.world.calendar.to_clock(np.minimum(moments, export.end - REVIEWED_BEFORE_END))
    clock[~export.course.papers.reviewed[issued]] = np.datetime64("NaT")
    return export.written(clock)
