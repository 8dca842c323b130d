"""The programme of inspections: planned and unannounced, chosen by risk, by lot or by order; what was found, the head's
part in it, and the conclusion as a paper whose duties are followed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liem.base.clock import local
from liem.base.errors import UserError
from liem.cases import actions as cases
from liem.cases.states import Kind, Origin
from liem.oversight import actions, rules
from liem.oversight.models import Draw, Inspection, InspectionEvent, InspectionFinding, Paper
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
    rows: QuerySet[Inspection] = Inspection.objects.prefetch_related("events", "findings")
    rows = rows.filter(year=year) if year else rows
    return [standing(one, today) for one in (rows.filter(unit=unit) if unit else rows)]


def standing(one: Inspection, today: date) -> Standing:
    """Where one inspection stands on a day."""
    found, now = list(one.findings.all()), course(event.verb for event in one.events.all())
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
    former = list(inspection.events.order_by("pk"))
    refusal = why_not_record(
        wish,
        [one.verb for one in former],
        max((one.on for one in former), default=None),
        local(now).date(),
        planned=inspection.planned,
        findings=inspection.findings.count(),
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
    found = inspection.findings.exclude(proposal="").order_by("pk")
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
    now_at = course(inspection.events.order_by("pk").values_list("verb", flat=True))
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
