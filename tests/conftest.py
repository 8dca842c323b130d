"""What all tests share. PostgreSQL is started only when a test asks for it: once for each process that runs tests."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

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


def pytest_unconfigure(config: pytest.Config) -> None:
    import shutil

    shutil.rmtree(_HOME, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that uses the database is marked so without being told."""
    for item in items:
        if {"db", "transactional_db", "cluster"} & set(getattr(item, "fixturenames", ())):
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
def dsns(cluster: Any) -> Any:
    """Connection strings of the owner and of the web role of the tests' database."""
    from django.conf import settings

    from liem.house.postgres import roles
    from liem.house.postgres.server import owner_dsn

    return roles.with_web_role(owner_dsn(cluster), settings.SECRET_KEY)


@pytest.fixture(scope="session")
def django_db_setup(dsns: Any, django_db_blocker: Any) -> Iterator[None]:
    """Pages are tested as the web role they are served with, on tables that their owner migrated."""
    from django.db import connections

    from liem.house import migrating
    from liem.house.settings import database

    for alias, dsn in (("default", dsns.web), ("owner", dsns.owner)):
        connections[alias].settings_dict.update(database(dsn))
        connections[alias].settings_dict["CONN_MAX_AGE"] = 0
    with django_db_blocker.unblock():
        migrating.migrate()
        yield
        for connection in connections.all():
            connection.close()
