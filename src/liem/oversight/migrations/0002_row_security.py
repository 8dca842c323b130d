"""Row-level security: who sees, and that rows are written once and never changed."""

from django.db import migrations

from liem.people.row_security import in_roles

EVERYWHERE = ("inspector", "internal_affairs", "steering_committee")
UNITS = "(SELECT string_to_array(current_setting('app.units', true), ','))::text[]"
OWN = f"""('*' = ANY ({UNITS}) OR "unit" = ANY ({UNITS}))"""
OF_WHO_OWES = "verb IN ('report', 'say_done')"


def written_once(table: str, seen: str, written: str) -> migrations.RunSQL:
    """Seen where ``seen`` holds, inserted where ``written`` holds; nobody changes or removes a row."""
    return migrations.RunSQL(
        f"""
        ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
        ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;
        CREATE POLICY seen ON "{table}" FOR SELECT USING ({seen});
        CREATE POLICY written ON "{table}" FOR INSERT WITH CHECK ({written})
        """,
        f"""
        DROP POLICY written ON "{table}";
        DROP POLICY seen ON "{table}";
        ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY
        """,
    )


INSPECTORATE = in_roles("inspector", "internal_affairs")
WATCHES, HOLDS_THE_LIST = in_roles(*EVERYWHERE), in_roles("internal_affairs")
OWES = f"{in_roles('head_of_unit')} AND {OWN}"


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_tables"), ("people", "0003_own_codes")]

    operations = [
        written_once("oversight_watchentry", WATCHES, HOLDS_THE_LIST),
        written_once("oversight_watchdecision", WATCHES, HOLDS_THE_LIST),
        written_once("oversight_duty", f"{WATCHES} OR ({OWES})", INSPECTORATE),
        written_once(
            "oversight_paper",
            f"{WATCHES} OR ({in_roles('head_of_unit')} AND EXISTS"
            ' (SELECT 1 FROM oversight_duty AS duty WHERE duty.paper_id = "oversight_paper".id))',
            INSPECTORATE,
        ),
        written_once(
            "oversight_dutyevent",
            f"{WATCHES} OR ({OWES})",
            f"({INSPECTORATE} AND NOT ({OF_WHO_OWES})) OR ({OWES} AND {OF_WHO_OWES})",
        ),
        written_once("oversight_draw", INSPECTORATE, in_roles("inspector")),
        written_once("oversight_drawn", INSPECTORATE, in_roles("inspector")),
        migrations.RunSQL(
            f"""
            ALTER TABLE oversight_publisheddraw ENABLE ROW LEVEL SECURITY;
            ALTER TABLE oversight_publisheddraw FORCE ROW LEVEL SECURITY;
            CREATE POLICY seen ON oversight_publisheddraw FOR SELECT USING (true);
            CREATE POLICY written ON oversight_publisheddraw FOR ALL USING ({in_roles()})
            """,
            """
            DROP POLICY written ON oversight_publisheddraw;
            DROP POLICY seen ON oversight_publisheddraw;
            ALTER TABLE oversight_publisheddraw NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE oversight_publisheddraw DISABLE ROW LEVEL SECURITY
            """,
        ),
    ]
