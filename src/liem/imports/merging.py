"""Two canonical record sets become one, and what changed is counted: Parquet in, Parquet out, no database server.

The current record set is never written to. What comes in takes the place of what has the same key (``rules.KEYS``, and
dossiers with all their events); the rest stays. With ``complete`` what comes in takes the place of everything.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from liem.base.progress import Progress, Silent
from liem.imports.rules import BY_DOSSIER, KEYS, TABLES, WHOLE_ROW

ROW_GROUP = 100_000


@dataclass(frozen=True)
class TableChange:
    """Rows of one table: how many came, how many were changed in a column, stayed as they were, went away."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0

    @property
    def anything(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True)
class Merged:
    """What a merge did. ``changes`` is a Parquet file: table, key, what, before, after (all text)."""

    tables: dict[str, TableChange] = field(default_factory=dict)
    changes: Path | None = None

    @property
    def nothing_new(self) -> bool:
        return not any(change.anything for change in self.tables.values())


def merge(
    current: Path | None,
    incoming: Path,
    into: Path,
    *,
    complete: bool = False,
    progress: Progress | None = None,
) -> Merged:
    """Write the merged tables into the existing folder ``into`` and count what changed.

    ``current`` and ``incoming`` are folders of canonical Parquet tables; ``current`` is ``None`` at the first import.
    Memory is bounded by the engine, which spills beside ``into``.
    """
    progress = progress or Silent()
    tables = [table for table in TABLES if _held(incoming, table) or (current and _held(current, table))]
    progress.stage("merge", len(tables))
    changes: dict[str, TableChange] = {}
    with _engine(into) as engine:
        engine.execute(
            'CREATE TABLE changes ("table" VARCHAR, key VARCHAR, what VARCHAR, before VARCHAR, after VARCHAR)'
        )
        for table in _dossiers_first(tables):
            pair = _Pair(engine, table, current, incoming, complete=complete)
            changes[table] = pair.count()
            if (current is not None and _held(current, table) and not complete) or not _held(incoming, table):
                pair.write(into / f"{table}.parquet")
            else:
                _take_over(incoming / f"{table}.parquet", into / f"{table}.parquet")
            progress.advance()
        kept = into / "changes.parquet"
        _copy(engine, 'SELECT * FROM changes ORDER BY "table", key, what, before, after', kept)
    return Merged({table: changes[table] for table in tables}, kept)


def _held(folder: Path, table: str) -> bool:
    return (folder / f"{table}.parquet").is_file()


def _take_over(file: Path, into: Path) -> None:
    """The same file under another name where the disk can do that, else a copy. Neither is ever written to again."""
    try:
        os.link(file, into)
    except OSError:
        shutil.copyfile(file, into)


def _dossiers_first(tables: Sequence[str]) -> list[str]:
    """Events are merged by what is known of their dossiers."""
    return sorted(tables, key=lambda table: table != "dossiers")


