"""What is asked of a calibration."""

from dataclasses import dataclass
from datetime import date

from liem.base.errors import UserError


@dataclass(frozen=True)
class Plan:
    """``shuffles`` of who handled what, ``draws`` of each planted strength; ``seed`` makes both repeatable.

    ``seconds``: after so long no further shuffle or draw is begun (the report says how many were done). ``first`` and
    ``last`` are those of a detection. Raises UserError for numbers that make no sense.
    """

    shuffles: int = 40
    draws: int = 12
    seed: int = 20_261_122
    fdr: float = 0.05
    seconds: float | None = None
    first: date | None = None
    last: date | None = None
    memory: str = "2GiB"

    def __post_init__(self) -> None:
        if not 1 <= self.shuffles <= 10_000:
            raise UserError(f"--shuffles {self.shuffles}: give a number from 1 to 10000")
        if not 0 <= self.draws <= 1_000:
            raise UserError(f"--draws {self.draws}: give a number from 0 to 1000")
        if self.seed < 0:
            raise UserError(f"--seed {self.seed}: give a whole number from 0 on")
