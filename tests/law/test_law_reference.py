"""The reference pages of the law room say what the data says."""

from pathlib import Path

import pytest

from liem.law.acts import Taxonomy
from liem.law.limits import Limits
from liem.law.reference import pages

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_the_committed_page_is_the_generated_one(name):
    committed = (REFERENCE / name).read_text(encoding="utf-8")
    assert committed == PAGES[name], "run scripts/generate_reference.py and commit docs/reference"


def test_every_rule_and_its_doubt_stand_on_the_page():
    for rule in Limits.load().rules:
        assert f"### `{rule.id}`" in PAGES["limits.md"]
        assert rule.note_en in PAGES["limits.md"]
        assert rule.note_vi in PAGES["limits.md"]


def test_a_number_that_is_not_known_is_shown_as_not_known():
    section = PAGES["limits.md"].split("### `inspection.follow_up`")[1].split("###")[0]
    assert "**not known**" in section


def test_every_act_and_field_stands_on_the_page():
    taxonomy = Taxonomy.load()
    for act in taxonomy.acts:
        assert act.definition_vi in PAGES["acts.md"]
        assert act.definition_en in PAGES["acts.md"]
    assert all(f"`{field.code}`" in PAGES["acts.md"] for field in taxonomy.fields)


def test_the_calendar_page_shows_the_swap_of_january_2026_and_marks_estimates():
    lines = PAGES["calendar.md"].splitlines()
    assert any(line.startswith("| 2026-01-10 Sat | works |") for line in lines)
    assert all(line.endswith("| estimated |") for line in lines if line.startswith("| 2027-"))
