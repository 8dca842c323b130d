"""Switching the second factor on and off, and checking a code. The trail learns that it happened, and never a code."""

import hashlib
import hmac
from datetime import datetime

from django.conf import settings
from django.db import transaction

from liem.base import sealing
from liem.people.models import Account
from liem.people.second_factor import rules
from liem.people.second_factor.models import RecoveryCode, SecondFactor
from liem.trail import actions as trail

STREAM = "people"


@transaction.atomic
def prepare(account: Account, *, now: datetime) -> bytes:
    """The secret to be shown to the account's owner; it counts for nothing until :func:`switch_on`."""
    row = SecondFactor.objects.filter(account=account, confirmed_at__isnull=True).first()
    if row is not None:
        return _secret(row) or _renew_secret(row)
    return _renew_secret(SecondFactor.objects.create(account=account, locked_secret=b"", made_at=now))


@transaction.atomic
def switch_on(account: Account, code: str, *, by: str, now: datetime) -> list[str] | None:
    """Switch it on where ``code`` is right, and return new recovery codes; ``None`` where it is not."""
    row = SecondFactor.objects.select_for_update().filter(account=account, confirmed_at__isnull=True).first()
    step = rules.fitting_step(_secret(row), rules.plain(code), now, 0) if row else None
    if row is None or step is None:
        return None
    row.confirmed_at, row.last_step = now, step
    row.save(update_fields=["confirmed_at", "last_step"])
    _record(account, "second_factor_on", by=by, now=now)
    return _make_recovery_codes(account)


@transaction.atomic
def check(account: Account, code: str, *, now: datetime) -> bool:
    """Whether ``code`` is the present one, or a recovery code not used before. Neither is taken a second time."""
    row = SecondFactor.objects.select_for_update().filter(account=account, confirmed_at__isnull=False).first()
    if row is None:
        return False
    code = rules.plain(code)
    step = rules.fitting_step(_secret(row), code, now, row.last_step)
    if step is not None:
        row.last_step = step
        row.save(update_fields=["last_step"])
        return True
    unused = RecoveryCode.objects.filter(account=account, digest=_digest(account, code), used_at__isnull=True)
    if not unused.update(used_at=now):
        return False
    _record(account, "recovery_code_used", by=account.number, now=now)
    return True


@transaction.atomic
def renew_recovery_codes(account: Account, *, by: str, now: datetime) -> list[str]:
    """New recovery codes; the old ones open nothing any more."""
    _record(account, "recovery_codes_renewed", by=by, now=now)
    return _make_recovery_codes(account)


@transaction.atomic
def switch_off(account: Account, *, by: str, now: datetime) -> None:
    """Forget the secret and the recovery codes."""
    RecoveryCode.objects.filter(account=account).delete()
    gone, _ = SecondFactor.objects.filter(account=account, confirmed_at__isnull=False).delete()
    if gone:
        _record(account, "second_factor_off", by=by, now=now)


def _make_recovery_codes(account: Account) -> list[str]:
    codes = [rules.new_recovery_code() for _ in range(rules.RECOVERY_CODES)]
    RecoveryCode.objects.filter(account=account).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, digest=_digest(account, rules.plain(code))) for code in codes
    )
    return codes


def _secret(row: SecondFactor) -> bytes:
    """The secret; empty where the house's key has been changed since, so that nothing fits it."""
    try:
        return sealing.unlock(_key(), bytes(row.locked_secret), _place(row.account))
    except sealing.CannotOpen:
        return b""


def _renew_secret(row: SecondFactor) -> bytes:
    secret = sealing.random_bytes(rules.SECRET_BYTES)
    row.locked_secret = sealing.lock(_key(), secret, _place(row.account))
    row.save(update_fields=["locked_secret"])
    return secret


def _place(account: Account) -> str:
    return f"second_factor/{account.number}"


def _key() -> bytes:
    return hashlib.sha256(f"second factor\x1f{settings.SECRET_KEY}".encode()).digest()


def _digest(account: Account, code: str) -> str:
    return hmac.new(_key(), f"recovery\x1f{account.number}\x1f{code}".encode(), hashlib.sha256).hexdigest()


def _record(account: Account, event: str, *, by: str, now: datetime) -> None:
    trail.record(
        STREAM, event, by=by, subject_kind="account", subject_id=account.number, before=None, after=None, now=now
    )
