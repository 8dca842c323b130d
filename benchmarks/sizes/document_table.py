"""The table of issued documents, as exported."""

from __future__ import annotations

import polars as pl
from benchmarks.sizes.arrays import NOBODY
from benchmarks.sizes.dossier_table import applicant_code
from benchmarks.sizes.export import CSV, Export, known_only, texts
from benchmarks.sizes.records import Records

MAY_LACK, LACKING = ("beneficiary", "reviewed_at"), 0.2
AGENT_NAMED = 0.5
"""Else the applicant for whom the agent filed is named."""


def write_documents(export: Export, records: Records) -> None:
    world, documents = export.world, records.documents
    cites = [";".join(laws) for laws in documents.cites] if export.format == CSV else documents.cites
    table = pl.DataFrame(
        {
            "document": pl.Series([f"VB-{place:06d}" for place in range(len(documents))]),
            "issued_at": export.moments(documents.issued),
            "unit": texts(world.units.codes, documents.unit),
            "drafter": texts(world.staff.codes, documents.drafter),
            "signer": texts(world.staff.codes, documents.signer),
            "kind": pl.Series(documents.kinds),
            "legal_basis": pl.Series(cites),
            "review": known_only(pl.Series(documents.review.tolist()), documents.was_reviewed),
            "reviewed_at": known_only(export.moments(documents.reviewed), documents.was_reviewed),
            "beneficiary": pl.Series(_beneficiaries(export, records)),
        }
    )
    export.write("issued_documents", table, may_lack=MAY_LACK, chance=LACKING)


def _beneficiaries(export: Export, records: Records) -> list[str]:
    filings = records.filings.only(records.documents.dossier)
    agent_named = (filings.agent != NOBODY) & export.happens(AGENT_NAMED, len(filings))
    return [
        export.world.agents.codes[agent] if named else applicant_code(applicant)
        for agent, applicant, named in zip(filings.agent, filings.applicant, agent_named, strict=True)
    ]
