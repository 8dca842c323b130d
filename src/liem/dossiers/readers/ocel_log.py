"""What the three forms of OCEL 2.0 have in common."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class OcelObject:
    """One object: its type, and each attribute's first value."""

    type: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OcelEvent:
    """One event, with the ids of the objects it refers to. All values are the text that was written."""

    id: str
    type: str
    time: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    objects: tuple[str, ...] = ()


@dataclass(frozen=True)
class OcelLog:
    """A log: objects by id, the names of their types, and the events, which may come one by one."""

    objects: Mapping[str, OcelObject]
    object_types: Iterable[str]
    events: Iterable[OcelEvent]


def first_values(pairs: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Of ``(name, time, value)`` the earliest value of each name."""
    found: dict[str, tuple[str, str]] = {}
    for name, time, value in pairs:
        if name not in found or time < found[name][0]:
            found[name] = (time, value)
    return {name: value for name, (_, value) in found.items()}
