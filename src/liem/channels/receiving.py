"""From a mail to a report: at most once, whatever happens in between, and never with a trace of who wrote.

A mail's receipt is made of its Message-ID and a secret of the house. Taken in a second time (the server died before the
mail was removed, or it lies in two mailboxes) it gives the same receipt and is not stored again. An answer in the same
thread names the first mail, opens its report and is added to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from liem.agencies import queries as agencies
from liem.base import sealing
from liem.base.clock import local
from liem.channels.mail import Mail, read_mail
from liem.channels.models import CollectedMail, SealedMail
from liem.channels.original import ShownMail, shown
from liem.channels.states import Became
from liem.intake import actions as intake
from liem.intake import house_keys
from liem.intake.cleaning import RefusedFile
from liem.intake.content import LONGEST, Identity, ReportContent
from liem.intake.files import InMemory, add_file
from liem.intake.queries import Opened, find
from liem.intake.receipt import Receipt, receipt_from
from liem.intake.states import Channel, Kind
from liem.people.keys.queries import CUSTODIANS, office_key
from liem.people.row_security import acting_as_system

MOST_ANSWERS_A_DAY = 5
"""To one address: whatever two machines tell each other ends soon. Every mail is registered all the same."""


@dataclass(frozen=True)
class Taken:
    """What became of a mail, and what may be answered."""

    mail: Mail
    became: Became
    record: CollectedMail
    receipt: Receipt | None = None
    register_number: str = ""

    @property
    def owes_an_answer(self) -> bool:
        return self.receipt is not None and not self.record.answered and self.mail.may_be_answered


def take_in(raw: bytes, mailbox: str, *, size: int = 0, now: datetime) -> Taken:
    """Register one mail. All of it, or nothing, is kept.

    :param size: of the whole mail where only its head was fetched because it is too large.
    :raises UserError: where no office can receive yet; the mail is then left where it is.
    """
    mail = read_mail(raw)
    with transaction.atomic():
        if mail.machine:
            record, _known = _remember(mail, raw, mailbox, Became(mail.machine), now)
            return Taken(mail, Became(mail.machine), record)
        answered = _report_answered(mail)
        if answered is not None:
            return _add_to(answered, mail, raw, mailbox, now)
        return _receive(mail, raw, mailbox, size, now)


def secret_of(identifier: str) -> bytes:
    """What the receipt of a mail is made of."""
    return sealing.derive(_key(), identifier.encode(), "liem mailed")


def _receive(mail: Mail, raw: bytes, mailbox: str, size: int, now: datetime) -> Taken:
    became = Became.TOO_LARGE if size else Became.REPORT
    record, known = _remember(mail, raw, mailbox, became, now)
    day = local(now).date()
    content = _content(mail, mailbox, size)
    secret = secret_of(mail.identifier)
    if not known and find(receipt_from(secret)) is not None:
        secret = secret_of(f"{mail.identifier} {_body_digest(raw)}")  # the same Message-ID above other words
    received = intake.receive(
        content,
        channel=Channel.EMAIL,
        offices=_offices(day),
        identity=_identity(mail),
        secret=secret,
        now=now,
    )
    if received.is_new:
        _add_files(received.opened, mail, now)
        _seal_original(received.opened, raw, day)
    state = became if received.is_new else Became.AGAIN
    return Taken(mail, state, record, received.receipt, received.register_number)


def _add_to(opened: Opened, mail: Mail, raw: bytes, mailbox: str, now: datetime) -> Taken:
    record, known = _remember(mail, raw, mailbox, Became.MESSAGE, now)
    if not known:
        for piece in _pieces(mail.text if mail.text.strip() else _no_words()):
            intake.add_message(opened, piece, now=now)
        _add_files(opened, mail, now)
        _seal_original(opened, raw, local(now).date())
    return Taken(mail, Became.MESSAGE, record)


def _add_files(opened: Opened, mail: Mail, now: datetime) -> None:
    """Attachments go the way of all files: sniffed, cleaned, sealed. What is refused lies in the sealed original."""
    for one in mail.attachments:
        try:
            add_file(opened, InMemory(one.name, one.content), now=now)
        except RefusedFile:
            continue


def _pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), intake.LONGEST_MESSAGE):
        piece = text[start : start + intake.LONGEST_MESSAGE]
        if piece.strip():  # between two pieces there may be nothing but empty lines
            yield piece


def _report_answered(mail: Mail) -> Opened | None:
    """The report an earlier mail of this thread became, opened as its reporter."""
    for identifier in mail.thread:
        opened = find(receipt_from(secret_of(identifier)))
        if opened is not None:
            return opened
    return None


def _remember(mail: Mail, raw: bytes, mailbox: str, became: Became, now: datetime) -> tuple[CollectedMail, bool]:
    """The row that says this mail was taken in, and whether it was there already."""
    day = local(now).date()
    digest = _digest(f"{mail.identifier} {_body_digest(raw)}")
    with acting_as_system():
        known = CollectedMail.objects.select_for_update().filter(digest=digest).first()
        if known is not None:
            return known, True
        try:
            with transaction.atomic():
                return CollectedMail.objects.create(
                    digest=digest, mailbox=mailbox, on=day, became=became, sender=_sender_of_day(mail, day)
                ), False
        except IntegrityError:  # another worker takes in the same mail at this moment
            return CollectedMail.objects.select_for_update().get(digest=digest), True


def may_still_answer(taken: Taken) -> bool:
    """Whether the sender got few answers today."""
    with transaction.atomic(), acting_as_system():
        return CollectedMail.objects.filter(sender=taken.record.sender, answered=True).count() < MOST_ANSWERS_A_DAY


@transaction.atomic
def note_answer(taken: Taken, *, answered: bool) -> int:
    """Keep that an answer was sent, or failed; returns how often it was tried."""
    with acting_as_system():
        row = CollectedMail.objects.select_for_update().get(pk=taken.record.pk)
        row.answers_tried, row.answered = row.answers_tried + 1, answered
        row.save(update_fields=["answers_tried", "answered"])
    return row.answers_tried


def _content(mail: Mail, mailbox: str, size: int) -> ReportContent:
    with override("vi"):
        words = [mail.subject, mail.text or _no_words()]
        if size:
            words.append(_("This mail is too large to be taken in; it lies in the mailbox, in the folder %s.") % LARGE)
        elif mail.attachments:
            words.append(_("Files came with the mail; those that could not be taken are in its sealed original."))
        if mail.cut and not size:
            words.append(_("The mail is longer; the rest is in its sealed original."))
        where = _("Mailbox %s") % mailbox
    return ReportContent(
        kind=Kind.UNDECIDED, what="\n\n".join(one for one in words if one)[: LONGEST["what"]], place=where
    )


LARGE = "Liem/Large"
MACHINE = "Liem/Machine"


def _no_words() -> str:
    return _("(A mail without words.)")


def _identity(mail: Mail) -> Identity | None:
    """Who wrote goes into the vault, where there is one."""
    if not mail.sender or office_key(CUSTODIANS) is None:
        return None
    return Identity(name=mail.sender_name, contact=mail.sender)


def _offices(day: date) -> tuple[str, ...]:
    """A mail may be about anybody, the mailbox's own agency too: it goes where nobody is accused yet."""
    return agencies.route(agencies.matter(Kind.UNDECIDED, day, accuses=False)).offices


