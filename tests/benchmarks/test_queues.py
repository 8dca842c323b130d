"""The provinces of offices at work keep to the exchange format but for the errors of their export, and hold in the
records what their truth says: everything is counted here from the exported tables."""

import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.provinces.province import Province
from benchmarks.provinces.verdict import Named, judge
from benchmarks.queues.catalogue import LAWS, UNLISTED_PAPERS
from benchmarks.queues.clock import LONG_ENOUGH
from benchmarks.queues.simulate import STYLE, simulate
from benchmarks.queues.variants import ACTS, VARIANTS, How

from liem.dossiers.reading import read_records

PROVINCE = Province(STYLE, 21_000, 96, 514)
"""Holds many ways of doing wrong and a pair, and leaves out nothing that would be counted here."""
REQUEST = "supplement_requested"
STOPS, GOES_ON = [REQUEST, "suspended"], ["supplement_received", "resumed"]
REPEALED = [law for laws in LAWS.values() for law in laws.repealed]


class Made:
    """One province: its truth, and what can be counted in its records."""

    def __init__(self, province: Province, folder: Path) -> None:
        self.province, self.folder = province, folder
        self.records = simulate(province, folder)
        self.truth = json.loads((folder / "truth.json").read_text("utf-8"))
        self.people = self.truth["planted"] + self.truth["faint"]
        self.pairs = self.truth["pairs"] + self.truth["faint_pairs"]

    def table(self, name: str) -> pl.DataFrame:
        """All of it as texts, whatever the format."""
        path = self.records / f"{name}.csv"
        if path.exists():
            return pl.read_csv(path, infer_schema=False)
        moments = pl.selectors.datetime().dt.strftime("%Y-%m-%dT%H:%M:%S")
        return pl.read_parquet(path.with_suffix(".parquet")).with_columns(moments).cast(pl.String)

    @cached_property
    def events(self) -> pl.DataFrame:
        return self.table("events").unique(maintain_order=True).with_columns(clock("at"))

    @cached_property
    def dossiers(self) -> pl.DataFrame:
        moments = [clock(column) for column in ("received_at", "due_at", "finished_at")]
        limit = pl.col("limit_working_days").cast(int).max().alias("usual_limit")
        usual = self.table("procedures").group_by("procedure").agg(pl.col("fee").cast(int).first(), limit)
        return self.table("dossiers").with_columns(moments).join(usual, on="procedure")

    @cached_property
    def accesses(self) -> pl.DataFrame:
        return self.table("accesses").with_columns(clock("at"))

    @cached_property
    def documents(self) -> pl.DataFrame:
        """With whether there is something wrong with them."""
        on_dead_basis = pl.col("legal_basis").str.split(";").list.first().is_in(REPEALED)
        found = pl.col("review").fill_null("lawful") != "lawful"
        bad = found | on_dead_basis | (pl.col("signer") == pl.col("drafter"))
        return self.table("issued_documents").with_columns(bad=bad)

    @cached_property
    def strange(self) -> pl.DataFrame:
        """Accesses to dossiers in which the official has no step."""
        return self.accesses.join(self.events, on=["dossier", "official"], how="anti")

    @cached_property
    def workdays(self) -> np.ndarray:
        """Days on which anything was received, since 1970."""
        return np.unique(days(self.dossiers["received_at"]))

    def workday(self, column: str) -> pl.Expr:
        """Its place among the working days."""
        return pl.col(column).map_batches(
            lambda moments: pl.Series(np.searchsorted(self.workdays, days(moments), side="right") - 1), pl.Int64
        )

    @cached_property
    def pauses(self) -> pl.DataFrame:
        """Stops and goings on of each dossier, and by how many working days it was stopped before and after."""
        once = self.step(*STOPS, *GOES_ON).unique(["dossier", "activity", "at"], maintain_order=True).sort("at")
        placed = once.with_columns(day=self.workday("at"), stops=pl.col("activity").is_in(STOPS))
        # Several papers are asked for in one stop.
        first = placed.filter(pl.col("stops") != pl.col("stops").shift(1).over("dossier").fill_null(False))
        sign = pl.when("stops").then(-pl.col("day")).otherwise("day")
        stopped = sign.cum_sum().over("dossier")
        return first.with_columns(stopped=stopped, before=stopped - sign)

    def step(self, *activities: str) -> pl.DataFrame:
        return self.events.filter(pl.col("activity").is_in(activities))

    def by(self, official: str, *activities: str) -> pl.DataFrame:
        return self.step(*activities).filter(pl.col("official") == official)


def clock(column: str) -> pl.Expr:
    return pl.col(column).str.head(19).str.to_datetime()


