"""What is done to accounts. Each action is one transaction with its entry in the trail, which holds no name."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _

from liem.base.errors import UserError
from liem.people.models import Account, Appointment
from liem.people.row_security import acting_as_system
from liem.people.rules import why_not_appoint
from liem.people.states import EVERY_UNIT, Role
from liem.trail import actions as trail

STREAM = "people"
LONGEST_CODE = 128


@transaction.atomic
def open_account(
    sign_in_name: str, display_name: str, password: str, *, by: str, now: datetime, must_change_password: bool = True
) -> Account:
    """Open an account. Its first password is to be changed at the first sign-in.

    :raises django.core.exceptions.ValidationError: where the password is too weak.
    """
    account = Account(
        sign_in_name=sign_in_name.strip().lower(), display_name=display_name, must_change_password=must_change_password
    )
    validate_password(password, account)
    account.set_password(password)
    account.save()
    _record(account, "account_opened", by=by, now=now)
    return account


@transaction.atomic
def appoint(
    account: Account,
    role: Role,
    *,
    unit: str = EVERY_UNIT,
    valid_from: date,
    valid_to: date | None = None,
    by: str,
    now: datetime,
) -> Appointment:
    """Appoint ``account`` to a role, in one unit or in the whole province.

    :raises UserError: where the appointment would join duties that must be kept apart.
    """
    refusal = why_not_appoint(role, unit, valid_from, valid_to, account.posts(), is_self=account.number == by)
    if refusal:
        raise UserError(refusal)
    appointment = Appointment.objects.create(
        account=account, role=role, unit=unit, valid_from=valid_from, valid_to=valid_to
    )
    account.refresh_from_db()
    _record(account, "account_appointed", by=by, now=now, after={"role": role, "unit": unit, "from": str(valid_from)})
    return appointment


@transaction.atomic
def end_appointment(appointment: Appointment, *, last_day: date, by: str, now: datetime) -> None:
    """End an appointment after ``last_day``; one that would then never have held is ended on its first day."""
    appointment.valid_to = max(last_day, appointment.valid_from)
    appointment.save(update_fields=["valid_to"])
    _record(
        appointment.account,
        "appointment_ended",
        by=by,
        now=now,
        after={"role": appointment.role, "unit": appointment.unit, "to": str(appointment.valid_to)},
    )


DECLARED: list[Callable[[Account, datetime], None]] = []
"""Functions of rooms below that act on what an account's person now has to do with. Called as ``system``."""


@transaction.atomic
def declare_codes(
    account: Account, codes: Iterable[str], relatives: Iterable[str] | None = None, *, by: str, now: datetime
) -> None:
    """Note under which codes the records know this person, and declared relatives; what is said of either, the account
    never sees.

    :param relatives: ``None`` leaves those declared before as they are.
    :raises UserError: where somebody would write down their own, or a code is longer than codes are.
    """
    if account.number == by:
        raise UserError(_("Nobody declares their own codes: another administrator must do it."))
    before = {"codes": len(account.own_codes), "relatives": len(account.relative_codes)}
    account.own_codes = _kept(codes)
    if relatives is not None:
        account.relative_codes = sorted(set(_kept(relatives)) - set(account.own_codes))
    account.save(update_fields=["own_codes", "relative_codes"])
    after = {"codes": len(account.own_codes), "relatives": len(account.relative_codes)}
    _record(account, "account_codes_declared", by=by, now=now, before=before, after=after)
    with acting_as_system():
        for tell in DECLARED:
            tell(account, now)


def _kept(codes: Iterable[str]) -> list[str]:
    kept = sorted({code.strip() for code in codes if code.strip()})
    if any(len(code) > LONGEST_CODE for code in kept):
        raise UserError(_("A code has at most 128 characters."))
    return kept


@transaction.atomic
def close_account(account: Account, *, by: str, now: datetime) -> None:
    """Let nobody sign in with this account any more, beginning with who is signed in now."""
    account.is_active = False
    account.save(update_fields=["is_active"])
    _record(account, "account_closed", by=by, now=now)


@transaction.atomic
def reopen_account(account: Account, *, by: str, now: datetime) -> None:
    """Let the account sign in again."""
    account.is_active = True
    account.save(update_fields=["is_active"])
    _record(account, "account_reopened", by=by, now=now)


@transaction.atomic
def set_password(account: Account, password: str, *, by: str, now: datetime) -> None:
    """Give the account a new password. Set by somebody else, it is to be changed at the next sign-in.

    :raises django.core.exceptions.ValidationError: where the password is too weak.
    """
    validate_password(password, account)
    account.set_password(password)
    account.must_change_password = by != account.number
    account.save(update_fields=["password", "must_change_password"])
    _record(account, "password_changed" if by == account.number else "password_reset", by=by, now=now)


@transaction.atomic
def note_sign_in(account: Account, *, now: datetime) -> None:
    """Leave a trace that the account signed in."""
    _record(account, "signed_in", by=account.number, now=now)


def _record(
    account: Account,
    event: str,
    *,
    by: str,
    now: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    trail.record(
        STREAM, event, by=by, subject_kind="account", subject_id=account.number, before=before, after=after, now=now
    )
