"""Writes ``expected/`` anew from the embedded engine. Read the difference: it is a specification."""

import tempfile
from pathlib import Path

from tests.detection.spec.tables import stages, write_expected

from liem.detection.engine import open_engine
from liem.dossiers.records import read_records

TOLD = (
    *("codes_official", "codes_unit", "codes_document", "cases", "steps", "versions", "required", "stretches"),
    *("requests", "facts", "touched", "hands", "homes", "lineage", "practices", "accesses", "queue", "newcomers"),
    *("cases_D0", "cases_E1", "cases_B1", "cases_B9"),
)

if __name__ == "__main__":
    here = Path(__file__).parent
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        records = read_records(here / "records" / "awkward", folder / "records")
        with open_engine("duckdb", folder / "spill") as engine:
            found = stages(engine, records, folder / "work")
    for table in TOLD:
        write_expected(here / "expected" / f"{table}.csv", found[table])
