"""Is it the person, or the colleague whose dossiers they share?

Who receives carelessly makes the handler ask more; who asks for everything makes the receiver look careless. So an
excess must be the subject's own: it must remain against others who share the same colleague, or, where there are
none, when the colleague from whom most of it comes is left out. Where one person does both, there is nobody else to
ask about. Likewise of the ``unit``: what all of its people show alike is its custom.
"""

from dataclasses import replace

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa

from liem.detection.coding import Work
from liem.detection.counting import in_order, numbers_of
from liem.detection.engine import Lazy
from liem.detection.figures import Figure

OTHERS = 20
"""Cases of others that share a colleague for a comparison."""
COVERED = 0.5
"""Share of the subject's cases that must be comparable so."""
REMAINS = 0.5
"""Share of the excess (on the log scale) that must remain."""


def own_excess_only(work: Work, cases: Lazy, found: list[Figure]) -> list[Figure]:
    """``found`` of one indicator, where named subjects whose excess is a colleague's are named no more."""
    pattern = found[0].indicator.pattern if found else None
    if pattern is None or pattern.colleague is None or not any(f.named and f.subject_kind == "official" for f in found):
        return found
    rows = work.engine.collect(_counts(work, cases, pattern.colleague))
    shared = _Shared(in_order(rows, ("official", "colleague", "role")), persons=pattern.colleague != "unit")
    return [_checked(figure, shared) if figure.subject_kind == "official" else figure for figure in found]


def _counts(work: Work, cases: Lazy, colleague: str) -> Lazy:
    theirs = work.table("facts").select("d", nw.col(colleague).alias("colleague"))
    rows = cases.filter(~nw.col("official").is_null()).join(theirs, on="d", how="inner")
    return rows.group_by("official", "colleague", "role").agg(n=nw.len(), events=nw.col("event").sum())


class _Shared:
    """Cases and events by official and colleague. ``alone``: where the official is the colleague."""

    def __init__(self, rows: pa.Table, *, persons: bool) -> None:
        self.official, self.colleague, self.role, self.n, self.events = (
            numbers_of(rows, column) for column in ("official", "colleague", "role", "n", "events")
        )
        self.alone = persons & (self.colleague == self.official)
        key = self.colleague * 16 + self.role
        _, place = np.unique(key, return_inverse=True)
        self.others_n = np.bincount(place, self.n)[place] - self.n
        self.others_events = np.bincount(place, self.events)[place] - self.events


def _checked(figure: Figure, shared: _Shared) -> Figure:
    if not figure.named:
        return figure
    ratio = _own_ratio(figure, shared)
    if ratio is not None and np.log(max(ratio, 1e-9)) >= REMAINS * np.log(figure.effect):
        return figure
    return replace(figure, named=False, reason="colleague")


def _own_ratio(figure: Figure, shared: _Shared) -> float | None:
    """Observed ÷ expected without the colleague's part; None where that cannot be told."""
    mine = np.flatnonzero(shared.official == figure.keys[0])
    n, events = shared.n[mine], shared.events[mine]
    usual = figure.expected / max(figure.n, 1)
    alone = shared.alone[mine]
    if n[alone].sum() >= COVERED * n.sum():
        return float(events[alone].sum() / max(n[alone].sum() * usual, 1e-9))
    compared = (shared.others_n[mine] >= OTHERS) & ~alone
    if n[compared].sum() >= COVERED * n.sum():
        rate = (shared.others_events[mine][compared] + 0.5) / (shared.others_n[mine][compared] + 1)
        return float(events[compared].sum() / max((n[compared] * rate).sum(), 1e-9))
    worst = int(np.argmax(events - n * usual))
    rest = np.arange(len(n)) != worst
    if n[rest].sum() < OTHERS:
        return None
    return float(events[rest].sum() / max(n[rest].sum() * usual, 1e-9))
