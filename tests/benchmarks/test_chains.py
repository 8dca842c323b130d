"""The provinces of long chains keep to the exchange format but for a few planted errors, and hold in the records what
their truth says: everything is counted here from the exported tables."""

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.benchmarks.chains_counted import COUNTS, EXACT, LETTING_THROUGH, Made, moment

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.chains.simulate import STYLE
from benchmarks.chains.variants import How
from benchmarks.provinces.province import Province
from benchmarks.provinces.verdict import Named, judge

from liem.dossiers.reading import read_records

SEEDS = (2, 4, 6, 7)
"""Together they hold every way of doing wrong."""
PROVINCE = Province(STYLE, 16_000, 120, SEEDS[0])
SMALL = Province(STYLE, 8_000, 70, 1)


@pytest.fixture(scope="module")
def full(tmp_path_factory) -> list[Made]:
    return [Made(replace(PROVINCE, seed=seed), tmp_path_factory.mktemp("chains")) for seed in SEEDS]


@pytest.fixture(scope="module")
def half(tmp_path_factory) -> list[Made]:
    return [Made(replace(PROVINCE, seed=seed, strength=0.5), tmp_path_factory.mktemp("chains")) for seed in SEEDS]


@pytest.fixture(scope="module")
def honest(tmp_path_factory) -> list[Made]:
    return [Made(replace(PROVINCE, seed=seed, honest=True), tmp_path_factory.mktemp("chains")) for seed in SEEDS]


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Made:
    return Made(SMALL, tmp_path_factory.mktemp("chains"))


def counted(made: Made, one: dict) -> int:
    return int((COUNTS[How(one["how"])](made) == one["official"]).sum())


def subjects(made: Made, kind: str) -> list[str]:
    return [one["subject"] for one in made.truth["lookalikes"] if one["kind"] == kind]


def test_only_the_planted_errors_of_the_export_are_refused(full, small, tmp_path):
    """Steps that are repeated or on a day that does not exist, and dossiers with an end in the wrong year."""
    for made in (full[0], small):
        folder = tmp_path / made.province.name
        read_records(made.records, folder)
        refused = Counter(pl.read_parquet(folder / "rejections.parquet").select("table", "reason").iter_rows())
        events = pl.read_parquet(made.records / "events.parquet").unique()
        wrong_year = made.dossiers.filter(pl.col("finished_at") < pl.col("received_at"))
        assert 0 < len(wrong_year) <= 8
        assert refused == {
            ("dossiers", "finished before it was received"): len(wrong_year),
            ("events", "its dossier was not accepted; see the row of the dossier"): len(
                events.join(wrong_year, on="dossier", how="semi")
            ),
            ("events", "the same as an earlier event in every column"): len(made.table("events")) - len(events),
            ("events", "not a timestamp of ISO 8601, such as 2026-03-31T08:15:00+07:00"): 4,
        }


def test_the_same_seed_gives_the_same_bytes(small, tmp_path):
    again = Made(SMALL, tmp_path)
    assert (tmp_path / "truth.json").read_bytes() == (small.folder / "truth.json").read_bytes()
    assert {file.name for file in again.records.iterdir()} == {file.name for file in small.records.iterdir()}
    for file in again.records.iterdir():
        assert file.read_bytes() == (small.records / file.name).read_bytes()


def test_the_province_is_of_the_size_that_is_asked_for(full, small):
    for made in (small, *full):
        assert made.truth["province"] == made.province.name
        assert made.table("officials")["official"].n_unique() == pytest.approx(made.province.officials, abs=9)
        assert len(made.dossiers) == pytest.approx(made.province.dossiers, rel=0.05)


def test_the_provinces_hold_every_way_of_doing_wrong_and_name_each_person_once(full):
    assert {one["how"] for made in full for one in made.people} == {how.value for how in COUNTS} == set(How)
    for made in full:
        named = [one["official"] for one in made.people]
        assert len(named) == len(set(named))
        assert made.pairs
        assert {*named, *(pair["official"] for pair in made.pairs)} <= set(made.table("officials")["official"])


def test_whoever_names_exactly_the_planted_is_right_about_all_of_them(full):
    for made in full:
        named = Named(
            officials={one["official"]: {one["act"]} for one in made.truth["planted"]},
            pairs={f"{one['official']}|{one['agent']}" for one in made.truth["pairs"]},
        )
        verdict = judge(made.truth, named, "clairvoyance", seconds=0)
        assert len(verdict.planted) >= 10
        assert all(one["found"] for one in verdict.planted)
        assert not verdict.false
        assert verdict.pairs_found == verdict.pairs_planted > 0


@pytest.mark.parametrize("how", sorted(set(How) - LETTING_THROUGH))
def test_what_is_planted_is_in_the_records_about_as_often_as_the_truth_says(full, how):
    """Some steps lack their official or are lost, or would come after the export."""
    for made in full:
        for one in made.people:
            if one["how"] == how:
                rel = 0.05 if how in EXACT else 0.25 if how == How.NO_GUIDANCE else 0.15
                assert counted(made, one) == pytest.approx(one["expected"] + one["excess"], rel=rel, abs=4)


def test_what_is_let_through_is_asked_for_later(full, honest):
    """By more than in the same province where all are honest."""
    for guilty, innocent in zip(full, honest, strict=True):
        for one in guilty.people:
            if one["how"] in LETTING_THROUGH:
                assert counted(guilty, one) > one["expected"] + one["excess"]
                assert counted(guilty, one) - counted(innocent, one) > 0.5 * one["excess"]


