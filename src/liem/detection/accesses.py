"""Which accesses to records the work itself explains.

After Fabbri and LeFevre (2011, explanation-based auditing): an access needs no suspicion score, it needs a reason.
The reasons are the ordinary ones, as far as the records can show them:

* *own work*: the official has an event on the dossier, and looks from when it came until some time after the last;
* *supervision*: the official decides what others worked on, of that procedure in the dossier's unit;
* *report*: about once a month the official takes a sheet of dossiers of a unit along in which they work, by day;
* *another unit asked*: the dossier has an event in the official's own unit, which is not the dossier's;
* *cover*: somebody who works on the dossier, a colleague of the same unit, was away that day;
* *enquiry*: a dossier of the official's own unit that is being processed or has just been: someone asked how it stands.
  Own is the unit of most of the official's dossiers, and any to which the register of officials assigns them that
  day, or the one above that; a unit that was merged is the one it was merged into. Whoever was assigned there within
  the month reads those of the two months before, too.
  Nobody asks at night, and the answer needs no copy: it explains looks at the screen in office hours, and copies only
  in the month about the end of a quarter, when reports are made;
* *a step that names nobody*: it was taken on the dossier that day, and may have been the official's own;
* *same applicant*: the official works on another dossier of the same applicant.
"""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work, coded, quarter, with_ordinal
from liem.detection.engine import Lazy, distinct, instant
from liem.detection.hands import DECIDING, PROCESSING
from liem.detection.lineage import now_of
from liem.detection.notes import without_gaps
from liem.detection.office_hours import clock_is_right, with_odd_hours

CURRENT = 10
"""Working days after the end within which a dossier of one's own unit is still asked about."""
BEFORE, AFTER = 10, 30
"""Working days before a dossier came, or before the official's first event on it, and after the last, in which looking
at it is own work: it may have lain with the official from the beginning.
"""

READING_IN = 22
"""Working days in which whoever comes to a unit reads what was done there: the dossiers of twice as long before."""

COPIES = ("print", "export")
"""What leaves a copy in the hands of whoever looked."""
REPORTS = 10
"""Reports of a quarter are made from this day of its last month to the same day of the next."""

