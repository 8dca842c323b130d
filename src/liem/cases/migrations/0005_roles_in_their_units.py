"""A role counts in the unit it is held in alone: who heads one unit and handles matters in another is no head there."""

from django.db import migrations

from liem.people.row_security import in_roles, units_of

UNITS = "((SELECT string_to_array(current_setting('app.units', true), ','))::text[])"
ACCOUNT = "(SELECT current_setting('app.account', true))"
REGISTER = in_roles("inspector", "internal_affairs", "head_of_unit", "case_officer")
OVERSEES = units_of("inspector", "internal_affairs", "head_of_unit")
HEADS = units_of("head_of_unit")
NOT_BARRED = f"id NOT IN (SELECT cases_excluded()) AND NOT barred_units::text[] && {UNITS}"

BEFORE_MATTER = f"""{in_roles()} OR ({REGISTER} AND {NOT_BARRED} AND (
        id IN (SELECT cases_entitled())
        OR (('*' = ANY ({UNITS}) OR unit = ANY ({UNITS}))
            AND ({in_roles("inspector", "internal_affairs", "head_of_unit")} OR handler = {ACCOUNT}))))"""
MATTER = f"""{in_roles()} OR ({REGISTER} AND {NOT_BARRED} AND (
        '*' = ANY ({OVERSEES}) OR unit = ANY ({OVERSEES})
        OR (handler = {ACCOUNT} AND ('*' = ANY ({UNITS}) OR unit = ANY ({UNITS})))
        OR id IN (SELECT cases_entitled())))"""

CONTENT = """{system} OR EXISTS (
    SELECT 1 FROM cases_matter m WHERE m.id = matter_id AND m.visibility <> 'removed' AND (
        m.handler = {account} OR {head}
        OR (m.visibility = 'normal' AND m.id IN (SELECT cases_entitled()))))"""
PARTS = ("content", "concerned", "allegation", "evidence", "findingof", "writing", "planstep")


def content(head):
    return CONTENT.format(system=in_roles(), account=ACCOUNT, head=head)


def seen(table, condition):
    return f'DROP POLICY seen ON "{table}"; CREATE POLICY seen ON "{table}" FOR SELECT USING ({condition});'


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_open_by_due")]
    operations = [
        migrations.RunSQL(seen("cases_matter", MATTER), seen("cases_matter", BEFORE_MATTER)),
        *[
            migrations.RunSQL(
                seen(f"cases_{part}", content(f"m.unit = ANY ({HEADS})")),
                seen(f"cases_{part}", content(f"({in_roles('head_of_unit')} AND m.unit = ANY ({UNITS}))")),
            )
            for part in PARTS
        ],
    ]
