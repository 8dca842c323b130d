"""The second wall around reports, in the database.

Three kinds of people come through it: the reporter, known by the mark of the receipt alone (``app.receipt``); officers
of the office that handles the report; and roles that see the register without its content. A role counts in the units
in which it is held: an officer of one office who has another role elsewhere is no officer there. Who was excused from a
report sees nothing of it in whichever role.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.migrations import RunSQL

from liem.people.row_security import units_of
from liem.people.states import SYSTEM

REPORTER = "reporter"
"""The role of whoever holds a receipt. No account can hold it."""
READERS = ("intake_officer", "case_officer", "inspector", "head_of_unit")
"""Roles that may open reports of offices they belong to; the key decides as well."""
WATCHERS = ("internal_affairs",)
"""Roles that see the register (numbers, kinds, states, days), never content."""


@contextmanager
def acting_as_reporter(mark: bytes) -> Iterator[None]:
    """Within the present transaction, let the database show the one report with this mark and let it be written."""
    values = ("app.role", REPORTER, "app.account", "", "app.units", "", "app.posts", "", "app.receipt", mark.hex())
    if not connection.in_atomic_block:
        raise RuntimeError("row-level security is set per transaction: open one first")
    names = values[::2]
    with connection.cursor() as cursor:
        cursor.execute(_SET_AND_TELL, [*names, *values])
        former = cursor.fetchone()[: len(names)]
    try:
        yield
    finally:
        if not connection.needs_rollback:
            pairs = [part for pair in zip(names, former, strict=True) for part in pair]
            with connection.cursor() as cursor:
                cursor.execute("SELECT " + ", ".join(["set_config(%s, %s, true)"] * len(names)), pairs)


_SETTINGS = 5
_SET_AND_TELL = (
    "WITH former AS MATERIALIZED (SELECT "
    + ", ".join(f"coalesce(current_setting(%s, true), '') AS s{number}" for number in range(_SETTINGS))
    + ") SELECT former.*, "
    + ", ".join(["set_config(%s, %s, true)"] * _SETTINGS)
    + " FROM former"
)
"""One statement: what the five settings were, and then what they are to be."""


def _roles(*names: str) -> str:
    listed = ", ".join(f"'{name}'" for name in names)
    return f"(SELECT string_to_array(current_setting('app.role', true), ',') && ARRAY[{listed}]::text[])"


_ACCOUNT = "(SELECT current_setting('app.account', true))"
_RECEIPT = "(SELECT current_setting('app.receipt', true))"
_NOT_EXCUSED = (
    f"NOT EXISTS (SELECT 1 FROM intake_recusal AS excused WHERE excused.report_id = {{id}} "
    f"AND excused.account = {_ACCOUNT})"
)
NOT_EXCUSED = "id <> ALL (SELECT intake_excused())"
"""Whom nobody told the database about is not excused. The function tells the effect alone: who is excused from what is
shown to nobody, not even to themselves, for it would say who is accused."""
EXCUSED = """
CREATE FUNCTION intake_excused() RETURNS SETOF uuid LANGUAGE plpgsql STABLE AS $$
DECLARE former text := coalesce(current_setting('app.role', true), '');
BEGIN
    PERFORM set_config('app.role', 'system', true);
    RETURN QUERY SELECT report_id FROM intake_recusal WHERE account = current_setting('app.account', true);
    PERFORM set_config('app.role', former, true);
END $$
"""
_OWN = f"({_roles(REPORTER)} AND encode(mark, 'hex') = {_RECEIPT})"


def around_reports(free: str = _NOT_EXCUSED.format(id="intake_report.id")) -> RunSQL:
    """A migration step: who sees a row of the register, and who may change it.

    :param free: SQL that says whether whoever acts is not excused; :data:`NOT_EXCUSED` since there is the function.
    """
    places = units_of(*READERS, *WATCHERS)
    seen = f"{_roles(SYSTEM)} OR {_OWN} OR (('*' = ANY ({places}) OR agency = ANY ({places})) AND {free})"
    written = f"{_roles(SYSTEM)} OR {_OWN} OR (agency = ANY ({units_of(*READERS)}) AND {free})"
    return _walls("intake_report", seen, written)


def around_content(table: str) -> RunSQL:
    """A migration step: sealed rows belong to the reporter and to officers of the very office that handles the report.

    Acting for the whole province (``*``) opens no content.
    """
    mine = f"EXISTS (SELECT 1 FROM intake_report AS r WHERE r.id = {table}.report_id)"
    condition = f"{_roles(SYSTEM)} OR ({_roles(REPORTER)} AND {mine}) OR {of_the_office(table)}"
    return _walls(table, condition, condition)


def around_register_rows(table: str, *, write: tuple[str, ...] = READERS) -> RunSQL:
    """A migration step: rows without content are seen where their report is."""
    mine = f"EXISTS (SELECT 1 FROM intake_report AS r WHERE r.id = {table}.report_id)"
    seen = f"{_roles(SYSTEM)} OR ({_roles(REPORTER, *READERS, *WATCHERS)} AND {mine})"
    written = f"{_roles(SYSTEM)} OR ({_roles(REPORTER)} AND {mine}) OR {of_the_office(table, *write)}"
    return _walls(table, seen, written)


def for_the_house_alone(table: str) -> RunSQL:
    """A migration step: no person sees or writes a row, in whichever role."""
    return _walls(table, _roles(SYSTEM), _roles(SYSTEM))


def around_excuses(table: str) -> RunSQL:
    """A migration step of the beginning: the table that the policy on reports itself looked into."""
    written = f"{_roles(SYSTEM, *READERS)}"
    return _walls(table, f"{_roles(SYSTEM, REPORTER, *READERS, *WATCHERS)}", written)


def around_the_vault(table: str, free: str = "true") -> RunSQL:
    """A migration step: requests to open an identity are for the office that asks and for custodians.

    :param free: SQL that says whether a custodian is not excused from the report.
    """
    custodians = f"({_roles('identity_custodian')} AND {free})"
    condition = f"{_roles(SYSTEM)} OR {custodians} OR {of_the_office(table)}"
    return _walls(table, condition, condition)


def of_the_office(table: str, *roles: str, column: str = "report_id") -> str:
    """SQL: whether whoever acts holds one of ``roles``, or one that opens reports, in the office that handles it."""
    places = units_of(*(roles or READERS))
    return f"EXISTS (SELECT 1 FROM intake_report AS r WHERE r.id = {table}.{column} AND r.agency = ANY ({places}))"


def anew(step: RunSQL) -> RunSQL:
    """A migration step: the walls of ``step`` in the place of those that stand there under the same names."""
    return RunSQL(f"{step.reverse_sql};\n{step.sql}", RunSQL.noop)


def _walls(table: str, seen: str, written: str) -> RunSQL:
    return RunSQL(
        ";\n".join(
            [
                f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
                f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
                f'CREATE POLICY seen ON "{table}" FOR SELECT USING ({seen})',
                f'CREATE POLICY written ON "{table}" FOR ALL USING ({written})',
            ]
        ),
        ";\n".join(
            [
                f'DROP POLICY written ON "{table}"',
                f'DROP POLICY seen ON "{table}"',
                f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY',
                f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
            ]
        ),
    )
