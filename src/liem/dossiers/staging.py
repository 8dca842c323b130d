"""Source tables laid ready for the engine: every row with the file and line it came from, nothing judged yet."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from liem.base.errors import InputError, Place, UserError
from liem.base.progress import Progress
from liem.dossiers.arrays import whole_numbers
from liem.dossiers.csv_scan import CsvScan, Malformed, Piece
from liem.dossiers.limits import ReadingLimits
from liem.dossiers.one_behind import OneBehind
from liem.dossiers.sniffing import Form, head_of
from liem.dossiers.sql import identifier, quoted
from liem.dossiers.streams import SourceStream

ROWS_AT_ONCE = 100_000
FILE_STEP = 1 << 40
"""The order of a row is its file's index times this, plus its line."""


@dataclass(frozen=True)
class StagedFile:
    """One file of a table. ``scan`` is a query that gives ``c0, c1, …`` (one per name) and ``line``."""

    path: Path
    names: tuple[str, ...]
    types: tuple[str, ...]
    scan: str
    rows: int
    sha256: str
    malformed: tuple[Malformed, ...] = ()
    within: str = ""
    """Where a part of a table lies below the table's folder, as in ``month=2026-01/part-0.parquet``."""

    @property
    def name(self) -> str:
        """What reports call the file."""
        return self.within or self.path.name


@dataclass(frozen=True)
class Staged:
    """One table of the source.

    ``scan`` is a query that gives ``c0, c1, …`` (one per name), ``ord`` (source order), ``file`` and ``line``.
    """

    table: str
    names: tuple[str, ...]
    types: tuple[str, ...]
    scan: str
    files: tuple[StagedFile, ...]
    left_out: int = 0
    """Rows that a mapping leaves out on purpose; they are not in ``scan``."""

    @property
    def read(self) -> int:
        """Rows read: those in ``scan``, those malformed, and those left out."""
        return sum(file.rows + len(file.malformed) for file in self.files)

    def has(self, name: str) -> bool:
        return name in self.names

    def type_of(self, name: str) -> str:
        return self.types[self.names.index(name)]

    def expression(self, name: str) -> str:
        """The SQL name of a column of ``scan``."""
        return f"c{self.names.index(name)}"


@dataclass
class Workshop:
    """Where work in progress lies, and the engine that does it, within the limits."""

    folder: Path
    limits: ReadingLimits
    progress: Progress
    connection: duckdb.DuckDBPyConnection = field(init=False)
    _made: int = 0

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.connection = duckdb.connect(
            config={
                "memory_limit": f"{self.limits.memory // 2**20}MiB",
                "temp_directory": str(self.folder / "spill"),
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "preserve_insertion_order": "true",
            }
        )
        self.connection.execute("SET TimeZone = 'Asia/Ho_Chi_Minh'")

    def close(self) -> None:
        """Let the engine go, and take away what lay here."""
        self.connection.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_file(self, stem: str) -> Path:
        """A path for a temporary Parquet file."""
        self._made += 1
        return self.folder / f"{self._made:03}-{stem}.parquet"

    def one(self, query: str) -> tuple[object, ...]:
        """The only row of a query."""
        (row,) = self.connection.execute(query).fetchall()
        return tuple(row)

    def count(self, query: str) -> int:
        """The one number a query gives."""
        return int(str(self.one(query)[0] or 0))


def stage_file(workshop: Workshop, path: Path, delimiter: str = ",") -> StagedFile:
    """A CSV, gzip'd CSV or Parquet file, by what it is and not by its name.

    Raises:
        InputError: it is something else than its name says, or not readable as that.
    """
    form, gzipped = head_of(path)
    named_parquet = path.name.endswith(".parquet")
    if form is Form.EMPTY:
        raise InputError("the file is empty", str(path), "export it again, with a header and rows, or take it away")
    if named_parquet and (form is not Form.PARQUET or gzipped):
        raise InputError(
            f"named .parquet, but it is {_what(form, gzipped)}", str(path), "give it the name of what it is"
        )
    if not named_parquet and (form is not Form.TEXT or gzipped != path.name.endswith(".gz")):
        raise InputError(f"named as CSV, but it is {_what(form, gzipped)}", str(path), "give it the name of what it is")
    return stage_parquet(workshop, path) if named_parquet else stage_csv(workshop, path, gzipped, delimiter)


def _what(form: Form, gzipped: bool) -> str:
    return (
        f"{form.value} inside gzip" if gzipped else ("text that is not compressed" if form is Form.TEXT else form.value)
    )


