"""A sign nobody takes up is shown to expire, put away with its names, and comes back with newer records or a reason."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test import Client
from tests.cases.conftest import appointed, matter_of
from tests.shown import shown

from liem.base import clock
from liem.base.errors import UserError
from liem.cases import actions as cases
from liem.cases.models import Matter
from liem.cases.states import Kind, Origin, Status
from liem.imports.models import Snapshot
from liem.leads import actions, expiry, queries
from liem.leads.models import Lead, Look, Run, Signal, Term
from liem.leads.rules import half_year
from liem.people.models import Account
from liem.people.row_security import acting_as, acting_as_system
from liem.people.rules import Scope
from liem.people.states import Role
from liem.trail.models import TrailEntry

Somebody = Callable[..., Client]
REASON = "Đã mở hồ sơ, có biên bản kèm theo."
DAYS = 90


def account_of(client: Client) -> Account:
    return Account.objects.get(pk=client.session["_auth_user_id"])


def as_inspector(inspector: Client, query: Callable[[], Any]) -> Any:
    with transaction.atomic(), acting_as(account_of(inspector), Scope(frozenset([Role.INSPECTOR]), frozenset(["*"]))):
        return query()


def terms(code: str) -> list[Term]:
    with transaction.atomic(), acting_as_system():
        return list(Term.objects.filter(lead=code).order_by("pk"))


def after(days: float) -> datetime:
    return clock.now() + timedelta(days=days)


@pytest.fixture
def inspector(somebody: Somebody) -> Client:
    return somebody(Role.INSPECTOR)


def look(inspector: Client, code: str, result: str) -> None:
    client = inspector.post(f"/leads/lead/{code}/", {"result": result, "reason": REASON})
    assert client.status_code == 302, client.content.decode()[:400]


def test_the_desk_and_the_sheet_say_beforehand_on_which_day_a_sign_expires(office: Run, inspector: Client) -> None:
    inspector.cookies["liem_language"] = "en"
    [term] = terms("l-person")
    assert (term.until - clock.now()).days in (DAYS - 1, DAYS)
    desk = inspector.get("/leads/").content.decode()
    assert desk.count("expires on") == 4
    assert "Expires on" in inspector.get("/leads/lead/l-person/").content.decode()
    assert "will be put away within 14 days" not in desk
    with transaction.atomic(), acting_as_system():
        Lead.objects.filter(lead="l-person").update(expires_at=after(10))
    desk = inspector.get("/leads/").content.decode()
    assert "1 sign will be put away within 14 days" in desk
    soon = inspector.get("/leads/?looked=soon&sort=expires").content.decode()
    assert "l-person" in soon
    assert "l-dossier" not in soon


def test_nothing_is_put_away_a_minute_too_early(office: Run) -> None:
    assert expiry.expire(now=after(DAYS - 0.001)) == 0
    assert expiry.expire(now=after(DAYS + 0.001)) == 4
    assert expiry.expire(now=after(DAYS + 1)) == 0


def test_what_nobody_took_up_leaves_every_list_with_its_names(office: Run, inspector: Client) -> None:
    pages = ["/leads/", "/leads/lead/l-person/", "/leads/units/U1", "/leads/leads.csv", "/leads/dossier/D1"]
    before = {page: inspector.get(page) for page in pages}
    assert "l-person" in before["/leads/"].content.decode()
    expiry.expire(now=after(DAYS + 1))
    for page in pages:
        answer = inspector.get(page)
        body = answer.getvalue().decode() if answer.streaming else answer.content.decode()
        assert "l-person" not in body or answer.status_code == 404, page
    assert inspector.get("/leads/lead/l-person/").status_code == 404
    assert inspector.get("/leads/lead/l-person/sheet.docx").status_code == 404
    shown = as_inspector(
        inspector, lambda: (Lead.objects.count(), set(Signal.objects.values_list("signal", flat=True)))
    )
    assert shown == (0, {"s-4", "s-5"}), "past every view too; a broken rule stays a fact of its dossier"
    entry = TrailEntry.objects.filter(event="lead_expired", subject_id="l-person").get()
    assert (entry.by, entry.after["act"], entry.after["days"]) == ("system", "D", DAYS + 1)
    assert "C1" not in str(entry.after)


def test_the_list_of_what_was_put_away_gives_reason_and_days_and_no_name(office: Run, inspector: Client) -> None:
    inspector.cookies["liem_language"] = "en"
    assert "Nothing was put away" in inspector.get("/leads/put-away/").content.decode()
    expiry.expire(now=after(DAYS + 1))
    page = shown(inspector.get("/leads/put-away/"))
    assert "l-person" in page
    assert "Not taken up: nobody took it up in the time it had" in page
    assert "C1" not in page
    assert "CC-" not in page


def test_who_may_not_look_neither_reads_that_list_nor_brings_anything_back(office: Run, somebody: Somebody) -> None:
    expiry.expire(now=after(DAYS + 1))
    for role, unit in ((Role.HEAD_OF_UNIT, "U1"), (Role.CASE_OFFICER, "U1"), (Role.PREVENTION_OFFICER, "*")):
        client = somebody(role, unit)
        assert client.get("/leads/put-away/").status_code == 403
        assert client.post("/leads/put-away/", {"lead": "l-person", "reason": REASON}).status_code == 403
    assert terms("l-person")[0].ending == "expired"


def test_an_inspector_brings_one_back_with_a_reason_that_stays(office: Run, inspector: Client) -> None:
    expiry.expire(now=after(DAYS + 1))
    assert inspector.post("/leads/put-away/", {"lead": "l-person", "reason": "vì"}).status_code == 422
    assert inspector.post("/leads/put-away/", {"lead": "l-person", "reason": REASON}).status_code == 302
    assert inspector.get("/leads/lead/l-person/").status_code == 200
    assert "l-person" not in inspector.get("/leads/put-away/").content.decode()
    assert TrailEntry.objects.get(event="lead_opened_again").after["reason"] == REASON
    [term] = terms("l-person")
    assert (term.ending, term.ended_at) == ("", None)
    assert inspector.post("/leads/put-away/", {"lead": "l-person", "reason": REASON}).status_code == 422, "once"


def test_an_inspector_who_found_nothing_ends_the_time_and_the_sign_stays_with_its_look(
    office: Run, inspector: Client
) -> None:
    look(inspector, "l-person", "explained")
    assert terms("l-person")[0].ending == "looked"
    assert expiry.expire(now=after(DAYS + 1)) == 3
    assert inspector.get("/leads/lead/l-person/").status_code == 200


def test_worth_verifying_is_no_licence_to_hang_for_ever(office: Run, inspector: Client, monkeypatch: Any) -> None:
    later = after(60)
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        look(inspector, "l-person", "needs_verification")
    assert expiry.expire(now=after(DAYS + 1)) == 3, "its time began anew"
    assert expiry.expire(now=later + timedelta(days=DAYS, hours=1)) == 1, "and ends all the same"


def test_the_same_records_looked_through_again_do_not_bring_it_back_and_newer_ones_do(
    office: Run, inspector: Client
) -> None:
    expiry.expire(now=after(DAYS + 1))
    again = actions.detect_now(office.snapshot, actions.Wish(fdr=0.1), by="system", now=clock.now())
    assert again.pk != office.pk
    assert inspector.get("/leads/lead/l-person/").status_code == 404
    with transaction.atomic(), acting_as_system():
        Lead.objects.filter(run=again, lead="l-person").update(period_to=date(2026, 7, 2))
        expiry.begin_terms(again, now=clock.now())
    assert inspector.get("/leads/lead/l-person/").status_code == 200, "the next half-year is a new sign"
    assert [term.half_year for term in terms("l-person")] == ["2026-1", "2026-2"]


def test_a_second_source_brings_it_back_at_once(office: Run, inspector: Client) -> None:
    with transaction.atomic(), acting_as_system():
        Lead.objects.filter(lead="l-dossier").update(grade="single")
        Term.objects.filter(lead="l-dossier").delete()
        expiry.begin_terms(office, now=clock.now())
    expiry.expire(now=after(DAYS + 1))
    assert inspector.get("/leads/lead/l-dossier/").status_code == 404
    with transaction.atomic(), acting_as_system():
        Lead.objects.filter(lead="l-dossier").update(grade="convergent")
        expiry.begin_terms(office, now=clock.now())
    assert inspector.get("/leads/lead/l-dossier/").status_code == 200


@pytest.mark.parametrize("day", [None, date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31)])
def test_the_database_reckons_half_years_as_the_rule_does(office: Run, day: date | None) -> None:
    with transaction.atomic(), acting_as_system():
        Lead.objects.filter(lead="l-unit").update(period_to=day)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {expiry._HALF_YEAR} FROM leads_lead AS lead WHERE lead.lead = 'l-unit'")
            assert cursor.fetchone()[0] == half_year(day)


def test_what_was_settled_before_is_not_put_away_when_a_run_is_loaded(office: Run, inspector: Client) -> None:
    look(inspector, "l-person", "not_found")
    with transaction.atomic(), acting_as_system():
        Term.objects.all().delete()
        expiry.begin_terms(office, now=clock.now())
    assert terms("l-person")[0].ending == "looked", "a house that is renewed keeps what its people found"
    assert terms("l-dossier")[0].ending == ""


def test_a_look_at_a_sign_that_was_just_put_away_is_refused_and_leaves_nothing(office: Run, inspector: Client) -> None:
    seen = as_inspector(inspector, lambda: Lead.objects.get(lead="l-person"))
    expiry.expire(now=after(DAYS + 1))
    with pytest.raises(UserError, match=r"put away on|cất đi ngày"):
        as_inspector(
            inspector,
            lambda: actions.note_look(seen, "explained", REASON, by=account_of(inspector), now=clock.now()),
        )
    with transaction.atomic(), acting_as_system():
        assert not Look.objects.exists()


def test_a_house_may_leave_signs_for_ever(office: Run, settings: Any) -> None:
    settings.LIEM_SIGN_DAYS = 0
    with transaction.atomic(), acting_as_system():
        Term.objects.all().delete()
        expiry.begin_terms(office, now=clock.now())
    assert expiry.expire(now=after(3000)) == 0


def test_a_house_that_was_renewed_gives_its_signs_their_time_from_that_day(office: Run, inspector: Client) -> None:
    with transaction.atomic(), acting_as_system():
        Term.objects.all().delete()
        Lead.objects.update(expires_at=None)
    expiry.watch(now=clock.now())
    inspector.cookies["liem_language"] = "en"
    assert inspector.get("/leads/").content.decode().count("expires on") == 4
    born()
    expiry.watch(now=clock.now())
    assert terms("l-person")[0].ending == "taken_up", "once"
    assert expiry.watch(now=after(DAYS + 1)) == 3


# -- what brings a sign back within the half-year: clearly more than it rested on


def renewed(office: Run, **changed: Any) -> Run:
    """Newer records of the same half-year: the run, in which the lead ``l-person`` and its signals are changed."""
    again = actions.detect_now(office.snapshot, actions.Wish(fdr=0.1), by="system", now=clock.now())
    with transaction.atomic(), acting_as_system():
        Lead.objects.filter(run=again, lead=changed.pop("lead", "l-person")).update(**changed)
        expiry.begin_terms(again, now=clock.now())
    return again


NEWS: dict[str, tuple[str, dict[str, Any], str]] = {
    "another source": ("l-person", {"sources": ["citizen", "log"]}, "another source: what citizens say"),
    "many more dossiers": ("l-person", {"dossiers": 6}, "6 dossiers, then 1"),
    "another rule broken": ("l-dossier", {"indicators": ["B1", "D0"]}, "another rule broken in the dossier: B1"),
    "a pattern about somebody else": ("l-unit", {"signals": ["s-3", "s-1"]}, "signs about 1 more"),
}
NO_NEWS: dict[str, tuple[str, dict[str, Any]]] = {
    "the same": ("l-person", {}),
    "a few dossiers more": ("l-person", {"dossiers": 5}),
    "fewer dossiers": ("l-person", {"dossiers": 0}),
    "another indicator of the same source": ("l-person", {"indicators": ["D1", "D3", "E1"]}),
}


@pytest.mark.parametrize("name", NEWS)
def test_a_sign_that_rests_on_clearly_more_comes_back_and_says_what_is_new(
    name: str, office: Run, inspector: Client
) -> None:
    code, changed, sentence = NEWS[name]
    inspector.cookies["liem_language"] = "en"
    expiry.expire(now=after(DAYS + 1))
    assert inspector.get(f"/leads/lead/{code}/").status_code == 404
    renewed(office, lead=code, **changed)
    page = inspector.get(f"/leads/lead/{code}/")
    assert page.status_code == 200
    assert sentence in page.content.decode()
    desk = inspector.get("/leads/?looked=back").content.decode()
    assert sentence in desk
    assert "1 sign is back after it was put away" in desk
    assert code not in inspector.get("/leads/put-away/").content.decode()
    [term] = terms(code)
    assert (term.until - clock.now()).days in (DAYS - 1, DAYS), "with a time of its own"
    entry = TrailEntry.objects.get(event="lead_came_back")
    assert (entry.by, entry.subject_id) == ("system", code)
    others = {"l-person", "l-dossier", "l-unit", "l-procedure"} - {code}
    assert {one.lead for one in inspector.get("/leads/").context["page"]} == {code}, f"not {others}"


@pytest.mark.parametrize("name", NO_NEWS)
def test_a_sign_that_rests_on_the_same_stays_put_away(name: str, office: Run, inspector: Client) -> None:
    code, changed = NO_NEWS[name]
    expiry.expire(now=after(DAYS + 1))
    renewed(office, lead=code, **changed)
    assert inspector.get(f"/leads/lead/{code}/").status_code == 404
    assert not TrailEntry.objects.filter(event="lead_came_back").exists()


def test_what_verifying_did_not_bear_out_comes_back_too_and_is_measured_anew_each_time(
    office: Run, inspector: Client
) -> None:
    with transaction.atomic(), acting_as_system():
        expiry.put_away("l-person", by="system", now=clock.now())
    renewed(office, dossiers=6)
    assert inspector.get("/leads/lead/l-person/").status_code == 200
    assert expiry.expire(now=after(DAYS + 1)) == 4, "nobody took it up again"
    with transaction.atomic(), acting_as_system():
        Lead.objects.filter(lead="l-person").update(dossiers=9)
        expiry.begin_terms(queries.current_run(), now=clock.now())
    assert inspector.get("/leads/lead/l-person/").status_code == 404, "against the six it rested on the second time"


def test_it_comes_back_also_where_signs_may_stand_for_ever(office: Run, inspector: Client, settings: Any) -> None:
    with transaction.atomic(), acting_as_system():
        expiry.put_away("l-person", by="system", now=clock.now())
    settings.LIEM_SIGN_DAYS = 0
    renewed(office, dossiers=6)
    assert inspector.get("/leads/lead/l-person/").status_code == 200
    assert expiry.expire(now=after(3000)) == 3, "it has no time to end"


# -- and the matter born of it


def born(lead: str = "l-person") -> Any:
    birth = cases.Birth(Kind.LEAD, "U1", Origin.LEAD, lead, clock.now(), "Xác minh dấu hiệu")
    return cases.open_matter(birth, by="system", now=clock.now(), handler="")


def test_a_sign_of_which_a_matter_is_open_is_the_matters(office: Run, inspector: Client) -> None:
    born()
    assert terms("l-person")[0].ending == "taken_up"
    assert expiry.expire(now=after(DAYS + 1)) == 3
    assert inspector.get("/leads/lead/l-person/").status_code == 200


def test_a_sign_renewed_while_its_matter_is_open_is_not_put_away(office: Run, inspector: Client) -> None:
    born()
    with transaction.atomic(), acting_as_system():
        Lead.objects.filter(lead="l-person").update(period_to=date(2026, 7, 2))
        expiry.begin_terms(office, now=clock.now())
    assert [term.ending for term in terms("l-person")] == ["taken_up", ""]
    expiry.expire(now=after(DAYS + 1))
    assert [term.ending for term in terms("l-person")] == ["taken_up", "taken_up"]
    assert inspector.get("/leads/lead/l-person/").status_code == 200


def test_no_matter_is_born_of_a_sign_that_was_put_away(office: Run) -> None:
    expiry.expire(now=after(DAYS + 1))
    with pytest.raises(UserError, match=r"put away on|cất đi ngày"):
        born()
    with transaction.atomic(), acting_as_system():
        assert not Matter.objects.exists()


def test_a_matter_that_bears_nothing_out_takes_the_name_off_the_desk(office: Run, inspector: Client) -> None:
    matter = born()
    officer = appointed("verifier", Role.CASE_OFFICER, "U1")
    chief = appointed("leader", Role.HEAD_OF_UNIT, "U1")
    cases.assign(matter, officer, by=chief, now=clock.now())
    cases.terminate(matter, "Dấu hiệu do lỗi nhập liệu, đã kiểm tra.", by=officer, now=clock.now())
    assert terms("l-person")[0].ending == "unfounded"
    assert inspector.get("/leads/lead/l-person/").status_code == 404
    entry = TrailEntry.objects.get(event="lead_put_away")
    assert entry.by == officer.number


def test_a_matter_nobody_verified_in_time_does_the_same(office: Run, inspector: Client) -> None:
    from liem.cases.expiry import expire

    matter = born()
    assert expire(now=after(DAYS + 1)) == 1
    with transaction.atomic(), acting_as_system():
        assert Matter.objects.get(pk=matter.pk).status == Status.TERMINATED
    assert inspector.get("/leads/lead/l-person/").status_code == 404


def test_another_kind_of_matter_puts_no_sign_away(office: Run) -> None:
    officer = appointed("verifier", Role.CASE_OFFICER, "U1")
    one = matter_of(origin=Origin.LEAD, origin_ref="l-person", handler=officer.number, received="2026-02-24")
    cases.refuse(one, "Không thuộc thẩm quyền giải quyết.", by=officer, now=clock.now())
    assert terms("l-person")[0].ending == "taken_up"


# -- the job: killed, late, several at once

WORKER = """
import os, sys
import django; django.setup()
from liem.base import clock
from liem.leads import expiry
from datetime import timedelta
from django.db import transaction
if sys.argv[1] == "killed":
    real = expiry._write_on_leads
    def dying(**more):
        real(**more)
        print("half done", flush=True)
        sys.stdin.readline()
    expiry._write_on_leads = dying