def days(moments: pl.Series) -> np.ndarray:
    return moments.dt.date().cast(pl.Int32).fill_null(0).to_numpy()


def asked(made: Made, official: str) -> pl.DataFrame:
    return made.by(official, REQUEST)


def asked_without_agent(made: Made, official: str) -> pl.DataFrame:
    return asked(made, official).join(made.dossiers.filter(pl.col("agent").is_null()), on="dossier", how="semi")


def asked_off_list(made: Made, official: str) -> pl.DataFrame:
    return asked(made, official).filter(pl.col("document").is_in(UNLISTED_PAPERS))


def overcharged(made: Made, official: str) -> pl.DataFrame:
    charged = made.by(official, "fee_collected").join(made.dossiers, on="dossier")
    return charged.filter(pl.col("amount").cast(int) > pl.col("fee"))


def let_through(made: Made, official: str) -> pl.DataFrame:
    """Received though papers of the list were missing."""
    lacking = made.step(REQUEST).filter(~pl.col("document").is_in(UNLISTED_PAPERS))
    return made.by(official, "received").join(lacking, on="dossier", how="semi")


def without_slip(made: Made, official: str) -> pl.DataFrame:
    return made.by(official, "received").join(made.step("receipt_slip_issued"), on="dossier", how="anti")


def late(made: Made, official: str) -> pl.DataFrame:
    """Ready after the due day and all days of pauses."""
    stopped = made.pauses.group_by("dossier").agg(pl.col("stopped").last())
    ready = made.step("result_ready").select("dossier", ready=made.workday("at"))
    done = made.by(official, "appraised").join(ready, on="dossier").join(made.dossiers, on="dossier")
    placed = done.join(stopped, on="dossier", how="left").with_columns(due=made.workday("due_at"))
    return placed.filter(pl.col("ready") > pl.col("due") + pl.col("stopped").fill_null(0))


def stopped_in_last_days(made: Made, official: str) -> pl.DataFrame:
    mine = made.pauses.filter(pl.col("official") == official, pl.col("activity").is_in(STOPS))
    placed = mine.join(made.dossiers, on="dossier").with_columns(due=made.workday("due_at"))
    long_enough = pl.col("usual_limit") >= LONG_ENOUGH
    return placed.filter(long_enough, pl.col("due") + pl.col("before") - pl.col("day") <= 1)


def kept(made: Made, official: str) -> pl.DataFrame:
    ready = made.step("result_ready").select("dossier", ready=made.workday("at"))
    ended = made.by(official, "finished").join(ready, on="dossier").with_columns(end=made.workday("at"))
    return ended.filter(pl.col("end") - pl.col("ready") > 5)


def granted_after_all(made: Made, official: str) -> pl.DataFrame:
    again = made.step("approved").join(made.dossiers, on="dossier").select("resubmission_of").drop_nulls()
    return made.by(official, "refused").join(again, left_on="dossier", right_on="resubmission_of", how="semi")


def bad_documents(made: Made, official: str) -> pl.DataFrame:
    return made.documents.filter(pl.col("drafter") == official, pl.col("bad"))


def opened_elsewhere(made: Made, official: str) -> pl.DataFrame:
    home = made.table("officials").filter(pl.col("official") == official)
    elsewhere = made.dossiers.join(home, on="unit", how="anti")
    return made.strange.filter(pl.col("official") == official).join(elsewhere, on="dossier", how="semi")


def opened_at_night(made: Made, official: str) -> pl.DataFrame:
    hour = pl.col("at").dt.hour()
    return made.accesses.filter(pl.col("official") == official, (hour >= 21) | (hour < 5))


def opened_of_relative(made: Made, official: str) -> pl.DataFrame:
    relatives = made.table("relations").filter(pl.col("official") == official)
    theirs = made.dossiers.join(relatives, left_on="agent", right_on="related_to", how="semi")
    return made.strange.filter(pl.col("official") == official).join(theirs, on="dossier", how="semi")


def exported(made: Made, official: str) -> pl.DataFrame:
    return made.strange.filter(pl.col("official") == official, pl.col("action") == "export")


SHOWN: dict[str, Callable[[Made, str], pl.DataFrame]] = {
    How.UNLAWFUL_DRAFTS: bad_documents,
    How.DEAD_BASIS: bad_documents,
    How.INCOMPETENT_SIGNATURE: bad_documents,
    How.LOOPHOLE_FOR_AGENT: bad_documents,
    How.PILE_SQUEEZE: asked,
    How.WEALTH_SQUEEZE: asked,
    How.SQUEEZE_UNTIL_AGENT: asked_without_agent,
    How.OUTSIDE_LIST: asked_off_list,
    How.FEE_ABOVE: overcharged,
    How.WAVES_THROUGH: let_through,
    How.RUBBER_STAMP: let_through,
    How.NO_SLIP_NO_GUIDANCE: without_slip,
    How.LETS_WAIT: late,
    How.CLOCK_SAVER: stopped_in_last_days,
    How.SITS_ON_RESULTS: kept,
    How.REFUSE_THEN_APPROVE: granted_after_all,
    How.BROWSES_NO_REASON: opened_elsewhere,
    How.NIGHT_READER: opened_at_night,
    How.RELATIVES_FILES: opened_of_relative,
    How.BULK_EXPORT: exported,
}
"""Rows of what is planted, by official."""


