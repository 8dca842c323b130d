"""The towns' provinces keep to the exchange format but for doubled events, and hold in the records what their truth
says: everything is counted here from the exported tables."""

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
from benchmarks.towns.catalogue import REPEALED
from benchmarks.towns.simulate import STYLE, simulate
from benchmarks.towns.workdays import HOLIDAYS

from liem.dossiers.reading import read_records

SEEDS = (38, 39)
"""Together they hold every way of doing wrong."""
PROVINCE = Province(STYLE, 12_000, 90, SEEDS[0])
CLERK = ["received", "receipt_slip_issued", "fee_collected"]
APPRAISER = ["appraised", "submitted_for_signature", "supplement_requested", "suspended", "field_visit", "refused"]
RELEASER = ["result_ready", "finished"]
REQUEST = "supplement_requested"
STOPS, GOES_ON = [REQUEST, "suspended"], ["supplement_received", "resumed"]


class Made:
    """One province: its truth, and what can be counted in its records."""

    def __init__(self, province: Province, folder: Path) -> None:
        self.province, self.folder = province, folder
        self.records = simulate(province, folder)
        self.truth = json.loads((folder / "truth.json").read_text("utf-8"))
        self.people = self.truth["planted"] + self.truth["faint"]
        self.pairs = self.truth["pairs"] + self.truth["faint_pairs"]

    def table(self, name: str) -> pl.DataFrame:
        (file,) = self.records.glob(f"{name}.csv*")
        return pl.read_csv(file, infer_schema=False)

    @cached_property
    def events(self) -> pl.DataFrame:
        return self.table("events").unique(maintain_order=True).with_columns(clock("at"))

    @cached_property
    def dossiers(self) -> pl.DataFrame:
        return self.table("dossiers").with_columns(clock("received_at"), clock("due_at"), clock("finished_at"))

    @cached_property
    def documents(self) -> pl.DataFrame:
        return self.table("issued_documents")

    @cached_property
    def accesses(self) -> pl.DataFrame:
        return self.table("accesses").with_columns(clock("at"))

    @cached_property
    def strange(self) -> pl.DataFrame:
        """Accesses to dossiers in which the official has no step."""
        return self.accesses.join(self.events.select("dossier", "official"), on=["dossier", "official"], how="anti")

    def of(self, official: str, activities: list[str]) -> pl.DataFrame:
        """The dossiers in which the official did such a step."""
        mine = pl.col("official") == official
        return self.events.filter(mine, pl.col("activity").is_in(activities)).select("dossier").unique()

    def first(self, activity: str) -> pl.DataFrame:
        return self.events.filter(pl.col("activity") == activity).group_by("dossier").agg(pl.col("at").min())

    @cached_property
    def requests(self) -> pl.DataFrame:
        """Each request for a supplement, and whether the paper is on the procedure's list."""
        lists = self.table("procedures").select("procedure", "required_documents").unique()
        return (
            self.events.filter(pl.col("activity") == REQUEST)
            .join(self.dossiers.select("dossier", "procedure"), on="dossier")
            .join(lists, on="procedure")
            .with_columns(
                listed=pl.col("required_documents").str.split(";").list.contains(pl.col("document").str.to_uppercase())
            )
        )

    @cached_property
    def moments(self) -> pl.DataFrame:
        """The working days, with their fractions, of receipt, of the due day, and of each pause."""
        dossiers = self.dossiers.filter(pl.col("due_at").is_not_null()).select(
            "dossier",
            received=in_working_days("received_at").floor(),
            due=in_working_days("due_at").floor(),
        )
        pauses = self.events.filter(pl.col("activity").is_in(STOPS + GOES_ON)).with_columns(
            moment=in_working_days("at")
        )
        return dossiers.join(pauses, on="dossier", how="left")


def clock(column: str) -> pl.Expr:
    return pl.col(column).str.head(19).str.to_datetime()


def in_working_days(column: str) -> pl.Expr:
    return pl.col(column).map_batches(working_days, pl.Float64)


