"""Acts of law that have ended, by number: data (``data/ended_acts.toml``), with its doubt."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import cast

from liem.law.entries import CONFIDENCES, Confidence, read_entries

ENDED_ACTS = Path(__file__).parent / "data" / "ended_acts.toml"


@dataclass(frozen=True)
class EndedAct:
    """One act. ``ended``: the first day on which it was in force no longer."""

    number: str
    ended: date
    replaced: str
    confidence: Confidence


@lru_cache(maxsize=4)
def ended_acts(path: Path = ENDED_ACTS) -> tuple[EndedAct, ...]:
    """All of them, in the order of the file.

    :raises InputError: for a field that is wrong, an act that stands there twice or replaces itself.
    """
    found: dict[str, EndedAct] = {}
    for entry in read_entries(path, "ended"):
        confidence = cast(Confidence, entry.one_of("confidence", CONFIDENCES))
        one = EndedAct(entry.text("number"), entry.day("ended"), entry.text("replaced"), confidence)
        entry.finish()
        if one.number in found:
            raise entry.refusal(f"{one.number} stands there twice", "keep one of the two")
        if one.replaced == one.number:
            raise entry.refusal(f"{one.number} replaces itself", "name the act that took its place")
        found[one.number] = one
    return tuple(found.values())
