"""Errors a person can act on, apart from bugs."""

from dataclasses import dataclass

DONE = 0
UNUSABLE = 2
"""Exit status: arguments or input cannot be used."""
DONE_WITH_REJECTIONS = 3
"""Exit status: done, but some rows were not accepted."""


class UserError(Exception):
    """Something the person at the keyboard can mend. Its text is one plain line: what, where, what to do.

    The command line prints it as it is and exits with :data:`UNUSABLE`; the web answers with a 4xx.
    """

    exit_status = UNUSABLE


@dataclass(frozen=True)
class Place:
    """Where in a person's input something is wrong: file, then line and column where they are known."""

    file: str
    line: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        parts = [self.file]
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.column is not None:
            parts.append(f"column {self.column}")
        return ", ".join(parts)


class InputError(UserError):
    """A person's file or argument cannot be used.

    >>> str(InputError("no column named dossier", Place("events.csv", 1), "add the column, or name it in a mapping"))
    'events.csv, line 1: no column named dossier; add the column, or name it in a mapping'
    """

    def __init__(self, what: str, where: Place | str, remedy: str = "") -> None:
        self.what, self.where, self.remedy = what, where, remedy
        super().__init__(f"{where}: {what}" + (f"; {remedy}" if remedy else ""))
