"""Reading the dated tables of this room, field by field: every fault is one line with file, entry and remedy."""

import tomllib
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from liem.base.errors import InputError

Confidence = Literal["SP", "SS", "R", "U", "estimated"]
"""SP: seen in a primary text; SS: seen in a secondary source; R: recalled, or taken from a library and not compared
with the document; U: uncertain; estimated: the announcement is not out."""

CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file a person wrote, or a one-line :class:`InputError`."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", str(path), "check the path and its permissions"
        ) from None
    except UnicodeDecodeError:
        raise InputError("is not UTF-8 text", str(path), "save the file as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"is not valid TOML: {error}", str(path), "mend that line") from None


class Entry:
    """One table of such a file. Each field is asked for once; :meth:`finish` refuses the fields nobody asked for."""

    def __init__(self, fields: dict[str, Any], where: str) -> None:
        self._fields, self.where, self._asked = fields, where, list[str]()

    def text(self, name: str) -> str:
        """A text that must be there and say something."""
        value = self._required(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
        raise self.refusal(f"{name} {value!r} is not a text", "write it between quotation marks")

    def optional_text(self, name: str) -> str:
        """A text that may be absent or empty."""
        value = self._field(name, "")
        if isinstance(value, str):
            return value.strip()
        raise self.refusal(f"{name} {value!r} is not a text", "write it between quotation marks")

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; absent means empty."""
        value = self._field(name, [])
        if isinstance(value, list) and all(isinstance(text, str) and text.strip() for text in value):
            return tuple(value)
        raise self.refusal(f"{name} is not a list of texts", f'write {name} = ["…", "…"]')

    def one_of(self, name: str, known: Iterable[str]) -> str:
        """A word of a closed list."""
        value, words = self.text(name), tuple(known)
        if value in words:
            return value
        raise self.refusal(f"unknown {name} {value!r}", f"one of {', '.join(words)}")

    def each_of(self, name: str, known: Iterable[str]) -> tuple[str, ...]:
        """A list of words, each of a closed list."""
        values, words = self.texts(name), tuple(known)
        for value in values:
            if value not in words:
                raise self.refusal(f"unknown {name} {value!r}", f"each is one of {', '.join(words)}")
        return values

    def day(self, name: str) -> date:
        """A day that must be there."""
        return self._as_day(name, self._required(name))

    def optional_day(self, name: str) -> date | None:
        """A day; absent or an empty text means none."""
        value = self._field(name, "")
        return None if value == "" else self._as_day(name, value)

    def optional_count(self, name: str) -> int | None:
        """A whole number not below nought; absent means none."""
        value = self._field(name, None)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
            return value
        raise self.refusal(f"{name} {value!r} is not a whole number", "write digits alone, or leave the field out")

    def flag(self, name: str) -> bool:
        """Yes or no; must be there."""
        value = self._required(name)
        if isinstance(value, bool):
            return value
        raise self.refusal(f"{name} {value!r} is neither true nor false", "write true or false")

    def optional_flag(self, name: str) -> bool | None:
        """Yes or no; absent means neither."""
        value = self._field(name, None)
        if value is None or isinstance(value, bool):
            return value
        raise self.refusal(f"{name} {value!r} is neither true nor false", "write true or false, or leave it out")

    def entries(self, name: str) -> list["Entry"]:
        """The entries below this one; absent means none."""
        value = self._field(name, [])
        if isinstance(value, list) and all(isinstance(fields, dict) for fields in value):
            return [Entry(fields, f"{self.where}, {name} entry {number}") for number, fields in enumerate(value, 1)]
        raise self.refusal(f"{name} is not a list of tables", f"write each under its own [[{name}]] heading")

    def inheriting(self, name: str) -> list["Entry"]:
        """The entries below this one, each with this one's fields where it does not say its own."""
        own = {field: value for field, value in self._fields.items() if field != name}
        return [Entry(own | entry._fields, entry.where) for entry in self.entries(name)]

    def finish(self) -> None:
        """Refuse fields that no one knows: a misspelt one would otherwise be lost in silence."""
        for name in self._fields:
            if name not in self._asked:
                raise self.refusal(f"unknown field {name!r}", f"the fields are {', '.join(self._asked)}")

    def refusal(self, what: str, remedy: str) -> InputError:
        """The error for a fault in this entry."""
        return InputError(what, self.where, remedy)

    def _field(self, name: str, absent: Any) -> Any:
        self._asked.append(name)
        return self._fields.get(name, absent)

    def _required(self, name: str) -> Any:
        value = self._field(name, None)
        if value in (None, ""):
            raise self.refusal(f"no {name}", f"write {name} = …")
        return value

    def _as_day(self, name: str, value: object) -> date:
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        elif isinstance(value, date) and not isinstance(value, datetime):
            return value
        shown = repr(value) if isinstance(value, str) else value
        raise self.refusal(f"{name} {shown} is not a day", "write it as 2026-09-02")


def read_entries(path: Path, heading: str) -> list[Entry]:
    """The ``[[heading]]`` entries of a TOML file; other headings are left alone."""
    return Entry(read_toml(path), str(path)).entries(heading)
