"""Nobody sees or judges a lead about a relative; who stepped aside is kept away until somebody else lets them back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client
from tests.cases.conftest import appointed

from liem.base import clock
from liem.base.errors import UserError
from liem.cases import actions as cases
from liem.cases.models import Exclusion
from liem.cases.states import Kind, Origin
from liem.imports.models import Snapshot
from liem.leads import actions, expiry, queries, recusals
from liem.leads.models import FirstLook, Lead, Look, Recusal, Run, Signal, Term
from liem.people import actions as people
from liem.people.access import scope_of
from liem.people.models import Account
from liem.people.relatives import actions as kin
from liem.people.row_security import acting_as, acting_as_system
from liem.people.states import Role
from liem.trail.models import TrailEntry

Somebody = Callable[..., Client]
REASON = "Em trai tôi làm việc ở đó."
FOUND = "Đã mở hồ sơ, có biên bản kèm theo."


def account_of(client: Client) -> Account:
    return Account.objects.get(pk=client.session["_auth_user_id"])


def as_(account: Account, query: Callable[[], Any]) -> Any:
    """Past all views, in the row-level security of the account."""
    with transaction.atomic(), acting_as(account, scope_of(account, "leads.see")):
        return query()


def rename(subject_kind: str, subject: str) -> None:
    """Make the lead on person C1 one about another subject, as its run would have loaded it."""
    from liem.leads.rules import persons_of

    with transaction.atomic(), acting_as_system():
        names = {"subject_kind": subject_kind, "subject": subject}
        Lead.objects.filter(lead="l-person").update(**names, persons=list(persons_of(subject_kind, subject)))
        Signal.objects.filter(signal__in=["s-1", "s-2"]).update(**names)


@pytest.fixture
def inspector(somebody: Somebody) -> Client:
    client = somebody(Role.INSPECTOR)
    client.cookies["liem_language"] = "en"
    return client


# -- relatives


@pytest.mark.parametrize(("kind", "subject"), [("pair", "C5|NN-7"), ("pair", "C5|NN|7"), ("agent", "NN-7")])
def test_a_relative_who_files_for_others_counts_like_an_official(
    kind: str, subject: str, office: Run, inspector: Client
) -> None:
    rename(kind, subject)
    assert inspector.get("/leads/lead/l-person/").status_code == 200
    agent = subject.split("|", 1)[-1]
    people.declare_codes(account_of(inspector), [], [agent], by="system", now=clock.now())
    assert inspector.get("/leads/lead/l-person/").status_code == 404
    assert as_(account_of(inspector), lambda: Signal.objects.filter(signal="s-1").count()) == 0
    for form in ("html", "docx", "json"):
        assert inspector.get(f"/leads/lead/l-person/sheet.{form}").status_code == 404
    for form in ("csv", "xlsx"):
        taken = inspector.get(f"/leads/leads.{form}")
        assert b"l-person" not in b"".join(taken)
    assert "l-person" not in inspector.get(f"/leads/?text={agent}").content.decode()


def test_of_a_pair_both_are_persons_when_a_run_is_loaded() -> None:
    from liem.leads.results import _persons

    about = [{"subject_kind": "pair", "subject": "C5|NN-7"}, {"subject_kind": "unit", "subject": "U1"}]
    assert _persons([*about, {"subject_kind": "agent", "subject": "NN-9"}]) == ["C5", "NN-7", "NN-9"]


def test_a_lead_of_a_unit_that_rests_on_a_relative_is_counted_nowhere(office: Run, inspector: Client) -> None:
    """The unit's lead rests on a pattern about C2; tallies, search, tables and the unit's page leave it out."""
    before = inspector.get("/leads/")
    assert before.context["page"].paginator.count == 4
    kin.take_over([("C2", "C9")])
    people.declare_codes(account_of(inspector), ["C9"], by="system", now=clock.now())
    after = inspector.get("/leads/")
    assert after.context["page"].paginator.count == 3
    assert sum(number for _grade, _label, number in after.context["grades"]) == 3
    assert list(inspector.get("/leads/units/U2").context["leads"]) == []
    assert queries.current_run() is not None
    assert as_(account_of(inspector), lambda: queries.expiring(office, clock.now())) == 0


def test_patterns_of_relatives_that_wait_with_a_unit_are_not_even_counted(office: Run, somebody: Somebody) -> None:
    somebody(Role.HEAD_OF_UNIT, "U2")
    actions.detect_now(office.snapshot, actions.Wish(fdr=0.1), by="system", now=clock.now())
    inspector = somebody(Role.INSPECTOR)
    assert inspector.get("/leads/").context["waiting"] != []
    people.declare_codes(account_of(inspector), [], ["C2"], by="system", now=clock.now())
    assert inspector.get("/leads/").context["waiting"] == []


def test_a_head_does_not_look_first_at_what_is_about_a_relative(office: Run, somebody: Somebody) -> None:
    head = somebody(Role.HEAD_OF_UNIT, "U2")
    people.declare_codes(account_of(head), [], ["C2"], by="system", now=clock.now())
    actions.detect_now(office.snapshot, actions.Wish(fdr=0.1), by="system", now=clock.now())
    assert somebody(Role.INSPECTOR).get("/leads/lead/l-unit/").status_code == 200


def test_what_was_put_away_about_a_relative_is_neither_listed_nor_brought_back(office: Run, inspector: Client) -> None:
    with transaction.atomic(), acting_as_system():
        expiry.put_away("l-person", by="system", now=clock.now())
    assert "l-person" in inspector.get("/leads/put-away/").content.decode()
    people.declare_codes(account_of(inspector), [], ["C1"], by="system", now=clock.now())
    assert "l-person" not in inspector.get("/leads/put-away/").content.decode()
    assert inspector.get("/leads/").context["put_away"] == 0
    answer = inspector.post("/leads/put-away/", {"lead": "l-person", "reason": FOUND})
    assert answer.status_code == 422
    with transaction.atomic(), acting_as_system():
        assert Term.objects.get(lead="l-person").ending == "unfounded"


@pytest.mark.parametrize("codes", [(["C1"], []), ([], ["C1"])])
def test_whoever_worked_on_a_dossier_or_is_a_relative_of_who_did_does_not_say_whether_a_rule_was_broken(
    codes: tuple[list[str], list[str]], office: Run, inspector: Client
) -> None:
    """The lead names nobody and is shown; judging it is for others, in the view, the action and the database."""
    account = account_of(inspector)
    people.declare_codes(account, *codes, by="system", now=clock.now())
    page = inspector.get("/leads/lead/l-dossier/")
    assert page.status_code == 200
    assert "worked on this dossier" in page.content.decode()
    assert 'name="result"' not in page.content.decode()
    inspector.post("/leads/lead/l-dossier/", {"result": "explained", "reason": FOUND})
    lead = as_(account, lambda: Lead.objects.get(lead="l-dossier"))
    assert lead.hands == ["C1"]
    with pytest.raises(UserError, match="tham gia hồ sơ này"):
        as_(account, lambda: actions.note_look(lead, "explained", FOUND, by=account, now=clock.now()))
    look = Look(run=office, lead="l-dossier", unit="U1", result="explained", reason="x", by="1", at=clock.now())
    look.subject_kind, look.subject = "dossier", "D1"
    with pytest.raises(DatabaseError):
        as_(account, look.save)
    with transaction.atomic(), acting_as_system():
        assert not Look.objects.exists()


def test_the_house_and_its_jobs_go_on_whoever_is_related_to_whom(office: Run, inspector: Client) -> None:
    people.declare_codes(account_of(inspector), ["C1"], ["C2"], by="system", now=clock.now())
    assert inspector.post("/leads/detect/", {"fdr": "0.05"}).status_code == 302, "he may have records looked through"
    again = actions.detect_now(office.snapshot, actions.Wish(fdr=0.1), by="system", now=clock.now())
    with transaction.atomic(), acting_as_system():
        assert Lead.objects.filter(run=again).count() == 4


def test_relatives_see_no_matter_born_of_the_lead(office: Run, somebody: Somebody) -> None:
    related, aside, named = (appointed(name, Role.INSPECTOR) for name in ("related", "aside", "named"))
    people.declare_codes(related, [], ["C1"], by="system", now=clock.now())
    people.declare_codes(named, ["C1"], by="system", now=clock.now())
    as_(aside, lambda: recusals.step_aside(Lead.objects.get(lead="l-person"), REASON, by=aside, now=clock.now()))
    birth = cases.Birth(Kind.LEAD, "U2", Origin.LEAD, "l-person", clock.now(), "Xác minh dấu hiệu")
    cases.open_matter(birth, by="system", now=clock.now())
    with transaction.atomic(), acting_as_system():
        found = dict(Exclusion.objects.values_list("account", "ground"))
    assert found == {related.number: "relative", aside.number: "recused", named.number: "concerned"}


def test_who_steps_aside_later_or_turns_out_to_be_related_later_loses_the_matter(office: Run) -> None:
    aside, related = appointed("aside", Role.INSPECTOR), appointed("related", Role.INSPECTOR)
    birth = cases.Birth(Kind.LEAD, "U2", Origin.LEAD, "l-person", clock.now(), "Xác minh dấu hiệu")
    matter = cases.open_matter(birth, by="system", now=clock.now(), handler=aside.number)
    as_(aside, lambda: recusals.step_aside(Lead.objects.get(lead="l-person"), REASON, by=aside, now=clock.now()))
    people.declare_codes(related, [], ["C1"], by="system", now=clock.now())
    with transaction.atomic(), acting_as_system():
        matter.refresh_from_db()
        assert matter.handler == ""
        found = dict(Exclusion.objects.values_list("account", "ground"))
    assert found == {related.number: "relative", aside.number: "recused"}


# -- stepping aside


def step_aside(client: Client, lead: str = "l-person", **more: Any) -> Any:
    return client.post(f"/leads/lead/{lead}/aside/", {"reason": REASON, "sure": "on"} | more)


def standing() -> list[Recusal]:
    with transaction.atomic(), acting_as_system():
        return list(Recusal.objects.filter(lifted_at__isnull=True))


def test_an_officer_steps_aside_with_a_reason_and_the_lead_goes_to_who_was_named(
    office: Run, inspector: Client, somebody: Somebody
) -> None:
    taker = somebody(Role.INTERNAL_AFFAIRS)
    taker.cookies["liem_language"] = "en"
    page = inspector.get("/leads/lead/l-person/aside/").content.decode()
    assert "You cannot take this back" in page
    assert step_aside(inspector, sure="").status_code == 422, "it is asked back"
    assert step_aside(inspector, reason="ngắn").status_code == 422
    assert standing() == []
    assert step_aside(inspector, taker=account_of(taker).pk).status_code == 302
    [row] = standing()
    assert (row.persons, row.acted_as, row.taker) == (["C1"], "inspector", account_of(taker).number)
    for address in ("", "aside/", "sheet.docx", "sheet.json"):
        assert inspector.get(f"/leads/lead/l-person/{address}").status_code == 404
    assert "l-person" not in inspector.get("/leads/").content.decode()
    mine = inspector.get("/leads/recusals/").content.decode()
    assert "l-person" in mine
    assert "official C1" not in mine
    desk = taker.get("/leads/")
    assert "1 lead was handed to you" in desk.content.decode()
    handed = taker.get("/leads/?looked=handed").context["page"].object_list
    assert [one.lead for one in handed] == ["l-person"]
    sheet = taker.get("/leads/lead/l-person/").content.decode()
    assert "handed to you" in sheet
    entry = TrailEntry.objects.get(event="lead_stepped_aside")
    assert (entry.by, entry.subject_id) == (account_of(inspector).number, "l-person")
    assert REASON not in str(entry.after), "why he is close to somebody is not for the trail"


def test_a_lead_is_handed_to_nobody_who_must_not_have_it(office: Run, inspector: Client, somebody: Somebody) -> None:
    related, aside, good = (appointed(name, Role.INSPECTOR) for name in ("related", "aside", "good"))
    people.declare_codes(related, [], ["C1"], by="system", now=clock.now())
    as_(aside, lambda: recusals.step_aside(Lead.objects.get(lead="l-person"), REASON, by=aside, now=clock.now()))
    gone = appointed("gone", Role.INSPECTOR)
    people.close_account(gone, by="system", now=clock.now())
    outside, reader = appointed("outside", Role.HEAD_OF_UNIT, "U2"), appointed("reader", Role.CASE_OFFICER, "U1")
    head = appointed("head", Role.HEAD_OF_UNIT, "U1")
    choices = inspector.get("/leads/lead/l-person/aside/").context["form"].fields["taker"].queryset
    assert set(choices) == {good, head}
    for one in (related, aside, gone, outside, reader, account_of(inspector)):
        assert step_aside(inspector, taker=one.pk).status_code == 422
    assert [row.account for row in standing()] == [aside.number]


def test_stepping_aside_holds_for_the_subject_in_every_later_run_and_for_pairs(office: Run, inspector: Client) -> None:
    step_aside(inspector)
    actions.detect_now(office.snapshot, actions.Wish(fdr=0.1), by="system", now=clock.now())
    assert inspector.get("/leads/lead/l-person/").status_code == 404
    rename("pair", "C1|NN-7")
    assert inspector.get("/leads/lead/l-person/").status_code == 404


def test_who_stepped_aside_from_a_dossier_does_not_open_the_dossier(office: Run, inspector: Client) -> None:
    assert inspector.get("/leads/dossier/D1").status_code == 200
    step_aside(inspector, "l-dossier")
    assert inspector.get("/leads/dossier/D1").status_code == 404
    assert inspector.get("/leads/dossier/D2").status_code == 200


def test_where_a_head_steps_aside_the_inspectorate_sees_the_pattern_at_once(office: Run, somebody: Somebody) -> None:
    head, inspector = somebody(Role.HEAD_OF_UNIT, "U2"), somebody(Role.INSPECTOR)
    actions.detect_now(office.snapshot, actions.Wish(fdr=0.1), by="system", now=clock.now())
    assert inspector.get("/leads/lead/l-unit/").status_code == 404
    step_aside(head, "l-unit")
    assert inspector.get("/leads/lead/l-unit/").status_code == 200
    assert head.get("/leads/lead/l-unit/").status_code == 404
    with transaction.atomic(), acting_as_system():
        assert FirstLook.objects.get(lead="l-unit").ended_at is not None


# -- lifting


def lift(client: Client, reason: str = "Đã xác minh: không có quan hệ thân thích.") -> int:
    [row] = standing()
    return client.post("/leads/recusals/", {"recusal": row.pk, "reason": reason}).status_code


def test_nobody_lifts_their_own(office: Run, somebody: Somebody) -> None:
    chief = somebody(Role.INSPECTOR)
    people.appoint(
        account_of(chief), Role.HEAD_OF_UNIT, unit="TTT", valid_from=clock.today(), by="system", now=clock.now()
    )
    step_aside(chief)
    assert lift(chief) == 422
    own = account_of(chief)
    assert as_(own, lambda: Recusal.objects.update(lifted_at=clock.now(), lifted_by="0", lifted_reason="x")) == 0
    with pytest.raises(DatabaseError), transaction.atomic(), acting_as_system():
        Recusal.objects.update(lifted_at=clock.now(), lifted_by=own.number, lifted_reason="x")
    assert len(standing()) == 1


LIFTERS = {
    # who stepped aside: (role, unit) → who may lift, of those below
    (Role.INSPECTOR, "*"): {"chief inspector", "internal affairs"},
    (Role.INTERNAL_AFFAIRS, "*"): {"chief inspector", "inspector"},
    (Role.HEAD_OF_UNIT, "U1"): {"chief inspector", "inspector", "internal affairs"},
    (Role.CASE_OFFICER, "U1"): {"chief inspector", "inspector", "internal affairs", "head of the unit"},
}
POSTS = {
    "inspector": ((Role.INSPECTOR, "*"),),
    "chief inspector": ((Role.INSPECTOR, "*"), (Role.HEAD_OF_UNIT, "TTT")),
    "internal affairs": ((Role.INTERNAL_AFFAIRS, "*"),),
    "head of the unit": ((Role.HEAD_OF_UNIT, "U1"),),
    "head of another unit": ((Role.HEAD_OF_UNIT, "U2"),),
    "colleague": ((Role.CASE_OFFICER, "U1"),),
    "related chief inspector": ((Role.INSPECTOR, "*"), (Role.HEAD_OF_UNIT, "TTT")),
    "chief inspector who stepped aside, too": ((Role.INSPECTOR, "*"), (Role.HEAD_OF_UNIT, "TTT")),
}


@pytest.mark.parametrize("who", LIFTERS)
def test_a_recusal_is_lifted_by_who_answers_for_the_officer_and_by_nobody_else(who: Any, office: Run) -> None:
    role, unit = who
    officer = appointed("officer", role, unit)
    lead = as_(officer, lambda: Lead.objects.get(lead="l-person"))
    as_(officer, lambda: recusals.step_aside(lead, REASON, by=officer, now=clock.now()))
    [row] = standing()
    able = set()
    for number, (name, posts) in enumerate(POSTS.items()):
        account = appointed(f"lifter{number}", *posts[0])
        for more in posts[1:]:
            people.appoint(account, more[0], unit=more[1], valid_from=clock.today(), by="system", now=clock.now())
        account.refresh_from_db()
        if name.startswith("related"):
            people.declare_codes(account, [], ["C1"], by="system", now=clock.now())
        if name.endswith("too"):
            as_(account, lambda me=account: recusals.step_aside(lead, REASON, by=me, now=clock.now()))
        try:
            with transaction.atomic():
                as_(account, lambda me=account: recusals.lift(row.pk, REASON, by=me, now=clock.now()))
                able.add(name)
                raise UserError("taken back: the next one tries")
        except UserError:
            pass
    assert able == LIFTERS[who]


def test_a_lifted_recusal_shows_the_lead_again_and_stays_on_record(
    office: Run, inspector: Client, somebody: Somebody
) -> None:
    other = somebody(Role.INTERNAL_AFFAIRS)
    other.cookies["liem_language"] = "en"
    step_aside(inspector)
    assert "stepped aside from this lead" in other.get("/leads/lead/l-person/").content.decode()
    assert REASON in other.get("/leads/recusals/").content.decode()
    assert lift(other, "ngắn") == 422
    assert lift(other) == 302
    assert inspector.get("/leads/lead/l-person/").status_code == 200
    with transaction.atomic(), acting_as_system():
        row = Recusal.objects.get()
    assert (row.lifted_by, row.reason) == (account_of(other).number, REASON)
    assert TrailEntry.objects.get(event="lead_recusal_lifted").by == account_of(other).number
    step_aside(inspector)
    assert len(standing()) == 1, "and he may step aside again"


def test_the_reason_is_read_by_who_may_lift_alone(office: Run, inspector: Client, somebody: Somebody) -> None:
    step_aside(inspector)
    colleague = appointed("colleague", Role.INSPECTOR)
    client = Client()
    client.force_login(colleague)
    page = client.get("/leads/recusals/").content.decode()
    assert "l-person" in page
    assert REASON not in page
    for role, unit in ((Role.HEAD_OF_UNIT, "U1"), (Role.CASE_OFFICER, "U1")):
        assert REASON not in somebody(role, unit).get("/leads/recusals/").content.decode()


def test_nobody_writes_a_recusal_for_another_past_the_action(office: Run, inspector: Client) -> None:
    """With it, an honest inspector could be kept from a lead."""
    victim, attacker = appointed("victim", Role.INSPECTOR), account_of(inspector)

    def write() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                """INSERT INTO leads_recusal (account, acted_as, acted_in, lead, subject_kind, subject, persons, act,
                unit, reason, taker, at, lifted_by, lifted_reason)
                VALUES (%s, 'inspector', '*', 'l-person', 'official', 'C1', '{C1}', '', '', 'x', '', now(), '', '')""",
                [victim.number],
            )

    with pytest.raises(DatabaseError):
        as_(attacker, write)
    assert standing() == []


def test_a_house_that_is_renewed_knows_agents_and_the_evidence_of_what_it_had_put_away(own_database: Any) -> None:
    """Without looking through its records again; and the former wall stands where the step is taken back."""
    with transaction.atomic(), acting_as_system():
        days = {"first_day": date(2026, 1, 1), "last_day": date(2026, 3, 31)}
        snapshot = Snapshot.objects.create(checksum="c" * 64, rows={}, simulated=True, made_at=clock.now(), **days)
        run = Run.objects.create(number="run-old", snapshot=snapshot, loaded_at=clock.now(), asked_by="system")
        about = {"run": run, "subject_kind": "official", "subject": "C1", "unit": "U1"}
        pair = about | {"subject_kind": "pair", "subject": "C1|NN-7"}
        Signal.objects.create(signal="s-1", kind="pattern", indicator="D1", **pair)
        Lead.objects.create(
            lead="l-old", grade="convergent", signals=["s-1"], persons=["C1"], dossiers=12, sources=["log"], **about
        )
        expiry.begin_terms(run, now=clock.now())
        expiry.put_away("l-old", by="system", now=clock.now())
    connections.close_all()
    call_command("migrate", "leads", "0010", database="owner", verbosity=0)
    with psycopg.connect(own_database.superuser) as direct:
        [(walls,)] = direct.execute("SELECT count(*) FROM pg_policies WHERE policyname = 'never_of_oneself'").fetchall()
    assert walls == 5
    call_command("migrate", database="owner", verbosity=0)
    with transaction.atomic(), acting_as_system():
        assert Lead.objects.get().persons == ["C1", "NN-7"]
        kept = Term.objects.get().evidence
    assert kept == {"sources": ["log"], "indicators": [], "dossiers": 12}