else:
    print("ready", flush=True)
    sys.stdin.readline()
done = 0
while put := expiry.expire(now=clock.now() + timedelta(days=400), most=7):
    done += put
print(done, flush=True)
"""
SIGNS = 60


def worker(database: Any, how: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "LIEM_WEB_DSN": database.web, "LIEM_OWNER_DSN": database.owner}
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, how],
        env={**environment, "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline().strip() in ("ready", "half done")
    return process


def written(database: Any) -> tuple[int, int, int]:
    """Terms that ended, leads put away, entries of the trail."""
    with psycopg.connect(database.superuser) as direct:
        [(ended,)] = direct.execute("SELECT count(*) FROM leads_term WHERE ending = 'expired'").fetchall()
        [(away,)] = direct.execute("SELECT count(*) FROM leads_lead WHERE put_away_at IS NOT NULL").fetchall()
        [(told,)] = direct.execute("SELECT count(*) FROM trail_trailentry WHERE event = 'lead_expired'").fetchall()
    return ended, away, told


@pytest.fixture
def many(own_database: Any) -> Any:
    with transaction.atomic(), acting_as_system():
        days = {"first_day": date(2026, 1, 1), "last_day": date(2026, 3, 31)}
        snapshot = Snapshot.objects.create(checksum="b" * 64, rows={}, simulated=True, made_at=clock.now(), **days)
        run = Run.objects.create(number="run-many", snapshot=snapshot, loaded_at=clock.now(), asked_by="system")
        Lead.objects.bulk_create(
            Lead(run=run, lead=f"l-{n}", subject_kind="unit", subject=f"U{n}", unit=f"U{n}", grade="single")
            for n in range(SIGNS)
        )
        expiry.begin_terms(run, now=clock.now())
    return own_database


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_leaves_nothing_half_done_and_the_next_does_it_all_once(many: Any) -> None:
    killed = worker(many, "killed")
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert written(many) == (0, 0, 0)
    late = [worker(many, "late") for _number in range(3)]
    for one in late:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    done = [int(one.communicate(timeout=60)[0].split()[-1]) for one in late]
    assert sum(done) == SIGNS, "a year late, three at once: each sign by one of them"
    assert written(many) == (SIGNS, SIGNS, SIGNS)
