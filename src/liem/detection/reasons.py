"""The reasons that the work itself gives for looking at a dossier.

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

from liem.detection.coding import Work, coded
from liem.detection.engine import Lazy, distinct
from liem.detection.hands import DECIDING, PROCESSING
from liem.detection.lineage import now_of

CURRENT = 10
"""Working days after the end within which a dossier of one's own unit is still asked about."""
BEFORE, AFTER = 10, 30
"""Working days before a dossier came, or before the official's first event on it, and after the last, in which looking
at it is own work: it may have lain with the official from the beginning.
"""

READING_IN = 22
"""Working days in which whoever comes to a unit reads what was done there: the dossiers of twice as long before."""
SHEET, SHORT_SHEET = 5, 3
"""Dossiers of one unit copied on one day, from which on it may be a report; of a month in which there was little to
report, where a report is made all the time.
"""
MONTH = 22
"""Working days within which whoever makes the report makes it once …"""
MONTHS, MOST_MONTHS = 4, 0.6
"""… in so many of them, and in this share of those of the log."""


def homes_now(work: Work) -> Lazy:
    """``official``, ``home`` and ``role``: the unit of most of their dossiers, as it is now."""
    return now_of(work, work.table("homes"), "unit").rename({"unit": "home"})


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


def cover(work: Work, rows: Lazy) -> Lazy:
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
