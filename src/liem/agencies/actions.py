"""Keeping the directory: agencies from the register, hotlines and mailboxes, trials, and who an account is."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from liem.agencies.models import Agency, Contact, Trial
from liem.agencies.states import Function, Level
from liem.registry.registry import Registry, Unit
from liem.trail import actions as trail

STREAM = "agencies"


@transaction.atomic
def take_over_units(registry: Registry, functions: Mapping[str, str], *, by: str, now: datetime) -> int:
    """Make an agency of every unit of the register, or bring it up to date. Says how many were made or changed.

    :param functions: unit → what it is for, where it is more than an agency that serves people.
    """
    changed = 0
    for versions in registry.units.values():
        for unit in versions:
            changed += _take_over(unit, functions, by=by, now=now)
    return changed


def _take_over(unit: Unit, functions: Mapping[str, str], *, by: str, now: datetime) -> bool:
    values = {
        "name_vi": unit.name,
        "level": unit.level if unit.level in Level.values else Level.DEPARTMENT,
        "parent": unit.parent or "",
        "unit": unit.code,
        "successor": unit.successor or "",
        "valid_to": unit.period.last,
    }
    row = Agency.objects.filter(code=unit.code, valid_from=unit.period.first).first()
    if row is None:
        function = functions.get(unit.code) or (
            Function.AUTHORITY if unit.level == Level.PROVINCE else Function.SERVICE
        )
        row = Agency(code=unit.code, valid_from=unit.period.first, function=function)
    elif all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    _record("agency_kept", "agency", row.code, by=by, now=now, after={"level": row.level, "function": row.function})
    return True


@transaction.atomic
def keep_agency(code: str, *, by: str, now: datetime, **values: Any) -> Agency:
    """Make or change an agency that no register has (investigators, procuracy, the central inspectorate …)."""
    row, _ = Agency.objects.update_or_create(code=code, valid_from=values.pop("valid_from", None), defaults=values)
    _record("agency_kept", "agency", code, by=by, now=now, after={"level": row.level, "function": row.function})
    return row


@transaction.atomic
def list_contact(agency: str, kind: str, address: str, *, by: str, now: datetime, **values: Any) -> Contact:
    """Put a hotline or mailbox into the public directory."""
    row = Contact.objects.create(agency=agency, kind=kind, address=address, **values)
    _record("contact_listed", "contact", str(row.pk), by=by, now=now, after={"agency": agency, "kind": kind})
    return row


@transaction.atomic
def end_contact(contact: Contact, last: date, *, by: str, now: datetime) -> None:
    """Take it out of the directory after its last day; what was tried stays on record."""
    contact.valid_to = last
    contact.save(update_fields=["valid_to"])
    _record("contact_ended", "contact", str(contact.pk), by=by, now=now, after={"last": last.isoformat()})


@transaction.atomic
def record_trial(contact: Contact, *, answered: bool, detail: str = "", by: str, now: datetime) -> Trial:
    """Keep that a hotline was called, or a mailbox written to, and what came of it."""
    row = Trial.objects.create(contact=contact, at=now, by=by, answered=answered, detail=detail[:300])
    _record("contact_tried", "contact", str(contact.pk), by=by, now=now, after={"answered": answered})
    return row


def _record(event: str, kind: str, subject: str, *, by: str, now: datetime, after: Mapping[str, object]) -> None:
    trail.record(STREAM, event, by=by, subject_kind=kind, subject_id=subject, after=after, now=now)
