"""A real server over TCP, as it is named in DATABASE_URL."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from liem.house.postgres import binaries, os_account, places


@pytest.fixture(scope="package")
def tcp_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """A PostgreSQL on a port of this machine, as a provider would run one: four databases, four kinds of owner."""
    folder = Path(tempfile.mkdtemp(prefix="liem-tcp-"))
    folder.chmod(0o755)
    account = os_account.for_server()
    programs = places.reachable(binaries.find(), account)
    data = folder / "data"
    account.make_folder(data)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = account.run([programs.program("initdb"), "-D", data, "-U", "postgres", "--auth=trust", "--no-sync"])
    assert made.returncode == 0, made.stderr
    options = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c port={port} -c fsync=off"
    log = data / "log.txt"
    started = account.run([programs.program("pg_ctl"), "start", "-w", "-D", data, "-l", log, "-o", options])
    assert started.returncode == 0, started.stdout + started.stderr
    superuser = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    with psycopg.connect(superuser, autocommit=True) as connection:
        for name, right in (("creator", "CREATEROLE"), ("plain", "NOCREATEROLE"), ("given", "NOCREATEROLE")):
            connection.execute(f"CREATE ROLE {name} LOGIN {right} PASSWORD 'p'")
            connection.execute(f"CREATE DATABASE {name} OWNER {name}")
        connection.execute("CREATE ROLE front LOGIN PASSWORD 'p'")
        connection.execute("CREATE ROLE guest LOGIN PASSWORD 'p'")
    yield SimpleNamespace(port=port, superuser=superuser)
    account.run([programs.program("pg_ctl"), "stop", "-w", "-m", "immediate", "-D", data])
    shutil.rmtree(folder, ignore_errors=True)
