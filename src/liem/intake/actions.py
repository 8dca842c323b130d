"""What is done to reports. Each action is one transaction with its entry in the trail, which holds codes alone.

``by`` is an account's number, or ``reporter``. What a reporter does is known by its day, here and in the trail.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from liem.base import sealing
from liem.base.clock import VIETNAM, local
from liem.base.errors import UserError
from liem.intake import house_keys
from liem.intake.acknowledgement import Acknowledgement, acknowledge
from liem.intake.content import Identity, ReportContent
from liem.intake.models import (
    AcknowledgementKey,
    Counter,
    Recusal,
    Report,
    ReportStep,
    SealedKey,
    SealedPart,
    VaultedIdentity,
)
from liem.intake.queries import acknowledgement as kept_acknowledgement
from liem.intake.queries import opened_by
from liem.intake.receipt import Receipt, receipt_from
from liem.intake.row_security import acting_as_reporter
from liem.intake.rules import why_not_move
from liem.intake.sealed import Opened, lock_part, open_as_officer, seal_to, unlock_part
from liem.intake.states import ENDED, FROM_REPORTER, LOOKED, Handed, Kind, PartKind, State, Step, Voice
from liem.people.keys.models import OfficeKey
from liem.people.keys.queries import CUSTODIANS, Keyring, first_office_key, office_key
from liem.people.row_security import acting_as_system
from liem.trail import actions as trail

STREAM = "intake"
REPORTER = "reporter"
LONGEST_MESSAGE = 5000


class NoKeyYet(UserError):
    """Nobody could open what would be sealed: it is not taken in before somebody can."""


@dataclass(frozen=True)
class Received:
    """What the reporter is given, once. ``opened`` lets the caller add files in the same request."""

    receipt: Receipt
    acknowledgement: Acknowledgement
    opened: Opened
    is_new: bool = True

    @property
    def register_number(self) -> str:
        return self.opened.report.register_number


Listener = Callable[[Report, ReportContent], None]
_LISTENERS: list[Listener] = []


def on_received(listener: Listener) -> Listener:
    """Call ``listener(report, content)`` inside the transaction in which a report is received, as the system.

    It is the one moment at which rooms below may look at the plain text without a key (keyed sketches, say). They must
    keep no plain text.
    """
    _LISTENERS.append(listener)
    return listener


def receive(
    content: ReportContent,
    *,
    channel: str,
    offices: Sequence[str],
    identity: Identity | None = None,
    secret: bytes | None = None,
    excused: Sequence[tuple[str, str]] = (),
    now: datetime,
    by: str = REPORTER,
) -> Received:
    """Register, number, seal and acknowledge a report; all or nothing.

    :param offices: codes of the offices that may handle it, the best first; the first that has a key gets it.
    :param secret: 32 bytes the receipt is made of; given again with the same bytes, the report is not stored twice and
        the same receipt comes back. Without it the receipt is random.
    :param excused: pairs of account number and reason code: who must see nothing of it.
    :raises UserError: where none of the offices has a key yet.
    """
    receipt = receipt_from(secret or sealing.random_bytes())
    house_key = house_keys.receipts()
    mark, pair = receipt.mark(house_key), receipt.pair(house_key)
    day = local(now).date()
    with transaction.atomic(), acting_as_reporter(mark):
        office = first_office_key(offices)
        if office is None:
            raise NoKeyYet(_("No office that may receive this report has its key yet."))
        opened = Opened(_drafted(content, channel, office, mark, pair.public, day), sealing.random_bytes())
        opened.report.reporter_sealed = sealing.seal(pair.public, opened.key)
        opened.report.is_named = bool(identity)
        text = content.canonical()
        sealed = lock_part(opened, PartKind.CONTENT, 1, Voice.REPORTER, text)
        # from here on, others who send in the same year wait for this transaction
        opened.report.number = _next_number(day.year)
        known = _already_received(receipt)
        if known is not None:
            _give_back(opened.report)
            return known
        acknowledged = acknowledge(text, opened.report.register_number, day, house_keys.acknowledgements())
        _write(opened, office, sealed, acknowledged)
        _keep_identity(opened, office, identity)
        _excuse(opened.report, excused, day)
        _tell_listeners(opened.report, content)
        after: dict[str, object] = {
            "number": opened.report.register_number,
            "digest": acknowledged.digest,
            "kind": content.kind,
            "channel": channel,
            "office": office.office,
        }
        recorded(opened.report, "report_received", by=by, now=now, after=after)
    return Received(receipt, acknowledged, opened)


def _already_received(receipt: Receipt) -> Received | None:
    opened = opened_by(receipt)
    if opened is None:
        return None
    acknowledged = kept_acknowledgement(opened)
    return Received(receipt, acknowledged, opened, is_new=False) if acknowledged else None


def _drafted(
    content: ReportContent, channel: str, office: OfficeKey, mark: bytes, reporter_public: bytes, day: date
) -> Report:
    return Report(
        year=day.year,
        kind=content.kind,
        channel=channel,
        agency=office.office,
        field=content.field,
        is_about_leader=content.about_leader,
        received_on=day,
        mark=mark,
        reporter_public=reporter_public,
    )


def _next_number(year: int) -> int:
    """Take the next number of the year; whoever else sends waits until this is committed or undone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO intake_counter AS counter (year, last) VALUES (%s, 1)"
            " ON CONFLICT (year) DO UPDATE SET last = counter.last + 1 RETURNING last",
            [year],
        )
        (number,) = cursor.fetchone()
    return int(number)


