"""Which article a step of a matter rests on, as far as it is known: data (``data/articles.toml``), with its doubt."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

from liem.law.entries import CONFIDENCES, Confidence, read_entries

ARTICLES = Path(__file__).parent / "data" / "articles.toml"


@dataclass(frozen=True)
class Article:
    """One article; ``number`` is empty where it is not known."""

    number: str
    confidence: Confidence
    note_vi: str = ""
    note_en: str = ""

    @property
    def is_compared(self) -> bool:
        """Whether somebody saw it in a text, be it at second hand."""
        return self.confidence in ("SP", "SS")


@lru_cache(maxsize=4)
def articles(path: Path = ARTICLES) -> dict[tuple[str, str], Article]:
    """Kind and step of a matter → its article.

    :raises InputError: for a field that is wrong, a step that stands there twice, a number that nobody knows.
    """
    found: dict[tuple[str, str], Article] = {}
    for entry in read_entries(path, "articles"):
        confidence = cast(Confidence, entry.one_of("confidence", CONFIDENCES))
        number = entry.optional_text("article")
        if (confidence == "U") != (number == ""):
            raise entry.refusal(
                "an article that is not known has no number, any other has one", "leave article out where it is U"
            )
        one = Article(number, confidence, entry.optional_text("note_vi"), entry.optional_text("note_en"))
        kinds, steps = entry.texts("kinds"), entry.texts("steps")
        entry.finish()
        for key in ((kind, step) for kind in kinds for step in steps):
            if key in found:
                raise entry.refusal(f"{key[1]!r} of {key[0]!r} stands there twice", "keep one of the two")
            found[key] = one
    return found
