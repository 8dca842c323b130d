"""A record set opened for questions: its tables as views of the engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from liem.dossiers.record_set import RecordSet
from liem.dossiers.sql import quoted
from liem.dossiers.tables import TABLES


@dataclass(frozen=True)
class Session:
    """``records`` and a connection in which each of its tables is a view of its name."""

    records: RecordSet
    connection: duckdb.DuckDBPyConnection

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()

    def one(self, query: str) -> tuple[Any, ...]:
        """The only row of an aggregate; its missing numbers are 0."""
        (row,) = self.rows(query)
        return tuple(0 if value is None else value for value in row)

    def columns(self, table: str) -> tuple[str, ...]:
        """All columns of a table, the source's own (``x_…``) too."""
        return tuple(row[0] for row in self.rows(f"DESCRIBE {table}"))


@contextmanager
def session(records: RecordSet) -> Iterator[Session]:
    """Open a record set for the checks, within the memory that reading may use."""
    with duckdb.connect(config={"memory_limit": "2GiB", "autoinstall_known_extensions": "false"}) as connection:
        for table in TABLES:
            if records.has(table):
                path = quoted(str(records.path(table)))
                connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet({path})")
        yield Session(records, connection)
