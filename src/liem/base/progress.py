"""Progress of long work, told to whoever watches: a terminal, a job's row in the database, or nobody."""

from typing import Protocol


class Progress(Protocol):
    """What long work calls. Stages follow one another; ``total`` is in the stage's own units, or unknown."""

    def stage(self, name: str, total: int | None = None) -> None:
        """A new stage begins; the one before it is complete."""

    def advance(self, amount: int = 1) -> None:
        """``amount`` more units of the present stage are done."""


class Silent:
    """Nobody watches."""

    def stage(self, name: str, total: int | None = None) -> None:
        pass

    def advance(self, amount: int = 1) -> None:
        pass
