"""A small imagined office, and irregularities other than those the product plants for itself."""

import numpy as np
from benchmarks.irregularities import plant

RECEIVE, CHECK, ASK, ANSWER, APPRAISE, VISIT, SIGN, PAY, HAND_OVER, STRANGE = range(10)
CLERKS, APPRAISERS, HEADS = (0, 1), (2, 3, 4), (5,)

Trace = list[list[int]]


def dossiers(many: int, seed: int) -> list[Trace]:
    """Ordinary dossiers: steps of (activity, official)."""
    draw = np.random.default_rng(seed)
    return [_ordinary(draw) for _ in range(many)]


def _ordinary(draw: np.random.Generator) -> Trace:
    clerk, appraiser = int(draw.choice(CLERKS)), int(draw.choice(APPRAISERS))
    steps = [[RECEIVE, clerk], [CHECK, clerk]]
    for _ in range(int(draw.random() < 0.3) + int(draw.random() < 0.05)):
        steps += [[ASK, appraiser], [ANSWER, clerk]]
    field = [[APPRAISE, appraiser], [VISIT, appraiser]] if draw.random() < 0.5 else [[APPRAISE, appraiser]]
    steps += field if draw.random() < 0.8 else field[::-1]
    steps += [[SIGN, HEADS[0]], [PAY, clerk], [HAND_OVER, clerk]]
    return steps


def spoiled_log(many: int, rate: float, seed: int) -> tuple[list[Trace], np.ndarray]:
    """Dossiers of which a share is irregular, and which they are."""
    planted = plant(dossiers(many, seed + 1), rate, seed)
    return planted.traces, planted.label
