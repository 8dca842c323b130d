"""Who is excused from which report says who is accused in it: the database keeps it to itself, and only acts on it."""

from django.db import migrations

from liem.intake import row_security as walls


class Migration(migrations.Migration):
    dependencies = [("intake", "0005_reopen_with_a_clock_of_its_own")]

    operations = [
        migrations.RunSQL(walls.EXCUSED, "DROP FUNCTION intake_excused()"),
        walls.anew(walls.around_reports(walls.NOT_EXCUSED)),
        walls.anew(walls.for_the_house_alone("intake_recusal")),
        walls.anew(walls.around_the_vault("intake_identityrequest", "report_" + walls.NOT_EXCUSED)),
    ]
