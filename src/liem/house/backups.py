"""A backup of the whole house in one folder, and a house made of it again.

The folder holds ``database.dump`` (PostgreSQL's own archive), ``files/`` (records, runs, files under way, checkpoints)
and ``manifest.json`` with the checksum of every file. The secrets are kept apart: with the database they open more than
either alone.
"""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from liem import __version__
from liem.base.errors import InputError, UserError
from liem.dossiers.whole_folder import whole_folder
from liem.house.postgres import binaries, walls
from liem.house.postgres.server import Server

MANIFEST = "manifest.json"
DUMP = "database.dump"
FILES = "files"
KEPT = ("records", "runs", "imports", "checkpoints")
"""Folders of ``LIEM_HOME`` that are backed up. All else is made anew (styles, the demonstration) or is a secret."""
SPARE = 64 * 1024 * 1024
"""Bytes that must be left free."""
_NEWER = (
    "the backup was made by PostgreSQL {} and cannot be read by {}; install it:  sudo apt-get install -y postgresql-{}"
)

Say = Callable[[str], None]


@dataclass(frozen=True)
class Backup:
    """What a backup is made of."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def bytes(self) -> int:
        return sum(one["bytes"] for one in self.manifest["files"].values())


def make(target: Path, home: Path, server: Server, *, now: datetime, say: Say) -> Backup:
    """Write a backup into the new folder ``target``; it appears whole or not at all.

    The database is written down first: the records that it names never change, so that what is copied afterwards fits.

    :raises UserError: where there is no room, or the database may not be read as a whole.
    """
    if target.exists():
        raise InputError("is there already", str(target), "name a new folder")
    dsn = _whole_dsn(server)
    _make_room_sure(target, home, dsn)
    with whole_folder(target, MANIFEST) as partial:
        partial.chmod(0o700)
        say("writing down the database")
        with _every_row(server):
            _run(_programs(server).program("pg_dump"), dsn, "--format=custom", "--file", str(partial / DUMP))
        say("copying the records")
        for name in KEPT:
            if (home / name).is_dir():
                shutil.copytree(home / name, partial / FILES / name)
        manifest = {
            "liem": __version__,
            "made_at": now.isoformat(timespec="seconds"),
            "postgresql": _major(dsn),
            "files": {str(path.relative_to(partial)): _described(path) for path in _files(partial)},
        }
        (partial / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")
    target.chmod(0o700)
    return Backup(target, manifest)


def keep_secrets(home: Path, target: Path, backup: Path) -> None:
    """Copy the secrets of the house into a new folder that only its owner reads, apart from the backup."""
    if backup.resolve() in (target.resolve(), *target.resolve().parents):
        raise InputError("lies inside the backup", str(target), "keep the secrets apart from it")
    if target.exists():
        raise InputError("is there already", str(target), "name a new folder")
    shutil.copytree(home / "secrets", target)
    _close_to_others(target)


def read(folder: Path) -> Backup:
    """A backup whose every file is there and unchanged.

    :raises InputError: naming the first file that is not.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
        expected = dict(manifest["files"])
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError("holds no backup", str(folder), f"name the folder that holds {MANIFEST}") from None
    for name, told in expected.items():
        path = folder / name
        if not path.is_file() or _described(path) != told:
            what = "is missing" if not path.is_file() else "is not as it was written"
            raise InputError(what, str(path), "take another copy of the backup; nothing was restored")
    return Backup(folder, manifest)


def why_not_into(home: Path) -> str | None:
    """Why nothing may be restored into ``home``: what is there must not be lost."""
    taken = [name for name in KEPT if (home / name).exists()]
    return f"LIEM_HOME={home} holds a house already ({', '.join(taken)}); name a new folder" if taken else None


def put_back_secrets(kept: Path, home: Path) -> None:
    """Lay the secrets where the house looks for them, before anything else is made."""
    if not (kept / "secret_key").is_file():
        raise InputError("holds no secrets", str(kept), "name the folder that 'liem backup --secrets' wrote")
    shutil.copytree(kept, home / "secrets", dirs_exist_ok=True)
    _close_to_others(home / "secrets")


