"""The figures of a review: each *is* its rows, their number or the sum of one of their columns, so that it leads back
to what it was counted from. All is read in the row-level security of whoever asks."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q
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
class Figure:
    """A number and the rows it was counted from, now and in the same period before."""

    label: str
    heads: Sequence[str]
    rows: Rows
    former: Rows
    column: int | None = None
    """Whose sum it is; none: it is the number of the rows."""
    is_money: bool = False

    def _of(self, rows: Rows) -> int:
        return len(rows) if self.column is None else sum(row[self.column] or 0 for row in rows)

    @property
    def now(self) -> int:
        return self._of(self.rows)

    @property
    def before(self) -> int:
        return self._of(self.former)

    @property
    def change(self) -> int:
        return self.now - self.before


Read = Callable[[Period], Rows]


def _figure(label: str, heads: Sequence[str], read: Read, period: Period, column: int | None = None) -> Figure:
    return Figure(label, heads, read(period), read(period.before()), column, is_money=column is not None)


# -- what is read


def _of_matters(condition: Callable[[Period], Q]) -> Read:
    def read(period: Period) -> Rows:
        rows = Matter.objects.filter(condition(period)).order_by("number")
        values = rows.values_list("number", "kind", "unit", "received_at", "status", "outcome", "closed_at")
        return [
            (
                number,
                str(Kind(kind).label),
                unit,
                local(received).date(),
                str(Status(status).label),
                str(Outcome(outcome).label) if outcome else "",
                local(closed).date() if closed else None,
            )
            for number, kind, unit, received, status, outcome, closed in values
        ]

    return read


def _matter_heads() -> list[str]:
    return [_("Number"), _("Kind"), _("Unit"), _("Received"), _("Where it stands"), _("Outcome"), _("Ended")]


def handling(period: Period, now: datetime) -> list[Figure]:
    """Matters received and ended, and their clocks."""
    heads, of = _matter_heads(), _of_matters
    leaders = Q(leader=True, kind__in=AGAINST_LEADERS)
    clock_heads = [_("Number"), _("Unit"), _("Clock"), _("Due"), _("Met")]

    def clocks_of(kept: bool) -> Read:
        def read(asked: Period) -> Rows:
            told = Q(met_at__isnull=False) | Q(due_at__lte=now)
            rows = Deadline.objects.filter(told, asked.within("matter__received_at"), due_at__isnull=False)
            rows = rows.filter(met_at__lt=F("due_at")) if kept else rows.exclude(met_at__lt=F("due_at"))
            values = rows.order_by("matter__number", "rule").values_list(
                "matter__number", "matter__unit", "rule", "due_at", "met_at"
            )
            return [
                (number, unit, rule, local(due).date(), local(met).date() if met else None)
                for number, unit, rule, due, met in values
            ]

        return read

    return [
        _figure(_("Matters received"), heads, of(lambda p: p.within("received_at")), period),
        _figure(_("Matters ended"), heads, of(lambda p: p.within("closed_at")), period),
        _figure(_("Against leaders and managers"), heads, of(lambda p: p.within("received_at") & leaders), period),
        _figure(_("Clocks kept"), clock_heads, clocks_of(True), period),
        _figure(_("Clocks not kept"), clock_heads, clocks_of(False), period),
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
        _figure(_("Put on the list"), heads, decided(WatchVerb.PUT_ON), period),
        _figure(_("Removed from the list"), heads, decided(WatchVerb.REMOVE), period),
        _figure(_("On the list at the end"), heads, on, period),
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
        _figure(_("Inspections begun"), heads, did(InspectionVerb.BEGIN), period),
        _figure(_("of these unannounced"), heads, did(InspectionVerb.BEGIN, inspection__planned=False), period),
        _figure(_("Inspections concluded"), heads, did(InspectionVerb.CONCLUDE), period),
        _figure(_("Findings"), finding_heads, found, period),
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
    every = owing.duties(owing.Asked(period.last))

    def line(one: owing.Owed) -> tuple[Any, ...]:
        paper = one.duty.paper
        source = str(Source(paper.source).label)
        return (str(paper), source, one.duty.unit, one.duty.what, one.duty.amount, one.due, str(one.standing.label))

    def laid(kind: str) -> Read:
        return lambda asked: [
            line(one)
            for one in every
            if one.duty.kind == kind and asked.first <= one.duty.paper.issued_on <= asked.last
        ]

    def ended(asked: Period) -> Rows:
        rows = DutyEvent.objects.filter(asked.days("on"), verb=DutyVerb.ACCEPT, corrected_by=None)
        accepted = Counter(rows.values_list("duty_id", flat=True))
        return [line(one) for one in every for _each in range(accepted[one.duty.pk])]

    kinds = [_figure(str(kind.label), heads, laid(kind), period) for kind in DutyKind]
    late = [line(one) for one in every if one.late]
    return [
        *(one for one in kinds if one.now or one.before),
        _figure(_("Accepted as done"), heads, ended, period),
        Figure(_("Over time at the end of the period"), heads, late, []),
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

    def read(asked: Period) -> Rows:
        rows = CrimeTransfer.objects.filter(asked.within("found_at")).select_related("matter")
        return [
            (
                one.matter.number,
                one.to_body,
                local(one.sent_at).date() if one.sent_at else None,
                str(CrimeStep(one.step).label) if one.step else "",
                one.defendants,
                one.officials,
                one.party_members,
            )
            for one in rows
        ]

    labels = [
        _("Files handed over on signs of crime"),
        _("Defendants"),
        _("of these officials"),
        _("of these party members"),
    ]
    return [
        Figure(label, heads, read(period), read(period.before()), column)
        for label, column in zip(labels, (None, 4, 5, 6), strict=True)
    ]


def discipline(period: Period) -> list[Figure]:
    """Discipline in both orders, and decisions about heads."""
    heads = [_("No. of the matter"), _("Unit"), _("Order"), _("Form"), _("Decided on"), _("Document")]

    def disciplined(ladder: Ladder) -> Read:
        def read(asked: Period) -> Rows:
            rows = Discipline.objects.filter(asked.days("decided_on"), ladder=ladder, set_aside_on=None)
            return [
                (one.matter.number, one.matter.unit, str(ladder.label), _form(one.form), one.decided_on, one.document)
                for one in rows.select_related("matter")
            ]

        return read

    def answered(asked: Period) -> Rows:
        rows = HeadAnswer.objects.filter(asked.days("decided_on")).select_related("matter")
        return [
            (one.matter.number, one.unit, _ground(one.ground), _form(one.form), one.decided_on, one.document)
            for one in rows
        ]

    return [
        _figure(_("Party discipline"), heads, disciplined(Ladder.PARTY), period),
        _figure(_("Administrative discipline"), heads, disciplined(Ladder.ADMINISTRATIVE), period),
        _figure(_("Decisions about heads of units"), heads, answered, period),
    ]


def _form(code: str) -> str:
    known = FORMS_OF_DISCIPLINE.get(code)
    return str(known[2]) if known else {"none": _("No responsibility"), "criticised": _("Criticised")}.get(code, code)


def _ground(code: str) -> str:
    return str(HeadsPart(code).label) if code in HeadsPart.values else code


def money(period: Period) -> list[Figure]:
    """The ledger of money, by step."""
    heads = [_("No. of the matter"), _("Unit"), _("Step"), _("VND"), _("On"), _("Document")]

    def entered(step: MoneyStep) -> Read:
        def read(asked: Period) -> Rows:
            rows = Money.objects.filter(asked.days("on"), step=step).select_related("matter")
            return [
                (one.matter.number, one.matter.unit, str(step.label), one.amount, one.on, one.document) for one in rows
            ]

        return read

    steps = (MoneyStep.DAMAGE, MoneyStep.ORDERED, MoneyStep.RECOVERED, MoneyStep.REFUNDED)
    return [_figure(str(step.label), heads, entered(step), period, 3) for step in steps]


def causes(period: Period) -> list[Figure]:
    """Causes coded on matters that ended."""

    def caused(cause: Cause) -> Read:
        return _of_matters(lambda asked: asked.within("closed_at") & Q(causes__contains=[cause]))

    return [_figure(str(cause.label), _matter_heads(), caused(cause), period) for cause in Cause]
