"""A sign nobody takes up is put away: its time is a row of its own, and what is put away nobody sees but the house."""

from django.db import migrations, models

from liem.people.row_security import in_roles, only_own_units, restricted

NOT_PUT_AWAY = f"put_away_at IS NULL OR {in_roles()}"
GRADES = [
    ("convergent", "Two independent sources agree"),
    ("breach", "A rule broken, checkable in the dossier"),
    ("single", "One pattern alone: look at the unit, not at a person"),
]
ENDINGS = [
    ("looked", "An inspector looked, and nothing is left to be taken up"),
    ("taken_up", "A matter was born of it"),
    ("expired", "Not taken up: nobody took it up in the time it had"),
    ("unfounded", "Verified or ended without anything being borne out"),
]


class Migration(migrations.Migration):
    dependencies = [("leads", "0008_report_counts")]

    operations = [
        migrations.AddField("lead", "expires_at", models.DateTimeField(null=True)),
        migrations.AddField("lead", "put_away_at", models.DateTimeField(null=True)),
        migrations.AddField("signal", "put_away_at", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lead", models.CharField(max_length=64)),
                ("half_year", models.CharField(max_length=6)),
                ("grade", models.CharField(choices=GRADES, max_length=12)),
                ("unit", models.CharField(blank=True, max_length=200)),
                ("act", models.CharField(blank=True, max_length=4)),
                ("opened_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ending", models.CharField(blank=True, choices=ENDINGS, max_length=10)),
            ],
            options={"ordering": ("-ended_at", "id")},
        ),
        migrations.AddConstraint(
            "term", models.UniqueConstraint(fields=("lead", "half_year", "grade"), name="term_once")
        ),
        migrations.AddConstraint(
            "term",
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ending="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ending="")),
                name="term_ends_somehow",
            ),
        ),
        migrations.AddIndex(
            "term",
            models.Index(fields=("until",), name="term_running", condition=models.Q(ended_at__isnull=True)),
        ),
        migrations.AddIndex("term", models.Index(fields=("ending", "-ended_at"), name="term_ending")),
        only_own_units("leads_term", "unit", ["inspector", "internal_affairs", "head_of_unit"]),
        restricted("leads_lead", "not_put_away", NOT_PUT_AWAY),
        restricted("leads_signal", "not_put_away", NOT_PUT_AWAY),
    ]
