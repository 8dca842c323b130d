"""The registry's provinces keep to the exchange format but for a few errors, and hold in the records what their truth
says."""

import json
import sys
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.provinces.province import Province
from benchmarks.provinces.verdict import Named, judge
from benchmarks.registry.casting import SUPERVISES
from benchmarks.registry.event_table import MISTYPED
from benchmarks.registry.simulate import STYLE, simulate
from benchmarks.registry.steps import AWAITING_TAX, REASONS
from benchmarks.registry.supplements import CUSTOM_PAPER
from benchmarks.registry.variants import How

from liem.dossiers.reading import read_records

PROVINCE = Province(STYLE, 50_000, 180, 1)
STOPS = ("supplement_requested", "suspended")
IN_PAIRS = {How.PAIR_FAVOUR, How.PUSH_TO_AGENT}
AT_NIGHT = (pl.col("at").dt.hour() >= 21) | (pl.col("at").dt.hour() < 5)
EXPORTED = pl.col("action") == "export"


@dataclass(frozen=True)
class Made:
    records: Path
    truth: dict

    @cached_property
    def dossiers(self) -> pl.DataFrame:
        return pl.read_parquet(self.records / "dossiers.parquet")

    @cached_property
    def steps(self) -> pl.DataFrame:
        """The events of known dossiers, each but once."""
        events = pl.read_parquet(self.records / "events.parquet").unique(maintain_order=True).drop("unit")
        return events.join(self.dossiers.select("dossier", "received_at"), on="dossier").filter(
            pl.col("at") > pl.col("received_at") - timedelta(days=1)
        )

    @cached_property
    def accesses(self) -> pl.DataFrame:
        return pl.read_parquet(self.records / "accesses.parquet")

    def table(self, name: str) -> pl.DataFrame:
        return pl.read_csv(self.records / f"{name}.csv", infer_schema=False)

    def step(self, *activities: str) -> pl.DataFrame:
        return self.steps.filter(pl.col("activity").is_in(activities))

    def planted(self, *ways: str) -> list[dict]:
        return [one for one in self.truth["planted"] + self.truth["faint"] if one["how"] in ways]


