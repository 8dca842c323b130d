"""When a due date was moved by somebody's own will, and not because a stopped clock had started again."""

import narwhals.stable.v2 as nw

from liem.detection.clock import SUPPLEMENT, SUSPENSION
from liem.detection.coding import STEP, Work
from liem.detection.engine import Lazy, distinct


def changes(work: Work) -> Lazy:
    """Every change of a due date: ``d``, ``at``, ``day``, ``official`` (the handler, where none is named),
    ``reasoned``, ``unit``, ``handler``.
    """
    found = work.table("steps").filter(nw.col("step") == STEP["due_changed"]).select("d", "at", "official", "reasoned")
    found = found.join(work.table("facts").select("d", "unit", "handler"), on="d", how="inner")
    return found.with_columns(official=nw.coalesce("official", "handler"), day=nw.col("at").dt.date())


def of_own_will(work: Work, found: Lazy, *others: str) -> Lazy:
    """Those of ``found`` on whose day the clock did not start again, and none of the activities ``others`` was
    recorded: such a change follows from what was done that day, and needs no other ground.
    """
    so_named = [STEP[name] for name in others]
    said = work.table("steps").filter(nw.col("step").is_in([SUPPLEMENT[1], SUSPENSION[1], *so_named]))
    said = distinct(said.select("d", day=nw.col("at").dt.date()))
    return found.join(said, on=["d", "day"], how="anti")


def where_moved(work: Work) -> Lazy:
    """Every dossier of ``facts`` with ``unit``, ``handler`` and ``changed``: 1 where its date was ever moved, not 0."""
    moved = work.table("steps").filter(nw.col("step") == STEP["due_changed"])
    moved = distinct(moved, "d").with_columns(changed=nw.lit(1))
    facts = work.table("facts").select("d", "unit", "handler").join(moved, on="d", how="left")
    return facts.with_columns(changed=nw.col("changed").fill_null(0))
