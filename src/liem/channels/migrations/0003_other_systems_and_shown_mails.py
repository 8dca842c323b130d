"""Other systems that hand reports in, registered by the system administrator; mails as officers may look at them."""

from django.db import migrations, models

from liem.people.row_security import only_in_roles


class Migration(migrations.Migration):
    dependencies = [("channels", "0002_row_security")]

    operations = [
        migrations.CreateModel(
            name="OtherSystem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=12, unique=True)),
                ("name", models.CharField(max_length=200, verbose_name="system")),
                (
                    "channel",
                    models.CharField(
                        choices=[("referred", "Handed over by another body"), ("web", "Web"), ("hotline", "Hotline")],
                        max_length=12,
                        verbose_name="door",
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("valid_to", models.DateField(verbose_name="token holds until")),
                ("made_by", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("revoked_by", models.CharField(blank=True, max_length=64)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("last_used_on", models.DateField(null=True)),
                ("minute", models.DateTimeField(null=True)),
                ("used", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddField("sealedmail", "shown", models.BinaryField(null=True)),
        only_in_roles("channels_othersystem", ["system_administrator"]),
    ]