def working_days(clock: pl.Series) -> pl.Series:
    """Since 2022 began; a working day has 450 minutes, 07:30-11:30 and 13:30-17:00."""
    day = clock.dt.date().to_numpy().astype("datetime64[D]")
    minute = clock.dt.hour().to_numpy() * 60.0 + clock.dt.minute().to_numpy() + clock.dt.second().to_numpy() / 60
    worked = np.clip(minute - 450, 0, 240) + np.clip(minute - 810, 0, 209.9)
    return pl.Series(np.busday_count("2022-01-01", day, holidays=sorted(HOLIDAYS)) + worked / 450)


def contrary_documents(made: Made, official: str) -> int:
    contrary = pl.col("review").is_in(["unlawful", "loophole", "annulled"])
    return len(made.documents.filter(pl.col("drafter") == official, contrary))


def dead_basis(made: Made, official: str) -> int:
    repealed = [basis for bases in REPEALED.values() for basis in bases]
    cited = pl.col("legal_basis").str.contains_any(repealed)
    return len(made.documents.filter(pl.col("drafter") == official, cited))


def incompetent_signature(made: Made, official: str) -> int:
    return len(made.documents.filter(pl.col("drafter") == official, pl.col("signer") == official))


def requests_high(made: Made, official: str) -> int:
    return len(made.of(official, [REQUEST]))


def outside_list(made: Made, official: str) -> int:
    mine = made.of(official, APPRAISER)
    return made.requests.filter(~pl.col("listed")).join(mine, on="dossier")["dossier"].n_unique()


def fee_above(made: Made, official: str) -> int:
    fees = made.table("procedures").select("procedure", "fee").unique("procedure")
    mine = made.dossiers.join(made.of(official, CLERK), on="dossier").join(fees, on="procedure")
    return len(mine.filter(pl.col("fee_charged").cast(int) > pl.col("fee").cast(int)))


def piecemeal(made: Made, official: str) -> int:
    """Two papers of one request are seconds apart."""
    asked = made.requests.join(made.of(official, APPRAISER), on="dossier").group_by("dossier").agg(pl.col("at"))
    return len(asked.filter(pl.col("at").list.max() - pl.col("at").list.min() > pl.duration(minutes=5)))


def lets_incomplete_through(made: Made, official: str) -> int:
    mine = made.of(official, CLERK)
    return made.requests.filter("listed").join(mine, on="dossier")["dossier"].n_unique()


def no_guidance_no_check(made: Made, official: str) -> int:
    guided = made.events.filter(pl.col("activity") == "guidance_given").select("dossier")
    asked = made.requests.filter("listed").join(made.of(official, CLERK), on="dossier")
    return asked.join(guided, on="dossier", how="anti")["dossier"].n_unique()


def late_handling(made: Made, official: str) -> int:
    """Ready after the due day and the whole days of all pauses; a pause without its end makes that unknown."""
    sign = (
        pl.when(pl.col("activity").is_in(GOES_ON)).then(1).when(pl.col("activity").is_in(STOPS)).then(-1).otherwise(0)
    )
    pauses = made.moments.group_by("dossier", "due").agg(
        pause=(sign * pl.col("moment").fill_null(0)).sum(), balance=sign.sum()
    )
    ready = made.first("result_ready").with_columns(ready=in_working_days("at"))
    done = pauses.filter(balance=0).join(ready, on="dossier").join(made.of(official, APPRAISER), on="dossier")
    return len(done.filter(pl.col("ready").floor() > pl.col("due") + pl.col("pause").ceil()))


def clock_stop_last_days(made: Made, official: str) -> int:
    """The first pause, if it begins from two days before the end of the limit to one after."""
    stops = made.moments.filter(pl.col("activity").is_in(STOPS), pl.col("due") - pl.col("received") >= 5)
    first = stops.sort("moment").unique("dossier", keep="first", maintain_order=True)
    last = first.filter((pl.col("due") - pl.col("moment")).is_between(-1, 2))
    return len(last.join(made.of(official, APPRAISER), on="dossier"))


