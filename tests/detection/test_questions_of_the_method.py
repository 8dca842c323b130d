"""Every question of the method is asked of the records, or is named with the table that would feed it."""

import json
from pathlib import Path

import pytest
from tests.detection.worked_examples import record_set

from liem.detection.catalogue import indicators
from liem.detection.run import detect
from liem.detection.wanted import WANTED
from liem.dossiers.tables import TABLES

METHOD = {
    "A": ("extra requirement", "competence", "dead base", "skipped safeguards", "open-ended wording", "effect",
          "beneficiaries", "drafts found contrary"),
    "B": ("supplement rate", "no ground", "visits", "selective treatment", "agent advantage", "pair concentration",
          "queue jump", "call-backs", "fees", "reports"),
    "C": ("missed at intake", "asked for what they hold", "several rounds", "no guidance", "rubber stamp",
          "same item in the whole procedure"),
    "D": ("lateness", "late stop", "out of catalogue", "no apology", "due date edited", "withdrawn and resubmitted",
          "zombie", "refused, then approved", "change after rotation"),
    "E": ("unexplained access", "off-hours", "own or relatives' dossiers", "bursts", "access then benefit", "decoys",
          "asked why"),
}  # fmt: skip
"""The questions in the order of their numbers, by act (the method's list, acts A to E)."""
BESIDE = {
    "A9",
    "C7",
    "D0",
    "D10",
    "D11",
    "D12",
    "D13",
    "D14",
    "D15",
    "D16",
    "D17",
    "B11",
    "B12",
    "E8",
    "E9",
    "E10",
    "E11",
    "F7",
    "G1",
    "G2",
}
"""Asked beside that list: breaches and parts of its rows that stand alone, monitoring over time, plain logs."""


def numbers() -> set[str]:
    return {f"{act}{number}" for act, questions in METHOD.items() for number, _ in enumerate(questions, 1)}


def test_each_question_is_asked_or_named_and_none_is_both() -> None:
    asked, named = {one.id for one in indicators()}, {one.id for one in WANTED}
    assert asked | named == numbers() | BESIDE
    assert not asked & named


def test_what_is_named_would_need_a_table_that_the_format_does_not_have() -> None:
    for one in WANTED:
        assert one.table.split(" (")[0] not in TABLES, one.id
        assert one.why.vi, one.id
        assert one.why.en, one.id


@pytest.mark.slow
def test_a_run_lists_what_it_could_not_ask_with_a_reason_in_both_languages(tmp_path: Path) -> None:
    records = record_set(next(one for one in indicators() if one.id == "D0").example, tmp_path)
    detect(records, tmp_path / "out")
    rows = json.loads((tmp_path / "out" / "skipped.json").read_text("utf-8"))["indicators"]
    skipped = {row["indicator"]: row for row in rows}
    computed = set(json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))["indicators"])
    assert {one.id for one in WANTED} <= set(skipped)
    assert computed | set(skipped) == numbers() | BESIDE
    assert all(row["reason_vi"] and row["reason_en"] for row in rows)


def test_the_reference_has_a_page_or_a_row_for_each() -> None:
    folder = Path(__file__).parents[2] / "docs" / "reference" / "indicators"
    wanted = (folder / "wanted.md").read_text("utf-8")
    for number in sorted(numbers() | BESIDE):
        assert (folder / f"{number}.md").exists() or f"| {number} |" in wanted, number
