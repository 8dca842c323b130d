"""What to simulate: the one thing that all simulators and whoever scores them agree on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Province:
    """``strength`` 1.0 or 0.5 scales every planted act; ``honest`` plants none."""

    style: str
    dossiers: int
    officials: int
    seed: int
    strength: float = 1.0
    honest: bool = False

    @property
    def name(self) -> str:
        kind = "honest" if self.honest else f"s{self.strength:g}"
        return f"{self.style}-{self.dossiers}x{self.officials}-{kind}-{self.seed}"
