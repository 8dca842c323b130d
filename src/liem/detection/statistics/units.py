"""The same cells seen by unit: a unit that stands out lights as a unit, not through its officials."""

import numpy as np

from liem.detection.statistics.cells import Cells


def by_unit(cells: Cells) -> Cells:
    """Cells whose subjects are the units (``cluster``) of the officials; the strata stay.

    Raises :class:`ValueError` when the cells name no units. Strata must not contain the unit, or every unit is
    compared with itself.
    """
    if cells.cluster is None:
        raise ValueError("cells without units cannot be seen by unit")
    unit = cells.cluster[cells.subject]
    width = int(cells.stratum.max(initial=0)) + 1
    keys, place = np.unique(unit * width + cells.stratum, return_inverse=True)
    n, events = (np.bincount(place, weights=x).astype(np.float64) for x in (cells.n, cells.events))
    return Cells(keys // width, keys % width, n, events, None, cells.parent)
