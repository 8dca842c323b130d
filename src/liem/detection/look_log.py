"""The log of looks, with which every question about them begins.

Where a log was brought in from an older system, the looks of months may bear one instant. Nobody looked then, and when
they did is not known: such looks are left out, and the reader is told.
"""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work
from liem.detection.engine import Lazy, instant

CROWD, EVERYBODY = 20, 0.5
"""So many officials, and this share of all who ever look, do not look at one instant."""


def looks_at_their_time(work: Work) -> Lazy:
    """The rows of ``accesses`` up to the day looked at, but for those of an instant that half of all share."""
    return _all(work).join(work.once("brought_in", lambda: _shared_instants(_all(work))), on="at", how="anti")


def looks_brought_in(work: Work) -> int:
    """How many looks are left out so."""
    if not work.has("accesses"):
        return 0
    left_out = _all(work).join(work.once("brought_in", lambda: _shared_instants(_all(work))), on="at", how="semi")
    return int(work.engine.collect(left_out.select(n=nw.len())).column("n")[0].as_py())


def _all(work: Work) -> Lazy:
    return work.source("accesses").filter(nw.col("at") <= instant(work.as_of))


def _shared_instants(rows: Lazy) -> Lazy:
    everybody = rows.select(everybody=nw.col("official").n_unique()).with_columns(one=nw.lit(1))
    instants = rows.group_by("at").agg(officials=nw.col("official").n_unique())
    instants = instants.filter(nw.col("officials") >= CROWD).with_columns(one=nw.lit(1))
    instants = instants.join(everybody, on="one", how="inner")
    return instants.filter(nw.col("officials") >= EVERYBODY * nw.col("everybody")).select("at")
