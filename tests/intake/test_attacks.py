"""Attacks by name on what reporters use, beyond those that stand beside what they attack."""

import random
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liem.intake import actions, house_keys, pace, queries, vessels
from liem.intake.models import Report, ReportStep, SealedKey, SealedPart
from liem.intake.receipt import ALPHABET, new_receipt, receipt_from
from liem.intake.row_security import acting_as_reporter
from liem.people.row_security import acting_as_system
from tests.intake.office import NOW, Officer, content

pytestmark = pytest.mark.django_db
Send = Callable[..., actions.Received]


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    from liem.intake.views import follow, form, reporter

    for module in (form, follow, reporter):
        monkeypatch.setattr(module, "PACE", pace.Pace())


def test_side_channel_a_wrong_receipt_costs_the_same_whether_it_is_near_or_far(send: Send) -> None:
    near = send().receipt
    digits = near.code[:18]
    other = next(c for c in ALPHABET if c != digits[-1])
    from liem.intake.receipt import Receipt, _check

    neighbour = digits[:-1] + other
    answers = []
    for wrong in (Receipt(neighbour + _check(neighbour)), new_receipt(), receipt_from(b"x" * 32)):
        with CaptureQueriesContext(connection) as asked:
            page = Client().post("/report/follow/", {"receipt": wrong.code})
        answers.append((page.status_code, len(page.content), len(asked)))
    assert len(set(answers)) == 1


def test_side_channel_marks_of_neighbouring_receipts_share_no_beginning(send: Send) -> None:
    key = house_keys.receipts()
    marks = [receipt_from(number.to_bytes(32, "big")).mark(key) for number in range(500)]
    assert len({mark[:6] for mark in marks}) == 500  # three bytes would meet by chance in one run of 130


def test_side_channel_the_length_of_what_is_stored_tells_little(send: Send) -> None:
    received = send()
    for text in ("a", "b" * 400):
        actions.add_message(received.opened, text, now=NOW)
    with transaction.atomic(), acting_as_system():
        sizes = {len(bytes(part.sealed)) for part in SealedPart.objects.filter(kind="message")}
    assert len(sizes) == 1


def test_idor_one_receipt_reaches_nothing_of_another_report_even_past_the_view(send: Send) -> None:
    mine, theirs = send(), send(content(what="Việc của người khác, không phải của tôi."))
    with transaction.atomic(), acting_as_reporter(bytes(mine.opened.report.mark)):
        for table in (Report, SealedPart, SealedKey, ReportStep):
            rows = table.objects.all()  # no filter at all
            assert {getattr(row, "report_id", row.pk) for row in rows} == {mine.opened.report.pk}
        assert Report.objects.filter(pk=theirs.opened.report.pk).update(state="withdrawn") == 0


def test_idor_without_acting_for_anybody_the_tables_are_empty(send: Send) -> None:
    send()
    assert not Report.objects.exists()
    assert not SealedPart.objects.exists()


def test_session_fixation_a_planted_session_stays_unused_and_unchanged(send: Send) -> None:
    code, client = send().receipt.grouped, Client()
    client.cookies["liem_session"] = "planted0planted0planted0planted0"
    page = client.post("/report/follow/", {"receipt": code})
    assert page.status_code == 200
    assert page.cookies["liem_session"].value == ""  # thrown away, not taken over
    assert not Client().get("/report/follow/").cookies


def test_replay_a_sealed_part_moved_elsewhere_does_not_open(send: Send) -> None:
    """Who writes into the database cannot put one report's words into another, nor an officer's mouth."""
    from liem.base.sealing import CannotOpen

    received = send()
    actions.add_message(received.opened, "Tôi nói", now=NOW)
    with transaction.atomic(), acting_as_system():
        part = SealedPart.objects.get(kind="message")
        for change in ({"voice": "office"}, {"position": 9}, {"kind": "content", "position": 7}):
            SealedPart.objects.filter(pk=part.pk).update(**change)
            moved = SealedPart.objects.get(pk=part.pk)
            with pytest.raises(CannotOpen):
                queries.unlock_part(received.opened, moved)
            SealedPart.objects.filter(pk=part.pk).update(kind="message", voice=part.voice, position=part.position)


