"""What an office enters as a rule: only there does the absence of it say anything."""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work
from liem.detection.engine import Lazy
from liem.detection.indicator import Text
from liem.detection.missing import CannotTell

LEAST = 0.5
"""Share of the cases in which something must be entered for its absence to be told from a habit of not entering it."""
NEVER = 3.0
"""How often something would be expected in a unit that never enters it, for that to be no accident."""
COLLEAGUES = 3
"""Cases of colleagues from which a habit of the unit is seen."""


def as_a_rule(work: Work, rows: Lazy, entered: nw.Expr, otherwise: Text, least: float = LEAST) -> None:
    """Raise :class:`CannotTell` with ``otherwise`` unless ``entered`` is 1, not 0, in a share ``least`` of them."""
    found = work.engine.collect(rows.select(n=nw.len(), said=entered.sum()))
    n, said = (found.column(name)[0].as_py() or 0 for name in ("n", "said"))
    if n and said < least * n:
        raise CannotTell(otherwise)


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
