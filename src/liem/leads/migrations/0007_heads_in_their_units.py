"""A head sees what is still held for a first look, and answers for it, in the unit they head alone."""

from django.db import migrations

from liem.people.row_security import in_roles, units_of

UNITS = "(SELECT string_to_array(current_setting('app.units', true), ','))::text[]"
HEADED = units_of("head_of_unit")
NOT_HELD = f"held_until IS NULL OR held_until <= now() OR {in_roles()} OR unit = ANY ({HEADED})"
BEFORE = f"held_until IS NULL OR held_until <= now() OR {in_roles('head_of_unit')}"


def held(table, condition):
    return f"""
        DROP POLICY own_unit_first ON {table};
        CREATE POLICY own_unit_first ON {table} AS RESTRICTIVE FOR SELECT USING ({condition});"""


def answers(condition):
    return f"""
        DROP POLICY written_by_the_unit ON leads_look;
        CREATE POLICY written_by_the_unit ON leads_look FOR INSERT WITH CHECK ({condition});"""


class Migration(migrations.Migration):
    dependencies = [("leads", "0006_verifications")]
    operations = [
        *[
            migrations.RunSQL(held(f"leads_{table}", NOT_HELD), held(f"leads_{table}", BEFORE))
            for table in ("lead", "signal")
        ],
        migrations.RunSQL(
            answers(f"own_unit AND (unit = ANY ({HEADED}) OR ({in_roles()} AND unit = ANY ({UNITS})))"),
            answers(f"{in_roles('head_of_unit')} AND own_unit AND unit = ANY ({UNITS})"),
        ),
    ]
