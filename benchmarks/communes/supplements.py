"""Rounds of supplements, and the other pauses."""

from __future__ import annotations

import math
from random import Random

from benchmarks.communes.case import Case, log_normal
from benchmarks.communes.procedures import (
    CONSTRUCTION,
    LAND,
    OFF_LIST,
    POWER_OF_ATTORNEY,
    VILLAGE_HEAD_CONFIRMS,
    WELFARE,
)
from benchmarks.communes.ways import Way

_NOW_AND_THEN = [*(p for p in OFF_LIST if p != VILLAGE_HEAD_CONFIRMS), POWER_OF_ATTORNEY]
"""What anybody asks for once in a while; the village head is asked in one commune only."""
_REASONS = [
    "thiếu giấy tờ",
    "bổ sung hồ sơ",
    "Hồ sơ chưa đầy đủ",
    "thiếu bản sao chứng thực",
    "tờ khai ghi sai",
    "thông tin không khớp CCCD",
    "thiếu chữ ký",
    "đề nghị bổ sung theo quy định",
    "ảnh chụp mờ, gửi lại",
    "sai mẫu đơn",
]

_AGAIN, _MOST_ROUNDS = 0.09, 4
_ASKS_AGAIN, _TAKES_THEN_ASKS_AGAIN = 6.5, 1.6
"""Planted factors, at full strength."""

# When in the remaining work the request comes, as a share of it.
_EARLY_FROM, _EARLY_TO = 0.1, 0.6
_LATE, _LATE_FROM, _LATE_TO = 0.04, 0.75, 0.97
_PLANTED_FROM, _PLANTED_TO = 0.2, 0.5

_ONE_PAPER = 0.7
_OFF_LIST_ANYWAY = 0.012
_CUSTOM_PAPER, _CUSTOM_FIELDS = 0.45, (LAND, WELFARE, CONSTRUCTION)
_REQUIRED_AS_WELL = 0.35

# Working days the applicant takes: median and spread of the logarithm.
_REPLY, _REPLY_SPREAD = 3.6, 0.75
_REPLY_SAME_DAY, _REPLY_SAME_DAY_SPREAD = 1.2, 0.8
_AGENTS_FASTER = 0.7
_NEVER, _NEVER_FROM, _NEVER_TO = 0.035, 15, 40
_EXPIRED = 0.5
_RECEIVED_BY_THE_SAME = 0.6

_TAX, _TAX_FROM, _TAX_TO = 0.10, 2, 12
_TAX_EARLIEST = 0.6
"""Of the work."""


def ask_for_supplements(rng: Random, case: Case) -> None:
    dossier = case.dossier
    usual = _AGAIN * math.exp(case.checker.asks_again)
    dossier.expected_again = usual
    again = _chance_of_another(case, usual)
    while True:
        dossier.rounds += 1
        case.done = _share_of_work(rng, case)
        at = dossier.received + case.done * case.work + case.pause
        for paper in _papers(rng, case):
            reason = rng.choice(_REASONS) if rng.random() < case.habits.reasons else ""
            dossier.log(at, "supplement_requested", case.checker, paper, reason)
        if not _is_answered(rng, case, at):
            return
        if dossier.rounds >= _MOST_ROUNDS or rng.random() >= again:
            return


def _chance_of_another(case: Case, usual: float) -> float:
    if case.way == Way.ASKS_AGAIN:
        return _AGAIN * _ASKS_AGAIN**case.strength
    if case.way == Way.TAKES_THEN_ASKS:
        return _AGAIN * _TAKES_THEN_ASKS_AGAIN**case.strength
    return usual


def _share_of_work(rng: Random, case: Case) -> float:
    """Done when the request goes out."""
    left = 1 - case.done
    if case.stopped_at is not None and case.dossier.rounds == 1:
        share = case.stopped_at / case.work
    elif rng.random() > _LATE:
        share = case.done + left * rng.uniform(_EARLY_FROM, _EARLY_TO)
    else:
        share = case.done + left * rng.uniform(_LATE_FROM, _LATE_TO)
    if case.way_of_receiver == Way.STAMPS_IN or case.way == Way.TAKES_THEN_ASKS:
        share = max(share, case.done + left * rng.uniform(_PLANTED_FROM, _PLANTED_TO))
    return share


def _papers(rng: Random, case: Case) -> list[str]:
    """Codes of what is asked for; where the unit logs none, one request without a code."""
    required, custom = case.procedure.papers, case.unit.custom_paper
    # The chance is thrown in any case.
    count = 1 if rng.random() < _ONE_PAPER or case.habits.minimal else 2
    if not case.habits.codes:
        return [""]
    papers = rng.sample(required, min(count, len(required)))
    if rng.random() < _OFF_LIST_ANYWAY:
        papers[-1] = rng.choice(_NOW_AND_THEN)
    if custom and case.procedure.field in _CUSTOM_FIELDS and rng.random() < _CUSTOM_PAPER:
        papers = [papers[0], custom]
    if case.off_list and case.dossier.rounds == 1:
        papers = papers[:1] if rng.random() < _REQUIRED_AS_WELL else []
        papers.append(rng.choice(OFF_LIST))
    return papers


def _is_answered(rng: Random, case: Case, asked_at: float) -> bool:
    """The clock stands still until the answer; without one the dossier counts as withdrawn."""
    dossier = case.dossier
    if case.limit > 1:
        days = log_normal(rng, _REPLY, _REPLY_SPREAD)
    else:
        days = log_normal(rng, _REPLY_SAME_DAY, _REPLY_SAME_DAY_SPREAD)
    if dossier.agent:
        days *= _AGENTS_FASTER
    if rng.random() < _NEVER:
        case.gone = asked_at + rng.uniform(_NEVER_FROM, _NEVER_TO)
        reason = "quá hạn bổ sung" if rng.random() < _EXPIRED else ""
        dossier.log(case.gone, "withdrawn", case.checker, reason=reason)
        return False
    case.stop_clock(asked_at, days)
    taken_by = dossier.receiver if rng.random() < _RECEIVED_BY_THE_SAME else rng.choice(dossier.present)
    dossier.log(asked_at + days, "supplement_received", taken_by)
    return True


def wait_for_taxes(rng: Random, case: Case) -> None:
    """Land dossiers are sometimes suspended until the applicant has paid."""
    dossier = case.dossier
    if case.procedure.field != LAND or not case.habits.full or rng.random() >= _TAX:
        return
    at = dossier.received + case.pause + case.work * rng.uniform(max(_TAX_EARLIEST, case.done), 1)
    days = rng.uniform(_TAX_FROM, _TAX_TO)
    if at > max(e.at for e in dossier.events):
        dossier.log(at, "suspended", case.checker, reason="chờ thực hiện nghĩa vụ tài chính")
        dossier.log(at + days, "resumed", case.checker)
        case.stop_clock(at, days)
