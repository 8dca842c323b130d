"""Mails taken in are the house's own; sealed originals belong where their report does; gatherings to those who enter."""

from django.db import migrations

from liem.intake.row_security import around_content
from liem.people.row_security import only_in_roles, only_own_units

DESK = ["intake_officer", "inspector"]


class Migration(migrations.Migration):
    dependencies = [("channels", "0001_tables"), ("intake", "0002_row_security"), ("people", "0001_first")]

    operations = [
        only_in_roles("channels_collectedmail", []),
        around_content("channels_sealedmail"),
        only_in_roles("channels_mailboxstate", DESK),
        only_own_units("channels_gathering", "agency", [*DESK, "internal_affairs"], write=DESK),
        only_in_roles("channels_gatheringsource", [*DESK, "internal_affairs"], write=DESK),
    ]
