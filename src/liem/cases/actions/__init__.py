"""What is done to a matter. Each verb is one transaction: check, event, change, clocks, one trail entry."""

from liem.cases.actions.concluding import answer, close, conclude, mark, terminate, withdraw
from liem.cases.actions.frame import (
    STREAM,
    Deed,
    begin,
    instant_of,
    not_by_law,
    refuse_by_law,
    refuse_if,
    shut_out,
    tell,
)
from liem.cases.actions.handlers import assign, entitle, exclude, hand_over_everything, set_due, why_not_assign
from liem.cases.actions.opening import Birth, open_matter
from liem.cases.actions.reviewing import open_false_report, rehabilitate, reopen, review
from liem.cases.actions.taking_up import accept, refuse, take_over, transfer
from liem.cases.actions.verifying import extend, find, plan, record_step, resume, suspend

__all__ = [
    "STREAM",
    "Birth",
    "Deed",
    "accept",
    "answer",
    "assign",
    "begin",
    "close",
    "conclude",
    "entitle",
    "exclude",
    "extend",
    "find",
    "hand_over_everything",
    "instant_of",
    "mark",
    "not_by_law",
    "open_false_report",
    "open_matter",
    "plan",
    "record_step",
    "refuse",
    "refuse_by_law",
    "refuse_if",
    "rehabilitate",
    "reopen",
    "resume",
    "review",
    "set_due",
    "shut_out",
    "suspend",
    "take_over",
    "tell",
    "terminate",
    "transfer",
    "why_not_assign",
    "withdraw",
]
