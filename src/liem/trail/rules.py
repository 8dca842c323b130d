"""What may stand in the trail."""

import re
from datetime import datetime

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
