"""Who did what on each dossier: one row per dossier and official, with the role and the working days it lay with
them.
"""

import narwhals.stable.v2 as nw

from liem.detection.clock import SUPPLEMENT, SUSPENSION
from liem.detection.coding import STEP, Work
from liem.detection.engine import Lazy

_PACK = 2**32
_STEPS = 32
"""More than there are kinds of steps."""
COUNTER, PROCESSING, DECIDING, CLOSING, OTHER = 0, 1, 2, 3, 4
"""Roles, by what the official did on that dossier; who did several is counted in the first of: processing, deciding,
counter, other steps (those that the format has no name for), closing. Whoever processes as a rule does so where the log
has an other step only.
"""

_STEPS_OF = {
    COUNTER: ("received", "receipt_slip_issued", "guidance_given", "forwarded", "supplement_received"),
    PROCESSING: ("suspended", "resumed", "consulted", "field_visit", "appraised"),
    DECIDING: ("approved", "refused"),
    CLOSING: (
        "fee_collected",
        "result_ready",
        "finished",
        "withdrawn",
        "reopened",
        "apology_issued",
        "due_changed",
    ),
}
"""A supplement request fits the counter as well as the desk, a return whoever checks or signs: they decide nothing.
Whoever did only such has processed the dossier.
"""
_DECISIONS = [STEP["approved"], STEP["refused"]]
_STAY = [STEP[activity] for activity in ("received", "guidance_given", "supplement_received", "resumed", "field_visit")]
"""Steps after which a dossier lies with whoever handles it. Where a log goes on from one of them to the decision, the
work on the dossier was not written down, and the time before the signature was mostly that of the work.
"""
_BESIDE = [STEP[activity] for activity in ("apology_issued", "due_changed", "fee_collected", "receipt_slip_issued")]
"""What is done beside the work, by whoever is at the counter: the dossier lies where it lay."""


def write_hands(work: Work) -> None:
    """Materialise ``touched`` (who did something on a dossier; nobody, where a decision that names none ended a wait),
    ``hands`` and ``homes``.

    ``hands``: ``d, official, role, asked`` (supplement requests), ``held`` (working days), ``acts, first_w, last_w``.
    ``homes``: for each official the unit and the role of most of their dossiers.
    """
    work.keep_by_month("touched", _touched, ("official",))
    work.keep("hands", _hands(work))
    work.keep("homes", _homes(work))


def with_role(work: Work, rows: Lazy) -> Lazy:
    """``rows`` of ``d`` and ``official`` with the ``role`` on that dossier: each is compared with their like. Who
    cannot be placed is at the counter.
    """
    hands = work.table("hands").select("d", "official", "role")
    return rows.join(hands, on=["d", "official"], how="left").with_columns(nw.col("role").fill_null(COUNTER))


def _hands(work: Work) -> Lazy:
    """``touched``, where who received and handled a dossier has processed it, and had it until it was passed on."""
    processing, other = (nw.when(nw.col("role") == role).then(1).otherwise(0) for role in (PROCESSING, OTHER))
    habits = work.table("touched").group_by("official").agg(processing=processing.sum(), other=other.sum())
    habits = habits.filter(nw.col("processing") >= nw.col("other")).select("official", habit=nw.lit(1))
    waited = work.table("touched").group_by("d").agg(waited=nw.col("unpassed").sum())
    rows = work.table("touched").filter(~nw.col("official").is_null())
    rows = rows.join(work.table("facts").select("d", "handler"), on="d", how="left")
    rows = rows.join(work.table("carriers").select("carrier", official="intake"), on="official", how="left")
    rows = rows.join(waited.filter(nw.col("waited") > 0), on="d", how="left")
    handles = (nw.col("official") == nw.col("handler")).fill_null(False)
    others = nw.when(nw.col("handler").is_null()).then(nw.lit(0)).otherwise(nw.col("unpassed"))
    theirs = nw.when(handles).then(nw.col("waited").fill_null(0)).otherwise(nw.lit(0))
    rows = rows.join(habits, on="official", how="left")
    carries = handles & ~nw.col("carrier").is_null() & (nw.col("role") == COUNTER)
    processes = carries | ((nw.col("role") == OTHER) & (nw.col("habit") == 1).fill_null(False))
    role = nw.when(processes).then(nw.lit(PROCESSING)).otherwise(nw.col("role"))
    rows = rows.with_columns(role=role.cast(nw.Int32), held=(nw.col("held") - others + theirs).cast(nw.Int32))
    return rows.drop("unpassed", "handler", "waited", "carrier", "habit")


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


