"""Looks at dossiers: who opened which on what day, and whether the work itself explains it
(:mod:`liem.detection.reasons`).
"""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work, coded, quarter, with_ordinal
from liem.detection.engine import Lazy, distinct
from liem.detection.hands import PROCESSING
from liem.detection.lineage import now_of
from liem.detection.look_log import looks_at_their_time
from liem.detection.notes import without_gaps
from liem.detection.office_hours import clock_is_right, with_odd_hours
from liem.detection.reasons import BEFORE, GROUNDS, LOOK, POSSIBLE, Reason, cover, homes_now

COPIES = ("print", "export")
"""What leaves a copy in the hands of whoever looked."""
REPORTS = 10
"""Reports of a quarter are made from this day of its last month to the same day of the next."""

EQUALLY_BUSY = (("role", "quarter", "busy"), ("role", "busy"), ("role", "roughly_busy"))
"""Strata of looks: no comparison beyond the roughly equally busy of a role."""
MOST_BUSY = 20
"""More than 2²⁰ looks in a quarter nobody has."""


def write_accesses(work: Work) -> None:
    """Materialise ``accesses``: one row per official, dossier and day (``w``), however often it was looked at that
    day: whether some look was ``at_night`` (or on a day off), whether something was ``taken`` (printed or exported),
    or ``copied`` (the same, but for a report of the quarter); and whether somebody's question could be the reason
    (``askable``): some look was in office hours, and nothing was copied.
    """
    if not work.records.has("accesses"):
        return
    rows = looks_at_their_time(work).select("at", "action", "dossier", official_code="official")
    rows = coded(work, rows, "official_code", "official", "official")
    rows = rows.join(work.table("cases").select("d", "dossier"), on="dossier", how="inner")
    rows = with_odd_hours(work, with_ordinal(work, rows, "at", "w"))
    taken = nw.col("action").is_in(COPIES)
    rows = rows.with_columns(
        taken=nw.when(taken).then(1).otherwise(0),
        copied=nw.when(taken & ~_when_reports_are_made()).then(1).otherwise(0),
    )
    if not clock_is_right(work):
        rows = rows.with_columns(odd=nw.lit(0).cast(nw.Int32))
    rows = rows.group_by("official", "d", "w").agg(
        odd=nw.col("odd").min(),
        at_night=nw.col("odd").max(),
        taken=nw.col("taken").max(),
        copied=nw.col("copied").max(),
    )
    askable = (nw.col("odd") == 0) & (nw.col("copied") == 0)
    work.keep("accesses", rows.select("official", "d", "w", "at_night", "taken", "copied", askable=askable))


def _when_reports_are_made() -> nw.Expr:
    month, day = nw.col("at").dt.month(), nw.col("at").dt.day()
    return ((month % 3 == 0) & (day >= REPORTS)) | ((month % 3 == 1) & (day <= REPORTS))


def looks(work: Work) -> Lazy:
    """Every access with ``event`` 1 where no reason was found, and ``groundless`` 1 where none was but a possible one;
    the official's own unit and role, and how ``busy`` the official was in that quarter: the power of two of the looks
    that work explains; whether it was ``at_night``, and whether something was ``copied``. Who handles no dossier (a
    hotline, a system administrator) is not looked at: there is nobody to compare.

    A stray look comes now and then, whoever works much or little; so it is a larger share of the looks of whoever has
    few dossiers, and only the equally busy can be compared (:data:`EQUALLY_BUSY`).
    """
    return work.once("looks", lambda: _looks(work))


def unexplained(work: Work, sort: str | None = None) -> Lazy:
    """:func:`looks`, where only those of the ``sort`` (``at_night`` or ``copied``) are events, if one is asked for.
    Raises :class:`CannotTell` where many days of the log are missing.
    """
    without_gaps(work)
    if sort is None:
        return looks(work)
    event = nw.when(nw.col(sort) == 1).then(nw.col("event")).otherwise(0)
    return looks(work).with_columns(event=event.cast(nw.Int32))


def groundless(work: Work) -> Lazy:
    """:func:`looks`, where those are events for which the records give no ground, at most a reason that is possible; of
    those who process. Who decides or checks the work of others looks at it, and who is at the counter is asked by
    everybody. Raises :class:`CannotTell` where many days of the log are missing.
    """
    without_gaps(work)
    return looks(work).filter(nw.col("role") == PROCESSING).with_columns(event=nw.col("groundless"))


def _looks(work: Work) -> Lazy:
    rows = work.table("accesses").join(
        work.table("facts").select("d", "unit", "month", "received_w", "end_w"),
        on="d",
        how="inner",
    )
    # Nobody can open what nobody has filed: such a row tells of a wrong clock or of a number given to another dossier.
    rows = rows.filter(nw.col("w") >= nw.col("received_w") - BEFORE)
    rows = now_of(work, rows.join(homes_now(work), on="official", how="inner"), "unit")
    plain = work.keep("grounds", _any_of(work, rows, GROUNDS))
    covered = distinct(cover(work, rows.join(plain, on=[*LOOK], how="anti")), *LOOK)
    grounds = nw.concat([plain, covered]).with_columns(ground=nw.lit(1))
    possible = work.keep("possible", _any_of(work, rows, POSSIBLE)).with_columns(possible=nw.lit(1))
    rows = rows.join(grounds, on=[*LOOK], how="left").join(possible, on=[*LOOK], how="left")
    groundless = nw.col("ground").is_null()
    rows = rows.with_columns(groundless=groundless, explained=~groundless | ~nw.col("possible").is_null())
    rows = rows.with_columns(quarter=quarter())
    rows = rows.join(_busy(rows), on=["official", "quarter"], how="left")
    return rows.select(
        "d",
        "official",
        "month",
        "role",
        "w",
        "at_night",
        "copied",
        busy=nw.col("busy").fill_null(0),
        roughly_busy=(nw.col("busy").fill_null(0) / 2).floor().cast(nw.Int32),
        unit="home",
        groundless=nw.when(nw.col("groundless")).then(1).otherwise(0),
        event=nw.when(nw.col("explained")).then(0).otherwise(1),
    )


def _any_of(work: Work, rows: Lazy, reasons: tuple[Reason, ...]) -> Lazy:
    return distinct(nw.concat([reason(work, rows).select(*LOOK) for reason in reasons]))


def _busy(rows: Lazy) -> Lazy:
    looks = rows.filter(nw.col("explained")).group_by("official", "quarter").agg(looks=nw.len())
    return looks.select("official", "quarter", busy=doublings("looks"))


def doublings(column: str) -> nw.Expr:
    """How often a count doubles, 1 counted as once. By comparisons, not by a logarithm: engines round that each in its
    own way.
    """
    steps = [nw.when(nw.col(column) >= 2**power).then(1).otherwise(0) for power in range(MOST_BUSY)]
    return nw.sum_horizontal(*steps).cast(nw.Int32)
