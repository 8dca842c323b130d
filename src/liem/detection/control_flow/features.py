"""What is measured of each dossier. The odder the dossier, the larger each feature, so that the learner stays plain."""

import numpy as np

from liem.detection.control_flow.contexts import Contexts, Placed
from liem.detection.control_flow.counting import Found, Index, counts
from liem.detection.control_flow.log import Floats, Ints, Log, per_dossier
from liem.detection.control_flow.pairs import PairRules, Standing, followed_activities, standing, strongest_per_step

HIGH = 3.0
"""Surprisal (nats) above which a step is odd by itself: one in twenty."""
_SEED = 20150301


class Reference:
    """The dossiers against which others are measured, each without itself."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.contexts = Contexts(log)
        self.followed = followed_activities(log)
        self.standing = standing(log, self.followed, int(self.followed.max()) + 1)
        self._variants = Index(_variant(log), np.arange(log.dossiers), log.dossiers)
        self.weigh(np.ones(log.dossiers))

    def weigh(self, weights: Floats) -> None:
        """Count the dossiers with these weights from now on."""
        self.weights = weights
        self.totals = self.contexts.totals(weights)
        self.rules = PairRules(self.standing, weights)
        self._variant_totals = self._variants.totals(weights)

    def look_up(self, log: Log, left_out: Ints) -> "Looked":
        """``log`` looked up in this reference; ``left_out[i]`` is the reference dossier that ``i`` comes from."""
        return Looked(
            self.contexts.place(log, left_out),
            standing(log, self.followed, self.standing.first.shape[1]),
            self._variants.find(_variant(log), left_out),
        )

    def surprisals(self, looked: "Looked") -> dict[str, Floats]:
        """Surprisal of each event by each question."""
        return self.contexts.surprisals(looked.placed, self.totals, self.weights)

    def measure(self, looked: "Looked") -> Floats:
        """Features, one row per dossier; their names are :meth:`names`."""
        log, left_out = looked.placed.log, looked.placed.left_out
        columns: list[Floats] = []
        for values in self.surprisals(looked).values():
            columns.append(per_dossier(log, values, np.maximum))
            columns.append(per_dossier(log, values, np.add))
            columns.append(per_dossier(log, np.where(values > HIGH, values, 0.0), np.add))
        followed = looked.standing.first.shape[1]
        for found in (self.rules.missing(looked.standing, left_out), self.rules.inverted(looked.standing, left_out)):
            columns += strongest_per_step(found, log.dossiers, followed)
        columns += self.rules.company(looked.standing, left_out)
        columns.append(-np.log(counts(self._variant_totals, looked.variant, self.weights) + 0.3))
        columns.append(np.log(log.length))
        return np.column_stack(columns)

    @property
    def names(self) -> list[str]:
        """Names of the features."""
        found = [f"{q.name}_{how}" for q in self.contexts.questions for how in ("max", "sum", "high")]
        pairs = [f"{rule}_{how}" for rule in ("missing", "inverted", "company") for how in ("max", "sum")]
        return [*found, *pairs, "variant", "length"]


class Looked:
    """A log looked up in a reference."""

    def __init__(self, placed: Placed, standing: Standing, variant: Found) -> None:
        self.placed, self.standing, self.variant = placed, standing, variant


def _variant(log: Log) -> Ints:
    """A number for the sequence of activities of each dossier (64 bits: chance equality is out of the question)."""
    draw = np.random.default_rng(_SEED)
    word = draw.integers(0, 2**63, log.activities + 3, dtype=np.uint64) | np.uint64(1)
    longest = int(log.length.max())
    place = draw.integers(0, 2**63, longest, dtype=np.uint64) | np.uint64(1)
    mixed = word[log.activity] * place[log.place]
    mixed ^= mixed >> np.uint64(29)
    found = np.add.reduceat(mixed * np.uint64(0x9E3779B97F4A7C15), log.start[:-1])
    return found.view(np.int64)
