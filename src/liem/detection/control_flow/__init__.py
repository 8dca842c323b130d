"""Irregular steps in any office's log, from the order of steps and their attributes alone. NumPy and SciPy only.

``find_irregular(log)`` is the door, ``why_not(log)`` says beforehand when nothing can be told, ``explain`` says of each
flagged dossier what was irregular and what was expected. The reference page is ``docs/reference/irregular-steps.md``.
"""

from liem.detection.control_flow.explaining import explain
from liem.detection.control_flow.findings import Finding
from liem.detection.control_flow.log import Log, from_traces
from liem.detection.control_flow.model import Irregular, Settings, find_irregular
from liem.detection.control_flow.sufficiency import why_not
from liem.detection.control_flow.usual import Share, Usual

__all__ = [
    "Finding",
    "Irregular",
    "Log",
    "Settings",
    "Share",
    "Usual",
    "explain",
    "find_irregular",
    "from_traces",
    "why_not",
]