def _give_back(unused: Report) -> None:
    """Nobody else can have taken a later number yet: they wait for this transaction."""
    Counter.objects.filter(year=unused.year, last=unused.number).update(last=unused.number - 1)


def _write(opened: Opened, office: OfficeKey, sealed: bytes, acknowledged: Acknowledgement) -> None:
    report = opened.report
    report.save(force_insert=True)
    SealedKey.objects.create(report=report, office_key=office, sealed=sealing.seal(bytes(office.public), opened.key))
    note = lock_part(opened, PartKind.ACKNOWLEDGEMENT, 2, Voice.OFFICE, acknowledged.text().encode())
    own: dict[str, Any] = {"report": report, "on": report.received_on}
    SealedPart.objects.bulk_create(
        [
            SealedPart(kind=PartKind.CONTENT, position=1, voice=Voice.REPORTER, sealed=sealed, **own),
            SealedPart(kind=PartKind.ACKNOWLEDGEMENT, position=2, voice=Voice.OFFICE, sealed=note, **own),
        ]
    )
    ReportStep.objects.create(report=report, position=1, step=Step.RECEIVED, on=report.received_on)
    key = bytes.fromhex(acknowledged.key)
    AcknowledgementKey.objects.get_or_create(public=key, defaults={"since": report.received_on})


def _tell_listeners(report: Report, content: ReportContent) -> None:
    with acting_as_system():
        for listener in _LISTENERS:
            listener(report, content)


def _keep_identity(opened: Opened, office: OfficeKey, identity: Identity | None) -> None:
    if not identity:
        return
    custodians = office_key(CUSTODIANS)
    if custodians is None:
        raise UserError(_("Those who keep names have no key yet: names cannot be taken."))
    inner = sealing.seal(bytes(custodians.public), identity.canonical())
    VaultedIdentity.objects.create(
        report=opened.report,
        office_key=office,
        custodians_key=custodians,
        sealed=sealing.seal(bytes(office.public), inner),
    )


def _excuse(report: Report, excused: Sequence[tuple[str, str]], day: date) -> None:
    for account, reason in excused:
        with acting_as_system():
            Recusal.objects.get_or_create(report=report, account=account, defaults={"reason": reason, "on": day})


# ---- what the reporter does, with the report opened by the receipt ----


def add_message(opened: Opened, text: str, *, now: datetime) -> None:
    """The reporter writes to the office; sent twice, it is one message.

    :raises UserError: where there is nothing to send, or too much.
    """
    _check_message(text)
    with _as_reporter(opened) as report:
        if _was_sent(opened, text, Voice.REPORTER, now):
            return
        _add_part(opened, text, Voice.REPORTER, now)
        add_step(report, Step.ADDED, now)
        recorded(report, "message_from_reporter", by=REPORTER, now=now)


def give_identity(opened: Opened, identity: Identity, *, now: datetime) -> None:
    """The reporter gives a name after all; it goes into the vault.

    :raises UserError: where one was given already.
    """
    with _as_reporter(opened) as report:
        if report.is_named:
            raise UserError(_("A name was given already. Write a message to set it right."))
        office = report.keys.select_related("office_key").latest("office_key__version").office_key
        _keep_identity(opened, office, identity)
        report.is_named = True
        report.save(update_fields=["is_named"])
        add_step(report, Step.IDENTITY_GIVEN, now)
        recorded(report, "identity_given", by=REPORTER, now=now)


def withdraw(opened: Opened, *, now: datetime) -> None:
    """The reporter withdraws the report. It stays in the register: it may have to be looked into all the same.

    :raises UserError: where it has ended already.
    """
    with _as_reporter(opened) as report:
        _move(report, State.WITHDRAWN, Step.WITHDRAWN, "report_withdrawn", by=REPORTER, now=now)


