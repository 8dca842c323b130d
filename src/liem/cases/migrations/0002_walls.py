"""The walls of the database: who sees a matter, who sees its content, and which changes are refused whoever asks.

Only the actions of this room write (they act as ``system`` after their checks). Reading:

* the register: handlers their own matters; heads those of their unit; inspectors and internal affairs all;
* content: the handler, the head of the handling unit, and who was entitled by name;
* nobody a matter from which they are excluded, and no unit one whose leaders it concerns.
"""

from django.db import migrations

from liem.cases.states import moves
from liem.people.row_security import only_with_parent

REGISTER = ["inspector", "internal_affairs", "head_of_unit", "case_officer"]

ROLES = "((SELECT string_to_array(current_setting('app.role', true), ','))::text[])"
UNITS = "((SELECT string_to_array(current_setting('app.units', true), ','))::text[])"
ACCOUNT = "(SELECT current_setting('app.account', true))"
SYSTEM = f"(SELECT 'system' = ANY ({ROLES}))"


def _holds(*roles):
    names = ", ".join(f"'{role}'" for role in roles)
    return f"(SELECT {ROLES} && ARRAY[{names}]::text[])"


FUNCTIONS = """
CREATE SEQUENCE cases_number;
CREATE FUNCTION cases_excluded() RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
DECLARE former text := coalesce(current_setting('app.role', true), '');
BEGIN  -- nobody sees exclusions, not even their own: only their effect
    PERFORM set_config('app.role', 'system', true);
    RETURN QUERY SELECT matter_id FROM cases_exclusion WHERE account = current_setting('app.account', true);
    PERFORM set_config('app.role', former, true);
END $$;
CREATE FUNCTION cases_entitled() RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
DECLARE former text := coalesce(current_setting('app.role', true), '');
BEGIN
    PERFORM set_config('app.role', 'system', true);
    RETURN QUERY SELECT matter_id FROM cases_entitlement
        WHERE account = current_setting('app.account', true) AND (until IS NULL OR until > now());
    PERFORM set_config('app.role', former, true);
END $$;
CREATE FUNCTION cases_plain(words text) RETURNS text LANGUAGE sql IMMUTABLE
    AS $$ SELECT replace(regexp_replace(normalize(lower(words), NFD), U&'[\\0300-\\036F]', '', 'g'), 'đ', 'd') $$;
"""
NO_FUNCTIONS = """
DROP SEQUENCE cases_number;
CREATE SEQUENCE cases_number;
DROP FUNCTION cases_plain(text);
DROP FUNCTION cases_entitled();
DROP FUNCTION cases_excluded();
"""

TRIGGERS = """
CREATE FUNCTION cases_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% keeps what happened: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION cases_matter_born() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status <> 'received' OR NEW.outcome <> '' THEN
        RAISE EXCEPTION 'a matter begins as received, without an outcome' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION cases_event_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE present record;
BEGIN
    SELECT kind, status INTO present FROM cases_matter WHERE id = NEW.matter_id;
    IF NEW.new <> '' AND (present.status IS DISTINCT FROM NEW.old OR NOT EXISTS (
        SELECT 1 FROM cases_allowedmove m
        WHERE m.kind = present.kind AND m.verb = NEW.verb AND m.old = NEW.old AND m.new = NEW.new)) THEN
        RAISE EXCEPTION 'a % does not go from % to % by %', present.kind, present.status, NEW.new, NEW.verb
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION cases_matter_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
    IF (NEW.kind, NEW.number, NEW.received_at, NEW.opened_at) IS DISTINCT FROM
       (OLD.kind, OLD.number, OLD.received_at, OLD.opened_at) THEN
        RAISE EXCEPTION 'kind, number and receipt of a matter do not change' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.status IS DISTINCT FROM OLD.status THEN
        SELECT e.old, e.new INTO last FROM cases_event e WHERE e.matter_id = NEW.id AND e.new <> '' ORDER BY e.id DESC LIMIT 1;
        IF last.old IS DISTINCT FROM OLD.status OR last.new IS DISTINCT FROM NEW.status THEN
            RAISE EXCEPTION 'a % does not go from % to % without an event that says so', NEW.kind, OLD.status, NEW.status
                USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER matter_born BEFORE INSERT ON cases_matter FOR EACH ROW EXECUTE FUNCTION cases_matter_born();
CREATE TRIGGER matter_moves BEFORE UPDATE ON cases_matter FOR EACH ROW EXECUTE FUNCTION cases_matter_moves();
CREATE TRIGGER matter_stays BEFORE DELETE ON cases_matter FOR EACH ROW EXECUTE FUNCTION cases_refuse();
CREATE TRIGGER event_allowed BEFORE INSERT ON cases_event FOR EACH ROW EXECUTE FUNCTION cases_event_allowed();
CREATE TRIGGER event_stays BEFORE UPDATE OR DELETE ON cases_event FOR EACH ROW EXECUTE FUNCTION cases_refuse();
CREATE TRIGGER money_stays BEFORE UPDATE OR DELETE ON cases_money FOR EACH ROW EXECUTE FUNCTION cases_refuse();
CREATE TRIGGER finding_stays BEFORE UPDATE OR DELETE ON cases_findingof FOR EACH ROW EXECUTE FUNCTION cases_refuse();
CREATE TRIGGER exclusion_stays BEFORE UPDATE OR DELETE ON cases_exclusion FOR EACH ROW EXECUTE FUNCTION cases_refuse();
"""
NO_TRIGGERS = """
DROP TRIGGER exclusion_stays ON cases_exclusion;
DROP TRIGGER finding_stays ON cases_findingof;
DROP TRIGGER money_stays ON cases_money;
DROP TRIGGER event_stays ON cases_event;
DROP TRIGGER event_allowed ON cases_event;
DROP TRIGGER matter_stays ON cases_matter;
DROP TRIGGER matter_moves ON cases_matter;
DROP TRIGGER matter_born ON cases_matter;
DROP FUNCTION cases_matter_moves();
DROP FUNCTION cases_event_allowed();
DROP FUNCTION cases_matter_born();
DROP FUNCTION cases_refuse();
"""

