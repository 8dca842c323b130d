"""The administrator's own days over the shipped calendar (setting ``LIEM_CALENDAR``), and the trace of each change."""

import hashlib
from pathlib import Path

from liem.base import clock
from liem.law import calendar


def lay_over(given: str) -> Path | None:
    """Lay the file named by the setting over the calendar of this process; returns its path, or ``None`` for none.

    :raises InputError: where the file cannot be meant, with its entry and the remedy.
    """
    path = Path(given.strip()).expanduser().absolute() if given.strip() else None
    calendar.lay_over(path)
    return path


def note_change(overrides: Path | None) -> None:
    """Leave an entry in the trail where the file is not the one last noted."""
    from django.db import transaction

    from liem.people.states import SYSTEM
    from liem.trail import actions as trail
    from liem.trail import queries

    present = hashlib.sha256(overrides.read_bytes()).hexdigest() if overrides else ""
    with transaction.atomic():
        last = queries.entries(stream="calendar", event="calendar_changed").first()
        noted = str((last.after or {}).get("sha256", "")) if last else ""
        if present != noted:
            trail.record(
                "calendar",
                "calendar_changed",
                by=SYSTEM,
                subject_kind="calendar",
                subject_id="overrides",
                before={"sha256": noted},
                after={"sha256": present},
                now=clock.now(),
            )
