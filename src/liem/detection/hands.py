"""Who did what on each dossier: one row per dossier and official, with the role and the working days it lay with
them.
"""

import narwhals.stable.v2 as nw

from liem.detection.clock import SUPPLEMENT, SUSPENSION
from liem.detection.coding import STEP, Work
from liem.detection.engine import Lazy

_PACK = 2**32
COUNTER, PROCESSING, DECIDING, CLOSING = 0, 1, 2, 3
"""Roles, by what the official did on that dossier; who did several is counted in the first of: processing, deciding,
counter, closing.
"""

ROLE_OF = {
    "received": COUNTER,
    "receipt_slip_issued": COUNTER,
    "guidance_given": COUNTER,
    "forwarded": COUNTER,
    "supplement_received": COUNTER,
    "approved": DECIDING,
    "refused": DECIDING,
    "returned_for_correction": DECIDING,
    "fee_collected": CLOSING,
    "result_ready": CLOSING,
    "finished": CLOSING,
    "withdrawn": CLOSING,
    "reopened": CLOSING,
    "apology_issued": CLOSING,
    "due_changed": CLOSING,
    "supplement_requested": 4,
}
"""Anything else is processing. A supplement request fits the counter as well as the desk, so alone it decides
nothing.
"""


def write_hands(work: Work) -> None:
    """Materialise ``hands`` and ``homes``.

    ``hands``: ``d, official, role, asked`` (supplement requests), ``held`` (working days), ``acts, first_w, last_w``.
    ``homes``: for each official the unit and the role of most of their dossiers.
    """
    work.keep_by_month("hands", _hands, ("official",))
    work.keep("homes", _homes(work))


def _homes(work: Work) -> Lazy:
    """The most frequent unit and role of each official: the count packed above the number, and the maximum taken."""
    hands = work.table("hands").select("d", "official", "role").join(work.table("cases").select("d", "unit"), on="d")
    parts = []
    for column in ("unit", "role"):
        counted = hands.group_by("official", column).agg(times=nw.len())
        packed = (nw.col("times").cast(nw.Int64) * _PACK + nw.col(column).cast(nw.Int64)).max().alias(column)
        parts.append(counted.group_by("official").agg(packed))
    homes = parts[0].join(parts[1], on="official", how="inner")
    return homes.with_columns(*((nw.col(column) % _PACK).cast(nw.Int32).alias(column) for column in ("unit", "role")))


def _hands(steps: Lazy) -> Lazy:
    rows = _held(steps).filter(~nw.col("official").is_null())
    role = nw.lit(PROCESSING)
    for activity, value in ROLE_OF.items():
        role = nw.when(nw.col("step") == STEP[activity]).then(nw.lit(value)).otherwise(role)
    rows = rows.select(
        "d",
        "official",
        "held",
        "w",
        asked=nw.when(nw.col("step") == STEP["supplement_requested"]).then(1).otherwise(0),
        **{f"as_{number}": nw.when(role == number).then(1).otherwise(0) for number in range(4)},
    )
    rows = rows.group_by("d", "official").agg(
        nw.len().alias("acts"),
        *(nw.col(column).sum().cast(nw.Int32) for column in ("held", "asked")),
        *(nw.col(f"as_{number}").max() for number in range(4)),
        nw.col("w").min().alias("first_w"),
        nw.col("w").max().alias("last_w"),
    )
    role = nw.when(nw.col("as_3") == 1).then(nw.lit(CLOSING)).otherwise(nw.lit(PROCESSING))
    for number in (COUNTER, DECIDING, PROCESSING):
        role = nw.when(nw.col(f"as_{number}") == 1).then(nw.lit(number)).otherwise(role)
    return rows.with_columns(role=role.cast(nw.Int32)).drop(*(f"as_{number}" for number in range(4)))


def _held(steps: Lazy) -> Lazy:
    """Steps with ``held``: the working days before this step that waited for whoever took it.

    The time since the step before waited for the official of this step, unless the clock stood, or another office had
    been consulted: that time waited for others.
    """

    def last(step: int) -> nw.Expr:
        of_kind = nw.when(nw.col("step") == step).then(nw.col("seq")).otherwise(nw.lit(0))
        return of_kind.cum_max().over("d", order_by="seq")

    rows = steps.select("d", "seq", "at", "w", "step", "official").with_columns(
        since=nw.col("w").shift(1).over("d", order_by="seq"),
        before=nw.col("step").shift(1).over("d", order_by="seq"),
        stands=(last(SUPPLEMENT[0]) > last(SUPPLEMENT[1])) | (last(SUSPENSION[0]) > last(SUSPENSION[1])),
    )
    opens = nw.col("step").is_in([SUPPLEMENT[0], SUSPENSION[0]])
    closes = nw.col("step").is_in([SUPPLEMENT[1], SUSPENSION[1]])
    waited = closes | (nw.col("stands") & ~opens) | (nw.col("before") == STEP["consulted"]).fill_null(False)
    held = nw.when(waited).then(nw.lit(0)).otherwise((nw.col("w") - nw.col("since")).fill_null(0))
    return rows.with_columns(held=nw.max_horizontal(held, nw.lit(0)))