def put_back(backup: Backup, home: Path, server: Server, *, say: Say) -> None:
    """Fill an empty database and the folders of ``home`` from a backup.

    :raises UserError: where the database is not empty, or is older than the one that was backed up.
    """
    dsn = server.dsns.owner
    with psycopg.connect(dsn) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    if row and row[0]:
        raise UserError("the database is not empty; restore into a new one, so that nothing is lost")
    made_by, here = int(backup.manifest["postgresql"]), _major(dsn)
    if made_by > here:
        raise UserError(_NEWER.format(made_by, here, made_by))
    say("filling the database")
    _fill(_programs(server), dsn, backup.folder / DUMP)
    say("copying the records")
    for name in KEPT:
        if (backup.folder / FILES / name).is_dir():
            shutil.copytree(backup.folder / FILES / name, home / name)


def _whole_dsn(server: Server) -> str:
    """Who reads and writes every row: of a private server its superuser, else the owner named in ``DATABASE_URL``."""
    if server.cluster is None:
        return server.dsns.owner
    return server.cluster.superuser_dsn(str(conninfo_to_dict(server.dsns.owner)["dbname"]))


def _every_row(server: Server) -> AbstractContextManager[None]:
    """While the dump is written, whoever writes it must not be stopped by row-level security."""
    return nullcontext() if server.cluster is not None else walls.open_to_owner(server.dsns.owner, server.dsns.web)


def _programs(server: Server) -> binaries.Binaries:
    return server.cluster.binaries if server.cluster is not None else binaries.for_server(_major(server.dsns.owner))


def _run(program: str, dsn: str, *options: str) -> None:
    command = [program, *options, "--dbname", _without_password(dsn)]
    done = subprocess.run(command, env=_environment(dsn), capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise _failed(program, done.stderr)


def _fill(programs: binaries.Binaries, dsn: str, dump: Path) -> None:
    """Restore in one transaction: all or nothing. All becomes the owner's here, whoever owned it there.

    The archive goes through psql, because pg_restore 17 and newer sets an option that older servers do not know.
    """
    unpack = [programs.program("pg_restore"), "--no-owner", "--no-acl", "--file=-", str(dump)]
    fill = [programs.program("psql"), "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    fill += ["--dbname", _without_password(dsn)]
    with tempfile.TemporaryFile() as refused, tempfile.TemporaryFile() as unreadable:
        with (
            subprocess.Popen(unpack, stdout=subprocess.PIPE, stderr=unreadable) as archive,  # noqa: S603
            subprocess.Popen(  # noqa: S603
                fill, env=_environment(dsn), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=refused
            ) as database,
        ):
            packed, free = cast(IO[bytes], archive.stdout), cast(IO[bytes], database.stdin)
            with contextlib.suppress(BrokenPipeError):  # psql says why it left
                for line in packed:
                    if line != _UNKNOWN_BEFORE_17:
                        free.write(line)
                    if line.startswith(b"CREATE "):
                        break
                shutil.copyfileobj(packed, free)
            packed.close()
            if archive.wait() and database.poll() is None:
                database.kill()  # the end of the stream would be a commit of half
            with contextlib.suppress(BrokenPipeError):
                free.close()
        program, said = ("pg_restore", unreadable) if archive.returncode > 0 else ("psql", refused)
        if archive.returncode or database.returncode:
            said.seek(0)
            raise _failed(program, said.read().decode(errors="replace"))


_UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"


def _failed(program: str, stderr: str) -> UserError:
    said = " / ".join(stderr.strip().splitlines()[-2:])
    return UserError(f"{Path(program).name} did not succeed: {said}")


def _without_password(dsn: str) -> str:
    return make_conninfo(
        **{key: str(value) for key, value in conninfo_to_dict(dsn).items() if value and key != "password"}
    )


def _environment(dsn: str) -> dict[str, str]:
    """The password goes by the environment, where nobody else on the machine sees it."""
    password = conninfo_to_dict(dsn).get("password")
    return {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "LC_ALL": "C.UTF-8",
        **({"PGPASSWORD": str(password)} if password else {}),
    }


def _make_room_sure(target: Path, home: Path, dsn: str) -> None:
    with psycopg.connect(dsn) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    needed = (int(row[0]) if row else 0) + sum(
        path.stat().st_size for name in KEPT for path in _files(home / name) if path.exists()
    )
    there = target.absolute()
    while not there.exists():
        there = there.parent
    free = shutil.disk_usage(there).free
    if free < needed + SPARE:
        raise UserError(
            f"there is too little room in {there}: up to {needed // 2**20} MB are needed, {free // 2**20} MB are free; "
            "name a folder on another disk"
        )


def _major(dsn: str) -> int:
    with psycopg.connect(dsn) as connection:
        return connection.info.server_version // 10000


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _described(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def _close_to_others(folder: Path) -> None:
    folder.chmod(0o700)
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
