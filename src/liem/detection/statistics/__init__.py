"""The statistical core of detection: NumPy and SciPy only; no files, no tables, no engine.

``assess(cells, settings)`` is the door; the reference page is ``docs/reference/statistics.md``.
"""

from liem.detection.statistics.assessment import Assessment, assess
from liem.detection.statistics.cells import ROOT, Cells
from liem.detection.statistics.sample import REASONS
from liem.detection.statistics.settings import Settings

__all__ = ["REASONS", "ROOT", "Assessment", "Cells", "Settings", "assess"]
