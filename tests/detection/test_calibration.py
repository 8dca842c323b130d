"""Calibration: what is dealt out keeps its totals, what fails is switched off, and nothing is left half."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from tests.detection.worked_examples import record_set

from liem.base.errors import InputError, UserError
from liem.base.progress import Silent
from liem.detection.calibration.calibrating import calibrate
from liem.detection.calibration.dealing import add_cases, give_hard_cases, raise_rate, raise_unit, shuffle, widen_habits
from liem.detection.calibration.drawing import _apart
from liem.detection.calibration.judging import Standing, without_named_pairs
from liem.detection.calibration.placebos import Shuffled, run_shuffles
from liem.detection.calibration.plan import Plan
from liem.detection.calibration.power import run_power
from liem.detection.calibration.questions import Question, Questions, ask
from liem.detection.calibration.verdict import allowed, failure, switched_off
from liem.detection.catalogue import indicators
from liem.detection.pair_excess import PairCells
from liem.detection.run import Options, detect
from liem.detection.statistics import Cells
from liem.dossiers.records import RecordSet
from liem.house.commands.calibrate import command

pytestmark = pytest.mark.slow

BY_ID = {one.id: one for one in indicators()}
CELLS = Cells([0, 0, 1, 1, 2], [0, 1, 0, 1, 1], [50, 60, 40, 30, 80], [10, 12, 5, 6, 9], [0, 0, 1])
RNG = np.random.default_rng(5)


def question(cells: Cells) -> Question:
    return Question(BY_ID["B1"], cells)


def test_a_shuffle_keeps_what_each_official_had_and_what_each_stratum_gave() -> None:
    dealt = shuffle(question(CELLS), 3).cells
    assert dealt is not None
    assert dealt.n.tolist() == CELLS.n.tolist()
    for stratum in (0, 1):
        assert dealt.events[dealt.stratum == stratum].sum() == CELLS.events[CELLS.stratum == stratum].sum()
    assert (dealt.events <= dealt.n).all()


def test_a_shuffle_of_pairs_keeps_what_each_official_gave() -> None:
    pairs = PairCells(
        np.array([0, 0, 1, 1]),
        np.array([-1, 0, -1, 0]),
        np.zeros(4, np.int64),
        np.full(4, 30.0),
        np.array([3.0, 20, 4, 4]),
    )
    dealt = shuffle(Question(BY_ID["B5"], pairs=pairs), 1).pairs
    assert dealt is not None
    assert [dealt.events[:2].sum(), dealt.events[2:].sum()] == [23, 8]


def _with_one_pair_in_league() -> Question:
    """Twelve officials and ten agents over six procedures. At official 0, agent 0 brings nearly all of two procedures,
    and nearly all of it is quick; agent 1 brings the rest of them and is like others.
    """
    draw, rows = np.random.default_rng(11), []
    for official in range(12):
        for stratum in range(6):
            alone = 40 if official else 10 if stratum < 2 else 250
            rows.append((official, -1, stratum, alone, draw.binomial(alone, 0.25)))
            for agent in range(1, 10):
                if official or stratum > 1:
                    rows.append((official, agent, stratum, 3, draw.binomial(3, 0.25)))
    rows += [(0, 0, 0, 70, 68), (0, 0, 1, 70, 68), (0, 1, 0, 20, 5), (0, 1, 1, 20, 5)]
    rows += [(official, 0, 4, 8, 2) for official in range(1, 12)]
    official, agent, stratum, n, events = (np.array(column) for column in zip(*rows, strict=True))
    return Question(BY_ID["B5"], pairs=PairCells(official, agent, stratum, n.astype(float), events.astype(float)))


def test_a_placebo_does_not_find_again_what_is_truly_there() -> None:
    asked = _with_one_pair_in_league()
    (who,) = Standing.of([asked], 0.05).named()
    assert who.sum() == 1
    left = without_named_pairs(asked, 0.05)
    assert asked.pairs is not None
    assert left.pairs is not None
    assert asked.pairs.n.sum() - left.pairs.n.sum() == 140
    assert without_named_pairs(left, 0.05) is left

    def named_in(one: Question) -> int:
        return sum(bool(Standing.of([shuffle(one, seed)], 0.05).named()[0].any()) for seed in range(20))

    assert named_in(asked) >= 8  # whoever brings much of those procedures to that official
    assert named_in(left) <= 2
    found = run_shuffles([asked], Plan(shuffles=20, seed=0), Silent(), lambda: False)
    assert found.named_in["B5"] == named_in(left)


def test_what_is_put_in_is_put_into_one_official_alone() -> None:
    raised = raise_rate(CELLS, 1, RNG, factor=3.0, points=0.0)
    assert raised.events[CELLS.subject == 1].sum() > CELLS.events[CELLS.subject == 1].sum()
    assert raised.events[CELLS.subject != 1].tolist() == CELLS.events[CELLS.subject != 1].tolist()
    more = add_cases(CELLS, 2, RNG, extra=15, share=1.0)
    assert (more.n.sum() - CELLS.n.sum(), more.events.sum() - CELLS.events.sum()) == (15, 15)


def test_look_alikes_leave_whole_numbers_and_no_more_events_than_cases() -> None:
    for cells in (
        give_hard_cases(CELLS, 0, RNG),
        raise_unit(CELLS, 0, RNG, factor=1.5),
        widen_habits(CELLS, 0, RNG, spread=0.3),
    ):
        assert (cells.events <= cells.n).all()
        assert (cells.events == np.round(cells.events)).all()


def test_a_strong_act_is_named_and_the_same_counts_shuffled_are_not() -> None:
    rng = np.random.default_rng(2)
    officials = 40
    n = np.full(officials, 200.0)
    honest = Cells(
        np.arange(officials), np.zeros(officials), n, rng.binomial(200, 0.12, officials), np.arange(officials) // 5
    )
    planted = raise_rate(honest, 7, rng, factor=5.0, points=0.0)
    assert np.flatnonzero(Standing.of([question(planted)], 0.05).named()[0]).tolist() == [7]
    dealt = shuffle(question(planted), 1)
    assert not Standing.of([dealt], 0.05).named()[0].any()


def test_nobody_is_named_in_every_shuffle_for_being_the_only_one_with_a_kind_of_dossier() -> None:
    rng = np.random.default_rng(3)
    n = np.full(41, 200.0)
    events = rng.binomial(200, [0.1] * 40 + [0.6])
    cells = Cells(np.arange(41), [0] * 40 + [1], n, events, np.arange(41) // 5, [2, 2, -1])
    assert Standing.of([question(cells)], 0.05).named()[0][40], "before anything is dealt out"
    shuffles = [shuffle(question(cells), seed) for seed in range(10)]
    assert not any(Standing.of([dealt], 0.05).named()[0].any() for dealt in shuffles)


def test_an_act_is_put_only_into_somebody_whom_it_changes() -> None:
    rng = np.random.default_rng(6)
    n = np.full(40, 150.0)
    events = np.r_[np.zeros(20), rng.binomial(150, 0.2, 20)]
    asked = Questions(asked=[question(Cells(np.arange(40), np.zeros(40), n, events, np.arange(40) // 5))])
    table, _ = run_power(asked, Plan(shuffles=1, draws=8), Silent(), lambda: False)
    tripled = [row for row in table if (row["indicator"], row["strength"]) == ("B1", "x3")]
    assert {row["officials"] for row in tripled} == {20}, "who sends no requests at all cannot send three times as many"


def test_names_of_lines_stand_neither_on_one_another_nor_on_the_axis() -> None:
    placed = _apart([(180.0, "a"), (180.0, "b"), (172.0, "c"), (20.0, "d")], 184.0)
    heights = [height for height, _ in placed]
    assert max(heights) <= 184.0
    assert all(below - above >= 14 for above, below in pairwise(heights))


FIGURES = {
    "shuffles": 40,
    "named_in": 2,
    "ks_p": 0.4,
    "ks_distance": 0.01,
    "controls": {"weekday": 1},
    "false_deadlines": {},
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, None),
        ({"named_in": 4}, None),
        ({"named_in": 5}, "somebody in 5 of 40 shuffles"),
        ({"ks_p": 1e-9, "ks_distance": 0.2}, "smaller than they may be"),
        ({"controls": {"weekday": 2}}, "named 2 persons for something nobody can have caused (weekday)"),
        ({"false_deadlines": {"+7": 3}}, "named 3 persons at a false deadline (+7 days)"),
    ],
)
def test_an_indicator_fails_by_more_names_than_nominal_and_two_errors_or_by_small_p(
    change: dict, said: str | None
) -> None:
    found = failure(FIGURES | change, 0.05, 14)
    assert found is None if said is None else found is not None and said in found.en


def test_the_allowance_is_the_nominal_share_and_two_standard_errors() -> None:
    assert allowed(0.05, 400) == pytest.approx(0.05 + 2 * 0.010897, abs=1e-4)


def test_p_values_that_are_uniform_pass_and_small_ones_do_not() -> None:
    rng = np.random.default_rng(1)
    fair, unfair = Shuffled(p={"X": [rng.random(3000)]}), Shuffled(p={"X": [rng.random(3000) ** 1.5]})
    assert fair.too_small("X")[1] > 0.01
    assert unfair.too_small("X")[1] < 1e-6
    assert Shuffled(p={"X": [np.full(500, 0.5)]}).too_small("X")[1] == 1.0, "rare events heap at one half"


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> RecordSet:
    example = BY_ID["B1"].example
    few = tuple(replace(story, count=min(story.count, 40)) for story in example.stories)
    return record_set(replace(example, stories=few), tmp_path_factory.mktemp("calibration"))


@pytest.mark.slow
def test_a_report_says_the_same_again_and_reads_in_both_languages(records: RecordSet, tmp_path: Path) -> None:
    plan = Plan(shuffles=2, draws=1, seed=4)
    first, again = calibrate(records, tmp_path / "a", plan), calibrate(records, tmp_path / "b", plan)
    assert {**first, "cpu_seconds": 0} == {**again, "cpu_seconds": 0}
    assert first["shuffles"] == 2
    assert "B1" in {row["id"] for row in first["indicators"]}
    page = (tmp_path / "a" / "report.html").read_text("utf-8")
    vietnamese = page.partition('lang="en"><h1')[0]
    assert "×1,5" in vietnamese
    assert "0.0" not in vietnamese.partition("<table>")[2].partition("</table>")[0], "a comma before decimals"
    assert 'lang="vi"' in page
    assert 'lang="en"' in page
    assert "<script" not in page
    assert "http" not in page, "nothing is fetched"
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["report.html", "report.json"]


@pytest.mark.parametrize("indicator", ["B1", "E11"], ids=["requests", "looks, of which the same are asked about twice"])
def test_the_counts_as_they_stand_are_judged_as_the_detection_judges_them(indicator: str, tmp_path: Path) -> None:
    records = record_set(BY_ID[indicator].example, tmp_path)
    detect(records, tmp_path / "out", Options())
    table = pq.read_table(tmp_path / "out" / "indicators.parquet").to_pylist()
    told: dict[str, list[float]] = {}
    for row in table:
        if row["subject_kind"] == "official" and row["p_value"] is not None:
            told.setdefault(row["indicator"], []).append(row["p_value"])
    asked = [one for one in ask(records, tmp_path / "out", Plan(), Silent()).asked if one.cells is not None]
    for one, judged in zip(asked, Standing.of(asked, 0.05).judged, strict=True):
        np.testing.assert_allclose(np.sort(judged.tested), sorted(told.get(one.indicator.id, [])), rtol=1e-9)
    assert indicator in told


class Impatient:
    """Interrupts at the first shuffle, as Ctrl-C does."""

    def stage(self, name: str, total: int | None = None) -> None:
        if name == "shuffle":
            raise KeyboardInterrupt

    def advance(self, amount: int = 1) -> None: ...


def test_an_interrupted_calibration_leaves_the_former_report_as_it_was(records: RecordSet, tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text("former", "utf-8")
    with pytest.raises(KeyboardInterrupt):
        calibrate(records, tmp_path, Plan(shuffles=1), Impatient())
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]
    assert (tmp_path / "report.json").read_text("utf-8") == "former"


def written(folder: Path, **changes: object) -> Path:
    row = {"id": "D5", "version": BY_ID["D5"].version, "off": True, "reason_vi": "vì thử", "reason_en": "for the test"}
    path = folder / "calibration.json"
    path.write_text(json.dumps({"indicators": [row | changes]}), "utf-8")
    return path


def test_detection_obeys_a_calibration_and_says_so(tmp_path: Path) -> None:
    example = record_set(BY_ID["D5"].example, tmp_path)
    detect(example, tmp_path / "out", Options(indicators="D5", calibration=written(tmp_path)))
    (skipped,) = json.loads((tmp_path / "out" / "skipped.json").read_text("utf-8"))["indicators"]
    assert skipped["indicator"] == "D5"
    assert skipped["reason_en"] == "it is switched off: for the test; only its pattern is off, breaches are still told"


@pytest.mark.parametrize("code", ["D5", "D0"])
def test_what_people_found_mostly_wrong_is_not_computed_at_all_its_breaches_neither(code: str, tmp_path: Path) -> None:
    example = record_set(BY_ID[code].example, tmp_path)
    detect(example, tmp_path / "before", Options(indicators=code))
    off = written(tmp_path, id=code, version=BY_ID[code].version, wholly=True)
    detect(example, tmp_path / "after", Options(indicators=code, calibration=off))
    told = [pq.read_table(tmp_path / out / "signals.parquet").num_rows for out in ("before", "after")]
    assert told[0] > 0
    assert told[1] == 0
    (skipped,) = json.loads((tmp_path / "after" / "skipped.json").read_text("utf-8"))["indicators"]
    assert skipped["reason_en"] == "it is switched off: for the test", "and nothing is said to stay"


def test_a_calibration_of_another_version_of_an_indicator_says_nothing_of_this_one(tmp_path: Path) -> None:
    example = record_set(BY_ID["D5"].example, tmp_path)
    detect(example, tmp_path / "out", Options(indicators="D5", calibration=written(tmp_path, version=99)))
    assert json.loads((tmp_path / "out" / "skipped.json").read_text("utf-8"))["indicators"] == []


def test_a_file_that_is_no_calibration_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"indicators": [1]}', "utf-8")
    with pytest.raises(InputError, match=r"x\.json: is no report of a calibration; name the report\.json"):
        switched_off(tmp_path / "x.json")


def test_a_plan_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(UserError, match="--shuffles 0"):
        Plan(shuffles=0)


def test_the_command_names_a_folder_that_holds_nothing(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, [str(tmp_path / "none"), "--out", str(tmp_path / "out")])
    assert isinstance(result.exception, UserError)
