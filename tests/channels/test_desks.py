"""Desks at which reports are entered: at once a number, a receipt shown once, nothing twice, nothing readable."""

import re
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from liem.base import clock
from liem.channels.forms import EntryForm
from liem.channels.models import Gathering, GatheringSource
from liem.channels.queries import ENTERED
from liem.intake import actions as intake
from liem.intake import queries
from liem.intake.models import Report, VaultedIdentity
from liem.intake.questions import plain
from liem.intake.receipt import read
from liem.intake.states import Channel
from liem.people.row_security import acting_as_system
from liem.people.states import Role
from liem.trail.models import TrailEntry
from tests.channels.office import open_inspectorate

WORDS = "Bà Sáu ở cửa số ba đòi năm trăm nghìn"


@pytest.fixture
def officer(db: None) -> Any:
    return open_inspectorate()


@pytest.fixture
def desk(officer: Any, new_account: Any) -> Client:
    """An operator of a commune: may enter, may not read."""
    client = Client()
    client.force_login(new_account("truc", Role.INTAKE_OFFICER, "UB01"))
    return client


def once(page: Any) -> str:
    return re.search(r'name="once"[^>]*value="([0-9a-f]{64})"', page.content.decode()).group(1)  # type: ignore[union-attr]


def answers(page: Any, **more: str) -> dict[str, str]:
    return {"what": WORDS, "kind": "reflection", "unit": "UB01", "accused_as": "staff", "once": once(page)} | more


def code(answer: Any) -> str:
    return "".join(re.findall(r'translate="no">([0-9A-Z]{4})</b>', answer.content.decode()))


def reports() -> list[Report]:
    with acting_as_system():
        return list(Report.objects.order_by("number"))


def read_by(officer: Any, report: Report) -> Any:
    with officer.acting():
        opened = intake.read_as_officer(report, officer.keyring, by=officer.number, now=clock.now())
        return queries.content(opened)


@pytest.mark.parametrize("channel", ENTERED)
def test_each_door_leads_to_the_one_register(desk: Client, officer: Any, channel: Channel) -> None:
    page = desk.get(f"/channels/enter/{channel}/")
    answer = desk.post(f"/channels/enter/{channel}/", answers(page, reference="CG-77"))
    assert answer.status_code == 200
    (report,) = reports()
    assert report.register_number in answer.content.decode()
    assert (report.channel, report.agency) == (channel, "TTT")  # conduct in a commune: not to the commune
    content = read_by(officer, report)
    assert (content.what, content.call_record) == (WORDS, "CG-77")
    assert queries.find(read(code(answer))) is not None  # type: ignore[arg-type]
    assert answer["Cache-Control"] == "no-store"
    assert WORDS not in answer.content.decode()


def test_the_hotline_receipt_can_be_read_out(desk: Client) -> None:
    text = desk.post("/channels/enter/hotline/", answers(desk.get("/channels/enter/hotline/"))).content.decode()
    assert text.count("<li><b") == 5
    assert text.count(" · ") >= 15


def test_a_second_click_changes_nothing(desk: Client) -> None:
    page = desk.get("/channels/enter/counter/")
    first = desk.post("/channels/enter/counter/", answers(page))
    second = desk.post("/channels/enter/counter/", answers(page))
    assert len(reports()) == 1
    assert code(first) == code(second) != ""
    assert "đã được gửi" in second.content.decode()


