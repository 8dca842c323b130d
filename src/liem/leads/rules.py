"""Decisions of this room without database or clock."""

import re
from math import sqrt

from liem.leads.states import PERSONS, Grade, Result, SubjectKind

SHORTEST_REASON = 10
"""Characters. A reason of one word explains nothing to whoever comes after."""

NO_CODE = {"vi": "(không nêu mã)", "en": "(code withheld)"}
"""Stands where a person's code would."""


def why_not_note(result: str, reason: str) -> str | None:
    """Why the result of a look cannot be kept, or ``None``."""
    if result not in Result.values:
        return "choose what you found"
    if len(reason.strip()) < SHORTEST_REASON:
        return f"write a reason of at least {SHORTEST_REASON} characters: it stays with the lead"
    return None


def names_a_person(grade: str, subject_kind: str) -> bool:
    """Whether a signal about such a subject, in a lead of such a grade, may be shown with the person's code.

    One pattern alone is a reason to look at the unit, never at a person.

    >>> names_a_person("single", "official"), names_a_person("convergent", "official"), names_a_person("single", "unit")
    (False, True, True)
    """
    return grade != Grade.SINGLE or subject_kind not in PERSONS


def unnamed(sentence: str, subject: str, in_place: str) -> str:
    """``sentence`` with the codes of a person, or of both of a pair, replaced.

    >>> unnamed("Of 40 dossiers of official CC-07, 9 were late", "CC-07", "…")
    'Of 40 dossiers of official …, 9 were late'
    """
    for code in sorted(subject.split("|"), key=len, reverse=True):
        sentence = re.sub(rf"(?<![\w-]){re.escape(code)}(?![\w-])", in_place, sentence)
    return sentence


def is_person(subject_kind: str) -> bool:
    """Whether a subject is a person."""
    return SubjectKind(subject_kind) in PERSONS


def wilson(part: int, whole: int, z: float = 1.959964) -> tuple[float, float]:
    """The interval of a share (Wilson 1927), 95 % by default: for shares of few, too, and of none or all.

    >>> [round(end, 3) for end in wilson(8, 10)], wilson(0, 0)
    ([0.49, 0.943], (0.0, 1.0))
    """
    if whole == 0:
        return 0.0, 1.0
    share, weight = part / whole, z * z / whole
    middle = (share + weight / 2) / (1 + weight)
    half = z * sqrt(share * (1 - share) / whole + weight / (4 * whole)) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)
