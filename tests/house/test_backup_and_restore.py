"""A house is backed up while it stands or works, and made again elsewhere, whole; nothing that is there is lost."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from liem.house.postgres.server import private_cluster

pytestmark = [pytest.mark.slow, pytest.mark.database]


def liem(home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("LIEM_", "DATABASE_", "DJANGO_", "LC_"))
    }
    return subprocess.run(
        [sys.executable, "-c", "from liem.house.command_line import main; main()", *map(str, arguments)],
        env={**environment, "LIEM_HOME": str(home), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=240,
    )


def rows(home: Path) -> dict[str, int]:
    """How many rows each table has, whatever row-level security would show."""
    cluster = private_cluster(home)
    cluster.start()
    try:
        with psycopg.connect(cluster.superuser_dsn("liem")) as connection:
            names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}
    finally:
        cluster.stop()


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="liem-backup-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def home(place: Path, lay_house: Callable[[Path], None]) -> Path:
    """A house with an account, records, and a job that waits."""
    lay_house(place / "home")
    assert liem(place / "home", "account", "quantri", "--role", "system_administrator").returncode == 0
    assert liem(place / "home", "demo", place / "province", "--dossiers", "1000").returncode == 0
    brought = liem(place / "home", "import", place / "province")
    assert brought.returncode == 0, brought.stderr
    return place / "home"


@pytest.fixture(scope="module")
def backup(place: Path, home: Path) -> Path:
    done = liem(home, "backup", place / "backup", "--secrets", place / "apart")
    assert done.returncode == 0, done.stderr
    return place / "backup"


def test_the_house_made_again_has_every_row_and_every_record(place: Path, home: Path, backup: Path) -> None:
    before = rows(home)
    done = liem(place / "again", "restore", backup, "--secrets", place / "apart")
    assert done.returncode == 0, done.stderr
    assert "the trail is whole" in done.stdout
    after = rows(place / "again")
    last_entry = {"trail_trailentry": -1, "trail_trailhead": -1}  # that the backup was made is told after it
    assert after == {name: n + last_entry.get(name, 0) for name, n in before.items()}
    for path in (home / "records").rglob("*.parquet"):
        assert (place / "again" / path.relative_to(home)).read_bytes() == path.read_bytes()
    assert (place / "again" / "secrets" / "secret_key").read_text() == (home / "secrets" / "secret_key").read_text()
    assert liem(place / "again", "import", place / "province").stdout.startswith("Nothing new")


def test_a_backup_holds_no_secret_and_is_closed_to_others(place: Path, home: Path, backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0
    assert (place / "apart").stat().st_mode & 0o077 == 0
    told = b"".join(path.read_bytes() for path in backup.rglob("*") if path.is_file())
    for secret in (home / "secrets").iterdir():
        assert secret.read_bytes().strip() not in told


def test_secrets_are_not_laid_into_the_backup(place: Path, home: Path) -> None:
    done = liem(home, "backup", place / "other", "--secrets", place / "other" / "secrets")
    assert done.returncode == 2
    assert "lies inside the backup" in done.stderr


def test_a_changed_file_is_named_and_nothing_is_restored(place: Path, backup: Path) -> None:
    copy = place / "changed"
    shutil.copytree(backup, copy)
    victim = next(path for path in copy.rglob("dossiers.parquet"))
    victim.write_bytes(victim.read_bytes()[:-1] + b"x")
    done = liem(place / "nothing", "restore", copy)
    assert done.returncode == 2
    assert str(victim) in done.stderr
    assert "nothing was restored" in done.stderr
    assert not (place / "nothing" / "records").exists()


def test_a_folder_that_is_no_backup_is_refused(place: Path) -> None:
    done = liem(place / "nothing", "restore", place / "province")
    assert done.returncode == 2
    assert "holds no backup" in done.stderr


def test_a_house_that_is_there_is_not_written_over(place: Path, home: Path, backup: Path) -> None:
    before = rows(home)
    done = liem(home, "restore", backup)
    assert done.returncode == 2
    assert "holds a house already" in done.stderr
    assert rows(home) == before


def test_a_backup_is_not_written_over(home: Path, backup: Path) -> None:
    before = json.loads((backup / "manifest.json").read_text())
    done = liem(home, "backup", backup)
    assert done.returncode == 2
    assert "is there already" in done.stderr
    assert json.loads((backup / "manifest.json").read_text()) == before