def held_results(made: Made, official: str) -> int:
    both = made.first("result_ready").join(made.first("finished"), on="dossier", suffix="_end")
    mine = both.join(made.of(official, RELEASER), on="dossier")
    return len(mine.filter(in_working_days("at_end") - in_working_days("at") > 5))


def refuse_then_approve(made: Made, official: str) -> int:
    again = made.dossiers.join(
        made.of(official, ["refused"]), left_on="resubmission_of", right_on="dossier", how="semi"
    ).filter(pl.col("outcome") == "granted")
    helped = made.events.filter(pl.col("activity").is_in([REQUEST, "guidance_given"])).select("dossier")
    return len(again.join(helped, on="dossier", how="anti"))


def no_reason_access(made: Made, official: str) -> int:
    return len(made.strange.filter(pl.col("official") == official))


def night_access(made: Made, official: str) -> int:
    hour = pl.col("at").dt.hour()
    return len(made.accesses.filter(pl.col("official") == official, (hour >= 20) | (hour < 6)))


def relatives_access(made: Made, official: str) -> int:
    relatives = made.table("relations").filter(pl.col("official") == official)["related_to"]
    theirs = made.dossiers.filter(pl.col("agent").is_in(relatives.implode())).select("dossier")
    return len(made.strange.filter(pl.col("official") == official).join(theirs, on="dossier", how="semi"))


def bulk_export(made: Made, official: str) -> int:
    taken = pl.col("action").is_in(["export", "print"])
    return len(made.strange.filter(pl.col("official") == official, taken))


COUNTS: dict[str, Callable[[Made, str], int]] = {
    count.__name__: count
    for count in (
        contrary_documents,
        dead_basis,
        incompetent_signature,
        requests_high,
        outside_list,
        fee_above,
        piecemeal,
        lets_incomplete_through,
        no_guidance_no_check,
        late_handling,
        clock_stop_last_days,
        held_results,
        refuse_then_approve,
        no_reason_access,
        night_access,
        relatives_access,
        bulk_export,
    )
}
LOOKALIKES = {
    "specialised_agent_regular_desk",
    "specialised_agent",
    "absent",
    "covers_absence",
    "effort_before_deadline",
    "trainee_desk",
    "hard_dossiers_desk",
    "newly_transferred",
    "batch_signing_day",
    "local_custom_one_more_paper",
    "rush_month",
    "merged_units",
    "administrator_accesses",
    "hotline_accesses",
    "inspection_accesses",
    "limit_of_procedure_changed",
}


@pytest.fixture(scope="module")
def make(tmp_path_factory):
    """Makes the province of each seed."""

    def made_of(**more) -> list[Made]:
        return [Made(replace(PROVINCE, seed=seed, **more), tmp_path_factory.mktemp("towns")) for seed in SEEDS]

    return made_of


@pytest.fixture(scope="module")
def full(make):
    return make()


@pytest.fixture(scope="module")
def half(make):
    return make(strength=0.5)


@pytest.fixture(scope="module")
def honest(make):
    return make(honest=True)


def truth_and_count(provinces: list[Made], act: str) -> list[tuple[str, float, int]]:
    """Of each person planted for the act: how, and how often by the truth and by the records."""
    return [
        (one["how"], one["expected"] + one["excess"], COUNTS[one["how"]](made, one["official"]))
        for made in provinces
        for one in made.people
        if one["act"] == act
    ]


def subjects(made: Made, kind: str) -> set[str]:
    return {one["subject"] for one in made.truth["lookalikes"] if one["kind"] == kind}


def test_only_the_doubled_events_of_the_export_are_refused(full, tmp_path):
    for made in full:
        folder = tmp_path / made.province.name
        read_records(made.records, folder)
        refused = Counter(pl.read_parquet(folder / "rejections.parquet").select("table", "reason").iter_rows())
        events = made.table("events")
        doubled = len(events) - len(events.unique())
        assert 0 < doubled < 0.002 * len(events)
        assert refused == {("events", "the same as an earlier event in every column"): doubled}


