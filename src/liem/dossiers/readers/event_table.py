"""An event table, flat as process-mining tools export it, made into the tables ``dossiers`` and ``events`` by a
mapping.

Columns of a case (those a mapping gives to ``dossiers``, and those whose name begins with ``case:``) go to the
dossier; the others stay with the event. What the source does not state at all is stated as such: procedure, unit
and applicant are ``unstated``, never guessed.
"""

import re
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from liem.base.errors import InputError, Place
from liem.dossiers.casting import ALREADY, Cell, cast
from liem.dossiers.mapping import FILE, Mapping, Origin, Translation, standard_events
from liem.dossiers.sql import quoted
from liem.dossiers.staging import Staged, StagedFile, Workshop
from liem.dossiers.tables import DOSSIERS, EVENTS, UNSTATED, Column

CASE = "case:"
CLOSING = ("finished", "withdrawn")
_REQUIRED = ("dossier", "at", "activity")


@dataclass(frozen=True)
class EventTable:
    """The raw table and what is known of its columns."""

    raw: Staged
    mapping: Mapping
    events: Dictionary[str, Origin]

    def expression(self, origin: Origin) -> str:
        """SQL of an origin's value in a row of the raw table."""
        if origin.constant is not None:
            return quoted(origin.constant)
        value = self.column(origin.column or "")
        if origin.values:
            whens = " ".join(f"WHEN {quoted(theirs)} THEN {quoted(ours)}" for theirs, ours in origin.values.items())
            value = f"CASE {value} {whens} ELSE {value} END"
        if origin.default is not None:
            value = f"coalesce({value}, {quoted(origin.default)})"
        return f"{self.column(origin.prefix)} || '/' || {value}" if origin.prefix else value

    def column(self, name: str) -> str:
        """SQL of a raw column, with the words for a missing value taken as none."""
        if name == FILE:
            return self._file_name()
        expression = self.raw.expression(name)
        if self.raw.type_of(name) != "VARCHAR" or not self.mapping.missing:
            return expression
        words = ", ".join(quoted(word) for word in self.mapping.missing)
        return f"CASE WHEN {expression} NOT IN ({words}) THEN {expression} END"

    def type_of(self, origin: Origin) -> str:
        """The engine's type of :meth:`expression`."""
        plain = origin.column not in (None, FILE) and not origin.values and origin.default is origin.prefix is None
        return self.raw.type_of(str(origin.column)) if plain else "VARCHAR"

    def _file_name(self) -> str:
        whens = " ".join(f"WHEN {i} THEN {quoted(_stem(file.path))}" for i, file in enumerate(self.raw.files))
        return f"CASE file {whens} END"

    @property
    def activity(self) -> str:
        """SQL of the translated activity."""
        plain = self.expression(self.events["activity"])
        whens = " ".join(
            f"WHEN {' AND '.join([f'{plain} = {quoted(word.theirs)}', *self._where(word)])} THEN {quoted(word.ours)}"
            for word in self.mapping.activities
        )
        return f"CASE {whens} ELSE {plain} END" if whens else plain

    def _where(self, word: Translation) -> list[str]:
        return [f"{self.column(column)} = {quoted(value)}" for column, value in word.where.items()]

    @property
    def left_out(self) -> str:
        """SQL that is true of rows the mapping leaves out."""
        conditions = [
            f"({self.raw.expression(column)} IN ({', '.join(map(quoted, words))})) IS TRUE"
            for column, words in self.mapping.leave_out.items()
        ]
        return " OR ".join(conditions) or "false"


def _stem(path: Path) -> str:
    return path.name.split(".")[0]


def split(workshop: Workshop, raw: Staged, mapping: Mapping) -> list[Staged]:
    """The tables ``dossiers`` and ``events`` of a raw event table.

    Raises:
        InputError: no column for the dossier, the time or the activity, or a mapping that names a column that is
            not there.
    """
    _require_named_columns(raw, mapping)
    table = EventTable(raw, mapping, standard_events(raw.names, mapping))
    for column in _REQUIRED:
        if column not in table.events:
            where = Place(str(raw.files[0].path), 1, column)
            raise InputError(f"no column for {column}", where, "name it in a mapping (--mapping FILE)")
    return [_dossiers(workshop, table), _events(workshop, table)]


def _require_named_columns(raw: Staged, mapping: Mapping) -> None:
    for name in sorted(mapping.named()):
        if not raw.has(name):
            there = ", ".join(raw.names[:12])
            remedy = f"mend {mapping.path.name if mapping.path else 'the mapping'}; the columns are: {there}"
            raise InputError(f"no column named {name}", Place(str(raw.files[0].path), 1, name), remedy)


