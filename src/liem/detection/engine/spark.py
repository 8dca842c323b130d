"""Apache Spark: on the cores of this machine, or on a cluster.

Tables stay where they are read and written, as Parquet: on a cluster the records and the run's folder must lie where
every worker reaches them under the same path. Only aggregates come to the driver.
"""

import importlib.util
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.parquet as pq

from liem.base.errors import UserError
from liem.detection.engine.port import Lazy, written
from liem.detection.engine.spark_session import session_for

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_BLOCK = 33
"""Spark's running number of a row is the number of its part times two to this power, plus its place therein."""


class SparkEngine:
    """The engine for records that outgrow one machine."""

    name = "spark"

    def __init__(
        self, spill: Path, memory: str = "2GiB", threads: int | None = None, master: str | None = None
    ) -> None:
        why = why_not_spark()
        if why:
            raise UserError(f"--engine spark: {why}")
        self.spill = spill.resolve()
        self._schemas: dict[Path, Any] = {}
        self._scanned: dict[Path, Lazy] = {}
        self._made = 0
        master = master or os.environ.get("LIEM_SPARK_MASTER") or f"local[{threads or '*'}]"
        self._lease = session_for(master, self.spill, memory)

    @property
    def session(self) -> "SparkSession":
        return self._lease.session

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def scan(self, path: Path) -> Lazy:
        """Asked once for each file: to list a folder, to ask its footers and to take in the columns is dear."""
        found = self._scanned.get(path)
        if found is None:
            reader = self.session.read
            schema = self._schemas.get(path)
            if schema is not None:  # written by this run: the footers need not be asked
                reader = reader.schema(schema)
            found = self._scanned[path] = nw.from_native(reader.parquet(f"file://{path.resolve()}"))
        return found

    def lazy(self, table: pa.Table) -> Lazy:
        from pyspark.sql.pandas.types import from_arrow_schema

        path = self.spill / f"handed-{self._next()}.parquet"
        pq.write_table(table, path, row_group_size=1_000_000)
        self._schemas[path] = from_arrow_schema(table.schema)
        return self.scan(path)

    def _next(self) -> int:
        self._made += 1
        return self._made

    def collect(self, frame: Lazy) -> pa.Table:
        return frame.collect("pyarrow").to_native()

    def sink_parquet(self, frame: Lazy, path: Path) -> None:
        native = frame.to_native()
        native.write.parquet(f"file://{path.resolve()}", mode="overwrite")
        self._schemas[path] = native.schema
        self._scanned.pop(path, None)

    def numbered(self, rows: Lazy, *keys: str) -> Lazy:
        """Sorted in parts, and each part's numbers begin where those before it end: no part ever holds all rows.

        Written before it is numbered: sorted once more, the parts could be cut elsewhere. How many rows a part has is
        told by the files' footers.
        """
        from pyspark.sql import functions as f

        ordered = rows.to_native().orderBy(*(f.col(key).asc_nulls_last() for key in keys))
        path = self.spill / f"sorted-{self._next()}.parquet"
        self.sink_parquet(nw.from_native(ordered.withColumn("place", f.monotonically_increasing_id())), path)
        begins, total = [], 0
        for file in written(path):
            part = int(file.name.split("-")[1])
            begins += [f.lit(part), f.lit(total - (part << _BLOCK))]
            total += pq.read_metadata(file).num_rows
        place = f.col("place")
        number = place + f.element_at(f.create_map(*begins), f.shiftrightunsigned(place, _BLOCK)) if total else f.lit(0)
        return nw.from_native(self.scan(path).to_native().withColumn("number", number.cast("int")).drop("place"))

    def checksums(self, rows: Lazy, by: str, columns: Sequence[str]) -> dict[int, str]:
        from pyspark.sql import functions as f

        # Spark's hash passes over what is empty: that it is, and where, has to be said.
        values = [f.col(column) for column in columns] + [f.isnull(column) for column in columns]
        first, second = f.xxhash64(*values), f.xxhash64(*values, f.lit("again"))
        wide = "decimal(38,0)"
        sums = rows.to_native().groupBy(by)
        found = sums.agg(f.count("*"), f.sum(first.cast(wide)), f.sum(second.cast(wide))).collect()
        return {group: f"{count}:{one}:{two}" for group, count, one, two in found}

    def version(self) -> str:
        return f"spark {self.session.version}"

    def close(self) -> None:
        self._lease.end()
        shutil.rmtree(self.spill, ignore_errors=True)


def why_not_spark() -> str | None:
    """What Spark lacks on this machine and what to do about it, or None."""
    if importlib.util.find_spec("pyspark") is None:
        return "PySpark is not installed. Run:  pip install 'liem[spark]'"
    home = os.environ.get("JAVA_HOME")
    if not (shutil.which("java") or (home and (Path(home) / "bin" / "java").exists())):
        return "there is no Java (17 or newer). Run:  sudo apt-get install -y openjdk-17-jre-headless"
    return None
