"""Every report is numbered, sealed and acknowledged, and opens for its reporter and its office alone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from liem.base.errors import UserError
from liem.base.sealing import CannotOpen
from liem.intake import actions, queries
from liem.intake.models import Report, SealedPart
from liem.intake.receipt import new_receipt
from liem.intake.resealing import reseal
from liem.intake.states import Kind, State
from liem.people.keys import actions as keys
from liem.people.keys.queries import office_key
from liem.people.row_security import acting_as_system
from liem.trail.models import TrailEntry
from tests.intake.office import DAY, NOW, OFFICE, OTHER_OFFICE, SECRET_WORDS, Officer, content

pytestmark = pytest.mark.django_db
Send = Callable[..., actions.Received]


def test_the_receipt_opens_what_was_sent(send: Send) -> None:
    received = send()
    opened = queries.find(received.receipt)
    assert opened is not None
    with queries.as_reporter(opened):
        assert queries.content(opened) == content()
    assert received.register_number == "2026-000001"


def test_another_receipt_opens_nothing(send: Send) -> None:
    send()
    assert queries.find(new_receipt()) is None


def test_numbers_have_no_gap_even_when_a_report_fails_on_its_way(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    send()
    monkeypatch.setattr(actions, "_LISTENERS", [_fail])
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send()
    monkeypatch.undo()
    assert send().register_number == "2026-000002"
    with acting_as_system():
        assert list(queries.gaps()) == []


def _fail(report: Report, text: Any) -> None:
    raise ZeroDivisionError


def test_sending_the_same_twice_stores_it_once_and_gives_the_same_receipt(send: Send) -> None:
    first, second = send(secret=b"s" * 32), send(secret=b"s" * 32)
    assert second.receipt == first.receipt
    assert second.acknowledgement == first.acknowledgement
    assert (first.is_new, second.is_new) == (True, False)
    with acting_as_system():
        assert Report.objects.count() == 1


def test_a_report_for_which_no_office_has_a_key_is_refused_in_words(db: None) -> None:
    with pytest.raises(UserError, match="Chưa cơ quan nào"):
        actions.receive(content(), channel="web", offices=["NONE"], now=NOW)


def test_the_first_office_that_has_a_key_gets_it(send: Send, other_officer: Officer) -> None:
    assert send(offices=["NONE", OTHER_OFFICE]).opened.report.agency == OTHER_OFFICE


def test_an_officer_of_the_office_reads_it_and_that_is_recorded(send: Send, officer: Officer) -> None:
    received = send()
    with officer.acting():
        report = queries.register().get()
        opened = actions.read_as_officer(report, officer.keyring, by=officer.number, now=NOW)
        assert queries.content(opened).what == SECRET_WORDS
    entry = TrailEntry.objects.filter(stream="access").latest("position")
    assert (entry.by, entry.subject_id) == (officer.number, received.register_number)


def test_an_officer_of_another_office_sees_and_opens_nothing(send: Send, other_officer: Officer) -> None:
    report = send().opened.report
    with other_officer.acting():
        assert not queries.register().exists()
        assert not SealedPart.objects.exists()
    with acting_as_system(), pytest.raises(CannotOpen):  # past the wall: the key still does not fit
        queries.open_as_officer(report, other_officer.keyring)


def test_messages_go_both_ways(send: Send, officer: Officer) -> None:
    received = send()
    actions.add_message(received.opened, "Tôi có ảnh", now=NOW)
    with officer.acting():
        opened = actions.read_as_officer(received.opened.report, officer.keyring, by=officer.number, now=NOW)
        actions.write_to_reporter(opened, "Mời gửi thêm", by=officer.number, now=NOW)
    again = queries.find(received.receipt)
    assert again is not None
    with queries.as_reporter(again):
        assert [message.text for message in queries.dialogue(again)] == ["Tôi có ảnh", "Mời gửi thêm"]


def test_handing_over_seals_anew_and_closes_the_former_office_out(
    send: Send, officer: Officer, other_officer: Officer
) -> None:
    received = send()
    with officer.acting():
        opened = actions.read_as_officer(received.opened.report, officer.keyring, by=officer.number, now=NOW)
        actions.transfer(opened, [OTHER_OFFICE], officer.keyring, reason="competence", by=officer.number, now=NOW)
        assert not queries.register().exists()
    with other_officer.acting():
        report = queries.register().get()
        assert queries.content(queries.open_as_officer(report, other_officer.keyring)).what == SECRET_WORDS
    with acting_as_system(), pytest.raises(CannotOpen):
        queries.open_as_officer(report, officer.keyring)
    assert queries.find(received.receipt) is not None


def test_who_is_excused_sees_nothing_in_whichever_role(send: Send, officer: Officer, new_officer: Any) -> None:
    inspector = new_officer("thanh", "inspector", "*")
    with inspector.acting():
        assert not queries.register().exists()
    send(excused=[(officer.number, "accused"), (inspector.number, "relative")])
    for excused in (officer, inspector):
        with excused.acting():
            assert not queries.register().exists()
            assert not SealedPart.objects.exists()


def test_an_inspector_of_the_province_sees_the_register_and_no_content(send: Send, new_officer: Any) -> None:
    inspector = new_officer("thanh", "inspector", "*")
    send()
    with inspector.acting():
        assert queries.register().count() == 1
        assert not SealedPart.objects.exists()


def test_the_reporter_withdraws_reopens_and_rates(send: Send) -> None:
    opened = send().opened
    actions.withdraw(opened, now=NOW)
    with pytest.raises(UserError):
        actions.withdraw(opened, now=NOW)
    actions.reopen(opened, now=NOW)
    actions.rate(opened, 4, now=NOW)
    with acting_as_system():
        report = Report.objects.get()
        assert (report.state, report.satisfaction) == (State.REOPENED, 4)


def test_the_legal_clock_follows_the_kind(send: Send, officer: Officer) -> None:
    received = send(content(kind=Kind.DENUNCIATION))
    with officer.acting():
        opened = actions.read_as_officer(received.opened.report, officer.keyring, by=officer.number, now=NOW)
        before = queries.clock_of(opened.report)
        actions.accept(opened, by=officer.number, now=NOW)
        after = queries.clock_of(queries.register().get())
    assert before is not None
    assert after is not None
    assert (before.rule.id, after.rule.id) == ("denunciation.intake", "denunciation.resolve")
    assert before.last_day is not None


def test_the_same_report_reads_on_after_the_office_changed_its_key(send: Send, officer: Officer) -> None:
    received = send()
    former = office_key("TTT")
    with officer.acting():
        keys.rotate_office_key(former, officer.keyring, by=officer.number, now=NOW)
        opened = actions.read_as_officer(received.opened.report, officer.keyring, by=officer.number, now=NOW)
        reseal(opened, officer.keyring, by=officer.number, now=NOW)
        report = queries.register().get()
        assert report.keys.get().office_key.version == 2
        assert queries.content(queries.open_as_officer(report, officer.keyring)).what == SECRET_WORDS


def test_what_a_reporter_does_is_known_by_its_day_in_the_trail_too(send: Send) -> None:
    actions.add_message(send().opened, "thêm", now=NOW)
    for entry in TrailEntry.objects.filter(stream="intake"):
        assert entry.at.astimezone(NOW.tzinfo).strftime("%H:%M:%S.%f") == "00:00:00.000000"


def test_the_agencies_are_read_once_for_each_report(house: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from liem.intake.routing import destination

    with CaptureQueriesContext(connection) as asked:
        assert destination(content(), DAY).offices[0] == OFFICE
    assert sum('FROM "agencies_agency"' in query["sql"] for query in asked.captured_queries) == 1
