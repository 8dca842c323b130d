"""What is expected of each subject, how far it stands from that, and how sure that is: by loops, from the method page.

The limits come from SciPy's own exact test of a share; Liêm computes them from the beta distribution.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from math import exp, hypot, log, sqrt
from typing import Any

from scipy.optimize import brentq
from scipy.stats import binomtest, poisson
from tests.sheet.slow import Case

NORMAL = 1.959963984540054
TINY = 1e-6
HALF, FEW, MANY = 0.5, 3, 30
"""Events: what is assumed at least of the others; what tells how rare it is; what would have to be expected else."""
Values = dict[str, Any]
Place = tuple[int, tuple[Any, ...]]
"""A level of strata, and the values that make the stratum."""


def traits(case: Case) -> Values:
    """What makes cases comparable."""
    row, month = case.dossier.row, case.dossier.received.year * 12 + case.dossier.received.month - 1
    return {
        "procedure": row.get("procedure"),
        "channel": row.get("channel") if row.get("channel") in ("counter", "online", "post") else "",
        "applicant_kind": row.get("applicant_kind") if row.get("applicant_kind") in ("citizen", "business") else "",
        "kind": row.get("kind"),
        "role": case.role,
        "busy": case.busy,
        "near": case.near,
        "curious": case.curious,
        "field": case.of_field,
        "roughly_busy": case.busy // 2,
        "quarter": month - month % 3,
    }


@dataclass
class Subject:
    """Cases, events, and what the others' work lets expect. ``weight`` and ``doubt`` by the stratum compared with."""

    n: int = 0
    observed: int = 0
    expected: float = 0.0
    count: bool = False
    """Whether events are counted, of which a case may have several, and not cases with an event."""
    weight: dict[Place, float] = field(default_factory=lambda: defaultdict(float))
    doubt: dict[Place, float] = field(default_factory=dict)

    @property
    def noise(self) -> float:
        """Variance of the logarithm of what is expected: each stratum's own, weighted by what the subject draws from
        it.
        """
        whole = max(sum(self.weight.values()), TINY)
        return sum((weight / whole) ** 2 * self.doubt[place] for place, weight in self.weight.items())

    def limits(self) -> tuple[float, float]:
        """95 % limits of observed ÷ expected: chance in the one and doubt of the other, joined on the log scale."""
        low, high = _of_count(self.observed) if self.count else _of_share(self.observed, self.n)
        spread = NORMAL * sqrt(self.noise)
        if not self.observed:
            return 0.0, high / self.expected * exp(spread)
        ratio = self.observed / self.expected
        down = hypot(log(self.observed / low), spread)
        return ratio * exp(-down), ratio * exp(hypot(log(high / self.observed), spread))


def _of_share(observed: int, n: int) -> tuple[float, float]:
    exact = binomtest(observed, n).proportion_ci(0.95, "exact")
    return exact.low * n, exact.high * n


def _of_count(observed: int) -> tuple[float, float]:
    """The means under which so many or more, so many or fewer, have a chance of one in forty."""
    upper = brentq(lambda mean: poisson.cdf(observed, mean) - 0.025, 1e-9, 50 + 10 * observed, xtol=1e-12)
    if not observed:
        return 0.0, upper
    return brentq(lambda mean: poisson.sf(observed - 1, mean) - 0.025, 1e-9, observed, xtol=1e-12), upper


def compare(
    cases: list[tuple[str, Case]],
    levels: tuple[tuple[str, ...], ...],
    trusted: Callable[[str], bool],
    count: bool = False,
    least: int = 20,
) -> dict[str, Subject]:
    """Every subject against the others in the finest stratum where trusted others have ``least`` cases and enough is
    known of how rare the event is: :data:`FEW` events, or cases enough for :data:`MANY` at the overall rate.
    """
    cells: dict[tuple[str, tuple[Place, ...]], list[int]] = defaultdict(lambda: [0, 0])
    """By subject and the stratum at every level."""
    others: dict[Place, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for who, case in cases:
        known = traits(case)
        places = tuple((number, tuple(known[name] for name in level)) for number, level in enumerate(levels))
        for target in (cells[who, places], *(others[place][who] for place in places)):
            target[0] += case.weight
            target[1] += case.times if count else case.event
    usual = [one for (who, _), one in cells.items() if trusted(who)]
    overall = max(sum(events for _, events in usual), HALF) / max(sum(n for n, _ in usual), 1)
    sums = {
        key: [sum(one[place] for who, one in theirs.items() if trusted(who)) for place in (0, 1)]
        for key, theirs in others.items()
    }
    found: dict[str, Subject] = defaultdict(Subject)
    for (who, places), (n, events) in sorted(cells.items(), key=repr):
        subject = found[who]
        chosen: tuple[Place, int, int] | None = None
        for here in places:
            own = others[here][who] if trusted(who) else [0, 0]
            theirs, theirs_events = sums[here][0] - own[0], sums[here][1] - own[1]
            if theirs >= least:
                chosen = (here, theirs, theirs_events)
                if theirs_events >= FEW or theirs * overall >= MANY:
                    break  # else too little is known here of how rare it is: a coarser stratum is preferred
        if chosen is not None:
            here, theirs, theirs_events = chosen
            base = max(max(theirs_events + overall, HALF) / (theirs + 1), TINY)
            base = base if count else min(base, 1 - TINY)
            free = 1.0 if count else 1 - base
            subject.count = count
            subject.n += n
            subject.observed += events
            subject.expected += n * base
            subject.weight[here] += n * base * free
            subject.doubt[here] = 1 / max(theirs * base * free, TINY)
    return dict(found)