def _seal_original(opened: Opened, raw: bytes, day: date) -> None:
    """The original names its writer: it opens only to an officer and a custodian together."""
    key = sealing.random_bytes()
    place = f"{opened.report.pk}/mail"
    custodians = office_key(CUSTODIANS)
    inner = sealing.seal(bytes(custodians.public), key) if custodians else key
    with acting_as_system():
        SealedMail.objects.create(
            report=opened.report,
            on=day,
            sealed=sealing.lock(key, raw, place, block=4096),
            key=sealing.lock(opened.key, inner, f"{place}/key"),
            shown=sealing.lock(opened.key, shown(raw).as_bytes(), f"{place}/shown", block=4096),
        )


def open_original(opened: Opened, kept: SealedMail, custodians: sealing.KeyPair | None) -> bytes:
    """The mail as it came.

    :param custodians: the custodians' opened pair; ``None`` for a mail that came before there were custodians.
    :raises CannotOpen: where one of the two keys is missing.
    """
    place = f"{opened.report.pk}/mail"
    inner = sealing.unlock(opened.key, bytes(kept.key), f"{place}/key")
    key = sealing.open_sealed(custodians, inner) if custodians else inner
    return sealing.unlock(key, bytes(kept.sealed), place, block=4096)


def mails_of(opened: Opened) -> list[tuple[date, ShownMail]]:
    """The mails of a report as they may be looked at, the oldest first, each with the day it was taken in."""
    place = f"{opened.report.pk}/mail/shown"
    rows = SealedMail.objects.filter(report=opened.report).exclude(shown=None).order_by("pk")
    return [
        (row.on, ShownMail.from_bytes(sealing.unlock(opened.key, bytes(row.shown or b""), place, block=4096)))
        for row in rows
    ]


def _body_digest(raw: bytes) -> str:
    body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    return sealing.derive(_key(), body, "liem mail words").hex()


def _sender_of_day(mail: Mail, day: date) -> str:
    return _digest(f"{mail.sender.lower()} {day.isoformat()}")


def _digest(text: str) -> str:
    return sealing.derive(_key(), text.encode(), "liem mail seen").hex()


def _key() -> bytes:
    return sealing.derive(house_keys.receipts(), b"mail", "liem channels")
