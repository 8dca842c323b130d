"""What reporters do after a report came in reaches the officer: messages, withdrawal, reopening, satisfaction."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from liem.base import clock
from liem.intake import actions as intake
from liem.intake import queries as reports
from liem.intake.models import Report
from liem.sorting import queries
from tests.sorting.office import Offices


@pytest.fixture
def desk(offices: Offices) -> Client:
    return offices.hoa.window()


def found(received: Any) -> Any:
    opened = reports.find(received.receipt)
    assert opened is not None
    return opened


def new_ones(offices: Offices) -> set[Any]:
    with offices.hoa.acting():
        return reports.news(Report.objects.all())


def test_a_message_shows_as_new_until_somebody_opened_the_report_and_the_reporter_is_told(
    offices: Offices, desk: Client
) -> None:
    received = offices.send()
    number, key = received.register_number, received.opened.report.pk
    assert new_ones(offices) == set()  # it is unread as a whole: that says the state
    desk.get(f"/sorting/report/{number}/")
    intake.add_message(found(received), "Tôi có thêm biên lai.", now=clock.now())
    assert new_ones(offices) == {key}
    assert "mới từ người báo tin" in desk.get("/sorting/").content.decode()
    with offices.hoa.acting():
        assert queries.waiting_counts(["TTT"], clock.today())["new"] == 1
    for _time in range(2):
        desk.get(f"/sorting/report/{number}/")
    assert new_ones(offices) == set()
    opened = found(received)
    with reports.as_reporter(opened):
        assert [one.step for one in reports.steps(opened.report)] == ["received", "read", "added", "seen"]


def test_a_message_to_a_closed_report_is_not_lost_among_the_closed(offices: Offices, desk: Client) -> None:
    first, second = offices.send(), offices.send("Việc khác hẳn, xảy ra ở nơi khác, do người khác làm hôm thứ ba.")
    for one in (first, second):
        desk.post(f"/sorting/report/{one.register_number}/answer/", {"text": "Đã giải quyết."})
        desk.get(f"/sorting/report/{one.register_number}/")
    intake.add_message(found(first), "Chưa xong: họ lại đòi tiền.", now=clock.now())
    assert "1 tin báo đã kết thúc" in desk.get("/sorting/").content.decode()
    page = desk.get("/sorting/?state=ended").content.decode()
    assert page.index(first.register_number) < page.index(second.register_number)


def test_the_officer_reads_withdrawal_reopening_and_satisfaction(offices: Offices, desk: Client) -> None:
    received = offices.send()
    address = f"/sorting/report/{received.register_number}/"
    desk.get(address)
    intake.withdraw(found(received), now=clock.now())
    assert new_ones(offices) == {received.opened.report.pk}
    page = desk.get(address).content.decode()
    assert "Người báo tin đã rút" in page
    intake.reopen(found(received), now=clock.now())
    assert "Người báo tin đề nghị xem xét lại" in desk.get(address).content.decode()
    desk.post(f"{address}answer/", {"text": "Đã giải quyết."})
    intake.rate(found(received), 2, now=clock.now())
    page = desk.get(address).content.decode()
    assert "Mức độ hài lòng của người báo tin" in page
    assert "<strong>2</strong>" in page


def test_reopened_the_clock_runs_anew_from_that_day(offices: Offices) -> None:
    now = clock.now()
    received = offices.send(now=now - timedelta(days=300))
    report = received.opened.report
    with offices.hoa.acting():
        opened = offices.read(offices.hoa, received)
        intake.accept(opened, by=offices.hoa.number, now=now - timedelta(days=299))
        intake.answer(opened, "Xong.", by=offices.hoa.number, now=now - timedelta(days=290))
    intake.reopen(found(received), now=now)
    with offices.hoa.acting():
        report.refresh_from_db()
        running = reports.clock_of(report)
        assert running is not None
        assert running.last_day is not None
        assert running.last_day > clock.today()
        assert not queries.standings(Report.objects.all(), clock.today())[0].is_late
        intake.accept(offices.read(offices.hoa, received), by=offices.hoa.number, now=now)
        report.refresh_from_db()
        assert report.accepted_on == clock.today()


def test_after_each_end_the_reporter_is_asked_once_how_satisfied_they_are(offices: Offices) -> None:
    received = offices.send()

    def may() -> bool:
        opened = found(received)
        with reports.as_reporter(opened):
            return reports.may_rate(opened.report)

    def answer() -> None:
        with offices.hoa.acting():
            intake.answer(offices.read(offices.hoa, received), "Xong.", by=offices.hoa.number, now=clock.now())

    assert not may()
    answer()
    assert may()
    intake.rate(found(received), 1, now=clock.now())
    assert not may()
    intake.reopen(found(received), now=clock.now())
    assert not may()
    answer()
    assert may()
    intake.rate(found(received), 4, now=clock.now())
    assert not may()


def test_the_queue_agrees_with_each_report_asked_alone(offices: Offices) -> None:
    for number, kind in enumerate(("reflection", "denunciation", "complaint", "good_service")):
        offices.send(f"Việc số {number} xảy ra.", kind=kind, now=clock.now() - timedelta(days=10 * number))
    with offices.hoa.acting():
        rows = Report.objects.order_by("number")
        alone = {one.pk: reports.clock_of(one) for one in rows}
        standing = queries.standings(rows, clock.today())
        assert {one.pk: one.clock for one in standing} == alone
        assert [one.report.pk for one in queries.lines(standing)] == [one.pk for one in rows]
