"""No matter was ever restricted: who sees one is decided by its walls."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_search_in_all_the_words")]

    operations = [
        migrations.AlterField(
            model_name="matter",
            name="visibility",
            field=models.CharField(
                choices=[
                    ("normal", "As its kind says"),
                    ("removed", "Unfounded: content put away, the number kept"),
                ],
                default="normal",
                max_length=12,
            ),
        ),
    ]
