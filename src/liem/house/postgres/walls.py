"""Row-level security binds the owner of the tables too. A backup must read every row, and the owner on a server of
others is no superuser: for that time it alone is let through. The web role, which serves the pages, stays bound.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from liem.base.errors import UserError

_BUSY = "SELECT pg_advisory_lock(hashtext('liem walls'))"
_IF_NOT_BUSY = "SELECT pg_try_advisory_lock(hashtext('liem walls'))"
_TABLES = """
    SELECT relname FROM pg_class
    WHERE relrowsecurity AND relforcerowsecurity = %s AND relnamespace = 'public'::regnamespace
    ORDER BY relname
"""
_PASSES = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
_PATIENCE = 120
"""Seconds in which a table must have come free. One that waits for longer is read by a transaction that hangs."""


@contextmanager
def open_to_owner(owner: str, web: str) -> Iterator[None]:
    """While it lasts, the owner reads every row. Should the process be killed, the next start binds it again.

    :raises UserError: where pages are served as the owner, so that they would be let through too.
    """
    with psycopg.connect(owner, autocommit=True) as connection:
        row = connection.execute(_PASSES).fetchone()
        if row and row[0]:
            yield
            return
        if owner == web:
            raise UserError(
                f"pages are served as the owner {connection.info.user}, who must see every row for the backup; "
                f"let an administrator of the server run 'ALTER ROLE {connection.info.user} CREATEROLE', or name "
                "another role in LIEM_WEB_DATABASE_URL"
            )
        connection.execute(_BUSY)
        try:
            _change(connection, "NO FORCE", bound=True)
            yield
        finally:
            _change(connection, "FORCE", bound=False)


def bind_owner_again(owner: str) -> None:
    """Bind the owner where a backup that was killed left it free, or a dump was written meanwhile. Costs one look."""
    with psycopg.connect(owner, autocommit=True) as connection:
        row = connection.execute(_IF_NOT_BUSY).fetchone()
        if row and row[0]:  # else a backup is under way, and will do it
            _change(connection, "FORCE", bound=False)


def _change(connection: psycopg.Connection, how: str, *, bound: bool) -> None:
    """Table by table, and never waiting long: whoever waits for a table holds up all who come after."""
    connection.execute("SET lock_timeout = '500ms'")
    for (table,) in connection.execute(_TABLES, [bound]).fetchall():
        statement = sql.SQL("ALTER TABLE {} " + how + " ROW LEVEL SECURITY").format(sql.Identifier(table))
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                connection.execute(statement)
                break
            except psycopg.errors.LockNotAvailable:
                if time.monotonic() > until:
                    raise UserError(
                        f"table {table} has been in use for {_PATIENCE} s without a break; "
                        "try again when no long job runs"
                    ) from None
                time.sleep(0.5)
