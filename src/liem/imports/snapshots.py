"""Snapshots on disk: a folder is either whole and named by its checksum, or a temporary sibling that nobody reads.

``LIEM_HOME/records/<checksum>/``   immutable canonical record sets
``LIEM_HOME/records/.new-<n>/``     being written by import n
``LIEM_HOME/imports/<n>/``          what import n keeps: rows not accepted, changes
"""

import os
import re
import shutil
from pathlib import Path

from liem.dossiers.records import RecordSet, content_checksum

_CHECKSUM = re.compile(r"[0-9a-f]{64}")


class SnapshotStore:
    """The folder of snapshots of one house."""

    def __init__(self, home: Path) -> None:
        self.records = home / "records"
        self.imports = home / "imports"

    def fresh(self, number: int) -> Path:
        """An empty folder in which import ``number`` may write its snapshot; what a killed attempt left is removed."""
        folder = self.records / f".new-{number}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def kept(self, number: int) -> Path:
        """The folder of what import ``number`` keeps."""
        return self.imports / str(number)

    def adopt(self, folder: Path) -> str:
        """Make a folder written by :meth:`fresh` permanent and return its checksum.

        Every byte is on the disk before the name is; the rename is atomic. The same content has the same name, and is
        kept once.
        """
        checksum = content_checksum(RecordSet.open(folder))
        target = self.records / checksum
        if target.is_dir():
            shutil.rmtree(folder)
            return checksum
        for path in folder.iterdir():
            sync(path)
        sync(folder)
        folder.rename(target)
        sync(self.records)
        return checksum

    def open(self, checksum: str) -> RecordSet:
        """The record set of that checksum. Raises InputError where it is not on this disk."""
        if not _CHECKSUM.fullmatch(checksum):
            raise ValueError(f"{checksum!r} is not a checksum")
        return RecordSet.open(self.records / checksum)

    def sweep(self) -> None:
        """Remove what killed imports left half-written. Call it only where no other import can be merging."""
        for left in self.records.glob(".new-*"):
            shutil.rmtree(left, ignore_errors=True)


def sync(path: Path) -> None:
    """Force a file, or the names in a folder, onto the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
