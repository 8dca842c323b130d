"""The canonical Parquet files: sorted, numbered, and hashed by content."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from liem.base.progress import Progress
from liem.dossiers.arrays import NO_TEXT, NOUGHT, numbers_in, whole_numbers
from liem.dossiers.checking import Checked
from liem.dossiers.one_behind import OneBehind
from liem.dossiers.sql import identifier
from liem.dossiers.staging import Workshop
from liem.dossiers.tables import TABLES

ROW_GROUP = 100_000
SEQ = "seq"
_ORDER = {"events": '"dossier", "at", ord', "dossiers": '"dossier"'}


class ContentHash:
    """SHA-256 over the values of a table, the same however its rows are cut into batches or the file is
    compressed.
    """

    def __init__(self, schema: pa.Schema) -> None:
        self._columns = [[hashlib.sha256(f"{field.name}:{field.type}".encode()) for _ in range(3)] for field in schema]

    def update(self, batch: pa.Table) -> None:
        """Take in the next rows."""
        for parts, column in zip(self._columns, batch.columns, strict=True):
            for chunk in column.chunks:
                _hash_values(parts, chunk)

    def hexdigest(self) -> str:
        whole = hashlib.sha256()
        for parts in self._columns:
            for part in parts:
                whole.update(part.digest())
        return whole.hexdigest()


def _hash_values(parts: "list[hashlib._Hash]", values: pa.Array) -> None:
    """Which values are there, how long each is, and what they are."""
    missing, lengths, content = parts
    missing.update(numbers_in(values.is_valid()).tobytes())
    if pa.types.is_list(values.type):
        lengths.update(
            numbers_in(pc.fill_null(pc.list_value_length(values).cast(pa.int64()), NOUGHT)).astype("<i4").tobytes()
        )
        _hash_values([lengths, lengths, content], values.flatten())
    elif pa.types.is_string(values.type):
        filled = pc.fill_null(values, NO_TEXT)
        lengths.update(numbers_in(pc.binary_length(filled)).astype("<i4").tobytes())
        content.update(_bytes_of(filled))
    else:
        content.update(_fixed_width(values))


def _bytes_of(strings: pa.Array) -> memoryview | bytes:
    """The text of all values, one after the other."""
    offsets = np.frombuffer(strings.buffers()[1], np.int32)[strings.offset : strings.offset + len(strings) + 1]
    data = strings.buffers()[2]
    return memoryview(data)[offsets[0] : offsets[-1]] if data is not None and len(strings) else b""


def _fixed_width(values: pa.Array) -> bytes:
    if pa.types.is_boolean(values.type):
        return bytes(numbers_in(pc.fill_null(values.cast(pa.int64()), NOUGHT)).astype("?").tobytes())
    whole = values.cast(pa.int32()) if pa.types.is_date32(values.type) else values
    return bytes(numbers_in(pc.fill_null(whole.cast(pa.int64()), NOUGHT)).astype("<i8").tobytes())


def write_canonical(workshop: Workshop, checked: Checked, target: Path, progress: Progress) -> tuple[int, str]:
    """Write the accepted rows of a table. Returns how many, and the hash of their content."""
    name = checked.staged.table
    columns, order = ", ".join(map(identifier, checked.columns)), _ORDER.get(name, "ord")
    query = f"SELECT {columns} FROM {checked.accepted} ORDER BY {order}"
    rows = workshop.connection.sql(query).to_arrow_reader(ROW_GROUP)
    batches = (pa.Table.from_batches([batch]) for batch in rows)
    numbered = _numbered(batches) if name == "events" else batches
    schema = _schema(rows.schema, name)
    content, written = ContentHash(schema), 0
    with pq.ParquetWriter(target, schema, compression="zstd") as writer, OneBehind() as behind:
        for batch in numbered:
            behind.run(_put, writer, content, batch)
            written += batch.num_rows
            progress.advance(batch.num_rows)
    return written, content.hexdigest()


def _put(writer: pq.ParquetWriter, content: ContentHash, batch: pa.Table) -> None:
    content.update(batch)
    writer.write_table(batch, row_group_size=ROW_GROUP)


def _schema(schema: pa.Schema, table: str) -> pa.Schema:
    if table != "events":
        return schema
    return schema.insert(len(TABLES[table].columns), pa.field(SEQ, pa.int32()))


def _numbered(batches: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """``seq``: the number of an event within its dossier; the batches are sorted by dossier."""
    last, reached = None, 0
    for batch in batches:
        if not batch.num_rows:
            continue
        codes = batch.column("dossier").combine_chunks()
        changes = np.flatnonzero(numbers_in(pc.not_equal(codes[1:], codes[:-1]))) + 1
        starts = np.concatenate(([0], changes))
        if codes[0].as_py() != last:
            reached = 0
        bases = np.repeat(starts, np.diff(np.concatenate((starts, [len(codes)]))))
        seq = np.arange(1, len(codes) + 1) - bases
        seq[: changes[0] if len(changes) else len(codes)] += reached
        last, reached = codes[-1].as_py(), int(seq[-1])
        yield batch.add_column(len(TABLES["events"].columns), SEQ, whole_numbers(seq).cast(pa.int32()))
