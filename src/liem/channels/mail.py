"""Reading a mail that anybody may have sent: nothing in it is believed, nothing in it is fetched, nothing raises.

Pure: bytes in, a :class:`Mail` out. HTML is read as text; addresses in it stay text; names of attached files are cut
down to a plain name. What a machine sent (bounces, absence notes, our own words come back) says so and is no report.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage, Message
from email.utils import getaddresses
from html.parser import HTMLParser
from typing import Any, Literal

LONGEST_TEXT = 10_000
"""Characters of the text that are kept as the report's words; the sealed original holds the rest."""
MOST_ATTACHMENTS = 20
MOST_PARTS = 200
LOOP_HEADER = "X-Liem-Loop"

Machine = Literal["", "bounce", "automatic", "loop"]


@dataclass(frozen=True)
class Attachment:
    """A file that came with a mail. ``name`` holds no path, no control character, and at most 120 characters."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, repr=False)
class Mail:
    """A mail as far as it matters. ``identifier`` is of the mail itself; ``thread``: the mails it answers."""

    identifier: str
    sender: str
    sender_name: str
    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()
    thread: tuple[str, ...] = ()
    machine: Machine = ""
    may_be_answered: bool = True
    cut: bool = False
    """Whether the text or the attachments were more than is kept."""


def read_mail(raw: bytes) -> Mail:
    """The mail in ``raw``, whatever it is. A mail that cannot be parsed is read as plain text."""
    try:
        message = message_from_bytes(raw, policy=policy.default)
        parts = _parts(message)
    except Exception:  # the library raises many kinds of errors on crafted input; none of them may lose a mail
        return Mail(_fingerprint(raw), "", "", "", plain(_decode(raw, None))[:LONGEST_TEXT], may_be_answered=False)
    text, attachments, cut = parts
    sender, name = _sender(message)
    machine = _machine(message, sender)
    answerable = not machine and bool(sender) and not _is_bulk(message)
    return Mail(
        _identifier(message, raw),
        sender,
        name,
        header(message, "Subject")[:500],
        text,
        attachments,
        _thread(message),
        machine,
        answerable,
        cut,
    )


# -- headers


def header(message: Message, name: str) -> str:
    """A header as one line of visible characters; an unreadable one is empty."""
    try:
        value = message.get(name)
    except Exception:  # a header of a crafted mail may be impossible to parse
        return ""
    return _line(str(value)) if value is not None else ""


def _line(text: str) -> str:
    cleaned = "".join(" " if unicodedata.category(one).startswith("C") else one for one in text)
    return " ".join(cleaned.encode("utf-8", "replace").decode().split())


_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")


def _sender(message: Message) -> tuple[str, str]:
    """Address and name to answer to: Reply-To before From. An address that is not a plain one is none."""
    for field_name in ("Reply-To", "From"):
        for name, address in getaddresses([header(message, field_name)]):
            if _ADDRESS.fullmatch(address) and ".." not in address:
                return address, _line(name)[:200]
    return "", ""


_IDENTIFIER = re.compile(r"<[^<>\s]{1,250}>")


def _identifier(message: Message, raw: bytes) -> str:
    found = _IDENTIFIER.search(header(message, "Message-ID"))
    return found.group() if found else _fingerprint(raw)


def _fingerprint(raw: bytes) -> str:
    """Stands for the Message-ID of a mail that has none; lines a server adds on the way are left out."""
    whole = raw.replace(b"\r\n", b"\n")
    body = whole.partition(b"\n\n")[2]
    return f"<{hashlib.sha256(body or whole).hexdigest()}@no-message-id>"


def _thread(message: Message) -> tuple[str, ...]:
    named = f"{header(message, 'In-Reply-To')} {header(message, 'References')}"[:20_000]
    return tuple(dict.fromkeys(_IDENTIFIER.findall(named)))[:50]


def _machine(message: Message, sender: str) -> Machine:
    if header(message, LOOP_HEADER):
        return "loop"
    if _is_bounce(message, sender):
        return "bounce"
    automatic = header(message, "Auto-Submitted").split(";")[0].strip().lower()
    answers = header(message, "X-Autoreply") or header(message, "X-Autorespond")
    if (automatic and automatic != "no") or answers or header(message, "Precedence").lower() == "auto_reply":
        return "automatic"
    return ""


def _is_bounce(message: Message, sender: str) -> bool:
    returned = message.get("Return-Path")
    if returned is not None and header(message, "Return-Path") in ("<>", ""):
        return True
    if message.get_content_type() == "multipart/report":
        return True
    return sender.partition("@")[0].lower() in ("mailer-daemon", "postmaster") and not header(message, "Reply-To")


def _is_bulk(message: Message) -> bool:
    """Lists and mass mailings are registered like any other mail, and not answered."""
    bulk = header(message, "Precedence").lower() in ("bulk", "list", "junk")
    silent = header(message, "X-Auto-Response-Suppress").lower()
    return bulk or bool(header(message, "List-Id")) or "all" in silent or "autoreply" in silent


# -- body


def _parts(message: Message) -> tuple[str, tuple[Attachment, ...], bool]:
    texts: list[str] = []
    pages: list[str] = []
    files: list[Attachment] = []
    cut = False
    for number, part in enumerate(leaves(message)):
        if number >= MOST_PARTS:
            cut = True
            break
        kind, content = part.get_content_type(), part_bytes(part)
        if part.get_filename() or part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            if content:
                files.append(Attachment(file_name(part.get_filename(), kind), content))
        elif kind == "text/html":
            pages.append(html_as_text(_decode(content, part.get_content_charset())))
        else:
            texts.append(_decode(content, part.get_content_charset()))
    text = plain("\n\n".join(one for one in (texts if any(map(str.strip, texts)) else pages) if one.strip()))
    cut = cut or len(text) > LONGEST_TEXT or len(files) > MOST_ATTACHMENTS
    return text[:LONGEST_TEXT], tuple(files[:MOST_ATTACHMENTS]), cut


def leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something; a mail within the mail is one of them, and is not taken apart."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        inner: Any = part.get_payload()
        if part.is_multipart() and isinstance(inner, list) and part.get_content_type() != "message/rfc822":
            waiting += reversed(inner)
        else:
            yield part


def part_bytes(part: Message) -> bytes:
    """What a part holds, unpacked; of a mail within the mail, the mail."""
    if part.get_content_type() == "message/rfc822":
        inner: Any = part.get_payload()
        return b"".join(one.as_bytes() for one in inner) if isinstance(inner, list) else b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def part_text(part: Message) -> str:
    """The text of a part, in whichever code page it says or seems to be."""
    return _decode(part_bytes(part), part.get_content_charset())


def _decode(content: bytes, charset: str | None) -> str:
    for name in (charset, "utf-8", "cp1258"):
        try:
            if name:
                return content.decode(name)
        except (LookupError, ValueError):
            continue
    return content.decode("utf-8", "replace")


def plain(text: str) -> str:
    """Text without what could steer a screen: no control characters, no marks that turn the reading direction."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (one for one in text if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs", "Co"))
    return re.sub(r"\n{4,}", "\n\n\n", "".join(one for one in kept if one not in _STEERING)).strip()


_STEERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def file_name(given: str | None, kind: str) -> str:
    """A plain name for an attached file: the last piece of whatever path was given.

    >>> file_name("../../etc/passwd", "text/plain"), file_name("C:\\\\x\\\\a.pdf", "application/pdf")
    ('passwd', 'a.pdf')
    """
    last = re.split(r"[/\\]", _line(given or "").replace("\0", ""))[-1].strip(". ")
    last = "".join(one for one in last if one not in _STEERING and one not in '<>:"|?*')
    if len(last) > 120:
        stem, dot, ending = last.rpartition(".")
        last = f"{stem[: 119 - len(ending)]}.{ending}" if dot and len(ending) <= 10 else last[:120]
    return last or {"message/rfc822": "thu-kem.eml"}.get(kind, "tep-kem")


class _Text(HTMLParser):
    """Keeps the words of a page; scripts, styles and everything that would be fetched are left out."""

    _BREAKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "table", "blockquote"})
    _SILENT = frozenset({"script", "style", "head", "title", "template", "noscript"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in self._SILENT:
            self._silent += 1
        elif tag in self._BREAKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SILENT and self._silent:
            self._silent -= 1
        elif tag in self._BREAKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)


def html_as_text(page: str) -> str:
    """The words of an HTML page.

    >>> html_as_text("<p>Một<br>hai</p><script>alert(1)</script><img src=http://x.example/a.png>")
    'Một\\nhai'
    """
    reader = _Text()
    try:
        reader.feed(page)
        reader.close()
    except (AssertionError, ValueError, RecursionError):  # crafted markup can confuse the parser; its words are kept
        reader.pieces.append(re.sub(r"<[^>]*>", " ", page))
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


# -- the answer


def acknowledgement(mail: Mail, own_address: str, text: str, subject: str) -> EmailMessage | None:
    """The reply that carries a receipt and nothing of what was written; ``None`` where the mail may not be answered."""
    if not mail.may_be_answered or mail.sender.lower() == own_address.lower():
        return None
    try:
        local, _at, domain = mail.sender.partition("@")
        reply = EmailMessage(policy=policy.SMTP)
        reply["To"] = Address(username=local, domain=domain)
        reply["From"] = own_address
        reply["Subject"] = subject
        if mail.identifier.isascii() and not mail.identifier.endswith("@no-message-id>"):
            reply["In-Reply-To"] = mail.identifier
            reply["References"] = mail.identifier
        reply["Auto-Submitted"] = "auto-replied"
        reply["X-Auto-Response-Suppress"] = "All"
        reply[LOOP_HEADER] = "1"
        reply.set_content(text)
        reply.as_bytes()
    except (ValueError, MessageError, IndexError):
        return None
    return reply
