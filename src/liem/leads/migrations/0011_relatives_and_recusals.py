"""Nobody sees or judges a lead about a relative, or one they stepped aside from; what is put away keeps its evidence."""

import django.contrib.postgres.fields
from django.db import migrations, models

from liem.leads.walls import ASIDE_LEADS, NO_HAND_IN_IT, NOT_OF_THE_PERSONS, NOT_OF_THE_SUBJECT
from liem.people.row_security import CLOSE_CODES, in_roles, never_of_oneself, restricted, units_of

KINDS = [
    ("dossier", "Dossier"),
    ("official", "Official"),
    ("unit", "Unit"),
    ("agent", "Agent"),
    ("pair", "Official and agent"),
    ("procedure", "Procedure"),
]
ABOUT_A_SUBJECT = ("signal", "indicatorresult", "look", "reportcount")
_ME = "current_setting('app.account', true)"
SEEN = (
    f"{in_roles()} OR account = {_ME} OR taker = {_ME}"
    f" OR (({in_roles('inspector', 'internal_affairs')} OR acted_in = ANY ({units_of('head_of_unit')}))"
    f" AND NOT persons::text[] && {CLOSE_CODES})"
)


def codes():
    field = models.CharField(max_length=200)
    return django.contrib.postgres.fields.ArrayField(base_field=field, default=list, size=None)


def without(step):
    """The wall of an earlier step is taken down, and stands again where this one is taken back."""
    return migrations.RunSQL(step.reverse_sql, step.sql)


PERSON = "subject_kind IN ('official', 'pair') AND split_part(subject, '|', 1) = ANY ({own})"
FORMER = {
    "lead": "persons::text[] && {own}",
    "signal": PERSON,
    "indicatorresult": PERSON,
    "look": PERSON,
    "reportcount": "subject_kind = 'official' AND subject = ANY ({own})",
}


def never_judged(name, condition):
    return migrations.RunSQL(
        f"CREATE POLICY {name} ON leads_look AS RESTRICTIVE FOR INSERT WITH CHECK ({condition})",
        f"DROP POLICY {name} ON leads_look",
    )


AROUND_RECUSALS = migrations.RunSQL(
    f"""
    ALTER TABLE leads_recusal ENABLE ROW LEVEL SECURITY;
    ALTER TABLE leads_recusal FORCE ROW LEVEL SECURITY;
    CREATE POLICY seen ON leads_recusal FOR SELECT USING ({SEEN});
    CREATE POLICY written ON leads_recusal FOR INSERT WITH CHECK ({in_roles()});
    CREATE POLICY lifted ON leads_recusal FOR UPDATE USING ({in_roles()})
    """,
    """
    DROP POLICY lifted ON leads_recusal;
    DROP POLICY written ON leads_recusal;
    DROP POLICY seen ON leads_recusal;
    ALTER TABLE leads_recusal NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE leads_recusal DISABLE ROW LEVEL SECURITY
    """,
)
WHAT_IS_KNOWN_ALREADY = migrations.RunSQL(
    """
    SELECT set_config('app.role', 'system', true), set_config('app.units', '*', true);
    WITH about AS (
        SELECT run_id, lead, subject_kind, subject FROM leads_lead
        UNION SELECT lead.run_id, lead.lead, signal.subject_kind, signal.subject
            FROM leads_lead AS lead JOIN leads_signal AS signal
            ON signal.run_id = lead.run_id AND signal.signal = ANY (lead.signals)
    ), agents AS (
        SELECT run_id, lead, array_agg(DISTINCT CASE subject_kind WHEN 'agent' THEN subject
            ELSE substr(subject, strpos(subject, '|') + 1) END) AS codes
        FROM about WHERE subject_kind IN ('agent', 'pair') GROUP BY run_id, lead
    )
    UPDATE leads_lead AS lead
    SET persons = (SELECT array_agg(DISTINCT code ORDER BY code) FROM unnest(lead.persons || agents.codes::varchar[]) AS code)
    FROM agents WHERE agents.run_id = lead.run_id AND agents.lead = lead.lead;
    UPDATE leads_term AS term
    SET evidence = jsonb_build_object(
        'sources', to_jsonb(lead.sources), 'indicators', to_jsonb(lead.indicators), 'dossiers', lead.dossiers)
    FROM leads_lead AS lead
    WHERE term.ending IN ('expired', 'unfounded') AND lead.lead = term.lead AND lead.grade = term.grade
        AND lead.put_away_at IS NOT NULL;
    SELECT set_config('app.role', '', true), set_config('app.units', '', true)
    """,
    migrations.RunSQL.noop,
)


class Migration(migrations.Migration):
    dependencies = [("leads", "0010_verifications_by_version"), ("people", "0005_relatives")]

    operations = [
        migrations.AddField("lead", "hands", codes()),
        migrations.AddField("lead", "news", models.JSONField(null=True)),
        migrations.AddField("term", "evidence", models.JSONField(null=True)),
        migrations.AddField("term", "news", models.JSONField(null=True)),
        WHAT_IS_KNOWN_ALREADY,
        migrations.CreateModel(
            name="Recusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("account", models.CharField(max_length=64)),
                ("acted_as", models.CharField(max_length=40)),
                ("acted_in", models.CharField(max_length=200)),
                ("lead", models.CharField(max_length=64)),
                ("subject_kind", models.CharField(choices=KINDS, max_length=10)),
                ("subject", models.CharField(max_length=400)),
                ("persons", codes()),
                ("act", models.CharField(blank=True, max_length=4)),
                ("unit", models.CharField(blank=True, max_length=200)),
                ("reason", models.TextField()),
                ("taker", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_by", models.CharField(blank=True, max_length=64)),
                ("lifted_reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("-at", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(lifted_at__isnull=True),
                        fields=("account", "subject_kind", "subject"),
                        name="lead_recusal_stands_once",
                    ),
                    models.CheckConstraint(condition=~models.Q(reason=""), name="lead_recusal_has_a_reason"),
                    models.CheckConstraint(
                        condition=models.Q(lifted_at__isnull=True, lifted_by="", lifted_reason="")
                        | (
                            models.Q(lifted_at__isnull=False)
                            & ~models.Q(lifted_by="")
                            & ~models.Q(lifted_reason="")
                            & ~models.Q(lifted_by=models.F("account"))
                        ),
                        name="lead_recusal_lifted_by_another",
                    ),
                ],
            },
        ),
        AROUND_RECUSALS,
        *[without(never_of_oneself(f"leads_{table}", about)) for table, about in FORMER.items()],
        restricted("leads_lead", "never_of_ones_own", NOT_OF_THE_PERSONS),
        *[restricted(f"leads_{table}", "never_of_ones_own", NOT_OF_THE_SUBJECT) for table in ABOUT_A_SUBJECT],
        restricted("leads_term", "never_of_ones_own", f"NOT lead::text = ANY ({ASIDE_LEADS})"),
        never_judged("never_by_ones_own", NOT_OF_THE_SUBJECT),
        never_judged("never_on_ones_own_work", NO_HAND_IN_IT),
    ]
