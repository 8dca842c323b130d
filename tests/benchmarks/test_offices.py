"""The second examiner's provinces keep to the exchange format, and hold in the records what their truth says."""

import json
import sys
from pathlib import Path

import polars as pl
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.offices.people import STYLES
from benchmarks.offices.simulate import simulate
from benchmarks.provinces.province import Province


@pytest.fixture(scope="module", params=sorted(STYLES))
def made(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    simulate(Province(request.param, 9_000, 240, seed=2), folder)
    return folder, json.loads((folder / "truth.json").read_text("utf-8"))


def test_nothing_happens_to_a_dossier_before_it_is_received_or_after_it_is_finished(made):
    folder, _ = made
    dossiers = pl.read_parquet(folder / "records" / "dossiers.parquet")
    events = pl.read_parquet(folder / "records" / "events.parquet").join(dossiers, on="dossier")
    assert events.filter(pl.col("at") < pl.col("received_at")).is_empty()
    assert events.filter(pl.col("at") > pl.col("finished_at")).is_empty()


def test_every_person_of_the_truth_is_an_official_and_every_kind_is_planted(made):
    folder, truth = made
    known = set(pl.read_parquet(folder / "records" / "officials.parquet")["official"])
    assert {p["official"] for p in truth["planted"]} | {p["official"] for p in truth["pairs"]} <= known
    assert len({p["how"] for p in truth["planted"]}) == 8
    assert len(truth["pairs"]) == 3


def test_a_planted_demander_asks_oftener_than_others(made):
    folder, truth = made
    events = pl.read_parquet(folder / "records" / "events.parquet")
    handled = events.filter(pl.col("activity") == "appraised").group_by("official").len("n")
    asked = events.filter(pl.col("activity") == "supplement_requested").group_by("official").len("asked")
    rates = handled.join(asked, on="official", how="left").with_columns(rate=pl.col("asked").fill_null(0) / pl.col("n"))
    planted = [p["official"] for p in truth["planted"] if p["how"] == "supplements"]
    mine = rates.filter(pl.col("official").is_in(planted))["rate"].mean()
    assert mine > 1.6 * rates.filter(pl.col("n") >= 5)["rate"].median()


def test_where_all_are_honest_nobody_is_planted(tmp_path):
    simulate(Province("district", 3_000, 240, seed=2, honest=True), tmp_path)
    truth = json.loads((tmp_path / "truth.json").read_text("utf-8"))
    assert truth["honest"]
    assert not truth["planted"]
    assert not truth["pairs"]
