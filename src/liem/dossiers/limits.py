"""How much a source may cost to read: memory, expansion, length of a line. What exceeds a limit is refused by name."""

import os
from dataclasses import dataclass, fields

from liem.base.errors import UserError

KIB, MIB, GIB = 1024, 1024**2, 1024**3
_UNITS = {"": 1, "K": KIB, "M": MIB, "G": GIB, "KIB": KIB, "MIB": MIB, "GIB": GIB, "KB": KIB, "MB": MIB, "GB": GIB}
PREFIX = "LIEM_READ_"


@dataclass(frozen=True)
class ReadingLimits:
    """All in bytes, but the ratio and the rows. Each can be set as ``LIEM_READ_`` and its name in capitals."""

    memory: int = 2 * GIB
    """For the embedded engine; beyond it work spills into the work folder."""
    expanded: int = 32 * GIB
    """What one compressed file may expand to."""
    ratio: int = 250
    """Expanded over compressed size, looked at beyond ``ratio_from``; real event logs stay below 60."""
    ratio_from: int = 64 * MIB
    line: int = MIB
    """One record of a CSV, embedded line breaks included."""
    trace: int = 256 * MIB
    """One trace of an XES log, as text."""
    document: int = 512 * MIB
    """An OCEL log in JSON or XML, which can only be read whole."""
    rows: int = 1_000_000_000

    @classmethod
    def from_environment(cls) -> "ReadingLimits":
        """The limits, with those the environment sets.

        Raises:
            UserError: a variable is not a positive whole number, with K, M or G after it at most.
        """
        variables = {field.name: os.environ.get(PREFIX + field.name.upper()) for field in fields(cls)}
        return cls(**{name: _size(name, text) for name, text in variables.items() if text is not None})


def _size(name: str, text: str) -> int:
    digits = text.strip().rstrip("KMGIBkmgib")
    unit = _UNITS.get(text.strip()[len(digits) :].upper())
    if not digits.isdecimal() or unit is None or int(digits) == 0:
        raise UserError(f"{PREFIX}{name.upper()}={text}: not a size; write a whole number, with K, M or G after it")
    return int(digits) * unit
