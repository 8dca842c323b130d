"""The engine port: where lazy tables live, and how they are read, gathered and written.

Everything above it is lazy ``narwhals.stable.v2`` expressions, which run on the embedded DuckDB and on Spark alike.
What no shared expression can say (rows numbered in an order) is a method of the port. That both give the same answers
is tested in ``tests/detection/spec``.
"""

from pathlib import Path

from liem.base.errors import UserError
from liem.detection.engine.embedded import DuckDBEngine
from liem.detection.engine.port import Engine, Lazy, distinct, instant, written

__all__ = ["ENGINES", "Engine", "Lazy", "distinct", "instant", "open_engine", "written"]

ENGINES = ("duckdb", "spark")


def open_engine(
    name: str, spill: Path, memory: str = "2GiB", threads: int | None = None, master: str | None = None
) -> Engine:
    """The engine of that name. ``spill``: a folder of its own; with a cluster, one that every worker reaches.

    ``master``: the Spark cluster; by default ``LIEM_SPARK_MASTER``, else this machine.

    Raises:
        UserError: there is no such engine, it is not installed or does not start, or ``memory`` is no amount.
    """
    if name not in ENGINES:
        raise UserError(f"--engine {name}: there is no such engine; there are {' and '.join(ENGINES)}")
    spill.mkdir(parents=True, exist_ok=True)
    if name == "duckdb":
        return DuckDBEngine(spill, memory, threads)
    from liem.detection.engine.spark import SparkEngine  # an extra, and seconds to load

    return SparkEngine(spill, memory, threads, master)
