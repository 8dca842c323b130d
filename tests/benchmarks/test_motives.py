"""The provinces of people keep to the exchange format but for the errors of their export, and hold in the records what
their truth says: everything is counted here from the exported tables."""

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

from benchmarks.motives.catalogue import LAWS
from benchmarks.motives.dossier_table import HOPELESS
from benchmarks.motives.event_table import OTHER_WORD, UNREADABLE
from benchmarks.motives.procedures import UNLISTED_PAPERS
from benchmarks.motives.simulate import STYLE, simulate
from benchmarks.motives.ways import How
from benchmarks.motives.workdays import FIRST, WORKDAYS
from benchmarks.provinces.province import Province
from benchmarks.provinces.verdict import Named, judge

from liem.dossiers.reading import read_records

PROVINCE = Province(STYLE, 14_000, 190, 281)
"""Holds every way of doing wrong and a pair, and leaves out nothing that would be counted here."""
REQUEST = "supplement_requested"
STOPS, GOES_ON = [REQUEST, "suspended"], ["supplement_received", "resumed"]
HALF_YEAR = pl.duration(days=183)


class Made:
    """One province: its truth, and what can be counted in its records."""

    def __init__(self, province: Province, folder: Path) -> None:
        self.province, self.folder = province, folder
        self.records = simulate(province, folder)
        self.truth = json.loads((folder / "truth.json").read_text("utf-8"))
        self.people = self.truth["planted"] + self.truth["faint"]
        self.pairs = self.truth["pairs"] + self.truth["faint_pairs"]

    def table(self, name: str) -> pl.DataFrame:
        return pl.read_csv(self.records / f"{name}.csv", infer_schema=False)

    @cached_property
    def events(self) -> pl.DataFrame:
        return self.table("events").unique(maintain_order=True).with_columns(clock("at"))

    @cached_property
    def procedures(self) -> pl.DataFrame:
        fields = self.table("procedures").unique("procedure", keep="first", maintain_order=True)
        return fields.select("procedure", "field", pl.col("fee").cast(int), pl.col("limit_working_days").cast(int))

    @cached_property
    def dossiers(self) -> pl.DataFrame:
        """Those filed for the first time."""
        first = self.table("dossiers").filter(pl.col("resubmission_of").is_null())
        return first.join(self.procedures, on="procedure").with_columns(clock("received_at"), clock("due_at"))

    @cached_property
    def accesses(self) -> pl.DataFrame:
        return self.table("accesses").with_columns(clock("at"))

    @cached_property
    def strange(self) -> pl.DataFrame:
        """Accesses to dossiers in which the official has no step."""
        return self.accesses.join(self.events, on=["dossier", "official"], how="anti")

    def victims(self, one: dict) -> pl.DataFrame:
        """Their dossiers; those of a relative's agency are counted apart."""
        begins = pl.lit(self.truth["period"][1]).str.to_datetime() - HALF_YEAR
        kinds = {
            "businesses": pl.col("applicant_kind") == "business",
            "citizens": pl.col("applicant_kind") == "citizen",
            "land": pl.col("field") == "land",
            "high fee": pl.col("fee") >= 500_000,
            "without agent": pl.col("agent").is_null(),
            "last half year": pl.col("received_at") >= begins,
        }
        told = one["victims"].replace("businesses without agent", "businesses, without agent")
        return self.dossiers.filter(*(kinds[kind] for kind in told.split(", ") if kind in kinds))

    def step(self, *activities: str) -> pl.DataFrame:
        return self.events.filter(pl.col("activity").is_in(activities))

    def by(self, official: str, *activities: str) -> pl.DataFrame:
        return self.step(*activities).filter(pl.col("official") == official)

    @cached_property
    def pauses(self) -> pl.DataFrame:
        """Stops and goings on of each dossier in their order, and by how many days it was stopped before and after."""
        once = self.step(*STOPS, *GOES_ON).unique(["dossier", "activity", "at"], maintain_order=True).sort("at")
        sign = pl.when(pl.col("activity").is_in(GOES_ON)).then(pl.col("day")).otherwise(-pl.col("day"))
        stopped = sign.cum_sum().over("dossier")
        return once.with_columns(day=working_day("at")).with_columns(stopped=stopped, before=stopped - sign)


