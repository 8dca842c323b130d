"""The reasons that the work itself gives for looking at a dossier.

After Fabbri and LeFevre (2011, explanation-based auditing): an access needs no suspicion score, it needs a reason.
The reasons are the ordinary ones, as far as the records can show them:

*Grounds* stand in the records:

* *own work*: the official has an event on the dossier, and looks from when it came until some time after the last;
* *supervision*: the official decides what others worked on, of that procedure in the dossier's unit;
* *report*: the official takes a sheet of dossiers of a unit along in which they work, by day, again and again after a
  month or a quarter; or did so with dossiers of others a few times in all: it may be a list that was asked for;
* *another unit asked*: the dossier has an event in the official's own unit, which is not the dossier's;
* *cover*: somebody who works on the dossier, a colleague of the same unit, was away that day;
* *reading in*: whoever was assigned to a unit within the month reads its dossiers of the two months before;
* *handing over*: whoever left a unit within the month is asked about its dossiers of the two months before;
* *a step that names nobody*: it was taken on the dossier that day, and may have been the official's own.

Others are only *possible*: they may be the reason of any one look, and hardly that of many more than others have.

* *enquiry*: a dossier of the official's own unit that is being processed or has just been: someone asked how it stands.
  Own is the unit of most of the official's dossiers, and any to which the register of officials assigned them by
  that day, or the one above that; a unit that was merged is the one it was merged into.
  So is a dossier that a colleague of such a unit took in: a centre receives for departments, and who comes to its
  counter asks whoever sits there.
  Nobody asks at night, and the answer needs no copy: it explains looks at the screen in office hours, and copies only
  in the month about the end of a quarter, when reports are made;
* *same applicant*: the official works on another dossier of the same applicant.
"""

from collections.abc import Callable

import narwhals.stable.v2 as nw
import pyarrow as pa

from liem.detection.coding import Work, coded
from liem.detection.engine import Lazy, distinct
from liem.detection.hands import COUNTER, DECIDING, PROCESSING
from liem.detection.lineage import now_of

CURRENT = 10
"""Working days after the end within which a dossier of one's own unit is still asked about."""
BEFORE, AFTER = 10, 30
"""Working days before a dossier came, or before the official's first event on it, and after the last, in which looking
at it is own work: it may have lain with the official from the beginning.
"""

READING_IN = 22
"""Working days in which whoever comes to a unit reads what was done there, and whoever left it hands over: the dossiers
of twice as long before.
"""
SHEET, SHORT_SHEET = 5, 3
"""Dossiers of one unit copied on one day, from which on it may be a report; of a month in which there was little to
report, where a report is made all the time.
"""
PERIODS = (22, 66)
"""Working days of a month and of a quarter, after which whoever makes the report makes it again …"""
GIVE_OR_TAKE = 0.3
"""… but for this share of them …"""
OCCASIONS, AS_A_RULE = 4, 0.7
"""… on so many occasions, and so often."""
ONE_OCCASION = 5
"""Working days within which sheets are of one occasion."""
A_LIST = 3
"""So many times anybody may be asked for a list of the unit's dossiers; whoever is asked oftener has it as a task."""

_NO_POSTS = pa.table({name: pa.array([], pa.int32()) for name in ("official", "since_w", "until_w", "now", "above")})
LOOK = ("official", "d", "w")
"""What is one look: several on one day are one."""
Reason = Callable[[Work, Lazy], Lazy]
"""Which of the looks it is a reason for."""


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
    """Whoever takes a sheet of dossiers of the own unit along again and again after a month or a quarter makes its
    report, and now and then it may be a list that was asked for. Own is any unit in which the official has worked:
    some move, and some report for the unit they came from.
    """
    worked = work.table("hands").select("d", "official").join(work.table("cases").select("d", "unit"), on="d")
    worked = distinct(now_of(work, worked, "unit"), "official", "unit")
    sheets = rows.filter((nw.col("taken") == 1) & (nw.col("at_night") == 0))
    sheets = sheets.join(worked, on=["official", "unit"], how="semi")
    own = work.table("hands").select("d", "official", own=nw.lit(1))
    sheets = sheets.join(own, on=["d", "official"], how="left")
    sheets = sheets.with_columns(others=nw.when(nw.col("own").is_null()).then(1).otherwise(0))
    days = sheets.group_by("official", "unit", "w").agg(dossiers=nw.len(), others=nw.col("others").sum())
    habits = _occasions(days.filter(nw.col("dossiers") >= SHEET))
    lists = _occasions(days.filter(nw.col("others") >= SHEET)).select("official", lists="times")
    days = days.join(habits, on="official", how="left").join(lists, on="official", how="left")
    regular = (nw.col("regular") == 1) & (nw.col("dossiers") >= SHORT_SHEET)
    asked = (nw.col("lists") <= A_LIST) & (nw.col("others") >= SHEET)
    days = days.filter(regular.fill_null(False) | asked.fill_null(False))
    return sheets.join(days, on=["official", "unit", "w"], how="semi")


