"""A small simulated province, looked through once: records, what was found, and the files of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from liem.detection.run import Options, detect
from liem.dossiers.records import RecordSet, read_records
from liem.dossiers.simulation import Options as Wanted
from liem.dossiers.simulation import simulate

DOSSIERS, SEED = 6000, 7


class Looked:
    """Records and what was found in them. ``source`` is as handed in (CSV), ``records`` as read."""

    def __init__(self, source: Path, records: RecordSet, out: Path) -> None:
        self.source, self.records, self.out = source, records, out

    def rows(self, table: str) -> list[dict[str, Any]]:
        return pq.read_table(self.out / f"{table}.parquet").to_pylist()

    def lead(self, **wanted: object) -> str:
        """The number of the first lead with these values."""
        for row in self.rows("leads"):
            if all(row[name] == value for name, value in wanted.items()):
                return str(row["lead"])
        raise LookupError(f"no lead with {wanted}")


@pytest.fixture(scope="session")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Looked:
    from liem.base.progress import Silent

    folder = tmp_path_factory.mktemp("sheets")
    simulate(folder / "source", Wanted(DOSSIERS, SEED, format="csv"))
    records = read_records(folder / "source", folder / "records", None, Silent())
    detect(records, folder / "out", Options(memory="500MiB"))
    return Looked(folder / "source", records, folder / "out")


@pytest.fixture
def evidence() -> Callable[..., Result]:
    """``evidence(DIR, "--lead", …)``: the command, as a person would give it."""
    from liem.house.commands.evidence import command

    return lambda *words: CliRunner().invoke(command, [str(word) for word in words])
