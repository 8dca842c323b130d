"""What the records do not hold, and which indicators therefore say nothing."""

from dataclasses import dataclass

import narwhals.stable.v2 as nw
import pyarrow.parquet as pq

from liem.detection.calibration.verdict import SwitchedOff
from liem.detection.coding import STEP, Work
from liem.detection.engine import Lazy, distinct
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


LEAST = 0.5
"""Share of the cases in which something must be entered for its absence to be told from a habit of not entering it."""


def as_a_rule(work: Work, rows: Lazy, entered: nw.Expr, otherwise: Text, least: float = LEAST) -> None:
    """Raise :class:`CannotTell` with ``otherwise`` unless ``entered`` is 1, not 0, in a share ``least`` of them."""
    found = work.engine.collect(rows.select(n=nw.len(), said=entered.sum()))
    n, said = (found.column(name)[0].as_py() or 0 for name in ("n", "said"))
    if n and said < least * n:
        raise CannotTell(otherwise)


NEVER = 3.0
"""How often something would be expected in a unit that never enters it, for that to be no accident."""


def where_entered(work: Work, rows: Lazy, entered: nw.Expr) -> nw.Expr:
    """Whether the column ``unit`` names one where ``entered`` is 1, not 0, in a share :data:`LEAST` of the ``rows``:
    what an office does not enter says nothing there by its absence, whatever others enter.
    """
    habits = _habits(work, rows, entered)
    return ~nw.col("unit").is_in([unit for unit, n, said in habits if said < LEAST * n])


def where_ever_entered(work: Work, rows: Lazy, entered: nw.Expr) -> nw.Expr:
    """The same of what is not entered as a rule: all but the units that never do, where by the rate of those that do
    it would have been some :data:`NEVER` times.
    """
    habits = _habits(work, rows, entered)
    n, said = (sum(one[place] for one in habits if one[2]) for place in (1, 2))
    return ~nw.col("unit").is_in([unit for unit, size, times in habits if not times and size * said >= NEVER * n])


COLLEAGUES = 3
"""Cases of colleagues from which a habit of the unit is seen."""


def without_silent_units(rows: Lazy, entries: Lazy, entered: nw.Expr) -> Lazy:
    """``rows`` (with ``unit`` and ``official``) without the official whose colleagues in the unit do not enter it as a
    rule (``entered``: 1, not 0, in the rows of ``entries``): its absence is the unit's habit there, and says nothing
    of that person.
    """
    counts = entries.group_by("unit", "official").agg(n=nw.len(), said=entered.sum())
    counts = counts.with_columns(
        others=nw.col("n").sum().over("unit") - nw.col("n"), theirs=nw.col("said").sum().over("unit") - nw.col("said")
    )
    silent = (nw.col("others") >= COLLEAGUES) & (nw.col("theirs") < LEAST * nw.col("others"))
    silent_ones = counts.filter(silent).select("unit", "official", silent=nw.lit(1))
    rows = rows.join(silent_ones, on=["unit", "official"], how="left")
    return rows.with_columns(official=nw.when(nw.col("silent").is_null()).then(nw.col("official"))).drop("silent")


def _habits(work: Work, rows: Lazy, entered: nw.Expr) -> list[tuple[int, int, int]]:
    """Unit, rows, and in how many of them it was entered."""
    found = work.engine.collect(rows.group_by("unit").agg(n=nw.len(), said=entered.sum()))
    return [(row["unit"], row["n"], row["said"] or 0) for row in found.to_pylist() if row["unit"] is not None]


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
