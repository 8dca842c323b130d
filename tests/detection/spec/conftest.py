"""Both engines, begun once for each process that runs tests. Spark runs on this machine, without its slow comforts."""

import os
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from tests.detection.spec.tables import Rows, Staged, stages

from liem.detection.engine import Engine, open_engine
from liem.detection.engine.spark import why_not_spark
from liem.dossiers.records import read_records

JAVA = (
    "-XX:TieredStopAtLevel=1",
    "-XX:ReservedCodeCacheSize=240m",
    "-XX:+UseSerialGC",
    "-XX:MetaspaceSize=400m",
    "-Xmn300m",
    "-XX:+UnlockDiagnosticVMOptions",
    "-XX:-BytecodeVerificationRemote",
    "-Djdk.lang.Process.launchMechanism=VFORK",
    "-Dspark.testing=true",
)
"""Most of the time of these tests is that of a Java that has just begun: it reads, checks and compiles its own classes.
``spark.testing`` allows expressions that are not compiled."""
QUICK = f"""\
spark.driver.extraJavaOptions {" ".join(JAVA)}
spark.testing.memory 1073741824
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
spark.sql.planChangeValidation false
spark.sql.lightweightPlanChangeValidation false
spark.sql.adaptive.enabled false
spark.sql.constraintPropagation.enabled false
spark.buffer.pageSize 256k
"""
"""Little is computed here, so that little should be compiled for it, and each of a thousand small tables of a join
need not take a megabyte."""
DEFAULTS = ("core", "hdfs", "mapred", "yarn")
"""Hadoop's files of some 1,500 settings: none is needed here, and each reading of a table would pack and send them."""
ZONE = "America/St_Johns"
"""Far from Vietnam and half an hour off: whatever is moved by the machine's zone shows."""
SPARK = pytest.param("spark", marks=pytest.mark.slow)


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Skipped without Java or PySpark, but for ``CI=true``: there it must run."""
    why = why_not_spark()
    if why and not os.environ.get("CI"):
        pytest.skip(why)
    folder = tmp_path_factory.mktemp("spark")
    (folder / "spark-defaults.conf").write_text(QUICK, "utf-8")
    for name in DEFAULTS:
        (folder / f"{name}-default.xml").write_text("<configuration/>", "utf-8")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SPARK_CONF_DIR", str(folder))
        environment.setenv("LIEM_SPARK_MASTER", "local[1]")
        environment.setenv("TZ", ZONE)
        time.tzset()
        with open_engine("spark", folder / "spill", memory="1GiB") as engine:
            yield engine
    time.tzset()


@pytest.fixture(scope="session")
def duckdb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with open_engine("duckdb", tmp_path_factory.mktemp("duckdb"), memory="500MiB", threads=2) as engine:
        yield engine


@pytest.fixture(params=["duckdb", SPARK])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    chosen: Engine = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture(scope="session")
def records_folder() -> Path:
    return Path(__file__).parent / "records"


@pytest.fixture(scope="session")
def staged(records_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Staged:
    """Laid out once for each engine and record set."""

    @cache
    def lay(engine: Engine, name: str) -> dict[str, Rows]:
        folder = tmp_path_factory.mktemp(f"{engine.name}-{name}")
        return stages(engine, read_records(records_folder / name, folder / "records"), folder / "work")

    return lay
