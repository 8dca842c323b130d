"""The provinces of three sizes keep to the exchange format but for a few planted errors, and hold in the records what
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

from benchmarks.provinces.province import Province
from benchmarks.provinces.verdict import Named, judge
from benchmarks.sizes.catalogue import DEAD_LAWS
from benchmarks.sizes.simulate import STYLE, simulate
from benchmarks.sizes.variants import How
from benchmarks.sizes.workdays import DAYS_OFF, MADE_UP

from liem.dossiers.reading import read_records

SEEDS = (5, 8)
"""Together they hold every way of doing wrong, and both formats."""
PROVINCE = Province(STYLE, 24_000, 120, SEEDS[0])
SMALL = Province(STYLE, 6_000, 30, 2)
BY_CASELOAD = "procedure_limit_changed"
"""Befalls whoever has many dossiers of the procedure, the planted as well."""
REQUEST = "supplement_requested"
PAUSES = ((REQUEST, "supplement_received"), ("suspended", "resumed"))


class Made:
    """One province: its truth, and what can be counted in its records."""

    def __init__(self, province: Province, folder: Path) -> None:
        self.province, self.folder = province, folder
        self.records = simulate(province, folder)
        self.truth = json.loads((folder / "truth.json").read_text("utf-8"))
        ways = {how.value for how in How}
        self.people = [one for one in self.truth["planted"] + self.truth["faint"] if one["how"] in ways]
        self.pairs = self.truth["pairs"] + self.truth["faint_pairs"]

    def table(self, name: str) -> pl.DataFrame:
        """With local times, whatever the format."""
        (file,) = self.records.glob(f"{name}.*")
        if file.suffix == ".csv":
            table = pl.read_csv(file)
            times = [column for column in table.columns if column == "at" or column.endswith("_at")]
            return table.with_columns(pl.col(times).str.head(19).str.to_datetime())
        table = pl.read_parquet(file)
        return table.with_columns(pl.col(pl.Datetime).dt.replace_time_zone(None))

    @cached_property
    def events(self) -> pl.DataFrame:
        """Of known dossiers, each but once."""
        return self.table("events").unique(maintain_order=True).join(self.dossiers, on="dossier", how="semi")

    @cached_property
    def dossiers(self) -> pl.DataFrame:
        return self.table("dossiers")

    @cached_property
    def accesses(self) -> pl.DataFrame:
        return self.table("accesses")

    @cached_property
    def procedures(self) -> pl.DataFrame:
        return self.table("procedures").select(
            "procedure",
            "fee",
            limit=pl.col("limit_working_days"),
            papers=pl.col("required_documents").str.split(";"),
            begins=pl.col("valid_from").str.to_date(),
            ends=pl.col("valid_to").str.to_date(),
        )

    @cached_property
    def documents(self) -> pl.DataFrame:
        documents = self.table("issued_documents")
        if documents["legal_basis"].dtype == pl.String:
            documents = documents.with_columns(pl.col("legal_basis").str.split(";"))
        return documents

    def step(self, activity: str) -> pl.DataFrame:
        return self.events.filter(pl.col("activity") == activity)

    @cached_property
    def taken_up(self) -> pl.DataFrame:
        """Dossiers and their appraisers."""
        return self.step("taken_up").select("dossier", appraiser="official")

    @cached_property
    def of_procedures(self) -> pl.DataFrame:
        """Dossiers with the fee, the list and the limit of their day."""
        day = pl.col("received_at").dt.date()
        in_force = (day >= pl.col("begins")) & (day <= pl.col("ends")).fill_null(True)
        dossiers = self.dossiers.select("dossier", "procedure", "received_at")
        return dossiers.join(self.procedures, on="procedure").filter(in_force)

    @cached_property
    def requests(self) -> pl.DataFrame:
        """With whether the list names the paper."""
        listed = pl.col("document").is_in(pl.col("papers"))
        return self.step(REQUEST).join(self.of_procedures, on="dossier").with_columns(listed=listed)

    @cached_property
    def pauses(self) -> pl.DataFrame:
        """Each pause of each dossier, in whole working days; one for each time it stopped."""
        pauses = []
        for stops, goes_on in PAUSES:
            stopped, went_on = (
                self.step(activity).select("dossier", "at").unique().sort("dossier", "at")
                for activity in (stops, goes_on)
            )
            turn = pl.int_range(pl.len()).over("dossier")
            both = stopped.with_columns(turn=turn).join(
                went_on.with_columns(turn=turn), on=["dossier", "turn"], suffix="_end"
            )
            pauses.append(both.with_columns(days=working_day("at_end") - working_day("at")))
        return pl.concat(pauses)

    @cached_property
    def strange(self) -> pl.DataFrame:
        """Accesses to dossiers in which the official has no step."""
        return self.accesses.join(self.events.select("dossier", "official"), on=["dossier", "official"], how="anti")


def working_day(column: str) -> pl.Expr:
    return pl.col(column).map_batches(_working_days, pl.Int64)


def moment(column: str) -> pl.Expr:
    """Working days with their fractions; a working day has 450 minutes, 07:30-11:30 and 13:30-17:00."""
    minute = pl.col(column).dt.hour().cast(float) * 60 + pl.col(column).dt.minute()
    return working_day(column) + ((minute - 450).clip(0, 240) + (minute - 810).clip(0, 210)) / 450


def _working_days(clock: pl.Series) -> pl.Series:
    """Since 2022 began."""
    day = clock.dt.date().to_numpy().astype("datetime64[D]")
    made_up = np.searchsorted(np.array(MADE_UP, "datetime64[D]"), day)
    return pl.Series(np.busday_count("2022-01-01", day, holidays=DAYS_OFF.split()) + made_up)


def unlawful(made: Made) -> pl.Series:
    return made.documents.filter(pl.col("review").is_in(["unlawful", "loophole", "annulled"]))["drafter"]


def dead_basis(made: Made) -> pl.Series:
    return made.documents.filter(pl.col("legal_basis").list.set_intersection(list(DEAD_LAWS)).list.len() > 0)["drafter"]


def self_signed(made: Made) -> pl.Series:
    return made.documents.filter(pl.col("drafter") == pl.col("signer"))["drafter"]


def supp_excess(made: Made) -> pl.Series:
    return made.requests.unique(["dossier", "official"])["official"]


def outside_list(made: Made) -> pl.Series:
    return made.requests.filter(~pl.col("listed")).unique(["dossier", "official"])["official"]


def drip(made: Made) -> pl.Series:
    return made.requests.filter(pl.col("at") > pl.col("at").min().over("dossier"))["official"]


def pass_incomplete(made: Made) -> pl.Series:
    lacking = made.requests.filter("listed").join(made.step("guidance_given"), on="dossier", how="anti")
    return made.step("received").join(lacking, on="dossier", how="semi")["official"]


def fee_over(made: Made) -> pl.Series:
    charged = made.step("fee_collected").join(made.of_procedures, on="dossier")
    return charged.filter(pl.col("amount") > pl.col("fee"))["official"]


def late(made: Made) -> pl.Series:
    """Ready, or at an end without a result, after more working days than the limit, pauses not counted."""
    ends = made.events.filter(pl.col("activity").is_in(["result_ready", "finished"]))
    ready = ends.group_by("dossier").agg(pl.col("at").min()).join(made.of_procedures, on="dossier")
    paused = made.pauses.group_by("dossier").agg(pl.col("days").sum())
    worked = working_day("at") - working_day("received_at") - pl.col("days").fill_null(0)
    over = ready.join(paused, on="dossier", how="left").filter(worked > pl.col("limit"))
    return made.taken_up.join(over, on="dossier", how="semi")["appraiser"]


def clock_stop(made: Made) -> pl.Series:
    """Suspended when less than two days of the limit were left."""
    asked = made.pauses.join(made.step("suspended").select("dossier", "at"), on=["dossier", "at"], how="anti")
    paused = asked.group_by("dossier").agg(pl.col("days").sum())
    stops = made.step("suspended").join(made.of_procedures, on="dossier").join(paused, on="dossier", how="left")
    worked = moment("at") - moment("received_at") - pl.col("days").fill_null(0)
    return stops.filter((pl.col("limit") - worked).is_between(0.25, 1.75))["official"]


def hold(made: Made) -> pl.Series:
    both = made.step("finished").join(made.step("result_ready"), on="dossier", suffix="_ready")
    return both.filter(moment("at") - moment("at_ready") > 3.5)["official"]


def refuse_grant(made: Made) -> pl.Series:
    """Refused, and granted when filed again with nothing asked."""
    again = made.dossiers.filter(pl.col("outcome") == "granted").join(made.step(REQUEST), on="dossier", how="anti")
    refused = made.taken_up.join(again, left_on="dossier", right_on="resubmission_of", how="semi")
    return refused["appraiser"]


def due_moved(made: Made) -> pl.Series:
    return made.step("due_changed")["official"]


AT_NIGHT = (pl.col("at").dt.hour() >= 20) | (pl.col("at").dt.hour() < 6)


def unexplained(made: Made) -> pl.Series:
    return made.strange.filter(~AT_NIGHT)["official"]


def night(made: Made) -> pl.Series:
    return made.accesses.filter(AT_NIGHT)["official"]


def relative(made: Made) -> pl.Series:
    opened = made.strange.join(made.dossiers.select("dossier", "agent"), on="dossier")
    related = ["official", "related_to"]
    return opened.join(made.table("relations"), left_on=["official", "agent"], right_on=related, how="semi")["official"]


def bulk(made: Made) -> pl.Series:
    exported = made.accesses.filter(pl.col("action") == "export")["official"]
    return pl.concat([exported, made.strange.filter(pl.col("action") == "print")["official"]])


COUNTS: dict[str, Callable[[Made], pl.Series]] = {
    count.__name__: count
    for count in (
        unlawful,
        dead_basis,
        self_signed,
        supp_excess,
        outside_list,
        fee_over,
        pass_incomplete,
        drip,
        late,
        clock_stop,
        hold,
        refuse_grant,
        due_moved,
        unexplained,
        night,
        relative,
        bulk,
    )
} | {"rubber_stamp": pass_incomplete}
"""Whose it is, once for each time it happened."""
EXACT = (
    "unlawful",
    "dead_basis",
    "self_signed",
    "supp_excess",
    "outside_list",
    "fee_over",
    "drip",
    "due_moved",
    "night",
)


@pytest.fixture(scope="module")
def full(tmp_path_factory) -> list[Made]:
    return [Made(replace(PROVINCE, seed=seed), tmp_path_factory.mktemp("sizes")) for seed in SEEDS]


@pytest.fixture(scope="module")
def half(tmp_path_factory) -> Made:
    return Made(replace(PROVINCE, strength=0.5), tmp_path_factory.mktemp("sizes"))


@pytest.fixture(scope="module")
def honest(tmp_path_factory) -> Made:
    return Made(replace(PROVINCE, honest=True), tmp_path_factory.mktemp("sizes"))


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Made:
    return Made(SMALL, tmp_path_factory.mktemp("sizes"))


def happened(one: dict) -> float:
    return one["expected"] + one["excess"]


def counted(made: Made, one: dict) -> int:
    return int((COUNTS[one["how"]](made) == one["official"]).sum())


def subjects(made: Made, kind: str) -> set[str]:
    return {one["subject"] for one in made.truth["lookalikes"] if one["kind"] == kind}


def test_only_the_planted_errors_of_the_export_are_refused(full, small, tmp_path):
    """Rows are doubled where the seed is odd."""
    for made in (full[0], small):
        folder = tmp_path / made.province.name
        read_records(made.records, folder)
        refused = Counter(pl.read_parquet(folder / "rejections.parquet").select("table", "reason").iter_rows())
        events = made.table("events")
        doubled = len(events) - len(events.unique())
        assert refused[("events", "the same as an earlier event in every column")] == doubled
        assert (doubled > 0) == (made.province.seed % 2 == 1)
        unknown = refused[("events", "the dossier is not in the table of dossiers")]
        assert unknown == made.truth["notes"]["dirt_rows_to_reject"] > 0
        assert refused.total() == doubled + unknown


def test_the_same_seed_gives_the_same_bytes(small, tmp_path):
    again = Made(SMALL, tmp_path)
    assert (tmp_path / "truth.json").read_bytes() == (small.folder / "truth.json").read_bytes()
    assert {file.name for file in again.records.iterdir()} == {file.name for file in small.records.iterdir()}
    for file in again.records.iterdir():
        assert file.read_bytes() == (small.records / file.name).read_bytes()


def test_the_size_is_told_by_the_number_of_officials(full, small):
    assert (small.truth["notes"]["size"], full[0].truth["notes"]["size"]) == ("small", "middle")
    for made in (small, *full):
        assert made.truth["province"] == made.province.name
        assert made.truth["notes"]["officials"] == made.province.officials
        assert made.truth["notes"]["dossiers"] == len(made.dossiers)
        assert len(made.dossiers) == pytest.approx(made.province.dossiers, rel=0.03)


def test_two_provinces_hold_every_way_of_doing_wrong_and_name_each_person_once(full):
    assert {one["how"] for made in full for one in made.people} == set(COUNTS) == {how.value for how in How}
    for made in full:
        named = [one["official"] for one in made.people + made.pairs]
        assert made.pairs
        assert len(named) == len(set(named))
        assert set(named) <= set(made.table("officials")["official"])


def test_whoever_names_exactly_the_planted_is_right_about_all_of_them(full):
    for made in full:
        named = Named(
            officials={one["official"]: {one["act"]} for one in made.truth["planted"]},
            pairs={f"{one['official']}|{one['agent']}" for one in made.truth["pairs"]},
        )
        verdict = judge(made.truth, named, "clairvoyance", seconds=0)
        assert len(verdict.planted) > 10
        assert all(one["found"] for one in verdict.planted)
        assert not verdict.false
        assert verdict.pairs_found == verdict.pairs_planted > 0


def test_whoever_is_not_innocent_beyond_doubt_stands_among_the_faint(full):
    """The officials of pairs, for what they ask of others, and those who sign for a planted drafter."""
    for made in full:
        doubtful = {one["official"] for one in made.truth["faint"] if one["how"] == "official_of_a_pair"}
        assert doubtful == {one["official"] for one in made.pairs}
        signed = made.documents.filter(pl.col("drafter") != pl.col("signer"))
        planted = {one["official"] for one in made.people}
        for drafter in (one["official"] for one in made.people if one["act"] == "A"):
            signers = signed.filter(pl.col("drafter") == drafter)["signer"].value_counts(normalize=True, sort=True)
            signer, share = signers.row(0)
            if share > 0.6 and signer not in planted:
                assert any(one["official"] == signer and one["act"] == "A" for one in made.truth["faint"])


@pytest.mark.parametrize("how", sorted(COUNTS))
def test_what_is_planted_is_in_the_records_about_as_often_as_the_truth_says(full, how):
    """Some steps lack their official or are lost, so that what is told by two steps is not counted exactly."""
    for made in full:
        for one in made.people:
            if one["how"] == how:
                tolerance = {"abs": 0.02} if how in EXACT else {"rel": 0.1, "abs": 4}
                assert counted(made, one) == pytest.approx(happened(one), **tolerance)


def test_an_agent_of_a_pair_is_asked_for_less_and_is_through_faster_than_others_at_the_desk(full):
    for made in full:
        took = made.step("received").join(made.step("result_ready"), on="dossier", suffix="_ready")
        dossiers = (
            made.taken_up.join(made.dossiers.select("dossier", "agent"), on="dossier")
            .join(made.of_procedures.select("dossier", "limit"), on="dossier")
            .join(took.select("dossier", days=moment("at_ready") - moment("at")), on="dossier")
            .with_columns(asked=pl.col("dossier").is_in(made.requests["dossier"].implode()))
            .with_columns(share=pl.col("days") / pl.col("limit"), agent=pl.col("agent").fill_null(""))
        )
        for one in made.pairs:
            at_desk = dossiers.filter(pl.col("appraiser") == one["official"])
            theirs = at_desk.filter(pl.col("agent") == one["agent"])
            others = at_desk.filter(pl.col("agent") != one["agent"])
            assert len(theirs) == pytest.approx(one["n"], rel=0.1)
            assert theirs["asked"].mean() < 0.6 * others["asked"].mean()
            assert theirs["share"].median() < 0.6 * others["share"].median()


def test_half_the_strength_plants_the_same_people_with_about_half_the_excess(full, half):
    strong, weak = full[0], half
    assert {(o["official"], o["how"]) for o in strong.people} == {(o["official"], o["how"]) for o in weak.people}
    excess = [[counted(made, one) - one["expected"] for made in (weak, strong)] for one in strong.people]
    weaker, stronger = np.transpose(excess)
    assert np.median(weaker / stronger) == pytest.approx(0.5, abs=0.1)
    assert weaker.sum() / stronger.sum() == pytest.approx(0.5, abs=0.1)


def test_an_honest_province_plants_nothing_and_its_pairs_are_innocent(full, honest):
    guilty = full[0]
    assert honest.truth["honest"]
    assert not any(honest.truth[kind] for kind in ("planted", "faint", "pairs", "faint_pairs"))
    pairs = {f"{one['official']}|{one['agent']}" for one in guilty.pairs}
    assert subjects(honest, "agent_and_regular_desk") - subjects(guilty, "agent_and_regular_desk") == pairs
    there = sum(counted(honest, one) - one["expected"] for one in guilty.people)
    assert abs(there) < 0.1 * sum(one["excess"] for one in guilty.people)


def test_evidence_is_the_excess_in_deviations_of_honest_people(full, honest):
    """The same people where all are honest must lie as far from the expected as such deviations say."""
    deviations = []
    for one in full[0].people:
        assert one["evidence"] <= one["excess"] / max(one["expected"], 0.5) ** 0.5 + 0.05
        deviation = one["excess"] / one["evidence"]
        deviations.append((counted(honest, one) - one["expected"]) / deviation)
    assert max(map(abs, deviations)) < 4
    assert 0.4 < np.std(deviations) < 1.6


def test_whoever_shows_too_little_is_faint_and_half_the_strength_makes_more_of_them(full, half):
    for made in (*full, half):
        assert all(one["evidence"] >= 3 for one in made.truth["planted"] + made.truth["pairs"])
        assert all(one["evidence"] < 3 for one in made.truth["faint"] + made.truth["faint_pairs"])
    assert len(full[0].truth["planted"]) > len(half.truth["planted"])


def test_look_alikes_are_in_the_records_and_are_not_planted(full):
    for made in full:
        assert len({one["kind"] for one in made.truth["lookalikes"]}) >= 15
        pairs = {f"{one['official']}|{one['agent']}" for one in made.pairs}
        guilty = pairs | {one["official"] for one in made.people + made.pairs}
        looks_alike = [one for one in made.truth["lookalikes"] if one["kind"] != BY_CASELOAD]
        assert not guilty & {one["subject"] for one in looks_alike}

        in_batches = pl.col("at").dt.weekday().is_in([2, 4]) & (pl.col("at").dt.hour() == 14)
        signed = made.step("approved").drop_nulls("official").group_by("official")
        signed = signed.agg(pl.len(), share=in_batches.mean()).filter(pl.col("len") >= 30)
        batch = pl.col("official").is_in(list(subjects(made, "batch_signing_day")))
        assert signed.filter(batch)["share"].min() > 2 * signed.filter(~batch)["share"].median()

        off_list = made.requests.drop_nulls("official").group_by("official").agg(share=1 - pl.col("listed").mean())
        custom = pl.col("official").is_in(list(subjects(made, "local_custom_one_more_paper")))
        assert off_list.filter(custom)["share"].min() > 2 * off_list.filter(~custom)["share"].median()

        looks = made.strange.group_by("official").agg(pl.len())
        hotline = pl.col("official").is_in(list(subjects(made, "hotline_access")))
        assert looks.filter(hotline)["len"].min() > 5 * looks.filter(~hotline)["len"].median()

        exports = made.accesses.filter(pl.col("action") == "export")["official"].value_counts()
        reporters = exports.filter(pl.col("official").is_in(list(subjects(made, "monthly_report_export"))))
        assert reporters["count"].min() > 5 * exports["count"].median()
