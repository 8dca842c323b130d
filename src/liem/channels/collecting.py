"""Fetching mails over IMAP, and answering over SMTP. A mail leaves the mailbox only after it is safely registered.

The order for each mail: register (one transaction) → answer → remove. Killed between any two of these, the next run
finds the mail again, knows it, and goes on where this one stopped.
"""

import logging
import smtplib
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted, MailMessageFlags
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

from liem.base import clock
from liem.base.clock import local
from liem.base.errors import UserError
from liem.base.formats import day as day_in_words
from liem.channels.mail import LOOP_HEADER, acknowledgement
from liem.channels.mailboxes import Mailbox, MailUnreachable, Server, read_mailboxes
from liem.channels.models import MailboxState
from liem.channels.receiving import LARGE, MACHINE, Taken, may_still_answer, note_answer, take_in
from liem.channels.states import MACHINES, Became, Trouble
from liem.intake.actions import NoKeyYet
from liem.people.row_security import acting_as_system

logger = logging.getLogger("liem.channels")

_UNREAD = gettext_lazy(
    "%(count)s mails in %(address)s could not be read by the house and are not registered: open the mailbox, enter "
    "them by hand under “Handed over by another body”, and tell the administrator."
)

LARGEST = 25 * 1024 * 1024
"""Bytes of a mail that is fetched whole; of a larger one only the head is."""
LONGEST_RUN = 100.0
"""Seconds after which a run leaves the rest to the next one."""
MOST_TRIES = 10
GIVEN_UP_AFTER = timedelta(days=3)
"""An answer that failed so often, the last time so many days after the mail came, is given up; the report stands."""
SECONDS = 30


@dataclass
class Tally:
    """What one run did: how many mails became what, and how many wait."""

    became: dict[Became, int] = field(default_factory=dict)
    answered: int = 0
    waiting: int = 0
    unread: int = 0
    """Mails on which the reading itself failed: they stay, and do not keep others from being registered."""
    answers_wait: bool = False
    """No answer went out in this run: the server for them is not asked again before the next."""


def mailboxes() -> list[Mailbox]:
    """The mailboxes an administrator has named."""
    return read_mailboxes(settings.LIEM_MAILBOXES)


def collect_all(now: datetime) -> dict[str, Tally]:
    """Collect every mailbox; one that does not answer does not stop the others."""
    done: dict[str, Tally] = {}
    for mailbox in mailboxes():
        error = ""
        try:
            done[mailbox.address] = collect(mailbox, now=now)
        except MailUnreachable as failure:
            error = failure.trouble
            logger.warning("mailbox not collected", extra={"error": str(failure)})
        except UserError as failure:
            error = Trouble.NO_KEY if isinstance(failure, NoKeyYet) else str(failure)
            logger.warning("mailbox not collected", extra={"error": str(failure)})
        _note_state(mailbox, done.get(mailbox.address), error, now)
    return done


def collect(mailbox: Mailbox, *, now: datetime) -> Tally:
    """Take in what lies in one mailbox.

    :raises MailUnreachable: where its server does not answer or refuses.
    """
    tally, begun = Tally(), time.monotonic()
    with opened(mailbox) as box:
        # those that waited before are marked, and come last: whatever came since has its number first
        numbers = [*box.uids("UNFLAGGED"), *box.uids("FLAGGED")]
        for done, number in enumerate(numbers):
            if time.monotonic() - begun > LONGEST_RUN:
                tally.waiting += len(numbers) - done
                break
            _one(box, number, mailbox, tally, now)
    return tally


def _one(box: BaseMailBox, number: str, mailbox: Mailbox, tally: Tally, now: datetime) -> None:
    size, raw = _fetch(box, number)
    if not raw:
        return  # somebody took it away meanwhile
    try:
        taken = take_in(raw, mailbox.address, size=size if size > LARGEST else 0, now=now)
    except (UserError, OperationalError):
        raise  # no office can receive, or the database is away: it is not the mail
    except Exception as error:
        logger.exception("mail not read", extra={"error": type(error).__name__})
        tally.unread += 1
        _leave(box, number, tally)
        return
    tally.became[taken.became] = tally.became.get(taken.became, 0) + 1
    if taken.owes_an_answer and may_still_answer(taken) and not _answer(taken, mailbox, tally, now):
        _leave(box, number, tally)
        return  # it is answered by a later run
    _remove(box, number, taken)


