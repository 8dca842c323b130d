"""The course of every dossier, from its receipt to its end, and once more where it is filed again."""

from __future__ import annotations

from collections import Counter
from random import Random

from benchmarks.communes.agents import Market
from benchmarks.communes.arrivals import receive
from benchmarks.communes.asking import draw_asked
from benchmarks.communes.case import Case, Familiarity
from benchmarks.communes.decision import decide
from benchmarks.communes.dossier import WITHDRAWN, Dossier
from benchmarks.communes.intake import take_in
from benchmarks.communes.office import Unit
from benchmarks.communes.pace import draw_pace
from benchmarks.communes.plan import Plan
from benchmarks.communes.supplements import ask_for_supplements, wait_for_taxes
from benchmarks.communes.withdrawals import draw_withdrawal
from benchmarks.communes.workdays import LAST, WORKDAYS

_SAME_CHECKER = 0.75
"""Gets it again when it is filed again."""


def run(rng: Random, market: Market, plan: Plan, dossiers: list[Dossier]) -> list[Dossier]:
    """All of them in the order of receipt, with those filed again among them."""
    familiarity = Familiarity()
    waiting = list(dossiers)
    # Grows while it is gone through: what is filed again comes last.
    for dossier in waiting:
        _run(rng, Case(dossier, plan), familiarity)
        at = dossier.refiled_at
        if at and not dossier.earlier and at < LAST and dossier.finished < LAST:
            again = receive(rng, market, at, dossier.unit, dossier.procedure, dossier)
            if again.checker is not dossier.checker and rng.random() < _SAME_CHECKER:
                again.checker = dossier.checker
            waiting.append(again)
    waiting.sort(key=lambda d: d.received)
    _number(waiting)
    return waiting


def _run(rng: Random, case: Case, familiarity: Familiarity) -> None:
    dossier = case.dossier
    draw_asked(rng, case)
    draw_pace(rng, case, familiarity)
    take_in(rng, case)
    if case.asked:
        ask_for_supplements(rng, case)
    if case.gone is None:
        wait_for_taxes(rng, case)
        draw_withdrawal(rng, case)
    dossier.pause, dossier.paused_days = case.pause, case.paused_days
    if case.gone is None:
        decide(rng, case)
    else:
        dossier.outcome, dossier.finished = WITHDRAWN, case.gone


def _number(dossiers: list[Dossier]) -> None:
    count: Counter[Unit] = Counter()
    for dossier in dossiers:
        count[dossier.unit] += 1
        dossier.code = f"H{dossier.unit.code}-{WORKDAYS[dossier.day]:%y%m%d}-{count[dossier.unit]:04d}"
