"""An officer of one office who has another role elsewhere sorts, compares and protects in that one office alone."""

from django.db import migrations

from liem.intake.row_security import anew, around_content, of_the_office
from liem.people.row_security import in_roles, units_of

PROTECTORS = ("intake_officer", "inspector")
BOTH_SEEN = f"""
DROP POLICY seen ON sorting_likeness;
CREATE POLICY seen ON sorting_likeness FOR SELECT USING ({in_roles()} OR
  ({of_the_office("sorting_likeness")} AND {of_the_office("sorting_likeness", column="other_id")}))
"""
OF_A_WATCH = """
DROP POLICY written ON {table};
CREATE POLICY written ON {table} FOR ALL USING ({system} OR EXISTS (
  SELECT 1 FROM sorting_watch AS w JOIN intake_report AS r ON r.id = w.report_id
  WHERE w.id = {table}.watch_id AND r.agency = ANY ({places})))
"""


def protected(table):
    return OF_A_WATCH.format(table=table, system=in_roles(), places=units_of(*PROTECTORS))


class Migration(migrations.Migration):
    dependencies = [("sorting", "0002_row_security"), ("intake", "0004_roles_in_their_units")]

    operations = [
        *(
            anew(around_content(f"sorting_{table}"))
            for table in ("joining", "link", "quarantine", "steppedaside", "watch")
        ),
        migrations.RunSQL(BOTH_SEEN, migrations.RunSQL.noop),
        *(
            migrations.RunSQL(protected(f"sorting_{table}"), migrations.RunSQL.noop)
            for table in ("watchreview", "protection")
        ),
    ]
