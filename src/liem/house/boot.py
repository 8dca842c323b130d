"""Opening the house: settings, database, Django, in this order. Commands that need the platform begin here."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from liem.house.configuration import Configuration, read
from liem.house.postgres.server import Server, open_server
from liem.house.secret_key import with_secret_key


@contextmanager
def opened(
    say: Callable[[str], None] = lambda text: None, *, migrate: bool = True
) -> Iterator[tuple[Configuration, Server]]:
    """Open the house for one command: database answering and migrated, Django set up. Closed at the end.

    :raises UserError: where a setting or the database is at fault, with what to do.
    """
    configuration = with_secret_key(read())
    server = open_server(configuration, say)
    try:
        hand_over(configuration, server)
        if migrate:
            migrate_all()
        yield configuration, server
    finally:
        server.close()


def hand_over(configuration: Configuration, server: Server) -> None:
    """Tell Django, in this process and those it starts, what was read and where the database is."""
    os.environ["LIEM_WEB_DSN"] = server.dsns.web
    os.environ["LIEM_OWNER_DSN"] = server.dsns.owner
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liem.house.settings")
    import django

    django.setup()


def migrate_all() -> list[str]:
    """Bring the tables up to date as their owner; returns the names of the migrations that were applied.

    Notes a change of the calendar file in the trail, now that there is one.
    """
    from django.conf import settings

    from liem.house import calendar, migrating
    from liem.house.postgres import walls

    applied = migrating.migrate()
    walls.bind_owner_again(os.environ["LIEM_OWNER_DSN"])
    calendar.note_change(settings.LIEM_CALENDAR)
    return applied
