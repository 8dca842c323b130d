"""Which official an account is: seen by that account itself and by the inspectorate, which keeps it."""

from django.db import migrations

_IS_INSPECTOR = "string_to_array(current_setting('app.role', true), ',') && ARRAY['system', 'inspector']::text[]"
_IS_ONESELF = "account = current_setting('app.account', true)"


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_tables"), ("people", "0001_first")]

    operations = [
        migrations.RunSQL(
            f"""
            ALTER TABLE agencies_servant ENABLE ROW LEVEL SECURITY;
            ALTER TABLE agencies_servant FORCE ROW LEVEL SECURITY;
            CREATE POLICY seen ON agencies_servant FOR SELECT USING (({_IS_INSPECTOR}) OR {_IS_ONESELF});
            CREATE POLICY written ON agencies_servant FOR ALL USING ({_IS_INSPECTOR})
            """,
            """
            DROP POLICY written ON agencies_servant;
            DROP POLICY seen ON agencies_servant;
            ALTER TABLE agencies_servant NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE agencies_servant DISABLE ROW LEVEL SECURITY
            """,
        )
    ]