def _leave(box: BaseMailBox, number: str, tally: Tally) -> None:
    tally.waiting += 1
    box.flag(number, MailMessageFlags.FLAGGED, True)


def _fetch(box: BaseMailBox, number: str) -> tuple[int, bytes]:
    """Size of the mail, and its bytes: all of them, or the head alone of one that is too large."""
    client: Any = box.client
    size = int(_between(client.uid("FETCH", number, "(RFC822.SIZE)")[1], b"RFC822.SIZE ") or 0)
    what = "(BODY.PEEK[])" if size <= LARGEST else "(BODY.PEEK[HEADER])"
    for piece in client.uid("FETCH", number, what)[1] or ():
        if isinstance(piece, tuple):
            return size, piece[1]
    return size, b""


def _between(answer: Any, before: bytes) -> bytes:
    text = b"".join(one if isinstance(one, bytes) else b"".join(one) for one in answer or () if one)
    return text.partition(before)[2].split(b" ")[0].strip(b") ")


def _remove(box: BaseMailBox, number: str, taken: Taken) -> None:
    folder = LARGE if taken.became == Became.TOO_LARGE else MACHINE if taken.became in MACHINES else ""
    if not folder:
        box.delete(number)
        return
    for part in ("Liem", folder):
        if not box.folder.exists(part):
            box.folder.create(part)
    box.move(number, folder)


def _answer(taken: Taken, mailbox: Mailbox, tally: Tally, now: datetime) -> bool:
    """Send the receipt. Says whether the mail is done with: sent, not to be sent, or tried often enough."""
    reply = acknowledgement(taken.mail, mailbox.address, *_words(taken, now))
    if reply is None or mailbox.smtp is None:
        return True
    if tally.answers_wait:
        return False
    try:
        send(reply, mailbox, to=taken.mail.sender)
    except smtplib.SMTPRecipientsRefused:
        note_answer(taken, answered=False)
        return True  # this address will never get it
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("answer not sent", extra={"error": type(error).__name__})
        tally.answers_wait = isinstance(error, OSError) and not isinstance(error, smtplib.SMTPResponseException)
        tried = note_answer(taken, answered=False)
        return tried >= MOST_TRIES and taken.record.on <= local(now).date() - GIVEN_UP_AFTER
    note_answer(taken, answered=True)
    tally.answered += 1
    return True


def _words(taken: Taken, now: datetime) -> tuple[str, str]:
    """Text and subject of the answer, in both languages: the receipt, and not a word of what was written."""
    assert taken.receipt is not None  # noqa: S101 - asked before
    texts = []
    for language in ("vi", "en"):
        with override(language):
            texts.append(
                _(
                    "Your report was received on %(day)s and has the number %(number)s.\n\n"
                    "Receipt code (keep it secret):\n\n    %(code)s\n\n"
                    "With it you can follow the report, answer questions and add files on the reporting page. "
                    "Nobody can recover the code if it is lost. To add something, you may also answer this mail.\n\n"
                    "This answer was sent by a machine. Delete it once you have written the code down."
                )
                % {
                    "day": day_in_words(now, "en" if language == "en" else "vi"),
                    "number": taken.register_number,
                    "code": taken.receipt.grouped,
                }
            )
    with override("vi"):
        subject = _("Received, number %s") % taken.register_number
    return "\n\n---\n\n".join(texts), subject


# -- connections


