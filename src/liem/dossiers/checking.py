"""Every row looked at: first each value by itself, then rows against each other and against the tables they refer to.

What is refused is put into one table of the engine (``refused``), with place and reason; the canonical files are the
rows that are not in it. A dossier is known or its events are refused; an official, unit or document code that no
table holds is left to the log's integrity report, since an incomplete register is no fault of the row.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from liem.base.errors import InputError, Place
from liem.dossiers.casting import Cast, Cell, TimeRule, cast, trimmed
from liem.dossiers.rejections import REASONS, VALUE_SHOWN
from liem.dossiers.sql import identifier, quoted
from liem.dossiers.staging import Staged, Workshop
from liem.dossiers.tables import TABLES, Column, Table

PREFIX = "x_"
"""Stands before the name of a column that the format does not know."""


@dataclass(frozen=True)
class Checked:
    """A table whose values are cast. ``path``: Parquet with ``ord, file, line, problem, offending`` and the
    columns.
    """

    staged: Staged
    path: Path
    columns: tuple[str, ...]
    offsets: dict[str, dict[str, int]] = field(default_factory=dict)
    """By column: how many timestamps were written with which offset (``""``: none)."""

    @property
    def scan(self) -> str:
        """All rows, refused or not."""
        return f"read_parquet({quoted(str(self.path))})"

    @property
    def accepted(self) -> str:
        """A query for the rows not refused so far."""
        refused = f"(SELECT ord FROM refused WHERE tbl = {quoted(self.staged.table)})"
        return f"(SELECT * FROM {self.scan} ANTI JOIN {refused} USING (ord))"


def begin(workshop: Workshop) -> None:
    """Make the table of refused rows."""
    workshop.connection.execute(
        """CREATE TABLE refused
        (tbl VARCHAR, ord BIGINT, file BIGINT, line BIGINT, col VARCHAR, val VARCHAR, code VARCHAR)"""
    )


def require_columns(staged: Staged) -> None:
    """Raises InputError where the source lacks a required column of the table."""
    missing = [
        column.name for column in TABLES[staged.table].columns if column.required and not staged.has(column.name)
    ]
    if missing:
        first = staged.files[0].path
        what = f"no column named {missing[0]}" if len(missing) == 1 else f"no columns named {', '.join(missing)}"
        raise InputError(
            what, Place(str(first), 1, missing[0]), "add it, or name the column that holds it in a mapping"
        )


def check_values(workshop: Workshop, staged: Staged, rule: TimeRule) -> Checked:
    """Cast every value of a table, and refuse the rows of which one cannot be cast or is missing.

    Raises:
        InputError: a column has a type that never fits (a number where a timestamp belongs).
    """
    table = TABLES[staged.table]
    casts = _casts(table, staged, rule)
    extras = _extras(table, staged)
    target = workshop.new_file(f"checked-{staged.table}")
    workshop.connection.execute(
        f"COPY ({_layers(table, staged, casts, extras, rule)}) TO {quoted(str(target))} (FORMAT parquet)"
    )
    checked = Checked(staged, target, (*table.column_names, *extras.values()), _offsets(workshop, target, casts))
    workshop.connection.execute(
        f"INSERT INTO refused SELECT {quoted(staged.table)}, ord, file, line, split_part(problem, ':', 1), offending, "
        f"split_part(problem, ':', 2) FROM {checked.scan} WHERE problem IS NOT NULL"
    )
    return checked


def _casts(table: Table, staged: Staged, rule: TimeRule) -> dict[str, tuple[Cell, Cast]]:
    """The casts of the columns that are there, by name."""
    casts = {}
    for number, column in enumerate(table.columns):
        if not staged.has(column.name):
            continue
        cell = Cell(staged.expression(column.name), staged.type_of(column.name), number)
        found = cast(column, cell, rule)
        if found is None:
            what = f"a column of type {cell.source_type} where the format has {column.kind.sql}"
            raise InputError(what, Place(str(staged.files[0].path), None, column.name), "convert the column")
        casts[column.name] = (cell, found)
    return casts


def _extras(table: Table, staged: Staged) -> dict[str, str]:
    """The canonical names of the columns that the format does not know."""
    names: dict[str, str] = {}
    taken = {name.lower() for name in table.column_names}
    for name in staged.names:
        if name in table.column_names:
            continue
        wanted = name if name.startswith(PREFIX) else PREFIX + name
        number = 2
        free = wanted
        while free.lower() in taken:
            free, number = f"{wanted}_{number}", number + 1
        taken.add(free.lower())
        names[name] = free
    return names


def _layers(
    table: Table, staged: Staged, casts: dict[str, tuple[Cell, Cast]], extras: dict[str, str], rule: TimeRule
) -> str:
    """The query of all casts: offsets, then values, then what is wrong and what is kept."""
    texts = "".join(
        f", {trimmed(table.column(name), cell, rule)} AS {cell.trimmed}" for name, (cell, _) in casts.items()
    )
    offsets = "".join(f", {made.offset} AS {cell.offset}" for cell, made in casts.values() if made.offset)
    values = "".join(f", {made.value} AS {cell.value}" for cell, made in casts.values())
    kept = [f"{_kept(column, casts)} AS {identifier(column.name)}" for column in table.columns]
    kept += [cell.offset for cell, made in casts.values() if made.offset]
    kept += [f"{_text(staged, name)} AS {identifier(canonical)}" for name, canonical in extras.items()]
    return f"""
        SELECT ord, file, line, problem, {_offending(casts)} AS offending, {", ".join(kept)}
        FROM (SELECT *, {_problem(table, casts)} AS problem
        FROM (SELECT *{values}
        FROM (SELECT *{offsets}
        FROM (SELECT *{texts} FROM ({staged.scan})))))"""


def _kept(column: Column, casts: dict[str, tuple[Cell, Cast]]) -> str:
    return casts[column.name][1].kept if column.name in casts else f"CAST(NULL AS {column.kind.sql})"


def _text(staged: Staged, name: str) -> str:
    return Cell(staged.expression(name), staged.type_of(name), 0).as_text


def _problem(table: Table, casts: dict[str, tuple[Cell, Cast]]) -> str:
    """The first problem of the row, as ``column:code``, or NULL."""
    whens = []
    for column in table.columns:
        if column.name not in casts:
            continue
        _, made = casts[column.name]
        whens += [f"WHEN {condition} THEN {quoted(f'{column.name}:{code}')}" for condition, code in made.problems]
        if column.required and not column.may_be_empty:
            whens.append(f"WHEN {made.kept} IS NULL THEN {quoted(f'{column.name}:missing')}")
    return f"CASE {' '.join(whens)} END"


def _offending(casts: dict[str, tuple[Cell, Cast]]) -> str:
    whens = " ".join(
        f"WHEN {quoted(name)} THEN left(CAST({cell.expression} AS VARCHAR), {VALUE_SHOWN})"
        for name, (cell, _) in casts.items()
    )
    return f"CASE WHEN problem IS NOT NULL THEN CASE split_part(problem, ':', 1) {whens} END END"


def _offsets(workshop: Workshop, path: Path, casts: dict[str, tuple[Cell, Cast]]) -> dict[str, dict[str, int]]:
    found = {}
    for name, (cell, made) in casts.items():
        if made.offset:
            scan = f"read_parquet({quoted(str(path))})"
            query = f"SELECT {cell.offset}, count(*) FROM {scan} WHERE {cell.offset} IS NOT NULL GROUP BY 1 ORDER BY 1"
            found[name] = {str(offset): int(n) for offset, n in workshop.connection.execute(query).fetchall()}
    return found


# -- rows against each other -----------------------------------------------------------------------------------------


def check_rows(workshop: Workshop, checked: dict[str, Checked]) -> None:
    """Refuse second rows of one key, dossiers that cannot be, and events without their dossier or written twice."""
    for name, table in checked.items():
        if TABLES[name].key:
            _refuse_same_key(workshop, table, TABLES[name].key)
    dossiers = checked["dossiers"]
    if "procedures" in checked:
        known = f"SELECT procedure FROM {checked['procedures'].accepted}"
        written = f"SELECT procedure FROM {checked['procedures'].scan} WHERE procedure IS NOT NULL"
        unknown, refused = f"procedure NOT IN ({known})", f"procedure IN ({written})"
        _refuse(workshop, dossiers, dossiers.accepted, "procedure", "procedure_rejected", f"{unknown} AND {refused}")
        _refuse(workshop, dossiers, dossiers.accepted, "procedure", "unknown_procedure", unknown)
    _refuse(workshop, dossiers, dossiers.accepted, "finished_at", "finished_early", "finished_at < received_at")
    _refuse_events(workshop, checked["events"], dossiers)
    _refuse_same_events(workshop, checked["events"])


def _refuse(workshop: Workshop, table: Checked, rows: str, column: str, code: str, condition: str) -> None:
    """Refuse those of ``rows`` for which ``condition`` holds, because of ``column``."""
    assert code in REASONS  # noqa: S101 (a name mistyped here would be a bug)
    workshop.connection.execute(
        f"INSERT INTO refused SELECT {quoted(table.staged.table)}, ord, file, line, {quoted(column)}, "
        f"left(CAST({identifier(column)} AS VARCHAR), {VALUE_SHOWN}), {quoted(code)} FROM {rows} WHERE {condition}"
    )


def _refuse_same_key(workshop: Workshop, table: Checked, key: Sequence[str]) -> None:
    """Of several rows with one key the first in source order stays."""
    names = ", ".join(identifier(name) for name in key)
    same = " AND ".join(f"r.{identifier(name)} IS NOT DISTINCT FROM k.{identifier(name)}" for name in key)
    firsts = f"(SELECT {names}, min(ord) AS first FROM {table.accepted} GROUP BY {names} HAVING count(*) > 1)"
    rows = f"(SELECT r.*, k.first FROM {table.accepted} r JOIN {firsts} k ON {same})"
    _refuse(workshop, table, rows, key[0], "same_key", "ord > first")


def _refuse_events(workshop: Workshop, events: Checked, dossiers: Checked) -> None:
    run = workshop.connection.execute
    run(
        f"""CREATE TABLE known_dossiers AS
        SELECT dossier, received_at, false AS refused FROM {dossiers.accepted}"""
    )
    run(
        f"""INSERT INTO known_dossiers SELECT DISTINCT dossier, NULL::TIMESTAMP, true FROM {dossiers.scan}
        WHERE dossier IS NOT NULL AND dossier NOT IN (SELECT dossier FROM known_dossiers)"""
    )
    code = """CASE WHEN refused IS NULL THEN 'unknown_dossier' WHEN refused THEN 'dossier_rejected'
        WHEN "at" < received_at - INTERVAL 1 DAY THEN 'before_receipt' END"""
    run(
        f"""INSERT INTO refused
        SELECT 'events', ord, file, line, if(code = 'before_receipt', 'at', 'dossier'),
            if(code = 'before_receipt', CAST("at" AS VARCHAR), left(dossier, {VALUE_SHOWN})), code
        FROM (SELECT *, {code} AS code FROM {events.accepted} LEFT JOIN known_dossiers USING (dossier))
        WHERE code IS NOT NULL"""
    )


def _refuse_same_events(workshop: Workshop, events: Checked) -> None:
    """Of events equal in every column the first stays. Rows of equal hash are looked for first: they are few."""
    names = ", ".join(identifier(name) for name in events.columns)
    hashed = f"(SELECT *, hash({names}) AS h FROM {events.accepted})"
    workshop.connection.execute(f"CREATE TABLE suspects AS SELECT h FROM {hashed} GROUP BY h HAVING count(*) > 1")
    if workshop.count("SELECT count(*) FROM suspects") == 0:
        return
    numbered = f"""(SELECT *, row_number() OVER (PARTITION BY {names} ORDER BY ord) AS copy
        FROM {hashed} WHERE h IN (FROM suspects))"""
    _refuse(workshop, events, numbered, "dossier", "same_event", "copy > 1")
