"""Real permit logs, read through the mappings shipped as examples. They describe real offices: only reading is
tested.
"""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.dossiers.conftest import rejected

from liem.dossiers.records import RecordSet, read_records

HERE = Path(__file__).parents[2]
LOGS = HERE.parent / "shared" / "data"
MAPPINGS = HERE / "examples" / "mappings"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not LOGS.is_dir(), reason="the public logs are not here: docs/how-to/public-logs.md"),
]


@pytest.fixture(scope="module", params=["receipt.csv.gz", "receipt.xes.gz"])
def receipt(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> RecordSet:
    out = tmp_path_factory.mktemp("receipt") / "out"
    return read_records(LOGS / "receipt" / request.param, out, MAPPINGS / "wabo-receipt.toml")


@pytest.fixture(scope="module")
def permits(tmp_path_factory: pytest.TempPathFactory) -> RecordSet:
    out = tmp_path_factory.mktemp("bpic15") / "out"
    return read_records(LOGS / "bpic15", out, MAPPINGS / "bpic15.toml")


def test_the_receipt_log_is_read_but_for_the_accounts_that_are_no_persons(receipt) -> None:
    events = receipt.summary["tables"]["events"]
    assert (events["read"], events["left_out"], events["accepted"], events["rejected"]) == (8577, 522, 8043, 12)
    officials = set(pq.read_table(receipt.path("events"))["official"].to_pylist())
    assert not officials & {"TEST", "test", "admin1", "admin2", "admin3"}


def test_a_missing_end_date_is_no_date_of_1969(receipt) -> None:
    table = pq.read_table(receipt.path("dossiers"))
    assert table["finished_at"].null_count > 50
    assert min(day for day in table["finished_at"].to_pylist() if day).year == 2010
    assert table["due_at"].null_count == 0


def test_both_forms_of_the_receipt_log_hold_the_same_events(tmp_path) -> None:
    mapping = MAPPINGS / "wabo-receipt.toml"
    checksums = {
        read_records(LOGS / "receipt" / name, tmp_path / name, mapping).checksums["events"]
        for name in ("receipt.csv.gz", "receipt.xes.gz")
    }
    assert len(checksums) == 1


def test_three_municipalities_are_read_as_one_log_of_three_units(permits) -> None:
    tables = permits.summary["tables"]
    assert (tables["events"]["read"], tables["dossiers"]["read"]) == (156_252, 3440)
    assert set(pq.read_table(permits.path("dossiers"))["unit"].to_pylist()) == {"BPIC15_1", "BPIC15_2", "BPIC15_3"}


def test_a_term_is_suspended_only_where_the_official_answered_yes(permits) -> None:
    activities = pq.read_table(permits.path("events"))["activity"].to_pylist()
    assert activities.count("suspended") == 43
    assert activities.count("supplement_requested") == 765
    assert activities.count("due_changed") == 288


def test_every_row_of_the_real_logs_is_accounted_for(permits, receipt) -> None:
    for records in (permits, receipt):
        for table in records.summary["tables"].values():
            assert table["read"] == table["accepted"] + table["rejected"] + table["left_out"]
        assert len(rejected(records)) == sum(records.rejected.values())
