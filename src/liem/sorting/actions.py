"""What officers do while sorting, and the watch over those who spoke. Each is one transaction, told in the trail."""

from collections.abc import Callable
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from liem.base.clock import VIETNAM, local
from liem.base.errors import UserError
from liem.intake import actions as intake
from liem.intake import queries as reports
from liem.intake.models import Report
from liem.intake.sealed import Opened
from liem.intake.states import ENDED, Handed, State
from liem.people.keys.models import OfficeKey
from liem.people.keys.queries import Keyring
from liem.people.row_security import acting_as_system
from liem.sorting import queries
from liem.sorting.models import (
    Joining,
    Link,
    Protection,
    Quarantine,
    SteppedAside,
    Watch,
    WatchReview,
)
from liem.sorting.states import (
    REVERSIBLE_FOR,
    REVIEW_AFTER,
    Aside,
    Consequence,
    Decision,
    LinkKind,
    NoReport,
    Protected,
    Review,
    Sufferer,
)
from liem.trail import actions as trail

STREAM = "sorting"
REPORTER = intake.REPORTER


# -- joining


@transaction.atomic
def join(report: Report, into: Report, *, by: str, now: datetime) -> None:
    """Handle a report together with another. Every reporter keeps number, receipt, dialogue and clock.

    :raises UserError: where it would run in a circle, or one of the two is with another agency.
    """
    if report.agency != into.agency:
        raise UserError(_("The two are with different agencies: hand one over first."))
    if report.pk == into.pk or queries.joined_into(into) or queries.joined_with(report) or queries.joined_into(report):
        raise UserError(_("One of the two is joined already: join both with the same one."))
    Joining.objects.create(report=report, into=into, by=by, at=now)
    _record(report, "report_joined", by=by, now=now, after={"with": into.register_number})


@transaction.atomic
def separate(report: Report, *, by: str, now: datetime) -> None:
    """Handle it by itself again."""
    joining = queries.joined_into(report)
    if joining is None:
        raise UserError(_("It is not joined with another."))
    Joining.objects.filter(pk=joining.pk, undone_at=None).update(undone_by=by, undone_at=now)
    _record(report, "report_separated", by=by, now=now, before={"with": joining.into.register_number})


@transaction.atomic
def tell_all(opened: Opened, keyring: Keyring, tell: Callable[[Opened], None]) -> int:
    """Do to a report, and to all that are joined with it, what ``tell`` does (answer, write …). Returns how many."""
    group = [opened, *(reports.open_as_officer(one, keyring) for one in queries.joined_with(opened.report))]
    open_ones = [one for one in group if one is opened or one.report.state not in ENDED]
    for one in open_ones:
        tell(one)
    return len(open_ones)


# -- links


@transaction.atomic
def link(report: Report, kind: str, code: str, *, by: str, now: datetime) -> None:
    """Say what a report is about."""
    code = code.strip()
    if not code or kind not in LinkKind.values:
        raise UserError(_("Give the code it is about."))
    if len(code) > 260 or any(ord(letter) < 32 for letter in code):
        raise UserError(_("This is no code: it is too long, or holds characters no code has."))
    _row, is_new = Link.objects.get_or_create(
        report=report, kind=kind, code=code, removed_at=None, defaults={"by": by, "at": now}
    )
    if is_new:
        _record(report, "report_linked", by=by, now=now, after={"kind": kind})


@transaction.atomic
def unlink(link: Link, *, by: str, now: datetime) -> None:
    """Take back that a report is about something."""
    if Link.objects.filter(pk=link.pk, removed_at=None).update(removed_by=by, removed_at=now):
        _record(link.report, "report_unlinked", by=by, now=now, before={"kind": link.kind})


# -- what may be no report


@transaction.atomic
def suspect(report: Report, ground: str, *, by: str, now: datetime) -> None:
    """Say that something is no report at all. A second person has to agree before it is set aside."""
    if ground not in NoReport.values:
        raise UserError(_("Say why it is no report. What somebody thinks is no ground."))
    if queries.quarantined(report) or report.state in ENDED:
        raise UserError(_("It is set aside, or ended, already."))
    Quarantine.objects.create(report=report, ground=ground, marked_by=by, marked_at=now)
    _record(report, "no_report_suspected", by=by, now=now, after={"ground": ground})