def clock(column: str) -> pl.Expr:
    return pl.col(column).str.head(19).str.to_datetime(strict=False)


def working_day(column: str) -> pl.Expr:
    return pl.col(column).map_batches(place_of_day, pl.Int64)


def place_of_day(moments: pl.Series) -> pl.Series:
    days = (moments.dt.date() - FIRST).dt.total_days().fill_null(0).to_numpy()
    return pl.Series(np.searchsorted(WORKDAYS, days, side="right") - 1)


def requests(made: Made, official: str) -> pl.DataFrame:
    return made.by(official, REQUEST)


def requests_off_list(made: Made, official: str) -> pl.DataFrame:
    return requests(made, official).filter(pl.col("document").is_in(UNLISTED_PAPERS))


def late_requests(made: Made, official: str) -> pl.DataFrame:
    """When about seven tenths of the limit are worked."""
    asked = made.pauses.filter(pl.col("official") == official, pl.col("activity") == REQUEST)
    placed = asked.join(made.dossiers, on="dossier").with_columns(start=working_day("received_at"))
    worked = pl.col("day") - pl.col("start") - pl.col("before")
    return placed.filter(worked >= 0.68 * pl.col("limit_working_days"))


def returns_without_reason(made: Made, official: str) -> pl.DataFrame:
    return made.by(official, "returned_for_correction").filter(pl.col("reason").is_null())


def overcharged(made: Made, official: str) -> pl.DataFrame:
    charged = made.by(official, "fee_collected").join(made.dossiers, on="dossier")
    return charged.filter(pl.col("amount").cast(int) > pl.col("fee"))


def let_through(made: Made, official: str) -> pl.DataFrame:
    """A paper of the list is asked for later, and the applicant was not told before."""
    guided = made.step("guidance_given")
    lacking = made.step(REQUEST).filter(~pl.col("document").is_in(UNLISTED_PAPERS))
    mine = made.by(official, "received").join(lacking, on="dossier", how="semi")
    return mine.join(guided, on="dossier", how="anti")


def without_slip(made: Made, official: str) -> pl.DataFrame:
    return made.by(official, "received").join(made.step("receipt_slip_issued"), on="dossier", how="anti")


def asked_twice(made: Made, official: str) -> pl.DataFrame:
    return requests(made, official).group_by("dossier").agg(pl.col("at").n_unique()).filter(pl.col("at") > 1)


def late(made: Made, official: str) -> pl.DataFrame:
    """Ready after the due day and all days of pauses."""
    stopped = made.pauses.group_by("dossier").agg(pl.col("stopped").last())
    ready = made.step("result_ready").select("dossier", ready=working_day("at"))
    done = made.by(official, "appraised").join(ready, on="dossier").join(made.dossiers, on="dossier")
    placed = done.join(stopped, on="dossier", how="left").with_columns(due=working_day("due_at"))
    return placed.filter(pl.col("ready") > pl.col("due") + pl.col("stopped").fill_null(0))


def stopped_in_last_days(made: Made, official: str) -> pl.DataFrame:
    mine = made.pauses.filter(pl.col("official") == official, pl.col("activity").is_in(STOPS))
    placed = mine.join(made.dossiers, on="dossier").with_columns(due=working_day("due_at"))
    return placed.filter(pl.col("due") + pl.col("before") - pl.col("day") <= 2)


def kept(made: Made, official: str) -> pl.DataFrame:
    ready = made.step("result_ready").select("dossier", ready=working_day("at"))
    ended = made.by(official, "finished").join(ready, on="dossier").with_columns(end=working_day("at"))
    return ended.filter(pl.col("end") - pl.col("ready") > 5)


def granted_after_all(made: Made, official: str) -> pl.DataFrame:
    """The refused that were granted the second time, nothing asked for."""
    again = made.table("dossiers").filter(pl.col("outcome") == "granted")
    quiet = again.join(made.step(REQUEST), on="dossier", how="anti")
    refused = made.by(official, "appraised").join(made.step("refused"), on="dossier", how="semi")
    return refused.join(quiet, left_on="dossier", right_on="resubmission_of", how="semi")


def due_moved(made: Made, official: str) -> pl.DataFrame:
    return made.by(official, "due_changed")