def made_of(province: Province, folder: Path) -> Made:
    records = simulate(province, folder)
    return Made(records, json.loads((folder / "truth.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Made:
    return made_of(PROVINCE, tmp_path_factory.mktemp("registry"))


@pytest.fixture(scope="module")
def both(made, tmp_path_factory) -> list[Made]:
    """Two provinces that together hold every way of doing wrong."""
    return [made, made_of(replace(PROVINCE, seed=2), tmp_path_factory.mktemp("registry"))]


def happened(one: dict) -> int:
    return round(one["excess"] + one["expected"])


def counted(table: pl.DataFrame, one: dict, official: str = "official") -> int:
    """Rows of one official."""
    return len(table.filter(pl.col(official) == one["official"]))


def asked(province: Made, how: str) -> pl.DataFrame:
    """Dossiers and the officials who asked for supplements in the way measured."""
    requests = province.step("supplement_requested")
    if how == How.OUTSIDE_LIST:
        requests = requests.filter(pl.col("document").str.starts_with("GTK"))
    rounds = requests.group_by("dossier", "official").len()
    return rounds.filter(pl.col("len") > (1 if how == How.PIECEMEAL_ROUNDS else 0))


def taken_in_incomplete(province: Made, how: str) -> pl.DataFrame:
    """Dossiers by the clerk who received them, of which a listed paper was lacking."""
    listed = ~pl.col("document").fill_null("").str.starts_with("GTK")
    lacking = province.step("supplement_requested").filter(listed).select("dossier").unique()
    received = province.step("received").join(lacking, on="dossier")
    if how == How.PASSES_INCOMPLETE:
        return received
    in_new_software = province.step("receipt_slip_issued").select("dossier").unique()
    guided = province.step("guidance_given").select("dossier")
    return received.join(in_new_software, on="dossier", how="semi").join(guided, on="dossier", how="anti")


def overcharged(province: Made) -> pl.DataFrame:
    fees = province.table("procedures").select("procedure", pl.col("fee").cast(int)).unique("procedure")
    charged = province.step("fee_collected").join(province.dossiers, on="dossier").join(fees, on="procedure")
    return charged.filter(pl.coalesce("fee_charged", "amount") > pl.col("fee"))


def working_days(start: pl.Series, end: pl.Series) -> np.ndarray:
    """By weekends only."""
    days = (series.dt.replace_time_zone(None).dt.date().to_numpy().astype("datetime64[D]") for series in (start, end))
    return np.busday_count(*days)


def kept_back(province: Made) -> pl.DataFrame:
    ready = province.step("result_ready").select("dossier", "official", ready="at")
    finished = province.step("finished").select("dossier", finished="at")
    both_steps = ready.join(finished, on="dossier")
    return both_steps.filter(pl.Series(working_days(both_steps["ready"], both_steps["finished"]) > 5))


def stopped_in_the_last_days(province: Made) -> pl.DataFrame:
    """First stops of the clock by whoever made them."""
    first = province.step(*STOPS).sort("at", maintain_order=True).unique("dossier", keep="first", maintain_order=True)
    due = first.join(province.dossiers.select("dossier", "due_at").drop_nulls(), on="dossier")
    left = working_days(due["at"], due["due_at"])
    return due.filter(pl.Series((left >= 0) & (left <= 2)))


def refused_then_granted(province: Made) -> pl.DataFrame:
    """Refusals after which the same was granted, nothing asked for."""
    again = province.dossiers.filter(pl.col("outcome") == "granted").join(
        province.step("supplement_requested").select("dossier"), on="dossier", how="anti"
    )
    return province.step("refused").join(again, left_on="dossier", right_on="resubmission_of", how="semi")


def without_part(province: Made) -> pl.DataFrame:
    parts = province.steps.select("official", "dossier").unique()
    return province.accesses.join(parts, on=["official", "dossier"], how="anti")


def test_only_the_errors_of_a_real_export_are_refused(made, tmp_path):
    events = pl.read_parquet(made.records / "events.parquet")
    ended_too_early = made.dossiers.filter(pl.col("finished_at") < pl.col("received_at"))
    followed = events.unique().join(ended_too_early, on="dossier", how="semi")
    placed = events.unique().join(made.dossiers, on="dossier")
    read_records(made.records, tmp_path)
    refused = Counter(pl.read_parquet(tmp_path / "rejections.parquet").select("table", "reason").iter_rows())
    assert refused == {
        ("dossiers", "finished before it was received"): len(ended_too_early),
        ("events", "its dossier was not accepted; see the row of the dossier"): len(followed),
        ("events", "the same as an earlier event in every column"): len(events) - len(events.unique()),
        ("events", "the dossier is not in the table of dossiers"): MISTYPED,
        ("events", "more than a day before its dossier was received"): len(placed) - len(made.steps),
    }
    assert refused.total() < 0.001 * len(events)


def test_the_truth_names_officials_once_each_and_two_provinces_hold_every_way_of_doing_wrong(both):
    ways = {one["how"] for province in both for one in province.truth["planted"] + province.truth["faint"]}
    assert ways == {how.value for how in How} - IN_PAIRS
    for province in both:
        truth = province.truth
        alone = [one["official"] for one in truth["planted"] + truth["faint"]]
        paired = [one["official"] for one in truth["pairs"] + truth["faint_pairs"]]
        named = alone + paired
        assert paired
        assert len(set(named)) == len(named)
        assert set(named) <= set(province.table("officials")["official"])


def test_whoever_names_exactly_the_planted_is_right_about_all_of_them(both):
    for province in both:
        truth = province.truth
        named = Named(
            officials={one["official"]: {one["act"]} for one in truth["planted"]},
            pairs={f"{one['official']}|{one['agent']}" for one in truth["pairs"]},
        )
        verdict = judge(truth, named, "clairvoyance", seconds=0)
        assert len(verdict.planted) > 8
        assert all(one["found"] for one in verdict.planted)
        assert not verdict.false
        assert not verdict.lookalikes_named
        assert verdict.pairs_found == verdict.pairs_planted > 0


@pytest.mark.parametrize("how", [How.MANY_SUPPLEMENTS, How.OUTSIDE_LIST, How.PIECEMEAL_ROUNDS])
def test_a_planted_appraiser_asks_for_as_many_supplements_as_the_truth_says(both, how):
    for province in both:
        dossiers = asked(province, how)
        for one in province.planted(how):
            assert counted(dossiers, one) == pytest.approx(happened(one), rel=0.1, abs=3)


def test_a_planted_clerk_lets_through_and_overcharges_as_often_as_the_truth_says(both):
    for province in both:
        for how in (How.PASSES_INCOMPLETE, How.NO_GUIDANCE):
            for one in province.planted(how):
                assert counted(taken_in_incomplete(province, how), one) == pytest.approx(happened(one), rel=0.1)
        for one in province.planted(How.FEES_ABOVE):
            assert counted(overcharged(province), one) == pytest.approx(happened(one), rel=0.1)


def test_a_planted_official_stops_moves_refuses_and_keeps_back_as_often_as_the_truth_says(both):
    for province in both:
        tables = {
            How.STOP_LAST_DAYS: stopped_in_the_last_days(province),
            How.DUE_DATE_MOVED: province.step("due_changed"),
            How.REFUSED_THEN_GRANTED: refused_then_granted(province),
            How.NOT_HANDED_OVER: kept_back(province),
        }
        for how, table in tables.items():
            for one in province.planted(how):
                assert counted(table, one) == pytest.approx(happened(one), rel=0.25, abs=3)


def test_whose_dossiers_lie_are_late_far_more_often_than_others(both):
    for province in both:
        ended = province.step("approved").select("dossier", ended="at")
        judged = (
            province.dossiers.join(province.step(*STOPS), on="dossier", how="anti")
            .join(province.step("due_changed"), on="dossier", how="anti")
            .join(ended, on="dossier")
            .with_columns(late=pl.col("ended").dt.date() > pl.col("due_at").dt.date())
        )
        for how, activity in ((How.LATE, "appraised"), (How.LATE_SURVEY, "field_visit")):
            done = province.step(activity).select("dossier", "official").drop_nulls()
            late = done.join(judged, on="dossier").group_by("official").agg(pl.len(), share=pl.col("late").mean())
            for one in province.planted(how):
                mine = late.row(by_predicate=pl.col("official") == one["official"], named=True)
                assert mine["share"] > 2 * late.filter(pl.col("len") >= 20)["share"].median()
                assert mine["share"] == pytest.approx(happened(one) / one["n"], abs=0.12)


def test_a_planted_drafter_or_signer_leaves_as_many_bad_documents_as_the_truth_says(both):
    for province in both:
        reviewed = province.table("issued_documents").filter(pl.col("review").is_not_null())
        unlawful = pl.col("review").is_in(["unlawful", "annulled"])
        for how, official, bad in (
            (How.UNLAWFUL_DRAFTS, "drafter", unlawful),
            (How.DEAD_BASIS, "drafter", unlawful),
            (How.INCOMPETENT_SIGNATURE, "signer", unlawful),
            (How.LOOPHOLE_FOR_AGENT, "drafter", pl.col("review") != "lawful"),
        ):
            for one in province.planted(how):
                found = counted(reviewed, one, official), counted(reviewed.filter(bad), one, official)
                assert found == (one["n"], happened(one))


def test_who_pries_opens_as_many_dossiers_as_the_truth_says(both):
    for province in both:
        strange = without_part(province)
        relatives = province.table("relations").filter(pl.col("kind") == "spouse")
        of_relatives = strange.join(province.dossiers, on="dossier").join(
            relatives, left_on=["official", "agent"], right_on=["official", "related_to"], how="semi"
        )
        for how, table, tolerance in (
            (How.NIGHT, province.accesses.filter(AT_NIGHT), 0),
            (How.BULK_EXPORT, province.accesses.filter(EXPORTED), 0),
            (How.NO_REASON, strange, 0.15),
            (How.RELATIVES, of_relatives, 0.15),
        ):
            for one in province.planted(how):
                assert counted(province.accesses, one) == one["n"]
                assert counted(table, one) == pytest.approx(happened(one), rel=tolerance)


def test_the_dossiers_of_a_pair_are_asked_for_less_than_those_of_either_with_others(both):
    for province in both:
        requested = province.step("supplement_requested").select("dossier").unique()
        decided = province.step("appraised").select("dossier", "official").drop_nulls()
        handled = province.dossiers.join(decided, on="dossier").with_columns(
            asked=pl.col("dossier").is_in(requested["dossier"].implode())
        )
        for one in province.truth["pairs"]:
            his, hers = pl.col("official") == one["official"], pl.col("agent") == one["agent"]
            together, apart = (handled.filter(rows)["asked"].mean() for rows in (his & hers, his ^ hers))
            assert len(handled.filter(his & hers)) == pytest.approx(one["n"], rel=0.35)
            assert together < 0.5 * apart


def test_those_pushed_to_withdraw_come_back_through_the_agent_of_the_pair(both):
    for province in both:
        alone = province.dossiers.filter((pl.col("outcome") == "withdrawn") & pl.col("agent").is_null())
        again = province.dossiers.select(dossier="resubmission_of", through="agent").drop_nulls()
        steps = province.step("supplement_requested", "phan_cong_thu_ly", "appraised")
        handled = steps.select("dossier", "official").drop_nulls().unique()
        pushed = alone.join(again, on="dossier").join(handled, on="dossier").group_by("official", "through").len()
        most, next_most = pushed.sort("len", descending=True).head(2).to_dicts()
        pairs = {(one["official"], one["agent"]) for one in province.truth["pairs"] + province.truth["faint_pairs"]}
        assert (most["official"], most["through"]) in pairs
        assert most["len"] > 3 * next_most["len"]


def test_half_the_strength_plants_the_same_people_with_about_half_the_excess(made, tmp_path):
    half = made_of(replace(PROVINCE, strength=0.5), tmp_path)
    weak = {one["official"]: one for one in half.truth["planted"] + half.truth["faint"]}
    strong = {one["official"]: one for one in made.truth["planted"] + made.truth["faint"]}
    assert {who: one["how"] for who, one in weak.items()} == {who: one["how"] for who, one in strong.items()}
    shares = [weak[who]["excess"] / one["excess"] for who, one in strong.items()]
    assert np.median(shares) == pytest.approx(0.5, abs=0.12)
    tables = [(province, asked(province, How.PIECEMEAL_ROUNDS)) for province in (half, made)]
    fewer, more = (
        sum(counted(table, one) - one["expected"] for one in province.planted(How.PIECEMEAL_ROUNDS))
        for province, table in tables
    )
    assert fewer / more == pytest.approx(0.5, abs=0.2)


def test_the_same_seed_gives_the_same_records_and_where_all_are_honest_nobody_is_planted(tmp_path):
    honest = replace(PROVINCE, dossiers=12_000, officials=120, honest=True)
    first, second = (made_of(honest, tmp_path / name) for name in ("one", "two"))
    assert first.truth == second.truth
    assert first.truth["province"] == honest.name
    assert first.truth["honest"]
    assert not any(first.truth[kind] for kind in ("planted", "faint", "pairs", "faint_pairs"))
    assert first.truth["lookalikes"]
    for table in first.records.iterdir():
        assert table.read_bytes() == (second.records / table.name).read_bytes()


def test_look_alikes_are_in_the_records_and_are_not_planted(both):
    for province in both:
        kinds = ("planted", "faint", "pairs", "faint_pairs")
        guilty = {one["official"] for kind in kinds for one in province.truth[kind]}
        subjects = {kind: set() for kind in ("official", "agent", "pair")}
        for one in province.truth["lookalikes"]:
            subjects[one["subject_kind"]].add(one["subject"])
        assert not subjects["official"] & guilty
        assert all(subjects.values())
        notes, unit_of = province.truth["notes"], province.dossiers.select("dossier", "unit")
        custom = province.step("supplement_requested").filter(pl.col("document") == CUSTOM_PAPER)
        units = custom.join(unit_of, on="dossier")["unit"]
        assert units.value_counts(sort=True)["unit"][0] == notes["custom_unit"]
        paused = province.step("suspended").filter(pl.col("reason") == REASONS[AWAITING_TAX])
        assert notes["no_pause_unit"] not in set(paused.join(unit_of, on="dossier")["unit"])
        ended = province.table("units").filter(pl.col("successor").is_not_null())
        assert len(ended) >= 3


def test_the_evidence_is_the_excess_beyond_what_others_do_in_deviations_of_more_than_chance(both):
    for province in both:
        for kind, seen in (("planted", True), ("faint", False)):
            for one in province.truth[kind]:
                assert (one["evidence"] >= 3) == seen
                chance = one["expected"] * (1 - one["expected"] / one["n"])
                assert one["evidence"] < one["excess"] / max(chance, 0.3) ** 0.5
        guilty = [one["official"] for one in province.truth["planted"] + province.truth["pairs"]]
        supervisors = [one["subject"] for one in province.truth["lookalikes"] if one["kind"] in SUPERVISES.values()]
        others = province.accesses.filter(~pl.col("official").is_in(guilty + supervisors))
        for how, pries in ((How.NIGHT, AT_NIGHT), (How.BULK_EXPORT, EXPORTED)):
            for one in province.planted(how):
                assert one["expected"] == pytest.approx(others.select(pries.mean()).item() * one["n"], rel=0.5)
