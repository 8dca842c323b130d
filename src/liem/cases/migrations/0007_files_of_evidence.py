"""Files of evidence under seal, and every hand they went through; rows are written once."""

import django.db.models.deletion
from django.db import migrations, models

from liem.people.row_security import in_roles, units_of

ACCOUNT = "(SELECT current_setting('app.account', true))"
CONTENT = f"""{in_roles()} OR EXISTS (
    SELECT 1 FROM cases_matter m WHERE m.id = matter_id AND m.visibility <> 'removed' AND (
        m.handler = {ACCOUNT} OR m.unit = ANY ({units_of("head_of_unit")})
        OR (m.visibility = 'normal' AND m.id IN (SELECT cases_entitled()))))"""

OLD_HANDS = """
SELECT set_config('app.role', 'system', true);
INSERT INTO cases_custodystep (matter_id, evidence_id, hand, by, at, reason)
SELECT e.matter_id, e.id, 'entered', step->>'account', (step->>'at')::timestamptz, ''
FROM cases_evidence e, jsonb_array_elements(e.custody) AS step;
SELECT set_config('app.role', '', true);
"""


def wall(table):
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY seen ON {table} FOR SELECT USING ({CONTENT});
        CREATE POLICY written ON {table} FOR ALL USING ({in_roles()});
        CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION cases_refuse();
        """,
        f"""
        DROP TRIGGER {table}_stays ON {table};
        DROP POLICY written ON {table};
        DROP POLICY seen ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


HANDS = [
    ("entered", "Entered the piece"),
    ("put_in", "Put the file in"),
    ("looked", "Looked at the file"),
    ("took_out", "Took a copy of the original out"),
    ("broken", "The file did not open, or is not what was put in"),
]


def to(model, name, **more):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=name, to=model, **more)


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_notices_by_mail")]
    operations = [
        migrations.CreateModel(
            name="EvidenceFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("media_type", models.CharField(max_length=100)),
                ("sort", models.CharField(max_length=10)),
                ("original", models.CharField(max_length=32)),
                ("original_bytes", models.BigIntegerField()),
                ("shown", models.CharField(max_length=32)),
                ("shown_bytes", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("locked_keys", models.BinaryField()),
                ("put_in_at", models.DateTimeField()),
                ("matter", to("cases.matter", "evidence_files")),
                ("evidence", to("cases.evidence", "files")),
            ],
            options={
                "ordering": ("id",),
                "constraints": [models.UniqueConstraint(fields=("evidence", "sha256"), name="evidence_file_once")],
            },
        ),
        migrations.CreateModel(
            name="CustodyStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hand", models.CharField(choices=HANDS, max_length=10)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("matter", to("cases.matter", "custody_steps")),
                ("evidence", to("cases.evidence", "hands")),
                ("file", to("cases.evidencefile", "hands", null=True)),
            ],
            options={"ordering": ("at", "id")},
        ),
        migrations.RunSQL(OLD_HANDS, migrations.RunSQL.noop),
        migrations.RemoveField("evidence", "custody"),
        wall("cases_evidencefile"),
        wall("cases_custodystep"),
    ]