def documents(made: Made, official: str) -> pl.DataFrame:
    return made.table("issued_documents").filter(pl.col("drafter") == official).with_columns(clock("issued_at"))


def found_contrary(made: Made, official: str) -> pl.DataFrame:
    return documents(made, official).filter(pl.col("review") != "lawful")


def on_dead_basis(made: Made, official: str) -> pl.DataFrame:
    since = {law.repealed: law.since for law in LAWS.values()}
    first = pl.col("legal_basis").str.split(";").list.first()
    dead_since = first.replace_strict(since, default=None, return_dtype=pl.Date)
    return documents(made, official).filter(pl.col("issued_at").dt.date() >= dead_since)


def signed_by_drafter(made: Made, official: str) -> pl.DataFrame:
    return documents(made, official).filter(pl.col("signer") == official)


def viewed_without_part(made: Made, official: str) -> pl.DataFrame:
    return made.strange.filter(pl.col("official") == official)


def viewed_at_night(made: Made, official: str) -> pl.DataFrame:
    return made.accesses.filter(pl.col("official") == official, pl.col("at").dt.hour() >= 20)


def exported_without_part(made: Made, official: str) -> pl.DataFrame:
    return viewed_without_part(made, official).filter(pl.col("action") == "export")


def viewed_of_relative(made: Made, official: str) -> pl.DataFrame:
    relative = made.table("relations").filter(pl.col("official") == official).select("related_to")
    theirs = made.dossiers.join(relative, left_on="agent", right_on="related_to", how="semi")
    return viewed_without_part(made, official).join(theirs, on="dossier", how="semi")


SHOWN: dict[str, Callable[[Made, str], pl.DataFrame]] = {
    How.SUPPLEMENT_SQUEEZE: requests,
    How.OUTSIDE_LIST: requests_off_list,
    How.LATE_STAGE_SUPPLEMENT: late_requests,
    How.RETURN_WITHOUT_GROUND: returns_without_reason,
    How.FEE_ABOVE_SCHEDULE: overcharged,
    How.WAVED_THROUGH: let_through,
    How.NO_RECEIPT_SLIP: without_slip,
    How.SECOND_ROUND: asked_twice,
    How.SLOW_WALK: late,
    How.CLOCK_STOP_LAST_DAYS: stopped_in_last_days,
    How.KEPT_RESULT: kept,
    How.REFUSE_THEN_GRANT: granted_after_all,
    How.DUE_DATE_MOVED: due_moved,
    How.CONTRARY_TO_LAW: found_contrary,
    How.DEAD_BASIS: on_dead_basis,
    How.INCOMPETENT_SIGNATURE: signed_by_drafter,
    How.VIEWS_WITHOUT_REASON: viewed_without_part,
    How.NIGHT_VIEWS: viewed_at_night,
    How.BULK_EXPORTS: exported_without_part,
    How.RELATIVES_AGENT: viewed_of_relative,
}
"""Rows of what is planted, by official."""


def counted(made: Made, one: dict) -> int:
    """How often the official did it to victims: in how many dossiers, or accesses."""
    rows = SHOWN[one["how"]](made, one["official"]).join(made.victims(one), on="dossier", how="semi")
    return len(rows) if one["act"] == "E" else rows["dossier"].n_unique()


def happened(one: dict) -> float:
    return one["expected"] + one["excess"]


def of_act(made: Made, act: str) -> list[dict]:
    return [one for one in made.people if one["act"] == act]


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Made:
    return Made(PROVINCE, tmp_path_factory.mktemp("motives"))


@pytest.fixture(scope="module")
def half(tmp_path_factory) -> Made:
    return Made(replace(PROVINCE, strength=0.5), tmp_path_factory.mktemp("motives"))


@pytest.fixture(scope="module")
def honest(tmp_path_factory) -> Made:
    return Made(replace(PROVINCE, dossiers=2_000, honest=True), tmp_path_factory.mktemp("motives"))