def stage_csv(workshop: Workshop, path: Path, gzipped: bool, delimiter: str = ",") -> StagedFile:
    """Every sound record as text in a temporary Parquet file, with its line.

    Raises:
        InputError: not UTF-8, not CSV, damaged, or over a limit.
    """
    stream = SourceStream(path, workshop.limits, workshop.progress)
    scan = CsvScan(str(path), delimiter.encode(), workshop.limits)
    target = workshop.new_file("csv")
    written = _write_batches(target, _csv_batches(scan, scan.pieces(stream.chunks(gzipped)), delimiter))
    if written != scan.records:
        raise InputError(
            f"{scan.records - written} rows were lost in parsing", str(path), "report this as a bug of Liêm"
        )
    names = tuple(scan.header)
    if not written:
        _write_batches(target, iter([_empty(len(names))]))
    query = f"SELECT * FROM read_parquet({quoted(str(target))})"
    return StagedFile(path, names, ("VARCHAR",) * len(names), query, written, stream.sha256, tuple(scan.malformed))


def _empty(width: int) -> pa.RecordBatch:
    schema = pa.schema([(f"c{index}", pa.string()) for index in range(width)] + [("line", pa.int64())])
    return pa.RecordBatch.from_pylist([], schema)


def _csv_batches(scan: CsvScan, pieces: Iterator[Piece], delimiter: str) -> Iterator[pa.RecordBatch]:
    for piece in pieces:
        names = [f"c{index}" for index in range(len(scan.header))]
        table = pc.read_csv(
            pa.BufferReader(piece.data),
            pc.ReadOptions(column_names=names, block_size=len(piece.data) + 1),
            pc.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            pc.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), null_values=[""], strings_can_be_null=True
            ),
        ).append_column("line", whole_numbers(piece.lines.astype("int64")))
        yield from table.combine_chunks().to_batches()


def _write_batches(target: Path, batches: Iterator[pa.RecordBatch]) -> int:
    """Write ``batches`` as one Parquet file; the rows written. Nothing is written where there is no batch."""
    writer: pq.ParquetWriter | None = None
    written = 0
    try:
        with OneBehind() as behind:
            for table in _gathered(batches):
                writer = writer or pq.ParquetWriter(target, table.schema, compression="lz4")
                behind.run(writer.write_table, table)
                written += table.num_rows
    finally:
        if writer:
            writer.close()
    return written


