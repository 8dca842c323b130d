"""What ``liem check`` says of a record set, as data: tables, rows not accepted, findings. How it looks is the
terminal's affair.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb
import pyarrow.parquet as pq

from liem.base.formats import Language, instant, number
from liem.dossiers.quality import LogIntegrity
from liem.dossiers.record_set import REJECTIONS, RecordSet
from liem.dossiers.rejections import sentence
from liem.dossiers.sql import quoted
from liem.dossiers.whole_folder import cannot_write

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "tables": ("Các bảng", "Tables"),
        "table": ("bảng", "table"),
        "read": ("số dòng đọc", "rows read"),
        "accepted": ("được nhận", "accepted"),
        "rejected": ("không được nhận", "not accepted"),
        "left_out": ("bỏ ra theo ánh xạ", "left out by the mapping"),
        "rejections": ("Dòng không được nhận", "Rows not accepted"),
        "file": ("tệp", "file"),
        "line": ("dòng đầu tiên", "first line"),
        "column": ("cột", "column"),
        "value": ("giá trị", "value"),
        "reason": ("lý do", "reason"),
        "rows": ("số dòng", "rows"),
        "findings": ("Chất lượng của dữ liệu", "Soundness of the records"),
        "severity": ("mức", "weight"),
        "finding": ("nhận xét", "finding"),
        "examples": ("ví dụ", "for example"),
        "info": ("thông tin", "information"),
        "warning": ("cần xem", "look at it"),
        "serious": ("nghiêm trọng", "serious"),
        "nothing": ("Không thấy điều gì đáng ngờ.", "Nothing doubtful was found."),
        "all_accepted": ("Mọi dòng đều được nhận.", "Every row was accepted."),
        "span": ("Dữ liệu từ {first} đến {last}.", "Records from {first} to {last}."),
    }
)


def word(key: str, language: Language) -> str:
    """A word of the report in the reader's language."""
    vi, en = WORDS[key]
    return vi if language == "vi" else en


@dataclass(frozen=True)
class Section:
    """One table of the report: a title, the heads of its columns, and rows of text."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    when_empty: str = ""


def sections(records: RecordSet, integrity: LogIntegrity, language: Language) -> list[Section]:
    """The report: tables, rows not accepted by reason, findings."""
    return [_tables(records, language), _rejections(records, language), _findings(integrity, language)]


def span(records: RecordSet, language: Language) -> str:
    """From when to when the records go, as a sentence."""
    if records.first_at is None or records.last_at is None:
        return ""
    first, last = instant(records.first_at, language), instant(records.last_at, language)
    return word("span", language).format(first=first, last=last)


def _tables(records: RecordSet, language: Language) -> Section:
    shown = ["read", "accepted", "rejected", "left_out"]
    counts = records.summary["tables"]
    if not any(table["left_out"] for table in counts.values()):
        shown.remove("left_out")
    rows = [(name, *(number(table[key], language=language) for key in shown)) for name, table in counts.items()]
    heads = tuple(word(key, language) for key in ("table", *shown))
    return Section(word("tables", language), heads, tuple(rows))


def _rejections(records: RecordSet, language: Language) -> Section:
    """By table, file, column and reason, each with its first line and the value there."""
    with duckdb.connect() as connection:
        found = connection.execute(
            f"""SELECT "table", file, "column", reason, count(*) AS n, min(line) AS line, arg_min(value, line) AS value
            FROM read_parquet({quoted(str(records.path(REJECTIONS)))}) GROUP BY ALL ORDER BY n DESC, 1, 2, 3, 4 LIMIT
        100"""
        ).fetchall()
    rows = [
        (
            table,
            file,
            column or "",
            number(n, language=language),
            str(line),
            (value or "")[:60],
            sentence(reason, language),
        )
        for table, file, column, reason, n, line, value in found
    ]
    heads = tuple(word(key, language) for key in ("table", "file", "column", "rows", "line", "value", "reason"))
    return Section(word("rejections", language), heads, tuple(rows), word("all_accepted", language))


def _findings(integrity: LogIntegrity, language: Language) -> Section:
    rows = [
        (word(found.severity, language), found.vi if language == "vi" else found.en, "; ".join(found.examples[:3]))
        for found in integrity.findings
    ]
    heads = tuple(word(key, language) for key in ("severity", "finding", "examples"))
    return Section(word("findings", language), heads, tuple(rows), word("nothing", language))


def plain(section: Section) -> Iterator[str]:
    """A section as lines of text, for a file or a pipe: one line per row, values separated by `` | ``."""
    yield section.title
    if not section.rows:
        yield f"  {section.when_empty}"
        return
    yield "  " + " | ".join(section.heads)
    for row in section.rows:
        yield "  " + " | ".join(" ".join(value.split()) for value in row)


def write_json(records: RecordSet, integrity: LogIntegrity, target: Path) -> None:
    """Everything, with every row not accepted, as one JSON document.

    Raises:
        InputError: ``target`` cannot be written.
    """
    head: dict[str, Any] = {**records.summary, "findings": [asdict(found) for found in integrity.findings]}
    try:
        with target.open("w", encoding="utf-8") as file:
            file.write(json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "rejections": [')
            mark = "\n  "
            for batch in pq.ParquetFile(records.path(REJECTIONS)).iter_batches(10_000):
                for row in batch.to_pylist():
                    file.write(mark + json.dumps(row, ensure_ascii=False))
                    mark = ",\n  "
            file.write("]\n}\n")
    except OSError as error:
        raise cannot_write(target, error) from error
