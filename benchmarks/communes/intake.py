"""What is logged at the counter."""

from __future__ import annotations

import math
from random import Random

from benchmarks.communes.case import Case
from benchmarks.communes.names import shared_account
from benchmarks.communes.ways import Way
from benchmarks.communes.workdays import FIRST

# Parts of a working day before or after the receipt.
_GUIDED_BEFORE, _EARLIEST = 0.012, 0.0005
_SLIP_AFTER, _FEE_AFTER = 0.004, 0.006
_FORWARDED_FROM, _FORWARDED_TO = 0.02, 0.5
_FORWARDED_AT_MOST = 0.2
"""Of the work."""
_GUIDED = 0.16
_GUIDED_BY_PLANTED = 0.25
"""A factor, at full strength."""
_LOGIN_SHARED_FOR = 70
"""Working days."""


def take_in(rng: Random, case: Case) -> None:
    dossier, habits, receiver = case.dossier, case.habits, case.dossier.receiver
    received = dossier.received
    if habits.full and not dossier.online and rng.random() < _chance_of_guidance(case):
        dossier.log(max(dossier.day + _EARLIEST, received - _GUIDED_BEFORE), "guidance_given", receiver)
    shared = case.unit.shared_login and dossier.day < FIRST + _LOGIN_SHARED_FOR
    account = None if dossier.after_hours else shared_account(case.unit.code) if shared else receiver
    dossier.log(received, "received", account)
    if habits.full:
        dossier.log(received + _SLIP_AFTER, "receipt_slip_issued", account)
        if case.procedure.fee and not dossier.online:
            dossier.log(received + _FEE_AFTER, "fee_collected", receiver, amount=case.procedure.fee)
    goes_on = not case.unit.same_hand or case.checker is not receiver
    if goes_on and not habits.minimal:
        after = min(_FORWARDED_AT_MOST * case.work, rng.uniform(_FORWARDED_FROM, _FORWARDED_TO))
        dossier.log(received + after, "forwarded", receiver)


def _chance_of_guidance(case: Case) -> float:
    planted = case.way_of_receiver in (Way.STAMPS_IN, Way.TAKES_THEN_ASKS)
    return _GUIDED * math.exp(-case.dossier.receiver.lax) * (_GUIDED_BY_PLANTED**case.strength if planted else 1)
