"""The citizen's form: which questions there are, in which order, and what the answers become."""

import re
import unicodedata
from collections.abc import Mapping

from liem.intake.content import Identity, ReportContent
from liem.intake.states import Kind, Story

STEPS = ("story", "what", "place", "procedure", "asked", "when", "who", "evidence", "kind", "name")
"""One page each, then the page of reviewing."""
REVIEW = "review"

_ABOUT_MONEY = {Story.ASKED, Story.REFUSED, Story.PAID, Story.PAPERS}
_OF_GOOD_SERVICE = ("story", "what", "place", "who")

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters nobody types: controls, and those that turn the direction of what follows (they disguise)."""


def plain(text: str) -> str:
    """``text`` as it is kept: composed, without control characters, with plain line ends.

    >>> plain("a\\r\\nb\\x00\\u202ec")
    'a\\nbc'
    """
    return _CONTROL.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))).strip()


def steps_for(answers: Mapping[str, str]) -> list[str]:
    """The questions that make sense after these answers."""
    story = answers.get("story", "")
    if story == Story.SERVED_WELL:
        return list(_OF_GOOD_SERVICE)
    return [step for step in STEPS if step != "asked" or story in _ABOUT_MONEY]


def neighbour(step: str, answers: Mapping[str, str], by: int) -> str:
    """The step after (``by=1``) or before (``by=-1``) this one; after the last comes the review."""
    steps = [*steps_for(answers), REVIEW]
    place = steps.index(step) + by if step in steps else 0
    return steps[min(max(place, 0), len(steps) - 1)]


def place_of(step: str, answers: Mapping[str, str]) -> tuple[int, int]:
    """Which question of how many."""
    steps = steps_for(answers)
    return (steps.index(step) + 1 if step in steps else len(steps), len(steps))


def as_content(answers: Mapping[str, str], language: str) -> ReportContent:
    """The report these answers make. What a step no longer asked for is left out."""
    asked = set(steps_for(answers))
    kept = {name: plain(value) for name, value in answers.items() if STEP_OF.get(name, "") in asked}
    story = kept.get("story") or Story.OTHER
    accused_as = kept.get("accused_as", "")
    return ReportContent(
        kind=_kind(story, kept.get("kind", "")),
        story=story,
        what=kept.get("what", ""),
        place=kept.get("place", ""),
        unit=kept.get("unit", ""),
        procedure=kept.get("procedure", ""),
        dossier=kept.get("dossier", ""),
        asked_for=kept.get("asked_for", ""),
        when=kept.get("when", ""),
        who=kept.get("who", ""),
        evidence=kept.get("evidence", ""),
        accused_as=accused_as,
        about_leader=accused_as in {"head", "leader"},
        language=language,
    )


def as_identity(answers: Mapping[str, str]) -> Identity | None:
    """Who reports, where they chose to say."""
    if answers.get("named") != "yes" or "name" not in steps_for(answers):
        return None
    given = Identity(*(plain(answers.get(name, "")) for name in ("name", "contact", "address")))
    return given or None


def _kind(story: str, chosen: str) -> str:
    if story == Story.SERVED_WELL:
        return Kind.GOOD_SERVICE
    if story == Story.REFUSED and chosen in {"", Kind.UNDECIDED}:
        return Kind.REFUSED_TO_PAY
    return chosen if chosen in Kind.values else Kind.UNDECIDED


STEP_OF = {
    "story": "story",
    "what": "what",
    "unit": "place",
    "place": "place",
    "procedure": "procedure",
    "dossier": "procedure",
    "asked_for": "asked",
    "when": "when",
    "who": "who",
    "accused_as": "who",
    "evidence": "evidence",
    "kind": "kind",
    "named": "name",
    "name": "name",
    "contact": "name",
    "address": "name",
}
"""Which page asks for which answer."""
