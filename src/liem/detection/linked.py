"""Which dossier continues which: as the records say, or by the same applicant and procedure soon afterwards."""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work
from liem.detection.engine import Lazy
from liem.dossiers.tables import UNSTATED

SOON = 22
"""Working days within which the same applicant's next dossier continues the earlier one: a month."""
MANY = 4
"""Dossiers of one procedure from which on an applicant files so often that the next one may be another matter."""


def next_of(work: Work, ended: Lazy, within: int = SOON) -> Lazy:
    """``earlier`` and ``d``: for dossiers that ended (rows of ``facts``), the one that continues each, if any.

    What the records state (``resubmission_of``) goes before what is inferred. A dossier continues one at most.
    """
    cases = work.table("cases").select("d", "dossier", "applicant", "procedure", "received_w")
    ended = ended.select(nw.col("d").alias("earlier"), "end_w")
    stated = work.source("dossiers").filter(~nw.col("resubmission_of").is_null()).select("dossier", "resubmission_of")
    stated = stated.join(cases.select("d", "dossier"), on="dossier", how="inner")
    named = cases.select(nw.col("d").alias("earlier"), nw.col("dossier").alias("resubmission_of"))
    stated = stated.join(named, on="resubmission_of", how="inner").join(ended, on="earlier", how="inner")
    links = nw.concat([stated.select("earlier", "d"), _inferred(cases, ended, within)])
    links = links.group_by("d").agg(nw.col("earlier").max())
    return links.group_by("earlier").agg(nw.col("d").min())


def _inferred(cases: Lazy, ended: Lazy, within: int) -> Lazy:
    known = cases.filter((nw.col("applicant") != UNSTATED) & ~nw.col("procedure").is_null())
    files = known.group_by("applicant", "procedure").agg(files=nw.len()).filter(nw.col("files").is_between(2, MANY - 1))
    known = known.join(files.drop("files"), on=["applicant", "procedure"], how="inner")
    before = known.select(nw.col("d").alias("earlier"), "applicant", "procedure").join(ended, on="earlier", how="inner")
    after = known.select("d", "applicant", "procedure", "received_w")
    pairs = before.join(after, on=["applicant", "procedure"], how="inner")
    gap = nw.col("received_w") - nw.col("end_w")
    pairs = pairs.filter((nw.col("d") != nw.col("earlier")) & (gap >= 0) & (gap <= within))
    return pairs.select("earlier", "d")