@transaction.atomic
def confirm_no_report(opened: Opened, *, by: str, now: datetime) -> None:
    """A second person, who has read it, sets it aside. It keeps its number and can be taken back.

    :raises UserError: for the person who marked it.
    """
    row = Quarantine.objects.select_for_update().filter(report=opened.report, ended_at=None, confirmed_by="").first()
    if row is None:
        raise UserError(_("Nobody said that this is no report."))
    if row.marked_by == by:
        raise UserError(_("A second person has to look at it: whoever marked it cannot set it aside alone."))
    row.confirmed_by, row.confirmed_at, row.reversible_until = by, now, now + REVERSIBLE_FOR
    row.save(update_fields=["confirmed_by", "confirmed_at", "reversible_until"])
    intake.set_aside(opened, by=by, now=now)
    _record(opened.report, "no_report_confirmed", by=by, now=now, after={"ground": row.ground})


@transaction.atomic
def release(opened: Opened, *, by: str, now: datetime) -> None:
    """It is a report after all: before or after it was set aside.

    :raises UserError: where it was never marked, or was set aside too long ago.
    """
    row = Quarantine.objects.select_for_update().filter(report=opened.report, ended_at=None).first()
    if row is None:
        raise UserError(_("Nobody said that this is no report."))
    if row.reversible_until is not None and now > row.reversible_until:
        raise UserError(_("The time for taking it back is over; the reporter can still ask to reopen it."))
    row.ended_by, row.ended_at = by, now
    row.save(update_fields=["ended_by", "ended_at"])
    if opened.report.state == State.SET_ASIDE:
        intake.restore(opened, by=by, now=now)
    _record(opened.report, "no_report_released", by=by, now=now)


# -- handing over


@transaction.atomic
def transfer(opened: Opened, agency: str, keyring: Keyring, *, by: str, now: datetime) -> OfficeKey:
    """Hand a report to another agency, which must be one that may have it.

    :raises UserError: with the reason, where it may not.
    """
    why = queries.why_not_transfer(opened.report, reports.content(opened), agency)
    if why:
        raise UserError(_("This agency may not have it: %s.") % why)
    return intake.transfer(opened, [agency], keyring, reason=Handed.COMPETENCE, by=by, now=now)


@transaction.atomic
def step_aside(opened: Opened, ground: str, keyring: Keyring, *, by: str, now: datetime) -> OfficeKey:
    """The agency does not handle the report, with a reason; it goes where routing sends it now.

    :raises UserError: where no other agency that may have it can receive.
    """
    if ground not in Aside.values:
        raise UserError(_("Give the reason."))
    report, content = opened.report, reports.content(opened)
    SteppedAside.objects.get_or_create(
        report=report, agency=report.agency, defaults={"ground": ground, "by": by, "at": now}
    )
    _record(report, "agency_stepped_aside", by=by, now=now, after={"agency": report.agency, "ground": ground})
    offices = [code for code in queries.routing(report, content).offices if code != report.agency]
    return intake.transfer(opened, offices, keyring, reason=Handed.RECUSAL, by=by, now=now)


@transaction.atomic
def confirm_crime_signs(opened: Opened, keyring: Keyring, *, by: str, now: datetime) -> OfficeKey:
    """A competent person says there are signs that may be of a crime: it goes to the investigating agency at once.

    :raises UserError: where none of these agencies can receive.
    """
    report = opened.report
    offices = queries.routing(report, reports.content(opened), crime_signs=True).offices
    _record(report, "crime_signs_confirmed", by=by, now=now)
    return intake.transfer(opened, offices, keyring, reason=Handed.CRIME_SIGNS, by=by, now=now)


@transaction.atomic
def step_aside_oneself(report: Report, ground: str, *, by: str, now: datetime) -> None:
    """An officer keeps away from a report from now on: the database no longer shows it to them."""
    if ground not in Aside.values:
        raise UserError(_("Give the reason."))
    intake.excuse(report, by, ground, by=by, now=now)


# -- the watch over those who spoke


@transaction.atomic
def report_consequence(opened: Opened, consequence: str, words: str, asks_for: str = "", *, now: datetime) -> Watch:
    """The reporter tells what was done. The words go sealed into the dialogue; here stands what kind of thing it is.

    :param asks_for: what is to be protected, or nothing.
    """
    if words.strip():
        intake.add_message(opened, words, now=now)
    return _open_watch(opened.report, Sufferer.REPORTER, consequence, asks_for, account="", by=REPORTER, now=now)