def test_an_agent_of_a_pair_is_asked_for_less_and_is_through_faster_than_others_at_the_desk(full):
    for made in full:
        forwarded = made.step("forwarded").select("dossier", forwarded=moment("at"))
        dossiers = (
            made.appraisers.select("dossier", "official", appraised=moment("at"))
            .join(forwarded, on="dossier")
            .join(made.dossiers.select("dossier", pl.col("agent").fill_null("")), on="dossier")
            .join(made.of_procedures.select("dossier", "limit_working_days"), on="dossier")
            .join(made.pauses.group_by("dossier").agg(pl.col("lasts").sum()), on="dossier", how="left")
            .with_columns(asked=pl.col("dossier").is_in(made.asked["dossier"].implode()))
            .with_columns(days=pl.col("appraised") - pl.col("forwarded") - pl.col("lasts").fill_null(0))
            .with_columns(share=pl.col("days") / pl.col("limit_working_days"))
        )
        for one in made.truth["pairs"]:
            at_desk = dossiers.filter(pl.col("official") == one["official"])
            theirs = at_desk.filter(pl.col("agent") == one["agent"])
            others = at_desk.filter(pl.col("agent") != one["agent"])
            assert len(theirs) <= one["n"]
            assert theirs["asked"].mean() < 0.7 * others["asked"].mean()
            assert theirs["share"].median() < 0.7 * others["share"].median()


def test_half_the_strength_plants_the_same_people_with_about_half_the_excess(full, half, honest):
    excess = []
    for strong, weak, none in zip(full, half, honest, strict=True):
        named = [{(one["official"], one["act"]) for one in made.people} for made in (strong, weak)]
        assert named[0] == named[1]
        for one in strong.people:
            there = counted(none, one)
            excess.append([counted(made, one) - there for made in (weak, strong)])
    weaker, stronger = np.transpose(excess)
    assert np.median(weaker / stronger) == pytest.approx(0.5, abs=0.1)
    assert weaker.sum() / stronger.sum() == pytest.approx(0.5, abs=0.1)


def test_an_honest_province_plants_nothing_and_its_pairs_are_innocent(full, honest):
    kind = "specialised_agent_regular_desk"
    for guilty, innocent in zip(full, honest, strict=True):
        assert innocent.truth["honest"]
        assert not any(innocent.truth[kind] for kind in ("planted", "faint", "pairs", "faint_pairs"))
        pairs = {f"{one['official']}|{one['agent']}" for one in guilty.pairs}
        cleared = set(subjects(innocent, kind)) - set(subjects(guilty, kind))
        assert cleared
        assert cleared <= pairs


def test_evidence_is_the_excess_in_deviations_of_honest_people(full, honest):
    """The same people where all are honest must lie as far from the expected as such deviations say."""
    deviations = []
    for guilty, innocent in zip(full, honest, strict=True):
        for one in guilty.people:
            assert one["evidence"] <= one["excess"] / 0.7 + 0.05
            if one["how"] not in LETTING_THROUGH | {How.BULK}:
                deviation = one["excess"] / one["evidence"]
                deviations.append((counted(innocent, one) - one["expected"]) / deviation)
    assert max(map(abs, deviations)) < 4
    assert 0.4 < np.std(deviations) < 1.6


def test_whoever_shows_too_little_is_faint_and_half_the_strength_makes_more_of_them(full, half):
    for made in (*full, *half):
        assert all(one["evidence"] >= 3 for one in made.truth["planted"] + made.truth["pairs"])
        assert all(one["evidence"] < 3 for one in made.truth["faint"] + made.truth["faint_pairs"])
    strong, weak = (sum(len(made.truth["faint"]) for made in provinces) for provinces in (full, half))
    assert weak > strong


def test_officials_of_pairs_are_not_named_for_the_pair_a_second_time(full, half):
    """One of them does wrong to the other applicants besides."""
    for made in (*full, *half):
        both = {one["official"] for one in made.people} & {pair["official"] for pair in made.pairs}
        assert {one["how"] for one in made.people if one["official"] in both} == {How.SQUEEZES}


def test_look_alikes_are_in_the_records_and_are_not_planted(full):
    for made in full:
        assert len({one["kind"] for one in made.truth["lookalikes"]}) >= 14
        pairs = {f"{one['official']}|{one['agent']}" for one in made.pairs}
        guilty = pairs | {one["official"] for one in made.people + made.pairs}
        assert not guilty & {one["subject"] for one in made.truth["lookalikes"]}

        signed = made.step("approved").drop_nulls("official").group_by("official")
        two_days = signed.agg(pl.col("at").dt.weekday().value_counts(sort=True).struct.field("count"))
        for _, days in two_days.filter(pl.col("official").is_in(subjects(made, "batch_signing_day"))).rows():
            assert sum(days[:2]) > 0.6 * sum(days)

        asked = made.asked.filter(pl.col("document") == "GX-DIA-PHUONG-01")["official"]
        assert len(asked) > 0
        assert set(asked) & set(subjects(made, "local_custom"))

        looks = made.strange.group_by("official").agg(pl.len())
        hotline = pl.col("official").is_in(subjects(made, "hotline_access"))
        assert looks.filter(hotline)["len"].min() > 3 * looks.filter(~hotline)["len"].median()
