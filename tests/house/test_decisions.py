"""The decision records: numbered without a gap, of one form, all in the index."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "docs" / "decisions"
RECORDS = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
INDEX = re.findall(
    r"^\| (\d{4}) \| \[(.+)\]\((.+)\) \|$", (FOLDER / "README.md").read_text(encoding="utf-8"), re.MULTILINE
)


def test_the_index_lists_every_record_in_order():
    assert [name for _, _, name in INDEX] == [path.name for path in RECORDS]


def test_the_numbers_have_no_gap():
    assert [int(path.name[:4]) for path in RECORDS] == list(range(1, len(RECORDS) + 1))


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_each_record_has_its_title_context_decision_and_consequences(path):
    text = path.read_text(encoding="utf-8")
    titles = {name: f"# {number}. {title}" for number, title, name in INDEX}
    assert text.startswith(f"{titles[path.name]}\n")
    places = [text.find(f"**{part}.**") for part in ("Context", "Decision", "Consequences")]
    assert -1 < places[0] < places[1] < places[2]
