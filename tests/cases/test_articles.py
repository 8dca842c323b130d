"""The articles that refusals and next steps name: as the data say them, with their doubt."""

from pathlib import Path

import pytest

from liem.base.errors import InputError
from liem.cases import rules
from liem.cases.states import Kind, Verb
from liem.law.articles import ARTICLES, articles

STEPS = {*Verb.values, "discipline"}


def test_every_entry_is_of_a_kind_and_a_step_that_exist():
    for kind, step in articles():
        assert kind in Kind.values
        assert step in STEPS


def test_an_article_nobody_compared_says_so_in_the_sentence_and_one_that_was_seen_does_not():
    for (kind, step), one in articles().items():
        said = rules.law_of(kind, step)
        assert rules.LAWS[Kind(kind)] in said
        assert one.number in said
        assert ("not compared" in said) == (one.confidence == "R")
        assert ("not established" in said) == (one.confidence == "U")


def test_the_duty_to_hear_has_its_article_or_says_that_it_is_not_known():
    for kind in rules.NEEDS_FINDINGS:
        for verb in (Verb.NOTIFY, Verb.HEAR, Verb.FIND):
            assert (str(kind), str(verb)) in articles(), (kind, verb)


def test_a_step_without_an_entry_rests_on_the_law_as_a_whole():
    assert rules.law_of("denunciation", "assign") == "Luật Tố cáo 25/2018/QH14"
    assert rules.law_of("denunciation") == "Luật Tố cáo 25/2018/QH14"


ENTRY = """[[articles]]
kinds = ["denunciation"]
steps = ["hear"]
"""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (ENTRY + 'article = "điều 31"\nconfidence = "U"\n', "not known has no number"),
        (ENTRY + 'confidence = "R"\n', "not known has no number"),
        ((ENTRY + 'article = "điều 31"\nconfidence = "R"\n') * 2, "stands there twice"),
        (ENTRY + 'article = "điều 31"\nconfidence = "?"\n', "unknown confidence"),
        (ENTRY + 'artikle = "điều 31"\nconfidence = "U"\n', "unknown field"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(text: str, says: str, tmp_path: Path):
    file = tmp_path / "articles.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        articles(file)


def test_the_data_of_the_package_can_be_read():
    assert articles(ARTICLES)
