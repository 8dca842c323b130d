"""Reminders by mail: when one was sent, claimed, or is tried again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("oversight", "0009_posts_and_not_roles_open_rows")]
    operations = [
        migrations.AddField("notice", "mailed_at", models.DateTimeField(null=True)),
        migrations.AddField("notice", "mail_next_at", models.DateTimeField(null=True)),
        migrations.AddField("notice", "mail_tries", models.PositiveSmallIntegerField(default=0)),
        migrations.AddIndex(
            "notice",
            models.Index(
                fields=("at",),
                name="oversight_notice_mail",
                condition=models.Q(read_at__isnull=True, mailed_at__isnull=True),
            ),
        ),
    ]
