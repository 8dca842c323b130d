"""The engine port: where lazy tables live, and how they are read, gathered and written.

Everything above it is lazy ``narwhals.stable.v2`` expressions, which run on the embedded DuckDB and on Spark alike. The
few things no shared expression can say are *named queries*: one text per dialect, tested for equality.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import duckdb
import narwhals.stable.v2 as nw
import pyarrow as pa

from liem.base.errors import UserError

Lazy = nw.LazyFrame

NAMED_QUERIES: Mapping[str, Mapping[str, str]] = {
    "numbered": {
        "duckdb": "SELECT *, CAST(row_number() OVER () - 1 AS INTEGER) AS number FROM {rows}",
        "spark": "SELECT *, CAST(row_number() OVER (ORDER BY {key}) - 1 AS INT) AS number FROM {rows}",
    },
}
"""What Narwhals has no word for on SQL engines. ``numbered``: rows numbered from 0 in the order they stand."""


class Engine(Protocol):
    """What detection asks of an engine."""

    name: str

    def scan(self, path: Path) -> Lazy:
        """A Parquet file (or a pattern of files) as a lazy table."""

    def lazy(self, table: pa.Table) -> Lazy:
        """A small table that is in memory already."""

    def collect(self, frame: Lazy) -> pa.Table:
        """The rows of a lazy table, in memory."""

    def sink_parquet(self, frame: Lazy, path: Path) -> None:
        """Run a lazy table and write it to one Parquet file, without holding it in memory."""

    def sql(self, query: str, rows: Lazy, key: str) -> Lazy:
        """A named query of :data:`NAMED_QUERIES` over ``rows``, whose total order is that of ``key``."""

    def version(self) -> str:
        """Name and version, for the run's record."""

    def close(self) -> None:
        """Let go of memory and temporary files."""


class DuckDBEngine:
    """The embedded engine: bounded memory, spilling to a folder of the run."""

    name = "duckdb"

    def __init__(self, spill: Path, memory: str = "2GiB", threads: int | None = None) -> None:
        self._connection = duckdb.connect(":memory:")
        self._connection.execute(f"SET temp_directory = '{_quoted(spill)}'")
        self._connection.execute("SET preserve_insertion_order = false")
        self._connection.execute(f"SET threads = {threads or os.cpu_count() or 1}")
        self._connection.execute("SET enable_progress_bar = false")
        try:
            self._connection.execute(f"SET memory_limit = '{memory.replace(chr(39), '')}'")
        except duckdb.Error as error:
            raise UserError(f"--memory {memory}: not an amount of memory; write for instance 2GiB") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def scan(self, path: Path) -> Lazy:
        return nw.from_native(self._connection.read_parquet(str(path)))

    def lazy(self, table: pa.Table) -> Lazy:
        return nw.from_native(self._connection.from_arrow(table))

    def collect(self, frame: Lazy) -> pa.Table:
        return frame.collect("pyarrow").to_native()

    def sink_parquet(self, frame: Lazy, path: Path) -> None:
        frame.to_native().to_parquet(str(path), compression="snappy", row_group_size=122_880)

    def sql(self, query: str, rows: Lazy, key: str) -> Lazy:
        text = NAMED_QUERIES[query]["duckdb"].format(rows="these_rows", key=key)
        return nw.from_native(rows.to_native().query("these_rows", text))

    def version(self) -> str:
        return f"duckdb {duckdb.__version__}"

    def close(self) -> None:
        self._connection.close()


def open_engine(name: str, spill: Path, memory: str = "2GiB", threads: int | None = None) -> DuckDBEngine:
    """The engine of that name. Raises UserError for one this installation does not have."""
    if name != "duckdb":
        raise UserError(f"--engine {name}: this installation has only duckdb")
    spill.mkdir(parents=True, exist_ok=True)
    return DuckDBEngine(spill, memory, threads)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
