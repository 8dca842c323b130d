"""Sealing the reports of an office anew, many at a time: its key was renewed.

It goes on in portions (:mod:`liem.intake.portions`): what is left is what is still sealed to a former key.
"""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liem.base.errors import UserError
from liem.base.sealing import CannotOpen
from liem.intake.actions import recorded
from liem.intake.models import Report, VaultedIdentity
from liem.intake.portions import Walk
from liem.intake.sealed import Opened, open_as_officer, seal_to
from liem.people.keys.queries import Keyring, office_key


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


@transaction.atomic
def reseal(opened: Opened, keyring: Keyring, *, by: str, now: datetime) -> None:
    """Seal a report to the present key of its office, and no longer to the former one."""
    office = office_key(opened.report.agency)
    if office is None:
        raise UserError(_("The office %s has no key.") % opened.report.agency)
    seal_to(opened, office, keyring)
    after: dict[str, object] = {"key": f"{office.office}/{office.version}"}
    recorded(opened.report, "report_sealed_anew", by=by, now=now, after=after)


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
        raise UserError(_("The office %s has no key.") % office)
    rows, sealed, unopened = _left(office, key.pk).order_by("pk"), 0, 0
    walk = Walk(rows.filter(pk__gt=after) if after else rows, watch=watch)
    for report in walk:
        try:
            reseal(open_as_officer(report, keyring), keyring, by=by, now=now)
            sealed += 1
        except CannotOpen:
            unopened += 1
    return Portion(sealed, unopened, walk.last)


def _left(office: str, key: int) -> QuerySet[Report]:
    named = VaultedIdentity.objects.exclude(office_key=key).values("report")
    rows = Report.objects.filter(agency=office)
    return rows.exclude(keys__office_key=key) | rows.filter(pk__in=named)
