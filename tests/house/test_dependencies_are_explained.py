"""Every package asked for is explained, and nothing is explained that is not asked for."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "explanation" / "dependencies.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([^`]+)` \| (.+?) \| (.+?) \|$", PAGE, flags=re.MULTILINE)


def asked_for(name: str) -> list[str]:
    """Package names with their extras, without versions, of one requirements file."""
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    wanted = [line.split("#")[0].strip() for line in lines if not line.startswith(("#", "-"))]
    return [re.split(r"[~=<>! ]", line)[0] for line in wanted if line]


@pytest.mark.parametrize("name", ["core.in", "dev.in"])
def test_every_package_asked_for_is_explained(name):
    explained = {package for package, why, _ in ROWS if len(why) > 10}
    assert len(asked_for(name)) > 10
    assert [package for package in asked_for(name) if package not in explained] == []


def test_nothing_is_explained_that_is_not_asked_for():
    asked = {*asked_for("core.in"), *asked_for("dev.in")}
    assert [package for package, _, _ in ROWS if package not in asked] == []


def test_each_package_is_explained_once():
    names = [package for package, _, _ in ROWS]
    assert len(names) == len(set(names))


def test_no_registry_is_named():
    assert not re.search(r"https?://|pypi|index-url", PAGE, flags=re.IGNORECASE)
