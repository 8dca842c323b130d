"""Which official an account is stands at the account alone: one place of truth for routing, matters and leads."""

from django.db import migrations

MOVE = migrations.RunSQL(
    """
    SELECT set_config('app.role', 'system', true);
    UPDATE people_account AS account SET own_codes = array_append(account.own_codes, servant.official)
    FROM agencies_servant AS servant
    WHERE servant.account = account.id::text AND NOT servant.official = ANY (account.own_codes);
    SELECT set_config('app.role', '', true)
    """,
    migrations.RunSQL.noop,
)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_row_security"), ("people", "0005_relatives")]
    operations = [MOVE, migrations.DeleteModel("Servant")]
