"""Sealing the reports of an office anew, many at a time: its key was renewed.

It needs an officer's opened key, which lives for one request at a time; so it goes on in portions, each report in a
transaction of its own. Broken off, it goes on where it stood: what is left is what is still sealed to a former key.
"""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from liem.base.errors import UserError
from liem.base.sealing import CannotOpen
from liem.intake.actions import reseal
from liem.intake.models import Report, VaultedIdentity
from liem.intake.sealed import open_as_officer
from liem.people.keys.queries import Keyring, office_key

AT_ONCE = 500
LONGEST = 5.0
"""Seconds of one portion: a page that answers, and a browser that does not give up."""


@dataclass(frozen=True)
class Standing:
    """How many reports of an office are sealed to a former key of it."""

    office: str
    version: int
    reports: int
    left: int

    @property
    def done(self) -> int:
        return self.reports - self.left


@dataclass(frozen=True)
class Portion:
    """What was done; ``unopened`` reports need a colleague whose key opens the former one."""

    sealed: int
    unopened: int
    last: str
    """The report this portion ended with; empty where nothing is left after it."""


def standing(offices: Collection[str]) -> list[Standing]:
    """Of the offices that have a key; counted as far as whoever asks may see the reports."""
    found = []
    for office in sorted(offices):
        key = office_key(office)
        if key is not None:
            reports = Report.objects.filter(agency=office).count()
            found.append(Standing(office, key.version, reports, _left(office, key.pk).count()))
    return found


def seal_portion(
    office: str,
    keyring: Keyring,
    *,
    after: str = "",
    by: str,
    now: datetime,
    watch: Callable[[], float] = time.monotonic,
) -> Portion:
    """Seal the next reports of the office to its present key, until the time of a portion is over.

    :param after: where the portion before ended, so that what cannot be opened is not tried again and again.
    :raises UserError: where the office has no key.
    """
    key = office_key(office)
    if key is None:
        raise UserError(f"the office {office} has no key")
    rows = _left(office, key.pk).order_by("pk")
    waiting = list((rows.filter(pk__gt=after) if after else rows)[: AT_ONCE + 1])
    begun, sealed, unopened, last = watch(), 0, 0, ""
    for report in waiting[:AT_ONCE]:
        if watch() - begun > LONGEST:
            break
        try:
            reseal(open_as_officer(report, keyring), keyring, by=by, now=now)
            sealed += 1
        except CannotOpen:
            unopened += 1
        last = str(report.pk)
    is_over = not waiting or last == str(waiting[-1].pk)
    return Portion(sealed, unopened, "" if is_over else last)


def _left(office: str, key: int) -> QuerySet[Report]:
    named = VaultedIdentity.objects.exclude(office_key=key).values("report")
    rows = Report.objects.filter(agency=office)
    return rows.exclude(keys__office_key=key) | rows.filter(pk__in=named)
