"""What is neither our mistake nor the person's: a full disk, a database that went away. One line says what to do."""

import errno
from collections.abc import Iterator

_DISK_FULL = "53100"
"""SQLSTATE ``disk_full``."""
_GONE = ("08", "57P")
"""SQLSTATE of connections that failed, and of a server that shuts down or is not yet up."""


def sentence(error: BaseException) -> str | None:
    """What to say of ``error``, by its chain of causes; ``None`` where it is a mistake of ours."""
    for one in _causes(error):
        state = getattr(one, "sqlstate", None) or ""
        if state == _DISK_FULL or getattr(one, "errno", None) == errno.ENOSPC:
            return "the disk is full; free some space, then give the command again: nothing saved is lost"
        if state.startswith(_GONE) or (type(one).__name__ == "OperationalError" and not state):
            return "the database does not answer; look whether its server runs, then give the command again"
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
