"""Row-level security: the second wall, in the database, behind the check in the view.

For the time of a transaction four settings say who acts: ``app.account``, ``app.role`` (comma-separated), ``app.units``
(comma-separated codes, or ``*``) and ``app.posts`` (``role@unit``, comma-separated: which role in which unit). Policies
on the tables of other rooms read them. Without them a policy lets nothing through. The runtime role of the database
owns no table and cannot bypass a policy.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.migrations import RunSQL

from liem.people.models import Account
from liem.people.rules import Scope
from liem.people.states import EVERY_UNIT, SYSTEM

_SETTINGS = ("app.account", "app.role", "app.units", "app.posts")


@contextmanager
def acting_as(account: Account, scope: Scope) -> Iterator[None]:
    """Within the present transaction, let the database show what ``account`` may see in ``scope``.

    :raises RuntimeError: outside a transaction, where the setting would not hold.
    :raises ValueError: where a unit's code contains a comma.
    """
    with _acting(account.number, scope):
        yield


@contextmanager
def acting_as_system() -> Iterator[None]:
    """Within the present transaction, act as the house's own job: all units, role ``system``."""
    with _acting(SYSTEM, Scope(frozenset([SYSTEM]), frozenset([EVERY_UNIT]))):
        yield


@contextmanager
def _acting(number: str, scope: Scope) -> Iterator[None]:
    if not connection.in_atomic_block:
        raise RuntimeError("row-level security is set per transaction: open one first")
    if any("," in unit for unit in scope.units):
        raise ValueError("the code of a unit cannot contain a comma")
    posts = ",".join(sorted(f"{role}@{unit}" for role, unit in scope.posts))
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(["coalesce(current_setting(%s, true), '')"] * len(_SETTINGS)), _SETTINGS)
        former: tuple[str, ...] = cursor.fetchone()
    _set(number, ",".join(sorted(scope.roles)), ",".join(sorted(scope.units)), posts)
    try:
        yield
    finally:
        if not connection.needs_rollback:
            _set(*former)


def _set(*values: str) -> None:
    """Set the four for this transaction."""
    pairs = [part for pair in zip(_SETTINGS, values, strict=True) for part in pair]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(["set_config(%s, %s, true)"] * len(_SETTINGS)), pairs)


def only_own_units(table: str, unit_column: str, roles: Collection[str], *, write: Collection[str] = ()) -> RunSQL:
    """A migration step: rows of ``table`` are seen only in ``roles``, and only those of the units one acts for.

    The house's own jobs (role ``system``) see and write all; ``write`` names the roles that may also insert, change or
    delete rows of their units. A row without a unit is seen only by those who act for the whole province.

    >>> only_own_units("leads_lead", "unit", ["inspector"]).reverse_sql.count("DROP POLICY")
    2
    """
    return _policy(table, roles, write, _unit_condition(unit_column))


def only_in_roles(table: str, roles: Collection[str], *, write: Collection[str] = ()) -> RunSQL:
    """A migration step: rows of ``table`` are seen only in ``roles``, whatever the unit."""
    return _policy(table, roles, write, "true")


def only_with_parent(
    table: str, column: str, parent: str, roles: Collection[str], *, write: Collection[str] = ()
) -> RunSQL:
    """A migration step: a row of ``table`` is seen where the row of ``parent`` that ``column`` points at is seen."""
    condition = f'EXISTS (SELECT 1 FROM "{parent}" AS parent WHERE parent.id = "{table}"."{column}")'
    return _policy(table, roles, write, condition)


def never_of_oneself(table: str, condition: str) -> RunSQL:
    """A migration step: whatever else is allowed, nobody sees a row about themself.

    ``condition`` is SQL that says of a row that it is about the person; ``{own}`` in it is the array of the codes under
    which the records know who asks.
    """
    own = (
        "(SELECT coalesce((SELECT own_codes FROM people_account"
        " WHERE id::text = nullif(current_setting('app.account', true), '')), '{}'))::text[]"
    )
    return restricted(table, "never_of_oneself", f"NOT ({condition.format(own=own)})")


CLOSE_CODES = "((SELECT people_close_codes(current_setting('app.account', true)))::text[])"
"""SQL: the codes of whoever acts and of relatives (:mod:`liem.people.relatives.queries`), found once for a query."""


def restricted(table: str, name: str, condition: str) -> RunSQL:
    """A migration step: rows of ``table`` are seen only where ``condition`` holds, besides all other policies."""
    return RunSQL(
        f'CREATE POLICY {name} ON "{table}" AS RESTRICTIVE FOR SELECT USING ({condition})',
        f'DROP POLICY {name} ON "{table}"',
    )


def in_roles(*roles: str) -> str:
    """SQL: whether whoever acts does so in one of these roles, or is the house itself."""
    return _in_roles([SYSTEM, *roles])


def units_of(*roles: str) -> str:
    """SQL: the array of the units in which whoever acts holds one of these roles, found once for a query.

    >>> "head_of_unit" in units_of("head_of_unit")
    True
    """
    names = ", ".join(f"'{role}'" for role in roles)
    posts = "unnest(string_to_array(current_setting('app.posts', true), ',')) AS post"
    return (
        f"((SELECT ARRAY(SELECT substr(post, strpos(post, '@') + 1) FROM {posts}"
        f" WHERE split_part(post, '@', 1) IN ({names})))::text[])"
    )


def _unit_condition(column: str) -> str:
    units = "((SELECT string_to_array(current_setting('app.units', true), ','))::text[])"
    return f"""('{EVERY_UNIT}' = ANY ({units}) OR "{column}" = ANY ({units}))"""


def _policy(table: str, roles: Collection[str], write: Collection[str], condition: str) -> RunSQL:
    sql = [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'CREATE POLICY seen ON "{table}" FOR SELECT USING ({_in_roles([SYSTEM, *roles])} AND {condition})',
        f'CREATE POLICY written ON "{table}" FOR ALL USING ({_in_roles([SYSTEM, *write])} AND {condition})',
    ]
    undo = [
        f'DROP POLICY written ON "{table}"',
        f'DROP POLICY seen ON "{table}"',
        f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
    ]
    return RunSQL(";\n".join(sql), ";\n".join(undo))


def _in_roles(roles: Collection[str]) -> str:
    names = ", ".join(f"'{role}'" for role in roles)
    # a sub-select is evaluated once for the query, not once for each row
    return f"(SELECT string_to_array(current_setting('app.role', true), ',') && ARRAY[{names}]::text[])"
