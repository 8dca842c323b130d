"""Rows about a report are seen by its reporter and by officers of the very office that handles it; sketches by nobody."""

from django.db import migrations

from liem.intake.row_security import around_content
from liem.people.row_security import only_in_roles, only_with_parent

READERS = ["intake_officer", "case_officer", "inspector", "head_of_unit"]
PROTECTORS = ["intake_officer", "inspector"]
BOTH_SEEN = """
DROP POLICY seen ON sorting_likeness;
CREATE POLICY seen ON sorting_likeness FOR SELECT USING (
  (SELECT string_to_array(current_setting('app.role', true), ',') && ARRAY['system']::text[])
  OR (
    (SELECT string_to_array(current_setting('app.role', true), ',')
      && ARRAY['intake_officer', 'case_officer', 'inspector', 'head_of_unit']::text[])
    AND EXISTS (SELECT 1 FROM intake_report AS r WHERE r.id = report_id AND r.agency = ANY
      ((SELECT string_to_array(current_setting('app.units', true), ','))::text[]))
    AND EXISTS (SELECT 1 FROM intake_report AS r WHERE r.id = other_id AND r.agency = ANY
      ((SELECT string_to_array(current_setting('app.units', true), ','))::text[]))
  )
)
"""


class Migration(migrations.Migration):
    dependencies = [("sorting", "0001_tables"), ("intake", "0002_row_security"), ("people", "0001_first")]

    operations = [
        only_in_roles("sorting_sketch", []),
        only_in_roles("sorting_sketchband", []),
        only_in_roles("sorting_likeness", []),
        migrations.RunSQL(BOTH_SEEN, migrations.RunSQL.noop),
        around_content("sorting_joining"),
        around_content("sorting_link"),
        around_content("sorting_quarantine"),
        around_content("sorting_steppedaside"),
        around_content("sorting_watch"),
        only_with_parent("sorting_watchreview", "watch_id", "sorting_watch", [*READERS, "reporter"], write=PROTECTORS),
        only_with_parent("sorting_protection", "watch_id", "sorting_watch", [*READERS, "reporter"], write=PROTECTORS),
    ]
