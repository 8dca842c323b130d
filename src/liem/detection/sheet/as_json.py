"""An evidence sheet as JSON: the same sheet is the same text, byte for byte."""

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from liem.detection.sheet.content import Sheet

FORMAT = "liem-evidence-1"
"""Name of the layout; a change to it is a new name."""
DRAWN_ONLY = frozenset({"points", "clock"})
"""What stands in a sheet for its pictures alone."""


def as_json(sheet: Sheet) -> str:
    """The sheet as JSON with sorted keys. Instants are on the clocks of Vietnam."""
    document = {"format": FORMAT, **_plain(sheet)}
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value) if one.name not in DRAWN_ONLY}
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date | datetime) else value
