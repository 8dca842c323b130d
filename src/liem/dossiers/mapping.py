"""A mapping file: how the columns and activities of a foreign event log answer to the exchange format (TOML)."""

import tomllib
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, get_args
from typing import Literal as Lit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from liem.base.errors import InputError, Place
from liem.dossiers.casting import AS_WRITTEN, TimeRule
from liem.dossiers.sniffing import cannot_open
from liem.dossiers.tables import DOSSIERS, EVENTS, Table

Take = Lit["first", "last", "min", "max"]
FILE = "@file"
"""Stands for the name of the file a row came from, without its endings."""
LONGEST_PERIOD = 3_660
"""Days of a statutory period."""
SECTIONS = ("source", "time", "missing", "events", "activities", "dossiers", "leave_out")


@dataclass(frozen=True)
class Origin:
    """Where the values of one column come from.

    ``column`` of the source, translated by ``values``, ``default`` where it is empty; or a ``constant``; or, for a
    time of a dossier, the time ``when`` one of these activities last happened, or so many ``days`` ``after`` another.
    ``take``: which of a dossier's rows speaks for it.
    """

    column: str | None = None
    constant: str | None = None
    default: str | None = None
    values: Dictionary[str, str] = field(default_factory=dict)
    when: tuple[str, ...] = ()
    take: Take = "first"
    after: str | None = None
    """For a time of a dossier: another of its times, ``days`` (calendar days) after which it lies. A statutory period
    that is the same for all dossiers is stated so.
    """
    days: int = 0
    prefix: str | None = None
    """A column (or ``@file``) whose value and a slash stand before the value, where codes repeat from office to
    office.
    """


