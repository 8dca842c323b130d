"""Progress on a terminal: a bar per stage where a person watches, nothing where the output goes to a file."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from liem.base.progress import Progress as Watcher
from liem.base.progress import Silent


class Bars:
    """One line per stage; ``names`` gives the stages the reader's words."""

    def __init__(self, bars: Progress, names: Mapping[str, str]) -> None:
        self._bars, self._names = bars, names
        self._task: TaskID | None = None

    def stage(self, name: str, total: int | None = None) -> None:
        """A new line begins; the one before it is full."""
        self.finish()
        self._task = self._bars.add_task(self._names.get(name, name), total=total)

    def advance(self, amount: int = 1) -> None:
        """The present line grows."""
        if self._task is not None:
            self._bars.advance(self._task, amount)

    def finish(self) -> None:
        """The present line is full."""
        if self._task is not None:
            total = self._bars.tasks[self._task].total or 1
            self._bars.update(self._task, total=total, completed=total)


@contextmanager
def watching(quiet: bool, names: Mapping[str, str] | None = None) -> Iterator[Watcher]:
    """What long work is to tell its progress to; the bars stand on the error stream and are gone afterwards."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield Silent()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        shown = Bars(bars, names or {})
        yield shown
        shown.finish()
