"""Tables on disk, written batch by batch: Parquet, or CSV as the exchange format wants it."""

from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv
import pyarrow.parquet as pq

TEXT, LIST, INSTANT = pa.string(), pa.list_(pa.string()), pa.timestamp("us")
"""Instants carry no zone: they are on the clocks of Vietnam."""

SCHEMAS: dict[str, pa.Schema] = {
    "procedures": pa.schema(
        {
            "procedure": TEXT,
            "name": TEXT,
            "field": TEXT,
            "sensitive": pa.bool_(),
            "limit_working_days": pa.int32(),
            "required_documents": LIST,
            "fee": pa.int64(),
            "max_supplement_requests": pa.int32(),
            "valid_from": pa.date32(),
            "valid_to": pa.date32(),
        }
    ),
    "units": pa.schema(
        {
            "unit": TEXT,
            "name": TEXT,
            "parent": TEXT,
            "level": TEXT,
            "valid_from": pa.date32(),
            "valid_to": pa.date32(),
            "successor": TEXT,
        }
    ),
    "officials": pa.schema({"official": TEXT, "unit": TEXT, "post": TEXT, "from": pa.date32(), "to": pa.date32()}),
    "relations": pa.schema({"official": TEXT, "related_to": TEXT, "kind": TEXT}),
    "dossiers": pa.schema(
        {
            "dossier": TEXT,
            "procedure": TEXT,
            "unit": TEXT,
            "applicant": TEXT,
            "applicant_kind": TEXT,
            "agent": TEXT,
            "channel": TEXT,
            "received_at": INSTANT,
            "due_at": INSTANT,
            "finished_at": INSTANT,
            "outcome": TEXT,
            "fee_charged": pa.int64(),
            "resubmission_of": TEXT,
        }
    ),
    "events": pa.schema(
        {
            "dossier": TEXT,
            "at": INSTANT,
            "activity": TEXT,
            "official": TEXT,
            "unit": TEXT,
            "document": TEXT,
            "reason": TEXT,
            "amount": pa.int64(),
        }
    ),
    "accesses": pa.schema({"at": INSTANT, "official": TEXT, "dossier": TEXT, "action": TEXT}),
    "issued_documents": pa.schema(
        {
            "document": TEXT,
            "issued_at": INSTANT,
            "unit": TEXT,
            "drafter": TEXT,
            "signer": TEXT,
            "kind": TEXT,
            "legal_basis": LIST,
            "review": TEXT,
            "reviewed_at": INSTANT,
            "beneficiary": TEXT,
        }
    ),
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
