"""Cells: what the engine counted, one row per subject and stratum, and nothing else."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ROOT = -1
"""Parent code of a stratum that has no coarser one."""


@dataclass(frozen=True)
class Cells:
    """Counts of one indicator, aggregated to subject × stratum.

    ``subject``, ``stratum``, ``n``, ``events`` have one entry per cell; a pair of subject and stratum may occur
    more than once. ``n`` are opportunities (dossiers, accesses, file-days), ``events`` the outcomes among them: at
    most ``n``, unless the settings say that they are counts without a ceiling. ``cluster`` (one entry per subject)
    is the coarser group of the subject, its unit. ``parent`` (one entry per stratum code, parents included) names
    the coarser stratum whose dossiers are compared while others have too few in the finer one; :data:`ROOT` where
    there is none. ``kind`` (one entry per subject) is the kind of work of the subject: how much honest subjects differ
    is learnt for each kind apart. ``asked`` (one entry per subject): whether anything is asked of it; who is not asked
    is a yardstick for the others, and nothing is said of them. All are where it is not given.

    Raises :class:`ValueError` where the arrays do not fit together: that is a mistake of the caller, not of a
    person's file.
    """

    subject: Ints
    stratum: Ints
    n: Floats
    events: Floats
    cluster: Ints | None = None
    parent: Ints | None = None
    kind: Ints | None = None
    asked: Bools | None = None

    def __post_init__(self) -> None:
        for name in ("subject", "stratum"):
            object.__setattr__(self, name, np.asarray(getattr(self, name), dtype=np.int64))
        for name in ("n", "events"):
            object.__setattr__(self, name, np.asarray(getattr(self, name), dtype=np.float64))
        for name in ("cluster", "parent", "kind"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, np.asarray(getattr(self, name), dtype=np.int64))
        self._refuse_misfits()

    def _refuse_misfits(self) -> None:
        if not len(self.subject) == len(self.stratum) == len(self.n) == len(self.events):
            raise ValueError("subject, stratum, n and events must have one entry per cell")
        if len(self.subject) and min(self.subject.min(), self.stratum.min()) < 0:
            raise ValueError("codes of subjects and strata start at 0")
        if not (np.isfinite(self.n).all() and np.isfinite(self.events).all()):
            raise ValueError("n and events must be finite numbers")
        if (self.n < 0).any() or (self.events < 0).any():
            raise ValueError("n and events cannot be negative")
        for name in ("cluster", "kind", "asked"):
            given = getattr(self, name)
            if given is not None and len(self.subject) and len(given) <= self.subject.max():
                raise ValueError(f"{name} needs one entry per subject")
        if self.parent is not None and len(self.stratum) and len(self.parent) <= self.stratum.max():
            raise ValueError("parent needs one entry per stratum")

    @property
    def subjects(self) -> int:
        """How many subjects there are: codes without cells count when ``cluster`` names them."""
        seen = int(self.subject.max()) + 1 if len(self.subject) else 0
        return max(seen, 0 if self.cluster is None else len(self.cluster))

    def in_order(self) -> "Cells":
        """The same cells sorted by subject and stratum, so that sums are taken in the same order whatever came in."""
        order = np.lexsort((self.events, self.n, self.stratum, self.subject))
        columns = {name: getattr(self, name)[order] for name in ("subject", "stratum", "n", "events")}
        return replace(self, **columns)

    @property
    def are_asked(self) -> Bools:
        """Whether anything is asked, by subject."""
        return np.ones(self.subjects, dtype=bool) if self.asked is None else self.asked

    def per_subject(self, values: Floats) -> Floats:
        """Sums of ``values`` (one per cell) by subject."""
        return np.bincount(self.subject, weights=values, minlength=self.subjects).astype(np.float64)
