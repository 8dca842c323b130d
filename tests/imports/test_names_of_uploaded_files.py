"""Names and kinds of files that people, and attackers, upload."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liem.imports import rules
from liem.imports.rules import plain_name, why_not_take

GB = 1 << 30


def test_the_examples_in_the_rules_hold() -> None:
    assert doctest.testmod(rules).failed == 0


@given(st.text(max_size=400))
def test_no_name_leaves_its_folder_or_hides_itself(name: str) -> None:
    kept = plain_name(name)
    assert kept
    assert "/" not in kept
    assert "\\" not in kept
    assert "\0" not in kept
    assert not kept.startswith(".")
    assert len(kept) <= rules.LONGEST_NAME
    assert plain_name(kept) == kept


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([], "nothing"),
        ([("a.exe", 5)], "unknown_kind"),
        ([("dossiers.csv", 0)], "empty"),
        ([("dossiers.csv", 5), ("x/../dossiers.csv", 5)], "same_name"),
        ([("Dossiers.csv", 5), ("dossiers.CSV", 5)], "same_name"),
        ([("map.toml", 5)], "only_mapping"),
        ([("a.csv", 5), ("m.toml", 5), ("n.toml", 5)], "two_mappings"),
        ([("a.csv", GB), ("b.csv", 1)], "too_big"),
        ([(f"{n}.csv", 1) for n in range(41)], "too_many"),
    ],
)
def test_files_that_cannot_be_taken_are_refused_with_the_reason(files: list[tuple[str, int]], code: str) -> None:
    refusal = why_not_take(files, GB)
    assert refusal is not None
    assert refusal.code == code


def test_tables_and_a_mapping_together_are_taken() -> None:
    assert why_not_take([("dossiers.csv.gz", 9), ("events.parquet", 9), ("mapping.toml", 9)], GB) is None
