"""Units, officials and procedures of a record set, on a given day.

What was in force on a day is answered from dated rows: a procedure may have several versions, a unit may have been
merged into another in mid-year, an official may have changed desks. Rows without dates hold always. Small tables,
pure Python.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import pyarrow.parquet as pq

from liem.base.errors import UserError


class Tables(Protocol):
    """What the registry needs of a record set."""

    def has(self, table: str) -> bool:
        """Whether the table is there."""

    def path(self, table: str) -> Path:
        """Its canonical Parquet file."""


class NotRegistered(UserError):
    """A code the register does not hold, or holds for other days only."""


@dataclass(frozen=True)
class Period:
    """Days from ``first`` to ``last``, both included; None is open."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether ``day`` lies within."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def __str__(self) -> str:
        return f"{self.first or '…'} – {self.last or '…'}"


@dataclass(frozen=True)
class Procedure:
    """One version of a procedure. ``limit_working_days``; fees in VND; documents by code."""

    code: str
    name: str
    field: str | None
    sensitive: bool
    limit_working_days: int
    required_documents: frozenset[str]
    fee: int | None
    max_supplement_requests: int | None
    period: Period


@dataclass(frozen=True)
class Unit:
    """One period of a unit; ``successor`` takes its work over when it ends."""

    code: str
    name: str
    parent: str | None
    level: str | None
    successor: str | None
    period: Period


@dataclass(frozen=True)
class Assignment:
    """An official at a unit, in a post, for a time."""

    official: str
    unit: str
    post: str | None
    period: Period


@dataclass(frozen=True)
class Registry:
    """The register of a record set; a table that is absent is an empty register."""

    procedures: Mapping[str, tuple[Procedure, ...]] = field(default_factory=dict)
    units: Mapping[str, tuple[Unit, ...]] = field(default_factory=dict)
    assignments: Mapping[str, tuple[Assignment, ...]] = field(default_factory=dict)

    @classmethod
    def open(cls, records: Tables) -> "Registry":
        """The register in the canonical tables of ``records``."""
        return cls(
            _by_code((_procedure(row) for row in _rows(records, "procedures")), "code"),
            _by_code((_unit(row) for row in _rows(records, "units")), "code"),
            _by_code((_assignment(row) for row in _rows(records, "officials")), "official"),
        )

    def procedure_at(self, code: str, day: date) -> Procedure:
        """The version in force on ``day``; of several, the one that began last.

        Raises:
            NotRegistered: no such procedure, or none of its versions holds on that day.
        """
        return _in_force(self.procedures.get(code, ()), code, day, "procedure")

    def unit_at(self, code: str, day: date) -> Unit:
        """The unit as it was on ``day``.

        Raises:
            NotRegistered: no such unit, or not on that day.
        """
        return _in_force(self.units.get(code, ()), code, day, "unit")

    def unit_successor(self, code: str, day: date) -> Unit:
        """Who does the work of ``code`` on ``day``: the unit itself while it exists, else its successor's
        successor's….

        Raises:
            NotRegistered: no such unit, a unit that ended without a successor, or successors that run in a circle.
        """
        seen: list[str] = []
        while True:
            if code in seen:
                raise NotRegistered(f"unit {seen[0]}: the successors {' → '.join([*seen, code])} run in a circle")
            seen.append(code)
            versions = self.units.get(code)
            if not versions:
                raise NotRegistered(f"unit {code}: not in the table of units; add it there")
            present = _holding(versions, day)
            if present:
                return present
            ended = [unit for unit in versions if unit.successor and unit.period.last and unit.period.last < day]
            if not ended:
                raise NotRegistered(
                    f"unit {code}: not in force on {day} ({_periods(versions)}), and names no successor"
                )
            code = str(max(ended, key=_began).successor)

    def official_assignments(self, code: str, day: date | None = None) -> tuple[Assignment, ...]:
        """The assignments of an official in the order they began; with ``day``, those of that day (there may be
        none).

        Raises:
            NotRegistered: no such official.
        """
        if code not in self.assignments:
            raise NotRegistered(f"official {code}: not in the table of officials; add the assignment there")
        held = sorted(self.assignments[code], key=_began)
        return tuple(one for one in held if day is None or one.period.holds(day))


def _rows(records: Tables, table: str) -> list[dict[str, Any]]:
    return pq.read_table(records.path(table)).to_pylist() if records.has(table) else []


def _by_code(rows: Iterable[Any], key: str) -> dict[str, tuple[Any, ...]]:
    grouped: dict[str, list[Any]] = {}
    for row in rows:
        grouped.setdefault(getattr(row, key), []).append(row)
    return {code: tuple(group) for code, group in grouped.items()}


def _procedure(row: dict[str, Any]) -> Procedure:
    return Procedure(
        row["procedure"],
        row["name"],
        row["field"],
        bool(row["sensitive"]),
        row["limit_working_days"],
        frozenset(row["required_documents"] or ()),
        row["fee"],
        row["max_supplement_requests"],
        Period(row["valid_from"], row["valid_to"]),
    )


def _unit(row: dict[str, Any]) -> Unit:
    period = Period(row["valid_from"], row["valid_to"])
    return Unit(row["unit"], row["name"], row["parent"], row["level"], row["successor"], period)


def _assignment(row: dict[str, Any]) -> Assignment:
    return Assignment(row["official"], row["unit"], row["post"], Period(row["from"], row["to"]))


def _began(row: Any) -> date:
    first: date | None = row.period.first
    return first or date.min


def _holding(versions: Iterable[Any], day: date) -> Any:
    """The version that holds on ``day`` and began last, or None."""
    return max((one for one in versions if one.period.holds(day)), key=_began, default=None)


def _in_force(versions: tuple[Any, ...], code: str, day: date, kind: str) -> Any:
    if not versions:
        raise NotRegistered(f"{kind} {code}: not in the table of {kind}s; add it there")
    found = _holding(versions, day)
    if found is None:
        raise NotRegistered(f"{kind} {code}: not in force on {day}; it holds for {_periods(versions)}")
    return found


def _periods(versions: Iterable[Any]) -> str:
    return ", ".join(str(one.period) for one in sorted(versions, key=_began))
