"""Naming an address, confirming it by the code sent there, choosing which notices."""

import hashlib
import secrets
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from liem.base.errors import UserError
from liem.cases.mail import letters, sending
from liem.cases.mail.models import MailWish, Which
from liem.people.models import Account
from liem.people.row_security import acting_as_system
from liem.trail import actions as trail

HOLDS = timedelta(hours=1)
MOST_TRIES = 5
PAUSE = timedelta(minutes=1)
"""Between two codes: nobody is flooded with mails through this page."""


def _digest(account: str, code: str) -> str:
    return hashlib.sha256(f"{settings.SECRET_KEY}|mail|{account}|{code}".encode()).hexdigest()


def name_address(account: Account, address: str, which: Which, *, now: datetime) -> None:
    """Keep an address, unconfirmed, and send a code there.

    :raises UserError: where the house sends no mails, a code was sent a moment ago, or the server does not take it.
    """
    if not sending.is_on():
        raise UserError(_("This house sends no mails: its administrator has to name a mail server (LIEM_SMTP) first."))
    code = f"{secrets.randbelow(10**8):08d}"
    with transaction.atomic(), acting_as_system():
        former = MailWish.objects.select_for_update().filter(account=account.number).first()
        if former and former.code_at and now - former.code_at < PAUSE:
            raise UserError(_("A code was sent a moment ago. Wait a minute, then ask for another."))
        MailWish.objects.update_or_create(
            account=account.number,
            defaults={
                "address": address, "which": which, "code": _digest(account.number, code), "code_tries": 0,
                "code_at": now, "confirmed_at": None, "refused_at": None,
            },
        )  # fmt: skip
        _told(account, "mail_address_named", now)
        try:
            sending.post(address, letters.SUBJECT_OF_CODE, letters.of_code(code), _identity(account, now))
        except (OSError, smtplib.SMTPException):
            raise UserError(_("The mail server did not take the mail. Look at the address, or try later.")) from None


def confirm(account: Account, code: str, *, now: datetime) -> None:
    """Give back the code: from now on notices are sent there."""
    with transaction.atomic(), acting_as_system():
        wish = MailWish.objects.select_for_update().filter(account=account.number).exclude(code="").first()
        too_late = wish is None or wish.code_at is None or now - wish.code_at > HOLDS or wish.code_tries >= MOST_TRIES
        is_right = wish is not None and constant_time_compare(wish.code, _digest(account.number, code.strip()))
        if is_right and not too_late:
            MailWish.objects.filter(account=account.number).update(code="", confirmed_at=now)
            _told(account, "mail_address_confirmed", now)
            return
        MailWish.objects.filter(account=account.number).update(code_tries=F("code_tries") + 1)
    if too_late:
        raise UserError(_("This code holds no more. Name the address again to get another."))
    raise UserError(_("This is not the code. Copy the eight figures from the mail."))


def choose(account: Account, which: Which, *, now: datetime) -> None:
    """Which notices, at the address that is known."""
    with transaction.atomic(), acting_as_system():
        MailWish.objects.filter(account=account.number).update(which=which)
        _told(account, "mail_notices_chosen", now, which)


def forget(account: Account, *, now: datetime) -> None:
    """Forget the address; nothing is sent any more."""
    with transaction.atomic(), acting_as_system():
        MailWish.objects.filter(account=account.number).delete()
        _told(account, "mail_address_forgotten", now)


def _identity(account: Account, now: datetime) -> str:
    return sending.message_id(sending.Claim(account.number, "", ((int(now.timestamp()), 0),), ()))


def _told(account: Account, event: str, now: datetime, which: str = "") -> None:
    trail.record(
        "cases", event, by=account.number, subject_kind="account", subject_id=account.number,
        after={"which": which} if which else {}, now=now,
    )  # fmt: skip
