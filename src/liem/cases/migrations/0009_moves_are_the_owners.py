"""The table of moves is read by everybody and changed by migrations alone: the role that serves pages may not."""

from django.db import migrations

WALL = """
ALTER TABLE cases_allowedmove ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON cases_allowedmove FOR SELECT USING (true);
"""
NO_WALL = """
DROP POLICY read ON cases_allowedmove;
ALTER TABLE cases_allowedmove DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_tallies_of_ledgers")]
    operations = [migrations.RunSQL(WALL, NO_WALL)]
