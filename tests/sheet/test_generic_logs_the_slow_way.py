"""A log of any office: every figure that a sentence about a step or a wait quotes, counted again from the rows."""

import csv
import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from tests.control_flow.office import spoiled_log
from tests.sheet.slow_generic import QUARTER_HOUR, Step, Traces, counted, taken_apart, traces, waits

from liem.base import formats
from liem.house.commands.detect import command

pytestmark = pytest.mark.slow
STEPS = (
    *("received", "Kiểm tra", "supplement_requested", "Nhận bổ sung", "appraised", "Đi thực địa", "Ký", "Thu phí"),
    *("Trả kết quả", "Bước lạ"),
)
IN_WORDS = {
    "received": ("Tiếp nhận hồ sơ", "Received"),
    "supplement_requested": ("Yêu cầu bổ sung", "Supplement requested"),
    "appraised": ("Thẩm định", "Appraised"),
}
"""What the format knows is said in the reader's words, never as its code."""
VIETNAMESE = {en: vi for vi, en in IN_WORDS.values()}
DOSSIERS, ODD_WAITS = 420, 6


def named(activity: int) -> str:
    """The name of a step; what was planted may have others."""
    return STEPS[activity] if activity < len(STEPS) else f"Bước {activity}"


def write(folder: Path) -> None:
    """Dossiers with planted irregularities, some with a step far too late, the last ones still going on."""
    draw = np.random.default_rng(31)
    told, _ = spoiled_log(DOSSIERS, 0.08, 5)
    dossiers, events = [], []
    for number, steps in enumerate(told):
        at = datetime.fromisoformat("2026-01-05T08:00:00") + timedelta(hours=8 * number)
        name, received = f"H{number:04d}", at
        going_on = number > DOSSIERS - 15
        for place, (activity, official) in enumerate(steps[:3] if going_on else steps):
            far = 60.0 if number < 15 * ODD_WAITS and number % 15 == 7 and place == 2 else 1.0
            at += timedelta(hours=float(draw.lognormal(3.2, 0.4)) * far if place else 0)
            row = {"dossier": name, "at": at.isoformat(timespec="seconds"), "activity": named(activity)}
            events.append({**row, "official": f"CB-{official}"})
        ended = "" if going_on else at.isoformat(timespec="seconds")
        dossiers.append(
            {"dossier": name, "procedure": "P", "unit": "U", "applicant": name, "received_at": received.isoformat()}
            | {"finished_at": ended}
        )
    for table, rows in (("dossiers", dossiers), ("events", events)):
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


class Answered:
    def __init__(self, source: Path, out: Path) -> None:
        self.known: Traces = traces(source)
        self.signals, self.figures = (
            pq.read_table(out / f"{name}.parquet").to_pylist() for name in ("signals", "indicators")
        )
        self.computed = json.loads((out / "run.json").read_text("utf-8"))["indicators"]

    def of(self, table: list[dict[str, Any]], indicator: str) -> dict[str, dict[str, Any]]:
        return {row["subject"]: row for row in table if row["indicator"] == indicator}


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Answered:
    folder = tmp_path_factory.mktemp("generic")
    (folder / "source").mkdir()
    write(folder / "source")
    asked = [str(folder / "source"), "--out", str(folder / "out"), "--quiet"]
    result = CliRunner().invoke(command, asked)
    assert result.exit_code == 0, result.output
    return Answered(folder / "source", folder / "out")


def test_a_log_without_procedures_is_asked_both_by_itself(answered: Answered) -> None:
    assert {"G1", "G2"} <= set(answered.computed)
    assert len(answered.known) < DOSSIERS, "the last ones may be going on"


