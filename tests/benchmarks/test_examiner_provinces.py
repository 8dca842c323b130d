"""The examiner's simulated provinces are physical, keep to the exchange format and say the truth about themselves."""

import json
import sys
from pathlib import Path

import polars as pl
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
import itertools

from benchmarks.provinces.afternoon import afternoon
from benchmarks.provinces.province import Province
from benchmarks.provinces.simulate import simulate
from benchmarks.provinces.styles import STYLES
from benchmarks.provinces.summary import exact_interval
from benchmarks.provinces.verdict import Named, judge
from benchmarks.provinces.workdays import WORKING_DAYS

REQUIRED = {
    "dossiers": {"dossier", "procedure", "unit", "applicant", "received_at", "finished_at"},
    "events": {"dossier", "at", "activity", "official"},
    "procedures": {"procedure", "name", "limit_working_days", "required_documents"},
    "officials": {"official", "unit"},
}


@pytest.fixture(scope="module", params=sorted(STYLES))
def province(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    simulate(Province(request.param, 2_500, 40, seed=3), folder)
    return folder


def test_every_style_writes_the_tables_and_columns_the_format_requires(province):
    for table, columns in REQUIRED.items():
        assert columns <= set(pl.read_parquet_schema(province / "records" / f"{table}.parquet"))


def test_nothing_happens_to_a_dossier_before_it_is_received_and_only_letters_after_it_ends(province):
    dossiers = pl.read_parquet(province / "records" / "dossiers.parquet")
    events = pl.read_parquet(province / "records" / "events.parquet").join(dossiers, on="dossier")
    assert len(events) > 5 * len(dossiers)
    assert events.filter(pl.col("at") < pl.col("received_at")).is_empty()
    after = events.filter(pl.col("at") > pl.col("finished_at"))
    assert set(after["activity"]) <= {"apology_issued"}


def test_the_steps_of_a_dossier_come_in_their_order(province):
    events = pl.read_parquet(province / "records" / "events.parquet")
    steps = ["received", "appraised", "approved", "finished"]
    times = events.filter(pl.col("activity").is_in(steps)).pivot(
        "activity", index="dossier", values="at", aggregate_function="max"
    )
    for before, after in itertools.pairwise(steps):
        assert times.filter(pl.col(before) >= pl.col(after)).is_empty()


def test_the_truth_names_people_agents_and_units_that_are_in_the_records(province):
    truth = json.loads((province / "truth.json").read_text(encoding="utf-8"))
    officials = set(pl.read_parquet(province / "records" / "officials.parquet")["official"])
    assert truth["planted"]
    assert {person["official"] for person in truth["planted"]} <= officials
    assert len({person["official"] for person in truth["planted"]}) == len(truth["planted"])
    assert all(person["act"] in person["accepted"] for person in truth["planted"])


def test_the_same_seed_gives_the_same_records_and_an_honest_province_has_nobody_planted(tmp_path):
    first = simulate(Province("solo", 1_000, 24, seed=9, honest=True), tmp_path / "a")
    second = simulate(Province("solo", 1_000, 24, seed=9, honest=True), tmp_path / "b")
    for file in first.glob("*.parquet"):
        assert pl.read_parquet(file).equals(pl.read_parquet(second / file.name))
    truth = json.loads((tmp_path / "a" / "truth.json").read_text(encoding="utf-8"))
    assert truth["planted"] == []
    assert truth["pairs"] == []


def test_planted_supplements_are_really_in_the_records_more_often(tmp_path):
    records = simulate(Province("handover", 12_000, 60, seed=3), tmp_path)
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    events = pl.read_parquet(records / "events.parquet")
    handled = events.filter(pl.col("activity") == "appraised").group_by("official").len("handled")
    asked = events.filter(pl.col("activity") == "supplement_requested").group_by("official").len("asked")
    rate = {who: asked / handled for who, handled, asked in handled.join(asked, on="official").iter_rows()}
    planted = [p["official"] for p in truth["planted"] if p["how"].startswith("supplements")]
    usual = sorted(rate.values())[len(rate) // 2]
    assert planted
    assert all(rate[who] > 1.5 * usual for who in planted)


def test_the_examiners_calendar_knows_tet_and_the_swapped_saturday():
    days = {str(day) for day in WORKING_DAYS}
    assert "2026-02-17" not in days
    assert "2026-01-02" not in days
    assert "2026-01-10" in days


def test_the_afternoon_finds_most_of_the_planted_and_the_verdict_counts_the_innocent(tmp_path):
    records = simulate(Province("solo", 12_000, 60, seed=4), tmp_path)
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    named = Named()
    for act, people in afternoon(records).items():
        for who in people:
            named.officials.setdefault(who, set()).add(act)
    verdict = judge(truth, named, "afternoon", 1.0)
    found = sum(person["found"] for person in verdict.planted)
    assert found >= len(verdict.planted) / 2
    assert verdict.false
    assert verdict.named >= found + len(verdict.false)


def test_the_exact_interval_is_the_published_one():
    # Clopper & Pearson 1934, 95 %: 1 of 20 lies between 0.0013 and 0.2487.
    low, high = exact_interval(1, 20)
    assert low == pytest.approx(0.0013, abs=1e-4)
    assert high == pytest.approx(0.2487, abs=1e-4)


def test_who_is_faint_is_neither_missed_nor_false():
    truth = {
        "province": "X",
        "style": "x",
        "strength": 0.5,
        "honest": False,
        "planted": [{"official": "A", "accepted": ["B"]}],
        "faint": [{"official": "F", "accepted": ["D"]}],
        "pairs": [],
        "faint_pairs": [{"official": "P", "agent": "Q"}],
        "lookalikes": [],
    }
    named = Named({"A": {"B"}, "F": {"D"}, "P": {"B"}, "I": {"C"}}, {"P|Q", "I|Q"})
    verdict = judge(truth, named, "any", 1.0)
    assert [person["found"] for person in verdict.planted] == [True]
    assert verdict.false == ["I:C"]
    assert verdict.pairs_false == ["I|Q"]
