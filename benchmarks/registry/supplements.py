"""Rounds of supplements, and those who never come back with theirs."""

from __future__ import annotations

import numpy as np
from benchmarks.registry.arrays import Bools, Floats, Objects
from benchmarks.registry.cases import Cases
from benchmarks.registry.posts import Post
from benchmarks.registry.procedures import UNLISTED_PAPERS
from benchmarks.registry.steps import FILE_LACKING, FOR_APPRAISAL, ILLEGIBLE, PAPERS_LACKING

MOST_ROUNDS = 3
FIRST_REQUEST = (1.2, 3)
"""Shape of the share of the appraisal after which the first request goes out."""
FIRST_STEP, NEXT_STEP = 0.9, 0.25
"""Of that share, before the first request and before another."""
OFF_LIST_AGAIN = 0.3
REASONS = [PAPERS_LACKING, FILE_LACKING, FOR_APPRAISAL, ILLEGIBLE]
CUSTOM_PAPER = UNLISTED_PAPERS[10]
COMMON_FIRST = 2
"""Exponent: the first of the papers on no list are asked for most."""
NOT_NAMED = 0.4
"""Share of the requests in the old software that do not say for what."""
ANSWER, ANSWER_SPREAD = 4.5, 0.8
NEVER_ANSWERED, CLOSED, CLOSED_AFTER = 0.13, 0.2, (60, 140)
"""Share never answered, share of those that are closed at last, and after how long."""
UNASKED_BEFORE = 0.6
"""Of the appraisal; before that, whoever was asked for nothing withdraws."""


def ask_for_supplements(cases: Cases) -> None:
    share = cases.rng.beta(*FIRST_REQUEST, len(cases))
    for turn in range(MOST_ROUNDS):
        _ask(cases, turn, share)
    unasked = cases.under_way & cases.withdraws & ~cases.asked
    at = cases.now + cases.appraisal_time * cases.rng.random(len(cases)) * UNASKED_BEFORE
    _withdraw(cases, unasked, at)


def name_papers(cases: Cases, off_list: Bools) -> Objects:
    papers, chance = cases.world.procedures.papers, cases.rng.random(len(cases))
    lists = [papers[procedure] for procedure in cases.filed.procedure]
    listed = [required[int(drawn * len(required))] for required, drawn in zip(lists, chance, strict=True)]
    last = len(UNLISTED_PAPERS) - 1
    place = (cases.rng.random(len(cases)) ** COMMON_FIRST * len(UNLISTED_PAPERS)).astype(int)
    unlisted = np.array(UNLISTED_PAPERS, dtype=object)[np.minimum(last, place)]
    unlisted[cases.custom] = CUSTOM_PAPER
    named = np.where(off_list, unlisted, np.array(listed, dtype=object))
    named[~cases.new_software & cases.happens(NOT_NAMED)] = ""
    return named


def _ask(cases: Cases, turn: int, share: Floats) -> None:
    asked = cases.under_way & (cases.rounds > turn)
    work = cases.appraisal_time * share * (FIRST_STEP if turn == 0 else NEXT_STEP)
    work = np.where(asked, np.minimum(work, cases.appraisal_time - cases.appraised), 0)
    cases.now = cases.now + work
    cases.appraised = cases.appraised + work
    appraiser = cases.acting_appraiser()
    papers = name_papers(cases, cases.off_list if turn == 0 else cases.off_list & cases.happens(OFF_LIST_AGAIN))
    cases.enter(asked, cases.now, "supplement_requested", appraiser, papers, cases.one_of(REASONS))
    cases.note_stop(asked, cases.now)
    _answer(cases, asked, last=cases.rounds == turn + 1)


def _answer(cases: Cases, asked: Bools, last: Bools) -> None:
    """Those who withdraw do so instead of answering the last request."""
    lost = asked & cases.happens(NEVER_ANSWERED)
    withdrawn = asked & cases.withdraws & last & ~lost
    wait = cases.log_normal(ANSWER, ANSWER_SPREAD)
    closed = lost & cases.happens(CLOSED)
    closed_at = cases.now + cases.uniform(*CLOSED_AFTER)
    _withdraw(cases, withdrawn, cases.now + wait)
    _withdraw(cases, closed, closed_at)
    answered = asked & ~lost & ~withdrawn
    cases.now = np.where(answered, cases.now + wait, cases.now)
    cases.pause = cases.pause + np.where(answered, wait, 0)
    cases.enter(answered, cases.now, "supplement_received", cases.acting(cases.clerk, Post.INTAKE))
    cases.under_way &= ~lost


def _withdraw(cases: Cases, which: Bools, at: Floats) -> None:
    cases.withdrawn = np.where(which, at, cases.withdrawn)
    cases.under_way &= ~which
