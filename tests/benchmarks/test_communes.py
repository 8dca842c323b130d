"""The communes' provinces keep to the exchange format but for a few wrong rows, and hold in the records what their
truth says."""

import json
import sys
from pathlib import Path

import polars as pl
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.communes.simulate import STYLE, simulate
from benchmarks.provinces.province import Province
from benchmarks.provinces.verdict import Named, judge

from liem.dossiers.reading import read_records


def province(folder: Path, **more) -> tuple[Path, dict]:
    records = simulate(Province(STYLE, 4_000, 52, 7, **more), folder)
    return records, json.loads((folder / "truth.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return province(tmp_path_factory.mktemp("communes"))


def table(records: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(records / f"{name}.csv", infer_schema=False)


def planted(truth: dict, how: str) -> dict:
    return next(person for person in truth["planted"] if person["how"] == how)


def happened(person: dict) -> float:
    return person["excess"] + person["expected"]


def test_only_the_few_rows_that_are_meant_to_be_wrong_are_refused(made, tmp_path):
    records, _ = made
    dossiers, events = table(records, "dossiers"), table(records, "events")
    mistyped = dossiers.filter(pl.col("finished_at").str.head(10) < pl.col("received_at").str.head(10))
    accepted = dossiers.join(mistyped, on="dossier", how="anti")["dossier"]
    a_time = pl.col("at").str.to_datetime("%Y-%m-%dT%H:%M:%S%z", strict=False).is_not_null() | (
        pl.col("at").str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False).is_not_null()
    )
    wrong = events.filter(~(pl.col("dossier").is_in(accepted.implode()) & a_time))
    refused = read_records(records, tmp_path).rejected
    assert 0 < len(mistyped) <= 6
    assert refused == {name: 0 for name in refused} | {"dossiers": len(mistyped), "events": len(wrong)}
    assert len(wrong) < 0.002 * len(events)


def test_the_truth_has_what_the_judge_reads(made):
    _, truth = made
    verdict = judge(truth, Named(), "nobody named", seconds=0)
    assert verdict.province == Province(STYLE, 4_000, 52, 7).name
    assert verdict.style == STYLE
    assert len(verdict.planted) == 4
    assert verdict.pairs_planted == 1


def test_every_person_of_the_truth_is_an_official_and_no_look_alike_is_planted(made):
    records, truth = made
    known = set(table(records, "officials")["official"])
    guilty = {p["official"] for p in truth["planted"]} | {p["official"] for p in truth["pairs"]}
    assert guilty <= known
    assert not guilty & {one["subject"] for one in truth["lookalikes"] if one["subject_kind"] == "official"}


def test_one_who_holds_dossiers_past_the_limit_is_late_far_more_often_than_others(made):
    records, truth = made
    procedures = table(records, "procedures").select("procedure", pl.col("limit_working_days").cast(int))
    events = table(records, "events")
    stopped = events.filter(pl.col("activity").is_in(["supplement_requested", "suspended"]))
    checked = (
        events.filter(pl.col("activity") == "appraised")
        .select("dossier", "official")
        .drop_nulls()
        .unique()
        .join(stopped, on="dossier", how="anti")
        .join(table(records, "dossiers").filter(pl.col("outcome") != "withdrawn"), on="dossier")
        .join(procedures, on="procedure")
        .filter(pl.col("limit_working_days") > 1)
        .with_columns(late=pl.col("finished_at").str.head(10) > pl.col("due_at").str.head(10))
    )
    late = checked.group_by("official").agg(pl.len(), share=pl.col("late").mean()).filter(pl.col("len") >= 20)
    holder = planted(truth, "hold_past_limit")
    mine = late.filter(pl.col("official") == holder["official"])
    assert mine["share"][0] > 3 * late["share"].median()
    assert mine["share"][0] == pytest.approx(happened(holder) / holder["n"], abs=0.1)


def test_one_who_snoops_elsewhere_opens_as_many_dossiers_of_other_communes_as_the_truth_says(made):
    records, truth = made
    unit_of = table(records, "dossiers").select("dossier", "unit")
    accesses = table(records, "accesses").join(unit_of, on="dossier", how="left")
    snooper = planted(truth, "snoops_other_communes")
    mine = accesses.filter(pl.col("official") == snooper["official"])
    assert len(mine) == snooper["n"]
    assert (mine["unit"] != snooper["unit"]).sum() == happened(snooper)


def test_one_who_takes_in_what_is_incomplete_asks_for_as_much_of_it_as_the_truth_says(made):
    records, truth = made
    taker = planted(truth, "takes_then_asks")
    # A step may lack its official, but not every step of a dossier does.
    his = (
        table(records, "events")
        .filter(pl.col("activity").is_in(["received", "supplement_requested", "appraised"]))
        .group_by("dossier")
        .agg(pl.col("official").drop_nulls().unique(), asked=(pl.col("activity") == "supplement_requested").any())
        .filter(pl.col("official") == [taker["official"]])
    )
    assert len(his) == pytest.approx(taker["n"], rel=0.1)
    assert his["asked"].sum() == pytest.approx(happened(taker), rel=0.1)
    assert happened(taker) > 1.8 * taker["expected"]


def test_the_same_seed_gives_the_same_records_and_where_all_are_honest_nobody_is_planted(tmp_path):
    first, second = (province(tmp_path / name, honest=True) for name in ("one", "two"))
    assert first[1] == second[1]
    assert first[1]["honest"]
    assert not first[1]["planted"]
    assert not first[1]["pairs"]
    for file in first[0].glob("*.csv"):
        assert file.read_bytes() == (second[0] / file.name).read_bytes()
