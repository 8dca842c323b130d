"""Row-level security: the second wall behind the views."""

from django.db import migrations

from liem.intake import row_security as walls


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_reports"), ("people", "0002_keys_of_officers_and_offices")]

    operations = [
        walls.around_reports(),
        walls.around_excuses("intake_recusal"),
        walls.around_content("intake_sealedkey"),
        walls.around_content("intake_sealedpart"),
        walls.around_content("intake_sealedfile"),
        walls.around_content("intake_vaultedidentity"),
        walls.around_register_rows("intake_reportstep"),
        walls.around_the_vault("intake_identityrequest"),
    ]
