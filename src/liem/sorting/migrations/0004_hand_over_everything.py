"""Everything an office holds goes to another by a decision: seen by both and by the inspectorate, done by the former."""

from django.db import migrations, models

from liem.people.row_security import in_roles, units_of

SORTERS = ("intake_officer", "inspector")
SEEN = units_of(*SORTERS, "internal_affairs")
WALLS = f"""
ALTER TABLE sorting_handover ENABLE ROW LEVEL SECURITY;
ALTER TABLE sorting_handover FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON sorting_handover FOR SELECT USING (
  {in_roles()} OR '*' = ANY ({SEEN}) OR former = ANY ({SEEN}) OR receiver = ANY ({SEEN}));
CREATE POLICY written ON sorting_handover FOR ALL USING ({in_roles()} OR former = ANY ({units_of(*SORTERS)}))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sorting", "0003_roles_in_their_units"),
    ]

    operations = [
        migrations.AlterField(
            model_name="protection",
            name="decision",
            field=models.CharField(
                choices=[
                    ("asked", "Not decided yet"),
                    ("granted", "Granted"),
                    ("refused", "Refused, with reasons"),
                    ("ended", "Protection ended"),
                ],
                default="asked",
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("former", models.CharField(max_length=128)),
                ("receiver", models.CharField(max_length=128)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("merged", "The agency was merged into another"),
                            ("closed", "The agency was closed; another takes over its tasks"),
                            ("moved", "These tasks were moved to another agency"),
                        ],
                        max_length=10,
                        verbose_name="ground",
                    ),
                ),
                ("paper", models.CharField(max_length=200, verbose_name="decision")),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("reports", models.PositiveIntegerField(default=0)),
                ("kept", models.PositiveIntegerField(default=0)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("-at",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("former",),
                        name="hand_over_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("former", models.F("receiver")), _negated=True), name="hand_over_to_another"
                    ),
                ],
            },
        ),
        migrations.RunSQL(WALLS, migrations.RunSQL.noop),
    ]
