"""Reading the register, and reading what is sealed with what opens it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, F, Max, Q, QuerySet

from liem.base.sealing import CannotOpen
from liem.intake import house_keys
from liem.intake.acknowledgement import Acknowledgement, parse
from liem.intake.content import ReportContent
from liem.intake.models import Counter, Report, ReportStep
from liem.intake.receipt import Receipt
from liem.intake.row_security import acting_as_reporter
from liem.intake.rules import Clock, clock
from liem.intake.sealed import Opened, open_as_officer, open_with_receipt, unlock_file_note, unlock_part
from liem.intake.states import FROM_REPORTER, LOOKED, PartKind, Step
from liem.law.calendar import WorkingCalendar
from liem.law.limits import Limits
from liem.people.keys.queries import Keyring
from liem.people.row_security import acting_as_system

__all__ = ["Opened", "open_as_officer"]


@dataclass(frozen=True, repr=False)
class Message:
    """One message of the dialogue."""

    voice: str
    on: date
    text: str


@dataclass(frozen=True, repr=False)
class FileNote:
    """What is known of a file sent in: shown name, kind, bytes, how it was cleaned."""

    id: str
    voice: str
    on: date
    note: dict[str, Any]


def find(receipt: Receipt) -> Opened | None:
    """The report a receipt opens, or ``None``; what lies in it is then read within :func:`as_reporter`."""
    with transaction.atomic(), acting_as_reporter(receipt.mark(house_keys.receipts())):
        return opened_by(receipt)


def opened_by(receipt: Receipt) -> Opened | None:
    """As :func:`find`, for whoever acts as its reporter already."""
    house_key = house_keys.receipts()
    report = Report.objects.filter(mark=receipt.mark(house_key)).first()
    if report is None:
        return None
    try:
        return open_with_receipt(report, receipt, house_key)
    except CannotOpen:
        return None


@contextmanager
def as_reporter(opened: Opened) -> Iterator[Opened]:
    """Within a transaction of its own, let the database show this one report."""
    with transaction.atomic(), acting_as_reporter(bytes(opened.report.mark)):
        yield opened


def content(opened: Opened) -> ReportContent:
    """What was reported."""
    return ReportContent.from_canonical(canonical_content(opened))


def canonical_content(opened: Opened) -> bytes:
    """The very bytes the acknowledgement is about."""
    return unlock_part(opened, opened.report.parts.get(kind=PartKind.CONTENT))


def acknowledgement(opened: Opened) -> Acknowledgement | None:
    """The signed acknowledgement, as the reporter got it."""
    part = opened.report.parts.filter(kind=PartKind.ACKNOWLEDGEMENT).first()
    return parse(unlock_part(opened, part).decode()) if part else None


def dialogue(opened: Opened) -> list[Message]:
    """The messages both ways, in order."""
    parts = opened.report.parts.filter(kind=PartKind.MESSAGE)
    return [Message(part.voice, part.on, unlock_part(opened, part).decode()) for part in parts]


def files(opened: Opened) -> list[FileNote]:
    """The files sent in."""
    return [
        FileNote(str(file.pk), file.voice, file.on, json.loads(unlock_file_note(opened, file)))
        for file in opened.report.files.all()
    ]


def steps(report: Report) -> list[ReportStep]:
    """What happened, for the reporter's eyes."""
    return list(report.steps.all())


def news(rows: QuerySet[Report]) -> set[Any]:
    """Keys of those reports to which their reporters added something that no officer has opened since."""
    steps = ReportStep.objects.filter(report__in=rows, step__in=(*FROM_REPORTER, *LOOKED)).order_by()
    last = steps.values("report").annotate(
        said=Max("position", filter=Q(step__in=FROM_REPORTER)), seen=Max("position", filter=Q(step__in=LOOKED))
    )
    return set(last.filter(said__gt=F("seen")).values_list("report", flat=True))


def may_rate(report: Report) -> bool:
    """Whether the reporter is asked how satisfied they are: each time it has ended, once."""
    if report.ended_on is None:
        return False
    last = report.steps.filter(step__in=(Step.RATED, Step.REOPENED)).last()
    return last is None or last.step != Step.RATED


