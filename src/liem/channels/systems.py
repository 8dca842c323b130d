"""Other systems that hand reports in: registered by the administrator, each with a token that is shown once.

A token is ``liem_<number>_<secret>``. Its 32 random bytes are kept as a digest alone; it ends by itself on a day, can
be taken back at once, may do one thing, and only so often a minute.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liem.base.clock import VIETNAM, local
from liem.base.errors import UserError
from liem.channels.models import OtherSystem
from liem.people import sign_in
from liem.people.row_security import acting_as_system
from liem.trail import actions as trail

STREAM = "channels"
MOST_A_MINUTE = 120
"""Requests of one system; a portal of a province hands in a few a day."""
LONGEST = timedelta(days=366)
_TOKEN = re.compile(r"liem_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")


class TooManyRequests(Exception):
    """To be tried again after ``seconds``."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


@dataclass(frozen=True)
class Registered:
    """A system and its token, which nobody sees again."""

    system: OtherSystem
    token: str


@transaction.atomic
def register(name: str, channel: str, valid_to: date, *, by: str, now: datetime) -> Registered:
    """Register a system.

    :param channel: the door in whose name it hands reports in.
    :raises UserError: where it has no name, or the token would hold too long or not at all.
    """
    today = local(now).date()
    if not name.strip():
        raise UserError(_("Say which system it is."))
    if not today <= valid_to <= today + LONGEST:
        raise UserError(_("A token holds until a day within a year from today."))
    number, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    with acting_as_system():
        system = OtherSystem.objects.create(
            number=number,
            name=name.strip()[:200],
            channel=channel,
            digest=_digest(secret),
            valid_to=valid_to,
            made_by=by,
            made_at=now,
        )
    _record(system, "system_registered", by=by, now=now, channel=channel, valid_to=valid_to.isoformat())
    return Registered(system, f"liem_{number}_{secret}")


@transaction.atomic
def revoke(number: str, *, by: str, now: datetime) -> bool:
    """Take a token back; says whether there was one to take."""
    with acting_as_system():
        row = OtherSystem.objects.select_for_update().filter(number=number, revoked_at=None).first()
        if row is None:
            return False
        row.revoked_by, row.revoked_at = by, now
        row.save(update_fields=["revoked_by", "revoked_at"])
    _record(row, "system_revoked", by=by, now=now)
    return True


@transaction.atomic
def admit(token: str, place: str, *, now: datetime) -> OtherSystem | None:
    """The system whose token it is, or ``None``; tokens that fit nobody are counted against the place they came from.

    :raises TooManyRequests: where the place guessed too often, or the system asks too often.
    """
    number, secret = found.groups() if (found := _TOKEN.fullmatch(token)) else ("", "")
    keys = sign_in.counted_keys(f"system {number}", place)
    if sign_in.is_over_limit(keys, now):
        raise TooManyRequests(int(sign_in.WINDOW.total_seconds()))
    with acting_as_system():
        row = OtherSystem.objects.select_for_update().filter(number=number).first()
        fits = hmac.compare_digest(row.digest if row else "-" * 64, _digest(secret))
        if row is None or not fits or not row.holds_on(local(now).date()):
            sign_in.count_failure(keys, now)
            return None
        minute = now.replace(second=0, microsecond=0)
        row.used = row.used + 1 if row.minute == minute else 1
        row.minute, row.last_used_on = minute, local(now).date()
        row.save(update_fields=["used", "minute", "last_used_on"])
    if row.used > MOST_A_MINUTE:
        raise TooManyRequests(60)
    return row


def note_use(system: OtherSystem, what: str, *, now: datetime) -> None:
    """Keep that a system did something: by its day, for the instant would be the instant of a report."""
    day = datetime.combine(local(now).date(), time(), VIETNAM)
    _record(system, "system_used", by=by_of(system), now=day, what=what)


def by_of(system: OtherSystem) -> str:
    """The system as the trail names it."""
    return f"system-{system.number}"


def all_systems() -> QuerySet[OtherSystem]:
    """All systems ever registered, the newest first, as far as whoever asks may see them."""
    return OtherSystem.objects.order_by("-made_at")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _record(system: OtherSystem, event: str, *, by: str, now: datetime, **after: object) -> None:
    trail.record(STREAM, event, by=by, subject_kind="system", subject_id=system.number, after=after or None, now=now)