def _gathered(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The batches in tables of at least :data:`ROWS_AT_ONCE` rows, but for the last."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(one.num_rows for one in held) >= ROWS_AT_ONCE:
            yield pa.Table.from_batches(held)
            held = []
    if held:
        yield pa.Table.from_batches(held)


def stage_parquet(workshop: Workshop, path: Path) -> StagedFile:
    """A Parquet file as it is, with the number of each row.

    Raises:
        InputError: cut short, damaged, or over a limit.
    """
    stream = SourceStream(path, workshop.limits, workshop.progress)
    for _ in stream.chunks(gzipped=False):
        pass
    try:
        metadata = pq.read_metadata(path)
        source = f"read_parquet({quoted(str(path))}, file_row_number=true, hive_partitioning=false)"
        schema = pq.read_schema(path)
        described = workshop.connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    except (pa.ArrowException, OSError, duckdb.Error) as error:
        raise InputError("the Parquet file is damaged or cut short", str(path), "copy or export it again") from error
    _refuse_same_columns(path, schema.names)
    _refuse_large_parquet(path, metadata, workshop.limits)
    columns = [(str(row[0]), str(row[1])) for row in described if row[0] != "file_row_number"]
    values = ", ".join(f"{_in_micros(name, kind)} AS c{index}" for index, (name, kind) in enumerate(columns))
    query = f"SELECT {values}, file_row_number + 1 AS line FROM {source}"
    names = tuple(name for name, _ in columns)
    types = tuple(_MICROS if kind == _NANOS else kind for _, kind in columns)
    return StagedFile(path, names, types, query, metadata.num_rows, stream.sha256)


_NANOS, _MICROS = "TIMESTAMPTZ_NS", "TIMESTAMP WITH TIME ZONE"


def _in_micros(name: str, kind: str) -> str:
    """A column of the file; instants in billionths of a second, of which the engine can do little, in millionths."""
    return f"CAST({identifier(name)} AS TIMESTAMPTZ)" if kind == _NANOS else identifier(name)


def _refuse_same_columns(path: Path, names: Sequence[str]) -> None:
    """Names that differ in capitals alone are one name to the engine, which would rename the second in silence."""
    seen: dict[str, str] = {}
    for name in names:
        if name.lower() in seen:
            where = Place(str(path), None, name)
            raise InputError(f"the column {name} is there twice", where, "rename or remove one of them")
        seen[name.lower()] = name


def _refuse_large_parquet(path: Path, metadata: pq.FileMetaData, limits: ReadingLimits) -> None:
    groups = [metadata.row_group(index) for index in range(metadata.num_row_groups)]
    if sum(group.total_byte_size for group in groups) > limits.expanded:
        remedy = "split it, or raise LIEM_READ_EXPANDED if you trust it"
        raise InputError(f"expands to more than {limits.expanded:,} bytes", str(path), remedy)
    if metadata.num_rows > limits.rows:
        raise InputError(f"more than {limits.rows:,} rows", str(path), "split it, or raise LIEM_READ_ROWS")


def together(table: str, files: Sequence[StagedFile]) -> Staged:
    """The files of one table as one; columns are matched by name, and a file without one has no values there.

    Raises:
        InputError: a column has different types in two files, that no type holds alike.
    """
    types: dict[str, str] = {}
    for file in files:
        for name, kind in zip(file.names, file.types, strict=True):
            common = common_type(types.get(name, NO_TYPE), kind)
            if common is None:
                what = f"{kind} here, but {types[name]} in {_first_with(name, files).name}"
                raise InputError(what, Place(str(file.path), None, name), "write the column with one type in all files")
            types[name] = common
    types = {name: "VARCHAR" if kind == NO_TYPE else kind for name, kind in types.items()}
    names = tuple(types)
    scan = " UNION ALL ".join(_aligned(index, file, names, types) for index, file in enumerate(files))
    return Staged(table, names, tuple(types.values()), scan, tuple(files))


NO_TYPE = '"NULL"'
"""Of a Parquet column without one value, where its writer could not tell what would have been in it."""
_SIZES = ("TINYINT", "UTINYINT", "SMALLINT", "USMALLINT", "INTEGER", "UINTEGER", "BIGINT", "UBIGINT", "HUGEINT")
_REALS = ("FLOAT", "DOUBLE")
_CLOCKS = ("TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP", "TIMESTAMP_NS", "DATE")


def common_type(one: str, other: str) -> str | None:
    """The type that holds the values of both as they are; None where there is none.

    Parts are often written one by one, each with the narrowest type that its own values need.

    >>> common_type(NO_TYPE, "DATE"), common_type("INTEGER", "DOUBLE"), common_type("VARCHAR", "BIGINT")
    ('DATE', 'DOUBLE', None)
    """
    if one == other or NO_TYPE in (one, other):
        return other if one == NO_TYPE else one
    if one in _SIZES and other in _SIZES:
        return "HUGEINT"
    if {one, other} <= {*_SIZES, *_REALS}:
        return "DOUBLE"
    return "TIMESTAMP" if {one, other} <= {*_CLOCKS} else None


def _aligned(index: int, file: StagedFile, names: Sequence[str], types: dict[str, str]) -> str:
    values = [f"{_as_type(file, name, types[name])} AS c{position}" for position, name in enumerate(names)]
    order = f"{index * FILE_STEP} + line AS ord"
    return f"SELECT {', '.join(values)}, {order}, {index} AS file, line FROM ({file.scan})"


def _first_with(name: str, files: Sequence[StagedFile]) -> StagedFile:
    return next(file for file in files if name in file.names and file.types[file.names.index(name)] != NO_TYPE)


def _as_type(file: StagedFile, name: str, kind: str) -> str:
    if name not in file.names:
        return f"CAST(NULL AS {kind})"
    index = file.names.index(name)
    return f"c{index}" if file.types[index] == kind else f"CAST(c{index} AS {kind})"


def engine_error(error: duckdb.Error, source: Path, into: Path) -> UserError:
    """What the engine could not do, as one line a person can act on; a bug is raised as it is."""
    text = str(error).splitlines()[0]
    if "No space left" in text or "File too large" in text or "quota" in text:
        return InputError("cannot be written: the disk is full", str(into), "make room there, or write elsewhere")
    if isinstance(error, duckdb.OutOfMemoryException):
        return InputError("reading it needs more memory than the limit", str(source), "raise LIEM_READ_MEMORY")
    damaged = isinstance(error, duckdb.IOException | duckdb.SerializationException)
    if damaged or (isinstance(error, duckdb.InvalidInputException) and "arquet" in text):
        return InputError(f"cannot be read through ({text})", str(source), "copy or export it again")
    raise error
