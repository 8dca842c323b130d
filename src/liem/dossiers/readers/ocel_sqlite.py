"""OCEL 2.0 in SQLite: tables ``event``, ``object``, ``event_object``, and one table per type for its attributes."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from liem.base.errors import InputError
from liem.dossiers.limits import ReadingLimits
from liem.dossiers.readers.ocel_log import OcelEvent, OcelLog, OcelObject, first_values
from liem.dossiers.sql import identifier
from liem.dossiers.streams import SourceStream

_NEEDED = ("event", "object", "event_object", "event_map_type", "object_map_type")
_OWN = {"ocel_id", "ocel_time", "ocel_changed_field", "ocel_type"}


def read_sqlite(path: Path, stream: SourceStream, _limits: ReadingLimits) -> OcelLog:
    """Read an OCEL 2.0 SQLite database, which is opened read-only and may run nothing.

    Raises:
        InputError: damaged, or without the tables OCEL 2.0 asks for.
    """
    for _ in stream.chunks(gzipped=False):
        pass
    try:
        connection = _open(path)
        _require_tables(path, connection)
        types = dict(connection.execute("SELECT ocel_type, ocel_type_map FROM object_map_type"))
        return OcelLog(_objects(connection, types), types, list(_events(connection)))
    except sqlite3.Error as error:
        raise InputError(f"the database cannot be read ({error})", str(path), "export it again") from error


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA query_only = ON")
    return connection


def _require_tables(path: Path, connection: sqlite3.Connection) -> None:
    there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    missing = [name for name in _NEEDED if name not in there]
    if missing:
        raise InputError(f"no table named {missing[0]}, as OCEL 2.0 has", str(path), "export it as OCEL 2.0 in SQLite")


def _attributes(connection: sqlite3.Connection, table: str) -> tuple[list[str], Iterator[sqlite3.Row]]:
    """The rows of the table of one type, and its attribute columns."""
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({identifier(table)})")]
    connection.row_factory = sqlite3.Row
    rows = iter(connection.execute(f"SELECT * FROM {identifier(table)}"))
    connection.row_factory = None
    return [name for name in columns if name not in _OWN], rows


def _objects(connection: sqlite3.Connection, types: dict[str, str]) -> dict[str, OcelObject]:
    kinds = {str(key): str(kind) for key, kind in connection.execute("SELECT ocel_id, ocel_type FROM object")}
    values: dict[str, list[tuple[str, str, str]]] = {key: [] for key in kinds}
    for suffix in types.values():
        names, rows = _attributes(connection, f"object_{suffix}")
        for row in rows:
            found = [(n, str(row["ocel_time"]), str(row[n])) for n in names if row[n] is not None]
            values.setdefault(str(row["ocel_id"]), []).extend(found)
    return {key: OcelObject(kind, first_values(values[key])) for key, kind in kinds.items()}


def _events(connection: sqlite3.Connection) -> Iterator[OcelEvent]:
    links: dict[str, list[str]] = {}
    for event, linked in connection.execute("SELECT ocel_event_id, ocel_object_id FROM event_object"):
        links.setdefault(str(event), []).append(str(linked))
    for kind, suffix in connection.execute("SELECT ocel_type, ocel_type_map FROM event_map_type").fetchall():
        names, rows = _attributes(connection, f"event_{suffix}")
        for row in rows:
            key = str(row["ocel_id"])
            attributes = {n: str(row[n]) for n in names if row[n] is not None}
            yield OcelEvent(key, str(kind), str(row["ocel_time"]), attributes, tuple(links.get(key, ())))
