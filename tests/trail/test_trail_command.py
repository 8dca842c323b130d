"""``liem trail`` from the command line: whole, written down, broken."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from liem.house.postgres.server import private_cluster

pytestmark = [pytest.mark.slow, pytest.mark.database]


def liem(folder: Path, *arguments: str) -> tuple[int, str, str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("LIEM_", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, "-c", "from liem.house.command_line import main; main()", *arguments],
        env={**environment, "LIEM_HOME": str(folder / "home")},
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr


def tamper(folder: Path, statement: str) -> None:
    """As whoever rules the machine."""
    cluster = private_cluster(folder / "home")
    cluster.start()
    with psycopg.connect(cluster.superuser_dsn("liem")) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(statement)
    cluster.stop()


def test_the_trail_is_proved_written_down_and_found_broken(laid_house: Path) -> None:
    folder = laid_house.parent
    assert liem(folder, "account", "lan", "--role", "auditor")[0] == 0
    assert liem(folder, "trail", "verify") == (0, "the trail is whole: 2 entries in 1 streams\n", "")

    status, told, _ = liem(folder, "trail", "checkpoint")
    path, root = told.splitlines()
    assert (status, len(root), Path(path).read_text().splitlines()[2]) == (0, 64, root)
    assert "continues the checkpoint" in liem(folder, "trail", "verify")[1]
    published = liem(folder, "trail", "public-key")[1].strip()
    assert (folder / "home" / "secrets" / "checkpoint_key").stat().st_mode & 0o777 == 0o600
    checked = liem(folder.parent / "elsewhere", "trail", "signature", path, "--public-key", published)
    assert checked[0] == 0, "no house is needed for it"
    assert root in checked[1]
    assert "continues" in liem(folder, "trail", "verify", "--against", path, "--public-key", published)[1]
    status, _, error = liem(folder, "trail", "verify", "--against", path, "--public-key", "ab" * 32)
    assert (status, "another key than the one trusted" in error) == (2, True)
    assert not (folder.parent / "elsewhere").exists()

    tamper(folder, "UPDATE trail_trailentry SET by = '9' WHERE position = 2")
    status, told, error = liem(folder, "trail", "verify", "--against", path)
    assert (status, told) == (2, "")
    assert error == "liem: the trail is broken: stream people, entry 2: its content does not match its hash\n"


def test_a_checkpoint_that_is_not_there_is_one_plain_line(house_folder: Path) -> None:
    status, _, error = liem(house_folder, "trail", "verify", "--against", "nothing.txt")
    assert status == 2
    assert error == "liem: nothing.txt: there is no such file; name a checkpoint\n"


@pytest.mark.parametrize("key", ["", "zz", "ab" * 31, "nothing.pem"])
def test_a_public_key_that_is_none_is_one_plain_line(house_folder: Path, key: str) -> None:
    (house_folder / "c.txt").write_text("liem trail checkpoint v1\n")
    status, _, error = liem(house_folder, "trail", "signature", str(house_folder / "c.txt"), "--public-key", key)
    assert (status, error.count("\n"), "public key" in error) == (2, 1, True)
