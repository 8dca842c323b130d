"""The dossier exchange format, version 1, as data: tables, columns, types, what is required, lists, keys.

Readers, checks, the canonical files and the reference pages all follow these declarations; the prose of the format and
this module say the same thing, and a change here is a new version of the format.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

FORMAT_VERSION = 1

CODE_LENGTH = 128
"""Codes are opaque strings of at most this many characters."""

UNSTATED = "unstated"
"""Stands for a procedure, unit or applicant that a foreign log does not state. Nothing may be concluded from it."""


class Kind(Enum):
    """What a column holds, and the type it has in a canonical file."""

    CODE = "VARCHAR"
    TEXT = "VARCHAR "
    LIST = "VARCHAR[]"
    INTEGER = "INTEGER"
    MONEY = "BIGINT"
    FLAG = "BOOLEAN"
    DAY = "DATE"
    INSTANT = "TIMESTAMP"

    @property
    def sql(self) -> str:
        """The DuckDB type of the canonical column."""
        return self.value.strip()


@dataclass(frozen=True)
class Column:
    """One column: its name, what it holds, whether a row without a value is refused, and the values allowed."""

    name: str
    kind: Kind
    required: bool = False
    one_of: tuple[str, ...] = ()
    refers_to: str | None = None
    """The table whose codes it names, if it names one."""
    may_be_empty: bool = False
    """The column must be there, though a value may be empty (a procedure that asks for no document)."""


@dataclass(frozen=True)
class Table:
    """One table of the format. ``key`` names the columns that identify a row (empty: rows are not identified)."""

    name: str
    columns: tuple[Column, ...]
    required: bool = False
    key: tuple[str, ...] = ()

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError where the format has none."""
        return next((column for column in self.columns if column.name == name), None) or _no_column(self.name, name)


def _no_column(table: str, name: str) -> Column:
    raise KeyError(f"the exchange format has no column {name} in {table}")


def _code(name: str, refers_to: str | None = None) -> Column:
    return Column(name, Kind.CODE, refers_to=refers_to)


def _must(column: Column) -> Column:
    return Column(column.name, column.kind, True, column.one_of, column.refers_to, column.may_be_empty)


def _choice(name: str, *values: str) -> Column:
    return Column(name, Kind.CODE, one_of=values)


ACTIVITIES = (
    "received",
    "receipt_slip_issued",
    "guidance_given",
    "supplement_requested",
    "supplement_received",
    "forwarded",
    "suspended",
    "resumed",
    "consulted",
    "field_visit",
    "appraised",
    "returned_for_correction",
    "approved",
    "refused",
    "due_changed",
    "apology_issued",
    "fee_collected",
    "result_ready",
    "finished",
    "withdrawn",
    "reopened",
)
"""Activities with a meaning; any other value is kept and counts as a plain step."""

PROCEDURES = Table(
    "procedures",
    (
        _must(_code("procedure")),
        _must(Column("name", Kind.TEXT)),
        _code("field"),
        Column("sensitive", Kind.FLAG),
        _must(Column("limit_working_days", Kind.INTEGER)),
        _must(Column("required_documents", Kind.LIST, may_be_empty=True)),
        Column("fee", Kind.MONEY),
        Column("max_supplement_requests", Kind.INTEGER),
        Column("valid_from", Kind.DAY),
        Column("valid_to", Kind.DAY),
    ),
    key=("procedure", "valid_from"),
)
UNITS = Table(
    "units",
    (
        _must(_code("unit")),
        _must(Column("name", Kind.TEXT)),
        _code("parent", "units"),
        _choice("level", "province", "department", "commune", "centre"),
        Column("valid_from", Kind.DAY),
        Column("valid_to", Kind.DAY),
        _code("successor", "units"),
    ),
    key=("unit", "valid_from"),
)
OFFICIALS = Table(
    "officials",
    (
        _must(_code("official")),
        _must(_code("unit", "units")),
        _code("post"),
        Column("from", Kind.DAY),
        Column("to", Kind.DAY),
    ),
)
RELATIONS = Table(
    "relations",
    (
        _must(_code("official", "officials")),
        _must(_code("related_to")),
        _must(_choice("kind", "spouse", "parent", "child", "sibling", "other")),
    ),
)
DOSSIERS = Table(
    "dossiers",
    (
        _must(_code("dossier")),
        _must(_code("procedure", "procedures")),
        _must(_code("unit", "units")),
        _must(_code("applicant")),
        _choice("applicant_kind", "citizen", "business"),
        _code("agent"),
        _choice("channel", "counter", "online", "post"),
        _must(Column("received_at", Kind.INSTANT)),
        Column("due_at", Kind.INSTANT),
        Column("finished_at", Kind.INSTANT),
        _choice("outcome", "granted", "refused", "withdrawn"),
        Column("fee_charged", Kind.MONEY),
        _code("resubmission_of", "dossiers"),
    ),
    required=True,
    key=("dossier",),
)
EVENTS = Table(
    "events",
    (
        _must(_code("dossier", "dossiers")),
        _must(Column("at", Kind.INSTANT)),
        _must(_code("activity")),
        _code("official", "officials"),
        _code("unit", "units"),
        _code("document"),
        Column("reason", Kind.TEXT),
        Column("amount", Kind.MONEY),
    ),
    required=True,
)
ACCESSES = Table(
    "accesses",
    (
        _must(Column("at", Kind.INSTANT)),
        _must(_code("official", "officials")),
        _must(_code("dossier", "dossiers")),
        _must(_choice("action", "view", "export", "print", "edit")),
    ),
)
ISSUED_DOCUMENTS = Table(
    "issued_documents",
    (
        _must(_code("document")),
        _must(Column("issued_at", Kind.INSTANT)),
        _must(_code("unit", "units")),
        _code("drafter", "officials"),
        _code("signer", "officials"),
        _must(_code("kind")),
        Column("legal_basis", Kind.LIST),
        _choice("review", "lawful", "unlawful", "loophole", "annulled"),
        Column("reviewed_at", Kind.INSTANT),
        _code("beneficiary"),
    ),
    key=("document",),
)
REPORT_COUNTS = Table(
    "report_counts",
    (
        _must(_choice("subject_kind", "official", "unit", "procedure")),
        _must(_code("subject")),
        _must(Column("period_from", Kind.DAY)),
        _must(Column("period_to", Kind.DAY)),
        _must(_choice("source", "report", "call_back", "access")),
        _must(Column("n", Kind.INTEGER)),
        _must(Column("n_independent", Kind.INTEGER)),
        Column("exposure", Kind.INTEGER),
    ),
    key=("subject_kind", "subject", "period_from", "source"),
)
"""What people say, as counts alone: an addition to version 1 of the format (docs/reference/report-counts.md)."""

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (PROCEDURES, UNITS, OFFICIALS, RELATIONS, DOSSIERS, EVENTS, ACCESSES, ISSUED_DOCUMENTS, REPORT_COUNTS)
}
"""Every table, in an order in which a table comes after those it refers to."""
