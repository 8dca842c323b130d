"""Bringing records in, and going back to earlier ones. What becomes current does so in one transaction."""

import shutil
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from liem.base import clock
from liem.base.errors import InputError, UserError
from liem.base.progress import Progress, Silent
from liem.imports import bringing, queries
from liem.imports.merging import Merged
from liem.imports.models import Adoption, Import, Snapshot
from liem.imports.relations import pairs
from liem.imports.snapshots import SnapshotStore
from liem.imports.states import Origin, Outcome, Reason
from liem.jobs import actions as jobs
from liem.people.relatives import actions as relatives
from liem.trail import actions as trail

STREAM = "imports"
BRING = "imports.bring"
"""The kind of the job."""
UNEXPECTED = "it was stopped, or met an unexpected error; nothing was changed, and it may be run again"

adopted = Signal()
"""Sent inside the transaction in which a snapshot became current: ``adoption``, ``by``, ``now``. Rooms below listen."""


def store() -> SnapshotStore:
    """The snapshots of this house."""
    return SnapshotStore(settings.LIEM_HOME)


@transaction.atomic
def ask_for_upload(folder: Path, files: Sequence[str], *, complete: bool, by: str, now: datetime) -> Import:
    """Have the files in ``folder`` brought in by a job. The folder is moved to the import, away from where it was."""
    row = _begin(Origin.UPLOAD, files, complete=complete, by=by, now=now)
    source = store().kept(row.pk) / "source"
    source.parent.mkdir(parents=True, exist_ok=True)
    folder.rename(source)
    return _enqueue(row, str(source), now=now)


@transaction.atomic
def ask_for_inbox(name: str, *, complete: bool, by: str, now: datetime) -> Import:
    """Have a folder or file of the server's inbox brought in by a job.

    :raises InputError: where the inbox holds nothing of that name.
    """
    if name not in queries.inbox():
        raise InputError("the inbox holds nothing of this name", name, "choose one that is listed")
    row = _begin(Origin.INBOX, [name], complete=complete, by=by, now=now)
    return _enqueue(row, str(queries.inbox_folder() / name), now=now)


def bring_now(
    source: Path,
    mapping: Path | None = None,
    *,
    complete: bool = False,
    simulated: bool = False,
    announce: bool = True,
    progress: Progress | None = None,
    by: str,
    now: datetime,
) -> Import:
    """Bring records in at once, in this process: the command line, and the demonstration.

    :param simulated: made by our own generator; every page that shows them will say so.
    :param announce: tell the rooms below, which have their own work done by a job; else the caller sees to that.
    :raises UserError: where they cannot be read; the attempt stays in the history with the reason.
    """
    row = _begin(Origin.COMMAND, [source.name], complete=complete, by=by, now=now)
    try:
        watcher = progress or Silent()
        return bring(row, source, mapping, simulated=simulated, announce=announce, progress=watcher, by=by)
    except UserError as error:
        refuse(row, str(error), by=by, now=clock.now())
        raise
    except BaseException:
        refuse(row, UNEXPECTED, by=by, now=clock.now())
        raise


def bring(
    row: Import,
    source: Path,
    mapping: Path | None,
    *,
    simulated: bool = False,
    announce: bool = True,
    progress: Progress,
    by: str,
) -> Import:
    """Read, merge and make current. Killed at any moment, what was current stays so, and it may be done again."""
    if row.outcome:
        return row
    place = store()
    brought = bringing.read_and_examine(place, row.pk, source, mapping, progress)
    with transaction.atomic():
        _one_at_a_time()
        place.sweep()
        current = queries.current_snapshot()
        folder, merged = bringing.merge_into(
            place, row.pk, current.checksum if current else None, brought, complete=row.complete, progress=progress
        )
        _note(row, brought, merged)
        if merged.nothing_new and current is not None:
            shutil.rmtree(folder, ignore_errors=True)
            _end(row, Outcome.NOTHING_NEW, current, by=by, now=clock.now())
        else:
            was_simulated = current is not None and current.simulated and not row.complete
            snapshot = _keep(place.adopt(folder), simulated=simulated or was_simulated)
            _end(row, Outcome.ACCEPTED, snapshot, by=by, now=clock.now())
            adopt(snapshot, Reason.IMPORT, row, announce=announce, by=by, now=clock.now())
    bringing.drop(place, row.pk)
    return row


