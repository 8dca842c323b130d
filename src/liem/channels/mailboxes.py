"""The mailboxes the house collects, as an administrator writes them down (``LIEM_MAILBOXES`` names the TOML file).

.. code-block:: toml

    [[mailboxes]]
    address = "phananh@tinh.example"
    imap = "imaps://phananh@mail.tinh.example:993"
    smtp = "smtps://phananh@mail.tinh.example:465"   # also smtp:// (plain, this machine alone) and starttls://
    password_file = "/run/secrets/phananh"
"""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from liem.base.errors import UserError
from liem.channels.states import Trouble
from liem.law.entries import Entry, read_toml

PLAIN_ONLY_TO = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Server:
    """Where and how to connect. ``scheme``: imap, imaps, smtp, smtps, starttls."""

    scheme: str
    host: str
    port: int
    user: str


@dataclass(frozen=True)
class Mailbox:
    """One mailbox: who writes there reports."""

    address: str
    imap: Server
    smtp: Server | None
    password: str = field(repr=False)
    folder: str = "INBOX"


def read_mailboxes(path: Path | None) -> list[Mailbox]:
    """The mailboxes of the file; none where no file is named.

    :raises InputError: one line with file, entry and remedy.
    """
    if path is None:
        return []
    file = Entry(read_toml(path), str(path))
    found = [_mailbox(entry) for entry in file.entries("mailboxes")]
    file.finish()
    return found


def _mailbox(entry: Entry) -> Mailbox:
    address, smtp = entry.text("address"), entry.optional_text("smtp")
    mailbox = Mailbox(
        address,
        _server(entry, "imap", entry.text("imap"), {"imap": 143, "imaps": 993}),
        _server(entry, "smtp", smtp, {"smtp": 25, "smtps": 465, "starttls": 587}) if smtp else None,
        _password(entry),
        entry.optional_text("folder") or "INBOX",
    )
    entry.finish()
    if address.count("@") != 1 or any(one.isspace() for one in address):
        raise entry.refusal(f"{address!r} is not a mail address", "write it as name@host")
    return mailbox


def _server(entry: Entry, name: str, text: str, ports: dict[str, int]) -> Server:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise entry.refusal(
            f"{name} {text!r} is not an address", f"write {name} = '{next(iter(ports))}://user@host'"
        ) from None
    if parts.scheme not in ports or not parts.hostname:
        raise entry.refusal(
            f"{name} {text!r} cannot be used", f"begin with one of {', '.join(ports)}, then ://user@host"
        )
    if parts.password:
        raise entry.refusal(f"{name} holds a password", "put it into a file and name that in password_file")
    plain = parts.scheme in ("imap", "smtp")
    if plain and parts.hostname not in PLAIN_ONLY_TO:
        raise entry.refusal(f"{name} would send the password in clear", "use imaps, smtps or starttls")
    return Server(parts.scheme, parts.hostname, port or ports[parts.scheme], unquote(parts.username or ""))


def _password(entry: Entry) -> str:
    given, path = entry.optional_text("password"), entry.optional_text("password_file")
    if bool(given) == bool(path):
        raise entry.refusal("needs either password_file or password", "name the file that holds it")
    try:
        return given or Path(path).read_text("utf-8").strip()
    except OSError as error:
        raise entry.refusal(f"password_file cannot be read ({error.strerror})", "check its path") from None


class MailUnreachable(UserError):
    """A mail server does not answer, or refuses the sign-in. ``trouble`` says which, for who can mend it."""

    def __init__(self, said: str, trouble: Trouble = Trouble.OTHER) -> None:
        super().__init__(said)
        self.trouble = trouble