def test_the_same_seed_gives_the_same_bytes(full, tmp_path):
    again = Made(full[0].province, tmp_path)
    assert (tmp_path / "truth.json").read_bytes() == (full[0].folder / "truth.json").read_bytes()
    assert {file.name for file in again.records.iterdir()} == {file.name for file in full[0].records.iterdir()}
    for file in again.records.iterdir():
        assert file.read_bytes() == (full[0].records / file.name).read_bytes()


def test_every_way_of_doing_wrong_is_planted_and_whoever_favours_an_agent_stands_among_the_pairs_only(full):
    assert {one["how"] for made in full for one in made.people} == set(COUNTS)
    for made in full:
        known = set(made.table("officials")["official"])
        people, in_pairs = ({one["official"] for one in ones} for ones in (made.people, made.pairs))
        assert in_pairs
        assert people | in_pairs <= known
        assert not people & in_pairs
        assert 0.08 < len(people | in_pairs) / len(known) < 0.15


def test_whoever_names_exactly_the_planted_is_right_about_all_of_them(full):
    for made in full:
        named = Named(
            officials={one["official"]: {one["act"]} for one in made.truth["planted"]},
            pairs={f"{one['official']}|{one['agent']}" for one in made.truth["pairs"]},
        )
        verdict = judge(made.truth, named, "clairvoyance", seconds=0)
        assert verdict.province == made.province.name
        assert all(one["found"] for one in verdict.planted)
        assert not verdict.false
        assert verdict.pairs_found == verdict.pairs_planted > 0


def test_a_planted_drafter_issues_exactly_as_many_bad_documents_as_the_truth_says(full):
    for how, truth, counted in truth_and_count(full, "A"):
        assert counted == pytest.approx(truth, abs=0.01), how


@pytest.mark.parametrize("act", ["B", "C", "D", "E"])
def test_what_is_planted_is_in_the_records_about_as_often_as_the_truth_says(full, act):
    """A step may lack its official, a field its value, and what ends after the export is not in it."""
    for how, truth, counted in truth_and_count(full, act):
        assert counted == pytest.approx(truth, rel=0.12, abs=3.5), how


def test_a_favoured_agent_is_through_faster_than_others_at_the_desk_and_than_elsewhere(full):
    for made in full:
        requests = made.events.filter(pl.col("activity") == REQUEST)
        times = (
            made.moments.select("dossier", "due", "received")
            .unique()
            .join(made.first("assigned"), on="dossier")
            .join(made.first("approved"), on="dossier", suffix="_approved")
            .join(made.dossiers.select("dossier", "agent"), on="dossier")
            .with_columns(took=in_working_days("at_approved") - in_working_days("at"))
            .with_columns(fast=pl.col("took") < 0.33 * (pl.col("due") - pl.col("received")))
            .with_columns(fast=pl.col("fast") & ~pl.col("dossier").is_in(requests["dossier"].implode()))
        )
        for pair in made.pairs:
            at_desk = pl.col("dossier").is_in(made.of(pair["official"], APPRAISER)["dossier"].implode())
            filed = (pl.col("agent") == pair["agent"]).fill_null(False)
            favoured = times.filter(at_desk & filed)["fast"].mean()
            assert favoured > 2 * times.filter(at_desk & ~filed)["fast"].mean()
            assert favoured > 2 * times.filter(filed & ~at_desk)["fast"].mean()


def test_half_strength_plants_about_half_of_the_excess_in_the_same_people(full, half):
    excess = []
    for strong, weak in zip(full, half, strict=True):
        assert {(o["official"], o["how"]) for o in strong.people} == {(o["official"], o["how"]) for o in weak.people}
        for one in strong.people:
            weaker, stronger = (COUNTS[one["how"]](made, one["official"]) for made in (weak, strong))
            assert one["expected"] < weaker <= stronger, one["how"]
            excess.append((weaker - one["expected"], stronger - one["expected"]))
    assert np.median([weaker / stronger for weaker, stronger in excess]) == pytest.approx(0.5, abs=0.06)
    weaker, stronger = np.sum(excess, axis=0)
    assert weaker / stronger == pytest.approx(0.5, abs=0.06)