SHEET, SHORT_SHEET = 5, 3
"""Dossiers of one unit copied on one day, from which on it may be a report; of a month in which there was little to
report, where a report is made all the time.
"""
MONTH = 22
"""Working days within which whoever makes the report makes it once …"""
MONTHS, MOST_MONTHS = 4, 0.6
"""… in so many of them, and in this share of those of the log."""

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
    rows = work.source("accesses").filter(nw.col("at") <= instant(work.as_of))
    rows = rows.select("at", "action", "dossier", official_code="official")
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
    """Every access with ``event`` 1 where no reason was found, the official's own unit and role, and how ``busy`` the
    official was in that quarter: the power of two of the looks that work explains; whether it was ``at_night``, and
    whether something was ``copied``. Who handles no dossier (a hotline, a system administrator) is not looked at: there
    is nobody to compare.

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


def _looks(work: Work) -> Lazy:
    rows = work.table("accesses").join(
        work.table("facts").select("d", "unit", "month", "received_w", "end_w"),
        on="d",
        how="inner",
    )
    # Nobody can open what nobody has filed: such a row tells of a wrong clock or of a number given to another dossier.
    rows = rows.filter(nw.col("w") >= nw.col("received_w") - BEFORE)
    rows = now_of(work, rows.join(homes_now(work), on="official", how="inner"), "unit")
    look = ["official", "d", "w"]
    plain = work.keep("explained", distinct(nw.concat([reason(work, rows).select(*look) for reason in REASONS])))
    cover = distinct(_cover(work, rows.join(plain, on=look, how="anti")), *look)
    explained = nw.concat([plain, cover]).with_columns(explained=nw.lit(1))
    rows = rows.join(explained, on=look, how="left")
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
        event=nw.when(nw.col("explained").is_null()).then(1).otherwise(0),
    )


def homes_now(work: Work) -> Lazy:
    """``official``, ``home`` and ``role``: the unit of most of their dossiers, as it is now."""
    return now_of(work, work.table("homes"), "unit").rename({"unit": "home"})


def _busy(rows: Lazy) -> Lazy:
    """Counted by comparisons, not by a logarithm: engines round that each in its own way."""
    looks = rows.filter(~nw.col("explained").is_null()).group_by("official", "quarter").agg(looks=nw.len())
    steps = [nw.when(nw.col("looks") >= 2**power).then(1).otherwise(0) for power in range(MOST_BUSY)]
    return looks.select("official", "quarter", busy=nw.sum_horizontal(*steps).cast(nw.Int32))


def _own_work(work: Work, rows: Lazy) -> Lazy:
    hands = work.table("hands").select("d", "official", "first_w", "last_w")
    rows = rows.join(hands, on=["d", "official"], how="inner")
    came = nw.min_horizontal("first_w", "received_w")
    return rows.filter((nw.col("w") >= came - BEFORE) & (nw.col("w") <= nw.col("last_w") + AFTER))


def _a_step_that_names_nobody(work: Work, rows: Lazy) -> Lazy:
    unnamed = work.table("steps").filter(nw.col("official").is_null())
    return rows.join(distinct(unnamed, "d", "w"), on=["d", "w"], how="semi")


def _supervision(work: Work, rows: Lazy) -> Lazy:
    """Whoever decides as a rule, or decides what others worked on, looks after their work; who refuses what was their
    own does not.
    """
    decided = work.table("hands").filter(nw.col("role") == DECIDING).select("d", "official")
    deciding = work.table("homes").filter(nw.col("role") == DECIDING).select("official")
    by_rule = decided.join(deciding, on="official", how="semi")
    worked = work.table("hands").filter(nw.col("role") == PROCESSING).select("d", by="official")
    of_others = decided.join(worked, on="d", how="inner").filter(nw.col("by") != nw.col("official"))
    decided = nw.concat([by_rule, of_others.select("d", "official")])
    decided = decided.join(work.table("cases").select("d", "unit", "procedure"), on="d", how="inner")
    decided = now_of(work, decided, "unit")
    decided = distinct(decided, "official", "unit", "procedure").rename({"procedure": "decides"})
    rows = rows.join(work.table("cases").select("d", decides="procedure"), on="d", how="inner")
    return rows.join(decided, on=["official", "unit", "decides"], how="semi")


def _another_unit_asked(work: Work, rows: Lazy) -> Lazy:
    involved = work.table("steps").filter(~nw.col("unit").is_null()).select("d", home="unit")
    involved = distinct(now_of(work, involved, "home"))
    return rows.filter(nw.col("home") != nw.col("unit")).join(involved, on=["d", "home"], how="semi")


def _report(work: Work, rows: Lazy) -> Lazy:
    """Whoever takes a sheet of dossiers of the own unit along about once a month, all the time, makes its report. Own
    is any unit in which the official has worked: some move, and some report for the unit they came from.
    """
    worked = work.table("hands").select("d", "official").join(work.table("cases").select("d", "unit"), on="d")
    worked = distinct(now_of(work, worked, "unit"), "official", "unit")
    sheets = rows.filter((nw.col("taken") == 1) & (nw.col("at_night") == 0))
    sheets = sheets.join(worked, on=["official", "unit"], how="semi")
    days = sheets.group_by("official", "unit", "w").agg(dossiers=nw.len())
    months = work.table("accesses").select(month=_month())
    months = months.select(first=nw.col("month").min(), last=nw.col("month").max())
    whole = days.filter(nw.col("dossiers") >= SHEET).select("official", month=_month())
    regular = distinct(whole).group_by("official").agg(times=nw.len()).join(months, how="cross")
    enough = nw.col("times") >= MOST_MONTHS * (nw.col("last") - nw.col("first") + 1)
    regular = regular.filter((nw.col("times") >= MONTHS) & enough).select("official")
    days = days.filter(nw.col("dossiers") >= SHORT_SHEET).join(regular, on="official", how="semi")
    return sheets.join(days, on=["official", "unit", "w"], how="semi")


def _month() -> nw.Expr:
    return ((nw.col("w") - nw.col("w") % MONTH) / MONTH).cast(nw.Int32)


def _enquiry(work: Work, rows: Lazy) -> Lazy:
    current = (nw.col("w") >= nw.col("received_w")) & (nw.col("w") <= nw.col("end_w") + CURRENT)
    return rows.filter((nw.col("home") == nw.col("unit")) & current & nw.col("askable"))


def _enquiry_where_assigned(work: Work, rows: Lazy) -> Lazy:
    """Whoever moved in mid-year, or serves in two units, is asked in both; a team is asked for its department."""
    if not work.has("officials"):
        return rows.filter(nw.col("d").is_null())
    posts = work.source("officials").select(nw.col("official").alias("code"), nw.col("unit").alias("unit_code"),
                                            since="from", until="to")  # fmt: skip
    posts = coded(work, posts, "code", "official", "official")
    posts = coded(work, posts, "unit_code", "unit", "unit")
    days = work.table("calendar")
    for column in ("since", "until"):
        known = days.select(nw.col("day").alias(column), nw.col("w").alias(f"{column}_w"))
        posts = posts.join(known, on=column, how="left")
    posts = posts.filter(~nw.col("official").is_null() & ~nw.col("unit").is_null())
    posts = posts.join(work.table("lineage"), on="unit", how="inner").select(
        "official", "since_w", "until_w", "now", "above"
    )
    own, above = (posts.select("official", "since_w", "until_w", unit=column) for column in ("now", "above"))
    posts = nw.concat([own, above])
    assigned = rows.join(posts, on=["official", "unit"], how="inner")
    begun = nw.col("since_w").is_null() | (nw.col("since_w") <= nw.col("w"))
    lasting = nw.col("until_w").is_null() | (nw.col("until_w") >= nw.col("w"))
    current = (nw.col("w") >= nw.col("received_w")) & (nw.col("w") <= nw.col("end_w") + CURRENT)
    new = nw.col("w") <= nw.col("since_w") + READING_IN
    read_in = new & (nw.col("received_w") >= nw.col("since_w") - 2 * READING_IN) & (nw.col("w") >= nw.col("received_w"))
    return assigned.filter(begun & lasting & (current | read_in.fill_null(False)) & nw.col("askable"))


def _cover(work: Work, rows: Lazy) -> Lazy:
    hands = work.table("hands").select("d", nw.col("official").alias("away"))
    colleagues = homes_now(work).select("home", nw.col("official").alias("away"))
    rows = rows.join(hands.join(colleagues, on="away", how="inner"), on=["d", "home"], how="inner")
    rows = rows.filter(nw.col("away") != nw.col("official"))
    return rows.join(work.table("absences"), on=["away", "w"], how="semi")


def _same_applicant(work: Work, rows: Lazy) -> Lazy:
    applicants = work.table("cases").select("d", "applicant")
    others = applicants.rename({"d": "other"})
    rows = rows.select("official", "d", "w").join(applicants, on="d", how="inner")
    rows = rows.join(others, on="applicant", how="inner").filter(nw.col("other") != nw.col("d"))
    hands = work.table("hands").select("official", nw.col("d").alias("other"))
    return rows.join(hands, on=["official", "other"], how="semi")


REASONS = (
    _own_work,
    _a_step_that_names_nobody,
    _supervision,
    _another_unit_asked,
    _report,
    _enquiry,
    _enquiry_where_assigned,
    _same_applicant,
)
"""All but the cover, which is looked for among what these leave open: it goes through everybody's dossiers."""