@transaction.atomic
def return_to(snapshot: Snapshot, *, by: str, now: datetime) -> Adoption:
    """Make an earlier snapshot current again. What was current stays kept: this, too, can be undone.

    :raises UserError: where it is current already, or its files are not on this disk.
    """
    _one_at_a_time()
    current = queries.current_snapshot()
    if current == snapshot:
        raise UserError(_("These records are current already."))
    store().open(snapshot.checksum)
    return adopt(snapshot, Reason.RETURN, None, by=by, now=now)


@transaction.atomic
def adopt(
    snapshot: Snapshot, reason: Reason, row: Import | None, *, announce: bool = True, by: str, now: datetime
) -> Adoption:
    """Make ``snapshot`` current, with its entry in the trail; whom its records call relatives is taken over, and rooms
    below are told, in the same transaction."""
    former = queries.current_snapshot()
    adoption = Adoption.objects.create(snapshot=snapshot, at=now, by=by, reason=reason, of_import=row)
    trail.record(
        STREAM,
        "records_adopted",
        by=by,
        subject_kind="snapshot",
        subject_id=snapshot.checksum,
        before={"snapshot": former.checksum} if former else None,
        after={"snapshot": snapshot.checksum, "reason": reason.value, "dossiers": snapshot.dossiers},
        now=now,
    )
    relatives.take_over(pairs(store().open(snapshot.checksum)))
    if announce:
        adopted.send(Adoption, adoption=adoption, by=by, now=now)
    return adoption


@transaction.atomic
def refuse(row: Import, error: str, *, by: str, now: datetime) -> None:
    """Keep why records could not be read."""
    row.error, row.ended_at = error[:500], now
    row.save(update_fields=["error", "ended_at"])
    _record(row, "import_refused", by=by, after=None, now=now)


def _begin(origin: Origin, files: Sequence[str], *, complete: bool, by: str, now: datetime) -> Import:
    with transaction.atomic():
        row = Import.objects.create(asked_by=by, asked_at=now, origin=origin, files=list(files), complete=complete)
        _record(row, "import_asked", by=by, after={"origin": origin.value, "files": len(files)}, now=now)
    return row


def _enqueue(row: Import, source: str, *, now: datetime) -> Import:
    row.job = jobs.enqueue(BRING, {"import_number": row.pk, "source": source}, by=row.asked_by, now=now)
    row.save(update_fields=["job"])
    return row


def _one_at_a_time() -> None:
    """Merges wait for one another: each must see what the one before it made current."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('liem imports'))")


def _note(row: Import, brought: bringing.Brought, merged: Merged) -> None:
    row.read, row.rejected, row.findings = dict(brought.read), dict(brought.rejected), brought.findings
    row.changes = {table: vars(change) for table, change in merged.tables.items()}


def _keep(checksum: str, *, simulated: bool) -> Snapshot:
    records = store().open(checksum)
    snapshot, _ = Snapshot.objects.get_or_create(
        pk=checksum,
        defaults={
            "rows": dict(records.rows),
            "first_day": _day(records.first_at),
            "last_day": _day(records.last_at),
            "simulated": simulated,
            "made_at": clock.now(),
        },
    )
    return snapshot


def _day(instant: datetime | None) -> date | None:
    return instant.date() if instant else None


def _end(row: Import, outcome: Outcome, snapshot: Snapshot, *, by: str, now: datetime) -> None:
    row.outcome, row.snapshot, row.ended_at = outcome, snapshot, now
    row.save()
    after = {"snapshot": snapshot.checksum, "rejected": row.rows_rejected, "changes": row.changes}
    _record(row, f"import_{outcome.value}", by=by, after=after, now=now)


def _record(row: Import, event: str, *, by: str, after: dict[str, object] | None, now: datetime) -> None:
    trail.record(STREAM, event, by=by, subject_kind="import", subject_id=str(row.pk), after=after, now=now)
