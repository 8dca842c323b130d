"""The table of documents that were issued."""

from __future__ import annotations

import polars as pl
from benchmarks.queues.documents import Document
from benchmarks.queues.export import Export, texts


def write_documents(export: Export, documents: list[Document]) -> None:
    table = pl.DataFrame(
        {
            "document": [f"VB-{nth + 1:05d}" for nth in range(len(documents))],
            "issued_at": export.moments([document.issued_at for document in documents]),
            "unit": texts(export.units[document.unit] for document in documents),
            "drafter": texts(export.officials[document.drafter] for document in documents),
            "signer": texts(export.officials[document.signer] for document in documents),
            "kind": [document.kind for document in documents],
            "legal_basis": [document.basis for document in documents],
            "review": texts(document.review for document in documents),
            "reviewed_at": export.moments([document.reviewed_at for document in documents]),
            "beneficiary": texts(export.agents[document.beneficiary] for document in documents),
        }
    )
    export.write("issued_documents", table)
