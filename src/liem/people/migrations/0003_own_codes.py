import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_keys_of_officers_and_offices")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="own_codes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=128), blank=True, default=list, size=None
            ),
        ),
    ]
