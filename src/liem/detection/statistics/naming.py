"""Who may be named: every condition at once, each protecting somebody."""

from dataclasses import dataclass

import numpy as np

from liem.detection.statistics.cells import Bools, Floats
from liem.detection.statistics.multiplicity import benjamini_hochberg, benjamini_yekutieli, mirrored
from liem.detection.statistics.settings import Settings

WELL_OUTSIDE = 0.5
"""Probability of not belonging to honest variation that a named subject must exceed."""


@dataclass(frozen=True)
class Naming:
    """q-value per subject (nan where not eligible), and who fulfils every condition that concerns the subject
    itself.
    """

    q: Floats
    named: Bools


def decide(
    upper: Floats, lower: Floats, outside: Floats, excess: Floats, eligible: Bools, settings: Settings
) -> Naming:
    """Name the subjects that are extreme, probably outside honest variation, and materially so.

    ``upper``, ``lower``: one-sided p if honest; ``outside``: probability of the second group; ``excess``: observed
    ÷ what is expected of an honest subject in that place. A list is also refused while the innocent side of the
    distribution shows as many extremes, in proportion, as the false discovery rate would allow: then the tails are
    not understood.
    """
    upper, lower = np.where(eligible, upper, np.nan), np.where(eligible, lower, np.nan)
    adjust = benjamini_yekutieli if settings.dependent else benjamini_hochberg
    q = np.fmax(adjust(upper), np.minimum(mirrored(upper, lower), 1.0))
    with np.errstate(invalid="ignore"):
        extreme = (q <= settings.q_named) & (outside > WELL_OUTSIDE)
        return Naming(q, extreme & (excess >= settings.material_ratio))
