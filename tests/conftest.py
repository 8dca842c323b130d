"""What all tests share. PostgreSQL is started only when a test asks for it: once for each process that runs tests."""

import itertools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as drawing

drawing.register_profile("liem", deadline=None)  # a busy machine is slow now and then; that says nothing of the code
drawing.load_profile("liem")

_HOME = Path(tempfile.mkdtemp(prefix="liem-tests-"))
_HOME.chmod(0o711)
os.environ["LIEM_HOME"] = str(_HOME / "home")
for _name in ("DATABASE_URL", "LIEM_SECRET_KEY", "LIEM_LANGUAGE", "PORT"):
    os.environ.pop(_name, None)


_WITHOUT_DJANGO = {"base", "law", "registry", "dossiers", "detection"}


def _asks_for_django(config: pytest.Config) -> bool:
    """Asked for tests of the dossier's road alone, Django is not even loaded."""
    here = Path(__file__).parent
    asked = [Path(argument.split("::")[0]).resolve() for argument in config.args]
    rooms = [path.relative_to(here).parts[:1] if path.is_relative_to(here) else () for path in asked]
    return not all(room and room[0] in _WITHOUT_DJANGO for room in rooms)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if not _asks_for_django(config):
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liem.house.settings")
    from django.conf import settings

    settings.ALLOWED_HOSTS.append("testserver")
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
    settings.PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")
    settings.LIEM_PASSPHRASE_COST = type(settings.LIEM_PASSPHRASE_COST)(passes=1, memory=8192)


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(_HOME, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that uses the database is marked so without being told. Files with slow tests come first: whoever shares
    the work would else wait at the end for the one who was given the longest of them last.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
    for item in items:
        if item.get_closest_marker("django_db") or {"db", "own_database", "cluster"} & set(
            getattr(item, "fixturenames", ())
        ):
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Any]:
    """A private PostgreSQL for this process, quick rather than durable."""
    from liem.house.postgres.places import make_home
    from liem.house.postgres.server import private_cluster

    make_home(_HOME / "home")
    server = private_cluster(_HOME / "home", durable=False)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def lay_house() -> Callable[[Path], None]:
    """Lays an empty house, set up once, where a command is to find one: making each anew would take ten seconds."""
    made = _HOME / "empty"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LIEM_", "DATABASE_"))}
    opening = "from liem.house import boot\nwith boot.opened(): pass"
    subprocess.run([sys.executable, "-c", opening], env={**environment, "LIEM_HOME": str(made)}, check=True)

    def lay(home: Path) -> None:
        subprocess.run(["cp", "-a", str(made), str(home)], check=True)

    return lay


@pytest.fixture
def house_folder() -> Iterator[Path]:
    """A folder for a house at ``home``: root's server has another account, which gets in here. Nothing of it stays."""
    from liem.house.postgres import processes

    folder = Path(tempfile.mkdtemp(prefix="liem-house-"))
    folder.chmod(0o711)
    yield folder
    number = processes.postmaster(folder / "home" / "postgres" / "data")
    if number:
        os.kill(number, signal.SIGQUIT)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def laid_house(house_folder: Path, lay_house: Callable[[Path], None]) -> Path:
    """``LIEM_HOME`` of an empty house in :func:`house_folder`."""
    lay_house(house_folder / "home")
    return house_folder / "home"


@dataclass(frozen=True)
class TestDatabase:
    """A migrated database of a test's own, and the connection strings of its owner, its web role and the superuser."""

    __test__ = False
    owner: str
    web: str
    superuser: str


@pytest.fixture(scope="session")
def template(cluster: Any, django_db_blocker: Any) -> Any:
    """The database that is migrated once and then copied; nothing connects to it afterwards."""
    from django.conf import settings
    from django.db import connections

    from liem.house import migrating
    from liem.house.postgres import roles
    from liem.house.postgres.server import owner_dsn
    from liem.house.settings import database

    dsns = roles.with_web_role(owner_dsn(cluster), settings.SECRET_KEY)
    connections["owner"].settings_dict.update(database(dsns.owner))
    with django_db_blocker.unblock():
        migrating.migrate()
    return dsns


