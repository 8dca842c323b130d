"""The reference pages of the indicators say what the indicators' own files say."""

from pathlib import Path

import pytest

from liem.detection.catalogue import indicators
from liem.detection.indicator import Indicator
from liem.detection.reference import pages

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
PAGES = pages()
LETTERS = set("ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ")


@pytest.mark.parametrize("name", PAGES)
def test_the_committed_page_is_the_generated_one(name: str) -> None:
    committed = (REFERENCE / name).read_text(encoding="utf-8")
    assert committed == PAGES[name], "run scripts/generate_reference.py and commit docs/reference"


def test_no_page_is_left_over() -> None:
    committed = {f"indicators/{path.name}" for path in (REFERENCE / "indicators").glob("*.md")}
    assert committed == set(PAGES)


@pytest.mark.parametrize("one", indicators(), ids=[one.id for one in indicators()])
def test_every_indicator_says_everything_in_both_languages(one: Indicator) -> None:
    texts = [one.name, one.meaning, one.formula, one.exclusions, one.innocent_if, one.verify, one.example.told]
    texts += [one.breach.sentence] if one.breach else []
    texts += [one.pattern.cases, one.pattern.events] if one.pattern else []
    for text in texts:
        assert set(text.vi.lower()) & LETTERS, f"not Vietnamese: {text.vi}"
        assert text.en
        assert not set(text.en.lower()) & LETTERS, f"not English: {text.en}"
    assert "tham nhũng" not in " ".join(text.vi for text in texts).lower()
    assert "corrupt" not in " ".join(text.en for text in texts).lower()


def test_ids_are_unique_and_named_after_their_act() -> None:
    ids = [one.id for one in indicators()]
    assert len(ids) == len(set(ids))
    assert all(one.act in ("", one.id[0]) for one in indicators())