def test_only_the_errors_of_a_real_export_are_refused(made, tmp_path):
    read_records(made.records, tmp_path)
    refused = Counter(pl.read_parquet(tmp_path / "rejections.parquet").select("table", "reason").iter_rows())
    events, unreadable = made.table("events"), "not a timestamp of ISO 8601, such as 2026-03-31T08:15:00+07:00"
    hopeless = made.table("dossiers").filter(pl.col("received_at") == HOPELESS)
    followed = events.unique().join(hopeless, on="dossier", how="semi")
    known = made.events.join(made.table("dossiers").with_columns(clock("received_at")), on="dossier")
    mistyped = known.filter(pl.col("at") < pl.col("received_at") - pl.duration(days=1))
    assert refused == {
        ("dossiers", unreadable): 3,
        ("events", unreadable): 4,
        ("events", "the same as an earlier event in every column"): len(events) - len(events.unique()),
        ("events", "its dossier was not accepted; see the row of the dossier"): len(followed),
        ("events", "more than a day before its dossier was received"): len(mistyped),
    }
    assert refused.total() < 0.005 * len(events)


def test_the_errors_of_the_export_are_in_it(made):
    events = made.table("events")
    assert len(made.table("dossiers").filter(pl.col("received_at") == HOPELESS)) == 3
    assert len(events.filter(pl.col("at") == UNREADABLE)) == 4
    assert 0.01 < (made.step("field_visit", OTHER_WORD)["activity"] == OTHER_WORD).mean() < 0.03
    assert 0.015 < events["official"].is_null().mean() < 0.06
    for part, table in (("channel", "dossiers"), ("fee_charged", "dossiers"), ("unit_level", "units")):
        assert part in made.truth["left_out"]
        assert part.removeprefix("unit_") not in made.table(table).columns


def test_the_same_seed_gives_the_same_bytes(honest, tmp_path):
    again = Made(honest.province, tmp_path)
    assert (tmp_path / "truth.json").read_bytes() == (honest.folder / "truth.json").read_bytes()
    assert {file.name for file in again.records.iterdir()} == {file.name for file in honest.records.iterdir()}
    for file in again.records.iterdir():
        assert file.read_bytes() == (honest.records / file.name).read_bytes()


def test_every_way_of_doing_wrong_is_planted_and_whoever_favours_an_agent_stands_among_the_pairs_only(made):
    assert {one["how"] for one in made.people} == set(How) == set(SHOWN)
    known = set(made.table("officials")["official"])
    people, in_pairs = ([one["official"] for one in ones] for ones in (made.people, made.pairs))
    assert in_pairs
    assert len({*people, *in_pairs}) == len(people) + len(in_pairs)
    assert {*people, *in_pairs} <= known
    assert 0.1 < len(people) / len(known) < 0.15


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
def test_victims_are_wronged_about_as_often_as_the_truth_says(made, act):
    """Steps lack officials, moments are rounded, and what is never ready in the records may be late all the same."""
    for one in of_act(made, act):
        assert counted(made, one) == pytest.approx(happened(one), rel=0.2 if act == "D" else 0.1, abs=2), one["how"]


def test_a_drafter_issues_about_as_many_bad_documents_as_the_truth_says(made):
    """Documents do not name their dossiers: those for others are as often bad as with anybody."""
    for one in of_act(made, "A"):
        seen = documents(made, one["official"])
        if one["how"] == How.CONTRARY_TO_LAW:
            seen = seen.filter(pl.col("review").is_not_null())
        assert len(seen) == one["n_all"]
        for_others = one["expected"] / one["n"] * (one["n_all"] - one["n"])
        bad = len(SHOWN[one["how"]](made, one["official"]))
        assert bad == pytest.approx(happened(one) + for_others, abs=3), one["how"]


def test_victims_are_wronged_far_more_often_than_the_others_of_the_same_official(made):
    for one in made.people:
        if one["act"] in "BCD":
            done = SHOWN[one["how"]](made, one["official"])
            to_others = done.join(made.victims(one), on="dossier", how="anti")["dossier"].n_unique()
            share_of_others = to_others / (one["n_all"] - one["n"])
            assert counted(made, one) / one["n"] > 2 * share_of_others, one["how"]
            assert one["evidence"] > one["evidence_all"]


