"""A record set opened for questions: its tables as views of the engine."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from liem.dossiers.casting import VIETNAM
from liem.dossiers.record_set import RecordSet
from liem.dossiers.sql import quoted
from liem.dossiers.tables import TABLES
from liem.dossiers.working_days import day_table
from liem.law.calendar import WorkingCalendar


@dataclass(frozen=True)
class Session:
    """``records`` and a connection in which each of its tables is a view of its name, and ``days`` the calendar.

    ``acts`` are the events with their day and the unit they happened in (the event's own, else the dossier's).
    """

    records: RecordSet
    connection: duckdb.DuckDBPyConnection
    today: date

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()

    def one(self, query: str) -> tuple[Any, ...]:
        """The only row of an aggregate; its missing numbers are 0."""
        (row,) = self.rows(query)
        return tuple(0 if value is None else value for value in row)

    def columns(self, table: str) -> tuple[str, ...]:
        """All columns of a table, the source's own (``x_…``) too."""
        return tuple(row[0] for row in self.rows(f"DESCRIBE {table}"))

    @property
    def foreign(self) -> bool:
        """Whether a mapping keeps the clocks of another country; its days off are then not those of our calendar."""
        return str(self.records.summary.get("clocks", VIETNAM)) != VIETNAM

    @property
    def only_dates(self) -> bool:
        """Whether nearly all events are written with a date alone, so that hours and minutes say nothing."""
        dated, events = self.one("""SELECT count(*) FILTER ("at" = date_trunc('day', "at")), count(*) FROM events""")
        return bool(dated > 0.8 * events)


@contextmanager
def session(records: RecordSet, today: date) -> Iterator[Session]:
    """Open a record set for the checks, within the memory that reading may use; what exceeds it waits on the disk."""
    with (
        tempfile.TemporaryDirectory(prefix="liem-checks-") as spill,
        duckdb.connect(
            config={"memory_limit": "2GiB", "temp_directory": spill, "autoinstall_known_extensions": "false"}
        ) as connection,
    ):
        for table in TABLES:
            if records.has(table):
                path = quoted(str(records.path(table)))
                connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet({path})")
        _lay_out_calendar(connection)
        connection.execute(
            """CREATE VIEW acts AS SELECT e.*, CAST(e."at" AS DATE) AS day, coalesce(e.unit, d.unit) AS place
            FROM events e JOIN dossiers d USING (dossier)"""
        )
        yield Session(records, connection, today)


def _lay_out_calendar(connection: duckdb.DuckDBPyConnection) -> None:
    connection.register("calendar", day_table(WorkingCalendar.load()))
    connection.execute("CREATE TABLE days AS FROM calendar")
    connection.unregister("calendar")
