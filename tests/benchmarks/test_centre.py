"""The one-stop centre's provinces keep to the exchange format but for a few errors, and hold what their truth says."""

import json
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.centre import rows
from benchmarks.centre.reading import IMPOSSIBLE
from benchmarks.centre.simulate import STYLE, simulate
from benchmarks.provinces.province import Province
from benchmarks.provinces.verdict import Named, judge

from liem.dossiers.reading import read_records

PROVINCE = Province(STYLE, 4_000, 90, 3)


def made_of(province: Province, folder: Path) -> tuple[Path, dict]:
    records = simulate(province, folder)
    return records, json.loads((folder / "truth.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return made_of(PROVINCE, tmp_path_factory.mktemp("centre"))


@pytest.fixture(scope="module")
def steps(made):
    """The events of dossiers that are in the records, without those of an impossible year."""
    dossiers = pl.read_parquet(made[0] / "dossiers.parquet").unique("dossier")
    events = pl.read_parquet(made[0] / "events.parquet").filter(pl.col("at") < IMPOSSIBLE)
    return events.join(dossiers.select("dossier"), on="dossier")


def people(truth: dict, *kinds: str) -> set[str]:
    return {one["official"] for kind in kinds for one in truth[kind]}


def planted(truth: dict, how: str) -> list[dict]:
    found = [one for one in truth["planted"] + truth["faint"] if one["how"] == how]
    assert found
    return found


def done(one: dict) -> int:
    return round(one["excess"] + one["expected"])


def test_only_the_errors_of_a_real_export_are_refused(made, tmp_path):
    read_records(made[0], tmp_path)
    refused = Counter(pl.read_parquet(tmp_path / "rejections.parquet").select("table", "reason").iter_rows())
    followed = refused.pop(("events", "its dossier was not accepted; see the row of the dossier"))
    assert followed
    assert refused == {
        ("dossiers", "the same key as an earlier row, which stays"): rows.DOUBLED,
        ("dossiers", "finished before it was received"): rows.ENDED_TOO_EARLY,
        ("dossiers", "the procedure is not in the table of procedures"): rows.UNKNOWN_PROCEDURE,
        ("events", "the dossier is not in the table of dossiers"): rows.UNKNOWN_DOSSIER,
    }


def test_the_first_step_of_every_dossier_is_its_receipt(steps):
    first = steps.group_by("dossier").agg(pl.col("activity").sort_by("at", maintain_order=True).first())
    others = first.filter(pl.col("activity") != "received")
    assert len(others) <= rows.WRONG_YEAR


def test_every_person_of_the_truth_is_an_official_and_no_look_alike_is_planted(made):
    records, truth = made
    named = people(truth, "planted", "faint", "pairs", "faint_pairs")
    assert named <= set(pl.read_csv(records / "officials.csv")["official"])
    assert not named & {one["subject"] for one in truth["lookalikes"]}


def test_whoever_names_exactly_the_planted_is_right_about_all_of_them(made):
    _, truth = made
    named = Named(
        officials={one["official"]: {one["act"]} for one in truth["planted"]},
        pairs={f"{one['official']}|{one['agent']}" for one in truth["pairs"]},
    )
    verdict = judge(truth, named, "clairvoyance", seconds=0)
    assert verdict.province == PROVINCE.name
    assert all(one["found"] for one in verdict.planted)
    assert not verdict.false
    assert verdict.pairs_found == verdict.pairs_planted > 0


def test_a_planted_clerk_lets_through_as_many_defects_as_the_truth_says(made, steps):
    _, truth = made
    clerks = steps.filter(pl.col("activity") == "received").select("dossier", "official")
    asked = steps.filter(pl.col("activity") == "supplement_requested")["dossier"].unique()
    tally = clerks.group_by("official").agg(
        n=pl.len(),
        asked=pl.col("dossier").is_in(asked.implode()).sum(),
        share=pl.col("dossier").is_in(asked.implode()).mean(),
    )
    for one in planted(truth, "counter"):
        row = tally.row(by_predicate=pl.col("official") == one["official"], named=True)
        assert (row["n"], row["asked"]) == (one["n"], done(one))
        assert row["share"] > 1.3 * tally["share"].median()


def test_a_planted_drafter_issues_as_many_unlawful_documents_as_the_truth_says(made):
    records, truth = made
    reviews = pl.read_csv(records / "issued_documents.csv").filter(pl.col("review").is_not_null())
    unlawful = pl.col("review").is_in(["unlawful", "loophole"])
    tally = reviews.group_by("drafter").agg(n=pl.len(), unlawful=unlawful.sum(), share=unlawful.mean())
    for one in planted(truth, "drafter"):
        row = tally.row(by_predicate=pl.col("drafter") == one["official"], named=True)
        assert (row["n"], row["unlawful"]) == (one["n"], done(one))
        assert row["share"] > 2 * tally["share"].mean()


def test_a_curious_official_opens_as_many_dossiers_without_a_part_in_them_as_the_truth_says(made, steps):
    records, truth = made
    looks = pl.read_parquet(records / "accesses.parquet")
    parts = steps.select("official", "dossier").unique()
    strange = looks.join(parts, on=["official", "dossier"], how="anti")
    for one in planted(truth, "curious"):
        mine = pl.col("official") == one["official"]
        assert (len(looks.filter(mine)), len(strange.filter(mine))) == (one["n"], done(one))


def test_the_same_seed_gives_the_same_records_and_where_all_are_honest_nobody_is_planted(tmp_path):
    honest = replace(PROVINCE, dossiers=2_000, officials=60, honest=True)
    first, second = (made_of(honest, tmp_path / name) for name in ("one", "two"))
    assert first[1] == second[1]
    assert not people(first[1], "planted", "faint", "pairs", "faint_pairs")
    for table in first[0].iterdir():
        assert table.read_bytes() == (second[0] / table.name).read_bytes()
