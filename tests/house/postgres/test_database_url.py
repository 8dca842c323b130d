"""A real server over TCP, named in DATABASE_URL."""

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from liem.base.errors import UserError
from liem.house.configuration import read
from liem.house.postgres.server import Server, open_server
from liem.house.secret_key import with_secret_key

pytestmark = [pytest.mark.slow, pytest.mark.database]


@pytest.fixture
def opened(tcp_server: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Opens the house on the server as one of the owners; tells what was said."""

    def open_as(user: str, database: str | None = None, web: str = "") -> tuple[Server, list[str]]:
        monkeypatch.setenv("LIEM_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("DATABASE_URL", f"postgresql://{user}:p@127.0.0.1:{tcp_server.port}/{database or user}")
        if web:
            monkeypatch.setenv(
                "LIEM_WEB_DATABASE_URL", f"postgresql://{web}:p@127.0.0.1:{tcp_server.port}/{database or user}"
            )
        said: list[str] = []
        return open_server(with_secret_key(read()), said.append), said

    return open_as


def rights_of(dsn: str) -> tuple[Any, ...]:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(
            "SELECT current_user, rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row
    return row


def test_an_owner_that_may_make_roles_gets_a_web_role_without_rights_over_tables(opened: Any) -> None:
    server, said = opened("creator")
    assert said == []
    with psycopg.connect(server.dsns.owner) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS thing (n int)")
    assert rights_of(server.dsns.web) == ("creator_web", False)
    with psycopg.connect(server.dsns.web) as web:
        web.execute("INSERT INTO thing VALUES (1)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("DROP TABLE thing")
    again, said = opened("creator")
    assert (again.dsns, said) == (server.dsns, [])
    server.close()


def test_a_changed_secret_key_changes_the_web_roles_password_too(opened: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before, _ = opened("creator")
    monkeypatch.setenv("LIEM_SECRET_KEY", "quite another secret key of 40 letters..")
    after, said = opened("creator")
    assert (before.dsns.web == after.dsns.web, said, rights_of(after.dsns.web)[0]) == (False, [], "creator_web")


def test_an_owner_that_may_not_make_roles_is_told_what_to_do(opened: Any) -> None:
    server, said = opened("plain")
    assert server.dsns.web == server.dsns.owner
    assert len(said) == 1
    assert "ALTER ROLE plain CREATEROLE" in said[0]
    assert "LIEM_WEB_DATABASE_URL" in said[0]


def test_a_given_web_role_is_used(opened: Any) -> None:
    server, said = opened("given", web="front")
    with psycopg.connect(server.dsns.owner) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS thing (n int)")
    assert (rights_of(server.dsns.web), said) == (("front", False), [])
    with psycopg.connect(server.dsns.web) as web:
        web.execute("INSERT INTO thing VALUES (1)")


def test_a_given_web_role_that_bypasses_is_warned_of(opened: Any, tcp_server: SimpleNamespace) -> None:
    with psycopg.connect(tcp_server.superuser, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS strong")
        connection.execute("CREATE ROLE strong LOGIN BYPASSRLS PASSWORD 'p'")
    _, said = opened("given", web="strong")
    assert "can bypass row-level security" in said[0]


@pytest.mark.parametrize(
    ("user", "database", "web", "what"),
    [
        ("creator", "nowhere", "", 'database "nowhere" does not exist'),
        ("guest", "plain", "", "may not make tables in schema public"),
        ("given", "given", "nobody", "role 'nobody'"),
        ("given", "given", "given", "names the same role as DATABASE_URL"),
    ],
)
def test_what_cannot_work_is_one_plain_line(opened: Any, user: str, database: str, web: str, what: str) -> None:
    with pytest.raises(UserError) as refusal:
        opened(user, database, web)
    assert what in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_server_that_does_not_answer_is_one_plain_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIEM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DATABASE_URL", "postgresql://a:secret@127.0.0.1:1/b")
    with pytest.raises(UserError, match="cannot be reached") as refusal:
        open_server(with_secret_key(read()))
    assert "secret" not in str(refusal.value)


def test_the_whole_house_migrates_on_a_server_of_others(opened: Any, tmp_path: Path) -> None:
    import subprocess
    import sys

    opened("creator")
    environment = {**os.environ, "LIEM_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-c", "from liem.house.command_line import main; main()", "migrate"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    again = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert again.stdout == "nothing to migrate\n"
    assert not (tmp_path / "home" / "postgres").exists()
