"""Refused input in Vietnamese. The road of a dossier speaks English and knows no web framework; its sentences are
turned here, where they reach a person: on a page, or on the terminal."""

import os
import re
import tomllib
from functools import cache
from pathlib import Path

from liem.base.formats import Language
from liem.dossiers.rejections import REASONS

CATALOGUE = Path(__file__).with_name("refusals_vi.toml")


def terminal_language() -> Language:
    """``LIEM_LANGUAGE`` where it is set, else the language of the terminal's locale, else English."""
    spoken = os.environ.get("LIEM_LANGUAGE") or next(
        filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), ""
    )
    return "vi" if spoken.lower().startswith("vi") else "en"


def spoken(sentence: str, language: Language) -> str:
    """A refusal ("place: what; what to do") in the reader's language; one that is not known stays as it is.

    >>> spoken("a.csv, line 3: the file is empty; export it again", "vi")
    'a.csv, dòng 3: tệp rỗng; hãy xuất lại tệp'
    """
    if language != "vi":
        return sentence
    starts = [0, *(match.end() for match in re.finditer(": ", sentence))]
    return next((told for start in starts if (told := _from(sentence, start))), sentence)


def _from(sentence: str, start: int) -> str | None:
    """The sentence where its place ends at ``start``, or ``None`` where what follows is not known."""
    place, said = sentence[:start], sentence[start:]
    ends = [match.start() for match in re.finditer("; ", said)]
    for end in ends:
        what, remedy = _turned("what", said[:end]), _turned("remedy", said[end + 2 :])
        if what and remedy:
            return f"{_place(place)}{what}; {remedy}"
    what = _turned("what", said)
    return f"{_place(place)}{what}" if what else None


def _place(place: str) -> str:
    return re.sub(r", line (\d+)", r", dòng \1", place).replace(", column ", ", cột ")


def _turned(section: str, text: str) -> str | None:
    for pattern, vietnamese in _catalogue()[section]:
        match = pattern.fullmatch(text)
        if match:
            return vietnamese.format(*(_words().get(group, group) for group in match.groups()))
    return None


@cache
def _document() -> dict[str, dict[str, str]]:
    return tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))


@cache
def _words() -> dict[str, str]:
    return _document()["words"] | {reason.en: reason.vi for reason in REASONS.values()}


@cache
def _catalogue() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    """Patterns with the most words first, so that a sentence is not taken for a shorter one."""
    sections = {}
    for name in ("what", "remedy"):
        entries = sorted(_document()[name].items(), key=lambda entry: -len(entry[0]))
        sections[name] = [(_pattern(english), _escaped(vietnamese)) for english, vietnamese in entries]
    return sections


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(re.escape(part) for part in english.split("{}")), re.DOTALL)


def _escaped(vietnamese: str) -> str:
    """Braces that are no place for a value are written twice, as ``str.format`` wants them."""
    return "{}".join(part.replace("{", "{{").replace("}", "}}") for part in vietnamese.split("{}"))
