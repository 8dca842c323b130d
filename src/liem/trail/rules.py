"""What may stand in the trail."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

_NAME = re.compile(r"[a-z][a-z0-9_.:-]{0,63}")


def why_not_record(stream: str, event: str, by: str, subject_kind: str, subject_id: str, now: datetime) -> str | None:
    """Why an entry of this shape cannot be kept, or ``None``."""
    for field, value in (("stream", stream), ("event", event), ("subject kind", subject_kind)):
        if not _NAME.fullmatch(value):
            return f"{field} {value!r} is not a short lower-case name"
    if not 1 <= len(by) <= 64:
        return "'by' must be the number of an account, or 'system'"
    if not 1 <= len(subject_id) <= 200:
        return "the identifier of the subject must have 1 to 200 characters"
    if now.tzinfo is None:
        return "the instant has no zone"
    return None


def plain(values: Mapping[str, object] | None) -> dict[str, Any] | None:
    """``values`` as the database gives them back: plain JSON.

    :raises ValueError: for what would not come back the same (fractions, characters PostgreSQL cannot hold) and could
        therefore not be proved later.
    """
    if values is None:
        return None
    text = json.dumps(values, allow_nan=False, ensure_ascii=False)
    if "\\u0000" in text:
        raise ValueError("a trail entry cannot hold the character NUL")
    result: dict[str, Any] = json.loads(text, parse_float=_refuse_fraction)
    return result


def _refuse_fraction(text: str) -> float:
    raise ValueError(f"a trail entry holds whole numbers, codes and identifiers, not {text}")