def test_every_wait_is_found_again_with_what_is_usual_and_with_its_sentence(answered: Answered) -> None:
    again, told = waits(answered.known), answered.of(answered.figures, "G2")
    assert set(told) == set(again)
    for name, row in told.items():
        one = again[name]
        assert row["observed"] == pytest.approx(one.seconds / 86_400, rel=1e-9), name
        assert row["expected"] == pytest.approx(one.usual / 86_400, rel=1e-9), name
        assert row["effect"] == pytest.approx(one.seconds / one.usual, rel=1e-9), name
        assert row["flagged"] == one.odd, name
    signals = answered.of(answered.signals, "G2")
    assert set(signals) == {name for name, one in again.items() if one.odd}
    assert len(signals) >= 3
    for name, row in signals.items():
        one, steps = again[name], answered.known[name]
        assert row["priority"] == pytest.approx(0.5 * max(0.0, 1 - 6 / abs(one.z)), rel=1e-9)
        factor = max(one.seconds / one.usual, one.usual / one.seconds)
        for language, of in (("vi", "lần khác"), ("en", "times")):
            said = row[f"explanation_{language}"]
            for step in (steps[one.place].activity, steps[one.place - 1].activity):
                assert f"“{IN_WORDS.get(step, (step, step))[language == 'en']}”" in said
            assert steps[one.place].official in said
            assert formats.day(steps[one.place].at.date(), language) in said
            assert f"{formats.number(one.of, 0, language)} {of}" in said
            assert formats.number(factor, 0, language) in said
            for seconds in (one.seconds, one.usual):
                assert spoken(seconds, language) in said, (said, seconds)


def in_english(step: Step) -> Step:
    return replace(step, activity=IN_WORDS.get(step.activity, ("", step.activity))[1])


def spoken(seconds: float, language: Any) -> str:
    if seconds < QUARTER_HOUR * 1.001:
        return "15"
    size, words = next(one for one in ((86_400, ("ngày", "days")), (3_600, ("giờ", "hours")), (60, ("phút", "minutes")))
                       if seconds >= one[0])  # fmt: skip
    return f"{formats.number(seconds / size, 1, language)} {words[language == 'en']}"


def test_every_figure_quoted_of_a_step_is_found_again(answered: Answered) -> None:
    signals = answered.of(answered.signals, "G1")
    assert len(signals) >= 15
    seen = set()
    known = {name: [in_english(step) for step in steps] for name, steps in answered.known.items()}
    for name, row in signals.items():
        quoted = taken_apart(row["explanation_en"])
        assert quoted.figures == counted(quoted, name, known), row["explanation_en"]
        seen.add(quoted.basis)
        for figure in quoted.figures.values():
            assert formats.number(figure, 0, "vi") in row["explanation_vi"], "the same figures in Vietnamese"
        assert f"“{VIETNAMESE.get(quoted.step, quoted.step)}”" in row["explanation_vi"]
        assert not any(f"“{code}”" in row["explanation_vi"] for code in IN_WORDS), "no codes"
        steps = known[name]
        if quoted.steps is not None and quoted.place is not None:
            assert quoted.steps == len(steps)
            missing = "is missing" in row["explanation_en"]
            assert missing or steps[quoted.place - 1].activity == quoted.step, row["explanation_en"]
            assert formats.day(steps[min(quoted.place, len(steps)) - 1].at.date(), "en") in row["explanation_en"]
    assert len(seen) >= 4, f"only {seen}: choose another seed"


def test_the_probabilities_add_up_to_the_share_and_the_flagged_are_the_likeliest(answered: Answered) -> None:
    figures = answered.of(answered.figures, "G1")
    assert set(figures) == set(answered.known)
    share = {row["expected"] for row in figures.values()}
    assert len(share) == 1
    assert np.mean([row["observed"] for row in figures.values()]) == pytest.approx(share.pop(), rel=1e-6)
    flagged = [row["observed"] for row in figures.values() if row["flagged"]]
    others = [row["observed"] for row in figures.values() if not row["flagged"]]
    assert min(flagged) >= max(others)
    for name, row in answered.of(answered.signals, "G1").items():
        assert (row["observed"], row["priority"]) == (figures[name]["observed"],) * 2
        assert row["effect"] == pytest.approx(row["observed"] / row["expected"], rel=1e-12)
