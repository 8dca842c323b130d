"""The documents that offices issued, as the questions of act A look at them."""

from collections import defaultdict
from datetime import date

import narwhals.stable.v2 as nw
import pyarrow as pa

from liem.detection.coding import Work, coded
from liem.detection.engine import Lazy, instant
from liem.law.ended_acts import EndedAct, ended_acts

DRAFTERS = 3
"""So many drafters make a practice."""


def issued(work: Work) -> Lazy:
    """Every document issued in the period: ``item`` (its code), ``issued_at``, ``month``, ``unit`` and ``official``
    (who drafted it), ``drafter`` and ``signer`` as they are written, ``kind``, ``legal_basis``, ``review``,
    ``reviewed_at``.
    """
    rows = work.source("issued_documents").filter(nw.col("issued_at") <= instant(work.as_of))
    if work.since is not None:
        rows = rows.filter(nw.col("issued_at") >= instant(work.since))
    rows = rows.select(
        "issued_at",
        "drafter",
        "signer",
        "kind",
        "legal_basis",
        "review",
        "reviewed_at",
        item="document",
        drafter_code="drafter",
        unit_code="unit",
        month=(nw.col("issued_at").dt.year() * 12 + nw.col("issued_at").dt.month() - 1).cast(nw.Int32),
    )
    return coded(work, coded(work, rows, "drafter_code", "official", "official"), "unit_code", "unit", "unit")


def still_cited(work: Work) -> list[EndedAct]:
    """Acts that are said to have ended, and are cited on by those who cited them before, while hardly anybody cites
    what took their place: so the platform's list errs, or nobody has told the offices. No person is to be counted for
    it.
    """
    cited: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for row in work.engine.collect(work.once("cited_acts", lambda: _spans(work))).to_pylist():
        cited[row["basis"]].append((row["first"].date(), row["last"].date()))
    return [act for act in ended_acts() if _nobody_moved_on(act, cited)]


def _spans(work: Work) -> Lazy:
    """When each drafter cited an act that ended, or its successor, for the first and the last time."""
    bases = sorted({number for act in ended_acts() for number in (act.number, act.replaced)})
    rows = issued(work).filter(~nw.col("legal_basis").is_null() & ~nw.col("official").is_null())
    rows = rows.select("official", "issued_at", basis="legal_basis").explode("basis")
    rows = rows.join(work.engine.lazy(pa.table({"basis": pa.array(bases, pa.string())})), on="basis", how="semi")
    return rows.group_by("basis", "official").agg(first=nw.col("issued_at").min(), last=nw.col("issued_at").max())


def _nobody_moved_on(act: EndedAct, cited: dict[str, list[tuple[date, date]]]) -> bool:
    still = sum(first < act.ended <= last for first, last in cited[act.number])
    moved = sum(act.ended <= last for _first, last in cited[act.replaced])
    return still >= DRAFTERS and moved < still / 2
