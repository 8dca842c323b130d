"""Sealed originals, sessions and meetings are for those who hold the role in the very unit."""

from django.db import migrations

from liem.intake.row_security import anew, around_content
from liem.people.row_security import in_roles, units_of

DESK = units_of("intake_officer", "inspector")
SEE = units_of("intake_officer", "inspector", "internal_affairs")
HELD = f"""
DROP POLICY seen ON channels_gathering;
DROP POLICY written ON channels_gathering;
CREATE POLICY seen ON channels_gathering FOR SELECT USING
  ({in_roles()} OR '*' = ANY ({SEE}) OR agency = ANY ({SEE}));
CREATE POLICY written ON channels_gathering FOR ALL USING
  ({in_roles()} OR '*' = ANY ({DESK}) OR agency = ANY ({DESK}))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0003_other_systems_and_shown_mails"),
        ("intake", "0004_roles_in_their_units"),
    ]

    operations = [
        anew(around_content("channels_sealedmail")),
        migrations.RunSQL(HELD, migrations.RunSQL.noop),
    ]
