"""Units, what they deal with, and in which of the two systems they work."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

FIRST_SYSTEM, SECOND_SYSTEM = 1, 2
"""The first logs nearly everything; the second leaves out units, reasons and hand-over."""


class Kind(Enum):
    PROVINCE = auto()
    CENTRE = auto()
    """Takes in for the departments and hands over what they decide."""
    INSPECTION = auto()
    DEPARTMENT = auto()
    LAND_OFFICE = auto()
    LAND_BRANCH = auto()
    CONSULTED = auto()
    """Deals with no dossiers of its own."""
    COMMUNE = auto()


LEVELS = {
    Kind.PROVINCE: "province",
    Kind.CENTRE: "centre",
    Kind.INSPECTION: "department",
    Kind.DEPARTMENT: "department",
    Kind.LAND_OFFICE: "department",
    Kind.LAND_BRANCH: "department",
    Kind.CONSULTED: "department",
    Kind.COMMUNE: "commune",
}


@dataclass
class Unit:
    name: str
    kind: Kind
    system: int = FIRST_SYSTEM
    fields: list[str] = field(default_factory=list)
    parent: int | None = None
    size: float = 1.0
    """Of a commune, in dossiers."""
    begins: int = 0
    ends: int | None = None
    successor: int | None = None
