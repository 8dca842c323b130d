"""Handing over everything an office holds: it was merged, closed, or its tasks were moved.

Each report is asked about by itself: one that accuses the agency that takes over, or who leads it, stays, and goes its
own way by hand. It goes on in portions (:mod:`liem.intake.portions`): what is left is what the former office holds.
"""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from liem.agencies import queries as agencies
from liem.agencies.rules import Agencies
from liem.base import clock
from liem.base.errors import UserError
from liem.base.sealing import CannotOpen
from liem.intake import actions as intake
from liem.intake import queries as reports
from liem.intake.models import Report
from liem.intake.portions import Walk
from liem.intake.states import ENDED, Handed
from liem.law.limits import Limits, Rule
from liem.people.keys.queries import Keyring, first_office_key
from liem.sorting import queries
from liem.sorting.models import HandOver
from liem.sorting.states import TAKEN_OVER, Reorganised
from liem.trail import actions as trail

STREAM = "sorting"
SHORTEST_PAPER = 5


@dataclass(frozen=True)
class Portion:
    """What was done. ``last`` is the report it ended with; empty where nothing is left to be tried."""

    handed: int
    last: str


@dataclass(frozen=True)
class Kept:
    """A report that stays, and why."""

    report: Report
    why: str


def ground_of_law() -> Rule:
    """What the law says today of who goes on with the reports of an agency that is no more."""
    return Limits.load().rule(TAKEN_OVER, on=clock.today())


def left(former: str) -> QuerySet[Report]:
    """What the office still holds, as far as whoever asks may see it: first what is open, the oldest first."""
    ended = Case(When(state__in=ENDED, then=Value(1)), default=Value(0))
    return Report.objects.filter(agency=former).order_by(ended, "pk")


def going(former: str) -> HandOver | None:
    """The hand-over of that office that is under way."""
    return HandOver.objects.filter(former=former, ended_at=None).first()


def why_not_begin(former: str, receiver: str, paper: str) -> str | None:
    """Why everything cannot go from one office to the other, as a sentence, or ``None``."""
    if former == receiver:
        return _("Choose another agency: these reports are with this one already.")
    if agencies.agency(receiver) is None:
        return _("There is no such agency today.")
    if first_office_key([receiver]) is None:
        return _("That agency has no key yet: ask its officers to make one, so that the reports can be sealed to it.")
    if len(paper.strip()) < SHORTEST_PAPER or not any(one.isdigit() for one in paper):
        return _("Write number and date of the decision by which the tasks pass over.")
    return None


@transaction.atomic
def begin(former: str, receiver: str, ground: str, paper: str, *, by: str, now: datetime) -> HandOver:
    """Put on record by which decision everything goes over. Sent twice, it is begun once.

    :raises UserError: with the reason, where it cannot be begun.
    """
    refusal = why_not_begin(former, receiver, paper)
    if refusal or ground not in Reorganised.values:
        raise UserError(refusal or _("Give the reason."))
    under_way = going(former)
    if under_way is not None:
        if under_way.receiver == receiver:
            return under_way
        raise UserError(_("Another hand-over of this office is under way: finish or stop it first."))
    try:
        with transaction.atomic():
            row = HandOver.objects.create(
                former=former, receiver=receiver, ground=ground, paper=paper.strip()[:200], by=by, at=now
            )
    except IntegrityError:
        raise UserError(_("A hand-over of this office is under way already.")) from None
    after: dict[str, object] = {"from": former, "to": receiver, "ground": ground, "paper": row.paper}
    _record(row, "hand_over_begun", by=by, now=now, after=after)
    return row


@transaction.atomic
def hand_portion(
    row: HandOver,
    keyring: Keyring,
    *,
    after: str = "",
    by: str,
    now: datetime,
    watch: Callable[[], float] = time.monotonic,
) -> Portion:
    """Hand over the next reports until the time of a portion is over; where nothing is left, it is ended.

    :param after: where the portion before ended, so that what has to stay is not tried again and again.
    """
    row = HandOver.objects.select_for_update().get(pk=row.pk)
    if row.ended_at is not None:
        return Portion(0, "")
    known, handed = agencies.agencies_on(clock.today()), 0
    walk = Walk(_after(left(row.former), after), _place, watch)
    for report in walk:
        if Report.objects.select_for_update().filter(pk=report.pk, agency=row.former).exists():
            handed += _hand(report, row, keyring, known, by=by, now=now)
    row.reports += handed
    if not walk.last:
        _end(row, by=by, now=now)
    row.save()
    return Portion(handed, walk.last)


@transaction.atomic
def stop(row: HandOver, *, by: str, now: datetime) -> None:
    """Leave off: what was handed over stays handed over."""
    row = HandOver.objects.select_for_update().get(pk=row.pk)
    if row.ended_at is None:
        _end(row, by=by, now=now)
        row.save()


def kept(row: HandOver, keyring: Keyring, most: int = 50) -> list[Kept]:
    """Reports that the former office still holds, each with why it could not go along."""
    known = agencies.agencies_on(clock.today())
    return [Kept(one, _why_kept(one, row.receiver, keyring, known) or "") for one in left(row.former)[:most]]


def _place(report: Report) -> str:
    """Where a report stands among those left: open ones first."""
    return f"{'ended' if report.state in ENDED else 'open'}/{report.pk}"


def _after(rows: QuerySet[Report], last: str) -> QuerySet[Report]:
    """The rows behind that place."""
    state, _slash, text = last.partition("/")
    try:
        pk = uuid.UUID(text)
    except ValueError:
        return rows
    ended = Q(state__in=ENDED)
    return rows.filter(ended, pk__gt=pk) if state == "ended" else rows.filter(ended | (~ended & Q(pk__gt=pk)))


def _hand(report: Report, row: HandOver, keyring: Keyring, known: Agencies, *, by: str, now: datetime) -> bool:
    """Hand over one report, unless it has to stay. Says whether it went."""
    opened = _opened(report, keyring)
    if opened is None or queries.why_not_transfer(report, reports.content(opened), row.receiver, known):
        return False
    intake.transfer(opened, [row.receiver], keyring, reason=Handed.REORGANISED, paper=row.paper, by=by, now=now)
    return True


def _opened(report: Report, keyring: Keyring) -> reports.Opened | None:
    try:
        return reports.open_as_officer(report, keyring)
    except CannotOpen:
        return None


def _why_kept(report: Report, receiver: str, keyring: Keyring, known: Agencies) -> str | None:
    opened = _opened(report, keyring)
    if opened is None:
        return _("it does not open with your key: ask a colleague who can open it")
    return queries.why_not_transfer(report, reports.content(opened), receiver, known)


def _end(row: HandOver, *, by: str, now: datetime) -> None:
    row.ended_at, row.kept = now, left(row.former).count()
    _record(row, "hand_over_ended", by=by, now=now, after={"reports": row.reports, "kept": row.kept})


def _record(row: HandOver, event: str, *, by: str, now: datetime, after: dict[str, object]) -> None:
    trail.record(STREAM, event, by=by, subject_kind="hand_over", subject_id=str(row.pk), after=after, now=now)
