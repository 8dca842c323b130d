"""Counts of reports that a run was told: for those who look at leads of the whole province, never about oneself."""

import django.db.models.deletion
from django.db import migrations, models

from liem.people.row_security import never_of_oneself, only_in_roles

PERSON = "subject_kind = 'official' AND subject = ANY ({own})"
KINDS = [
    ("dossier", "Dossier"),
    ("official", "Official"),
    ("unit", "Unit"),
    ("agent", "Agent"),
    ("pair", "Official and agent"),
    ("procedure", "Procedure"),
]


class Migration(migrations.Migration):
    dependencies = [("leads", "0007_heads_in_their_units")]

    operations = [
        migrations.CreateModel(
            name="ReportCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_kind", models.CharField(choices=KINDS, max_length=10)),
                ("subject", models.CharField(max_length=400)),
                ("period_from", models.DateField()),
                ("period_to", models.DateField()),
                ("n", models.PositiveIntegerField()),
                ("n_independent", models.PositiveIntegerField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="report_counts", to="leads.run"
                    ),
                ),
            ],
            options={"ordering": ("subject_kind", "subject", "period_from")},
        ),
        migrations.AddIndex(
            "reportcount", models.Index(fields=["run", "subject_kind", "subject"], name="report_count_subject")
        ),
        only_in_roles("leads_reportcount", ["inspector", "internal_affairs"]),
        never_of_oneself("leads_reportcount", PERSON),
    ]
