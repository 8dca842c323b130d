"""SECURITY.md: every test it names as a guard is there, and every attack that must be tried has one."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "SECURITY.md").read_text("utf-8")
TESTS = {
    path.name: "".join(one.read_text("utf-8") for one in (ROOT / "tests").rglob(path.name))
    for path in (ROOT / "tests").rglob("test_*.py")
}
"""Name of a file → its text; of those of the same name, all of it."""
FILES = sorted(set(re.findall(r"\btest_[a-z_]+\.py", PAGE)))
NAMED = sorted(set(re.findall(r"\b(test_[a-z_]+\.py)::(test_[a-z_0-9]+)(?![a-z_0-9…])", PAGE)))
PLACES = sorted(set(re.findall(r"`((?:tests|benchmarks)/[a-z_/]+(?:\.py)?)", PAGE)))
ATTACKS = (
    "receipt guessing",
    "timing",
    "size",
    "session fixation",
    "csrf",
    "idor",
    "tenant and unit crossing",
    "stored xss",
    "file names",
    "ssrf through mail",
    "sql in filters",
    "path traversal",
    "header injection",
    "replay of tokens",
    "fuzzing of the form",
    "fuzzing of the interface",
)


def test_the_page_names_its_guards() -> None:
    assert len(FILES) > 20
    assert len(NAMED) > 15


@pytest.mark.parametrize("name", FILES)
def test_each_file_of_tests_is_there(name: str) -> None:
    assert name in TESTS


@pytest.mark.parametrize("place", PLACES)
def test_each_place_is_there(place: str) -> None:
    assert (ROOT / place).exists()


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_each_test_named_is_there(file: str, test: str) -> None:
    assert re.search(rf"^def {test}\(", TESTS[file], re.MULTILINE), f"{file} has no {test}"


@pytest.mark.parametrize("attack", ATTACKS)
def test_each_attack_has_its_row_with_a_named_test(attack: str) -> None:
    rows = [
        line for line in PAGE.splitlines() if line.lower().startswith("| ") and attack in line.split("|")[1].lower()
    ]
    assert any("::test_" in row for row in rows), f"no row of SECURITY.md names a test for {attack}"