@transaction.atomic
def report_consequence_to_officer(
    report: Report, consequence: str, asks_for: str = "", *, by: str, now: datetime
) -> Watch:
    """An officer tells what was done to them for having handled a report or told the truth."""
    return _open_watch(report, Sufferer.OFFICER, consequence, asks_for, account=by, by=by, now=now)


def _open_watch(
    report: Report, sufferer: str, consequence: str, asks_for: str, *, account: str, by: str, now: datetime
) -> Watch:
    if consequence not in Consequence.values or (asks_for and asks_for not in Protected.values):
        raise UserError(_("Say what was done."))
    day = local(now).date()
    told_at = _midnight(day) if by == REPORTER else now
    with acting_as_system():
        Report.objects.select_for_update().get(pk=report.pk)
        told = Watch.objects.filter(
            report=report, sufferer=sufferer, account=account, consequence=consequence, opened_on=day, closed_on=None
        ).first()
        if told is not None:  # the page was sent twice; what is asked for besides is not lost
            if asks_for and not told.protections.filter(what=asks_for).exists():
                Protection.objects.create(watch=told, what=asks_for, asked_on=day)
            return told
        watch = Watch.objects.create(
            report=report, sufferer=sufferer, account=account, consequence=consequence, opened_on=day
        )
        WatchReview.objects.bulk_create(
            [WatchReview(watch=watch, due_at=_midnight(day) + after) for after in REVIEW_AFTER]
        )
        if asks_for:
            Protection.objects.create(watch=watch, what=asks_for, asked_on=day)
        _record(report, "consequence_reported", by=by, now=told_at, after={"what": consequence, "to": sufferer})
    return watch


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)


@transaction.atomic
def review(row: WatchReview, result: str, *, by: str, now: datetime) -> None:
    """Keep what a review found. One that goes on brings a new watch's worth of reviews from today.

    :raises UserError: where it was done already (by somebody else, perhaps).
    """
    if result not in Review.values:
        raise UserError(_("Say what was found."))
    if not WatchReview.objects.filter(pk=row.pk, done_at=None).update(done_at=now, done_by=by, result=result):
        raise UserError(_("This review was done already."))
    if result == Review.CONTINUES:
        day = local(now).date()
        known = set(row.watch.reviews.values_list("due_at", flat=True))
        fresh = [_midnight(day) + after for after in REVIEW_AFTER]
        WatchReview.objects.bulk_create([WatchReview(watch=row.watch, due_at=due) for due in fresh if due not in known])
    elif not row.watch.reviews.filter(done_at=None).exists():
        Watch.objects.filter(pk=row.watch.pk).update(closed_on=local(now).date())
    _record(row.watch.report, "watch_reviewed", by=by, now=now, after={"result": result})


@transaction.atomic
def ask_protection(watch: Watch, what: str, *, by: str, now: datetime) -> Protection:
    """Ask that somebody be protected."""
    if what not in Protected.values:
        raise UserError(_("Say what is to be protected."))
    row = Protection.objects.create(watch=watch, what=what, asked_on=local(now).date())
    _record(watch.report, "protection_asked", by=by, now=now, after={"what": what})
    return row


@transaction.atomic
def decide_protection(row: Protection, decision: str, measure: str, *, by: str, now: datetime) -> None:
    """Grant, refuse or end protection; a refusal and a grant both say what was decided.

    :raises UserError: where nothing is said.
    """
    if decision not in (Decision.GRANTED, Decision.REFUSED, Decision.ENDED):
        raise UserError(_("Say how it was decided."))
    if len(measure.strip()) < 5:
        raise UserError(_("Write the measure, or the reason, and the number of the decision."))
    before = row.decision
    row.decision, row.measure = decision, measure.strip()[:300]
    row.decided_by, row.decided_on = by, local(now).date()
    row.save()
    after: dict[str, object] = {"decision": decision, "what": row.what}
    _record(row.watch.report, "protection_decided", by=by, now=now, before={"decision": before}, after=after)


def _record(
    report: Report, event: str, *, by: str, now: datetime, before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:  # fmt: skip
    number = report.register_number
    trail.record(STREAM, event, by=by, subject_kind="report", subject_id=number, before=before, after=after, now=now)
