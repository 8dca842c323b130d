"""Who applies, and who comes back: some of those refused or withdrawn file again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.casework.caseload import Caseload
from benchmarks.casework.life import Life
from benchmarks.casework.plan import Plan
from benchmarks.casework.workdays import DAY, Ints

NOTHING = -1


@dataclass
class Applicants:
    """Per dossier."""

    person: Ints
    """A number standing for the applicant."""
    earlier: Ints
    """The dossier it repeats, or -1."""

    def codes(self, load: Caseload) -> list[str]:
        return [
            ("DN" if business else "CD") + f"{(int(person) * 2654435761 + 12345) % 2**32:08x}"
            for person, business in zip(self.person, load.business, strict=True)
        ]


def draw_applicants(rng: np.random.Generator, load: Caseload, plan: Plan, life: Life) -> Applicants:
    """A dossier that repeats another takes over its applicant, and where nobody is favoured its agent."""
    n = len(load)
    businesses = rng.integers(0, max(50, n // 5), n) + 10_000_000
    citizens = rng.integers(0, max(200, int(1.4 * n)), n)
    found = Applicants(np.where(load.business, businesses, citizens), np.full(n, NOTHING))
    alike: dict[tuple[int, int], list[int]] = {}
    for i in range(n):
        alike.setdefault((load.unit[i], load.procedure[i]), []).append(i)
    for i in range(n):
        if life.outcome[i] not in ("withdrawn", "refused") or rng.random() >= 0.4:
            continue
        for j in alike[load.unit[i], load.procedure[i]]:
            after = life.finished[i] + DAY * rng.uniform(1, 20)
            if load.received[j] > after and found.earlier[j] == NOTHING and not plan.in_pair[j]:
                found.earlier[j], found.person[j], load.business[j] = i, found.person[i], load.business[i]
                if not plan.in_pair[i]:
                    load.agent[j] = load.agent[i]
                break
    return found
