"""From the cases of an indicator to the cells that the statistical core compares: counted in the engine, coded here."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from liem.detection.coding import Work, quarter
from liem.detection.engine import Lazy
from liem.detection.indicator import Indicator, SubjectKind
from liem.detection.newcomers import with_newcomers
from liem.detection.statistics import ROOT, Cells

Ints = NDArray[np.int64]

SUBJECT_COLUMNS: dict[SubjectKind, tuple[str, ...]] = {
    "official": ("official",),
    "unit": ("unit",),
    "agent": ("agent",),
    "pair": ("official", "agent"),
    "procedure": ("procedure",),
}
_FROM_FACTS = ("unit", "procedure", "channel", "applicant_kind", "agent", "month")
ABOUT: tuple[SubjectKind, ...] = ("official", "unit", "procedure")
"""What the numbers of the column ``about`` stand for."""
YARDSTICK = "yardstick"
"""Column: 1 in the cells with which others are only compared."""
MOST_CELLS = 300_000
"""Above this many cells the finest strata are given up: where there is so much, the next ones hold enough."""


@dataclass(frozen=True)
class Counted:
    """Cells with the meaning of their codes: ``keys`` has one row of coded-table numbers per subject."""

    cells: Cells
    keys: Ints
    unit: Ints

    def asked(self) -> list[int]:
        """The subjects of which anything is asked."""
        return np.flatnonzero(self.cells.are_asked[: len(self.keys)]).tolist()


def enriched(work: Work, indicator: Indicator) -> Lazy:
    """The cases of an indicator with what makes them comparable: unit, procedure, channel, kind of applicant, quarter,
    role.
    """
    cases = indicator.cases(work)
    if indicator.measure is not None:
        return cases
    present = set(cases.collect_schema().names())
    if "d" in present:
        wanted = [column for column in _FROM_FACTS if column not in present]
        cases = cases.join(work.table("facts").select("d", *wanted), on="d", how="inner")
    role = nw.col("role") if "role" in present else nw.lit(0)
    cases = cases.with_columns(quarter=quarter(), role=role.cast(nw.Int32))
    spares = indicator.pattern is not None and indicator.pattern.spares_newcomers
    return with_newcomers(work, cases) if spares else cases.with_columns(newcomer=nw.lit(0))


def about(cases: Lazy, subject_kind: SubjectKind) -> Lazy:
    """Only the rows that speak of this kind of subject, where the cases keep them apart (column ``about``)."""
    if "about" not in cases.collect_schema().names():
        return cases
    return cases.filter(nw.col("about") == ABOUT.index(subject_kind))


def that_count(cases: Lazy, subject_kind: SubjectKind) -> Lazy:
    """The cases that count for subjects of this kind: what an official did while learning counts for no person."""
    rows = about(cases, subject_kind)
    for column in SUBJECT_COLUMNS[subject_kind]:
        rows = rows.filter(~nw.col(column).is_null())
    return rows.filter(nw.col("newcomer") == 0) if subject_kind == "official" else rows


def count(
    work: Work,
    cases: Lazy,
    subject_kind: SubjectKind,
    strata: tuple[tuple[str, ...], ...],
    yardstick: Lazy | None = None,
) -> Counted:
    """Cells of one kind of subject. A subject's unit is the one most of its cases are of. ``yardstick``: cases that
    others are only compared with; whoever did them is a subject of their own, of which nothing is asked.
    """
    who, rows = SUBJECT_COLUMNS[subject_kind], that_count(cases, subject_kind)
    table = _grouped(work, rows, who, strata)
    if table.num_rows > MOST_CELLS and len(strata) > 1:
        strata = strata[1:]
        table = _grouped(work, rows, who, strata)
    if yardstick is None:
        return _cells(table, who, strata)
    parts = (table, _grouped(work, yardstick, who, strata))
    marked = [
        one.select(table.column_names).append_column(YARDSTICK, pa.array([number] * one.num_rows, pa.int64()))
        for number, one in enumerate(parts)
    ]
    return _cells(pa.concat_tables(marked, promote_options="permissive"), who, strata)


def yardstick(work: Work, indicator: Indicator, subject_kind: SubjectKind) -> Lazy | None:
    """What subjects of this kind are compared with beside one another; ``None`` where there is nothing."""
    pattern = indicator.pattern
    if pattern is None or pattern.compared_with is None or subject_kind != "official":
        return None
    return pattern.compared_with(work)


def _grouped(work: Work, rows: Lazy, who: tuple[str, ...], strata: tuple[tuple[str, ...], ...]) -> pa.Table:
    keys = list(dict.fromkeys([*who, "unit", *(column for level in strata for column in level)]))
    n = nw.col("weight").sum() if "weight" in rows.collect_schema().names() else nw.len()
    return in_order(work.engine.collect(rows.group_by(*keys).agg(n=n, events=nw.col("event").sum())), keys)


def in_order(table: pa.Table, columns: Sequence[str]) -> pa.Table:
    """Sorted by ``columns``: sums of fractions depend on the order, and each engine gathers groups in its own."""
    return table.sort_by([(column, "ascending") for column in columns])


def numbers_of(table: pa.Table, column: str) -> Ints:
    """A column of codes or counts; -1 where there is none."""
    values = table.column(column).combine_chunks()
    return np.asarray(values.cast(pa.int64()).fill_null(-1).to_numpy(zero_copy_only=False), dtype=np.int64)


def packed(table: pa.Table, columns: tuple[str, ...]) -> Ints:
    """One integer per row, the same for the same values of ``columns`` and in their order."""
    code = np.zeros(table.num_rows, dtype=np.int64)
    for column in columns:
        values = numbers_of(table, column) + 1
        code = code * (int(values.max(initial=0)) + 1) + values
    return code


def _cells(table: pa.Table, who: tuple[str, ...], strata: tuple[tuple[str, ...], ...]) -> Counted:
    if not table.num_rows:
        nothing = np.zeros(0, dtype=np.int64)
        return Counted(Cells(nothing, nothing, nothing.astype(float), nothing.astype(float)), nothing[:, None], nothing)
    apart = (YARDSTICK,) if YARDSTICK in table.column_names else ()
    _, first, subject = np.unique(packed(table, (*who, *apart)), return_index=True, return_inverse=True)
    keys = np.stack([numbers_of(table, column)[first] for column in who], axis=1)
    n, events = numbers_of(table, "n").astype(float), numbers_of(table, "events").astype(float)
    stratum, parent = _strata(table, strata)
    unit = _modal(subject, numbers_of(table, "unit"), n, len(keys))
    cluster = None if who == ("unit",) else np.unique(unit, return_inverse=True)[1].astype(np.int64)
    roles = who != ("unit",) and "role" in table.column_names
    kind = _modal(subject, numbers_of(table, "role"), n, len(keys)) if roles else None
    asked = numbers_of(table, YARDSTICK)[first] == 0 if apart else None
    return Counted(Cells(subject, stratum, n, events, cluster, parent, kind, asked), keys, unit)


def _strata(table: pa.Table, levels: tuple[tuple[str, ...], ...]) -> tuple[Ints, Ints]:
    """Codes of the finest stratum of each cell, and the parent of every code."""
    codes, offset = [], 0
    for level in levels:
        code = np.unique(packed(table, level), return_inverse=True)[1] + offset
        codes.append(code.astype(np.int64))
        offset = int(code.max()) + 1
    parent = np.full(offset, ROOT, dtype=np.int64)
    for fine, coarse in pairwise(codes):
        parent[fine] = coarse
    return codes[0], parent


def _modal(subject: Ints, value: Ints, n: NDArray[np.float64], subjects: int) -> Ints:
    """The unit or role of most of each subject's cases; ties go to the smaller number."""
    span = int(value.max(initial=0)) + 2
    pairs, place = np.unique(subject * span + value + 1, return_inverse=True)
    who, where = pairs // span, pairs % span - 1
    order = np.lexsort((-where, np.bincount(place, weights=n), who))
    best = np.full(subjects, -1, dtype=np.int64)
    best[who[order]] = where[order]
    return best
