"""The third simulator's provinces keep to the exchange format, and hold in the records what their truth says."""

import json
import sys
from pathlib import Path

import polars as pl
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.casework.simulate import STYLE, simulate
from benchmarks.provinces.province import Province

from liem.dossiers.reading import read_records


def province(folder: Path, **more) -> tuple[Path, dict]:
    records = simulate(Province(STYLE, 4_000, 90, 3, **more), folder)
    return records, json.loads((folder / "truth.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return province(tmp_path_factory.mktemp("casework"))


def test_every_row_is_accepted(made, tmp_path):
    records, _ = made
    assert not sum(read_records(records, tmp_path).rejected.values())


def test_looks_fall_within_the_months_of_the_records(made):
    records, _ = made
    looks = pl.read_parquet(records / "accesses.parquet")["at"].dt.date()
    received = pl.read_parquet(records / "dossiers.parquet")["received_at"].dt.date()
    assert looks.min() >= received.min()


def test_every_person_of_the_truth_is_an_official_and_no_look_alike_is_planted(made):
    records, truth = made
    known = set(pl.read_parquet(records / "officials.parquet")["official"])
    planted = {p["official"] for p in truth["planted"]} | {p["official"] for p in truth["pairs"]}
    assert planted <= known
    assert not planted & {one["subject"] for one in truth["lookalikes"] if one["subject_kind"] == "official"}


def test_a_planted_overcharger_takes_more_than_the_schedule(made):
    records, truth = made
    fees = pl.read_parquet(records / "procedures.parquet").select("procedure", "fee")
    dossiers = pl.read_parquet(records / "dossiers.parquet").join(fees, on="procedure")
    taken = pl.read_parquet(records / "events.parquet").filter(pl.col("activity") == "fee_collected")
    over = taken.join(dossiers, on="dossier").group_by("official").agg((pl.col("amount") > pl.col("fee")).mean())
    planted = [p["official"] for p in truth["planted"] if p["how"] == "fees"]
    assert planted
    for official in planted:
        assert over.filter(pl.col("official") == official)["amount"][0] > 10 * over["amount"].median()


def test_the_same_seed_gives_the_same_records_and_where_all_are_honest_nobody_is_planted(tmp_path):
    first, second = (province(tmp_path / name, honest=True) for name in ("one", "two"))
    assert first[1] == second[1]
    assert not first[1]["planted"]
    assert not first[1]["pairs"]
    for table in first[0].glob("*.parquet"):
        assert table.read_bytes() == (second[0] / table.name).read_bytes()
