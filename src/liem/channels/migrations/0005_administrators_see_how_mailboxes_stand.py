"""Who can mend a mailbox sees how it stands; what was said at a session is seen where the session is."""

from django.db import migrations

from liem.intake.row_security import anew
from liem.people.row_security import only_in_roles, only_with_parent

DESK = ["intake_officer", "inspector"]


class Migration(migrations.Migration):
    dependencies = [("channels", "0004_roles_in_their_units")]

    operations = [
        anew(only_in_roles("channels_mailboxstate", [*DESK, "system_administrator"])),
        anew(
            only_with_parent(
                "channels_gatheringsource",
                "gathering_id",
                "channels_gathering",
                [*DESK, "internal_affairs"],
                write=DESK,
            )
        ),
    ]
