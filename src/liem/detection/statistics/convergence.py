"""When two independent sources point at the same subject.

Signs of one source (the dossiers' log, the accesses, the documents, what citizens report) share its data and its
faults; they are one witness and are put together by Simes. A lead on a person needs two witnesses: a false
discovery rate within each, and no weighted sum.
"""

from dataclasses import dataclass

import numpy as np

from liem.detection.statistics.cells import Bools, Floats, Ints
from liem.detection.statistics.multiplicity import benjamini_hochberg, simes


@dataclass(frozen=True)
class Convergence:
    """``p`` and ``q`` have one row per subject and one column per source (in ascending order of ``sources``);
    ``met`` is how many sources point at the subject, ``lead`` whether they are enough.
    """

    sources: Ints
    p: Floats
    q: Floats
    met: Ints
    lead: Bools


def converge(p: Floats, source: Ints, q_named: float = 0.05, needed: int = 2) -> Convergence:
    """Join tests (columns of ``p``, nan where not made) by the source they rest on, and count the sources under
    ``q_named``.

    ``source``: one code per column.
    """
    p, source = np.atleast_2d(np.asarray(p, dtype=np.float64)), np.asarray(source, dtype=np.int64)
    codes = np.unique(source)
    joined = np.stack([simes(p[:, source == code]) for code in codes], axis=1) if len(codes) else p[:, :0]
    q = np.stack([benjamini_hochberg(column) for column in joined.T], axis=1) if len(codes) else joined
    with np.errstate(invalid="ignore"):
        met = (q <= q_named).sum(axis=1)
    return Convergence(codes, joined, q, met, met >= needed)
