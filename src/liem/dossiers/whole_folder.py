"""A folder that appears whole or not at all."""

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from liem.base.errors import InputError

_FULL = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "a file may not grow further",
}


@contextlib.contextmanager
def whole_folder(target: Path, mark: str) -> Iterator[Path]:
    """A sibling folder to write into; on success it takes the place of ``target``, on failure nothing is left of it.

    ``mark`` names the file by which a folder written this way is known; only such a folder or an empty one is replaced.

    Raises:
        InputError: ``target`` holds something else, or cannot be written.
    """
    _refuse_foreign(target, mark)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{target.name}.partial-", dir=target.parent))
    except OSError as error:
        raise cannot_write(target, error) from error
    try:
        yield partial
        partial.chmod(0o777 & ~_umask())
        _sync(partial)
        _put_in_place(partial, target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def cannot_write(target: Path, error: OSError) -> InputError:
    """The one line for a folder that cannot be written: what the system says, and what to do."""
    what = _FULL.get(error.errno or 0)
    if what:
        return InputError(f"cannot be written: {what}", str(target), "make room there, or write elsewhere")
    if isinstance(error, PermissionError):
        return InputError("cannot be written: permission denied", str(target), "choose a folder this user may write to")
    reason = error.strerror or type(error).__name__
    return InputError(f"cannot be written: {reason}", str(target), "choose another folder, or check the disk")


def _refuse_foreign(target: Path, mark: str) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise InputError("is there already and is no folder", str(target), "name another folder")
    if target.is_dir() and any(target.iterdir()) and not (target / mark).exists():
        raise InputError("the folder is not empty", str(target), "name a new or an empty folder")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync(folder: Path) -> None:
    """Ask that every file, and the folder's own list of them, be on the disk before it is put in place."""
    for path in (*folder.rglob("*"), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _put_in_place(partial: Path, target: Path) -> None:
    if not target.exists():
        partial.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}.old-", dir=target.parent))
    target.rename(old / "replaced")
    partial.rename(target)
    shutil.rmtree(old, ignore_errors=True)