def reopen(opened: Opened, *, now: datetime) -> None:
    """The reporter asks to have an ended report taken up again: its clock runs anew from this day.

    :raises UserError: where it has not ended.
    """
    with _as_reporter(opened) as report:
        report.accepted_on, report.reopened_on = None, local(now).date()
        _move(report, State.REOPENED, Step.REOPENED, "report_reopened", by=REPORTER, now=now)


def rate(opened: Opened, satisfaction: int, *, now: datetime) -> None:
    """The reporter says how satisfied they are, from 1 (not at all) to 5 (fully).

    :raises UserError: for any other figure.
    """
    if satisfaction not in range(1, 6):
        raise UserError(_("Choose one of the five answers."))
    with _as_reporter(opened) as report:
        report.satisfaction = satisfaction
        report.save(update_fields=["satisfaction"])
        add_step(report, Step.RATED, now)
        recorded(report, "satisfaction_given", by=REPORTER, now=now, after={"satisfaction": satisfaction})


# ---- what officers do, with the report opened by their key; views set row-level security before ----


@transaction.atomic
def read_as_officer(report: Report, keyring: Keyring, *, by: str, now: datetime) -> Opened:
    """Open a report to read it. The access is recorded. The first one, and the first after the reporter added
    something, is told to the reporter.

    :raises CannotOpen: where the officer's key does not open it.
    """
    opened = open_as_officer(report, keyring)
    trail.record_access(by=by, subject_kind="report", subject_id=report.register_number, now=now)
    locked = _locked(report)
    last = locked.steps.filter(step__in=(*FROM_REPORTER, *LOOKED)).last()
    if not locked.steps.filter(step=Step.READ).exists():
        add_step(locked, Step.READ, now)
    elif last is not None and last.step not in LOOKED:
        add_step(locked, Step.SEEN, now)
    return Opened(locked, opened.key)


@transaction.atomic
def write_to_reporter(opened: Opened, text: str, *, by: str, now: datetime) -> None:
    """An officer asks or tells the reporter something; sent twice, it is one message.

    :raises UserError: where there is nothing to send, or too much.
    """
    _check_message(text)
    report = _locked(opened.report)
    if _was_sent(opened, text, Voice.OFFICE, now):
        return
    _add_part(opened, text, Voice.OFFICE, now)
    add_step(report, Step.ASKED, now)
    recorded(report, "message_from_office", by=by, now=now)


@transaction.atomic
def classify(opened: Opened, kind: Kind, *, field: str | None = None, by: str, now: datetime) -> None:
    """Set right what kind of report it is, and its field of administration."""
    report = _locked(opened.report)
    before: dict[str, object] = {"kind": report.kind, "field": report.field}
    report.kind, report.field = kind, report.field if field is None else field
    report.save(update_fields=["kind", "field"])
    after: dict[str, object] = {"kind": report.kind, "field": report.field}
    add_step(report, Step.CLASSIFIED, now, kind=str(kind))
    recorded(report, "report_classified", by=by, now=now, before=before, after=after)


@transaction.atomic
def begin_sorting(opened: Opened, *, by: str, now: datetime) -> None:
    """Take a report up for consideration."""
    _move(_locked(opened.report), State.SORTED, Step.SORTED, "report_considered", by=by, now=now)


@transaction.atomic
def accept(opened: Opened, *, by: str, now: datetime) -> None:
    """Accept a report for handling; the clock of its resolution starts on this day."""
    report = _locked(opened.report)
    report.accepted_on = local(now).date()
    _move(report, State.ACCEPTED, Step.ACCEPTED, "report_accepted", by=by, now=now)


@transaction.atomic
def refuse(opened: Opened, reasons: str, *, by: str, now: datetime) -> None:
    """Do not accept a report; the reasons go to the reporter as a message."""
    _end(opened, reasons, State.NOT_ACCEPTED, Step.NOT_ACCEPTED, "report_not_accepted", by=by, now=now)


@transaction.atomic
def answer(opened: Opened, text: str, *, by: str, now: datetime) -> None:
    """Answer a report and end it."""
    _end(opened, text, State.ANSWERED, Step.ANSWERED, "report_answered", by=by, now=now)


@transaction.atomic
def set_aside(opened: Opened, *, by: str, now: datetime) -> None:
    """Put aside what is no report at all (an advertisement, an empty form). It keeps its number and can be restored."""
    _move(_locked(opened.report), State.SET_ASIDE, Step.SET_ASIDE, "report_set_aside", by=by, now=now)


@transaction.atomic
def restore(opened: Opened, *, by: str, now: datetime) -> None:
    """Take back what was set aside by mistake."""
    _move(_locked(opened.report), State.RECEIVED, Step.SORTED, "report_restored", by=by, now=now)


