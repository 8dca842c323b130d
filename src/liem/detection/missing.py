"""What the records do not hold, and which indicators therefore say nothing."""

from dataclasses import dataclass

import pyarrow.parquet as pq

from liem.detection.calibration.verdict import SwitchedOff
from liem.detection.coding import STEP, Work
from liem.detection.engine import distinct
from liem.detection.indicator import Indicator, Text
from liem.dossiers.tables import REPORT_COUNTS, TABLES

_NO_TABLE = Text(
    "không có bảng {0}; hãy xuất thêm bảng này ({1}) rồi chạy lại",
    "there is no table {0}; export it, too ({1}), and run again",
)
_NO_REPORTS = Text(
    "không có số liệu phản ánh của người dân (bảng {0}); hãy thêm bảng này vào hồ sơ hoặc nêu tệp bằng --reports",
    "there are no counts of what people reported (table {0}); add the table to the records, or name the file with "
    "--reports",
)
_NO_COLUMN = Text(
    "cột {0} không có giá trị nào; hãy xuất cả cột này, hoặc nêu tên cột tương ứng của nguồn trong tệp ánh xạ "
    "(--mapping)",
    "column {0} holds no value; export it, too, or name the column that holds it in a mapping (--mapping)",
)
_NO_ACTIVITY = Text(
    "không có bước {0} nào được ghi, nên không nói được gì: hoặc việc đó chưa xảy ra, hoặc hệ thống không ghi; nếu "
    "được ghi bằng tên khác, hãy nêu tên đó trong tệp ánh xạ (--mapping)",
    "no activity {0} was ever recorded, so that nothing can be told: it never happened, or the system does not record "
    "it; where it is recorded by another name, give that name in a mapping (--mapping)",
)
_NEEDLESS = Text(
    "hồ sơ đã có bảng {0}, các chỉ số khác nói rõ hơn; muốn tính, hãy chọn bằng --indicators",
    "the records hold the table {0}, of which other indicators say more; ask for it with --indicators",
)
_OFF = Text("đang tắt: {0}", "it is switched off: {0}")
_STAY = Text(
    "; chỉ tắt phần thống kê, vi phạm từng hồ sơ vẫn được nêu", "; only its pattern is off, breaches are still told"
)
_NO_CASES = Text(
    "kỳ được xem không có {0} nào; hãy xem lại kỳ (--from, --to) và bảng procedures, events đã xuất đủ chưa",
    "the period looked at has no {0}; check the period (--from, --to), and that procedures and events were exported "
    "in full",
)
_ANY_CASE = Text("trường hợp", "case to look at")


@dataclass(frozen=True)
class Skipped:
    """An indicator that was not computed, and why."""

    indicator: str
    reason_vi: str
    reason_en: str


class CannotTell(Exception):
    """Raised by an indicator's cases where the records are there but nothing can be told from them."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


@dataclass(frozen=True)
class Present:
    """Tables, ``table.column`` that hold a value, and activities that occur."""

    tables: frozenset[str]
    columns: frozenset[str]
    activities: frozenset[str]


def what_is_present(work: Work) -> Present:
    """Read from the files' own statistics and the coded steps; no row is read for it."""
    tables = frozenset(name for name in work.records.rows if work.records.rows[name]) | frozenset(work.beside)
    columns = frozenset(f"{table}.{column}" for table in tables for column in _filled(work, table))
    numbers = work.engine.collect(distinct(work.table("steps"), "step")).column("step").to_pylist()
    return Present(tables, columns, frozenset(name for name, number in STEP.items() if number in numbers))


def _filled(work: Work, table: str) -> set[str]:
    """Columns of a Parquet file with at least one value."""
    metadata = pq.read_metadata(work.beside.get(table) or work.records.path(table))
    filled: set[str] = set()
    for group in range(metadata.num_row_groups):
        rows = metadata.row_group(group)
        for number in range(rows.num_columns):
            column = rows.column(number)
            known = column.statistics is not None and column.statistics.has_null_count
            if not known or column.statistics.null_count < column.num_values:
                filled.add(column.path_in_schema.split(".")[0])
    return filled


def why_not(indicator: Indicator, present: Present) -> Skipped | None:
    """The reason why an indicator cannot be computed, or None."""
    needs = indicator.needs
    tables = {*needs.tables, *(column.split(".")[0] for column in needs.columns)}
    for table in sorted(tables - present.tables):
        if table == REPORT_COUNTS.name:
            return _skipped(indicator, _NO_REPORTS, table)
        return _skipped(indicator, _NO_TABLE, table, _columns_of(table))
    for column in needs.columns:
        if column not in present.columns:
            return _skipped(indicator, _NO_COLUMN, column)
    for activity in needs.activities:
        if activity not in present.activities:
            return _skipped(indicator, _NO_ACTIVITY, activity)
    return None


def needless(indicator: Indicator, present: Present) -> Skipped | None:
    """The reason why an indicator nobody asked for by name is left out, or None."""
    if indicator.unless in present.tables:
        return _skipped(indicator, _NEEDLESS, str(indicator.unless))
    return None


def cannot_tell(indicator: Indicator, refusal: CannotTell) -> Skipped:
    """The records say too little, as the indicator itself found."""
    return Skipped(indicator.id, refusal.why.vi, refusal.why.en)


def switched_off_by(failed: SwitchedOff, breaches_stay: bool) -> Skipped:
    """A pattern that failed its calibration, or that people found mostly wrong."""
    vi, en = _OFF.vi.format(failed.reason_vi), _OFF.en.format(failed.reason_en)
    return Skipped(failed.indicator, vi + _STAY.vi * breaches_stay, en + _STAY.en * breaches_stay)


def nothing_to_look_at(indicator: Indicator) -> Skipped:
    """The indicator could be computed, but no case falls under it."""
    cases = indicator.pattern.cases if indicator.pattern else _ANY_CASE
    return Skipped(indicator.id, _NO_CASES.vi.format(cases.vi), _NO_CASES.en.format(cases.en))


def _columns_of(table: str) -> str:
    """The columns a row of the table must have."""
    return ", ".join(column.name for column in TABLES[table].columns if column.required)


def _skipped(indicator: Indicator, reason: Text, *words: str) -> Skipped:
    return Skipped(indicator.id, reason.vi.format(*words), reason.en.format(*words))
