"""What may come in, under which name, and how two record sets become one: decisions without files or database."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

KEYS: dict[str, tuple[str, ...]] = {
    "procedures": ("procedure", "valid_from"),
    "units": ("unit", "valid_from"),
    "officials": ("official", "unit", "from"),
    "relations": ("official", "related_to", "kind"),
    "issued_documents": ("document",),
    "report_counts": ("subject_kind", "subject", "period_from", "source"),
}
"""Registry tables: a row that comes in takes the place of the row with the same key, or is added."""

BY_DOSSIER = ("dossiers", "events")
"""A dossier that comes in takes the place of the same dossier, with all its events."""

WHOLE_ROW = ("accesses",)
"""Facts without a name of their own: a row already held is not held twice."""

TABLES = (*KEYS, *BY_DOSSIER, *WHOLE_ROW)

EXTENSIONS = (".csv", ".csv.gz", ".parquet", ".xes", ".xes.gz", ".jsonocel", ".json", ".xmlocel", ".xml", ".sqlite")
"""Endings of files that hold records."""
MAPPING_EXTENSION = ".toml"
MOST_FILES = 40
LONGEST_NAME = 120

_UNFIT = re.compile(r"[^\w.\- ]+", re.UNICODE)


def plain_name(name: str) -> str:
    """The name under which an uploaded file is kept: no folder, no control or shell character, no leading dot.

    >>> plain_name("../../etc/cron.d/hồ sơ;rm -rf.csv")
    'hồ sơ_rm -rf.csv'
    >>> plain_name("C:\\\\data\\\\events.csv.gz"), plain_name("..."), plain_name("\\u202efdp.csv")
    ('events.csv.gz', 'file', 'fdp.csv')
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(char for char in name if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    name = _UNFIT.sub("_", name).strip(" ._-")
    if len(name) > LONGEST_NAME:
        suffix = next((end for end in (*EXTENSIONS, MAPPING_EXTENSION) if name.lower().endswith(end)), "")
        name = name[: LONGEST_NAME - len(suffix)].rstrip(" .") + suffix
    return name or "file"


def holds_records(name: str) -> bool:
    """Whether a file of this name can be read as records (what is in it is checked by the readers)."""
    return name.lower().endswith(EXTENSIONS)


@dataclass(frozen=True)
class Refusal:
    """Why files cannot be taken: a code the screens translate, and the file it is about."""

    code: str
    file: str = ""
    limit: int = 0


def why_not_take(files: Iterable[tuple[str, int]], most_bytes: int) -> Refusal | None:
    """The first reason why files of these names and sizes (bytes) cannot be taken, or ``None``."""
    files = list(files)
    if not files:
        return Refusal("nothing")
    if len(files) > MOST_FILES:
        return Refusal("too_many", limit=MOST_FILES)
    for refusal in (_why_not_one(name, size) for name, size in files):
        if refusal is not None:
            return refusal
    if sum(size for _, size in files) > most_bytes:
        return Refusal("too_big", limit=most_bytes)
    return _why_not_together([plain_name(name) for name, _ in files])


def _why_not_one(name: str, size: int) -> Refusal | None:
    kept = plain_name(name)
    if not holds_records(kept) and not kept.lower().endswith(MAPPING_EXTENSION):
        return Refusal("unknown_kind", name)
    return Refusal("empty", name) if size == 0 else None


def _why_not_together(names: list[str]) -> Refusal | None:
    lowered = [name.lower() for name in names]
    twice = next((name for name in names if lowered.count(name.lower()) > 1), None)
    if twice:
        return Refusal("same_name", twice)
    if not any(holds_records(name) for name in names):
        return Refusal("only_mapping", names[0])
    if sum(name.endswith(MAPPING_EXTENSION) for name in lowered) > 1:
        return Refusal("two_mappings", next(name for name in names if name.lower().endswith(MAPPING_EXTENSION)))
    return None


def safe_cell(value: object) -> object:
    """A value that no spreadsheet takes for a formula when it opens a CSV file.

    >>> safe_cell("=cmd|' /C calc'!A0"), safe_cell("-5 days"), safe_cell(-5), safe_cell("HS-1")
    ("'=cmd|' /C calc'!A0", "'-5 days", -5, 'HS-1')
    """
    if isinstance(value, str) and value.lstrip()[:1] in ("=", "+", "-", "@", "\t", "\r", "|", "%"):
        return f"'{value}"
    return value
