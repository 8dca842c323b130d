"""The statutory clock: working days from receipt, net of the union of the times it was lawfully stopped.

It stands between ``supplement_requested`` and ``supplement_received``, and between ``suspended`` and ``resumed``. The
two kinds may overlap; a stop that nothing ends runs to the end of the dossier or of the records; two requests in a
row are ended by the first answer. So the state after each event is, for each kind, whether its last opening came
after its last closing, and the clock stands while either kind is open. The day of receipt does not count, the last
does; likewise of a stop.
"""

import narwhals.stable.v2 as nw

from liem.detection.coding import STEP
from liem.detection.engine import Lazy

SUPPLEMENT = (STEP["supplement_requested"], STEP["supplement_received"])
SUSPENSION = (STEP["suspended"], STEP["resumed"])
CLOCK_STEPS = (*SUPPLEMENT, *SUSPENSION)


def _last(step: int) -> nw.Expr:
    """The ``seq`` of the last event of that kind up to this one; 0 before the first."""
    of_kind = nw.when(nw.col("step") == step).then(nw.col("seq")).otherwise(nw.lit(0))
    return of_kind.cum_max().over("d", order_by="seq").cast(nw.Int32)


def stretches(steps: Lazy, ends: Lazy) -> Lazy:
    """What the clock did after each of its events, one row per event of :data:`CLOCK_STEPS`.

    ``ends`` has ``d``, ``received_w``, ``end_w`` (working-day ordinals). Adds ``stopped`` (working days the clock
    stood from this event to the next, or to the end), ``stands`` (whether it stands after the event), ``stood``
    (whether it stood before) and ``net_day`` (days it had run when the event came).
    """
    events = steps.filter(nw.col("step").is_in(CLOCK_STEPS)).select("d", "seq", "at", "w", "step", "official")
    events = events.join(ends, on="d", how="inner").with_columns(
        here=nw.max_horizontal("received_w", nw.min_horizontal("w", "end_w")),
        asked=_last(SUPPLEMENT[0]),
        answered=_last(SUPPLEMENT[1]),
        suspended=_last(SUSPENSION[0]),
        resumed=_last(SUSPENSION[1]),
    )
    events = events.with_columns(
        stands=((nw.col("asked") > nw.col("answered")) | (nw.col("suspended") > nw.col("resumed"))),
    )
    events = events.with_columns(
        next_here=nw.coalesce(nw.col("here").shift(-1).over("d", order_by="seq"), nw.col("end_w")),
        stood=nw.col("stands").cast(nw.Int32).shift(1).over("d", order_by="seq").fill_null(0) == 1,
    )
    length = nw.max_horizontal(nw.col("next_here") - nw.col("here"), nw.lit(0))
    events = events.with_columns(stopped=nw.when(nw.col("stands")).then(length).otherwise(nw.lit(0)).cast(nw.Int32))
    before = nw.col("stopped").cum_sum().over("d", order_by="seq").cast(nw.Int32) - nw.col("stopped")
    return events.with_columns(net_day=(nw.col("here") - nw.col("received_w") - before).cast(nw.Int32)).select(
        "d", "seq", "at", "w", "step", "official", "stands", "stood", "stopped", "net_day"
    )
