"""Which operating-system account runs the server. PostgreSQL refuses root, so root hands it to an unprivileged one."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from liem.base.errors import UserError

OWN_ACCOUNT = "liem"


@dataclass(frozen=True)
class OsAccount:
    """The account that runs the server; ``switch`` where that is not the present one."""

    name: str
    uid: int
    gid: int
    switch: bool

    def run(self, command: Sequence[str | Path], *, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """Run ``command`` as this account, in ``/``, with a bare environment; the caller judges the result."""
        identity = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}
        return subprocess.run(  # type: ignore[call-overload]  # noqa: S603 - programs found by us
            [str(part) for part in command],
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            **identity,
        )

    def reaches(self, folder: Path) -> bool:
        """Whether this account may enter ``folder``. Nothing is changed to find out."""
        return not self.switch or self.run(["/usr/bin/test", "-x", folder]).returncode == 0

    def make_folder(self, folder: Path, mode: int = 0o700) -> None:
        """Make ``folder`` for this account. One that is there already is taken only if it is this account's own."""
        try:
            folder.mkdir(mode=mode)
        except FileExistsError:
            if folder.is_symlink() or folder.stat().st_uid != self.uid:
                raise UserError(f"{folder} belongs to somebody else; remove it, or choose another LIEM_HOME") from None
            return
        if self.switch:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(mode)


def for_server() -> OsAccount:
    """The present account, or, for root, ``postgres`` or an account ``liem`` (made where there is neither)."""
    if os.geteuid() != 0:
        return OsAccount(str(os.geteuid()), os.geteuid(), os.getegid(), switch=False)
    for name in ("postgres", OWN_ACCOUNT):
        found = _existing(name)
        if found:
            return found
    _make_own_account()
    return _existing(OWN_ACCOUNT) or _existing("nobody") or _none()


def _existing(name: str) -> OsAccount | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return OsAccount(name, entry.pw_uid, entry.pw_gid, switch=True)


def _make_own_account() -> None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd:
        subprocess.run(  # noqa: S603 - a system program with fixed arguments
            [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", OWN_ACCOUNT],
            capture_output=True,
            check=False,
        )


def _none() -> OsAccount:
    raise UserError("PostgreSQL refuses to run as root, and there is no other account; run liem as an ordinary user")