@contextmanager
def _engine(beside: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    engine = duckdb.connect(":memory:")
    try:
        engine.execute(f"SET temp_directory = {_text(beside / '.spill')}")
        engine.execute("SET preserve_insertion_order = true")
        engine.execute("SET enable_progress_bar = false")
        yield engine
    finally:
        engine.close()


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _copy(engine: duckdb.DuckDBPyConnection, query: str, into: Path) -> None:
    engine.execute(
        f"COPY ({query}) TO {_text(into)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"  # nosec
    )


class _Pair:
    """One table as held and as it comes in, under the same columns: views ``<table>_held`` and ``<table>_new``."""

    def __init__(
        self,
        engine: duckdb.DuckDBPyConnection,
        table: str,
        current: Path | None,
        incoming: Path,
        *,
        complete: bool,
    ) -> None:
        self.engine, self.table, self.complete = engine, table, complete
        folders = {"held": current, "new": incoming}
        self.columns = self._columns([folder for folder in folders.values() if folder])
        for side, folder in folders.items():
            self._view(side, folder)
        self.held, self.new = f"{table}_held", f"{table}_new"
        self.new_given = _held(incoming, table)

    def _columns(self, folders: list[Path]) -> dict[str, str]:
        """Column → type; what is held gives the order, what only comes in is added behind."""
        found: dict[str, str] = {}
        for folder in folders:
            if _held(folder, self.table):
                path = _text(folder / f"{self.table}.parquet")
                for column, kind, *_ in self.engine.execute(f"DESCRIBE SELECT * FROM {path}").fetchall():
                    found.setdefault(column, kind)
        return found

    def _view(self, side: str, folder: Path | None) -> None:
        here = folder is not None and _held(folder, self.table)
        path = _text(folder / f"{self.table}.parquet") if folder is not None and here else ""
        own = {row[0] for row in self.engine.execute(f"DESCRIBE SELECT * FROM {path}").fetchall()} if here else set()
        selected = ", ".join(
            f"{_name(column) if column in own else 'NULL'}::{kind} AS {_name(column)}"
            for column, kind in self.columns.items()
        )
        source = f"FROM {path}" if here else "WHERE false"
        self.engine.execute(f"CREATE VIEW {self.table}_{side} AS SELECT {selected} {source}")

    # -- what is written ---------------------------------------------------------------------------------------------

    def write(self, path: Path) -> None:
        _copy(self.engine, self._merged(), path)

    def _merged(self) -> str:
        order = {"dossiers": " ORDER BY dossier", "events": " ORDER BY dossier, seq"}.get(self.table, "")
        if self.complete:
            return f"SELECT * FROM {self.new}{order}"
        stays = f"SELECT h.* FROM {self.held} h ANTI JOIN {self._takes_over()} n ON {self._same_key()}"
        return f"SELECT * FROM ({stays} UNION ALL SELECT * FROM {self.new}){order}"

    def _takes_over(self) -> str:
        return "dossiers_new" if self.table == "events" else self.new

    def _key(self) -> tuple[str, ...]:
        if self.table in WHOLE_ROW:
            return tuple(self.columns)
        return ("dossier",) if self.table in BY_DOSSIER else KEYS[self.table]

    def _same_key(self) -> str:
        return " AND ".join(f"h.{_name(column)} IS NOT DISTINCT FROM n.{_name(column)}" for column in self._key())

    # -- what changed ------------------------------------------------------------------------------------------------

    def count(self) -> TableChange:
        if self.table in KEYS or self.table == "dossiers":
            return self._count_keyed()
        return self._count_rows()

    def _count_keyed(self) -> TableChange:
        """Rows with a key: the same key with another content is a change."""
        differ = " OR ".join(f"h.{_name(column)} IS DISTINCT FROM n.{_name(column)}" for column in self.columns)
        both = f"{self.new} n JOIN {self.held} h ON {self._same_key()}"
        came = self._one(f"SELECT count(*) FROM {self.new} n ANTI JOIN {self.held} h ON {self._same_key()}")
        changed = self._one(f"SELECT count(*) FROM {both} WHERE {differ}")
        same = self._one(f"SELECT count(*) FROM {both}") - changed
        self._note_columns(both)
        return TableChange(came, changed, same, self._gone())

    def _gone(self) -> int:
        if not self.complete:
            return 0
        gone = f"FROM {self.held} h ANTI JOIN {self.new} n ON {self._same_key()}"
        self.engine.execute(
            f"INSERT INTO changes SELECT {_text(self.table)}, {self._key_text('h')}, 'removed', NULL, NULL {gone}"
        )
        return self._one(f"SELECT count(*) {gone}")

    def _key_text(self, side: str) -> str:
        return "concat_ws(' · ', " + ", ".join(f"{side}.{_name(column)}::VARCHAR" for column in self._key()) + ")"

    def _note_columns(self, both: str) -> None:
        for column in self.columns:
            name = _name(column)
            self.engine.execute(
                f"INSERT INTO changes SELECT {_text(self.table)}, {self._key_text('n')}, {_text(column)}, "
                f"h.{name}::VARCHAR, n.{name}::VARCHAR FROM {both} WHERE h.{name} IS DISTINCT FROM n.{name}"
            )

    def _count_rows(self) -> TableChange:
        """Rows without a key: a row is there or it is not. Only dossiers whose rows differ are looked at one by one."""
        scope = self._scope()
        columns = ", ".join(_name(column) for column in self.columns)
        held, new = f"SELECT {columns} FROM {self.held}{scope}", f"SELECT {columns} FROM {self.new}{scope}"
        name = _name(f"{self.table} rows")
        self.engine.execute(
            f"CREATE TABLE {name} AS SELECT 'added' AS side, * FROM ({new} EXCEPT ALL {held}) "
            f"UNION ALL SELECT 'removed' AS side, * FROM ({held} EXCEPT ALL {new})"
        )
        counts = dict(self.engine.execute(f"SELECT side, count(*) FROM {name} GROUP BY side").fetchall())
        added = counts.get("added", 0)
        removed = 0 if self.table in WHOLE_ROW and not self.complete else counts.get("removed", 0)
        if self.table == "events":
            self._note_events(name)
        return TableChange(added, 0, self._one(f"SELECT count(*) FROM {self.new}") - added, removed)

    def _scope(self) -> str:
        """Dossiers whose events may differ: the sums of row hashes do (2⁻⁶⁴ chance per dossier to miss one)."""
        if self.table != "events":
            return ""
        fields = ", ".join(_name(column) for column in self.columns)
        sums = "SELECT dossier, sum(hash(({})))::VARCHAR AS content FROM {} GROUP BY dossier"
        looked_at = "" if self.complete else " AND coalesce(h.dossier, n.dossier) IN (SELECT dossier FROM dossiers_new)"
        self.engine.execute(
            f"CREATE TABLE touched AS SELECT coalesce(h.dossier, n.dossier) AS dossier "
            f"FROM ({sums.format(fields, self.held)}) h FULL JOIN ({sums.format(fields, self.new)}) n USING (dossier) "
            f"WHERE h.content IS DISTINCT FROM n.content{looked_at}"
        )
        return " WHERE dossier IN (SELECT dossier FROM touched)"

    def _note_events(self, rows: str) -> None:
        """For a dossier held before and after, each event that came or went."""
        fields = [_name(column) for column in self.columns if column not in ("dossier", "seq")]
        event = "concat_ws(' · ', " + ", ".join(f"{column}::VARCHAR" for column in fields) + ")"
        self.engine.execute(
            f"INSERT INTO changes SELECT 'events', dossier, 'event', "
            f"CASE WHEN side = 'removed' THEN {event} END, CASE WHEN side = 'added' THEN {event} END FROM {rows} "
            f"WHERE dossier IN (SELECT dossier FROM dossiers_held) AND dossier IN (SELECT dossier FROM dossiers_new)"
        )

    def _one(self, query: str) -> int:
        row = self.engine.execute(query).fetchone()
        return int(row[0]) if row else 0