def test_a_favoured_agent_is_through_faster_than_others_at_the_desk_and_than_elsewhere(made):
    ready = made.step("result_ready").select("dossier", ready=working_day("at"))
    decided = made.step("appraised").select("dossier", "official").drop_nulls()
    asked = made.step(REQUEST).select("dossier").unique()
    times = (
        made.dossiers.join(ready, on="dossier")
        .join(decided, on="dossier")
        .with_columns(share=(pl.col("ready") - working_day("received_at")) / pl.col("limit_working_days"))
        .with_columns(asked=pl.col("dossier").is_in(asked["dossier"].implode()))
    )
    for one in made.pairs:
        at_desk, through = pl.col("official") == one["official"], (pl.col("agent") == one["agent"]).fill_null(False)
        together = times.filter(at_desk & through)
        assert len(together) == pytest.approx(one["n"], abs=3)
        for apart in (times.filter(at_desk & ~through), times.filter(through & ~at_desk)):
            assert together["share"].mean() < 0.75 * apart["share"].mean()
            assert together["asked"].mean() < apart["asked"].mean()


def test_half_strength_plants_about_half_of_the_excess_in_the_same_people(made, half):
    weak = {one["official"]: one for one in half.people}
    assert {who: one["how"] for who, one in weak.items()} == {one["official"]: one["how"] for one in made.people}
    by_truth = [weak[one["official"]]["excess"] / one["excess"] for one in made.people]
    assert np.median(by_truth) == pytest.approx(0.5, abs=0.1)
    quickly_counted = (How.SUPPLEMENT_SQUEEZE, How.RETURN_WITHOUT_GROUND, How.DUE_DATE_MOVED, How.BULK_EXPORTS)
    some = [one for one in made.people if one["how"] in quickly_counted]
    weaker, stronger = (sum(counted(one_made, one) - one["expected"] for one in some) for one_made in (half, made))
    assert weaker / stronger == pytest.approx(0.5, abs=0.1)


def test_an_honest_province_plants_nothing_and_has_its_look_alikes(made, honest):
    assert not honest.people
    assert not honest.pairs
    assert honest.truth["honest"]
    for table in ("dossiers", "events", "accesses", "issued_documents"):
        assert len(honest.table(table))
    assert {one["kind"] for one in honest.truth["lookalikes"]} == {one["kind"] for one in made.truth["lookalikes"]}


def test_look_alikes_are_in_the_records_and_are_not_planted(made):
    subjects: dict[str, list[str]] = {}
    for one in made.truth["lookalikes"]:
        subjects.setdefault(one["kind"], []).append(one["subject"])
    alone = {one["subject"] for one in made.truth["lookalikes"] if one["subject_kind"] == "official"}
    assert not alone & {one["official"] for one in made.people + made.pairs}
    opened = made.strange["official"].value_counts()
    most = set(opened.sort("count", descending=True)["official"].head(3))
    assert most & {*subjects["administrator"], *subjects["hotline"], *subjects["inspection"]}
    custom = made.step(REQUEST).filter(pl.col("document") == UNLISTED_PAPERS[0]).drop_nulls("official")
    assert set(custom["official"]) <= {*subjects["unit_custom"], *subjects["transferred"]}
    officials = made.table("officials")
    moved = officials.filter(pl.col("to").is_not_null())["official"]
    assert set(moved) == {*subjects["merged_unit"], *subjects["transferred"]}
    trainees = officials.filter(pl.col("post").str.contains("tập sự"))["official"]
    assert set(trainees) == set(subjects["trainee"])
    reports = made.accesses.filter(pl.col("action") == "export")["official"].value_counts()
    reporting = reports.filter(pl.col("official").is_in(subjects["monthly_report_export"]))["count"]
    assert reporting.min() > 10 * reports["count"].median()


def test_the_evidence_is_the_excess_in_deviations_of_more_than_chance(made, half):
    for province in (made, half):
        for kind, seen in (("planted", True), ("faint", False)):
            for one in province.truth[kind]:
                assert (one["evidence"] >= 3) == seen
                chance = one["expected"] * max(0, 1 - one["expected"] / one["n"])
                spread = one["habit_sd"] * one["expected"]
                assert one["evidence"] == pytest.approx(one["excess"] / (chance + spread**2 + 0.25) ** 0.5, rel=0.1)
                if one["act"] != "E" and one["excess"] > 0:
                    assert one["n"] < one["n_all"]
