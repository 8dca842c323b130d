"""The programme of inspections: planned and unannounced, chosen by risk, by lot or by order; what was found, the head's
part in it, and the conclusion as a paper whose duties are followed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from liem.base.clock import local
from liem.base.errors import UserError
from liem.cases import actions as cases
from liem.cases.states import Kind, Origin
from liem.oversight import actions, rules
from liem.oversight.models import Draw, Duty, Inspection, InspectionEvent, InspectionFinding, Paper
from liem.oversight.states import (
    INSPECTION_MOVES,
    Chosen,
    Course,
    DutyKind,
    HeadsPart,
    InspectionVerb,
    Source,
)
from liem.people.models import Account

V = InspectionVerb


def course(verbs: Iterable[str]) -> Course:
    """Where an inspection stands, from what happened in its order."""
    now = Course.PLANNED
    for verb in verbs:
        now = INSPECTION_MOVES.get((now, InspectionVerb(verb)), now)
    return now


@dataclass(frozen=True)
class Standing:
    """An inspection with where it stands and how much it found."""

    inspection: Inspection
    course: Course
    late: bool
    """It should have begun, or ended, by now."""
    findings: int
    of_heads: int
    matters: int


def programme(today: date, year: int | None = None, unit: str = "") -> list[Standing]:
    """The inspections that whoever asks may see, in the order in which they begin."""
    rows: QuerySet[Inspection] = Inspection.objects.filter(is_struck=False).exclude(pk__in=corrected())
    rows = rows.filter(year=year) if year else rows
    found = {one.pk: one for one in (rows.filter(unit=unit) if unit else rows)}
    of_these = Q(inspection__in=found) if len(found) < FEW else Q(inspection__year=year) if year else Q()
    events: dict[int, list[Happened]] = defaultdict(list)
    findings: dict[int, list[Seen]] = defaultdict(list)
    happened = InspectionEvent.objects.filter(of_these).order_by("pk")
    for which, *row in happened.values_list("inspection", "pk", "verb", "corrects"):
        events[which].append(Happened(*row))
    what = InspectionFinding.objects.filter(of_these).order_by("pk")
    for which, *row in what.values_list("inspection", "pk", "head", "matter", "is_struck", "corrects"):
        findings[which].append(Seen(*row))
    return [_standing(one, events[pk], findings[pk], today) for pk, one in found.items()]


def corrected() -> RawSQL:
    """The numbers of all rows of the programme that were corrected, whoever asks."""
    return RawSQL("SELECT oversight_corrected_inspections('infinity')", [])


def is_corrected(one: Inspection) -> bool:
    """Whether something stands in the place of a row of the programme, also where whoever asks does not see what."""
    return Inspection.objects.filter(pk=one.pk, pk__in=corrected()).exists()


FEW = 40
"""Of so few inspections what happened is asked for one by one, of more all of the year is read."""


class Happened(NamedTuple):
    """Of an event, what says where an inspection stands."""

    pk: int
    verb: str
    corrects_id: int | None


class Seen(NamedTuple):
    """Of a finding, what is counted."""

    pk: int
    head: str
    matter: str
    is_struck: bool
    corrects_id: int | None


AnEvent = TypeVar("AnEvent", InspectionEvent, Happened)
AFinding = TypeVar("AFinding", InspectionFinding, Seen)


def in_force(events: Iterable[AnEvent]) -> list[AnEvent]:
    """What happened, without what was struck out and what struck it out."""
    rows = list(events)
    struck = {one.corrects_id for one in rows}
    return [one for one in rows if one.pk not in struck and one.verb != V.STRIKE]


def found_of(findings: Iterable[AFinding]) -> list[AFinding]:
    """The findings that stand."""
    rows = list(findings)
    corrected = {one.corrects_id for one in rows}
    return [one for one in rows if one.pk not in corrected and not one.is_struck]


def standing(one: Inspection, today: date) -> Standing:
    """Where one inspection stands on a day."""
    events = [Happened(event.pk, event.verb, event.corrects_id) for event in one.events.all()]
    findings = [Seen(row.pk, row.head, row.matter, row.is_struck, row.corrects_id) for row in one.findings.all()]
    return _standing(one, events, findings, today)


def _standing(one: Inspection, events: list[Happened], findings: list[Seen], today: date) -> Standing:
    found, now = found_of(findings), course(event.verb for event in in_force(events))
    late = (now is Course.PLANNED and one.begins_on < today) or (now is Course.UNDER_WAY and one.ends_on < today)
    heads = sum(finding.head not in ("", HeadsPart.NONE) for finding in found)
    return Standing(one, now, late, len(found), heads, sum(bool(finding.matter) for finding in found))


def tally(some: Sequence[Standing]) -> dict[str, int]:
    """How many were planned and unannounced, how they were chosen, how many have concluded."""
    counted = {"all": len(some), "unannounced": sum(not one.inspection.planned for one in some)}
    counted |= {str(way): sum(one.inspection.chosen == way for one in some) for way in Chosen}
    concluded = (Course.CONCLUDED, Course.PUBLISHED)
    counted["concluded"] = sum(one.course in concluded for one in some)
    counted["late"] = sum(one.late for one in some)
    counted["findings"] = sum(one.findings for one in some)
    counted["of_heads"] = sum(one.of_heads for one in some)
    return counted


@transaction.atomic
def put_into_programme(inspection: Inspection, *, by: Account, now: datetime) -> Inspection:
    """Put an inspection into the programme.

    :raises UserError: where it lacks a ground, ends before it begins, or is said to be by lot and was not drawn.
    """
    if len(inspection.ground.strip()) < rules.SHORTEST:
        told = {"n": rules.SHORTEST}
        raise UserError(_("Write the ground in at least %(n)s characters: it is read years later.") % told)
    if inspection.ends_on < inspection.begins_on:
        raise UserError(_("It would have ended before it began: look at the days."))
    if inspection.chosen == Chosen.LOT:
        sample = getattr(inspection.draw, "result", None)
        if sample is None or inspection.unit not in sample.sample:
            raise UserError(_("By lot means drawn: name the draw in which this unit was drawn."))
    inspection.recorded_at, inspection.recorded_by = now, by.number
    inspection.save(force_insert=True)
    told_of = {"planned": inspection.planned, "chosen": inspection.chosen}
    actions.record("inspection_planned", "inspection", inspection.pk, told_of, by=by, now=now)
    return inspection


@transaction.atomic
def from_draw(draw: Draw, wish: Mapping[str, object], *, by: Account, now: datetime) -> list[Inspection]:
    """Put every unit that was drawn into the programme; ``wish``: what they have in common."""
    result = getattr(draw, "result", None)
    if result is None:
        raise UserError(_("It is not drawn yet."))
    there = set(Inspection.objects.filter(draw=draw).values_list("unit", flat=True))
    made = []
    for unit in result.sample:
        if unit not in there:
            one = Inspection(unit=unit, draw=draw, chosen=Chosen.LOT, **wish)
            made.append(put_into_programme(one, by=by, now=now))
    return made


@dataclass(frozen=True)
class Wish:
    """What happened to an inspection, as it is to be recorded."""

    verb: InspectionVerb
    on: date
    number: str = ""
    note: str = ""
    issuer: str = ""
    """Who signed the conclusion."""
    due_on: date | None = None
    """By when what the conclusion lays on heads is due."""


def why_not_record(
    wish: Wish, former: Sequence[str], last: date | None, today: date, *, planned: bool, findings: int
) -> str | None:
    """Why something cannot be recorded of an inspection, or ``None``."""
    now = course(former)
    if (now, wish.verb) not in INSPECTION_MOVES:
        return _("“%(verb)s” is not possible: it is “%(state)s”.") % {"verb": wish.verb.label, "state": now.label}
    if wish.verb is V.ANNOUNCE and not planned:
        return _("An unannounced inspection is not announced: record that it began.")
    if wish.on > today:
        return _("The day lies in the future. Write the day on which it happened.")
    if last is not None and wish.on < last:
        return _("The day is before what happened last.")
    if wish.verb in (V.BEGIN, V.CONCLUDE, V.CANCEL) and not wish.number.strip():
        return _("This is a decision: give its number.")
    if wish.verb is V.CONCLUDE and not findings and len(wish.note.strip()) < rules.SHORTEST:
        return _("Nothing was found: say so in the words, in at least %(n)s characters.") % {"n": rules.SHORTEST}
    if wish.verb is V.CANCEL and len(wish.note.strip()) < rules.SHORTEST:
        return _("Write the ground in at least %(n)s characters: it is read years later.") % {"n": rules.SHORTEST}
    return None


@transaction.atomic
def happened(inspection: Inspection, wish: Wish, *, by: Account, now: datetime) -> InspectionEvent:
    """Record what happened to an inspection. A conclusion becomes a paper; what it recommends for heads is followed.

    :raises UserError: where it is not possible, naming why.
    """
    actions.one_at_a_time("inspection", inspection.pk)
    if inspection.is_struck or is_corrected(inspection):
        raise UserError(_("This was corrected: write to what stands in its place."))
    former = in_force(inspection.events.order_by("pk"))
    refusal = why_not_record(
        wish,
        [one.verb for one in former],
        max((one.on for one in former), default=None),
        local(now).date(),
        planned=inspection.planned,
        findings=len(found_of(inspection.findings.all())),
    )
    if refusal:
        raise UserError(refusal)
    paper = _conclusion(inspection, wish, by=by, now=now) if wish.verb is V.CONCLUDE else None
    event = InspectionEvent.objects.create(
        inspection=inspection,
        unit=inspection.unit,
        verb=wish.verb,
        on=wish.on,
        number=wish.number.strip(),
        note=wish.note.strip(),
        paper=paper,
        recorded_at=now,
        recorded_by=by.number,
    )
    told = {"on": str(wish.on), "unit": inspection.unit}
    actions.record(f"inspection_{wish.verb}", "inspection", inspection.pk, told, by=by, now=now)
    return event


def _conclusion(inspection: Inspection, wish: Wish, *, by: Account, now: datetime) -> Paper | None:
    found = [one for one in found_of(inspection.findings.order_by("pk")) if one.proposal]
    owed = [actions.DutyWish(DutyKind(one.proposal), one.unit, one.what, None, wish.due_on) for one in found]
    paper = Paper(
        source=Source.INSPECTION,
        number=wish.number.strip(),
        issuer=wish.issuer.strip() or _("Provincial inspectorate"),
        issued_on=wish.on,
        title=inspection.title,
    )
    return actions.record_paper(paper, owed, by=by, now=now, even_empty=True)


@transaction.atomic
def find(
    inspection: Inspection, finding: InspectionFinding, handler: str, *, by: Account, now: datetime
) -> InspectionFinding:
    """Record a finding; with ``handler``, the unit that is to handle it, a matter is opened that is born of it.

    :raises UserError: before the inspection began or after its conclusion, or without words.
    """
    actions.one_at_a_time("inspection", inspection.pk)
    now_at = course(one.verb for one in in_force(inspection.events.order_by("pk")))
    if now_at not in (Course.UNDER_WAY, Course.FINISHED):
        raise UserError(_("Findings are recorded from the beginning of an inspection to its conclusion."))
    if len(finding.what.strip()) < rules.SHORTEST:
        raise UserError(_("Write what it is about in at least %(n)s characters.") % {"n": rules.SHORTEST})
    if finding.proposal and finding.head == HeadsPart.NONE:
        raise UserError(_("Nothing is recommended for a head who has no part in it."))
    finding.inspection, finding.unit = inspection, inspection.unit
    finding.recorded_at, finding.recorded_by = now, by.number
    if handler.strip():
        reference = f"TTR-{inspection.pk}"
        birth = cases.Birth(
            Kind.INSPECTION,
            handler.strip(),
            Origin.INSPECTION,
            reference,
            now,
            inspection.title,
            finding.what.strip(),
            inspection.unit,
            finding.act,
        )
        finding.matter = cases.open_matter(birth, by=by.number, now=now).number
    finding.save(force_insert=True)
    told = {"act": finding.act, "head": finding.head, "proposal": finding.proposal, "matter": finding.matter}
    actions.record("inspection_found", "inspection", inspection.pk, told, by=by, now=now)
    return finding


# -- what was written down wrongly


@transaction.atomic
def correct(wrong: Inspection, right: Inspection, why: str, *, by: Account, now: datetime) -> Inspection:
    """Put what is right into the programme, in the place of what was written down wrongly; both stay visible.

    ``right.is_struck``: it was never in the programme.

    :raises UserError: where it was corrected already, has begun or was cancelled, or what is right lacks something.
    """
    actions.one_at_a_time("inspection", wrong.pk)
    if wrong.is_struck or is_corrected(wrong):
        raise UserError(_("This was corrected already: correct the correction."))
    if course(one.verb for one in in_force(wrong.events.order_by("pk"))) is not Course.PLANNED:
        raise UserError(_("It has begun or was cancelled: strike that out first."))
    _say_why(why)
    right.corrects, right.why = wrong, why.strip()
    put_into_programme(right, by=by, now=now)
    told = {"corrects": wrong.pk, "struck": right.is_struck}
    actions.record("inspection_corrected", "inspection", right.pk, told, by=by, now=now)
    return right


@transaction.atomic
def strike(wrong: InspectionEvent, why: str, *, by: Account, now: datetime) -> InspectionEvent:
    """Strike out an entry that was written by mistake; it stays visible. What remains must follow.

    :raises UserError: where it was struck out already, the rest would not follow, or it laid something on somebody.
    """
    inspection = wrong.inspection
    actions.one_at_a_time("inspection", inspection.pk)
    former = in_force(inspection.events.order_by("pk"))
    if wrong.pk not in {one.pk for one in former}:
        raise UserError(_("There is no such entry, or it was struck out already."))
    if wrong.paper_id and Duty.objects.filter(paper=wrong.paper_id, corrected_by=None).exists():  # type: ignore[attr-defined]
        raise UserError(_("The conclusion laid something on somebody: correct what is owed there."))
    now_at = Course.PLANNED
    for one in former:
        verb = InspectionVerb(one.verb)
        if one.pk == wrong.pk:
            continue
        if (now_at, verb) not in INSPECTION_MOVES:
            told = {"verb": verb.label, "day": one.on.strftime("%d/%m/%Y")}
            raise UserError(
                _("Without it the rest would not follow: “%(verb)s” of %(day)s. Strike that out first.") % told
            )
        now_at = INSPECTION_MOVES[now_at, verb]
    _say_why(why)
    event = InspectionEvent.objects.create(
        inspection=inspection,
        unit=inspection.unit,
        verb=V.STRIKE,
        on=local(now).date(),
        note=why.strip(),
        corrects=wrong,
        struck=wrong.verb,
        recorded_at=now,
        recorded_by=by.number,
    )
    actions.record("inspection_struck", "inspection", inspection.pk, {"corrects": wrong.pk}, by=by, now=now)
    return event


@transaction.atomic
def correct_finding(
    wrong: InspectionFinding, right: InspectionFinding, why: str, *, by: Account, now: datetime
) -> InspectionFinding:
    """Record what was really found, in the place of what was written down wrongly; both stay visible.

    ``right.is_struck``: it was not found at all. The matter that was opened goes on, and is named by both.

    :raises UserError: where it was corrected already, or what is recommended for a head is followed already.
    """
    inspection = wrong.inspection
    actions.one_at_a_time("inspection", inspection.pk)
    if InspectionFinding.objects.filter(corrects=wrong).exists() or wrong.is_struck:
        raise UserError(_("This was corrected already: correct the correction."))
    concluded = any(one.verb == V.CONCLUDE for one in in_force(inspection.events.all()))
    proposal = "" if right.is_struck else right.proposal
    if concluded and wrong.proposal != proposal:
        raise UserError(_("The conclusion laid something on somebody: correct what is owed there."))
    if proposal and right.head == HeadsPart.NONE:
        raise UserError(_("Nothing is recommended for a head who has no part in it."))
    if not right.is_struck and len(right.what.strip()) < rules.SHORTEST:
        raise UserError(_("Write what it is about in at least %(n)s characters.") % {"n": rules.SHORTEST})
    _say_why(why)
    right.inspection, right.unit, right.matter = inspection, inspection.unit, wrong.matter
    right.proposal, right.corrects, right.why = proposal, wrong, why.strip()
    right.recorded_at, right.recorded_by = now, by.number
    right.save(force_insert=True)
    told = {"corrects": wrong.pk, "struck": right.is_struck, "head": right.head}
    actions.record("inspection_finding_corrected", "inspection", inspection.pk, told, by=by, now=now)
    return right


def _say_why(why: str) -> None:
    if len(why.strip()) < rules.SHORTEST:
        told = {"n": rules.SHORTEST}
        raise UserError(_("Write what was wrong in at least %(n)s characters: both stay visible.") % told)
