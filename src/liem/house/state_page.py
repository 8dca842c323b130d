"""How the house stands, for its administrator: disk, jobs, mailboxes, backup, checkpoint. No content."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liem import __version__
from liem.base import clock
from liem.channels.queries import mailbox_states
from liem.house.templatetags.shell import instant, number
from liem.jobs.models import Job
from liem.jobs.states import State
from liem.people.access import needs
from liem.trail import queries as trail

LITTLE_ROOM = 0.1
"""Share of the disk below which it is time to make room."""
OLD_BACKUP = timedelta(days=7)
OLD_CHECKPOINT = timedelta(days=31)
STUCK = timedelta(minutes=15)
"""A job that waits so long while none is under way: no worker is there."""


@dataclass(frozen=True)
class Fact:
    """One thing about the house: how it stands, and what to do where it does not stand well."""

    name: str
    told: str
    remedy: str = ""

    @property
    def is_well(self) -> bool:
        return not self.remedy


@needs("house.state")
@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """All facts, those that ask for something to be done first."""
    found = facts(Path(settings.LIEM_HOME), clock.now())
    return render(request, "shell/state.html", {"facts": sorted(found, key=lambda fact: fact.is_well)})


def facts(home: Path, now: datetime) -> list[Fact]:
    """What there is to say of the house."""
    return [_disk(home), _database(), *_jobs(now), *_mailboxes(), _backup(now), _checkpoint(home, now), _version()]


def _disk(home: Path) -> Fact:
    disk = shutil.disk_usage(home)
    told = _("%(free)s GB of %(total)s GB are free") % {
        "free": number(disk.free / 1e9, 1),
        "total": number(disk.total / 1e9, 1),
    }
    little = disk.free < LITTLE_ROOM * disk.total
    return Fact(_("Disk of the house"), told, _("Make room, or move the house to a larger disk.") if little else "")


def _database() -> Fact:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database()), current_setting('server_version')")
        size, version = cursor.fetchone()
    told = _("PostgreSQL %(version)s, %(size)s MB") % {"version": version.split()[0], "size": number(size / 1e6, 0)}
    return Fact(_("Database"), told)


def _jobs(now: datetime) -> Iterator[Fact]:
    waiting = Job.objects.filter(state=State.WAITING)
    running = Job.objects.filter(state=State.RUNNING).count()
    told = _("%(running)s under way, %(waiting)s waiting") % {
        "running": number(running),
        "waiting": number(waiting.count()),
    }
    oldest = waiting.order_by("asked_at").first()
    stuck = oldest is not None and not running and oldest.asked_at < now - STUCK
    yield Fact(_("Jobs"), told, _("Nobody does them: start 'liem work'.") if stuck else "")
    failed = Job.objects.filter(state=State.FAILED, ended_at__gt=now - timedelta(days=7)).count()
    if failed:
        told = _("%(n)s in the last seven days") % {"n": number(failed)}
        yield Fact(_("Jobs that failed"), told, _("Ask the data steward or the inspector to look at the page of jobs."))


def _mailboxes() -> Iterator[Fact]:
    for box in mailbox_states():
        when = instant(box.collected_at) if box.collected_at else _("never")
        told = _("last collected: %(when)s") % {"when": when}
        remedy = box.said
        yield Fact(_("Mailbox %(address)s") % {"address": box.address}, told, remedy)


def last_backup() -> datetime | None:
    """When the house was last backed up by its own command."""
    entry: Any = trail.entries(stream="house", event="backup_made").first()
    return entry.at if entry else None


def _backup(now: datetime) -> Fact:
    last = last_backup()
    if last is not None and now - last < OLD_BACKUP:
        return Fact(_("Backup"), instant(last))
    told = instant(last) if last else _("none was made by 'liem backup'")
    return Fact(_("Backup"), told, _("Run 'liem backup' every day, and keep a copy outside this machine."))


def _checkpoint(home: Path, now: datetime) -> Fact:
    kept = sorted((home / "checkpoints").glob("*Z.txt"))
    last = datetime.fromtimestamp(kept[-1].stat().st_mtime, UTC) if kept else None
    if last is not None and now - last < OLD_CHECKPOINT:
        return Fact(_("Checkpoint of the trail"), instant(last))
    told = instant(last) if last else _("none was written down")
    return Fact(_("Checkpoint of the trail"), told, _("Run 'liem trail checkpoint' and give a copy out of the house."))


def _version() -> Fact:
    return Fact(_("Version"), f"Liêm {__version__}")