def was_read(report: Report) -> bool:
    """Whether an officer has opened it."""
    return report.steps.filter(step=Step.READ).exists()


def clock_of(report: Report) -> Clock | None:
    """The legal limit that runs for the report now; ``None`` where none does or it has ended."""
    if report.ended_on is not None:
        return None
    since = report.reopened_on or report.received_on
    return clock(report.kind, since, report.accepted_on, Limits.load(), WorkingCalendar.load())


def clocks_of(rows: QuerySet[Report]) -> list[tuple[Any, Clock | None]]:
    """Key and clock of each of the rows, in their order. Thousands of reports share a few hundred clocks."""
    limits, calendar, known = Limits.load(), WorkingCalendar.load(), dict[tuple[Any, ...], Clock | None]()
    found = []
    fields = ("pk", "kind", "received_on", "accepted_on", "reopened_on", "ended_on")
    for pk, kind, received, accepted, reopened, ended in rows.values_list(*fields):
        said = (kind, reopened or received, accepted)
        if ended is None and said not in known:
            known[said] = clock(*said, limits, calendar)
        found.append((pk, None if ended else known[said]))
    return found


def register(
    *, agency: str = "", kind: str = "", state: str = "", channel: str = "", year: int = 0
) -> QuerySet[Report]:
    """The register, the newest first, as far as row-level security shows it."""
    asked = {"agency": agency, "kind": kind, "state": state, "channel": channel, "year": year}
    return Report.objects.filter(**{name: value for name, value in asked.items() if value})


def counts_by(*fields: str) -> list[dict[str, Any]]:
    """How many reports of the register there are for each combination of ``fields``."""
    return list(Report.objects.order_by().values(*fields).annotate(count=Count("id")).order_by(*fields))


@dataclass(frozen=True)
class Gap:
    """A number of the register without its report, or a counter that does not fit."""

    year: int
    number: int


def gaps() -> Iterator[Gap]:
    """What would break "every report received is registered". Run as system, it must find nothing."""
    for counter in Counter.objects.order_by("year"):
        numbers = set(Report.objects.filter(year=counter.year).values_list("number", flat=True))
        expected = set(range(1, counter.last + 1))
        yield from (Gap(counter.year, number) for number in sorted(numbers ^ expected))


@dataclass(frozen=True)
class Wholeness:
    """Whether all that was received in a year stands in the register and in the trail.

    ``given``: numbers given; ``kept``: reports that stand there; ``missing``: the first numbers without a report;
    ``untold``: reports of whose receipt the trail says nothing.
    """

    year: int
    given: int
    kept: int
    missing: tuple[int, ...]
    untold: int

    @property
    def is_whole(self) -> bool:
        return self.given == self.kept and not self.missing and not self.untold


_MISSING = """
SELECT n FROM generate_series(1, %(last)s) AS n
WHERE NOT EXISTS (SELECT 1 FROM intake_report AS r WHERE r.year = %(year)s AND r.number = n) ORDER BY n LIMIT 50
"""
_UNTOLD = """
SELECT count(*) FROM intake_report AS r
WHERE r.year = %(year)s AND r.year || '-' || lpad(r.number::text, greatest(6, length(r.number::text)), '0') NOT IN (
  SELECT subject_id FROM trail_trailentry WHERE stream = 'intake' AND event = 'report_received')
"""


def wholeness() -> list[Wholeness]:
    """For each year, the newest first: what proves that no report received was lost. Counts and numbers alone."""
    found = []
    with transaction.atomic(), acting_as_system(), connection.cursor() as cursor:
        for counter in Counter.objects.order_by("-year"):
            asked = {"year": counter.year, "last": counter.last}
            cursor.execute(_MISSING, asked)
            missing = tuple(number for (number,) in cursor.fetchall())
            cursor.execute(_UNTOLD, asked)
            (untold,) = cursor.fetchone()
            kept = Report.objects.filter(year=counter.year).count()
            found.append(Wholeness(counter.year, counter.last, kept, missing, untold))
    return found


def readable_by(report: Report, keyring: Keyring) -> bool:
    """Whether the officer's key opens the report."""
    try:
        open_as_officer(report, keyring)
    except CannotOpen:
        return False
    return True