def test_the_hidden_number_of_the_page_does_not_tell_the_receipt(desk: Client, new_account: Any) -> None:
    page = desk.get("/channels/enter/counter/")
    first = code(desk.post("/channels/enter/counter/", answers(page)))
    other = Client()
    other.force_login(new_account("khac", Role.INTAKE_OFFICER, "UB01"))
    assert code(other.post("/channels/enter/counter/", answers(page))) != first
    assert len(reports()) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"what": ""},
        {"what": " \u200b"[:1]},
        {"what": "x" * 10_001},
        {"kind": "nothing"},
        {"unit": "NOWHERE"},
        {"accused_as": "king"},
        {"once": "short"},
        {"once": "z" * 64},
        {"dossier": "y" * 501},
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_typed_is_lost(desk: Client, change: dict[str, str]) -> None:
    page = desk.get("/channels/enter/post/")
    answer = desk.post("/channels/enter/post/", answers(page, who="Bà Sáu", **change))
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert "Bà Sáu" in answer.content.decode()
    assert reports() == []


STRANGE = [
    "<script>alert(1)</script>",
    "'; DROP TABLE x; --",
    "\u202egpj.exe",
    "😀" * 20,
    "Ｔｉếｎ",
    "a\x00b",
    "..//..//etc",
    "\r\nX: y",
]


@pytest.mark.parametrize("text", STRANGE)
def test_strange_words_are_kept_as_words(desk: Client, officer: Any, text: str) -> None:
    fields = [name for name in EntryForm("counter").fields if name not in ("kind", "unit", "accused_as", "once")]
    page = desk.get("/channels/enter/counter/")
    answer = desk.post("/channels/enter/counter/", answers(page, **dict.fromkeys(fields, text)))
    assert answer.status_code == 200
    assert text not in answer.content.decode()
    assert read_by(officer, reports()[0]).what == plain(text)


def test_a_name_goes_into_the_vault_alone(desk: Client, officer: Any) -> None:
    page = desk.get("/channels/enter/counter/")
    desk.post("/channels/enter/counter/", answers(page, name="Lò Thị Mai", contact="0912 000 111"))
    with acting_as_system():
        assert VaultedIdentity.objects.count() == 1
    assert "Lò Thị Mai" not in read_by(officer, reports()[0]).canonical().decode()


def test_the_operator_cannot_read_what_was_entered(desk: Client, new_account: Any) -> None:
    from liem.intake.models import SealedPart
    from liem.people.models import Account
    from liem.people.row_security import acting_as
    from liem.people.rules import Scope

    desk.post("/channels/enter/counter/", answers(desk.get("/channels/enter/counter/")))
    operator = Account.objects.get(sign_in_name="truc")
    with acting_as(operator, Scope(frozenset(["intake_officer"]), frozenset(["UB01"]))):
        assert Report.objects.count() == 0
        assert SealedPart.objects.count() == 0


def test_a_session_is_a_source_also_where_nobody_spoke(desk: Client) -> None:
    given = {"kind": "reception", "agency": "UB01", "held_on": "2026-11-02", "place": "Trụ sở", "led_by": "Chủ tịch"}
    answer = desk.post("/channels/gathering/", given)
    row = Gathering.objects.none()
    with acting_as_system():
        row = Gathering.objects.get()
        assert GatheringSource.objects.count() == 0
    assert answer["Location"] == f"/channels/enter/reception/?gathering={row.pk}"
    page = desk.get(answer["Location"])
    desk.post("/channels/enter/reception/", answers(page, gathering=str(row.pk)))
    with acting_as_system():
        assert GatheringSource.objects.get().report.channel == "reception"
    assert TrailEntry.objects.filter(event="gathering_held").count() == 1
    assert desk.post("/channels/gathering/", given | {"held_on": "2999-01-01"}).status_code == 400


def test_a_session_of_another_agency_cannot_be_named(desk: Client, officer: Any) -> None:
    from datetime import UTC, datetime

    from liem.channels import actions

    with acting_as_system():
        row = actions.hold_gathering(
            "reception", "TTT", datetime(2026, 11, 2, tzinfo=UTC).date(), "x", "", by="system", now=datetime.now(UTC)
        )
    assert desk.get(f"/channels/enter/reception/?gathering={row.pk}").status_code == 404


