"""Whoever opens or sorts reports does so in the units in which they hold that very role."""

from django.db import migrations

from liem.intake import row_security as walls


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_know_what_other_bodies_hand_over"), ("people", "0001_first")]

    operations = [
        walls.anew(wall)
        for wall in (
            walls.around_reports(),
            walls.around_content("intake_sealedkey"),
            walls.around_content("intake_sealedpart"),
            walls.around_content("intake_sealedfile"),
            walls.around_content("intake_vaultedidentity"),
            walls.around_register_rows("intake_reportstep"),
            walls.around_the_vault("intake_identityrequest"),
        )
    ]
