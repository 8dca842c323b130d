"""Reading matters. All of it runs in the row-level security of whoever asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import BooleanField, Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.expressions import RawSQL

from liem.base import clock
from liem.base.clock import local
from liem.base.formats import Language
from liem.cases import clocks
from liem.cases.models import (
    Concerned,
    Content,
    Deadline,
    Entitlement,
    Event,
    Exclusion,
    Matter,
    Money,
    Notice,
)
from liem.cases.states import OPEN, CrimeStep, RemedyKind, Standing, Status, Verb
from liem.law import explaining
from liem.law.calendar import WorkingCalendar
from liem.law.limits import Limits
from liem.people.models import Account, Appointment
from liem.people.rules import Scope
from liem.people.states import EVERY_UNIT, Role

SEE = "cases.see"
"""The permission under which matters are read: ask ``people.access.scope_of`` for its scope."""


def calendar() -> WorkingCalendar:
    """The working days, with what was announced since the release laid over them (setting ``LIEM_CALENDAR``)."""
    return WorkingCalendar.load(getattr(settings, "LIEM_CALENDAR", None))


def law() -> Limits:
    """The dated limits of the package."""
    return Limits.load()


# -- the register


def matters() -> QuerySet[Matter]:
    """The register, as whoever asks may see it. Codes and dates, no content."""
    return Matter.objects.all()


def matter(number: int | str) -> Matter | None:
    """One matter by its id or its number, if whoever asks may see it."""
    if isinstance(number, int):
        return Matter.objects.filter(pk=number).first()
    return Matter.objects.filter(number=number).first()


def born_of(origin: str, reference: str) -> QuerySet[Matter]:
    """The matters born of one report, lead, inspection or other matter."""
    return Matter.objects.filter(origin=origin, origin_ref=reference)


def open_matters(unit: str = "", kind: str = "") -> QuerySet[Matter]:
    """Matters in which somebody has to do something next."""
    found = Matter.objects.filter(status__in=OPEN)
    found = found.filter(unit=unit) if unit else found
    return found.filter(kind=kind) if kind else found


def late(now: datetime, unit: str = "") -> QuerySet[Deadline]:
    """Clocks past their limit and not met, the longest first; a clock that stands still is never late."""
    found = Deadline.objects.filter(standing=Standing.RUNNING, due_at__lte=now).select_related("matter")
    return (found.filter(matter__unit=unit) if unit else found).order_by("due_at")


def as_of(one: Matter, day: date) -> Status:
    """Where the matter stood at the end of that day, from what had been written down by then."""
    end = clocks.end_of(day)
    last = one.events.filter(recorded_at__lt=end).exclude(new="").order_by("id").last()
    return Status(last.new) if last else Status.RECEIVED


# -- the desk


@dataclass(frozen=True)
class Asked:
    """What the desk is filtered by."""

    kind: str = ""
    status: str = ""
    text: str = ""
    whose: str = "mine"
    late: bool = False


def desk(account: Account, scope: Scope, asked: Asked, now: datetime) -> QuerySet[Matter]:
    """Open matters by the next day they are due; ``whose``: ``mine``, ``unit`` or ``unassigned``."""
    found = Matter.objects.filter(status=asked.status) if asked.status else Matter.objects.filter(status__in=OPEN)
    if asked.whose == "mine":
        found = found.filter(handler=account.number)
    elif EVERY_UNIT not in scope.units:
        found = found.filter(unit__in=scope.units)
    if asked.whose == "unassigned":
        found = found.filter(handler="")
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.late:
        found = found.filter(next_due__lte=now)
    if asked.text:
        found = matching(found, asked.text)
    return found.select_related("content").order_by(F("next_due").asc(nulls_last=True), "pk")


def matching(found: QuerySet[Matter], text: str) -> QuerySet[Matter]:
    """Of these matters, those whose content or number has all the words, whatever the accents.

    The register is narrowed first: behind row-level security no text index is used on content.
    """
    has_them = RawSQL("search @@ plainto_tsquery('simple', cases_plain(%s))", [text], output_field=BooleanField())
    content = Content.objects.filter(has_them, matter=OuterRef("pk"))
    return found.filter(Q(number__iexact=text.strip()) | Exists(content))


def counts(account: Account, scope: Scope, now: datetime) -> dict[str, int]:
    """How many are open, late and unassigned, for the tallies of the desk."""
    mine = Matter.objects.filter(handler=account.number, status__in=OPEN)
    unit = Matter.objects.filter(status__in=OPEN, handler="")
    if EVERY_UNIT not in scope.units:
        unit = unit.filter(unit__in=scope.units)
    return {
        "mine": mine.count(),
        "late": mine.filter(next_due__lte=now).count(),
        "unassigned": unit.count(),
        "unread": Notice.objects.filter(account=account.number, read_at__isnull=True).count(),
    }


def unread(account: Account, most: int = 50) -> QuerySet[Notice]:
    """Notices not yet read, the newest first."""
    return Notice.objects.filter(account=account.number, read_at__isnull=True).select_related("matter", "deadline")[
        :most
    ]


# -- one matter


def happened(one: Matter) -> list[clocks.Happened]:
    """The events of a matter, as the clocks take them."""
    rows = Event.objects.filter(matter_id=one.pk).order_by("at", "id").values_list("verb", "at", "data")
    return [clocks.Happened(*row) for row in rows]


def reading(one: Matter, rule_id: str, events: list[clocks.Happened] | None = None) -> clocks.Reading:
    """How one clock of a matter stands, from its events alone."""
    return clocks.read(
        clocks.clock_of(one.kind, rule_id),
        received_at=one.received_at,
        status=one.status,
        remote=one.remote,
        events=happened(one) if events is None else events,
        calendar=calendar(),
        law=law(),
    )


def limit_of_step(one: Matter, verb: str, now: datetime) -> clocks.Reading | None:
    """The limit that binds only whoever takes this step, as it stands if it is taken now; none: there is no such."""
    bound = clocks.of_step(one.kind, verb)
    found = reading(one, bound.rule, [*happened(one), clocks.Happened(verb, now, {})]) if bound else None
    return found if found and found.due_at else None


def explained(one: Matter, deadline: Deadline, language: Language) -> tuple[list[str], list[explaining.Step]]:
    """Why is this the date: sentences, and each day."""
    found = reading(one, deadline.rule)
    if found.due is None:
        return [], []
    said = explaining.sentences(found.due, calendar(), language)
    return said, list(explaining.days(found.due, calendar(), language))


def is_excluded(one: Matter, account: str) -> bool:
    """Whether an account may neither see nor handle the matter. Ask as ``system``: nobody else sees exclusions."""
    return Exclusion.objects.filter(matter=one, account=account).exists()


def is_entitled(one: Matter, account: str, now: datetime) -> bool:
    """Whether an account may read the content by name."""
    current = Q(until__isnull=True) | Q(until__gt=now)
    return Entitlement.objects.filter(current, matter=one, account=account).exists()


def may_read_content(one: Matter) -> bool:
    """Whether whoever asks sees words and names: the database has already decided."""
    return Content.objects.filter(matter=one).exists()


# -- officers


def officers(unit: str, day: date | None = None) -> QuerySet[Account]:
    """Who may handle matters of a unit today: its officers, and inspectors of the whole province."""
    return _holding([Role.CASE_OFFICER, Role.HEAD_OF_UNIT, Role.INSPECTOR], [unit, EVERY_UNIT], day or clock.today())


def heads(unit: str, day: date | None = None) -> QuerySet[Account]:
    """Who leads a unit today."""
    return _holding([Role.HEAD_OF_UNIT], [unit], day or clock.today())


def inspectors(day: date | None = None) -> QuerySet[Account]:
    """The provincial inspectorate, before whom late matters are brought."""
    return _holding([Role.INSPECTOR], [EVERY_UNIT], day or clock.today())


def _holding(roles: Iterable[Role], units: Iterable[str], day: date) -> QuerySet[Account]:
    posts = Appointment.objects.filter(role__in=list(roles), unit__in=list(units), valid_from__lte=day)
    posts = posts.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    return Account.objects.filter(pk__in=posts.values("account"), is_active=True).order_by("display_name")


# -- ledgers and figures

UNANSWERED = (CrimeStep.SENT, CrimeStep.RECEIPTED, CrimeStep.SUSPENDED)
"""Steps of a transfer after which its end is still to come."""


LASTING = (RemedyKind.PROTECTION, RemedyKind.COMMENDATION)
"""Remedies that last, or are a thank-you: they stand in the way of no closing."""


def money_sums(found: QuerySet[Money]) -> dict[str, int]:
    """Step of the ledger → đồng."""
    return dict(found.order_by().values_list("step").annotate(sum=Sum("amount")))


def is_sent(one: Matter) -> bool:
    """Whether the conclusion that now holds was sent: after a reopening the former one is none."""
    concluded = one.events.filter(verb=Verb.CONCLUDE).order_by("id").last()
    return concluded is not None and one.events.filter(verb=Verb.SEND, id__gt=concluded.pk).exists()


def concerned_names(numbers: Iterable[int]) -> dict[int, str]:
    """Persons concerned by their id, as far as whoever asks may read content."""
    return dict(Concerned.objects.filter(pk__in=list(numbers)).values_list("pk", "name"))


def received_between(first: date, last: date, unit: str = "") -> QuerySet[Matter]:
    """Matters received from one day to another, both included."""
    found = Matter.objects.filter(received_at__gte=local(datetime.combine(first, datetime.min.time())))
    found = found.filter(received_at__lt=clocks.end_of(last))
    return found.filter(unit=unit) if unit else found


# -- what may be published


@dataclass(frozen=True)
class Decided:
    """How many matters of a kind a unit decided in one way."""

    unit: str
    kind: str
    outcome: str
    n: int


EFFECT_DAYS = {"complaint_first": 30, "complaint_second": 30}
"""Days after the conclusion until it takes effect, where nobody complains further (Law on Complaints, article 44)."""
EFFECT_DAYS_REMOTE = 45


def in_effect(first: date, last: date, on: date | None = None) -> list[Decided]:
    """Matters closed from one day to another whose decision was publicised, took effect and is under no review.

    In effect on the day ``on``, else on ``last``: what was closed in December takes effect in January.

    Units and counts alone. Call as ``system``; whoever shows it protects small numbers.
    """
    later = Event.objects.filter(matter=OuterRef("pk"), verb__in=[Verb.REVIEW, Verb.REOPEN])
    public = Event.objects.filter(matter=OuterRef("pk"), verb=Verb.PUBLICISE)
    found = Matter.objects.filter(status=Status.CLOSED, closed_at__gte=clocks.end_of(first - timedelta(days=1)))
    found = found.filter(closed_at__lt=clocks.end_of(last)).exclude(outcome="").filter(Exists(public))
    found = found.filter(~Exists(later.filter(at__gte=OuterRef("closed_at"))))
    concluded = Event.objects.filter(matter=OuterRef("pk"), verb=Verb.CONCLUDE)
    for kind, days in EFFECT_DAYS.items():
        for remote, wait in ((False, days), (True, EFFECT_DAYS_REMOTE)):
            young = Exists(concluded.filter(at__gte=clocks.end_of((on or last) - timedelta(days=wait))))
            found = found.exclude(Q(young, kind=kind, remote=remote))
    rows = found.order_by().values_list("unit", "kind", "outcome").annotate(n=Count("id"))
    return [Decided(*row) for row in sorted(rows)]
