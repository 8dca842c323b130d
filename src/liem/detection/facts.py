"""What the records say of each dossier, once: who did what, when, how long the clock ran, what was asked, what was
paid.

One group-by over the coded steps gives most of it. Who did something first or last is found by packing ``seq`` and
the official's number into one integer whose minimum or maximum is taken: the cheapest way to say "the official of the
last such event" that every engine can do in one pass.
"""

import narwhals.stable.v2 as nw

from liem.detection.clock import stretches
from liem.detection.coding import STEP, Work
from liem.detection.engine import Lazy
from liem.detection.rules import with_rules

_PACK = 2**32
_RANK = 2**52

HANDLING_RANK = {
    "appraised": 6,
    "field_visit": 5,
    "consulted": 4,
    "supplement_requested": 3,
    "suspended": 3,
    "resumed": 2,
}
"""Who handled a dossier: the official of the last step of the highest rank; plain steps come last, counter steps not
at all.
"""

_CLOSING = (STEP["finished"], STEP["withdrawn"])
_OFFICIALS = ("intake", "slip", "handler", "requester", "collector", "decider")
_DECIDING = (STEP["approved"], STEP["refused"])


KNOWN = 5
"""Dossiers received by somebody of which it is known who handled them, from which on a habit is seen."""


def write_facts(work: Work) -> None:
    """Materialise ``gathered``, ``carriers``, ``stretches``, ``requests`` and ``facts``."""
    work.keep_by_month("gathered", _gathered, _OFFICIALS)
    work.keep("carriers", _carriers(work.table("gathered")))
    gathered = work.table("gathered").join(work.table("carriers"), on="intake", how="left")
    worked = ~nw.col("handler").is_null()
    gathered = gathered.with_columns(worked=worked, handler=nw.coalesce("handler", "carrier")).drop("carrier")
    cases = with_rules(work, work.table("cases").drop("dossier", "applicant")).join(gathered, on="d", how="left")
    work.keep("timed", _timed(work, cases))
    ends = work.table("timed").select("d", "received_w", "end_w")
    work.keep("stretches", stretches(work.table("steps"), ends))
    work.keep("requests", _requests(work))
    work.keep("facts", _facts(work))


def _is(*activities: str) -> nw.Expr:
    return nw.col("step").is_in([STEP[activity] for activity in activities])


def _at(*activities: str) -> nw.Expr:
    return nw.when(_is(*activities)).then(nw.col("at"))


def _by(*activities: str) -> nw.Expr:
    packed = nw.col("seq").cast(nw.Int64) * _PACK + nw.col("official").cast(nw.Int64)
    return nw.when(_is(*activities)).then(packed)


def _handling() -> nw.Expr:
    rank = nw.when(nw.col("step") == 0).then(nw.lit(1)).otherwise(nw.lit(0))
    for activity, value in HANDLING_RANK.items():
        rank = nw.when(nw.col("step") == STEP[activity]).then(nw.lit(value)).otherwise(rank)
    packed = rank.cast(nw.Int64) * _RANK + nw.col("seq").cast(nw.Int64) * _PACK + nw.col("official").cast(nw.Int64)
    return nw.when(rank > 0).then(packed)


def _unpacked(column: str) -> nw.Expr:
    return (nw.col(column) % _PACK).cast(nw.Int32).alias(column)


def _gathered(steps: Lazy) -> Lazy:
    """One row per dossier that has events."""
    one = nw.lit(1)
    rows = steps.select(
        "d",
        "at",
        "w",
        "amount",
        intake=_by("received"),
        slip=_by("receipt_slip_issued", "guidance_given", "forwarded"),
        handler=_handling(),
        requester=_by("supplement_requested"),
        collector=_by("fee_collected"),
        decider=_by("approved", "refused"),
        ready_at=_at("result_ready"),
        closed_at=_at("finished", "withdrawn"),
        reopened_at=_at("reopened"),
        guided_at=_at("guidance_given"),
        requested_at=_at("supplement_requested"),
        apology_at=_at("apology_issued"),
        paid=nw.when(_is("fee_collected")).then(nw.col("amount")),
        last=nw.col("seq").cast(nw.Int64) * 32 + nw.col("step").cast(nw.Int64),
        clock=nw.when(_is("supplement_requested", "suspended")).then(one).otherwise(nw.lit(0)),
    )
    firsts = ("intake", "slip", "requester", "guided_at", "requested_at", "apology_at")
    lasts = ("handler", "collector", "decider", "ready_at", "closed_at", "reopened_at", "last")
    rows = rows.group_by("d").agg(
        *(nw.col(column).min() for column in firsts),
        *(nw.col(column).max() for column in lasts),
        nw.col("w").max().alias("last_w"),
        nw.col("paid").sum().alias("paid"),
        nw.col("paid").count().alias("payments"),
        nw.col("clock").sum().alias("stops"),
    )
    return rows.with_columns(*(_unpacked(column) for column in _OFFICIALS)).with_columns(
        intake=nw.coalesce("intake", "slip"),
        last_step=(nw.col("last") % 32).cast(nw.Int32),
        stops=nw.col("stops").cast(nw.Int32),
        paid=nw.when(nw.col("payments") > 0).then(nw.col("paid")).cast(nw.Int64),
    )