def _occasions(sheets: Lazy) -> Lazy:
    """``official``, ``times`` (occasions on which sheets were taken along) and whether they are ``regular``."""
    days = distinct(sheets, "official", "w")
    days = days.with_columns(gap=nw.col("w") - nw.col("w").shift(1).over("official", order_by="w"))
    days = days.filter(nw.col("gap").is_null() | (nw.col("gap") > ONE_OCCASION))
    counts = {f"after_{period}": _about(period) for period in PERIODS}
    habits = days.group_by("official").agg(times=nw.len(), **{name: hits.sum() for name, hits in counts.items()})
    most = nw.max_horizontal(*counts)
    as_a_rule = (nw.col("times") >= OCCASIONS) & (most >= AS_A_RULE * (nw.col("times") - 1))
    return habits.select("official", "times", regular=nw.when(as_a_rule).then(1).otherwise(0))


def _about(period: int) -> nw.Expr:
    near = (nw.col("gap") >= (1 - GIVE_OR_TAKE) * period) & (nw.col("gap") <= (1 + GIVE_OR_TAKE) * period)
    return nw.when(near.fill_null(False)).then(1).otherwise(0)


def _enquiry(work: Work, rows: Lazy) -> Lazy:
    current = (nw.col("w") >= nw.col("received_w")) & (nw.col("w") <= nw.col("end_w") + CURRENT)
    return rows.filter((nw.col("home") == nw.col("unit")) & current & nw.col("askable"))


def _enquiry_at_the_counter(work: Work, rows: Lazy) -> Lazy:
    """The counter that took the dossier in is asked, whoever sits there that day."""
    took_in = work.table("hands").filter(nw.col("role") == COUNTER).select("d", "official")
    posts = work.once("posts", lambda: _posts(work)).select("official", unit="now")
    counters = distinct(took_in.join(posts, on="official", how="inner"), "d", "unit")
    return _enquiry_where_assigned(work, rows.drop("unit").join(counters, on="d", how="inner"))


def _enquiry_where_assigned(work: Work, rows: Lazy) -> Lazy:
    """Whoever serves in two units is asked in both, whoever moved is still asked by those left behind, and a team is
    asked for its department.
    """
    current = (nw.col("w") >= nw.col("received_w")) & (nw.col("w") <= nw.col("end_w") + CURRENT)
    begun = nw.col("since_w").is_null() | (nw.col("since_w") <= nw.col("w"))
    return _of_assigned_units(work, rows).filter(begun & current & nw.col("askable"))


def _having_moved(work: Work, rows: Lazy) -> Lazy:
    """Whoever came reads in, whoever went hands over: in the month after, at dossiers received in the two months
    before, or since.
    """
    rows = _of_assigned_units(work, rows)
    moved = _soon_after("since_w").fill_null(False) | _soon_after("until_w").fill_null(False)
    return rows.filter(moved & (nw.col("w") >= nw.col("received_w")) & nw.col("askable"))


def _soon_after(moved: str) -> nw.Expr:
    month = (nw.col("w") >= nw.col(moved)) & (nw.col("w") <= nw.col(moved) + READING_IN)
    return month & (nw.col("received_w") >= nw.col(moved) - 2 * READING_IN)


def _of_assigned_units(work: Work, rows: Lazy) -> Lazy:
    """The looks at dossiers of a unit to which the register assigns the official at some time, or which is above it:
    one row for each assignment, with ``since_w`` and ``until_w``.
    """
    return rows.join(work.once("assigned", lambda: _assignments(work)), on=["official", "unit"], how="inner")


def _assignments(work: Work) -> Lazy:
    """Each assignment twice: of the unit, and of the one above it."""
    posts = work.once("posts", lambda: _posts(work))
    own, above = (posts.select("official", "since_w", "until_w", unit=column) for column in ("now", "above"))
    return nw.concat([own, above])


def _posts(work: Work) -> Lazy:
    """``official``, ``since_w``, ``until_w`` (working days) and the unit, as it is ``now``, with the one ``above``."""
    if not work.has("officials"):
        return work.engine.lazy(_NO_POSTS)
    posts = work.source("officials").select(nw.col("official").alias("code"), nw.col("unit").alias("unit_code"),
                                            since="from", until="to")  # fmt: skip
    posts = coded(work, posts, "code", "official", "official")
    posts = coded(work, posts, "unit_code", "unit", "unit")
    days = work.table("calendar")
    for column in ("since", "until"):
        known = days.select(nw.col("day").alias(column), nw.col("w").alias(f"{column}_w"))
        posts = posts.join(known, on=column, how="left")
    posts = posts.filter(~nw.col("official").is_null() & ~nw.col("unit").is_null())
    posts = posts.join(work.table("lineage"), on="unit", how="inner")
    return posts.select("official", "since_w", "until_w", "now", "above")


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


GROUNDS: tuple[Reason, ...] = (
    _own_work,
    _a_step_that_names_nobody,
    _supervision,
    _another_unit_asked,
    _report,
    _having_moved,
)
"""All but the cover, which is looked for among what these leave open: it goes through everybody's dossiers."""
POSSIBLE: tuple[Reason, ...] = (_enquiry, _enquiry_where_assigned, _enquiry_at_the_counter, _same_applicant)
