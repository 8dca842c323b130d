"""A unit looks at its own patterns first; nobody sees what is about themself; what was found stays for ever."""

import django.contrib.postgres.fields
from django.db import migrations, models

from liem.people.row_security import in_roles, never_of_oneself, only_own_units, restricted

PERSON = """subject_kind IN ('official', 'pair') AND split_part(subject, '|', 1) = ANY ({own})"""
NOT_HELD = f"held_until IS NULL OR held_until <= now() OR {in_roles('head_of_unit')}"
_UNITS = "(SELECT string_to_array(current_setting('app.units', true), ','))::text[]"
WRITES_OF_OWN_UNIT = f"""{in_roles("head_of_unit")} AND own_unit AND unit = ANY ({_UNITS})"""
KEPT = migrations.RunSQL(
    """
    DROP POLICY written ON leads_look;
    CREATE POLICY written ON leads_look FOR INSERT WITH CHECK (NOT own_unit AND """
    + in_roles("inspector", "internal_affairs")
    + """);
    CREATE POLICY written_by_the_unit ON leads_look FOR INSERT WITH CHECK ("""
    + WRITES_OF_OWN_UNIT
    + ")",
    """
    DROP POLICY written_by_the_unit ON leads_look;
    DROP POLICY written ON leads_look;
    CREATE POLICY written ON leads_look FOR ALL USING ("""
    + in_roles("inspector", "internal_affairs")
    + ")",
)
"""A look is written once, by who looked, and never changed."""


def codes() -> models.Field:
    field = models.CharField(max_length=200)
    return django.contrib.postgres.fields.ArrayField(base_field=field, default=list, size=None)


class Migration(migrations.Migration):
    dependencies = [("leads", "0004_funnel_eligible"), ("people", "0003_own_codes")]

    operations = [
        migrations.AddField("lead", "persons", codes()),
        migrations.AddField("lead", "held_until", models.DateTimeField(null=True)),
        migrations.AddField("signal", "held_until", models.DateTimeField(null=True)),
        migrations.AddField("look", "own_unit", models.BooleanField(default=False)),
        migrations.AlterField(
            "look",
            "result",
            models.CharField(
                choices=[
                    ("explained", "Explained: there is a good and lawful reason"),
                    ("needs_verification", "Needs verification: a person must look further"),
                    ("not_found", "Not found: the records do not bear the sign out"),
                    ("corrected", "Corrected: the unit has put it right"),
                    ("reopened", "Opened again: what the unit gave as its reason does not settle it"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="FirstLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lead", models.CharField(max_length=64)),
                ("half_year", models.CharField(max_length=6)),
                ("unit", models.CharField(max_length=200)),
                ("opened_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("until", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("lead", "half_year"), name="first_look_once"),
                    models.CheckConstraint(
                        condition=models.Q(until__gte=models.F("opened_at")), name="first_look_ends_later"
                    ),
                ],
            },
        ),
        only_own_units("leads_firstlook", "unit", ["head_of_unit", "inspector", "internal_affairs"]),
        restricted("leads_lead", "own_unit_first", NOT_HELD),
        restricted("leads_signal", "own_unit_first", NOT_HELD),
        never_of_oneself("leads_lead", "persons::text[] && {own}"),
        never_of_oneself("leads_signal", PERSON),
        never_of_oneself("leads_indicatorresult", PERSON),
        never_of_oneself("leads_look", PERSON),
        KEPT,
    ]
