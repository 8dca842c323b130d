"""Whatever is sent to the desks and by programs: no failure, nothing typed lost, nothing stored twice."""

import html
import json
import secrets
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from liem.agencies import actions as agencies
from liem.base import clock
from liem.channels import systems
from liem.channels.forms import EntryForm
from liem.channels.models import Gathering
from liem.channels.queries import ENTERED
from liem.intake import queries
from liem.intake.models import Report
from liem.intake.questions import plain
from liem.people.row_security import acting_as_system
from liem.people.states import Role
from liem.sorting.models import Protection, Watch, WatchReview
from liem.sorting.views.report import _VERBS
from tests.channels.test_interface_for_programs import made
from tests.conftest import open_account
from tests.intake.strange import RIGHT_TO_LEFT, TEXTS, often
from tests.sorting.office import Offices, open_offices

pytestmark = pytest.mark.slow
FIELDS = sorted(set(EntryForm.base_fields) - {"once", "kind", "unit", "accused_as"})
WORDS: Any = st.fixed_dictionaries(dict.fromkeys(FIELDS, TEXTS))
ONCE: Any = st.one_of(TEXTS, st.none())
"""The hidden number of a page: changed by somebody, or as the page made it (``None``)."""
SCANS: Any = st.lists(st.tuples(TEXTS, st.binary(max_size=300)), max_size=2)


@pytest.fixture
def offices(db: None) -> Offices:
    return open_offices()


def signed_in(name: str, role: Role, unit: str) -> Client:
    client = Client()
    client.force_login(open_account(name, role, unit))
    return client


def stored() -> int:
    with transaction.atomic(), acting_as_system():
        return Report.objects.count()


def words_of(page: Any) -> str:
    return plain(html.unescape(page.content.decode()))


def test_every_desk_takes_anything_and_stores_it_once(offices: Offices) -> None:
    desk = signed_in("truc", Role.INTAKE_OFFICER, "TTT")

    @often(60)
    @given(channel=st.sampled_from(ENTERED), words=WORDS, kind=TEXTS, unit=TEXTS, once=ONCE, meeting=TEXTS)
    def enter(channel: str, words: dict[str, str], kind: str, unit: str, once: str | None, meeting: str) -> None:
        before, once = stored(), secrets.token_hex(32) if once is None else once
        chosen = {"kind": kind or "reflection", "unit": unit, "accused_as": "", "once": once, "gathering": meeting}
        pages = [desk.post(f"/channels/enter/{channel}/", words | chosen) for _ in range(2)]
        assert {page.status_code for page in pages} <= {200, 400, 404}
        assert stored() - before == (pages[0].status_code == 200)
        if pages[0].status_code == 400:
            assert plain(words["what"]) in words_of(pages[0])

    enter()


def test_what_an_operator_wrote_is_stored_as_written_and_other_words_are_another_report(offices: Offices) -> None:
    desk = signed_in("truc", Role.INTAKE_OFFICER, "TTT")

    @often(40)
    @given(words=WORDS)
    def enter(words: dict[str, str]) -> None:
        once = secrets.token_hex(32)
        words = {name: plain(value)[:400] for name, value in words.items()} | {"kind": "reflection", "once": once}
        words["what"] += " Bà đòi thêm năm trăm nghìn."
        before = stored()
        for page in (desk.post("/channels/enter/counter/", words) for _ in range(2)):
            assert page.status_code == 200
        with transaction.atomic(), offices.hoa.acting():
            newest = Report.objects.order_by("-number").first()
            assert newest is not None
            content = queries.content(queries.open_as_officer(newest, offices.hoa.keyring))
        assert {name: getattr(content, name) for name in ("what", "who", "when", "evidence")} == {
            name: plain(words[name]) for name in ("what", "who", "when", "evidence")
        }
        desk.post("/channels/enter/counter/", words | {"what": words["what"] + " Và còn nữa."})
        assert stored() == before + 2

    enter()


def test_scans_of_any_name_and_bytes_never_undo_a_report(offices: Offices) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    desk = signed_in("truc", Role.INTAKE_OFFICER, "TTT")

    @often(30)
    @given(scans=SCANS)
    @example(scans=[(RIGHT_TO_LEFT, b"MZ")])
    def enter(scans: list[tuple[str, bytes]]) -> None:
        before, once = stored(), secrets.token_hex(32)
        files = [SimpleUploadedFile(name.replace("\n", " ")[:200] or "x", data) for name, data in scans]
        form = {"what": "Thư bằng giấy, có chữ ký.", "kind": "reflection", "once": once, "scans": files}
        page = desk.post("/channels/enter/post/", form)
        assert page.status_code == 200
        assert "\u202e" not in page.content.decode()
        assert stored() == before + 1

    enter()


