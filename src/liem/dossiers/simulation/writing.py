"""Tables on disk, written batch by batch: Parquet, or CSV as the exchange format wants it."""

from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv
import pyarrow.parquet as pq

from liem.dossiers.tables import TABLES, Kind

TEXT, LIST, INSTANT = pa.string(), pa.list_(pa.string()), pa.timestamp("us")
"""Instants carry no zone: they are on the clocks of Vietnam."""

_TYPES = {
    Kind.CODE: TEXT,
    Kind.TEXT: TEXT,
    Kind.LIST: LIST,
    Kind.INTEGER: pa.int32(),
    Kind.MONEY: pa.int64(),
    Kind.FLAG: pa.bool_(),
    Kind.DAY: pa.date32(),
    Kind.INSTANT: INSTANT,
}
SCHEMAS = {
    name: pa.schema([(column.name, _TYPES[column.kind]) for column in table.columns]) for name, table in TABLES.items()
}
"""Every table of the exchange format, with every column."""


class TableWriter:
    """Writes one table in batches; used as a context."""

    def __init__(self, folder: Path, name: str, form: Literal["parquet", "csv"]) -> None:
        self.schema = SCHEMAS[name]
        self.rows = 0
        if form == "parquet":
            self._writer = pq.ParquetWriter(folder / f"{name}.parquet", self.schema, store_schema=False)
        else:
            self._writer = pv.CSVWriter(
                folder / f"{name}.csv", pa.schema([(field.name, TEXT) for field in self.schema])
            )
        self._form = form

    def write(self, table: pa.Table) -> None:
        """Append; columns in any order, dictionary-coded text welcome."""
        table = table.select(self.schema.names).cast(self.schema)
        self.rows += table.num_rows
        self._writer.write_table(table if self._form == "parquet" else _as_text(table))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()


def _as_text(table: pa.Table) -> pa.Table:
    return pa.table(
        {name: _column_as_text(column) for name, column in zip(table.column_names, table.columns, strict=True)}
    )


def _column_as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Instants with their offset, lists joined by semicolons, everything else as it is written in CSV."""
    if column.type == INSTANT:
        return pc.binary_join_element_wise(
            pc.strftime(pc.cast(column, pa.timestamp("s")), "%Y-%m-%dT%H:%M:%S"), "+07:00", ""
        )
    if column.type == LIST:
        return pc.binary_join(column, ";")
    return column.cast(TEXT)


def coded(codes: "pa.Array | list[int]", words: list[str] | tuple[str, ...]) -> pa.DictionaryArray:
    """Numbers as the words they stand for; -1 is empty."""
    indices = pa.array(codes, pa.int32())
    return pa.DictionaryArray.from_arrays(pc.if_else(pc.less(indices, 0), None, indices), pa.array(words, TEXT))


def numbered(prefix: str, numbers: "pa.Array | list[int]", width: int) -> pa.Array:
    """``HS-`` and 7 as ``HS-0000007``."""
    digits = pc.utf8_lpad(pc.cast(pa.array(numbers, pa.int64()), TEXT), width, "0")
    return pc.binary_join_element_wise(prefix, digits, "")


def instants(microseconds: "pa.Array | list[int]") -> pa.Array:
    """Microseconds on the clocks of Vietnam; -1 is empty."""
    values = pa.array(microseconds, pa.int64())
    return pc.cast(pc.if_else(pc.equal(values, -1), None, values), INSTANT)