MATTER = f"""{_holds(*REGISTER)}
    AND id NOT IN (SELECT cases_excluded())
    AND NOT barred_units::text[] && {UNITS}
    AND (
        id IN (SELECT cases_entitled())
        OR (('*' = ANY ({UNITS}) OR unit = ANY ({UNITS}))
            AND ({_holds("inspector", "internal_affairs", "head_of_unit")} OR handler = {ACCOUNT}))
    )"""

CONTENT = f"""EXISTS (
    SELECT 1 FROM cases_matter m WHERE m.id = matter_id AND m.visibility <> 'removed' AND (
        m.handler = {ACCOUNT}
        OR ({_holds("head_of_unit")} AND m.unit = ANY ({UNITS}))
        OR (m.visibility = 'normal' AND m.id IN (SELECT cases_entitled()))
    ))"""


def _wall(table, condition):
    """Seen under ``condition``; written by the room's actions alone."""
    return migrations.RunSQL(
        f"""
        ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
        ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;
        CREATE POLICY seen ON "{table}" FOR SELECT USING ({SYSTEM} OR ({condition}));
        CREATE POLICY written ON "{table}" FOR ALL USING ({SYSTEM});
        """,
        f"""
        DROP POLICY written ON "{table}";
        DROP POLICY seen ON "{table}";
        ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY;
        """,
    )


def fill_moves(apps, schema_editor):
    """The rows of the table of moves; renewed by a later migration whenever ``states`` changes."""
    allowed = apps.get_model("cases", "AllowedMove")
    allowed.objects.using(schema_editor.connection.alias).bulk_create(
        allowed(kind=move.kind, verb=move.verb, old=move.old, new=move.new) for move in moves()
    )


def empty_moves(apps, schema_editor):
    apps.get_model("cases", "AllowedMove").objects.using(schema_editor.connection.alias).all().delete()


REGISTER_PARTS = (
    "event", "deadline", "entitlement", "crimetransfer", "discipline", "money", "appraisal", "remedy", "headanswer"
)  # fmt: skip
CONTENT_PARTS = ("content", "concerned", "allegation", "evidence", "findingof", "writing", "planstep")
OWN = f"account = {ACCOUNT}"


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_tables"), ("people", "0001_first")]
    operations = [
        migrations.RunPython(fill_moves, empty_moves),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
        _wall("cases_matter", MATTER),
        _wall("cases_exclusion", "false"),
        _wall("cases_notice", OWN),
        _wall("cases_calendarfeed", OWN),
        *[only_with_parent(f"cases_{part}", "matter_id", "cases_matter", REGISTER) for part in REGISTER_PARTS],
        *[_wall(f"cases_{part}", CONTENT) for part in CONTENT_PARTS],
        only_with_parent("cases_allegation_persons", "allegation_id", "cases_allegation", REGISTER),
        only_with_parent("cases_evidence_supports", "evidence_id", "cases_evidence", REGISTER),
        only_with_parent("cases_evidence_contradicts", "evidence_id", "cases_evidence", REGISTER),
    ]
