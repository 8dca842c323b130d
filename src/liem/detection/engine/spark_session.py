"""One Spark session for a process: begun by whoever needs it first, ended by the last, quiet, and alone with itself."""

import importlib
import os
import re
import sys
import threading
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liem.base.errors import UserError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_UNITS = {"": 0, "K": -1, "M": 0, "G": 1, "T": 2}
_LEAST_MIB = 512
"""Spark refuses to start with less than about this."""
_LOCK = threading.Lock()
_ASKED_FOR_EVERY_COLUMN = ("functions", "org.apache.spark.sql.functions", "PythonUtils")
"""Java classes that PySpark looks up by name, through every package and archive, each time it names a column."""


@dataclass
class Lease:
    """The session, until :meth:`end`."""

    session: "SparkSession"

    def end(self) -> None:
        """Give it back; the last to do so ends the session and its Java process."""
        with _LOCK:
            _STATE.holders -= 1
            if not _STATE.holders:
                _stop()


class _Known:
    """A Java class whose members are asked for once: they are half of all that goes between Python and Java."""

    def __init__(self, java: Any) -> None:
        self._java = java

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._java, name)
        setattr(self, name, found)
        return found


@dataclass
class _State:
    holders: int = 0
    master: str = ""
    session: Any = None
    gateway: Any = None


_STATE = _State()


def session_for(master: str, spill: Path, memory: str) -> Lease:
    """The session on ``master``. Raises UserError where it does not start, or one on another master is running."""
    with _LOCK:
        if _STATE.holders and _STATE.master != master:
            raise UserError(f"--engine spark: this process already works on {_STATE.master}, not on {master}")
        if not _STATE.holders:
            _start(master, spill, mebibytes(memory))
        _STATE.holders += 1
        return Lease(_STATE.session)


def mebibytes(memory: str) -> int:
    """``2GiB``, ``500 MB`` and the like in MiB, at least what Spark can start with."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?)i?B?\s*", memory, re.IGNORECASE)
    if not found:
        raise UserError(f"--memory {memory}: not an amount of memory; write for instance 2GiB")
    amount = float(found[1]) * 1024 ** _UNITS[found[2].upper()]
    return max(_LEAST_MIB, round(amount))


def settings(master: str, spill: Path, memory_mib: int) -> dict[str, str]:
    """How Spark is set up, whatever lies about in the environment."""
    here = master.startswith("local") or "//localhost" in master or "//127.0.0.1" in master
    chosen = {
        "spark.app.name": "liem detect",
        "spark.driver.memory": f"{memory_mib}m",
        "spark.local.dir": str(spill / "shuffle"),
        "spark.sql.warehouse.dir": f"file://{spill}/warehouse",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",  # instants have no zone; nothing may be moved by that of the machine
        "spark.sql.ansi.enabled": "true",  # an overflow is an error, never another number
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",  # nobody looks for that file
        "spark.python.sql.dataFrameDebugging.enabled": "false",  # each call would ask Spark ten times where it stands
        "spark.sql.parquet.compression.codec": "snappy",
        "spark.sql.adaptive.coalescePartitions.minPartitionSize": "4m",
    }
    if here:
        chosen |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    if master.startswith("local"):
        chosen["spark.sql.shuffle.partitions"] = str(_cores(master))
    return chosen


def _cores(master: str) -> int:
    """Of this machine, as far as ``local[…]`` asks for them: so many parts a shuffle has, and no more."""
    asked = re.search(r"\d+", master)
    return int(asked[0]) if asked else os.cpu_count() or 1


def _start(master: str, spill: Path, memory_mib: int) -> None:
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    spill.mkdir(parents=True, exist_ok=True)
    log = spill / "spark.log"
    conf = SparkConf(loadDefaults=False).setMaster(master)
    for name, value in settings(master, spill, memory_mib).items():
        conf.set(name, value)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        importlib.import_module(
            "pyspark.testing.utils"
        )  # gathering imports it, and it complains about optional packages
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if "127.0.0.1" in conf.get("spark.driver.host", ""):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    try:
        with log.open("wb") as errors:
            gateway = launch_gateway(conf, popen_kwargs={"stdout": errors, "stderr": errors})
        context = SparkContext(conf=conf, gateway=gateway)
    except (PySparkException, Exception) as error:
        raise UserError(f"--engine spark: it does not start on {master}: {_why(error, log)}") from error
    context.setLogLevel("ERROR")
    for name in _ASKED_FOR_EVERY_COLUMN:
        setattr(context._jvm, name, _Known(getattr(context._jvm, name)))
    _STATE.gateway, _STATE.master, _STATE.session = gateway, master, SparkSession(context)


def _why(error: Exception, log: Path) -> str:
    """The most telling line: the first complaint of the log, else of the error."""
    lines = log.read_text("utf-8", "replace").splitlines() if log.exists() else []
    told = [line for line in lines if "Exception" in line or "Error" in line or "ERROR" in line]
    return (told or str(error).splitlines() or ["no reason given"])[0].strip()


def _stop() -> None:
    from pyspark import SparkContext

    gateway, session = _STATE.gateway, _STATE.session
    _STATE.session = _STATE.gateway = None
    session.stop()
    SparkContext._gateway = SparkContext._jvm = None
    gateway.shutdown()
    process = gateway.proc
    if process.stdin:
        process.stdin.close()  # the Java process ends with its input
    process.wait(30)
