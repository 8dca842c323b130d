"""Declared relatives: at the account, and from the records; and the one function by which policies ask for both."""

import django.contrib.postgres.fields
from django.db import migrations, models

from liem.people.row_security import in_roles

OF_ONESELF = (
    "EXISTS (SELECT 1 FROM people_account AS me WHERE me.id::text = nullif(current_setting('app.account', true), '')"
    " AND (one = ANY (me.own_codes) OR other = ANY (me.own_codes)))"
)
WALL = migrations.RunSQL(
    f"""
    ALTER TABLE people_kinship ENABLE ROW LEVEL SECURITY;
    ALTER TABLE people_kinship FORCE ROW LEVEL SECURITY;
    CREATE POLICY seen ON people_kinship FOR SELECT USING ({in_roles()} OR {OF_ONESELF});
    CREATE POLICY written ON people_kinship FOR ALL USING ({in_roles()})
    """,
    """
    DROP POLICY written ON people_kinship;
    DROP POLICY seen ON people_kinship;
    ALTER TABLE people_kinship NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE people_kinship DISABLE ROW LEVEL SECURITY
    """,
)
CLOSE_CODES = migrations.RunSQL(
    """
    CREATE FUNCTION people_close_codes(asks text) RETURNS text[] LANGUAGE sql STABLE AS $$
        WITH me AS (SELECT own_codes, relative_codes FROM people_account
            WHERE id = CASE WHEN asks ~ '^[0-9]{1,18}$' THEN asks::bigint END)
        SELECT coalesce(array_agg(DISTINCT close.code), '{}')::text[] FROM (
            SELECT unnest(me.own_codes || me.relative_codes)::text AS code FROM me
            UNION SELECT CASE WHEN kin.one = ANY (me.own_codes) THEN kin.other ELSE kin.one END::text
                FROM me JOIN people_kinship AS kin ON kin.one = ANY (me.own_codes) OR kin.other = ANY (me.own_codes)
            UNION SELECT unnest(them.own_codes)::text
                FROM me JOIN people_account AS them ON them.relative_codes && me.own_codes
        ) AS close
    $$
    """,
    "DROP FUNCTION people_close_codes(text)",
)


class Migration(migrations.Migration):
    dependencies = [("people", "0004_second_factor")]

    operations = [
        migrations.AddField(
            "account",
            "relative_codes",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=128), blank=True, default=list, size=None
            ),
        ),
        migrations.CreateModel(
            name="Kinship",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("one", models.CharField(max_length=128)),
                ("other", models.CharField(max_length=128)),
            ],
            options={
                "ordering": ("one", "other"),
                "indexes": [models.Index(fields=["other"], name="kinship_other")],
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="kinship_once"),
                    models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="kinship_in_order"),
                ],
            },
        ),
        WALL,
        CLOSE_CODES,
    ]