def test_an_unknown_door_is_not_there(desk: Client) -> None:
    assert desk.get("/channels/enter/web/").status_code == 404
    assert desk.get("/channels/enter/nothing/").status_code == 404


# -- the inner channel


def inner_answers(page: Any, **more: str) -> dict[str, str]:
    return {"what": WORDS, "unit": "UB01", "accused_as": "staff", "once": once(page)} | more


def test_an_official_speaks_past_the_own_unit_without_an_account(officer: Any) -> None:
    visitor = Client()
    page = visitor.get("/channels/inner/")
    answer = visitor.post("/channels/inner/", inner_answers(page))
    assert answer.status_code == 200
    (report,) = reports()
    assert (report.channel, report.agency) == ("inner", "TTT")
    entry = TrailEntry.objects.get(event="report_received")
    assert entry.by == "reporter"
    assert (entry.at.astimezone().minute, entry.at.second) == (0, 0) or entry.at.hour in (0, 17)
    assert "liem_session" not in answer.cookies


def test_about_the_head_of_the_inspectorate_it_does_not_go_to_the_inspectorate(officer: Any) -> None:
    from liem.people.keys import actions as keys
    from tests.channels.office import officer as open_officer

    other = open_officer("trung", "intake_officer", "TTCP")
    keys.make_office_key("TTCP", [other.account], by=other.number, now=clock.now())
    visitor = Client()
    visitor.post("/channels/inner/", inner_answers(visitor.get("/channels/inner/"), unit="TTT", accused_as="head"))
    assert reports()[0].agency == "TTCP"


def test_where_nobody_may_read_it_it_is_refused_in_words_and_nothing_is_lost(officer: Any) -> None:
    visitor = Client()
    answer = visitor.post(
        "/channels/inner/", inner_answers(visitor.get("/channels/inner/"), unit="TTT", accused_as="head")
    )
    assert answer.status_code == 400
    assert WORDS in answer.content.decode()
    assert reports() == []


def test_signed_in_nobody_can_speak_by_the_inner_channel(desk: Client) -> None:
    answer = desk.get("/channels/inner/")
    assert answer.status_code == 200
    assert "textarea" not in answer.content.decode()
    assert desk.post("/channels/inner/", {"what": "x"}).status_code == 400
    assert reports() == []


def test_nobody_is_asked_for_cookies_or_scripts(officer: Any) -> None:
    page = Client().get("/channels/inner/")
    assert not page.cookies
    assert len(page.content) < 40_000


def test_a_post_from_another_site_is_refused(officer: Any) -> None:
    visitor = Client(enforce_csrf_checks=True)
    given = inner_answers(visitor.get("/channels/inner/"))
    assert visitor.post("/channels/inner/", given, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert reports() == []


def test_everything_is_undone_together(desk: Client, monkeypatch: pytest.MonkeyPatch, officer: Any) -> None:
    from liem.channels import actions

    def fail(*_arguments: Any, **_more: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions.GatheringSource.objects, "create", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.enter(
            "reception", {"what": "x", "once": "0" * 64}, gathering=Gathering(pk=1), by="1",
            now=clock.now(),
        )  # fmt: skip
    assert reports() == []


def test_scans_are_cleaned_and_sealed_and_a_refused_one_does_not_undo_the_report(desk: Client, officer: Any) -> None:
    import io

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(picture, "PNG")
    page = desk.get("/channels/enter/post/")
    scans = [SimpleUploadedFile("../../thư.png", picture.getvalue()), SimpleUploadedFile("x.exe", b"MZ" + b"\0" * 600)]
    answer = desk.post("/channels/enter/post/", answers(page) | {"scans": scans})
    assert "x.exe" in answer.content.decode()
    (report,) = reports()
    with officer.acting():
        opened = intake.read_as_officer(report, officer.keyring, by=officer.number, now=clock.now())
        assert [one.note["name"] for one in queries.files(opened)] == ["thư.jpg"]  # drawn anew
