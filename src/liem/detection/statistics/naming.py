"""Who may be named: the person first, then the act, then the indicator, under one guarantee for the whole run.

Every official is asked many questions. Asked one by one, or act by act, an honest province would be named by the
luck of one of them; so first it is decided *of whom* anything may be said (one p per person from all their questions,
false discovery rate over all persons), then *under which act*, then *by which indicator*, each at the level that is
left: that of the persons times the share of persons selected (Benjamini and Bogomolov 2014, J. R. Stat. Soc. B 76,
297–318). Where all are honest, the chance that anybody is named by anything is at most the rate asked for; elsewhere
the share of innocents among the persons named is, on average.
"""

import numpy as np

from liem.detection.statistics.cells import Floats, Ints
from liem.detection.statistics.multiplicity import benjamini_hochberg, simes


def name_persons(p: Floats, act: Ints) -> Floats:
    """The q of each question about each person.

    ``p``: persons × questions, nan where a question was not asked; where something other than chance speaks for the
    person (no material excess, a colleague's doing), the caller gives 1. ``act``: one code per question. The q of a
    question is the smallest rate at which the person would be selected, the act within the person and the question
    within the act.
    """
    p = np.atleast_2d(np.asarray(p, dtype=np.float64))
    codes = np.unique(act)
    per_act = np.stack([simes(p[:, act == code]) for code in codes], axis=1) if len(codes) else p[:, :0]
    adjusted = _by_row(per_act)
    needed = np.full(p.shape, np.nan)
    for code in codes:
        columns = np.flatnonzero(act == code)
        needed[:, columns] = _least_level(_by_row(p[:, columns]), adjusted)
    return _least_rate(needed, simes(per_act) if len(codes) else np.full(len(p), np.nan))


def side_by_side(first: Floats, second: Floats, weight: float) -> tuple[Floats, Floats]:
    """The q of two families of one run, so that the rate asked for holds for both together.

    ``weight``: share of the rate that the first has of its own. Whichever has anything to say at its share leaves the
    whole rate to the other (Holm 1979, Scand. J. Stat. 6, 65–70, weighted): where nobody does anything, anybody is
    named at most at the rate.
    """
    of_first, of_second = (float(np.nanmin(q)) if (~np.isnan(q)).any() else np.inf for q in (first, second))
    if np.isinf(of_first) or np.isinf(of_second):
        return first, second
    return (
        np.minimum(np.fmin(first / weight, np.maximum(first, of_second / (1 - weight))), 1.0),
        np.minimum(np.fmin(second / (1 - weight), np.maximum(second, of_first / weight)), 1.0),
    )


def _by_row(p: Floats) -> Floats:
    """Benjamini–Hochberg adjusted p within each row; nan stays nan."""
    order = np.argsort(p, axis=1)
    asked = (~np.isnan(p)).sum(axis=1, keepdims=True)
    ranked = np.take_along_axis(p, order, axis=1) * asked / np.arange(1, p.shape[1] + 1)
    ranked = np.fmin.accumulate(ranked[:, ::-1], axis=1)[:, ::-1]
    adjusted = np.empty_like(ranked)
    np.put_along_axis(adjusted, order, np.minimum(ranked, 1.0), axis=1)
    return np.where(np.isnan(p), np.nan, adjusted)


def _least_level(inside: Floats, acts: Floats) -> Floats:
    """Smallest level at which each question is answered, when an act is tested at the level × (share of acts selected).

    ``inside``: adjusted p within one act (persons × questions); ``acts``: adjusted p of all the acts of the person.
    """
    ladder = np.sort(acts, axis=1)
    asked = (~np.isnan(acts)).sum(axis=1)
    best = np.full(inside.shape, np.inf)
    for k in range(1, acts.shape[1] + 1):
        rung = np.where(np.isnan(ladder[:, k - 1]), np.inf, ladder[:, k - 1])
        best = np.minimum(best, np.maximum(rung[:, None], inside * asked[:, None] / k))
    return np.where(np.isnan(inside), np.nan, np.minimum(best, 1.0))


def _least_rate(needed: Floats, person: Floats) -> Floats:
    """Smallest false discovery rate at which each question is answered, persons being tested at rate × share selected.

    At rate α, R(α) of m persons are selected and each is tested at α·R(α)/m; so α is the smallest with α·R(α) ≥ m × the
    level needed.
    """
    q = benjamini_hochberg(person)
    ladder = np.sort(q[~np.isnan(q)])
    m = len(ladder)
    if not m:
        return np.full(needed.shape, np.nan)
    reach = ladder * np.arange(1, m + 1)
    wanted = np.where(np.isnan(needed), 1.0, needed) * m
    place = np.searchsorted(reach, wanted, side="left")
    at_rung = np.where(place < m, ladder[np.minimum(place, m - 1)], np.inf)
    between = np.divide(wanted, place, out=np.full(wanted.shape, np.inf), where=place > 0)
    return np.where(np.isnan(needed), np.nan, np.minimum(np.minimum(at_rung, between), 1.0))
