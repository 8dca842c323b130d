"""The declared battery in short: over all indicators of a run together, an honest province names nobody.

The whole of it, with the stress rows: ``python -m benchmarks.statistics_error_rates``.
"""

import numpy as np
import pytest
from benchmarks.statistics_error_rates import BATTERY, PLANTED, Setup, assessed, named, simulate

from liem.detection.statistics import Cells, assess


@pytest.mark.slow
@pytest.mark.parametrize("name", ["normal, sd 0.2", "units differ, sd 0.4", "gamma frailty, cv 0.4", "rare events"])
def test_an_honest_province_names_nobody_by_any_indicator(name: str) -> None:
    runs = [named(assessed(simulate(BATTERY[name], 400 + seed))).any() for seed in range(8)]
    assert sum(runs) <= 1


@pytest.mark.slow
def test_p_values_of_the_honest_are_uniform_or_larger() -> None:
    found = [one for seed in range(3) for one in assessed(simulate(Setup(), 500 + seed))]
    p = np.concatenate([one.p[one.eligible] for one in found])
    for level in (0.5, 0.1, 0.02, 0.004):
        assert np.mean(p <= level) <= level + 3.5 * np.sqrt(level / len(p)) + 0.1 * level


@pytest.mark.slow
def test_of_the_named_hardly_one_is_innocent_and_the_act_is_right() -> None:
    wrong, hits = [], []
    for seed in range(4):
        made = simulate(PLANTED["planted 10 % x3"], 600 + seed)
        chosen = named(assessed(made))
        people, guilty = chosen.any(axis=1), made.planted.any(axis=1)
        wrong.append((people & ~guilty).sum() / max(people.sum(), 1))
        hits.append((chosen & made.planted).any(axis=1)[guilty].mean())
    assert np.mean(wrong) <= 0.08
    assert np.mean(hits) >= 0.5


@pytest.mark.parametrize(
    ("subjects", "n", "events"),
    [
        (1, 500, 300),
        (2, 500, 300),
        (50, 0, 0),
        (50, 1, 0),
        (50, 1, 1),
        (50, 200, 200),
        (50, 200, 0),
        (3, 1_000_000, 500_000),
    ],
)
def test_nonsense_gives_no_names_and_no_crash(subjects: int, n: int, events: int) -> None:
    """One official only; no dossier, one; all late, none late; very many."""
    who = np.arange(subjects)
    found = assess(
        Cells(who, np.zeros(subjects, dtype=int), np.full(subjects, float(n)), np.full(subjects, float(events)))
    )
    assert not found.named.any()
    assert not (found.worth & (found.p < 0.01)).any()


def test_no_cells_at_all_are_no_mistake() -> None:
    nothing = np.zeros(0)
    found = assess(Cells(nothing.astype(int), nothing.astype(int), nothing, nothing))
    assert len(found.p) == 0
