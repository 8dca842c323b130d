"""The same counts with nothing in them to find, and with something put in."""

from dataclasses import replace

import numpy as np

from liem.detection.calibration.questions import Question
from liem.detection.pair_excess import PairCells
from liem.detection.statistics import Cells
from liem.detection.statistics.cells import Floats, Ints
from liem.detection.statistics.permutation import shuffled


def shuffle(question: Question, seed: int) -> Question:
    """Events dealt out again within each stratum: to officials, or to the agents (and applicants) of one official."""
    if question.pairs is not None:
        pairs = question.pairs
        cell = np.unique(pairs.official * (int(pairs.stratum.max()) + 1) + pairs.stratum, return_inverse=True)[1]
        dealt = next(shuffled(Cells(np.arange(len(cell)), cell, pairs.n, pairs.events), 1, seed))
        return replace(question, pairs=_with_events(pairs, dealt.events))
    if question.cells is None:
        return question
    return replace(question, cells=next(shuffled(question.cells, 1, seed)))


def _with_events(pairs: PairCells, events: Floats) -> PairCells:
    return PairCells(pairs.official, pairs.agent, pairs.stratum, pairs.n, events)


def raise_rate(cells: Cells, subject: int, rng: np.random.Generator, factor: float, points: float) -> Cells:
    """One official's share of events made ``factor`` times as high, then ``points`` higher, dossier by dossier."""
    mine = np.flatnonzero(cells.subject == subject)
    n, events = cells.n[mine].astype(np.int64), cells.events[mine].astype(np.int64)
    share = events.sum() / max(int(n.sum()), 1)
    wanted = min(share * factor + points, 0.95)
    chance = max(0.0, (wanted - share) / max(1.0 - share, 1e-9))
    return _replaced(cells, mine, cells.n[mine], (events + rng.binomial(n - events, chance)).astype(np.float64))


def add_cases(cells: Cells, subject: int, rng: np.random.Generator, extra: int, share: float) -> Cells:
    """``extra`` further cases of one official, spread over their own strata, ``share`` of them with the event."""
    mine = np.flatnonzero(cells.subject == subject)
    more = rng.multinomial(extra, cells.n[mine] / cells.n[mine].sum())
    return _replaced(cells, mine, cells.n[mine] + more, cells.events[mine] + rng.binomial(more, share))


def give_hard_cases(cells: Cells, subject: int, rng: np.random.Generator) -> Cells:
    """An honest look-alike: as many dossiers again, of the strata where events are most frequent, as frequent as
    there."""
    n, events = np.bincount(cells.stratum, cells.n), np.bincount(cells.stratum, cells.events)
    rate = np.divide(events, n, out=np.zeros_like(n), where=n >= 20)
    hard = np.argsort(rate)[-max(1, len(rate) // 10) :]
    extra = rng.multinomial(int(cells.n[cells.subject == subject].sum()), np.full(len(hard), 1 / len(hard)))
    return replace(
        cells,
        subject=np.r_[cells.subject, np.full(len(hard), subject)],
        stratum=np.r_[cells.stratum, hard],
        n=np.r_[cells.n, extra],
        events=np.r_[cells.events, rng.binomial(extra, np.clip(rate[hard], 0, 1))],
    )


def raise_unit(cells: Cells, subject: int, rng: np.random.Generator, factor: float) -> Cells:
    """An honest look-alike: everybody of the official's unit has the events so many times as often."""
    if cells.cluster is None:
        return cells
    for colleague in np.flatnonzero(cells.cluster == cells.cluster[subject]).tolist():
        cells = raise_rate(cells, colleague, rng, factor, 0.0)
    return cells


def widen_habits(cells: Cells, subject: int, rng: np.random.Generator, spread: float) -> Cells:
    """An honest look-alike: all habits (not only the subject's) differ more, by a log-normal factor of that spread."""
    factor = np.exp(rng.normal(0, spread, cells.subjects))[cells.subject]
    share = np.divide(cells.events, cells.n, out=np.zeros_like(cells.n), where=cells.n > 0)
    stratum = np.bincount(cells.stratum, cells.events) / np.maximum(np.bincount(cells.stratum, cells.n), 1)
    usual = np.where(share > 0, share, stratum[cells.stratum])
    return replace(cells, events=rng.binomial(cells.n.astype(np.int64), np.clip(usual * factor, 0, 0.95)).astype(float))


def _replaced(cells: Cells, mine: Ints, n: Floats, events: Floats) -> Cells:
    all_n, all_events = cells.n.copy(), cells.events.copy()
    all_n[mine], all_events[mine] = n, events
    return replace(cells, n=all_n, events=all_events)
