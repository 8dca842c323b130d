"""The roles of the database: the owner changes tables, the web role reads and writes rows and can bypass nothing."""

import hashlib
import hmac
from dataclasses import dataclass

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from liem.base.errors import UserError

OLDEST = 150000
"""PostgreSQL 15, as the server numbers it."""


@dataclass(frozen=True)
class Dsns:
    """Connection strings of the two roles, and what a person should know about them."""

    owner: str
    web: str
    warning: str = ""


def web_password(secret_key: str, database: str) -> str:
    """The web role's password, the same on every machine of one house because it comes from the house's secret key."""
    return hmac.new(secret_key.encode(), f"web role of {database}".encode(), hashlib.sha256).hexdigest()


def make_owner_and_database(superuser: str, owner: str, password: str, database: str) -> None:
    """On a fresh private server: the owner (no superuser) and the database it owns. Done again, it changes nothing."""
    with psycopg.connect(superuser, autocommit=True) as connection:
        if not _exists(connection, "pg_roles", "rolname", owner):
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEROLE").format(sql.Identifier(owner)))
        _set_password(connection, owner, password)
        if not _exists(connection, "pg_database", "datname", database):
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
                    sql.Identifier(database), sql.Identifier(owner)
                )
            )


def with_web_role(owner: str, secret_key: str, given_web: str = "") -> Dsns:
    """Make the web role of the owner's database and give it its rights, or use the one that was given.

    :raises UserError: where the server cannot be reached or is too old.
    """
    try:
        connection = psycopg.connect(owner, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise UserError(f"the database named in DATABASE_URL cannot be reached: {_first_line(error)}") from error
    with connection:
        if connection.info.server_version < OLDEST:
            raise UserError(
                f"the database server is PostgreSQL {connection.info.server_version // 10000}; 15 or newer is needed"
            )
        _must_make_tables(connection)
        if given_web:
            return _with_given(connection, owner, given_web)
        return _with_made(connection, owner, secret_key)


def _with_given(connection: psycopg.Connection, owner: str, given: str) -> Dsns:
    role = str(conninfo_to_dict(given).get("user", ""))
    if not _exists(connection, "pg_roles", "rolname", role):
        raise UserError(f"LIEM_WEB_DATABASE_URL names the role {role!r}, which the server does not have; make it first")
    if role == connection.info.user:
        raise UserError(
            "LIEM_WEB_DATABASE_URL names the same role as DATABASE_URL; it must be another, without rights over tables"
        )
    _give_rights(connection, role)
    return Dsns(owner, given, _why_not_separate(connection, role))


def _with_made(connection: psycopg.Connection, owner: str, secret_key: str) -> Dsns:
    database = connection.info.dbname
    role = "liem_web" if database == "liem" else f"{database}_web"
    password = web_password(secret_key, database)
    web = make_conninfo(owner, user=role, password=password)
    if not _exists(connection, "pg_roles", "rolname", role):
        try:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        except psycopg.errors.InsufficientPrivilege:
            return Dsns(owner, owner, _NOT_SEPARATE.format(user=connection.info.user, role=role))
        _set_password(connection, role, password)
    elif not _lets_in(web):
        try:
            _set_password(connection, role, password)
        except psycopg.errors.InsufficientPrivilege:
            return Dsns(owner, owner, _NOT_SEPARATE.format(user=connection.info.user, role=role))
    _give_rights(connection, role)
    return Dsns(owner, web, _why_not_separate(connection, role))


_NOT_SEPARATE = (
    "the role {user} of DATABASE_URL may not make the role {role}, so pages are served with the owner's rights and "
    "the second wall (row-level security, append-only trail) is weaker. Let an administrator of the server run "
    "'ALTER ROLE {user} CREATEROLE', or make a role and name it in LIEM_WEB_DATABASE_URL"
)


def _why_not_separate(connection: psycopg.Connection, role: str) -> str:
    row = connection.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    if row and row[0]:
        return f"the role {role} that serves pages can bypass row-level security; take SUPERUSER and BYPASSRLS from it"
    return ""


def _give_rights(connection: psycopg.Connection, role: str) -> None:
    """Rows, not tables. What later migrations make is covered by the default privileges of the owner."""
    names = {"role": sql.Identifier(role), "database": sql.Identifier(connection.info.dbname)}
    for statement in (
        "GRANT CONNECT ON DATABASE {database} TO {role}",
        "GRANT USAGE ON SCHEMA public TO {role}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}",
    ):
        connection.execute(sql.SQL(statement).format(**names))


def _must_make_tables(connection: psycopg.Connection) -> None:
    has_public = connection.execute("SELECT has_schema_privilege('public', 'CREATE')").fetchone()
    if not (has_public and has_public[0]):
        raise UserError(
            f"the role {connection.info.user} of DATABASE_URL may not make tables in schema public; "
            f"let an administrator run 'ALTER DATABASE {connection.info.dbname} OWNER TO {connection.info.user}'"
        )


def _set_password(connection: psycopg.Connection, role: str, password: str) -> None:
    """Hashed before it is sent, so that no log of the server can show it."""
    hashed = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(hashed)))


def _lets_in(dsn: str) -> bool:
    try:
        psycopg.connect(dsn, connect_timeout=10).close()
    except psycopg.OperationalError:
        return False
    return True


def _exists(connection: psycopg.Connection, table: str, column: str, name: str) -> bool:
    query = sql.SQL("SELECT 1 FROM {} WHERE {} = %s").format(sql.Identifier(table), sql.Identifier(column))
    return connection.execute(query, [name]).fetchone() is not None


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