def _events(workshop: Workshop, table: EventTable) -> Staged:
    """Mapped columns under the format's names, then the raw columns that no one claimed."""
    columns: dict[str, tuple[str, str]] = {}
    for column in EVENTS.columns:
        if column.name in table.events:
            origin = table.events[column.name]
            columns[column.name] = (table.expression(origin), table.type_of(origin))
    columns["activity"] = (table.activity, "VARCHAR")
    if table.mapping.activities:
        columns["x_activity"] = (table.expression(table.events["activity"]), "VARCHAR")
    claimed = {origin.column for origin in (*table.events.values(), *table.mapping.dossiers.values())}
    for name in table.raw.names:
        if name not in claimed and not name.startswith(CASE):
            columns["x_" + name] = (table.column(name), table.raw.type_of(name))
    values = ", ".join(f"{expression} AS c{index}" for index, (expression, _) in enumerate(columns.values()))
    scan = f"SELECT {values}, ord, file, line FROM ({table.raw.scan}) WHERE NOT ({table.left_out})"
    left_out = workshop.count(f"SELECT count(*) FROM ({table.raw.scan}) WHERE {table.left_out}")
    kinds = tuple(kind for _, kind in columns.values())
    return Staged("events", tuple(columns), kinds, scan, table.raw.files, left_out)


def _dossiers(workshop: Workshop, table: EventTable) -> Staged:
    """One row per dossier, laid down as a file since it takes a pass over all events."""
    columns = _dossier_columns(table)
    key = table.expression(table.events["dossier"])
    text_key = f"CAST({key} AS VARCHAR)"
    aggregates = [f"{aggregate} AS c{index}" for index, (aggregate, _) in enumerate(columns.values())]
    kept = f"(SELECT * FROM ({table.raw.scan}) WHERE NOT ({table.left_out}))"
    target = workshop.new_file("dossiers")
    workshop.connection.execute(
        f"""COPY (
            SELECT {", ".join(aggregates)}, min(ord) AS ord, arg_min(file, ord) AS file, arg_min(line, ord) AS line
            FROM (SELECT *, {text_key} AS k, {_instant(table)} AS t, {table.activity} AS act FROM {kept})
            WHERE k <> '' GROUP BY k ORDER BY ord
        ) TO {quoted(str(target))} (FORMAT parquet)"""
    )
    rows = pq.read_metadata(target).num_rows
    everyone = workshop.count(f"SELECT count(DISTINCT nullif({text_key}, '')) FROM ({table.raw.scan})")
    first = table.raw.files[0]
    made = StagedFile(
        first.path, tuple(columns), tuple(kind for _, kind in columns.values()), "", everyone, first.sha256
    )
    others = [StagedFile(f.path, made.names, made.types, "", 0, f.sha256) for f in table.raw.files[1:]]
    scan = f"SELECT * FROM read_parquet({quoted(str(target))})"
    return Staged("dossiers", made.names, made.types, scan, (made, *others), everyone - rows)


def _instant(table: EventTable) -> str:
    """SQL of the event's instant, cast as the events themselves will be; NULL where it cannot be."""
    origin = table.events["at"]
    cell = Cell(f"({table.expression(origin)})", table.type_of(origin), 0)
    return _inlined(table, EVENTS.column("at"), cell)


def _inlined(table: EventTable, column: Column, cell: Cell) -> str:
    """The cast of a time as one expression, without the layers of a query."""
    made = cast(column, cell, table.mapping.time)
    if made is None:
        file = str(table.raw.files[0].path)
        raise InputError("a column that holds no timestamps", file, f"name another column for {column.name}")
    value = re.sub(rf"\b{cell.offset}\b", lambda _: f"({made.offset})", made.value)
    kept = re.sub(rf"\b{cell.value}\b", lambda _: f"({value})", made.kept)
    return re.sub(rf"\b{cell.trimmed}\b", lambda _: f"nullif(trim({cell.as_text}), '')", kept)


def _dossier_columns(table: EventTable) -> dict[str, tuple[str, str]]:
    """The aggregate that gives each column of a dossier, and its type."""
    columns = {"dossier": ("k", "VARCHAR")}
    columns["received_at"] = ("min(t)", ALREADY)
    columns["finished_at"] = (_last(CLOSING), ALREADY)
    for name in ("procedure", "unit", "applicant"):
        columns[name] = (quoted(UNSTATED), "VARCHAR")
    for name, origin in table.mapping.dossiers.items():
        if origin.after is None:
            columns[name] = _aggregate(table, origin)
    for name, origin in table.mapping.dossiers.items():
        if origin.after is not None:
            cell = Cell(f"({columns[origin.after][0]})", columns[origin.after][1], 0)
            start = _inlined(table, DOSSIERS.column(origin.after), cell)
            columns[name] = (f"({start}) + INTERVAL {origin.days} DAY", ALREADY)
    ordered = {name: columns[name] for name in DOSSIERS.column_names if name in columns}
    claimed = {origin.column for origin in (*table.events.values(), *table.mapping.dossiers.values())}
    for name in table.raw.names:
        if name.startswith(CASE) and name not in claimed:
            ordered["x_" + name.removeprefix(CASE)] = _aggregate(table, Origin(name))
    return ordered


def _aggregate(table: EventTable, origin: Origin) -> tuple[str, str]:
    if origin.when:
        return _last(origin.when), ALREADY
    if origin.constant is not None:
        return quoted(origin.constant), "VARCHAR"
    value = table.expression(origin)
    if origin.take in ("min", "max"):
        return f"{origin.take}({value})", table.type_of(origin)
    pick = "arg_min" if origin.take == "first" else "arg_max"
    return f"{pick}({value}, ord) FILTER (({value}) IS NOT NULL)", table.type_of(origin)


def _last(activities: tuple[str, ...]) -> str:
    return f"max(t) FILTER (act IN ({', '.join(map(quoted, activities))}))"
