"""The examination: every check in turn, on one record set."""

from collections.abc import Callable, Sequence
from datetime import date

from liem.base.clock import today as this_day
from liem.dossiers.quality.accounts import accounts
from liem.dossiers.quality.backdating import backdating
from liem.dossiers.quality.clocks import clocks
from liem.dossiers.quality.columns import missing_columns
from liem.dossiers.quality.findings import Finding, LogIntegrity, Severity
from liem.dossiers.quality.gaps import gaps
from liem.dossiers.quality.order import order
from liem.dossiers.quality.references import references
from liem.dossiers.quality.session import Session, session
from liem.dossiers.record_set import RecordSet

CHECKS = (gaps, clocks, accounts, backdating, order, references, missing_columns)
TIME = (gaps, clocks, order)
"""Whether days, hours and the order of steps can be believed."""


def examine(
    records: RecordSet, today: date | None = None, checks: Sequence[Callable[[Session], list[Finding]]] = CHECKS
) -> LogIntegrity:
    """What makes the log doubtful: gaps, clocks, shared accounts, back-dating, duplicates, what is missing.

    Only reads. Every check is silent on a sound log; what each looks for and its threshold stand in its module.
    ``today`` is the day after which nothing can have happened.
    """
    with session(records, today or this_day()) as log:
        found = [finding for check in checks for finding in check(log)]
    return LogIntegrity(tuple(sorted(found, key=lambda f: (-Severity[f.severity.upper()], f.code))))
