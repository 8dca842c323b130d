"""Every flagged dossier explained: the steps, what they were, and what was expected instead."""

import numpy as np

from liem.detection.control_flow.findings import Finding, finding
from liem.detection.control_flow.log import Ints, Log
from liem.detection.control_flow.model import Irregular
from liem.detection.control_flow.repair import repairs
from liem.detection.control_flow.usual import Usual


def explain(log: Log, found: Irregular, dossiers: Ints) -> list[Finding]:
    """The plainest irregularity of each of ``dossiers``, in their order; figures count the reference dossiers."""
    if not len(dossiers):
        return []
    reference = found.scorer.reference
    usual = Usual(reference.log, np.ones(reference.log.dossiers))
    best = repairs(log, dossiers, found.left_out[dossiers], found.score[dossiers], found.scorer, usual)
    return [finding(log, repair, usual) for repair in best]