def _carriers(gathered: Lazy) -> Lazy:
    """``intake``, ``carrier`` (the same): those who handle, as a rule, what they receive.

    In a small office one person carries a dossier through, and a thin log tells of the work on it only where papers
    were asked for. Whoever did that work in half of the received dossiers of which it is known handles the others too:
    left out, just the dossiers with a request would have a handler.
    """
    known = gathered.filter(~nw.col("intake").is_null() & ~nw.col("handler").is_null())
    own = nw.when(nw.col("intake") == nw.col("handler")).then(1).otherwise(0)
    habits = known.group_by("intake").agg(known=nw.len(), own=own.sum())
    habits = habits.filter((nw.col("known") >= KNOWN) & (2 * nw.col("own") >= nw.col("known")))
    return habits.select("intake", carrier="intake")


def _timed(work: Work, cases: Lazy) -> Lazy:
    """Cases with the end of their clock: the result ready, or the dossier closed, whichever is first; else the
    records' end.

    A result that waits for its owner is not the office's time. What was reopened afterwards did not end.
    """
    still = nw.col("reopened_at").is_null()
    closed = nw.when(still | (nw.col("closed_at") >= nw.col("reopened_at"))).then(nw.col("closed_at"))
    ready = nw.when(still | (nw.col("ready_at") >= nw.col("reopened_at"))).then(nw.col("ready_at"))
    cases = cases.with_columns(finished_at=nw.coalesce(nw.col("finished_at"), closed), ready_at=ready)
    cases = cases.with_columns(end_at=nw.min_horizontal("finished_at", "ready_at"))
    days = work.table("calendar").select(nw.col("day").alias("end_on"), nw.col("w").alias("ended_w"))
    cases = cases.with_columns(end_on=nw.col("end_at").dt.date()).join(days, on="end_on", how="left")
    return cases.with_columns(
        open=nw.col("end_at").is_null(),
        end_w=nw.when(nw.col("end_at").is_null()).then(nw.lit(work.as_of_ordinal)).otherwise(nw.col("ended_w")),
    ).drop("closed_at", "reopened_at", "slip", "end_on", "ended_w")


def _requests(work: Work) -> Lazy:
    """One row per document asked for in a supplement request; ``listed``: whether the procedure's list has it, null:
    unknown.
    """
    asked = work.table("steps").filter(_is("supplement_requested"))
    asked = asked.select("d", "seq", "at", "w", "official", "document")
    asked = asked.join(work.table("timed").select("d", "version", "listed"), on="d", how="inner")
    required = work.table("required").with_columns(found=nw.lit(1))
    asked = asked.join(required, on=["version", "document"], how="left")
    known = (~nw.col("document").is_null()) & nw.col("listed").fill_null(False)
    listed = nw.when(known).then(nw.col("found").fill_null(0)).cast(nw.Int32)
    return asked.with_columns(listed=listed).drop("found", "version")


def _facts(work: Work) -> Lazy:
    stopped = work.table("stretches").group_by("d").agg(nw.col("stopped").sum().alias("stopped"))
    rounds = (
        work.table("requests")
        .with_columns(outside=nw.when(nw.col("listed") == 0).then(1).otherwise(0), on=nw.col("at").dt.date())
        .group_by("d")
        .agg(nw.col("on").n_unique().alias("requests"), nw.col("outside").sum().alias("outside"))
    )
    due = work.table("calendar").group_by("w").agg(nw.col("day").min().alias("due_on"))
    promised = work.table("calendar").select(nw.col("day").alias("promised_on"), nw.col("w").alias("promised_w"))
    rows = work.table("timed").join(stopped, on="d", how="left").join(rounds, on="d", how="left")
    rows = rows.with_columns(promised_on=nw.col("due_at").dt.date()).join(promised, on="promised_on", how="left")
    rows = rows.with_columns(
        stopped=nw.col("stopped").fill_null(0).cast(nw.Int32),
        requests=nw.col("requests").fill_null(0).cast(nw.Int32),
        outside=nw.col("outside").fill_null(0).cast(nw.Int32),
        # Where no rule of the procedure is known, the date the applicant was promised is the limit.
        promised=nw.col("limit").is_null() & (~nw.col("promised_w").is_null()),
        limit=nw.coalesce(nw.col("limit"), nw.col("promised_w") - nw.col("received_w")).cast(nw.Int32),
    )
    rows = rows.with_columns(
        elapsed=(nw.col("end_w") - nw.col("received_w") - nw.col("stopped")).cast(nw.Int32),
        due_w=(nw.col("received_w") + nw.col("limit") + nw.col("stopped")).cast(nw.Int32),
    ).with_columns(over=(nw.col("elapsed") - nw.col("limit")).cast(nw.Int32))
    rows = rows.join(due.rename({"w": "due_w"}), on="due_w", how="left")
    return rows.with_columns(
        late=nw.when(nw.col("over") > 0).then(1).when(nw.col("over") <= 0).then(0).cast(nw.Int32),
        # By the day looked at, could it be late at all? Only then does being in time, or open, say anything.
        matured=nw.col("due_w") < work.as_of_ordinal,
    ).drop("promised_on", "promised_w")
