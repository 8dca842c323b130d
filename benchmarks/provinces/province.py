"""What to simulate: the one thing that all simulators and whoever scores them agree on."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


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

    @property
    def head(self) -> dict[str, Any]:
        """How its truth begins."""
        return {
            "province": self.name,
            "style": self.style,
            "seed": self.seed,
            "strength": self.strength,
            "honest": self.honest,
        }


def from_command_line(
    simulate: Callable[[Province, Path], Path],
    description: str | None,
    styles: Iterable[str],
    *,
    dossiers: int,
    officials: int,
    seed: int,
) -> None:
    """The command of a simulator, with its usual size and seed; the first of ``styles`` is the usual one."""
    styles = list(styles)
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    if len(styles) > 1:
        parser.add_argument("--style", choices=sorted(set(styles)), default=styles[0])
    parser.add_argument("--dossiers", type=int, default=dossiers)
    parser.add_argument("--officials", type=int, default=officials)
    parser.add_argument("--seed", type=int, default=seed)
    parser.add_argument("--strength", type=float, default=1.0)
    parser.add_argument("--honest", action="store_true")
    chosen = parser.parse_args()
    style = chosen.style if len(styles) > 1 else styles[0]
    province = Province(style, chosen.dossiers, chosen.officials, chosen.seed, chosen.strength, chosen.honest)
    print(simulate(province, chosen.out))
