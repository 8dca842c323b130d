"""The statistical core of detection: NumPy and SciPy only; no files, no tables, no engine.

``learn`` each indicator, ``pooled`` over all, ``judge`` each, ``name_persons``: that is a run. ``assess(cells,
settings)`` is one indicator alone. The reference page is ``docs/reference/statistics.md``.
"""

from liem.detection.statistics.assessment import Assessment, Learnt, assess, judge, learn, pooled
from liem.detection.statistics.cells import ROOT, Cells
from liem.detection.statistics.honest import Pooled, pool
from liem.detection.statistics.naming import name_persons
from liem.detection.statistics.sample import REASONS
from liem.detection.statistics.settings import Settings

__all__ = [
    "REASONS",
    "ROOT",
    "Assessment",
    "Cells",
    "Learnt",
    "Pooled",
    "Settings",
    "assess",
    "judge",
    "learn",
    "name_persons",
    "pool",
    "pooled",
]
