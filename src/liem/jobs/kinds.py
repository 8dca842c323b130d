"""The kinds of work a room offers. A room registers its own in ``tasks.py``, which is read when Django starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Work = Callable[..., dict[str, Any] | None]
"""Called as ``work(progress, by=…, **arguments)``; what it returns is kept with the job as its result (small JSON)."""


@dataclass(frozen=True)
class Kind:
    """A kind of work. ``repeatable``: after its worker was killed it may simply be done again, from the start."""

    name: str
    work: Work
    repeatable: bool


_KINDS: dict[str, Kind] = {}


def job(name: str, *, repeatable: bool) -> Callable[[Work], Work]:
    """Register the decorated function as the work of the jobs of this kind.

    >>> @job("example.count", repeatable=True)
    ... def count(progress: JobProgress, by: str, up_to: int) -> None: ...
    >>> kind("example.count").repeatable
    True
    """

    def register(work: Work) -> Work:
        _KINDS[name] = Kind(name, work, repeatable)
        return work

    return register


def kind(name: str) -> Kind:
    """:raises KeyError: where no room offers such work."""
    return _KINDS[name]
