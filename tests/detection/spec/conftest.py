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

QUICK = """\
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.sql.codegen.wholeStage false
spark.sql.adaptive.enabled false
"""
"""Little is computed here, so that little should be compiled for it."""
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
