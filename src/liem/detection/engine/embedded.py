"""DuckDB in this process: the engine by default."""

import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import narwhals.stable.v2 as nw
import pyarrow as pa

from liem.base.errors import UserError
from liem.detection.engine.port import Lazy


class DuckDBEngine:
    """The embedded engine: bounded memory, spilling to a folder of the run."""

    name = "duckdb"

    def __init__(self, spill: Path, memory: str = "2GiB", threads: int | None = None) -> None:
        self._connection = duckdb.connect(":memory:")
        self._scanned: dict[Path, Lazy] = {}
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
        """Opened once, for the same few tables are read by every indicator; anew after :meth:`sink_parquet`."""
        if path not in self._scanned:
            self._scanned[path] = nw.from_native(self._connection.read_parquet(str(path)))
        return self._scanned[path]

    def lazy(self, table: pa.Table) -> Lazy:
        return nw.from_native(self._connection.from_arrow(table))

    def collect(self, frame: Lazy) -> pa.Table:
        return frame.collect("pyarrow").to_native()

    def sink_parquet(self, frame: Lazy, path: Path) -> None:
        self._scanned.pop(path, None)
        frame.to_native().to_parquet(str(path), compression="snappy", row_group_size=122_880)

    def numbered(self, rows: Lazy, *keys: str) -> Lazy:
        order = ", ".join(f'"{key}"' for key in keys)
        text = f"SELECT *, CAST(row_number() OVER (ORDER BY {order}) - 1 AS INTEGER) AS number FROM these_rows"
        return nw.from_native(rows.to_native().query("these_rows", text))

    def checksums(self, rows: Lazy, by: str, columns: Sequence[str]) -> dict[int, str]:
        values = ", ".join(f'"{column}"' for column in columns)
        text = f"""SELECT "{by}", count(*), sum(hash({values})), sum(hash({values}, 'again'))
            FROM these_rows GROUP BY ALL"""
        found = rows.to_native().query("these_rows", text).fetchall()
        return {group: f"{count}:{first}:{second}" for group, count, first, second in found}

    def version(self) -> str:
        return f"duckdb {duckdb.__version__}"

    def close(self) -> None:
        self._connection.close()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