def counted(made: Made, one: dict) -> int:
    """How often the official did it: in how many dossiers, or documents, or accesses."""
    rows = SHOWN[one["how"]](made, one["official"])
    return rows["dossier"].n_unique() if one["act"] in "BCD" else len(rows)


def happened(one: dict) -> float:
    return one["expected"] + one["excess"]


def of_act(made: Made, act: str) -> list[dict]:
    return [one for one in made.people if one["act"] == act]


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Made:
    return Made(PROVINCE, tmp_path_factory.mktemp("queues"))


@pytest.fixture(scope="module")
def half(tmp_path_factory) -> Made:
    return Made(replace(PROVINCE, strength=0.5), tmp_path_factory.mktemp("queues"))


@pytest.fixture(scope="module")
def honest(tmp_path_factory) -> Made:
    return Made(replace(PROVINCE, dossiers=6_000, honest=True), tmp_path_factory.mktemp("queues"))


def test_only_the_errors_of_a_real_export_are_refused(made, tmp_path):
    read_records(made.records, tmp_path)
    refused = Counter(pl.read_parquet(tmp_path / "rejections.parquet").select("table", "reason").iter_rows())
    events = made.table("events")
    twice = ("events", "the same as an earlier event in every column")
    assert refused == Counter({twice: len(events) - len(made.events)})
    assert refused.total() < 0.003 * len(events)


def test_the_same_seed_gives_the_same_bytes(honest, tmp_path):
    again = Made(honest.province, tmp_path)
    assert (tmp_path / "truth.json").read_bytes() == (honest.folder / "truth.json").read_bytes()
    assert {file.name for file in again.records.iterdir()} == {file.name for file in honest.records.iterdir()}
    for file in again.records.iterdir():
        assert file.read_bytes() == (honest.records / file.name).read_bytes()


def test_ways_of_doing_wrong_of_every_act_are_planted_and_whoever_favours_an_agent_stands_among_the_pairs_only(made):
    assert set(SHOWN) == set(VARIANTS) - {How.AGENT_PAIR}
    ways = {one["how"] for one in made.people}
    assert ways < set(SHOWN)
    assert len(ways) > 0.5 * len(SHOWN)
    assert {one["act"] for one in made.people} == set(ACTS)
    people, in_pairs = ({one["official"] for one in ones} for ones in (made.people, made.pairs))
    assert in_pairs
    assert not people & in_pairs
    known = set(made.table("officials")["official"])
    assert people | in_pairs <= known
    assert 0.09 < len(people | in_pairs) / len(known) < 0.15


def test_whoever_names_exactly_the_planted_is_right_about_all_of_them(made):
    named = Named(
        officials={one["official"]: {one["act"]} for one in made.truth["planted"]},
        pairs={f"{one['official']}|{one['agent']}" for one in made.truth["pairs"]},
    )
    verdict = judge(made.truth, named, "clairvoyance", seconds=0)
    assert verdict.province == PROVINCE.name
    assert all(one["found"] for one in verdict.planted)
    assert not verdict.false
    assert not verdict.lookalikes_named
    assert verdict.pairs_found == verdict.pairs_planted > 0


@pytest.mark.parametrize("act", ["B", "C", "D", "E"])
def test_what_is_planted_shows_about_as_often_as_the_truth_says(made, half, act):
    """Some steps name nobody, some slips and links to the refused dossier are lost, and dossiers change hands."""
    for province in (made, half):
        for one in of_act(province, act):
            lost_slips = 0.013 * one["n"] if one["how"] == How.NO_SLIP_NO_GUIDANCE else 0
            share = 0.2 if one["how"] == How.REFUSE_THEN_APPROVE else 0.05
            assert counted(province, one) == pytest.approx(happened(one), rel=share, abs=max(lost_slips, 3)), one["how"]


def test_a_drafter_issues_exactly_as_many_bad_documents_as_the_truth_says(made, half):
    share = made.documents.filter(~pl.col("drafter").is_in([one["official"] for one in made.people]))["bad"].mean()
    for province in (made, half):
        for one in of_act(province, "A"):
            assert len(province.documents.filter(pl.col("drafter") == one["official"])) == one["n"]
            assert counted(province, one) == pytest.approx(happened(one), abs=0.02)
            assert one["expected"] == pytest.approx(one["n"] * share, rel=0.1)


