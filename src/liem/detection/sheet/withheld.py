"""Which sheets may say a person's code, and how a sentence is said without it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from liem.base.formats import Language
from liem.detection.indicator import Text

NO_CODE = Text("(không nêu mã)", "(code withheld)")
"""Stands where a person's code would."""
PERSONS = ("official", "agent", "pair")
"""Kinds of subject that are persons."""


def names_a_person(grade: str, subject_kind: str) -> bool:
    """Whether a signal about such a subject, in a lead of such a grade, may be shown with the person's code.

    One pattern alone is a reason to look at the unit, never at a person.

    >>> names_a_person("single", "official"), names_a_person("convergent", "official"), names_a_person("single", "unit")
    (False, True, True)
    """
    return grade != "single" or subject_kind not in PERSONS


def unnamed(sentence: str, subject: str, in_place: str) -> str:
    """``sentence`` with the codes of a person, or of both of a pair, replaced.

    >>> unnamed("Of 40 dossiers of official CC-07, 9 were late", "CC-07", "…")
    'Of 40 dossiers of official …, 9 were late'
    """
    for code in sorted(subject.split("|"), key=len, reverse=True):
        sentence = re.sub(rf"(?<![\w-]){re.escape(code)}(?![\w-])", in_place, sentence)
    return sentence


def sentence_of(grade: str, signal: Mapping[str, Any], language: Language) -> str:
    """What a signal says in a lead of that grade."""
    sentence = str(signal[f"explanation_{language}"])
    if names_a_person(grade, signal["subject_kind"]):
        return sentence
    return unnamed(sentence, signal["subject"], NO_CODE[language])


def in_order_of_reading(signals: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Patterns first, then breaches; each the firmest first, and equals by their number, so that the order is fixed."""
    return sorted(signals, key=lambda one: (one["kind"] != "pattern", -(one["priority"] or 0.0), one["signal"]))
