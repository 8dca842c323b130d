"""Reading what sorting knows, in the row-level security of whoever asks; figures of all agencies without content."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.db.models import Count, Q, QuerySet

from liem.agencies import queries as agencies
from liem.agencies.rules import Agencies, Matter, Routing
from liem.base import clock
from liem.detection.reports import SCHEMA
from liem.intake import queries as intake
from liem.intake.content import ReportContent
from liem.intake.models import Report
from liem.intake.routing import matter_of
from liem.intake.rules import Clock
from liem.intake.states import ENDED, Kind, State
from liem.leads import queries as leads
from liem.leads.models import Lead, Signal
from liem.people.row_security import acting_as_system
from liem.sorting.counting import Mention, by_month, last_of_month
from liem.sorting.models import Joining, Likeness, Link, Quarantine, SteppedAside, Watch, WatchReview
from liem.sorting.states import COUNTED, Decision, LinkKind

SOON = timedelta(days=3)


@dataclass(frozen=True)
class Standing:
    """How a report stands with its clock, by its key alone: what a queue of thousands is put in order by."""

    pk: Any
    clock: Clock | None
    is_new: bool
    """The reporter added something that nobody has opened yet."""
    today: date

    @property
    def is_late(self) -> bool:
        return self.clock is not None and self.clock.is_late(self.today)

    @property
    def is_soon(self) -> bool:
        last = self.clock.last_day if self.clock else None
        return last is not None and not self.is_late and last - self.today <= SOON


@dataclass(frozen=True)
class Waiting:
    """One line of the queue as it is shown."""

    report: Report
    standing: Standing
    alike: int
    joined: bool
    quarantined: bool


def standings(rows: QuerySet[Report], today: date) -> list[Standing]:
    """How the reports stand, in the order given."""
    new = intake.news(rows)
    return [Standing(pk, running, pk in new, today) for pk, running in intake.clocks_of(rows)]


def lines(page: Sequence[Standing]) -> list[Waiting]:
    """The reports of one page of the queue, with what sorting knows of them."""
    numbers = [one.pk for one in page]
    found = Report.objects.in_bulk(numbers)
    alike = Counter[Any]()
    for pair in Likeness.objects.filter(Q(report__in=numbers) | Q(other__in=numbers)).values_list("report", "other"):
        alike.update(pair)
    joined = set(_joinings().filter(report__in=numbers).values_list("report", flat=True))
    aside = set(Quarantine.objects.filter(report__in=numbers, ended_at=None).values_list("report", flat=True))
    return [
        Waiting(found[one.pk], one, alike[one.pk], one.pk in joined, one.pk in aside) for one in page if one.pk in found
    ]


def of_office(units: Iterable[str], *, ended: bool = False, kind: str = "") -> QuerySet[Report]:
    """Reports of the offices of whoever asks: those open, or those ended."""
    rows = intake.register(kind=kind).filter(agency__in=set(units))
    return rows.filter(state__in=ENDED) if ended else rows.exclude(state__in=ENDED)


def report(number: str) -> Report | None:
    """The report of that number in the register, as far as whoever asks may see it."""
    year, _dash, count = number.partition("-")
    if not (year.isdecimal() and count.isdecimal() and len(year) == 4 and len(count) <= 9):
        return None
    return Report.objects.filter(year=int(year), number=int(count)).first()


def waiting_counts(units: Iterable[str], today: date) -> dict[str, int]:
    """How many reports of these offices nobody took up, are past their limit, have news from their reporters."""
    units = set(units)
    rows = of_office(units)
    clocks = intake.clocks_of(rows.order_by("received_on")[:2000])
    return {
        "unread": rows.filter(state=State.RECEIVED).count(),
        "new": len(intake.news(intake.register().filter(agency__in=set(units)))),
        "late": sum(running is not None and running.is_late(today) for _pk, running in clocks),
    }


def new_among_ended(units: Iterable[str]) -> int:
    """How many ended reports have something new from their reporters that nobody has opened."""
    return len(intake.news(of_office(units, ended=True)))


@dataclass(frozen=True)
class ClosedOffice:
    """An agency that is no more, with reports that still lie there. ``successor`` takes over, where it is known."""

    code: str
    name: Any
    ended_on: date | None
    successor: Any
    reports: int


def closed_offices(units: Iterable[str], today: date) -> list[ClosedOffice]:
    """Those of these agencies that have ended while reports still lie with them."""
    known = agencies.names(units)
    gone = [row for row in known.values() if row.valid_to is not None and row.valid_to < today]
    if not gone:
        return []
    rows = Report.objects.filter(agency__in=[row.code for row in gone]).order_by().values_list("agency")
    counts = dict(rows.annotate(n=Count("id")))
    now = agencies.agencies_on(today)
    found = []
    for row in gone:
        if counts.get(row.code):
            successor = now.get(row.successor) if row.successor else None
            found.append(ClosedOffice(row.code, row, row.valid_to, successor, counts[row.code]))
    return found


# -- near-duplicates


@dataclass(frozen=True)
class Alike:
    """Another report whose text is nearly the same."""

    report: Report
    percent: int


def alike(one: Report) -> list[Alike]:
    """Reports nearly the same, the most alike first, as far as whoever asks may see them."""
    rows = Likeness.objects.filter(Q(report=one) | Q(other=one)).select_related("report", "other").order_by("-percent")
    return [Alike(row.other if row.report.pk == one.pk else row.report, row.percent) for row in rows]


def _joinings() -> QuerySet[Joining]:
    return Joining.objects.filter(undone_at=None)


def joined_into(one: Report) -> Joining | None:
    """What this report is handled together with."""
    return _joinings().filter(report=one).select_related("into").first()


def joined_with(one: Report) -> list[Report]:
    """Reports that are handled together with this one."""
    return [row.report for row in _joinings().filter(into=one).select_related("report").order_by("pk")]


# -- links, and where report and record signals meet


def links(one: Report) -> list[Link]:
    """What the report is about."""
    return list(Link.objects.filter(report=one, removed_at=None))


@dataclass(frozen=True)
class Meeting:
    """What the records show, and what else people say, about one thing a report is linked to."""

    link: Link
    leads: list[Lead]
    signals: list[Signal]
    others: list[Report]


def meetings(one: Report) -> list[Meeting]:
    """Report and record signals about the same official, unit, procedure or dossier on one page."""
    run = leads.current_run()
    found = []
    for link in links(one):
        others = [
            row.report
            for row in Link.objects.filter(kind=link.kind, code=link.code, removed_at=None)
            .exclude(report=one)
            .select_related("report")[:20]
        ]
        found.append(Meeting(link, _leads_about(run, link), _signals_about(run, link), others))
    return found


def occurs_in_the_records(kind: str, code: str) -> bool:
    """Whether there is such a subject; a lead has to be one of the detection that is shown."""
    if kind == LinkKind.LEAD:
        run = leads.current_run()
        return run is not None and leads.lead(run, code) is not None
    return leads.occurs(kind, code)


def _leads_about(run: Any, link: Link) -> list[Lead]:
    if run is None:
        return []
    if link.kind == LinkKind.LEAD:
        one = leads.lead(run, link.code)
        return [one] if one else []
    return list(leads.leads_about(run, link.kind, link.code)[:10])


def _signals_about(run: Any, link: Link) -> list[Signal]:
    if run is None or link.kind == LinkKind.LEAD:
        return []
    if link.kind == LinkKind.DOSSIER:
        return leads.signals_on_dossier(run, link.code)
    return list(Signal.objects.filter(run=run, kind="pattern", subject_kind=link.kind, subject=link.code)[:10])


def report_counts(first: date, last: date) -> pa.Table:
    """Reports per official, unit, procedure and month received from ``first`` to ``last``: counts alone, for detection.

    Praise, and what was set aside as no report, counts for nothing. What one voice is: :mod:`liem.sorting.counting`.
    """
    with transaction.atomic(), acting_as_system():
        rows = Link.objects.filter(kind__in=COUNTED, removed_at=None, report__received_on__range=(first, last)).exclude(
            Q(report__state=State.SET_ASIDE) | Q(report__kind=Kind.GOOD_SERVICE)
        )
        mentions = [Mention(*row) for row in rows.values_list("kind", "code", "report", "report__received_on")]
        pairs = [*_joinings().values_list("report", "into"), *Likeness.objects.values_list("report", "other")]
    lines = [
        {
            "subject_kind": one.kind,
            "subject": one.code,
            "period_from": max(one.month, first),
            "period_to": min(last_of_month(one.month), last),
            "source": "report",
            "n": one.n,
            "n_independent": one.independent,
            "exposure": None,
        }
        for one in by_month(mentions, pairs)
    ]
    return pa.Table.from_pylist([{name: line.get(name) for name in SCHEMA.names} for line in lines], SCHEMA)


# -- routing


def matter(one: Report, content: ReportContent) -> Matter:
    """The report as routing sees it, with the agencies that stepped aside and the officials it is linked to."""
    found = matter_of(content, one.received_on, one.channel)
    aside = frozenset(SteppedAside.objects.filter(report=one).values_list("agency", flat=True))
    return replace(found, kind=one.kind, field=one.field, recused=aside)


def routing(one: Report, content: ReportContent, *, crime_signs: bool = False) -> Routing:
    """Where the table would send it now, among the agencies and heads of today, and which may not have it."""
    return agencies.route(replace(matter(one, content), crime_signs=crime_signs), agencies.agencies_on(clock.today()))


def why_not_transfer(one: Report, content: ReportContent, agency: str, known: Agencies | None = None) -> str | None:
    """Why the report may not go to that agency as things stand today, as a sentence, or ``None``.

    :param known: the agencies of today, where many are asked about one after the other.
    """
    why = agencies.why_not(agency, matter(one, content), known or agencies.agencies_on(clock.today()))
    return str(why.label) if why else None


# -- quarantine, watch


def quarantined(one: Report) -> Quarantine | None:
    """Whether it was said to be no report."""
    return Quarantine.objects.filter(report=one, ended_at=None).first()


def quarantine() -> QuerySet[Quarantine]:
    """Everything that was said to be no report, as far as whoever asks may see it."""
    return Quarantine.objects.filter(ended_at=None).select_related("report")


def watches(one: Report) -> list[Watch]:
    """What was done to somebody because of this report."""
    return list(Watch.objects.filter(report=one).prefetch_related("reviews", "protections"))


def reviews_due(now: datetime, within: timedelta = timedelta(days=14)) -> QuerySet[WatchReview]:
    """Reviews that are due, or will be soon; the oldest first."""
    rows = WatchReview.objects.filter(done_at=None, due_at__lte=now + within, watch__closed_on=None)
    return rows.select_related("watch", "watch__report").order_by("due_at")


def open_watches() -> QuerySet[Watch]:
    """All watches that are not closed."""
    return Watch.objects.filter(closed_on=None).select_related("report").prefetch_related("reviews", "protections")


# -- figures of all agencies, without content


@dataclass(frozen=True)
class Figures:
    """How an agency receives and handles."""

    agency: str
    received: int
    open: int
    late: int
    unread: int
    set_aside: int
    oldest_on: date | None
    watches: int
    reviews_late: int


def overview(now: datetime, today: date, since: date) -> list[Figures]:
    """Counts and clocks of every agency from ``since``; nothing of what was said. In the order of their codes.

    Row-level security shows the register to whoever may ask this; what sorting adds is counted by the house itself.
    """
    rows: dict[str, list[Report]] = defaultdict(list)
    for one in Report.objects.filter(received_on__gte=since):
        rows[one.agency].append(one)
    with transaction.atomic(), acting_as_system():
        watched = dict(
            Watch.objects.filter(closed_on=None).order_by().values_list("report__agency").annotate(n=Count("id"))
        )
        late = dict(
            WatchReview.objects.filter(done_at=None, due_at__lt=now, watch__closed_on=None)
            .order_by()
            .values_list("watch__report__agency")
            .annotate(n=Count("id"))
        )
    return [_figures(code, rows[code], watched, late, today) for code in sorted({*rows, *watched})]


def _figures(
    code: str, rows: list[Report], watched: dict[str, int], reviews_late: dict[str, int], today: date
) -> Figures:
    open_ones = [one for one in rows if one.state not in ENDED]
    clocks = [intake.clock_of(one) for one in open_ones]
    return Figures(
        code,
        len(rows),
        len(open_ones),
        sum(clock is not None and clock.is_late(today) for clock in clocks),
        sum(one.state == State.RECEIVED for one in open_ones),
        sum(one.state == State.SET_ASIDE for one in rows),
        min((one.received_on for one in open_ones), default=None),
        watched.get(code, 0),
        reviews_late.get(code, 0),
    )


def undecided_protections() -> int:
    """Requests for protection nobody decided yet, as far as whoever asks may see them."""
    return Watch.objects.filter(protections__decision=Decision.ASKED).distinct().count()
