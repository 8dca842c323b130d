"""Did a dossier wait its turn? Where more comes to a desk than it can do, all wait, and nobody is passed over.

Whoever has too much, or only what is hard, or is new, is late with nearly everything, and does it in the order in which
it came. Holding back shows in the order: what comes later is done before.
"""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work
from liem.detection.engine import Lazy

PASSED_OVER = 0.4
"""Share of what came later to the same official, of the same procedure and early enough to be done in the usual time,
that was done before: up to here a dossier has waited its turn.
"""


_DAYS = ["official", "procedure", "received_w", "end_w"]
"""Turns are compared by the day: at a hub many come and are done on one."""


def out_of_turn(work: Work, rows: Lazy, late: str) -> Lazy:
    """``rows`` (``d``, ``official``: all that came to each official) with ``own`` 1 where the column ``late`` is 1 and
    the dossier did not wait its turn. Where nothing came later in time to be done before, the order tells nothing.
    """
    times = work.table("facts").select("d", "procedure", "received_w", "end_w", "open")
    return _with_own(rows, rows.select("d", "official", late).join(times, on="d", how="inner"), _usual(times), late)


def done_out_of_turn(rows: Lazy, late: str) -> Lazy:
    """The same of ``rows`` that say themselves when each came (``received_w``) and was done (``end_w``), whatever its
    procedure: a signature is one kind of work.
    """
    queue = rows.with_columns(procedure=nw.lit(0), open=nw.lit(False))
    return _with_own(rows, queue, _usual(queue), late)


def _with_own(rows: Lazy, queue: Lazy, usual: Lazy, late: str) -> Lazy:
    in_turn = _in_turn(queue.filter(nw.col(late) == 1), queue, usual)
    in_turn = queue.join(in_turn, on=_DAYS, how="inner").select("d", "official", in_turn=nw.lit(1))
    rows = rows.join(in_turn, on=["d", "official"], how="left")
    return rows.with_columns(own=nw.when(nw.col("in_turn") == 1).then(0).otherwise(nw.col(late))).drop("in_turn")


def _usual(times: Lazy) -> Lazy:
    took = times.filter(~nw.col("open")).with_columns(took=nw.col("end_w") - nw.col("received_w"))
    return took.group_by("procedure").agg(usual=nw.col("took").median())


def _in_turn(waited: Lazy, queue: Lazy, usual: Lazy) -> Lazy:
    """Days of ``waited`` (a row each) whose dossiers were not passed over."""
    later = queue.group_by(_DAYS).agg(many=nw.len()).rename({"received_w": "came", "end_w": "done"})
    waited = waited.select(_DAYS).unique().join(usual, on="procedure", how="inner")
    pairs = waited.join(later, on=["official", "procedure"], how="inner")
    in_time = nw.col("came") + nw.col("usual") < nw.col("end_w")
    pairs = pairs.filter((nw.col("came") > nw.col("received_w")) & in_time)
    before = nw.when(nw.col("done") < nw.col("end_w")).then(nw.col("many")).otherwise(0)
    by_days = pairs.with_columns(before=before).group_by(_DAYS)
    counts = by_days.agg(n=nw.col("many").sum(), before=nw.col("before").sum())
    return counts.filter(nw.col("before") <= PASSED_OVER * nw.col("n")).select(_DAYS)
