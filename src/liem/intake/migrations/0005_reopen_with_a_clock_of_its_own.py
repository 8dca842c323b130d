"""A report that is taken up again has a clock from that day; what a reporter added is told to have been read."""

from django.db import migrations, models

_REOPENED_BEFORE = """
SELECT set_config('app.role', 'system', true), set_config('app.units', '*', true);
UPDATE intake_report SET accepted_on = NULL, reopened_on =
  (SELECT max("on") FROM intake_reportstep AS s WHERE s.report_id = intake_report.id AND s.step = 'reopened')
WHERE state = 'reopened';
SELECT set_config('app.role', '', true), set_config('app.units', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0004_roles_in_their_units"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="reportstep",
            name="report_step_known",
        ),
        migrations.AddField(
            model_name="report",
            name="reopened_on",
            field=models.DateField(null=True, verbose_name="reopened"),
        ),
        migrations.AlterField(
            model_name="reportstep",
            name="step",
            field=models.CharField(
                choices=[
                    ("received", "Your report was received and has its number"),
                    ("read", "An officer opened your report"),
                    ("sorted", "Your report is being considered"),
                    ("classified", "The kind of your report was set right"),
                    ("transferred", "Your report was handed to the office that may handle it"),
                    ("accepted", "Your report was accepted for handling"),
                    ("not_accepted", "Your report was not accepted; the reasons are in the messages"),
                    ("asked", "The office wrote to you"),
                    ("added", "You wrote to the office"),
                    ("file_added", "You added a file"),
                    ("answered", "Your report was answered"),
                    ("withdrawn", "You withdrew your report"),
                    ("reopened", "You asked to have your report taken up again"),
                    ("set_aside", "Your report was set aside as no report"),
                    ("rated", "You said how satisfied you are"),
                    ("identity_given", "You gave your name, under seal"),
                    ("seen", "An officer read what you added"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="reportstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "step__in",
                        [
                            "received",
                            "read",
                            "sorted",
                            "classified",
                            "transferred",
                            "accepted",
                            "not_accepted",
                            "asked",
                            "added",
                            "file_added",
                            "answered",
                            "withdrawn",
                            "reopened",
                            "set_aside",
                            "rated",
                            "identity_given",
                            "seen",
                        ],
                    )
                ),
                name="report_step_known",
            ),
        ),
        migrations.RunSQL(_REOPENED_BEFORE, migrations.RunSQL.noop),
    ]
