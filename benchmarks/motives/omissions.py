"""What the export of a province leaves out, and how it writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.motives.chance import Purpose, stream


class Part(NamedTuple):
    """A table, or columns of it."""

    left_out: float
    """Share of the provinces that do not give it."""
    table: str
    columns: tuple[str, ...] = ()


PARTS = {
    "relations": Part(0.3, "relations"),
    "accesses": Part(0.16, "accesses"),
    "issued_documents": Part(0.16, "issued_documents"),
    "applicant_kind": Part(0.15, "dossiers", ("applicant_kind",)),
    "agent": Part(0.1, "dossiers", ("agent",)),
    "channel": Part(0.15, "dossiers", ("channel",)),
    "due_at": Part(0.25, "dossiers", ("due_at",)),
    "fee_charged": Part(0.2, "dossiers", ("fee_charged",)),
    "resubmission_of": Part(0.3, "dossiers", ("resubmission_of",)),
    "ev_unit": Part(0.35, "events", ("unit",)),
    "ev_document": Part(0.12, "events", ("document",)),
    "ev_reason": Part(0.3, "events", ("reason",)),
    "ev_amount": Part(0.3, "events", ("amount",)),
    "off_post": Part(0.2, "officials", ("post",)),
    "off_from": Part(0.2, "officials", ("from", "to")),
    "proc_field": Part(0.15, "procedures", ("field",)),
    "proc_sens": Part(0.3, "procedures", ("sensitive",)),
    "proc_max": Part(0.6, "procedures", ("max_supplement_requests",)),
    "unit_parent": Part(0.3, "units", ("parent",)),
    "unit_level": Part(0.2, "units", ("level",)),
    "doc_basis": Part(0.15, "issued_documents", ("legal_basis",)),
    "doc_benef": Part(0.3, "issued_documents", ("beneficiary",)),
    "doc_signer": Part(0.2, "issued_documents", ("signer",)),
    "outcome": Part(0.08, "dossiers", ("outcome",)),
    "officials": Part(0.05, "officials"),
}
"""By the names the truth calls them."""
_TYPED_TIMES, _WITH_OFFSET = 0.5, 0.7
_FORMATS = ["parquet", "csv", "csv.gz"]
_ROUNDINGS = [1, 60, 60, 300]


@dataclass(frozen=True)
class Omissions:
    left_out: frozenset[str]
    """Parts."""
    format: str
    typed_times: bool
    """Parquet files have times and not their texts."""
    offset: bool
    """Written with the times."""
    rounding: int
    """Seconds."""

    def keep(self, part: str) -> bool:
        return part not in self.left_out

    def columns(self, table: str) -> list[str]:
        """Those left out."""
        parts = [PARTS[part] for part in PARTS if part in self.left_out]
        return [column for part in parts if part.table == table for column in part.columns]


def draw_omissions(seed: int) -> Omissions:
    rng = stream(seed, Purpose.OMISSIONS)
    left_out = {name for name, part in PARTS.items() if rng.random() < part.left_out}
    if {"fee_charged", "ev_amount"} <= left_out:
        left_out.remove("fee_charged")
    if {"accesses", "issued_documents"} <= left_out:
        left_out.remove("accesses")
    if "officials" in left_out:
        left_out.add("off_post")
    return Omissions(
        left_out=frozenset(left_out),
        format=str(rng.choice(_FORMATS)),
        typed_times=bool(rng.random() < _TYPED_TIMES),
        offset=bool(rng.random() < _WITH_OFFSET),
        rounding=int(rng.choice(_ROUNDINGS)),
    )
