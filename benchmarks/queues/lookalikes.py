"""Who stands out for an innocent reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

APART = {"trainee", "hard_dossiers", "absent", "covers_absence", "deadline_effort", "transferred"}
"""Kinds of whom no yardstick is made."""


class Lookalike(NamedTuple):
    kind: str
    official: int


@dataclass
class Lookalikes:
    all: list[Lookalike] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    """Handlers who have a part already."""

    def add(self, kind: str, official: int) -> None:
        self.all.append(Lookalike(kind, official))

    @property
    def apart(self) -> set[int]:
        return {one.official for one in self.all if one.kind in APART}