def test_an_honest_province_plants_nothing_and_its_records_show_next_to_nothing(full, honest):
    there, planted = Counter(), Counter()
    for guilty, made in zip(full, honest, strict=True):
        assert not made.people
        assert not made.pairs
        assert subjects(made, "agent_with_regular_desk") == {f"{p['official']}|{p['agent']}" for p in guilty.pairs}
        for one in guilty.people:
            there[one["act"]] += COUNTS[one["how"]](made, one["official"]) - one["expected"]
            planted[one["act"]] += one["excess"]
    assert set(planted) == set("ABCDE")
    for act, excess in planted.items():
        assert abs(there[act]) < 0.1 * excess, act


def test_evidence_is_the_excess_in_standard_deviations_of_honest_people(full, honest):
    """The same people honest, in records made for that, must lie as far from the expected as such deviations say."""
    deviations = []
    for guilty, made in zip(full, honest, strict=True):
        for one in guilty.people:
            assert one["evidence"] <= one["excess"] / max(0.6 * one["expected"], 0.5) ** 0.5 + 0.05
            deviation = one["excess"] / one["evidence"]
            deviations.append((COUNTS[one["how"]](made, one["official"]) - one["expected"]) / deviation)
    assert max(map(abs, deviations)) < 4
    assert 0.5 < np.std(deviations) < 1.6


def test_whoever_shows_too_little_is_faint_and_half_strength_makes_more_of_them(full, half):
    for made in (*full, *half):
        assert all(one["evidence"] >= 3 for one in made.truth["planted"] + made.truth["pairs"])
        assert all(one["evidence"] < 3 for one in made.truth["faint"] + made.truth["faint_pairs"])
    faint = [sum(len(made.truth["faint"]) for made in provinces) for provinces in (full, half)]
    assert faint[0] < faint[1]


def test_look_alikes_of_every_kind_are_there_and_nobody_of_them_is_planted(full, half):
    for strong, weak in zip(full, half, strict=True):
        assert {one["kind"] for one in strong.truth["lookalikes"]} == LOOKALIKES
        assert strong.truth["lookalikes"] == weak.truth["lookalikes"]
        guilty = {one["official"] for one in strong.people + strong.pairs}
        guilty |= {f"{one['official']}|{one['agent']}" for one in strong.pairs}
        assert not guilty & {one["subject"] for one in strong.truth["lookalikes"]}


def test_look_alikes_stand_out_in_the_records(full):
    for made in full:
        signed = made.events.filter(pl.col("activity") == "approved", pl.col("official").is_not_null())
        on_batch_days = signed.group_by("official").agg(pl.col("at").dt.weekday().is_in([2, 5]).mean())
        batch = pl.col("official").is_in(list(subjects(made, "batch_signing_day")))
        assert on_batch_days.filter(batch)["at"].item() > 0.7 > 0.6 > on_batch_days.filter(~batch)["at"].median()

        everybody = pl.col("official").is_in(list(subjects(made, "local_custom_one_more_paper")))
        off_list = made.requests.filter(pl.col("official").is_not_null()).group_by("official")
        off_list = off_list.agg(share=1 - pl.col("listed").mean())
        assert off_list.filter(everybody)["share"].min() > 3 * off_list.filter(~everybody)["share"].median()

        covers = subjects(made, "covers_absence")
        handed_on = (
            made.events.filter(pl.col("activity") == "forwarded").group_by("dossier").len().filter(pl.col("len") > 1)
        )
        assert (
            set(made.events.join(handed_on, on="dossier").filter(activity="appraised")["official"].drop_nulls())
            <= covers
        )

        looks = made.strange.group_by("official").agg(pl.len())
        hotline = pl.col("official").is_in(list(subjects(made, "hotline_accesses")))
        assert looks.filter(hotline)["len"].min() > 5 * looks.filter(~hotline)["len"].median()
