"""GLOSSARY.md: one meaning per word, sorted, and no identifier of the public formats missing from it."""

import re
from pathlib import Path

import pytest

from liem.dossiers.tables import ACTIVITIES, TABLES
from liem.law.acts import Taxonomy
from liem.law.exceptional_days import KINDS

GLOSSARY = (Path(__file__).parents[2] / "GLOSSARY.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
    for line in GLOSSARY.splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| English"))
]
ENGLISH = [row[0] for row in ROWS]
WORDS = {word for english in ENGLISH for word in (english, *re.findall(r"`([^`]+)`", english))}


def test_every_word_has_both_languages_and_a_meaning():
    assert len(ROWS) > 140
    assert [row for row in ROWS if len(row) != 3 or not all(row)] == []


def test_the_words_are_sorted():
    assert sorted(ENGLISH, key=str.lower) == ENGLISH


@pytest.mark.parametrize(("column", "name"), [(0, "English"), (1, "Vietnamese")])
def test_no_word_stands_there_twice(column, name):
    words = [row[column].lower() for row in ROWS]
    assert len(words) == len(set(words)), f"a {name} word has two meanings"


def test_every_activity_of_the_exchange_format_is_explained():
    assert [activity for activity in ACTIVITIES if activity not in WORDS] == []


def test_every_act_is_explained():
    assert [act.code for act in Taxonomy.load().acts if f"act {act.code}" not in WORDS] == []


def test_every_table_of_the_exchange_format_is_named():
    singular = {table: table.removesuffix("es" if table == "accesses" else "s").replace("_", " ") for table in TABLES}
    assert [table for table, word in singular.items() if word not in WORDS] == []


def test_subjects_kinds_and_grades_of_what_comes_back_are_explained():
    subjects = ("dossier", "official", "unit", "agent", "pair", "procedure")
    assert [word for word in (*subjects, "breach", "pattern", "convergent", "single") if word not in WORDS] == []


def test_every_kind_of_exceptional_day_but_the_ordinary_is_explained():
    assert [kind for kind in KINDS if kind not in WORDS and kind != "ordinary"] == []
