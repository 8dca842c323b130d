"""Sending notices by mail: claimed by compare-and-set, sent outside any lock, tried again where the server fails.

A claim is a row's ``mail_next_at`` moved on before the mail goes out. Of several workers one moves it; a worker that
dies leaves a claim that ends by itself. The one mail that may come twice is that of a worker killed between the
server's "250" and its own commit: both carry the same ``Message-ID``, by which mail programs show it once.
"""

import hashlib
import logging
import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from liem.cases.mail import letters
from liem.cases.mail.models import REMINDERS, MailWish, Which
from liem.cases.models import Exclusion, Notice
from liem.cases.queries import SEE
from liem.people.access import may
from liem.people.models import Account
from liem.people.row_security import acting_as_system

logger = logging.getLogger("liem.cases.mail")

CLAIM = timedelta(minutes=5)
"""How long a claim holds: longer than a server may take."""
AGAIN = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6))
"""After the first failure, the second …; the last holds from there on."""
TOO_OLD = timedelta(days=7)
"""Days after which a notice is not sent any more: it stands on the desk."""
MOST_IN_ONE = 200
SECONDS = 20
"""How long a mail server is waited for."""


@dataclass(frozen=True)
class Source:
    """Notices of one room, in a table with the columns of ``cases.models.Notice``, and what a mail says of them."""

    name: str
    rows: Callable[[], QuerySet[Any]]
    """Those of accounts that are not shut out; the accounts' roles are asked by ``is_seen``."""
    is_seen: Callable[[Account, Any], bool]
    """Whether an account may still see what a notice is of."""
    number: Callable[[Any], str]
    words: Callable[[Sequence[str], str], str]
    """What a mail says of these numbers; the second is the address of the sign-in page, or nothing."""


def _of_matters() -> QuerySet[Notice]:
    excluded = Exclusion.objects.filter(matter=OuterRef("matter"), account=OuterRef("account"))
    return Notice.objects.filter(~Exists(excluded)).select_related("matter")


MATTERS = Source(
    "cases", _of_matters, lambda account, _row: may(account, SEE), lambda row: row.matter.number, letters.notice
)


@dataclass(frozen=True)
class Claim:
    """Notices of one account, claimed by this worker: ``tries`` tells a later claim from this one."""

    account: str
    address: str
    notices: tuple[tuple[int, int], ...]
    numbers: tuple[str, ...]
    source: Source = MATTERS


def is_on() -> bool:
    """Whether the house has a mail server."""
    return bool(settings.EMAIL_HOST)


def waiting(now: datetime, source: Source = MATTERS) -> QuerySet[Any]:
    """Notices to be sent: wished for, unread, not claimed, of accounts that may still see the matter."""
    wishes = MailWish.objects.filter(
        account=OuterRef("account"), refused_at__isnull=True, confirmed_at__lte=OuterRef("at")
    )
    wished = Q(Exists(wishes.filter(which=Which.EVERY)))
    for which, reminders in REMINDERS.items():
        wished |= Q(Exists(wishes.filter(which=which)), reminder__in=sorted(reminders))
    found = source.rows().filter(mailed_at__isnull=True, read_at__isnull=True, at__gt=now - TOO_OLD, at__lte=now)
    found = found.filter(Q(mail_next_at__isnull=True) | Q(mail_next_at__lte=now))
    return found.filter(wished).order_by("at", "pk")


def claim(now: datetime, source: Source = MATTERS) -> Claim | None:
    """Claim all that waits for the account that has waited the longest; ``None``: nothing waits."""
    with transaction.atomic(), acting_as_system():
        first = waiting(now, source).select_for_update(skip_locked=True, of=("self",)).first()
        if first is None:
            return None
        mine = waiting(now, source).filter(account=first.account)
        rows = list(mine.select_for_update(skip_locked=True, of=("self",))[:MOST_IN_ONE])
        source.rows().model._default_manager.filter(pk__in=[row.pk for row in rows]).update(
            mail_next_at=now + CLAIM, mail_tries=F("mail_tries") + 1
        )
        account = Account.objects.filter(pk=int(first.account), is_active=True).first()
        wish = MailWish.objects.get(account=first.account)
        seen = [row for row in rows if account is not None and source.is_seen(account, row)]
        return Claim(
            first.account,
            wish.address if seen else "",
            tuple((row.pk, row.mail_tries + 1) for row in rows),
            tuple(dict.fromkeys(source.number(row) for row in seen)),
            source,
        )


