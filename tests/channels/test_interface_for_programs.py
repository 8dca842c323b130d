"""Other systems hand reports in: one register, one receipt, a token that does nothing else, no page in an answer."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liem.agencies import actions as agencies
from liem.base import clock
from liem.base.clock import local
from liem.base.errors import UserError
from liem.channels import systems
from liem.channels.models import OtherSystem
from liem.house.api import description
from liem.intake.queries import as_reporter, content, find
from liem.intake.receipt import read
from liem.people.row_security import acting_as_system
from liem.people.sign_in import LIMITS
from liem.trail.models import TrailEntry
from tests.channels.office import open_inspectorate
from tests.conftest import open_account

REPORTS = "/api/v1/reports"
WORDS = "Cán bộ ở cửa số 4 hẹn ba lần không trả hồ sơ, lần sau thì gợi ý bồi dưỡng."
DESCRIBED = Path(__file__).parents[2] / "docs" / "reference" / "api.json"


@pytest.fixture
def portal(db: None) -> str:
    """The token of a registered portal; the inspectorate can receive."""
    open_inspectorate()
    return made().token


def made(days: int = 30) -> systems.Registered:
    return systems.register(
        "Cổng dịch vụ công", "referred", clock.today() + timedelta(days=days), by="1", now=clock.now()
    )


def hand_in(token: str, body: Any = None, **more: Any) -> Any:
    headers = {"authorization": f"Bearer {token}"} | more.pop("headers", {})
    text = body if isinstance(body, (str, bytes)) else json.dumps({"once": "a" * 32, "what": WORDS} | (body or {}))
    kind = more.pop("content_type", "application/json")
    return Client().post(REPORTS, text, content_type=kind, headers=headers, **more)


def count() -> int:
    with connection.cursor() as cursor, acting_as_system():
        cursor.execute("SELECT count(*) FROM intake_report")
        return int(cursor.fetchone()[0])


def test_a_report_has_number_receipt_and_acknowledgement_at_once_and_opens_with_its_receipt(portal: str) -> None:
    given = {"kind": "reflection", "unit": "UB01", "accused_as": "staff", "reference": "DVC-77"}
    answer = hand_in(portal, given)
    told = answer.json()
    assert answer.status_code == 201, told
    receipt = read(told["receipt"])
    assert receipt is not None
    found = find(receipt)
    assert found is not None
    with as_reporter(found):
        kept = content(found)
    assert (kept.what, kept.unit, kept.call_record) == (WORDS, "UB01", "DVC-77")
    assert (told["number"], found.report.channel) == (found.report.register_number, "referred")
    assert told["number"] in told["acknowledgement"]
    assert not answer.cookies


def test_sent_twice_it_is_stored_once_and_other_words_are_another_report(portal: str) -> None:
    first, again, other = hand_in(portal), hand_in(portal), hand_in(portal, {"what": WORDS + " Thêm."})
    assert [one.status_code for one in (first, again, other)] == [201, 200, 201]
    assert first.json()["receipt"] == again.json()["receipt"] != other.json()["receipt"]
    assert again.json()["is_new"] is False
    assert count() == 2


def test_two_systems_that_send_the_same_do_not_get_each_others_receipt(portal: str) -> None:
    assert hand_in(portal).json()["receipt"] != hand_in(made().token).json()["receipt"]


def test_only_a_token_that_holds_opens_the_door(portal: str) -> None:
    number, secret = portal.split("_", 2)[1:]
    for token in ("", "x", f"liem_{'0' * 12}_{secret}", f"liem_{number}_{secret}=", portal.upper()):
        assert hand_in(token, REMOTE_ADDR=f"192.0.2.{len(token)}").status_code == 401
    wrong = hand_in(f"liem_{number}_{'A' * 43}")
    assert (wrong.status_code, wrong.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert systems.revoke(number, by="1", now=clock.now())
    assert hand_in(portal).status_code == 401
    late = made(0)
    with acting_as_system():
        OtherSystem.objects.filter(pk=late.system.pk).update(valid_to=clock.today() - timedelta(days=1))
    assert hand_in(late.token).status_code == 401
    assert count() == 0


def test_a_session_and_its_cookie_open_nothing_here(portal: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(open_account("thanh", "inspector", "*"))
    body = json.dumps({"once": "b" * 32, "what": WORDS})
    assert client.post(REPORTS, body, content_type="application/json").status_code == 401


def test_guessing_tokens_ends_at_the_limit_of_the_place_and_only_there(portal: str) -> None:
    number = portal.split("_")[1]
    guess = f"liem_{number}_{'B' * 43}"
    for _try in range(LIMITS["name and place"]):
        assert hand_in(guess, REMOTE_ADDR="192.0.2.7").status_code == 401
    stopped = hand_in(portal, REMOTE_ADDR="192.0.2.7")
    assert (stopped.status_code, stopped.headers["Retry-After"]) == (429, "300")
    assert hand_in(portal, REMOTE_ADDR="192.0.2.8").status_code == 201


def test_a_system_may_ask_only_so_often(portal: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(systems, "MOST_A_MINUTE", 2)
    fixed = clock.now().replace(second=30)
    for expected in ("ok", "ok", "too many"):
        try:
            found = "ok" if systems.admit(portal, "x", now=fixed) else "unknown"
        except systems.TooManyRequests:
            found = "too many"
        assert found == expected
    assert systems.admit(portal, "x", now=fixed + timedelta(minutes=1))


def test_of_a_token_the_database_holds_a_digest_and_the_trail_each_use_by_its_day(portal: str) -> None:
    number, secret = portal.split("_")[1], portal.split("_", 2)[2]
    hand_in(portal)
    with connection.cursor() as cursor, acting_as_system():
        cursor.execute("SELECT row_to_json(t)::text FROM channels_othersystem t")
        assert secret not in cursor.fetchall()[0][0]
    entries = list(TrailEntry.objects.filter(subject_id=number).order_by("position"))
    assert [one.event for one in entries] == ["system_registered", "system_used"]
    assert (entries[1].by, entries[1].after) == (f"system-{number}", {"what": "report"})
    used = local(entries[1].at)
    assert (used.hour, used.minute, used.second) == (0, 0, 0)


@pytest.mark.parametrize(
    ("body", "status", "where"),
    [
        ('"AAA"', 422, "report"),
        ("[]", 422, "report"),
        ("null", 422, ""),
        ("{", 400, ""),
        (b"\xff\xfe", 400, ""),
        ({"what": ""}, 422, "report.what"),
        ({"what": "        "}, 422, "what"),
        ({"what": "x" * 10_001}, 422, "report.what"),
        ({"what": "nói rõ\x00ràng"}, 422, "report.what"),
        ({"what": "a\ud800bcde"}, 422, "report.what"),
        ({"kind": "corruption"}, 422, "report.kind"),
        ({"unit": "NO-SUCH"}, 422, "unit"),
        ({"unit": "UB01' OR 1=1 --"}, 422, "unit"),
        ({"once": "short"}, 422, "report.once"),
        ({"once": "Z" * 32}, 422, "report.once"),
        ({"agency": "TTT"}, 422, "report.agency"),
        ({"accused_as": ["staff"]}, 422, ""),
        ({"language": "fr"}, 422, "report.language"),
    ],
)
def test_what_cannot_be_used_is_refused_in_json_and_names_the_field(
    portal: str, body: Any, status: int, where: str
) -> None:
    answer = hand_in(portal, body)
    told = answer.json()
    assert answer.status_code == status, told
    assert told["detail"]
    assert not where or where in {one["where"] for one in told["fields"]}, told
    assert WORDS not in answer.content.decode()
    assert count() == 0


def test_no_answer_is_a_page(portal: str) -> None:
    client = Client()
    answers = [
        client.get(REPORTS),
        client.delete(REPORTS),
        client.get("/api/v1/"+"x" * 50),
        client.post("/api/v1/reports", {"what": WORDS}),
        hand_in(portal, content_type="text/plain"),
        hand_in(portal, json.dumps({"what": "x" * 1_200_000})),
        hand_in(portal, json.dumps({"what": "x" * 3_000_000})),
        client.get("/api/v1/agencies?page=0"),
        client.get("/api/v1/agencies?page=99999999999999999999"),
        client.get("/api/v1/agencies?page=x"),
    ]  # fmt: skip
    assert [one.status_code for one in answers] == [405, 405, 404, 415, 415, 413, 413, 422, 422, 422]
    assert {one.headers["Content-Type"].split(";")[0] for one in answers} == {"application/json"}
    assert "POST" in answers[0].headers["Allow"]


def test_where_nobody_can_receive_nothing_is_stored_and_it_says_so(db: None) -> None:
    answer = hand_in(made().token)
    assert (answer.status_code, answer.json()["error"]) == (409, "refused")
    assert count() == 0


def test_the_directory_is_public_and_says_which_lines_are_dead(portal: str) -> None:
    now = clock.now()
    line = agencies.list_contact("UB01", "hotline", "1900 1234", valid_from=clock.today(), by="system", now=now)
    agencies.record_trial(line, answered=False, by="system", now=now)
    told = Client().get("/api/v1/agencies").json()
    found = {one["code"]: one for one in told["agencies"]}
    assert (told["page"], told["pages"]) == (1, 1)
    assert [(one["address"], one["state"]) for one in found["UB01"]["contacts"]] == [("1900 1234", "dead")]
    assert Client().get("/api/v1/agencies?page=2").json()["agencies"] == []


def test_the_administrator_makes_a_token_once_and_takes_it_back(db: None) -> None:
    client = Client()
    client.force_login(open_account("quan", "system_administrator", "*"))
    sent = {"name": "<b>Cổng</b> \x00tỉnh", "channel": "referred", "valid_to": str(clock.today())}
    page = client.post("/channels/systems/", sent).content.decode()
    token = page.split("<code>liem_")[1].split("</code>")[0]
    assert len(token) == 12 + 1 + 43
    assert "&lt;b&gt;Cổng&lt;/b&gt; tỉnh" in page
    assert token not in client.get("/channels/systems/").content.decode()
    assert client.post("/channels/systems/", {"verb": "revoke", "number": token[:12]}).status_code == 302
    assert systems.admit(f"liem_{token}", "x", now=clock.now()) is None
    assert not systems.revoke(token[:12], by="1", now=clock.now())
    for wrong in ({"valid_to": "2020-01-01"}, {"valid_to": "2999-01-01"}, {"name": "  "}, {"channel": "web2"}):
        assert client.post("/channels/systems/", sent | wrong).status_code == 422
    with pytest.raises(UserError):
        systems.register(" ", "web", clock.today(), by="1", now=clock.now())


def test_the_description_is_the_one_in_the_reference() -> None:
    """Where it differs on purpose: ``curl localhost:8000/api/v1/openapi.json > docs/reference/api.json``."""
    assert json.loads(DESCRIBED.read_text("utf-8")) == description()
    assert description()["openapi"].startswith("3.1")


def test_the_description_is_served_and_names_every_way_of_saying_no(db: None) -> None:
    told = Client().get("/api/v1/openapi.json").json()
    assert set(told["paths"]) == {"/api/v1/reports", "/api/v1/agencies"}
    assert {"201", "200", "400", "401", "409", "413", "415", "422", "429"} == set(
        told["paths"]["/api/v1/reports"]["post"]["responses"]
    )


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=60),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(["what", "once", "unit", "kind", "x"]), inner, max_size=5)
        ),
        max_leaves=12,
    )
)
def test_whatever_is_sent_nothing_breaks(portal: str, body: Any) -> None:
    answer = hand_in(portal, json.dumps(body))
    assert answer.status_code in (201, 200, 400, 422, 429)
    assert answer.headers["Content-Type"].startswith("application/json")
