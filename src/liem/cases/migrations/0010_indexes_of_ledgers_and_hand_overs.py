from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_moves_are_the_owners"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="appraisal",
            index=models.Index(
                condition=models.Q(("returned_on__isnull", True)), fields=["due_on"], name="appraisal_waited_for"
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(condition=models.Q(("verb", "transfer")), fields=["at"], name="event_handed_on"),
        ),
        migrations.AddIndex(model_name="matter", index=models.Index(fields=["handler"], name="matter_of_handler")),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("leader", True)),
                fields=["received_at", "kind", "about_unit"],
                name="matter_leaders",
            ),
        ),
    ]
