"""The documents that offices issued, as the questions of act A look at them."""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work, coded
from liem.detection.engine import Lazy, instant


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
