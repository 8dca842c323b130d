"""What detection asks of an engine, and what both engines say the same."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import narwhals.stable.v2 as nw
import pyarrow as pa

Lazy = nw.LazyFrame


class Engine(Protocol):
    """Where lazy tables live, and how they are read, gathered and written."""

    name: str

    def scan(self, path: Path) -> Lazy:
        """A Parquet file, a folder of them, or a pattern, as a lazy table."""

    def lazy(self, table: pa.Table) -> Lazy:
        """A small table that is in memory already."""

    def collect(self, frame: Lazy) -> pa.Table:
        """The rows of a lazy table, in memory."""

    def sink_parquet(self, frame: Lazy, path: Path) -> None:
        """Run a lazy table and write it as ``path``, without holding it in memory.

        :meth:`scan` reads it back; what is small can be read from its files (:func:`written`).
        """

    def numbered(self, rows: Lazy, *keys: str) -> Lazy:
        """``rows`` with ``number``: from 0, in the order of ``keys``, which together are different in every row."""

    def checksums(self, rows: Lazy, by: str, columns: Sequence[str]) -> dict[int, str]:
        """For each value of ``by`` (whole numbers) a checksum of ``columns`` of its rows, whatever their order.

        128 bits; the same only on the same engine of the same version.
        """

    def version(self) -> str:
        """Name and version, for the run's record."""

    def close(self) -> None:
        """Let go of memory and temporary files."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...


def instant(at: datetime) -> nw.Expr:
    """An instant without zone as a literal.

    As text, cast in the engine: ``nw.lit`` of a datetime would be moved by the zone of whoever runs Spark.
    """
    return nw.lit(at.isoformat(" ", "microseconds")).cast(nw.Datetime("us"))


def distinct(rows: Lazy, *columns: str) -> Lazy:
    """The rows of ``columns`` (of every column, if none is named), each once.

    Grouped, not ``unique()``: that numbers the rows of every group in a window, at half as much again of the whole.
    """
    kept = columns or tuple(rows.collect_schema().names())
    return rows.group_by(*kept).agg(_times=nw.len()).select(*kept)


def written(path: Path) -> list[Path]:
    """The files of a table that an engine wrote as ``path``: that one file, or those in the folder of that name."""
    return sorted(path.glob("*.parquet")) if path.is_dir() else [path]
