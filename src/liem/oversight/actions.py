"""What is done in this room: each is one transaction with its entry in the trail, which holds codes and no words.

Must run in the row-level security of ``by``.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from liem.base import draw as lots
from liem.base.clock import local
from liem.base.errors import UserError
from liem.oversight import models, owing, queries, reminders, rules
from liem.oversight.states import DutyVerb, Standing, Subject, Watched, WatchVerb
from liem.people.models import Account
from liem.people.row_security import acting_as_system
from liem.trail import actions as trail

STREAM = "oversight"


@dataclass(frozen=True)
class WatchWish:
    """A decision of the committee as it is to be recorded."""

    verb: WatchVerb
    number: str
    decided_on: date
    ground: str
    asked_of: str = ""
    due_on: date | None = None


@transaction.atomic
def put_on(
    title: str, kind: Watched, matter: str, wish: WatchWish, *, by: Account, now: datetime
) -> models.WatchDecision:
    """Put a case or an incident on the list of the steering committee.

    :raises UserError: naming what the decision lacks.
    """
    if not title.strip():
        raise UserError(_("Say in a few words what it is about."))
    entry = models.WatchEntry.objects.create(title=title.strip(), kind=kind, matter=matter.strip())
    return decide(entry, wish, by=by, now=now)


@transaction.atomic
def decide(entry: models.WatchEntry, wish: WatchWish, *, by: Account, now: datetime) -> models.WatchDecision:
    """Record a decision about an entry: direct, hear a report, remove, or put on again.

    :raises UserError: where it is not possible, or lacks number, date or ground.
    """
    one_at_a_time("watch", entry.pk)
    former, today = queries.former_decisions(entry), local(now).date()
    refusal = rules.why_not_decide(wish.verb, former, wish.decided_on, today, wish.number, wish.ground)
    if refusal:
        raise UserError(refusal)
    decision = _write_down(entry, wish, by=by, now=now)
    record(f"watch_{wish.verb}", "watch_entry", entry.pk, {"decided_on": str(wish.decided_on)}, by=by, now=now)
    return decision


def _write_down(
    entry: models.WatchEntry,
    wish: WatchWish,
    corrects: models.WatchDecision | None = None,
    why: str = "",
    *,
    by: Account,
    now: datetime,
) -> models.WatchDecision:
    decision = models.WatchDecision.objects.create(
        entry=entry,
        verb=wish.verb,
        number=wish.number.strip(),
        decided_on=wish.decided_on,
        ground=wish.ground.strip(),
        asked_of=wish.asked_of.strip(),
        due_on=wish.due_on,
        corrects=corrects,
        why=why.strip(),
        recorded_at=now,
        recorded_by=by.number,
    )
    reminders.reckon_entry(entry, now=now)
    return decision


@transaction.atomic
def correct(
    wrong: models.WatchDecision, wish: WatchWish, why: str, *, by: Account, now: datetime
) -> models.WatchDecision:
    """Record what a decision really was, in the place of what was written down wrongly; both stay visible.

    The verb ``annul`` strikes it out: there was no such decision.

    :raises UserError: where it was corrected already, lacks something, or the rest would no longer follow.
    """
    entry = wrong.entry
    one_at_a_time("watch", entry.pk)
    right = rules.Decision(
        wish.decided_on, local(now).date(), entry.pk, wish.verb, Watched(entry.kind), 2**62, wrong.pk
    )
    former = queries.former_decisions(entry)
    refusal = rules.why_not_correct(right, former, local(now).date(), wish.number, wish.ground, why)
    if refusal:
        raise UserError(refusal)
    decision = _write_down(entry, wish, wrong, why, by=by, now=now)
    told: dict[str, object] = {"corrects": wrong.pk, "verb": str(wish.verb), "decided_on": str(wish.decided_on)}
    record("watch_corrected", "watch_entry", entry.pk, told, by=by, now=now)
    return decision


@transaction.atomic
def record_meeting(held_on: date, number: str, *, by: Account, now: datetime) -> models.Meeting:
    """Record that the committee met: what changed is told since then.

    :raises UserError: for a day to come, or a day recorded already.
    """
    if held_on > local(now).date():
        raise UserError(_("The day lies in the future. Write the day on which it happened."))
    one_at_a_time("meeting", 0)
    if held_on in {one.held_on for one in _meetings()}:
        raise UserError(_("The meeting of this day is recorded already."))
    meeting = models.Meeting.objects.create(
        held_on=held_on, number=number.strip(), recorded_at=now, recorded_by=by.number
    )
    record("meeting_recorded", "meeting", meeting.pk, {"held_on": str(held_on)}, by=by, now=now)
    return meeting


def _meetings() -> list[models.Meeting]:
    rows = models.Meeting.objects.filter(corrected_by=None, is_struck=False)
    return list(rows)


@transaction.atomic
def correct_meeting(
    wrong: models.Meeting, held_on: date, number: str, why: str, *, is_struck: bool, by: Account, now: datetime
) -> models.Meeting:
    """Record when the committee really met, or that it did not; what was written down wrongly stays visible.

    :raises UserError: for a day to come or recorded already, where it was corrected already, or without a reason.
    """
    one_at_a_time("meeting", 0)
    standing = _meetings()
    if wrong.pk not in {one.pk for one in standing}:
        raise UserError(_("This was corrected already: correct the correction."))
    if held_on > local(now).date():
        raise UserError(_("The day lies in the future. Write the day on which it happened."))
    if not is_struck and held_on in {one.held_on for one in standing if one.pk != wrong.pk}:
        raise UserError(_("The meeting of this day is recorded already."))
    if len(why.strip()) < rules.SHORTEST:
        told = {"n": rules.SHORTEST}
        raise UserError(_("Write what was wrong in at least %(n)s characters: both stay visible.") % told)
    right = models.Meeting.objects.create(
        held_on=held_on,
        number=number.strip(),
        corrects=wrong,
        is_struck=is_struck,
        why=why.strip(),
        recorded_at=now,
        recorded_by=by.number,
    )
    after: dict[str, object] = {"corrects": wrong.pk, "held_on": str(held_on), "struck": is_struck}
    record("meeting_corrected", "meeting", right.pk, after, by=by, now=now)
    return right


@dataclass(frozen=True)
class DutyWish:
    """What a unit owes by a paper."""

    kind: str
    unit: str
    what: str
    amount: int | None = None
    due_on: date | None = None


@transaction.atomic
def record_paper(
    paper: models.Paper, owed: Iterable[DutyWish], *, by: Account, now: datetime, even_empty: bool = False
) -> models.Paper:
    """Record a conclusion, a directive or a plan with what it lays on whom. ``even_empty``: duties may follow later.

    :raises UserError: where it lies in the future, or a duty is due before the paper.
    """
    wanted = list(owed)
    if paper.issued_on > local(now).date():
        raise UserError(_("The day lies in the future. Write the day on which it happened."))
    if not wanted and not even_empty:
        raise UserError(_("A paper that lays nothing on anybody is not followed here."))
    paper.recorded_at, paper.recorded_by = now, by.number
    paper.save(force_insert=True)
    for one in wanted:
        _lay_on(paper, one, by=by, now=now)
    record("paper_recorded", "paper", paper.pk, {"source": paper.source, "duties": len(wanted)}, by=by, now=now)
    return paper


@transaction.atomic
def add_duties(paper: models.Paper, owed: Iterable[DutyWish], *, by: Account, now: datetime) -> list[models.Duty]:
    """Record what else a paper lays on units.

    :raises UserError: where something would be due before the paper, or is not measured; then nothing is recorded.
    """
    duties = []
    for wish in owed:
        duty = _lay_on(paper, wish, by=by, now=now)
        record("duty_added", "duty", duty.pk, {"kind": wish.kind, "unit": wish.unit}, by=by, now=now)
        duties.append(duty)
    return duties


@transaction.atomic
def correct_duty(wrong: models.Duty, wish: DutyWish, why: str, *, by: Account, now: datetime) -> models.Duty:
    """Record what a paper really lays on whom, in the place of what was written down wrongly; both stay visible.

    :raises UserError: where it was corrected already, has ended, or lacks something.
    """
    one_at_a_time("duty", wrong.pk)
    if models.Duty.objects.filter(corrects=wrong).exists():
        raise UserError(_("This was corrected already: correct the correction."))
    if rules.standing(owing.happened(wrong.happened.order_by("pk"))) in (Standing.DONE, Standing.RELEASED):
        raise UserError(_("It has ended: strike out its end first."))
    if len(why.strip()) < rules.SHORTEST:
        told = {"n": rules.SHORTEST}
        raise UserError(_("Write what was wrong in at least %(n)s characters: both stay visible.") % told)
    duty = _lay_on(wrong.paper, wish, wrong, why, by=by, now=now)
    record("duty_corrected", "duty", duty.pk, {"corrects": wrong.pk, "unit": wish.unit}, by=by, now=now)
    return duty


def _lay_on(
    paper: models.Paper,
    wish: DutyWish,
    corrects: models.Duty | None = None,
    why: str = "",
    *,
    by: Account,
    now: datetime,
) -> models.Duty:
    if wish.due_on is not None and wish.due_on < paper.issued_on:
        raise UserError(_("It would be due before the paper was issued. Look at the year."))
    if wish.kind in rules.MEASURED and not (wish.amount and wish.amount > 0):
        raise UserError(_("Give how much is owed, above nought."))
    duty = models.Duty.objects.create(
        paper=paper,
        kind=wish.kind,
        unit=wish.unit.strip(),
        what=wish.what.strip(),
        amount=wish.amount if wish.kind in rules.MEASURED else None,
        due_on=wish.due_on,
        supervisor=paper.supervisor,
        corrects=corrects,
        why=why.strip(),
        recorded_at=now,
        recorded_by=by.number,
    )
    for one in filter(None, (duty, corrects)):
        reminders.reckon_duty(one, now=now)
    return duty


@transaction.atomic
def record_of_duty(duty: models.Duty, wish: rules.Wish, *, owes: bool, by: Account, now: datetime) -> models.DutyEvent:
    """Record a report, an urging, an extension, an acceptance … of what is owed. ``owes``: by the unit itself.

    :raises UserError: where it is not possible, naming why.
    """
    one_at_a_time("duty", duty.pk)
    if owing.is_corrected(duty):
        raise UserError(_("This was corrected: write to what stands in its place."))
    former = owing.happened(duty.happened.order_by("pk"))
    refusal = rules.why_not_record(wish, former, duty.paper.issued_on, local(now).date(), duty.kind, owes=owes)
    if refusal:
        raise UserError(refusal)
    event = models.DutyEvent.objects.create(
        duty=duty,
        unit=duty.unit,
        verb=wish.verb,
        on=wish.on,
        number=wish.number.strip(),
        due_on=wish.due if wish.verb in (DutyVerb.URGE, DutyVerb.EXTEND) else None,
        amount=wish.amount,
        corrects_id=wish.strikes or None,
        note=wish.note.strip(),
        recorded_at=now,
        recorded_by=by.number,
    )
    reminders.reckon_duty(duty, now=now)
    record(f"duty_{wish.verb}", "duty", duty.pk, {"on": str(wish.on), "unit": duty.unit}, by=by, now=now)
    return event


@transaction.atomic
def urge_all(
    duties: Iterable[models.Duty], number: str, due: date, note: str, *, by: Account, now: datetime
) -> list[models.DutyEvent]:
    """Urge everybody who owes one of these in one letter, with one day for the reply.

    :raises UserError: where one of them cannot be urged; then none is.
    """
    wish = rules.Wish(DutyVerb.URGE, local(now).date(), note, number, due)
    return [record_of_duty(duty, wish, owes=False, by=by, now=now) for duty in duties]


@transaction.atomic
def prepare_draw(
    title: str,
    frame: Iterable[str],
    size: int,
    ground: str,
    *,
    planned: bool,
    unit: str,
    by: Account,
    now: datetime,
    subject: Subject = Subject.RECORDS,
) -> models.Draw:
    """Publish the checksum of a frame and a commitment; what is drawn is decided by words of a later day.

    :raises UserError: where frame, size or ground cannot be used.
    """
    items = lots.frame_of(frame)
    refusal = rules.why_not_prepare(items, size, ground)
    if refusal:
        raise UserError(refusal)
    secret = secrets.token_hex(16)
    draw = models.Draw.objects.create(
        title=title.strip(),
        subject=subject,
        planned=planned,
        unit=unit.strip(),
        ground=ground.strip(),
        frame=items,
        checksum=lots.frame_checksum(items),
        size=size,
        secret=secret,
        commitment=lots.commitment(secret),
        prepared_at=now,
        prepared_by=by.number,
    )
    with acting_as_system():
        models.PublishedDraw.objects.create(
            draw=draw,
            number=draw.pk,
            items=len(items),
            size=size,
            checksum=draw.checksum,
            commitment=draw.commitment,
            prepared_on=local(now).date(),
        )
    told = {"items": len(items), "size": size, "checksum": draw.checksum, "commitment": draw.commitment}
    record("draw_prepared", "draw", draw.pk, told, by=by, now=now)
    return draw


@transaction.atomic
def make_draw(draw: models.Draw, public: str, source: str, *, by: Account, now: datetime) -> models.Drawn:
    """Draw with the public words of this day, and publish the secret.

    :raises UserError: on the day of the frame itself, a second time, or without public words.
    """
    one_at_a_time("draw", draw.pk)
    already = models.Drawn.objects.filter(draw=draw).exists()
    today = local(now).date()
    refusal = rules.why_not_draw(local(draw.prepared_at).date(), today, public, already=already)
    if refusal:
        raise UserError(refusal)
    words = " ".join(public.split())
    drawn = models.Drawn.objects.create(
        draw=draw,
        public=words,
        source=source.strip(),
        sample=lots.drawn(draw.frame, draw.size, draw.secret, words),
        drawn_at=now,
        drawn_by=by.number,
    )
    with acting_as_system():
        models.PublishedDraw.objects.filter(draw=draw).update(
            public=words, source=source.strip(), secret=draw.secret, drawn_on=today
        )
    record("draw_made", "draw", draw.pk, {"size": draw.size}, by=by, now=now)
    return drawn


def one_at_a_time(kind: str, number: int) -> None:
    """Two who act at once act one after the other; rows that are written once cannot be locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [f"liem oversight {kind}", number])


def record(event: str, kind: str, subject: int, after: dict[str, object], *, by: Account, now: datetime) -> None:
    trail.record(STREAM, event, by=by.number, subject_kind=kind, subject_id=str(subject), after=after, now=now)
