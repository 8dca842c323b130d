"""Writing the trail: always in the same transaction as the change it tells of."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from liem.trail.chain import GENESIS, Entry, entry_hash
from liem.trail.models import TrailEntry, TrailHead
from liem.trail.rules import plain, why_not_record

ACCESS = "access"
"""The stream of who looked at what."""


def record(
    stream: str,
    event: str,
    *,
    by: str,
    subject_kind: str,
    subject_id: str,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    now: datetime,
) -> TrailEntry:
    """Append one entry to ``stream`` and return it.

    Must be called inside the transaction of the change: if either fails, neither is kept. Writers of one stream wait
    for one another (an advisory lock until the transaction ends); different streams do not.

    :param by: the number of the account, or ``system``; never a name.
    :param before, after: codes, counts and identifiers as JSON values; personal content never.
    :raises RuntimeError: outside a transaction.
    :raises ValueError: where the entry could not be proved later (an instant without zone, a fraction).
    """
    if not connection.in_atomic_block:
        raise RuntimeError("trail.record must be called in the transaction of the change it records")
    refusal = why_not_record(stream, event, by, subject_kind, subject_id, now)
    if refusal:
        raise ValueError(refusal)
    _lock(stream)
    head = TrailHead.objects.filter(pk=stream).first()  # nobody else changes it now
    entry = Entry(
        stream=stream,
        position=(head.length if head else 0) + 1,
        at=now,
        event=event,
        by=by,
        subject_kind=subject_kind,
        subject_id=subject_id,
        before=plain(before),
        after=plain(after),
        previous=head.hash if head else GENESIS,
    )
    row = TrailEntry.objects.create(**vars(entry), hash=entry_hash(entry))
    TrailHead(stream=stream, length=row.position, hash=row.hash).save(
        force_insert=head is None, force_update=bool(head)
    )
    return row


def record_access(*, by: str, subject_kind: str, subject_id: str, now: datetime) -> TrailEntry:
    """Record that an account looked at one matter (a lead, an evidence sheet)."""
    return record(ACCESS, "viewed", by=by, subject_kind=subject_kind, subject_id=subject_id, now=now)


def _lock(stream: str) -> None:
    key = int.from_bytes(hashlib.sha256(f"trail:{stream}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
