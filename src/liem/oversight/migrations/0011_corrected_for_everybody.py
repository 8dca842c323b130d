"""What was corrected stands no more, also for the unit that does not see what stands in its place; and rows of the
programme of inspections are corrected too."""

import django.db.models.deletion
from django.db import migrations, models


def corrected(name: str, table: str) -> migrations.RunSQL:
    """A function that tells numbers alone: which rows of a table were corrected before an instant.

    Its role is that of the house, whoever asks: a unit on which something was laid by mistake must find it struck, and
    not what was laid on another in its place.
    """
    return migrations.RunSQL(
        f"""CREATE FUNCTION {name}(known timestamptz) RETURNS SETOF bigint LANGUAGE plpgsql AS $$
        DECLARE
            former text := coalesce(current_setting('app.role', true), '');
        BEGIN
            PERFORM set_config('app.role', 'system', true);
            RETURN QUERY SELECT corrects_id FROM {table} WHERE corrects_id IS NOT NULL AND recorded_at < known;
            PERFORM set_config('app.role', former, true);
        END $$""",
        f"DROP FUNCTION {name}(timestamptz)",
    )


class Migration(migrations.Migration):
    dependencies = [("oversight", "0010_reminders_by_mail")]
    operations = [
        migrations.AddField(
            "inspection",
            "corrects",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="oversight.inspection",
            ),
        ),
        migrations.AddField(
            "inspection",
            "is_struck",
            models.BooleanField(default=False, verbose_name="it was never in the programme"),
        ),
        migrations.AddField(
            "inspection",
            "why",
            models.TextField(blank=True, default="", max_length=1000, verbose_name="what was wrong"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "inspection",
            models.CheckConstraint(
                condition=models.Q(("corrects", None), ("is_struck", False), ("why", ""))
                | models.Q(("corrects__isnull", False), models.Q(("why", ""), _negated=True)),
                name="inspection_correction_says_why",
            ),
        ),
        corrected("oversight_corrected_duties", "oversight_duty"),
        corrected("oversight_corrected_inspections", "oversight_inspection"),
    ]
