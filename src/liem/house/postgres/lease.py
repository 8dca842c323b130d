"""Who uses the private server. The last process to leave stops it; one that is killed has left."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Lease:
    """A share in the server, held as a lock on a file: the kernel gives it back whatever becomes of the process."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def is_the_last(self) -> bool:
        """Whether nobody else holds a share. Afterwards nobody can take one before this one is given back."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def give_back(self) -> None:
        os.close(self._file)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Only one process at a time starts or stops the server; the others wait here."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)
