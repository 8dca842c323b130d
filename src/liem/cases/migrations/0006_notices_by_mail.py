"""Notices by mail: who wants which, where; and when a notice is tried again."""

from django.db import migrations, models

OWN = """
    (SELECT 'system' = ANY ((SELECT string_to_array(current_setting('app.role', true), ','))::text[]))
    OR account = (SELECT current_setting('app.account', true))"""
WALL = f"""
ALTER TABLE cases_mailwish ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_mailwish FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON cases_mailwish FOR SELECT USING ({OWN});
CREATE POLICY written ON cases_mailwish FOR ALL USING (
    (SELECT 'system' = ANY ((SELECT string_to_array(current_setting('app.role', true), ','))::text[])));
"""
NO_WALL = """
DROP POLICY written ON cases_mailwish;
DROP POLICY seen ON cases_mailwish;
ALTER TABLE cases_mailwish NO FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_mailwish DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_roles_in_their_units")]
    operations = [
        migrations.CreateModel(
            name="MailWish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("account", models.CharField(max_length=64, unique=True)),
                ("address", models.EmailField(max_length=254)),
                (
                    "which",
                    models.CharField(
                        choices=[
                            ("every", "Everything that is new for me"),
                            ("limits", "Limits alone: soon due, and passed"),
                            ("late", "Only what is late"),
                            ("none", "Nothing"),
                        ],
                        default="limits",
                        max_length=8,
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=64)),
                ("code_tries", models.PositiveSmallIntegerField(default=0)),
                ("code_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField("notice", "mail_next_at", models.DateTimeField(null=True)),
        migrations.AddField("notice", "mail_tries", models.PositiveSmallIntegerField(default=0)),
        migrations.AddIndex(
            "notice",
            models.Index(
                fields=("at",),
                name="notice_to_be_mailed",
                condition=models.Q(read_at__isnull=True, mailed_at__isnull=True),
            ),
        ),
        migrations.RunSQL(WALL, NO_WALL),
    ]
