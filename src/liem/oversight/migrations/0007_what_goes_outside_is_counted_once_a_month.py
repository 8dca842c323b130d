from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0006_tallies"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="periodtally", name="period_tally_once"),
        migrations.AddField(
            model_name="periodtally",
            name="outside",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="periodtally",
            constraint=models.UniqueConstraint(fields=("first", "last", "outside"), name="period_tally_once"),
        ),
    ]
