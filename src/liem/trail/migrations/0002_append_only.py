"""The database itself refuses to change or remove what happened."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trail is append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER trail_entry_append_only BEFORE UPDATE OR DELETE ON trail_trailentry
    FOR EACH ROW EXECUTE FUNCTION trail_refuse();
CREATE TRIGGER trail_entry_no_truncate BEFORE TRUNCATE ON trail_trailentry
    FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse();

CREATE FUNCTION trail_head_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.stream IS DISTINCT FROM OLD.stream OR NEW.length IS DISTINCT FROM OLD.length + 1 THEN
        RAISE EXCEPTION 'the head of a stream moves forward one entry at a time' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER trail_head_forward_only BEFORE UPDATE ON trail_trailhead
    FOR EACH ROW EXECUTE FUNCTION trail_head_forward();
CREATE TRIGGER trail_head_no_delete BEFORE DELETE ON trail_trailhead
    FOR EACH ROW EXECUTE FUNCTION trail_refuse();
CREATE TRIGGER trail_head_no_truncate BEFORE TRUNCATE ON trail_trailhead
    FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse();
"""

BACK = """
DROP TRIGGER trail_head_no_truncate ON trail_trailhead;
DROP TRIGGER trail_head_no_delete ON trail_trailhead;
DROP TRIGGER trail_head_forward_only ON trail_trailhead;
DROP FUNCTION trail_head_forward();
DROP TRIGGER trail_entry_no_truncate ON trail_trailentry;
DROP TRIGGER trail_entry_append_only ON trail_trailentry;
DROP FUNCTION trail_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_first")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