@pytest.fixture(scope="session")
def copies(cluster: Any, template: Any) -> Callable[[], TestDatabase]:
    """Makes a copy of the migrated database."""
    import psycopg
    from psycopg.conninfo import make_conninfo

    numbers = itertools.count(1)

    def copy() -> TestDatabase:
        name = f"copy_{next(numbers)}"
        with psycopg.connect(cluster.superuser_dsn(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE liem OWNER liem_owner")
        return TestDatabase(
            make_conninfo(template.owner, dbname=name),
            make_conninfo(template.web, dbname=name),
            cluster.superuser_dsn(name),
        )

    return copy


def _connect_django_to(database: TestDatabase) -> None:
    from django.db import connections

    from liem.house.settings import database as as_django

    for alias, dsn in (("default", database.web), ("owner", database.owner)):
        connections[alias].close()
        connections[alias].settings_dict.update(as_django(dsn), CONN_MAX_AGE=0)


def _with_names(record: Callable[..., Any]) -> Callable[..., Any]:
    """``record`` of the trail, insisting that its page can say in Vietnamese whatever a room of ours writes."""
    from django.utils import translation
    from django.utils.translation import pgettext

    def recorded(stream: str, event: str, **rest: Any) -> Any:
        if sys._getframe(1).f_globals["__name__"].startswith("liem."):
            codes = {"stream": stream, "event": event, "subject": rest["subject_kind"]}
            with translation.override("vi"):
                nameless = [f"{kind} {code}" for kind, code in codes.items() if pgettext(kind, code) == code]
            assert not nameless, f"the page of the trail has no Vietnamese name for {', '.join(nameless)}"
        return record(stream, event, **rest)

    return recorded


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[TestDatabase]:
    """Pages are tested as the web role they are served with, on tables that their owner migrated."""
    from django.db import connections

    with django_db_blocker.unblock():
        main = request.getfixturevalue("copies")()
        _connect_django_to(main)
    from liem.trail import actions as trail

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(trail, "record", _with_names(trail.record))
        yield main
    with django_db_blocker.unblock():
        for connection in connections.all():
            connection.close()


@pytest.fixture
def own_database(
    django_db_setup: TestDatabase, copies: Callable[[], TestDatabase], django_db_blocker: Any
) -> Iterator[TestDatabase]:
    """A database of the test's own, in which what is written is committed."""
    own = copies()
    with django_db_blocker.unblock():
        _connect_django_to(own)
        yield own
        _connect_django_to(django_db_setup)


PASSWORD = "mot mat khau that dai"
"""Of every account of the tests."""


@pytest.fixture
def new_account(db: None) -> Callable[..., Any]:
    """Opens an account and appoints it: ``new_account("lan", Role.INSPECTOR, unit="*")``."""
    return open_account


def open_account(name: str, role: Any = None, unit: str = "*") -> Any:
    """An account with :data:`PASSWORD`, in one role or in none."""
    from liem.base import clock
    from liem.people import actions

    account = actions.open_account(
        name, name.title(), PASSWORD, by="system", now=clock.now(), must_change_password=False
    )
    if role:
        actions.appoint(account, role, unit=unit, valid_from=clock.today(), by="system", now=clock.now())
    return account


@pytest.fixture
def inspector(db: None) -> Any:
    """May see the leads of the whole province."""
    return open_account("inspector", "inspector")


@pytest.fixture
def head(db: None) -> Any:
    """Head of unit U1."""
    return open_account("head", "head_of_unit", "U1")


@pytest.fixture
def steward(db: None) -> Any:
    """Brings records in."""
    return open_account("steward", "data_steward")


@pytest.fixture
def auditor(db: None) -> Any:
    """Sees the trail alone."""
    return open_account("auditor", "auditor")


@pytest.fixture
def administrator(db: None) -> Any:
    """Opens accounts, sees no content."""
    return open_account("administrator", "system_administrator")


@pytest.fixture
def outsider(db: None) -> Any:
    """May sign in, and holds no role."""
    return open_account("outsider")