@dataclass(frozen=True)
class Translation:
    """What one of the source's activities is called here; with ``where``, only in rows with these values."""

    theirs: str
    ours: str
    where: Dictionary[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Mapping:
    """What a mapping file says. Without a file the standard keys of XES, OCEL and the exchange format itself hold."""

    path: Path | None = None
    delimiter: str = ","
    dossier_type: str | None = None
    """OCEL: the object type that is the dossier."""
    time: TimeRule = field(default_factory=TimeRule)
    missing: tuple[str, ...] = ()
    events: Dictionary[str, Origin] = field(default_factory=dict)
    activities: tuple[Translation, ...] = ()
    dossiers: Dictionary[str, Origin] = field(default_factory=dict)
    leave_out: Dictionary[str, tuple[str, ...]] = field(default_factory=dict)

    def named(self) -> set[str]:
        """Every column of the source that the mapping names."""
        origins = (*self.events.values(), *self.dossiers.values())
        names = {name for origin in origins for name in (origin.column, origin.prefix) if name and name != FILE}
        return names.union(self.leave_out, *(translation.where for translation in self.activities))


XES_KEYS = {
    "dossier": "case:concept:name",
    "at": "time:timestamp",
    "activity": "concept:name",
    "official": "org:resource",
    "unit": "org:group",
}
"""The keys of the XES standard extensions, as columns of a flat table."""


def standard_events(names: tuple[str, ...], mapping: Mapping) -> Dictionary[str, Origin]:
    """The origins of event columns: what the mapping says, else XES keys, else columns named as in the format."""
    origins = {column: Origin(key) for column, key in XES_KEYS.items() if key in names}
    for column in EVENTS.column_names:
        if column in names and column not in origins:
            origins[column] = Origin(column)
    return {**origins, **mapping.events}


def load_mapping(path: Path) -> Mapping:
    """Read and check a mapping file.

    Raises:
        InputError: not readable, not TOML, or a section, column or word that means nothing here.
    """
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise cannot_open(path, error) from error
    except UnicodeDecodeError as error:
        raise InputError("the mapping is not UTF-8", str(path), "save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"the mapping is not TOML: {error}", str(path), "mend it there") from error
    return _Reader(path, document).mapping()


class _Reader:
    """Takes a document apart, and refuses what it does not know."""

    def __init__(self, path: Path, document: dict[str, Any]) -> None:
        self.path, self.document = path, document
        self._only(document, SECTIONS, "")

    def mapping(self) -> Mapping:
        source = self._section("source")
        self._only(source, ("delimiter", "dossier_type"), "source.")
        missing = self._section("missing")
        self._only(missing, ("values", "before"), "missing.")
        return Mapping(
            path=self.path,
            delimiter=self._delimiter(source.get("delimiter", ",")),
            dossier_type=self._text(source, "dossier_type", "source."),
            time=self._time(missing.get("before")),
            missing=self._texts(missing.get("values", []), "missing.values"),
            events=self._origins("events", EVENTS),
            activities=tuple(self._activity(theirs, entry) for theirs, entry in self._section("activities").items()),
            dossiers=self._origins("dossiers", DOSSIERS),
            leave_out={
                column: self._texts(values, f"leave_out.{column}")
                for column, values in self._section("leave_out").items()
            },
        )

    def _wrong(self, what: str, key: str, remedy: str) -> InputError:
        return InputError(what, Place(str(self.path), None, key), remedy)

    def _section(self, name: str) -> dict[str, Any]:
        section = self.document.get(name, {})
        if not isinstance(section, dict):
            raise self._wrong("not a section", name, f"write [{name}]")
        return section

    def _only(self, table: dict[str, Any], known: tuple[str, ...], where: str) -> None:
        for key in table:
            if key not in known:
                raise self._wrong("a key without meaning here", f"{where}{key}", f"known here: {', '.join(known)}")

    def _text(self, table: dict[str, Any], key: str, where: str) -> str | None:
        value = table.get(key)
        if value is not None and not isinstance(value, str):
            raise self._wrong("not text", f"{where}{key}", "write it in quotation marks")
        return value

    def _texts(self, values: Any, key: str) -> tuple[str, ...]:
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self._wrong("not a list of text", key, 'write it as ["…", "…"]')
        return tuple(values)

    def _delimiter(self, value: Any) -> str:
        if not isinstance(value, str) or len(value.encode()) != 1 or value in '"\r\n':
            raise self._wrong("not a single character", "source.delimiter", 'write for instance ";" or "\\t"')
        return value

    def _translation(self, table: Any, key: str) -> dict[str, str]:
        if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
            raise self._wrong("not a translation", key, 'write lines such as "their word" = "our word"')
        return dict(table)

    def _activity(self, theirs: str, entry: Any) -> Translation:
        key = f"activities.{theirs}"
        if isinstance(entry, str):
            return Translation(theirs, entry)
        if not isinstance(entry, dict) or not isinstance(entry.get("is"), str):
            remedy = 'write "our word", or { is = "our word", where = { column = "value" } }'
            raise self._wrong("not a translation", key, remedy)
        self._only(entry, ("is", "where"), f"{key}.")
        return Translation(theirs, entry["is"], self._translation(entry.get("where", {}), f"{key}.where"))

    def _time(self, before: Any) -> TimeRule:
        table = self._section("time")
        self._only(table, ("zone", "clocks", "format"), "time.")
        if before is not None and not isinstance(before, date):
            raise self._wrong("not a date", "missing.before", "write for instance 1971-01-01, without quotation marks")
        zone = self._zone(self._text(table, "zone", "time."), "time.zone")
        clocks = self._zone(self._text(table, "clocks", "time."), "time.clocks")
        rule = TimeRule(
            form=self._text(table, "format", "time."), missing_before=before.isoformat() if before else None
        )
        return replace(rule, zone=zone or rule.zone, clocks=clocks or rule.clocks)

    def _zone(self, name: str | None, key: str) -> str | None:
        if name in (None, AS_WRITTEN):
            return name
        try:
            ZoneInfo(str(name))
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise self._wrong(f"no time zone is called {name}", key, 'write for instance "Asia/Ho_Chi_Minh"') from error
        return name

    def _origins(self, section: str, table: Table) -> dict[str, Origin]:
        entries = self._section(section)
        self._only(entries, table.column_names, f"{section}.")
        return {column: self._origin(entry, f"{section}.{column}") for column, entry in entries.items()}

    def _origin(self, entry: Any, key: str) -> Origin:
        if isinstance(entry, str):
            return Origin(entry)
        if not isinstance(entry, dict):
            raise self._wrong("neither a column name nor a table", key, 'write a column\'s name, or { constant = "…" }')
        known = ("column", "constant", "default", "values", "when", "after", "days", "take", "prefix")
        self._only(entry, known, f"{key}.")
        if sum(name in entry for name in ("column", "constant", "when", "after")) != 1:
            raise self._wrong("needs exactly one of column, constant, when, after", key, "keep one of them")
        if "after" in entry or "days" in entry:
            self._period(entry, key)
        take = entry.get("take", "first")
        if take not in get_args(Take):
            raise self._wrong(f"take = {take!r} means nothing", key, f"choose one of {', '.join(get_args(Take))}")
        return Origin(
            column=self._text(entry, "column", f"{key}."),
            constant=self._text(entry, "constant", f"{key}."),
            default=self._text(entry, "default", f"{key}."),
            values=self._translation(entry.get("values", {}), f"{key}.values"),
            when=self._texts(entry.get("when", []), f"{key}.when"),
            after=self._text(entry, "after", f"{key}."),
            days=entry.get("days", 0),
            take=take,
            prefix=self._text(entry, "prefix", f"{key}."),
        )

    def _period(self, entry: dict[str, Any], key: str) -> None:
        """Refuse a period that is none: only ``due_at`` lies so many days after another time of the dossier."""
        days = entry.get("days")
        if key != "dossiers.due_at" or entry.get("after") != "received_at":
            raise self._wrong("a period that is none", key, 'write due_at = { after = "received_at", days = 56 }')
        if not isinstance(days, int) or isinstance(days, bool) or not 0 < days <= LONGEST_PERIOD:
            raise self._wrong(f"not a number of days up to {LONGEST_PERIOD}", f"{key}.days", "write for instance 56")
