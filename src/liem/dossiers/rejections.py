"""The rows not accepted: why, in words a person can act on, in both languages; and the file they are written to."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa
import pyarrow.parquet as pq

from liem.base.formats import Language

VALUE_SHOWN = 200
"""Characters of the offending value that are kept."""

SCHEMA = pa.schema(
    [("table", pa.string()), ("file", pa.string()), ("line", pa.int64())]
    + [(name, pa.string()) for name in ("column", "value", "reason")]
)


@dataclass(frozen=True)
class Reason:
    """Why a row is not accepted. The English sentence is what ``rejections.parquet`` holds."""

    en: str
    vi: str


REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        "missing": Reason("a required value is missing", "thiếu giá trị bắt buộc"),
        "too_long": Reason("a code longer than 128 characters", "mã dài quá 128 ký tự"),
        "nul": Reason("a NUL byte in the value", "giá trị có ký tự NUL"),
        "not_listed": Reason("not one of the values of the format", "không thuộc danh mục giá trị của định dạng"),
        "not_whole": Reason("not a whole number", "không phải số nguyên"),
        "negative": Reason("a negative number", "số âm"),
        "not_flag": Reason("neither true nor false", "không phải đúng hoặc sai (true/false)"),
        "not_day": Reason("not a date of the form 2026-03-31", "không phải ngày dạng 2026-03-31"),
        "not_instant": Reason(
            "not a timestamp of ISO 8601, such as 2026-03-31T08:15:00+07:00",
            "không phải thời điểm theo ISO 8601, ví dụ 2026-03-31T08:15:00+07:00",
        ),
        "wrong_format": Reason(
            "not a timestamp of the form the mapping names", "thời điểm không đúng dạng mà tệp ánh xạ nêu"
        ),
        "out_of_time": Reason("a year before 1900 or after 2200", "năm trước 1900 hoặc sau 2200"),
        "unknown_dossier": Reason(
            "the dossier is not in the table of dossiers", "hồ sơ không có trong bảng hồ sơ (dossiers)"
        ),
        "dossier_rejected": Reason(
            "its dossier was not accepted; see the row of the dossier",
            "hồ sơ của dòng này không được nhận; xem dòng của hồ sơ",
        ),
        "unknown_procedure": Reason(
            "the procedure is not in the table of procedures", "thủ tục không có trong bảng thủ tục (procedures)"
        ),
        "procedure_rejected": Reason(
            "its procedure was not accepted; see the row of the procedure",
            "thủ tục của dòng này không được nhận; xem dòng của thủ tục",
        ),
        "same_key": Reason(
            "the same key as an earlier row, which stays", "trùng khoá với một dòng trước; dòng trước được giữ"
        ),
        "same_event": Reason(
            "the same as an earlier event in every column",
            "trùng mọi cột với một sự kiện trước; sự kiện trước được giữ",
        ),
        "before_receipt": Reason(
            "more than a day before its dossier was received", "sớm hơn thời điểm tiếp nhận hồ sơ quá một ngày"
        ),
        "finished_early": Reason("finished before it was received", "hồ sơ kết thúc trước khi được tiếp nhận"),
        "trace_without_events": Reason("a trace without any event", "hồ sơ (trace) không có sự kiện nào"),
        "bad_quote": Reason(
            "a quotation mark is misplaced or never closed in this line",
            "dấu ngoặc kép đặt sai chỗ hoặc không đóng trong dòng này",
        ),
        "wrong_number_of_values": Reason(
            "not as many values as the header has columns", "số giá trị trong dòng khác số cột ở dòng tiêu đề"
        ),
    }
)

_VIETNAMESE = {reason.en: reason.vi for reason in REASONS.values()}


def sentence(reason: str, language: Language = "vi") -> str:
    """A reason as ``rejections.parquet`` holds it, in the reader's language."""
    return _VIETNAMESE.get(reason, reason) if language == "vi" else reason


@dataclass(frozen=True)
class Rejection:
    """One row not accepted. ``line``: the physical line of a CSV, else the number of the row, from 1."""

    table: str
    file: str
    line: int
    column: str
    value: str
    reason: str


class RejectionFile:
    """``rejections.parquet`` while it is written; rows may come one by one or as Arrow tables."""

    def __init__(self, path: Path) -> None:
        self._writer = pq.ParquetWriter(path, SCHEMA, compression="zstd")

    def add(self, rejections: list[Rejection]) -> None:
        """Append rows known one by one."""
        if rejections:
            self.add_table(pa.Table.from_pylist([vars(rejection) for rejection in rejections], SCHEMA))

    def add_table(self, table: pa.Table) -> None:
        """Append rows that have the columns of :data:`SCHEMA`."""
        self._writer.write_table(table.select(SCHEMA.names).cast(SCHEMA))

    def close(self) -> None:
        self._writer.close()