@pytest.mark.parametrize("name", ["../x", "..%2fx", "a" * 31, "A" * 32, "", "0" * 31 + "/", "0" * 33])
def test_path_traversal_names_of_vessels_are_hexadecimal_alone(name: str) -> None:
    with pytest.raises(ValueError, match="vessel"):
        vessels.path_of(name)


def test_csrf_an_officer_s_forms_ask_for_their_token(officer: Officer, send: Send) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer.account)
    for address in ("/my-key/", "/office-keys/change/", f"/report/names/{send().opened.report.pk}/"):
        assert client.post(address, {"verb": "close"}).status_code == 403


def test_fuzzing_no_request_to_a_page_of_reporters_fails_inside(send: Send) -> None:
    chance = random.Random(11)  # noqa: S311 - the same noise each time
    pieces = ["", "\x00", "\u202e", "🙂" * 300, "<script>", "'; DROP TABLE intake_report;--", "%00", "x" * 70_000]
    pieces += ["\ud7ff", "review", "what", "next", "send", "back", "-1", "99999999999999999999", "[]", "{}", "../x"]
    names = ["step", "draft", "go", "edit", "from", "receipt", "verb", "text", "what", "unit", "kind", "ticket", "work",
             "satisfaction", "name", "acknowledgement", "content", "request"]  # fmt: skip
    code, client = send().receipt.grouped, Client(raise_request_exception=False)
    for _ in range(150):
        form: dict[str, Any] = {chance.choice(names): chance.choice(pieces) for _ in range(chance.randint(0, 6))}
        if chance.random() < 0.3:
            form["receipt"] = code
        address = chance.choice(["/report/tell/", "/report/follow/", "/report/files/", "/report/acknowledgement/"])
        assert client.post(address, form).status_code < 500 or _is_told(client, address, form), (address, form)


def _is_told(client: Client, address: str, form: dict[str, Any]) -> bool:
    """503 says in words that no office can receive yet; nothing else above 499 is an answer."""
    return client.post(address, form).status_code == 503


EVIL = [
    "' OR '1'='1",
    "'; DROP TABLE intake_report;--",
    "1 UNION SELECT 1",
    "\x00",
    "%",
    "99999999999999999999",
    "../../x",
]


@pytest.mark.parametrize("evil", EVIL)
def test_sql_in_filters_finds_nothing_breaks_nothing_and_shows_no_more(evil: str, send: Send, officer: Officer) -> None:
    send()
    client = Client()
    client.force_login(officer.account)
    asked = [("/sorting/", name) for name in ("kind", "state", "page")]
    asked += [("/agencies/", name) for name in ("q", "state")] + [("/channels/", "gathering")]
    for path, name in asked:
        assert client.get(path, {name: evil}).status_code in {200, 302, 400, 404}, (path, name)
    assert b"2026-000001" not in client.get("/sorting/", {"kind": evil, "state": "ended"}).content
    with acting_as_system():
        assert Report.objects.count() == 1


def test_replay_a_ticket_against_waiting_is_taken_once() -> None:
    key, keeper = b"\x01" * 32, pace.Pace()
    ticket = pace.new_ticket(key)
    work = next(str(number) for number in range(1 << 22) if pace.solves(ticket, str(number)))
    assert keeper.redeem(ticket, work, key).worked
    assert not keeper.redeem(ticket, work, key).worked


def test_replay_a_ticket_written_otherwise_is_the_same_ticket(monkeypatch: pytest.MonkeyPatch) -> None:
    key, keeper, begun = b"\x01" * 32, pace.Pace(), time.time()
    ticket = pace.new_ticket(key)
    monkeypatch.setattr(pace.time, "time", lambda: begun + pace.WAIT + 2)
    assert keeper.redeem(ticket, "", key).waited
    for again in (ticket, ticket + "!", "~" + ticket, ticket[:9] + "\n" + ticket[9:], ticket + "="):
        assert not keeper.redeem(again, "", key).waited
