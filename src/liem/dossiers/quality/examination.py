"""The examination: every check in turn, on one record set."""

from liem.dossiers.quality.columns import missing_columns
from liem.dossiers.quality.findings import LogIntegrity, Severity
from liem.dossiers.quality.session import Session, session
from liem.dossiers.record_set import RecordSet

CHECKS = (missing_columns,)


def examine(records: RecordSet) -> LogIntegrity:
    """What makes the log doubtful: gaps, clocks, shared accounts, back-dating, duplicates, what is missing.

    Only reads. Every check is silent on a sound log; what each looks for and its threshold stand in its module.
    """
    with session(records) as open_session:
        found = [finding for check in CHECKS for finding in check(open_session)]
    return LogIntegrity(tuple(sorted(found, key=lambda f: (-Severity[f.severity.upper()], f.code))))


__all__ = ["CHECKS", "Session", "examine"]
