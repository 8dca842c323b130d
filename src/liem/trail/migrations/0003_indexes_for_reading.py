"""Reading millions of entries: each filter of the auditor's page has an index in the order in which it is shown."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trail", "0002_append_only")]
    operations = [
        migrations.RemoveIndex("trailentry", "trail_entry_subject"),
        migrations.RemoveIndex("trailentry", "trail_entry_by"),
        migrations.AddIndex("trailentry", models.Index(fields=("subject_id", "id"), name="trail_entry_of_subject")),
        migrations.AddIndex("trailentry", models.Index(fields=("by", "id"), name="trail_entry_of_account")),
        migrations.AddIndex("trailentry", models.Index(fields=("event", "id"), name="trail_entry_of_event")),
    ]
