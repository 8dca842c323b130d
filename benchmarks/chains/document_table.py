"""The table of issued documents, as exported."""

from __future__ import annotations

import numpy as np
import polars as pl
from benchmarks.chains.arrays import NOBODY, Ints
from benchmarks.chains.catalogue import (
    BASES,
    FIELD_NAMES,
    KINDS,
    LETTER,
    PROVINCE_ONLY,
    SENSITIVE,
    WORK_PLAN,
    places_of_fields,
)
from benchmarks.chains.codes import applicant_code
from benchmarks.chains.documents import AN_APPLICANT, Documents, DocumentThrow
from benchmarks.chains.export import Export, known_only, texts, times
from benchmarks.chains.workdays import DAY, seconds

REVIEWS = ("lawful", "unlawful", "loophole", "annulled")
LAWFUL, UNLAWFUL, LOOPHOLE, ANNULLED = range(len(REVIEWS))
ANNULLED_OF_UNLAWFUL, LETTERS, RARER_KIND = 0.3, 0.6, 0.35
"""Shares: of the unlawful, of what grants nothing, and of the two kinds of a field."""
REVIEWED_AFTER = (20, 150)
"""Days."""
BY_PROVINCE, BY_PROVINCE_LEAST = 0.012, 60
"""Of the documents of sensitive fields, so many are signed by the province, of all and besides."""
DRAFTER_UNKNOWN = 0.01


def write_documents(export: Export, documents: Documents) -> None:
    issued, rng = documents.issued, documents.rng
    throws, count = issued.throws, len(documents)
    issued_at = export.world.calendar.to_clock(issued.moment)
    reviewed_at = issued_at + seconds(rng.integers(*REVIEWED_AFTER, count) * DAY)
    by_province = _by_province(export, documents)
    first_branch, second_branch = export.world.offices.land_branches
    signer, unit = issued.signer.copy(), np.where(issued.unit == second_branch, first_branch, issued.unit)
    signer[by_province] = rng.choice(export.world.offices.leaders, len(by_province))
    unit[by_province] = export.world.offices.province
    kinds = [_kind(documents, place) for place in range(count)]
    for place in by_province:
        kinds[place] = PROVINCE_ONLY
    drafter = np.where(rng.random(count) < DRAFTER_UNKNOWN, NOBODY, issued.drafter)
    finding = np.where(throws[:, DocumentThrow.FINDING] < ANNULLED_OF_UNLAWFUL, ANNULLED, UNLAWFUL)
    fine = np.where(documents.loophole, LOOPHOLE, np.where(issued.reviewed, LAWFUL, NOBODY))
    review = np.where(documents.unlawful, finding, fine)
    always = np.ones(count, bool)
    table = pl.DataFrame(
        {
            "document": pl.Series([f"VB-{place + 1:06d}" for place in range(count)]),
            "issued_at": times(issued_at, always),
            "unit": texts(export.codes.units, unit),
            "drafter": texts(export.codes.officials, drafter),
            "signer": texts(export.codes.officials, signer),
            "kind": pl.Series(kinds),
            "legal_basis": pl.Series([_basis(documents, place) for place in range(count)]),
            "review": texts(REVIEWS, review),
            "reviewed_at": known_only(times(reviewed_at, always), review != NOBODY),
            "beneficiary": pl.Series([_beneficiary(export, documents, one) for one in range(count)], dtype=pl.String),
        }
    )
    table.sort("issued_at", "document").write_parquet(export.folder / "issued_documents.parquet")


def _by_province(export: Export, documents: Documents) -> Ints:
    """Nothing of what somebody planted has drafted."""
    issued, count = documents.issued, int(len(documents) * BY_PROVINCE) + BY_PROVINCE_LEAST
    sensitive = np.flatnonzero(np.isin(issued.field, places_of_fields(SENSITIVE)))
    chosen = documents.rng.choice(sensitive, count, replace=False)
    planted = [wrong.official for wrong in export.history.plan.wrongs]
    return chosen[~np.isin(issued.drafter[chosen], planted)]


def _kind(documents: Documents, place: int) -> str:
    issued = documents.issued
    if documents.incompetent[place]:
        return PROVINCE_ONLY
    throw = issued.throws[place, DocumentThrow.KIND]
    if issued.general[place]:
        return LETTER if throw < LETTERS else WORK_PLAN
    return KINDS[FIELD_NAMES[issued.field[place]]][int(throw < RARER_KIND)]


def _basis(documents: Documents, place: int) -> str:
    law = BASES[FIELD_NAMES[documents.issued.field[place]]]
    is_new = documents.issued.under_new_law[place] and not documents.dead_basis[place]
    return ";".join(law.new if is_new else law.old)


def _beneficiary(export: Export, documents: Documents, place: int) -> str | None:
    agent, applicant = documents.beneficiary[place], int(documents.issued.applicant[place])
    if agent != AN_APPLICANT and agent != NOBODY:
        return export.codes.agents[agent]
    return None if applicant == NOBODY else applicant_code(applicant, bool(documents.issued.business[place]))