def test_sessions_systems_and_the_directory_take_anything(offices: Offices) -> None:
    contact = agencies.list_contact(
        "TTT", "hotline", "19001234", valid_from=clock.today(), by="system", now=clock.now()
    )
    inspector = signed_in("thanh", Role.INSPECTOR, "*")
    administrator = signed_in("quantri", Role.SYSTEM_ADMINISTRATOR, "*")
    account = open_account("huong")
    pages = (
        (inspector, "/channels/gathering/", ("kind", "agency", "held_on", "place", "led_by")),
        (inspector, "/agencies/add/TTT", ("kind", "address", "hours_vi", "hours_en", "answered_by_vi", "regulation",
                                          "answered_by_en", "regulation_url", "valid_from")),
        (inspector, f"/agencies/contacts/{contact.pk}/", ("answered", "detail")),
        (inspector, f"/agencies/contacts/{contact.pk}/end/", ("last",)),
        (administrator, f"/accounts/{account.pk}/change/", ("change", "codes", "relatives", "sure")),
        (administrator, "/channels/systems/", ("name", "channel", "valid_to", "verb", "number")),
    )  # fmt: skip
    right = {"kind": ["reception", "hotline", "mailbox"], "agency": ["TTT"], "channel": ["web"], "answered": ["yes"],
             "sign_in_name": ["thanh"], "held_on": ["20/11/2026"], "valid_from": ["20/11/2026"],
             "verb": ["", "revoke"], "valid_to": ["01/12/2026"]}  # fmt: skip

    @often(150)
    @given(data=st.data(), page=st.integers(0, len(pages) - 1))
    def send(data: Any, page: int) -> None:
        client, address, names = pages[page]
        form = {
            name: data.draw(st.one_of(st.sampled_from(right[name]), TEXTS) if name in right else TEXTS)
            for name in names
        }
        answer = client.post(address, form)
        assert answer.status_code in (200, 302, 400, 404, 422), form
        if answer.status_code in (400, 422):
            told = answer.content.decode()
            assert any(mark in told for mark in ("field-error", "error-summary", "notice error")), form

    send()


def test_a_session_sent_twice_is_registered_once(offices: Offices) -> None:
    inspector = signed_in("thanh", Role.INSPECTOR, "*")
    form = {"kind": "reception", "agency": "TTT", "held_on": "20/11/2026", "place": "Trụ sở", "led_by": "Chủ tịch"}
    addresses = {inspector.post("/channels/gathering/", form).headers["Location"] for _ in range(2)}
    with transaction.atomic(), acting_as_system():
        assert Gathering.objects.count() == 1
    assert len(addresses) == 1


def test_every_verb_of_sorting_takes_anything(offices: Offices) -> None:
    hoa = offices.hoa.window()

    @often(150)
    @given(
        verb=st.sampled_from(sorted(_VERBS)),
        form=st.fixed_dictionaries(
            dict.fromkeys(
                ("kind", "text", "code", "number", "ground", "agency", "consequence", "asks_for", "link"), TEXTS
            )
        ),
        right=st.sampled_from([{}, {"kind": "official"}, {"kind": "complaint"}, {"ground": "test"}, {"ground": "other"},
                               {"consequence": "threat", "asks_for": ""}, {"agency": "UB01"}]),
    )  # fmt: skip
    def do(verb: str, form: dict[str, str], right: dict[str, str]) -> None:
        number = offices.send().opened.report.register_number
        answer = hoa.post(f"/sorting/report/{number}/{verb}/", form | right)
        assert answer.status_code in (302, 400, 404), (verb, form)
        if answer.status_code == 400 and verb in ("ask", "answer", "refuse"):
            assert plain(form["text"]) in words_of(answer)

    do()


def test_reviews_and_protection_take_anything(offices: Offices) -> None:
    from liem.sorting import actions

    received = offices.send()
    actions.report_consequence(received.opened, "threat", "", "safety", now=clock.now())
    with transaction.atomic(), acting_as_system():
        rows = {
            "review": WatchReview.objects.first(),
            "protect": Watch.objects.first(),
            "decide": Protection.objects.first(),
        }
    hoa = offices.hoa.window()

    @often(60)
    @given(verb=st.sampled_from(sorted(rows)), result=TEXTS, what=TEXTS, decision=TEXTS, measure=TEXTS)
    def send(verb: str, **form: str) -> None:
        row = rows[verb]
        assert row is not None
        assert hoa.post(f"/sorting/watch/{verb}/{row.pk}/", form).status_code == 302

    send()


def test_programs_may_send_anything(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(systems, "MOST_A_MINUTE", 10**6)
    token, client = made().token, Client()
    names = [*(name for name in FIELDS if name != "what"), "unit", "language"]

    @often(80)
    @given(words=st.fixed_dictionaries({"what": TEXTS}, optional=dict.fromkeys(names, TEXTS)), once=ONCE)
    def hand_in(words: dict[str, str], once: str | None) -> None:
        body = json.dumps(words | {"once": secrets.token_hex(32) if once is None else once})
        before = stored()
        answers = [
            client.post("/api/v1/reports", body, "application/json", headers={"Authorization": f"Bearer {token}"})
            for _ in range(2)
        ]
        assert {one.status_code for one in answers} <= {200, 201, 400, 422}
        assert stored() - before == (answers[0].status_code == 201)
        assert answers[0].status_code != 201 or answers[1].status_code == 200

    hand_in()