def _touched(steps: Lazy) -> Lazy:
    rows = _held(steps).filter(~nw.col("official").is_null() | (nw.col("unpassed") > 0))
    of_role = {role: nw.col("step").is_in([STEP[name] for name in names]) for role, names in _STEPS_OF.items()}
    of_role[OTHER] = nw.col("step") == 0
    rows = rows.select(
        "d",
        "official",
        "held",
        "unpassed",
        "w",
        asked=nw.when(nw.col("step") == STEP["supplement_requested"]).then(1).otherwise(0),
        **{f"as_{role}": nw.when(did).then(1).otherwise(0) for role, did in of_role.items()},
    )
    rows = rows.group_by("d", "official").agg(
        nw.len().alias("acts"),
        *(nw.col(column).sum().cast(nw.Int32) for column in ("held", "unpassed", "asked")),
        *(nw.col(f"as_{role}").max() for role in of_role),
        nw.col("w").min().alias("first_w"),
        nw.col("w").max().alias("last_w"),
    )
    first = nw.lit(PROCESSING)
    for role in (CLOSING, OTHER, COUNTER, DECIDING, PROCESSING):
        first = nw.when(nw.col(f"as_{role}") == 1).then(nw.lit(role)).otherwise(first)
    return rows.with_columns(role=first.cast(nw.Int32)).drop(*(f"as_{role}" for role in of_role))


def _held(steps: Lazy) -> Lazy:
    """Steps with ``held``: the working days before this step that waited for whoever took it; and ``unpassed``: those
    of them before a decision to which nothing says that the dossier had been passed on.

    The time since the step before waited for the official of this step, unless the clock stood, or another office had
    been consulted: that time waited for others. What is done beside the work (a letter of apology, a fee) neither ends
    a wait nor begins one.
    """

    def last(step: int) -> nw.Expr:
        of_kind = nw.when(nw.col("step") == step).then(nw.col("seq")).otherwise(nw.lit(0))
        return of_kind.cum_max().over("d", order_by="seq")

    beside = nw.col("step").is_in(_BESIDE)
    number = nw.when(beside).then(nw.lit(0)).otherwise(nw.col("seq").cast(nw.Int64) * _STEPS + nw.col("step"))
    rows = steps.select("d", "seq", "at", "w", "step", "official").with_columns(
        place=number.cum_max().over("d", order_by="seq"),
        day=nw.when(beside).then(nw.lit(0)).otherwise(nw.col("w")).cum_max().over("d", order_by="seq"),
        stands=(last(SUPPLEMENT[0]) > last(SUPPLEMENT[1])) | (last(SUSPENSION[0]) > last(SUSPENSION[1])),
    )
    rows = rows.with_columns(
        before=nw.col("place").shift(1).over("d", order_by="seq") % _STEPS,
        since=nw.col("day").shift(1).over("d", order_by="seq"),
    )
    opens = nw.col("step").is_in([SUPPLEMENT[0], SUSPENSION[0]])
    closes = nw.col("step").is_in([SUPPLEMENT[1], SUSPENSION[1]])
    waited = closes | (nw.col("stands") & ~opens) | (nw.col("before") == STEP["consulted"]).fill_null(False)
    waits = ~waited & ~beside & (nw.col("since") > 0).fill_null(False)
    held = nw.when(waits).then(nw.max_horizontal(nw.col("w") - nw.col("since"), nw.lit(0))).otherwise(nw.lit(0))
    kept = nw.col("step").is_in(_DECISIONS) & nw.col("before").is_in(_STAY).fill_null(False)
    rows = rows.with_columns(held=held)
    return rows.with_columns(unpassed=nw.when(kept).then(nw.col("held")).otherwise(nw.lit(0)))
