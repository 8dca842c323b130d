"""Every indicator's worked example, run through the real pipeline: what it promises comes out, and nothing else."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.detection.worked_examples import record_set

from liem.detection.catalogue import indicators
from liem.detection.indicator import Expected, Indicator
from liem.detection.run import Options, detect

pytestmark = pytest.mark.slow

ALL = indicators()


@pytest.mark.parametrize("indicator", ALL, ids=lambda one: one.id)
def test_the_worked_example_gives_exactly_the_signals_it_promises(indicator: Indicator, tmp_path: Path) -> None:
    records = record_set(indicator.example, tmp_path)
    assert not sum(records.rejected.values()), "every row of an example is acceptable"

    detect(records, tmp_path / "out", Options(indicators=indicator.id))

    skipped = json.loads((tmp_path / "out" / "skipped.json").read_text("utf-8"))
    assert skipped["indicators"] == []
    rows = pq.read_table(tmp_path / "out" / "signals.parquet").to_pylist()
    if indicator.measure is not None:
        assert rows == [], "a description is no signal"
        figures = pq.read_table(tmp_path / "out" / "indicators.parquet").to_pylist()
        rows = [{**row, "kind": "description"} for row in figures if (row["effect_low"] or 0) > 1]
        assert not any(row["flagged"] or row["eligible"] for row in figures)
    found = {(row["kind"], row["subject_kind"], row["subject"]): row for row in rows}
    promised = {(one.kind, one.subject_kind, one.subject): one for one in indicator.example.signals}
    assert set(found) == set(promised)
    for key, expected in promised.items():
        _same_figures(found[key], expected)


def _same_figures(row: dict[str, object], expected: Expected) -> None:
    for name in ("n", "observed", "expected"):
        stated = getattr(expected, name)
        if stated is not None:
            assert row[name] == pytest.approx(stated, abs=0.05), f"{name} of {row['subject']}"