@contextmanager
def opened(mailbox: Mailbox, folder: str = "") -> Iterator[BaseMailBox]:
    """The mailbox, signed in, with its folder chosen.

    :raises MailUnreachable: with the reason in one line.
    """
    server = mailbox.imap
    try:
        box: BaseMailBox = (
            MailBox(server.host, server.port, timeout=SECONDS, ssl_context=ssl.create_default_context())
            if server.scheme == "imaps"
            else MailBoxUnencrypted(server.host, server.port, timeout=SECONDS)
        )
        with box.login(server.user, mailbox.password, folder or mailbox.folder):
            yield box
    except (OSError, ImapToolsError) as error:
        raise _unreachable(mailbox.address, server, error) from None
    except Exception as error:
        if type(error).__module__.startswith("imaplib"):
            raise _unreachable(mailbox.address, server, error) from None
        raise


def _unreachable(address: str, server: Server, error: Exception) -> MailUnreachable:
    where, trouble = f"{address}: {server.host}:{server.port}", _trouble(error)
    said = f"{where} does not answer as a mailbox ({type(error).__name__}); check server, name and password"
    return MailUnreachable(said, trouble)


def _trouble(error: Exception) -> Trouble:
    if isinstance(error, MailboxLoginError):
        return Trouble.PASSWORD
    if isinstance(error, MailboxFolderSelectError):
        return Trouble.FOLDER
    if isinstance(error, ssl.SSLError):
        return Trouble.CERTIFICATE
    return Trouble.AWAY if isinstance(error, OSError) else Trouble.OTHER


def send(message: EmailMessage, mailbox: Mailbox, *, to: str) -> None:
    """Send with an empty return path: what cannot be delivered comes back to nobody, and starts no loop."""
    server = mailbox.smtp
    if server is None:
        raise MailUnreachable(f"{mailbox.address}: no smtp server is named; write smtp = … in the file of mailboxes")
    context = ssl.create_default_context()
    made = (
        smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
        if server.scheme == "smtps"
        else smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    )
    with made as smtp:
        if server.scheme == "starttls":
            smtp.starttls(context=context)
        if server.user and server.scheme != "smtp":
            smtp.login(server.user, mailbox.password)
        smtp.sendmail("", [to], message.as_bytes())


# -- is it alive?


def probe(mailbox: Mailbox, token: str, *, seconds: float = 60) -> str:
    """Write to the mailbox and look for it there. Returns what went wrong, or nothing where it came round."""
    message = EmailMessage()
    message["To"] = message["From"] = mailbox.address
    message["Subject"] = f"Liem {token}"
    message["Auto-Submitted"] = "auto-generated"
    message[LOOP_HEADER] = token
    message.set_content("Liêm: kiểm tra hộp thư / mailbox check.")
    try:
        send(message, mailbox, to=mailbox.address)
    except (OSError, smtplib.SMTPException, MailUnreachable) as error:
        logger.warning("mailbox check not sent", extra={"error": type(error).__name__})
        return _("The mail could not be sent (SMTP).")
    deadline = time.monotonic() + seconds
    try:
        while time.monotonic() < deadline:
            if _arrived(mailbox, token):
                return ""
            time.sleep(min(1.0, seconds / 20))
    except MailUnreachable as error:
        return str(error.trouble.label)
    return _("The mail was sent but did not arrive within %(seconds)s seconds.") % {"seconds": f"{seconds:.0f}"}


def _arrived(mailbox: Mailbox, token: str) -> bool:
    for folder in (mailbox.folder, MACHINE):
        with opened(mailbox) as box:
            if folder != mailbox.folder and not box.folder.exists(folder):
                continue
            box.folder.set(folder)
            found = box.uids(f'HEADER {LOOP_HEADER} "{token}"')
            if found:
                box.delete(found)
                return True
    return False


@transaction.atomic
def _note_state(mailbox: Mailbox, tally: Tally | None, error: str, now: datetime) -> None:
    values: dict[str, Any] = {"tried_at": now, "error": error[:300]}
    if tally is not None:
        values |= {"collected_at": clock.now(), "waiting": tally.waiting}
        if tally.unread:
            values["error"] = _UNREAD % {"count": tally.unread, "address": mailbox.address}
    with acting_as_system():
        MailboxState.objects.update_or_create(address=mailbox.address, defaults=values)
