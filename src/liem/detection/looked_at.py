"""The day the records are looked at: what is still open is counted up to then, and nothing later is known."""

from datetime import date, datetime, time

from liem.base.errors import InputError
from liem.dossiers.records import RecordSet
from liem.law.calendar import FIRST, LAST


def looked_at(records: RecordSet, last: date | None) -> datetime:
    """The end of the day ``last`` (``--to``), else the last instant of the records.

    Raises:
        InputError: there is no instant, or it lies outside the calendar of working days.
    """
    if last is None and records.last_at is None:
        raise InputError("there is not one event or dossier", str(records.folder), "check what was exported")
    as_of = records.last_at if last is None else datetime.combine(last, time.max)
    assert as_of is not None  # noqa: S101 (one of the two is there)
    if not FIRST <= as_of.date() <= LAST:
        raise InputError(
            f"{as_of.date()} lies outside the calendar of working days",
            "--to" if last else str(records.summary.get("source", records.folder)),
            f"look at the records as of a day from {FIRST} to {LAST} (--to)",
        )
    return as_of
