"""What became of a unit: its last successor, whatever the register of units says."""

from pathlib import Path

import pytest
from tests.detection.worked_examples import record_set

from liem.detection.coding import Work, prepare
from liem.detection.engine import open_engine
from liem.detection.indicator import Example, Story, Text
from liem.detection.lineage import write_lineage
from liem.law.calendar import WorkingCalendar

KINDS = "X-01", "X-02", "X-03"


@pytest.mark.parametrize(
    ("register", "now", "above"),
    [
        ((), KINDS, KINDS),
        ((("X-01", "", "X-02"), ("X-02", "", "X-03"), ("X-03", "", "")), ("X-03",) * 3, ("X-03",) * 3),
        ((("X-01", "X-02", ""), ("X-02", "X-03", ""), ("X-03", "", "")), KINDS, ("X-02", "X-03", "X-03")),
        ((("X-01", "", "NEW"), ("X-02", "", "NEW"), ("X-03", "", ""), ("NEW", "", "")), ("X-01", "X-01", "X-03"), None),
        ((("X-01", "", "X-02"), ("X-02", "", "X-01"), ("X-03", "", "X-03")), ("X-02", "X-01", "X-03"), None),
    ],
    ids=["no register", "a chain", "teams of departments", "a successor without records", "a circle"],
)
def test_every_unit_has_an_end_of_its_line(
    register: tuple[tuple[str, str, str], ...], now: tuple[str, ...], above: tuple[str, ...] | None, tmp_path: Path
) -> None:
    units = tuple(
        {"unit": unit, "name": unit, "level": "commune", "parent": parent, "successor": successor}
        for unit, parent, successor in register
    )
    stories = tuple(Story(f"s{unit}", "0 received T1; 3 finished T1", unit=unit) for unit in KINDS)
    records = record_set(Example(Text("", ""), stories, (), tables={"units": units} if units else {}), tmp_path)
    assert records.last_at is not None
    with open_engine("duckdb", tmp_path / "spill") as engine:
        work = Work(engine, records, tmp_path / "work", WorkingCalendar.load(), records.last_at)
        work.folder.mkdir()
        prepare(work)
        write_lineage(work)
        codes = work.codes("unit")
        rows = sorted(engine.collect(work.table("lineage")).to_pylist(), key=lambda row: codes[row["unit"]])
    assert tuple(codes[row["now"]] for row in rows) == now
    if above is not None:
        assert tuple(codes[row["above"]] for row in rows) == above
