"""Search finds a matter by the words of its hearings, findings and plan too: what was written before is taken in."""

from django.db import migrations

SQL = """
UPDATE cases_content AS c SET search = to_tsvector('simple', cases_plain(left(concat_ws(' ', title, summary,
    (SELECT string_agg(name, ' ') FROM cases_concerned WHERE matter_id = c.matter_id),
    (SELECT string_agg(text, ' ') FROM cases_allegation WHERE matter_id = c.matter_id),
    (SELECT string_agg(concat_ws(' ', title, source), ' ') FROM cases_evidence WHERE matter_id = c.matter_id),
    (SELECT string_agg(reason, ' ') FROM cases_findingof WHERE matter_id = c.matter_id),
    (SELECT string_agg(text, ' ') FROM cases_planstep WHERE matter_id = c.matter_id),
    (SELECT string_agg(text, ' ' ORDER BY id) FROM cases_writing WHERE matter_id = c.matter_id)), 300000)))
WHERE EXISTS (SELECT FROM cases_writing WHERE matter_id = c.matter_id)
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_indexes_of_ledgers_and_hand_overs")]
    operations = [
        migrations.RunSQL(
            f"SELECT set_config('app.role', 'system', true); {SQL}; SELECT set_config('app.role', '', true);",
            migrations.RunSQL.noop,
        )
    ]
