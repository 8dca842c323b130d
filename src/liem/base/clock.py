"""The one clock, and the one time zone of the records."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
"""Instants without an offset are of this zone (dossier exchange format, version 1)."""


def now() -> datetime:
    """This instant, with its zone. Rules never call it: they are given the time."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in Vietnam."""
    return now().astimezone(VIETNAM).date()


def local(instant: datetime) -> datetime:
    """``instant`` on the clocks of Vietnam; one without an offset is taken to be there already."""
    return instant.replace(tzinfo=VIETNAM) if instant.tzinfo is None else instant.astimezone(VIETNAM)
