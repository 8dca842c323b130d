"""A verification speaks of the version of the indicator that flagged: a new version is measured anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("leads", "0009_signs_expire")]
    operations = [migrations.AddField("verification", "version", models.PositiveSmallIntegerField(null=True))]
