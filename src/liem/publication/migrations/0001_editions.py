from django.db import migrations, models

from liem.people.row_security import only_in_roles


class Migration(migrations.Migration):
    initial = True

    dependencies = [("people", "0001_first")]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.IntegerField()),
                ("until", models.DateField()),
                ("decided", models.JSONField()),
                ("counted_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("year", "until"), name="edition_once")],
            },
        ),
        only_in_roles("publication_edition", []),
    ]