def test_a_favoured_agent_is_through_faster_and_asked_less_than_others_at_the_desk_and_than_elsewhere(made):
    appraised = made.step("appraised").select("dossier", "official", appraised="at").drop_nulls()
    requested = made.step(REQUEST)["dossier"].implode()
    took = made.dossiers.join(appraised, on="dossier").with_columns(
        time=pl.col("appraised") - pl.col("received_at"), asked=pl.col("dossier").is_in(requested)
    )
    for one in made.truth["pairs"]:
        at_desk, through = pl.col("official") == one["official"], (pl.col("agent") == one["agent"]).fill_null(False)
        together = took.filter(at_desk & through)
        assert len(together) == pytest.approx(one["n"], rel=0.05)
        for apart in (took.filter(at_desk & ~through), took.filter(through & ~at_desk)):
            assert together["time"].median() < apart["time"].median()
            assert together["asked"].mean() < apart["asked"].mean()


def test_half_strength_plants_about_half_of_the_excess_in_the_same_people(made, half):
    weak = {one["official"]: one for one in half.people}
    assert {who: one["how"] for who, one in weak.items()} == {one["official"]: one["how"] for one in made.people}
    shares = [weak[one["official"]]["excess"] / one["excess"] for one in made.people]
    assert np.median(shares) == pytest.approx(0.5, abs=0.1)
    weaker, stronger = (sum(counted(one, who) - who["expected"] for who in one.people) for one in (half, made))
    assert weaker / stronger == pytest.approx(0.5, abs=0.1)


def test_an_honest_province_plants_nothing_and_has_its_look_alikes(made, honest):
    assert not honest.people
    assert not honest.pairs
    assert honest.truth["honest"]
    for table in ("dossiers", "events", "accesses", "issued_documents"):
        assert len(honest.table(table))
    beside_the_planted = {"clerk_before_squeezer", "handler_behind_lax_intake"}
    kinds = {one["kind"] for one in made.truth["lookalikes"]}
    assert {one["kind"] for one in honest.truth["lookalikes"]} - {"regular_desk"} == (
        kinds - beside_the_planted - {"regular_desk"}
    )


def test_look_alikes_are_in_the_records_and_are_not_planted(made):
    subjects: dict[str, list[str]] = {}
    for one in made.truth["lookalikes"]:
        subjects.setdefault(one["kind"], []).append(one["subject"])
    alone = {one["subject"] for one in made.truth["lookalikes"] if one["subject_kind"] == "official"}
    assert not alone & {one["official"] for one in made.people + made.pairs}
    opened = made.strange["official"].value_counts().sort("count", descending=True)["official"].head(4)
    assert set(opened) == {*subjects["admin_account"], *subjects["hotline_account"], *subjects["inspect_account"]}
    custom = asked_off_list_counts(made).head(len(subjects["unit_custom"]))["official"]
    assert len(set(custom) & set(subjects["unit_custom"])) >= len(subjects["unit_custom"]) - 1
    moved = made.table("officials").filter(pl.col("to").is_not_null())["official"]
    assert {*subjects["merged_unit"], *subjects["transferred"]} <= set(moved)
    assert made.table("units")["successor"].drop_nulls().n_unique() == 1
    for trainee in subjects["trainee"]:
        start = made.table("officials").filter(pl.col("official") == trainee)["from"].str.to_date().item()
        assert start > made.events["at"].dt.date().min()
        assert made.by(trainee, "appraised")["at"].dt.date().min() >= start
    (agent,) = subjects["specialised_agent"]
    assert made.dossiers.filter(pl.col("agent") == agent).select("unit", "procedure").n_unique() == 1


def asked_off_list_counts(made: Made) -> pl.DataFrame:
    """By official, from the one who asked most."""
    off_list = made.step(REQUEST).filter(pl.col("document").is_in(UNLISTED_PAPERS))
    return off_list.drop_nulls("official")["official"].value_counts().sort("count", descending=True)


def test_the_evidence_is_the_excess_in_deviations_of_more_than_chance(made, half):
    for province in (made, half):
        for kind, shows in (("planted", True), ("faint", False)):
            for one in province.truth[kind]:
                assert (one["evidence"] >= 3) == shows
                least = (one["expected"] * max(0, 1 - one["expected"] / one["n"])) ** 0.5
                assert 0 < one["evidence"] <= one["excess"] / (0.8 * least)
        for kind, shows in (("pairs", True), ("faint_pairs", False)):
            assert all((one["evidence"] >= 3) == shows for one in province.truth[kind])