@transaction.atomic
def excuse(report: Report, account: str, reason: str, *, by: str, now: datetime) -> None:
    """Keep an account from a report from now on: it is accused, related, or excuses itself. ``reason`` is a code."""
    with acting_as_system():
        Recusal.objects.get_or_create(
            report=report, account=account, defaults={"reason": reason, "on": local(now).date()}
        )
    recorded(report, "officer_excused", by=by, now=now, after={"account": account, "reason": reason})


@transaction.atomic
def transfer(
    opened: Opened, offices: Sequence[str], keyring: Keyring, *, reason: Handed, paper: str = "", by: str, now: datetime
) -> OfficeKey:
    """Hand a report to another office: sealed anew to its key, and no longer to the former one.

    :param offices: codes, the best first; the first that has a key gets it.
    :param reason: shown to the reporter in words; so is ``paper``, the number of the decision where there is one.
    :raises UserError: where none of them has a key, or it is there already.
    """
    office = first_office_key(offices)
    if office is None:
        raise UserError(
            _("This agency has no key yet and cannot open what is sealed: its officers have to make one first.")
        )
    former = opened.report.agency
    if office.office == former:
        raise UserError(_("The report is with this agency already."))
    seal_to(opened, office, keyring)
    with acting_as_system():
        report = _locked(opened.report)
        report.agency = office.office
        report.save(update_fields=["agency"])
        said = {"to": office.office, "reason": str(reason)} | ({"paper": paper} if paper else {})
        add_step(report, Step.TRANSFERRED, now, **said)
    after: dict[str, object] = {"office": office.office, "reason": str(reason)}
    recorded(opened.report, "report_transferred", by=by, now=now, before={"office": former}, after=after)
    return office


# ---- pieces ----


@contextmanager
def _as_reporter(opened: Opened) -> Iterator[Report]:
    with transaction.atomic(), acting_as_reporter(bytes(opened.report.mark)):
        yield _locked(opened.report)


def _locked(report: Report) -> Report:
    return Report.objects.select_for_update().get(pk=report.pk)


def _move(report: Report, to: State, step: Step, event: str, *, by: str, now: datetime) -> None:
    refusal = why_not_move(report.state, to)
    if refusal:
        raise UserError(refusal)
    before = report.state
    report.state = to
    report.ended_on = local(now).date() if to in ENDED else None
    report.save(update_fields=["state", "ended_on", "accepted_on", "reopened_on"])
    add_step(report, step, now)
    recorded(report, event, by=by, now=now, before={"state": before}, after={"state": str(to)})


def _end(opened: Opened, text: str, to: State, step: Step, event: str, *, by: str, now: datetime) -> None:
    _check_message(text)
    report = _locked(opened.report)
    _add_part(opened, text, Voice.OFFICE, now)
    _move(report, to, step, event, by=by, now=now)


def _check_message(text: str) -> None:
    if not text.strip():
        raise UserError(_("There is nothing to send: write something first."))
    if len(text) > LONGEST_MESSAGE:
        raise UserError(_("A message has at most %s characters: send the rest in a second one.") % LONGEST_MESSAGE)


def _was_sent(opened: Opened, text: str, voice: Voice, now: datetime) -> bool:
    """Whether the last message is this very one, of the same day: a page loaded again, a button pressed twice."""
    last = opened.report.parts.filter(kind=PartKind.MESSAGE).last()
    if last is None or last.voice != voice or last.on != local(now).date():
        return False
    return unlock_part(opened, last).decode() == text.strip()


def _add_part(opened: Opened, text: str, voice: Voice, now: datetime) -> None:
    position = next_position(opened.report.parts)
    sealed = lock_part(opened, PartKind.MESSAGE, position, voice, text.strip().encode())
    SealedPart.objects.create(
        report=opened.report,
        kind=PartKind.MESSAGE,
        position=position,
        voice=voice,
        on=local(now).date(),
        sealed=sealed,
    )


def add_step(report: Report, step: Step, now: datetime, **detail: str) -> None:
    """One more line of what the reporter is told; within the action it tells of."""
    ReportStep.objects.create(
        report=report, position=next_position(report.steps), step=step, on=local(now).date(), detail=detail
    )


def next_position(rows: "QuerySet[Any]") -> int:
    """The position after the last of ``rows``, of a report that is locked."""
    return int(rows.aggregate(last=Max("position"))["last"] or 0) + 1


def recorded(
    report: Report,
    event: str,
    *,
    by: str,
    now: datetime,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    """What concerns a reporter is known by its day, in the trail too."""
    shows_when_somebody_wrote = by == REPORTER or event == "report_received"
    at = datetime.combine(local(now).date(), time(), VIETNAM) if shows_when_somebody_wrote else now
    number = report.register_number
    trail.record(STREAM, event, by=by, subject_kind="report", subject_id=number, before=before, after=after, now=at)
