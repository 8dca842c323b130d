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


def out_of_turn(work: Work, rows: Lazy, late: str) -> Lazy:
    """``rows`` (``d``, ``official``: all that came to each official) with ``own`` 1 where the column ``late`` is 1 and
    the dossier did not wait its turn. Where nothing came later in time to be done before, the order tells nothing.
    """
    in_turn = _in_turn(work, rows.filter(nw.col(late) == 1), rows).with_columns(in_turn=nw.lit(1))
    rows = rows.join(in_turn, on=["d", "official"], how="left")
    return rows.with_columns(own=nw.when(nw.col("in_turn") == 1).then(0).otherwise(nw.col(late))).drop("in_turn")


def _in_turn(work: Work, waited: Lazy, queue: Lazy) -> Lazy:
    times = work.table("facts").select("d", "procedure", "received_w", "end_w", "open")
    took = times.filter(~nw.col("open")).with_columns(took=nw.col("end_w") - nw.col("received_w"))
    usual = took.group_by("procedure").agg(usual=nw.col("took").median())
    later = queue.select("d", "official").join(times, on="d", how="inner")
    later = later.select("official", "procedure", came="received_w", done="end_w")
    pairs = waited.select("d", "official").join(times, on="d", how="inner").join(usual, on="procedure", how="inner")
    pairs = pairs.join(later, on=["official", "procedure"], how="inner")
    in_time = nw.col("came") + nw.col("usual") < nw.col("end_w")
    pairs = pairs.filter((nw.col("came") > nw.col("received_w")) & in_time)
    before = nw.when(nw.col("done") < nw.col("end_w")).then(1).otherwise(0)
    counts = pairs.with_columns(before=before).group_by("d", "official").agg(n=nw.len(), before=nw.col("before").sum())
    return counts.filter(nw.col("before") <= PASSED_OVER * nw.col("n")).select("d", "official")