def send_one(now: datetime, source: Source = MATTERS) -> bool:
    """Send one mail, if any waits. Says whether there was one."""
    taken = claim(now, source)
    if taken is None:
        return False
    if not taken.address:  # the account was closed or lost its role: nothing is sent, and nothing waits any more
        _settle(taken, mailed_at=now)
        return True
    try:
        post(taken.address, letters.SUBJECT, source.words(taken.numbers, _sign_in()), message_id(taken))
    except smtplib.SMTPRecipientsRefused as error:
        _refused(taken, error, now)
    except (OSError, smtplib.SMTPException) as error:
        _failed(taken, error, now)
    else:
        _settle(taken, mailed_at=now)
    return True


def send_all(now: datetime, most: int = 2000, source: Source = MATTERS) -> int:
    """Send whatever waits. Says how many mails were tried."""
    if not is_on():
        return 0
    return next((sent for sent in range(most) if not send_one(now, source)), most)


def post(address: str, subject: str, text: str, identity: str) -> None:
    """Hand one mail to the server. Raises what :mod:`smtplib` raises."""
    mail = EmailMessage(
        subject, text, settings.DEFAULT_FROM_EMAIL, [address],
        headers={"Message-ID": identity, "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
        connection=get_connection("django.core.mail.backends.smtp.EmailBackend", timeout=SECONDS),
    )  # fmt: skip
    mail.send()


def message_id(taken: Claim) -> str:
    """The same for the same notices, whoever sends them again."""
    of = "" if taken.source is MATTERS else f"|{taken.source.name}"
    first, n = taken.notices[0][0], len(taken.notices)
    mark = hashlib.sha256(f"{settings.SECRET_KEY}|{first}|{n}{of}".encode()).hexdigest()
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "liem.invalid"
    return f"<{mark[:32]}@{host}>"


def _sign_in() -> str:
    base = settings.LIEM_PUBLIC_ADDRESS
    return f"{base.rstrip('/')}{reverse('people:sign_in')}" if base else ""


def _mine(taken: Claim) -> Q:
    """The rows of this claim, unless another worker claimed them since."""
    found = Q(pk__in=[])
    for tries in {tries for _pk, tries in taken.notices}:
        found |= Q(pk__in=[pk for pk, one in taken.notices if one == tries], mail_tries=tries)
    return found


def _rows_of(taken: Claim) -> QuerySet[Any]:
    return taken.source.rows().model._default_manager.filter(_mine(taken), mailed_at__isnull=True)


def _settle(taken: Claim, **values: datetime | None) -> None:
    with transaction.atomic(), acting_as_system():
        _rows_of(taken).update(mail_next_at=None, **values)


def _failed(taken: Claim, error: Exception, now: datetime) -> None:
    tries = max(tries for _pk, tries in taken.notices)
    wait = AGAIN[min(tries, len(AGAIN)) - 1]
    with transaction.atomic(), acting_as_system():
        _rows_of(taken).update(mail_next_at=now + wait)
    logger.warning("a mail was not taken and is tried again", extra={"error": type(error).__name__, "tries": tries})


def _refused(taken: Claim, error: smtplib.SMTPRecipientsRefused, now: datetime) -> None:
    """A lasting refusal (5xx) ends the wish until the address is named anew; a passing one (4xx) is a failure."""
    codes: Sequence[int] = [code for code, _text in error.recipients.values()]
    if not all(500 <= code < 600 for code in codes):
        _failed(taken, error, now)
        return
    with transaction.atomic(), acting_as_system():
        MailWish.objects.filter(account=taken.account, address=taken.address).update(refused_at=now)
    _settle(taken)
    logger.warning("a mail address is refused for good", extra={"error": type(error).__name__})
