"""Which accesses to records the work itself explains.

After Fabbri and LeFevre (2011, explanation-based auditing): an access needs no suspicion score, it needs a reason.
The reasons are the ordinary ones, as far as the records can show them:

* *own work*: the official has an event on the dossier, some time before or after;
* *supervision*: the official decides dossiers of the dossier's unit;
* *another unit asked*: the dossier has an event in the official's own unit, which is not the dossier's;
* *cover*: whoever handles or received the dossier, a colleague of the same unit, was away that day;
* *enquiry*: a dossier of the official's own unit that is being processed or has just been: someone asked how it stands.
  Own is the unit of most of the official's dossiers, and any to which the register of officials assigns them that day;
* *same applicant*: the official works on another dossier of the same applicant.
"""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work, coded, quarter, with_ordinal
from liem.detection.engine import Lazy, distinct, instant
from liem.detection.hands import DECIDING

CURRENT = 10
"""Working days after the end within which a dossier of one's own unit is still asked about."""
BEFORE, AFTER = 10, 30
"""Working days before the official's first and after the last event on the dossier in which looking at it is own
work.
"""

MOST_BUSY = 20
"""More than 2²⁰ looks in a quarter nobody has."""


def write_accesses(work: Work) -> None:
    """Materialise ``accesses``: one row per official, dossier and day (``w``), whatever was looked at how often that
    day.
    """
    if not work.records.has("accesses"):
        return
    rows = work.source("accesses").select("at", "official", "dossier").filter(nw.col("at") <= instant(work.as_of))
    rows = coded(work, rows.rename({"official": "official_code"}), "official_code", "official", "official")
    rows = rows.join(work.table("cases").select("d", "dossier"), on="dossier", how="inner")
    work.keep("accesses", distinct(with_ordinal(work, rows, "at", "w"), "official", "d", "w"))


def unexplained(work: Work) -> Lazy:
    """Every access with ``event`` 1 where no reason was found, the official's own unit and role, and how ``busy`` the
    official was in that quarter: the power of two of the looks that work explains.

    A stray look comes now and then, whoever works much or little; so it is a larger share of the looks of whoever has
    few dossiers, and only the equally busy can be compared.
    """
    rows = work.table("accesses").join(
        work.table("facts").select("d", "unit", "handler", "intake", "month", "received_w", "end_w"),
        on="d",
        how="inner",
    )
    homes = work.table("homes").rename({"unit": "home"})
    rows = rows.join(homes, on="official", how="left")
    explained = distinct(nw.concat([reason(work, rows).select("official", "d", "w") for reason in REASONS]))
    rows = rows.join(explained.with_columns(explained=nw.lit(1)), on=["official", "d", "w"], how="left")
    rows = rows.with_columns(quarter=quarter())
    rows = rows.join(_busy(rows), on=["official", "quarter"], how="left")
    return rows.select(
        "d",
        "official",
        "month",
        busy=nw.col("busy").fill_null(0),
        unit=nw.coalesce("home", "unit"),
        role=nw.col("role").fill_null(-1),
        event=nw.when(nw.col("explained").is_null()).then(1).otherwise(0),
    )


def _busy(rows: Lazy) -> Lazy:
    """Counted by comparisons, not by a logarithm: engines round that each in its own way."""
    looks = rows.filter(~nw.col("explained").is_null()).group_by("official", "quarter").agg(looks=nw.len())
    steps = [nw.when(nw.col("looks") >= 2**power).then(1).otherwise(0) for power in range(MOST_BUSY)]
    return looks.select("official", "quarter", busy=nw.sum_horizontal(*steps).cast(nw.Int32))


def _own_work(work: Work, rows: Lazy) -> Lazy:
    hands = work.table("hands").select("d", "official", "first_w", "last_w")
    rows = rows.join(hands, on=["d", "official"], how="inner")
    return rows.filter((nw.col("w") >= nw.col("first_w") - BEFORE) & (nw.col("w") <= nw.col("last_w") + AFTER))


def _supervision(work: Work, rows: Lazy) -> Lazy:
    decided = work.table("hands").filter(nw.col("role") == DECIDING).select("d", "official")
    decided = decided.join(work.table("cases").select("d", "unit"), on="d", how="inner")
    return rows.join(distinct(decided, "official", "unit"), on=["official", "unit"], how="semi")


def _another_unit_asked(work: Work, rows: Lazy) -> Lazy:
    involved = distinct(work.table("steps").filter(~nw.col("unit").is_null()).select("d", home="unit"))
    return rows.filter(nw.col("home") != nw.col("unit")).join(involved, on=["d", "home"], how="semi")


def _enquiry(work: Work, rows: Lazy) -> Lazy:
    current = (nw.col("w") >= nw.col("received_w")) & (nw.col("w") <= nw.col("end_w") + CURRENT)
    return rows.filter((nw.col("home") == nw.col("unit")) & current)


def _enquiry_where_assigned(work: Work, rows: Lazy) -> Lazy:
    """Whoever moved in mid-year, or serves in two units, is asked in both."""
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
    posts = posts.select("official", "unit", "since_w", "until_w")
    assigned = rows.join(posts, on=["official", "unit"], how="inner")
    begun = nw.col("since_w").is_null() | (nw.col("since_w") <= nw.col("w"))
    lasting = nw.col("until_w").is_null() | (nw.col("until_w") >= nw.col("w"))
    current = (nw.col("w") >= nw.col("received_w")) & (nw.col("w") <= nw.col("end_w") + CURRENT)
    return assigned.filter(begun & lasting & current)


def _cover(work: Work, rows: Lazy) -> Lazy:
    absences = work.table("absences")
    parts = []
    for whose in ("handler", "intake"):
        colleague = work.table("homes").select(nw.col("official").alias(whose), nw.col("unit").alias("colleague_home"))
        theirs = rows.select("official", "d", "w", "home", whose).join(colleague, on=whose, how="inner")
        theirs = theirs.filter((nw.col("colleague_home") == nw.col("home")) & (nw.col(whose) != nw.col("official")))
        parts.append(theirs.rename({whose: "away"}).join(absences, on=["away", "w"], how="semi"))
    return nw.concat([part.select("official", "d", "w") for part in parts])


def _same_applicant(work: Work, rows: Lazy) -> Lazy:
    applicants = work.table("cases").select("d", "applicant")
    others = applicants.rename({"d": "other"})
    rows = rows.select("official", "d", "w").join(applicants, on="d", how="inner")
    rows = rows.join(others, on="applicant", how="inner").filter(nw.col("other") != nw.col("d"))
    hands = work.table("hands").select("official", nw.col("d").alias("other"))
    return rows.join(hands, on=["official", "other"], how="semi")


REASONS = (
    _own_work,
    _supervision,
    _another_unit_asked,
    _enquiry,
    _enquiry_where_assigned,
    _cover,
    _same_applicant,
)
