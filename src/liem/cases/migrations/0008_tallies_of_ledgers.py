"""Tallies of the ledgers; and the house's own counting no longer asks for each row whether it sees the matter."""

from django.db import migrations, models

from liem.people.row_security import in_roles

REGISTER = in_roles("inspector", "internal_affairs", "head_of_unit", "case_officer")
PARTS = (
    "event",
    "deadline",
    "entitlement",
    "crimetransfer",
    "discipline",
    "money",
    "appraisal",
    "remedy",
    "headanswer",
)
WALL = f"""
ALTER TABLE cases_tally ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_tally FORCE ROW LEVEL SECURITY;
CREATE POLICY of_the_house ON cases_tally FOR ALL USING ({in_roles()});
"""
NO_WALL = """
DROP POLICY of_the_house ON cases_tally;
ALTER TABLE cases_tally NO FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_tally DISABLE ROW LEVEL SECURITY;
"""


def with_matter(table, is_quick):
    """Seen with its matter; the house sees all, and is asked first, so that the other question is not put to it."""
    with_parent = f'{REGISTER} AND EXISTS (SELECT 1 FROM cases_matter AS parent WHERE parent.id = "{table}".matter_id)'
    seen, written = (
        (f"{in_roles()} OR ({with_parent})", in_roles())
        if is_quick
        else (with_parent, f"{in_roles()} AND {with_parent}")
    )
    return f"""
        DROP POLICY seen ON {table};
        DROP POLICY written ON {table};
        CREATE POLICY seen ON {table} FOR SELECT USING ({seen});
        CREATE POLICY written ON {table} FOR ALL USING ({written});"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_files_of_evidence")]
    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit", models.CharField(max_length=128)),
                ("ledger", models.CharField(max_length=12)),
                ("code", models.CharField(blank=True, max_length=20)),
                ("n", models.BigIntegerField(default=0)),
                ("amount", models.BigIntegerField(default=0)),
                ("counted_at", models.DateTimeField()),
                ("newest_event", models.BigIntegerField()),
                ("today", models.DateField()),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("unit", "ledger", "code"), name="tally_once")]},
        ),
        migrations.AddIndex(
            "matter", models.Index(fields=("id",), name="matter_barred", condition=~models.Q(barred_units=[]))
        ),
        migrations.RunSQL(WALL, NO_WALL),
        *[migrations.RunSQL(with_matter(f"cases_{one}", True), with_matter(f"cases_{one}", False)) for one in PARTS],
    ]
