"""The table of issued documents."""

from __future__ import annotations

import polars as pl
from benchmarks.motives.documents import Document
from benchmarks.motives.export import Export


def document_table(export: Export, documents: list[Document]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "document": [f"VB{number:06d}" for number in range(1, len(documents) + 1)],
            "issued_at": export.times([one.issued for one in documents]),
            "unit": [export.units[one.unit] for one in documents],
            "drafter": [export.officials[one.drafter] for one in documents],
            "signer": [export.officials[one.signer] for one in documents],
            "kind": [one.kind for one in documents],
            "legal_basis": [export.listed(one.bases) for one in documents],
            "review": pl.Series([one.review for one in documents], dtype=pl.String),
            "reviewed_at": export.times([one.reviewed for one in documents]),
            "beneficiary": [_beneficiary(export, one) for one in documents],
        }
    )


def _beneficiary(export: Export, document: Document) -> str | None:
    dossiers = export.world.dossiers
    if document.to_agent:
        return export.agent(dossiers.agent[document.dossier])
    return export.applicant(dossiers.applicant[document.dossier])
