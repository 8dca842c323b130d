"""A mail as an officer may look at it: without who wrote it, as text, with nothing in it fetched or run. Pure.

The untouched mail names its writer and opens to two offices together (:func:`liem.channels.receiving.open_original`).
What is made here at receipt goes under the report's own key, beside it.
"""

import json
import re
from dataclasses import asdict, dataclass
from email import message_from_bytes, policy
from email.message import Message
from email.utils import parsedate_to_datetime

from liem.channels.mail import (
    MOST_PARTS,
    file_name,
    header,
    html_as_text,
    leaves,
    part_bytes,
    part_text,
    plain,
)

LONGEST = 200_000
"""Characters of each of the two texts."""
MOST_FILES = 100
_TELLING = ("Subject", "Auto-Submitted", "Precedence", "List-Id", "Content-Language")
_CHECKED = re.compile(r"\b(spf|dkim|dmarc|arc)\s*=\s*([a-z]{2,12})\b")


@dataclass(frozen=True)
class Enclosed:
    """A file as it came: its plain name, what it called itself, its size in bytes."""

    name: str
    kind: str
    size: int


@dataclass(frozen=True, repr=False)
class ShownMail:
    """``text``: the plain part; ``page``: the words of the HTML part. ``headers``: pairs of name and value, one line
    each, none of which says who wrote; of the hour of writing only the day is kept.
    """

    headers: tuple[tuple[str, str], ...] = ()
    text: str = ""
    page: str = ""
    files: tuple[Enclosed, ...] = ()
    cut: bool = False

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, kept: bytes) -> "ShownMail":
        given = json.loads(kept)
        return cls(
            tuple((name, value) for name, value in given["headers"]),
            given["text"],
            given["page"],
            tuple(Enclosed(**one) for one in given["files"]),
            given["cut"],
        )


def shown(raw: bytes) -> ShownMail:
    """What of ``raw`` may be looked at, whatever it is. A mail that cannot be parsed shows nothing but that."""
    try:
        message = message_from_bytes(raw, policy=policy.default)
        return _shown(message)
    except Exception:  # as in reading a mail: crafted input raises many kinds of errors, and none may stop receiving
        return ShownMail(cut=True)


def _shown(message: Message) -> ShownMail:
    texts: list[str] = []
    pages: list[str] = []
    files: list[Enclosed] = []
    cut = False
    for number, part in enumerate(leaves(message)):
        if number >= MOST_PARTS:
            cut = True
            break
        kind = part.get_content_type()
        if part.get_filename() or part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            files.append(Enclosed(file_name(part.get_filename(), kind), plain(kind)[:100], len(part_bytes(part))))
        elif kind == "text/html":
            pages.append(html_as_text(part_text(part)))
        else:
            texts.append(part_text(part))
    text, page = (plain("\n\n".join(one for one in found if one.strip())) for found in (texts, pages))
    cut = cut or len(text) > LONGEST or len(page) > LONGEST or len(files) > MOST_FILES
    return ShownMail(_headers(message), text[:LONGEST], page[:LONGEST], tuple(files[:MOST_FILES]), cut)


def _headers(message: Message) -> tuple[tuple[str, str], ...]:
    found = [(name, value[:500]) for name in _TELLING if (value := header(message, name))]
    checks = dict.fromkeys(_CHECKED.findall(header(message, "Authentication-Results").lower()))
    if checks:
        found.append(("Authentication-Results", ", ".join(f"{what}={result}" for what, result in checks)))
    return (*found, *(("Date", day) for day in _day(message)))


def _day(message: Message) -> tuple[str, ...]:
    try:
        return (parsedate_to_datetime(header(message, "Date")).date().isoformat(),)
    except (ValueError, TypeError, OverflowError):
        return ()
