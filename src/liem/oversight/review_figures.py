"""The figures of a review: each *is* its rows, their number or the sum of one of their columns, so that it leads back
to what it was counted from. The database counts; rows are read for the workbook alone, one figure after the other. All
is read in the row-level security of whoever asks."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, cast

from django.db.models import Count, F, Model, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from liem.base.clock import local
from liem.cases import clocks
from liem.cases.models import CrimeTransfer, Deadline, Discipline, HeadAnswer, Matter, Money
from liem.cases.rules import FORMS_OF_DISCIPLINE
from liem.cases.states import Cause, CrimeStep, Kind, Ladder, MoneyStep, Outcome, Status
from liem.oversight import owing, queries
from liem.oversight.models import DutyEvent, InspectionEvent, InspectionFinding
from liem.oversight.states import DutyKind, DutyVerb, HeadsPart, InspectionVerb, Source, WatchVerb
from liem.oversight.tallies import AGAINST_LEADERS, year_before

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date

    @property
    def begin(self) -> datetime:
        return clocks.end_of(self.first - timedelta(days=1))

    @property
    def end(self) -> datetime:
        return clocks.end_of(self.last)

    def before(self) -> "Period":
        """The same period of the year before."""
        return Period(year_before(self.first), year_before(self.last))

    def within(self, name: str) -> Q:
        """Of an instant."""
        return Q(**{f"{name}__gte": self.begin, f"{name}__lt": self.end})

    def days(self, name: str) -> Q:
        """Of a day."""
        return Q(**{f"{name}__range": (self.first, self.last)})


@dataclass(frozen=True)
class Counted:
    """Where a figure comes from: its rows, and their number (or the sum of one of their columns) without reading them.

    Of a province there are hundreds of thousands of rows: a page needs their number alone. That the two agree is tested
    of every figure.
    """

    rows: Callable[[Period], Rows]
    n: Callable[[Period], int]


@dataclass(frozen=True)
class Figure:
    """A number and the rows it was counted from, now and in the same period before."""

    label: str
    heads: Sequence[str]
    source: Counted
    period: Period
    is_money: bool = False

    @property
    def rows(self) -> Rows:
        return self.source.rows(self.period)

    @property
    def former(self) -> Rows:
        return self.source.rows(self.period.before())

    @cached_property
    def now(self) -> int:
        return self.source.n(self.period)

    @cached_property
    def before(self) -> int:
        return self.source.n(self.period.before())

    @property
    def change(self) -> int:
        return self.now - self.before


Read = Callable[[Period], Rows]


def _few(read: Read) -> Counted:
    """Rows of which there are never many: counted by reading them."""
    return Counted(read, lambda period: len(read(period)))


Condition = Callable[[Period], Q]


class _Table:
    """The rows of one table: all figures of it are counted in one query, of both periods.

    To know which rows somebody may see, the database goes through the whole register of matters, whatever is asked of
    them: figure by figure and period by period it went through it fifty times for one page.
    """

    def __init__(self, rows: QuerySet[Any, Any], row: Callable[[Any], tuple[Any, ...]], period: Period) -> None:
        self._rows, self._row, self._period = rows, row, period
        self._asked: list[tuple[Condition, str]] = []

    def of(self, condition: Condition, summed: str = "") -> Counted:
        """Their number under a condition; with ``summed``, the sum of that column. All are named before one is read."""
        place = len(self._asked)
        self._asked.append((condition, summed))
        return Counted(
            lambda period: [self._row(one) for one in self._rows.filter(condition(period))],
            lambda period: self._counted[period][place],
        )

    @cached_property
    def _counted(self) -> dict[Period, list[int]]:
        periods = (self._period, self._period.before())
        wanted = [
            Sum(summed, filter=condition(period), default=0) if summed else Count("pk", filter=condition(period))
            for period in periods
            for condition, summed in self._asked
        ]
        told = self._rows.order_by().aggregate(**{f"n{place}": one for place, one in enumerate(wanted)})
        values, half = list(told.values()), len(self._asked)
        return dict(zip(periods, (values[:half], values[half:]), strict=True))


# -- what is read


def _matters(period: Period) -> _Table:
    def row(one: Matter) -> tuple[Any, ...]:
        return (
            one.number,
            str(Kind(one.kind).label),
            one.unit,
            local(one.received_at).date(),
            str(Status(one.status).label),
            str(Outcome(one.outcome).label) if one.outcome else "",
            local(one.closed_at).date() if one.closed_at else None,
        )

    return _Table(Matter.objects.order_by("number"), row, period)


def _matter_heads() -> list[str]:
    return [_("Number"), _("Kind"), _("Unit"), _("Received"), _("Where it stands"), _("Outcome"), _("Ended")]


def handling(period: Period, now: datetime) -> list[Figure]:
    """Matters received and ended, and their clocks."""
    heads, of = _matter_heads(), _matters(period).of
    leaders = Q(leader=True, kind__in=AGAINST_LEADERS)
    clock_heads = [_("Number"), _("Unit"), _("Clock"), _("Due"), _("Met")]

    def row(one: Deadline) -> tuple[Any, ...]:
        due, met = cast(datetime, one.due_at), one.met_at
        return (one.matter.number, one.matter.unit, one.rule, local(due).date(), local(met).date() if met else None)

    told = Q(met_at__isnull=False) | Q(due_at__lte=now)
    clocks_ = Deadline.objects.filter(told, due_at__isnull=False).select_related("matter")
    with_day = _Table(clocks_.order_by("matter__number", "rule"), row, period).of
    kept, late = Q(met_at__lt=F("due_at")), Q(met_at__isnull=True) | Q(met_at__gte=F("due_at"))
    return [
        Figure(_("Matters received"), heads, of(lambda p: p.within("received_at")), period),
        Figure(_("Matters ended"), heads, of(lambda p: p.within("closed_at")), period),
        Figure(_("Against leaders and managers"), heads, of(lambda p: p.within("received_at") & leaders), period),
        Figure(_("Clocks kept"), clock_heads, with_day(lambda p: p.within("matter__received_at") & kept), period),
        Figure(_("Clocks not kept"), clock_heads, with_day(lambda p: p.within("matter__received_at") & late), period),
    ]


def watched(period: Period) -> list[Figure]:
    """What the committee put on and removed, and what it watches."""
    heads = [_("What it is about"), _("Kind"), _("Decision"), _("Number"), _("Decided on")]

    def decided(verb: WatchVerb) -> Read:
        def read(asked: Period) -> Rows:
            found = queries.decisions_between(asked.first, asked.last)
            return [
                (one.entry.title, one.entry.get_kind_display(), str(verb.label), one.number, one.decided_on)
                for one in found
                if one.verb == verb
            ]

        return read

    def on(asked: Period) -> Rows:
        return [
            (one.entry.title, one.entry.get_kind_display(), one.last.get_verb_display(), one.last.number, one.since)  # type: ignore[attr-defined]
            for one in queries.watched(asked.last)
        ]

    return [
        Figure(_("Put on the list"), heads, _few(decided(WatchVerb.PUT_ON)), period),
        Figure(_("Removed from the list"), heads, _few(decided(WatchVerb.REMOVE)), period),
        Figure(_("On the list at the end"), heads, _few(on), period),
    ]


def inspections(period: Period) -> list[Figure]:
    """Inspections begun and concluded, and what they found."""
    heads = [
        _("What is inspected"),
        _("Unit"),
        _("Planned and announced"),
        _("How it was chosen"),
        _("On"),
        _("Number"),
    ]

    def did(verb: InspectionVerb, **more: Any) -> Read:
        def read(asked: Period) -> Rows:
            rows = InspectionEvent.objects.filter(
                asked.days("on"), verb=verb, corrected_by=None, **more
            ).select_related("inspection")
            return [
                (
                    one.inspection.title,
                    one.unit,
                    "x" if one.inspection.planned else "",
                    one.inspection.get_chosen_display(),
                    one.on,
                    one.number,
                )
                for one in rows
            ]

        return read

    def found(asked: Period) -> Rows:
        rows = InspectionFinding.objects.filter(
            asked.within("recorded_at"), corrected_by=None, is_struck=False
        ).select_related("inspection")
        return [
            (one.inspection.title, one.unit, one.act, one.what, str(HeadsPart(one.head).label), one.matter)
            for one in rows
        ]

    finding_heads = [
        _("What is inspected"),
        _("Unit"),
        _("Act"),
        _("What was found"),
        _("Part of the head"),
        _("No. of the matter"),
    ]
    return [
        Figure(_("Inspections begun"), heads, _few(did(InspectionVerb.BEGIN)), period),
        Figure(_("of these unannounced"), heads, _few(did(InspectionVerb.BEGIN, inspection__planned=False)), period),
        Figure(_("Inspections concluded"), heads, _few(did(InspectionVerb.CONCLUDE)), period),
        Figure(_("Findings"), finding_heads, _few(found), period),
    ]


def duties(period: Period) -> list[Figure]:
    """What papers laid on units, by kind, and what became of it."""
    heads = [
        _("By which paper"),
        _("Kind of paper"),
        _("Unit"),
        _("In words"),
        _("Amount"),
        _("Due"),
        _("Where it stands"),
    ]
    every = {asked: owing.duties(owing.Asked(asked.last)) for asked in (period, period.before())}

    def line(one: owing.Owed) -> tuple[Any, ...]:
        paper = one.duty.paper
        source = str(Source(paper.source).label)
        return (str(paper), source, one.duty.unit, one.duty.what, one.duty.amount, one.due, str(one.standing.label))

    def laid(kind: str) -> Read:
        return lambda asked: [
            line(one)
            for one in every[period]
            if one.duty.kind == kind and asked.first <= one.duty.paper.issued_on <= asked.last
        ]

    def ended(asked: Period) -> Rows:
        rows = DutyEvent.objects.filter(asked.days("on"), verb=DutyVerb.ACCEPT, corrected_by=None)
        accepted = Counter(rows.values_list("duty_id", flat=True))
        return [line(one) for one in every[period] for _each in range(accepted[one.duty.pk])]

    def late(asked: Period) -> Rows:
        return [line(one) for one in every[asked] if one.late]

    kinds = [Figure(str(kind.label), heads, _few(laid(kind)), period) for kind in DutyKind]
    return [
        *(one for one in kinds if one.now or one.before),
        Figure(_("Accepted as done"), heads, _few(ended), period),
        Figure(_("Over time at the end of the period"), heads, _few(late), period),
    ]


def crime(period: Period) -> list[Figure]:
    """Files handed over on signs of crime."""
    heads = [
        _("No. of the matter"),
        _("Handed to"),
        _("Sent"),
        _("Step"),
        _("Defendants"),
        _("Officials"),
        _("Party members"),
    ]

    def row(one: CrimeTransfer) -> tuple[Any, ...]:
        return (
            one.matter.number,
            one.to_body,
            local(one.sent_at).date() if one.sent_at else None,
            str(CrimeStep(one.step).label) if one.step else "",
            one.defendants,
            one.officials,
            one.party_members,
        )

    labels = {
        "": _("Files handed over on signs of crime"),
        "defendants": _("Defendants"),
        "officials": _("of these officials"),
        "party_members": _("of these party members"),
    }
    of = _Table(_with_matter(CrimeTransfer), row, period).of
    return [
        Figure(label, heads, of(lambda p: p.within("found_at"), summed), period) for summed, label in labels.items()
    ]


def discipline(period: Period) -> list[Figure]:
    """Discipline in both orders, and decisions about heads."""
    heads = [_("No. of the matter"), _("Unit"), _("Order"), _("Form"), _("Decided on"), _("Document")]

    def row(one: Discipline) -> tuple[Any, ...]:
        matter, ladder = one.matter, str(Ladder(one.ladder).label)
        return (matter.number, matter.unit, ladder, _form(one.form), one.decided_on, one.document)

    def answer(one: HeadAnswer) -> tuple[Any, ...]:
        return (one.matter.number, one.unit, _ground(one.ground), _form(one.form), one.decided_on, one.document)

    of = _Table(_with_matter(Discipline).filter(set_aside_on=None), row, period).of
    heads_answer = _Table(_with_matter(HeadAnswer), answer, period).of

    def on(ladder: Ladder) -> Counted:
        return of(lambda p: p.days("decided_on") & Q(ladder=ladder))

    return [
        Figure(_("Party discipline"), heads, on(Ladder.PARTY), period),
        Figure(_("Administrative discipline"), heads, on(Ladder.ADMINISTRATIVE), period),
        Figure(_("Decisions about heads of units"), heads, heads_answer(lambda p: p.days("decided_on")), period),
    ]


def _with_matter(model: type[Model]) -> QuerySet[Any, Any]:
    return model._default_manager.select_related("matter").order_by("pk")


def _form(code: str) -> str:
    known = FORMS_OF_DISCIPLINE.get(code)
    return str(known[2]) if known else {"none": _("No responsibility"), "criticised": _("Criticised")}.get(code, code)


def _ground(code: str) -> str:
    return str(HeadsPart(code).label) if code in HeadsPart.values else code


def money(period: Period) -> list[Figure]:
    """The ledger of money, by step."""
    heads = [_("No. of the matter"), _("Unit"), _("Step"), _("VND"), _("On"), _("Document")]

    def row(one: Money) -> tuple[Any, ...]:
        step = str(MoneyStep(one.step).label)
        return (one.matter.number, one.matter.unit, step, one.amount, one.on, one.document)

    of = _Table(_with_matter(Money), row, period).of

    def entered(step: MoneyStep) -> Counted:
        return of(lambda p: p.days("on") & Q(step=step), "amount")

    steps = (MoneyStep.DAMAGE, MoneyStep.ORDERED, MoneyStep.RECOVERED, MoneyStep.REFUNDED)
    return [Figure(str(step.label), heads, entered(step), period, is_money=True) for step in steps]


def causes(period: Period) -> list[Figure]:
    """Causes coded on matters that ended."""

    of = _matters(period).of

    def caused(cause: Cause) -> Counted:
        return of(lambda p: p.within("closed_at") & Q(causes__contains=[cause]))

    return [Figure(str(cause.label), _matter_heads(), caused(cause), period) for cause in Cause]
