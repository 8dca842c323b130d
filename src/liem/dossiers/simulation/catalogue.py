"""The procedures of the simulated province: invented codes, limits, fees and documents; familiar kinds of work."""

import csv
from dataclasses import dataclass, fields
from pathlib import Path

from liem.law.acts import Taxonomy

SENSITIVE = frozenset(field.code for field in Taxonomy.load().sensitive_fields())
"""The fields the provinces' documents call sensitive (mission, ID7)."""


@dataclass(frozen=True)
class Procedure:
    """One procedure.

    ``desk``: which kind of unit handles it (``commune``, ``registry``: land registration branch, or a department's
    code).
    ``limit``: working days. ``share``: of all dossiers, before normalisation. ``supplement``: honest share of dossiers
    asked for
    more. ``business``, ``agents``: share of applicants that are businesses, and that come through an agent. ``visit``,
    ``consult``, ``suspend``: share of dossiers with a field visit, a consultation, a suspension.
    """

    code: str
    name: str
    field: str
    desk: str
    limit: int
    fee: int
    documents: int
    share: float
    supplement: float
    business: float
    agents: float
    most_requests: int
    visit: float
    consult: float
    suspend: float

    @property
    def sensitive(self) -> bool:
        return self.field in SENSITIVE

    @property
    def required(self) -> list[str]:
        """Codes of the documents the catalogue asks for."""
        return [f"{self.code}/GT{number:02d}" for number in range(1, self.documents + 1)]

    @property
    def unlisted(self) -> list[str]:
        """Codes of documents the catalogue does not ask for, and that are asked for nevertheless now and then."""
        return [f"{self.code}/NGOAI{number:02d}" for number in range(1, 4)]


def _read() -> tuple[Procedure, ...]:
    """The table beside this module; every number in it is of the type its field declares."""
    kinds = {"str": str, "int": int, "float": float}
    types = {field.name: kinds[str(getattr(field.type, "__name__", field.type))] for field in fields(Procedure)}
    with Path(__file__).with_name("catalogue.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Procedure(**{name: types[name](value) for name, value in row.items()}) for row in csv.DictReader(file)
        )


PROCEDURES = _read()

DEPARTMENTS = {
    "S-01": "Sở Nông nghiệp và Môi trường (mô phỏng)",
    "S-02": "Sở Xây dựng (mô phỏng)",
    "S-03": "Sở Tài chính (mô phỏng)",
    "S-04": "Sở Nội vụ (mô phỏng)",
    "S-05": "Hải quan khu vực (mô phỏng)",
    "S-06": "Sở Y tế (mô phỏng)",
}
INSPECTORATE = "S-09"
REGISTRY_PARENT = "S-01"
