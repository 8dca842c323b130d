"""Work done one step behind: while a piece is being written, the next is being read."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any


class OneBehind:
    """Runs tasks in order on a thread of its own, holding at most one; an error surfaces at the next task or at
    the end.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1)
        self._last: Future[Any] | None = None

    def run(self, task: Callable[..., Any], *arguments: Any) -> None:
        """Wait for the task before, then begin this one."""
        self.wait()
        self._last = self._pool.submit(task, *arguments)

    def wait(self) -> None:
        """Until nothing is running; raises what the last task raised."""
        last, self._last = self._last, None
        if last is not None:
            last.result()

    def __enter__(self) -> "OneBehind":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.wait()
        finally:
            self._pool.shutdown(wait=True)
