"""Joining, links, what is no report, handing over, stepping aside: each undone or told as it must be."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from liem.agencies import actions as agencies
from liem.base import clock
from liem.base.errors import UserError
from liem.base.sealing import CannotOpen
from liem.intake import actions as intake
from liem.intake import queries as reports
from liem.intake.models import Report
from liem.people.row_security import acting_as_system
from liem.sorting import actions, queries
from liem.sorting.models import Joining, Likeness, Quarantine
from liem.sorting.states import REVERSIBLE_FOR, REVIEW_AFTER
from liem.trail.models import TrailEntry
from tests.sorting.office import WORDS, Offices


def stamp(one: Any) -> dict[str, Any]:
    return {"by": one.number, "now": clock.now()}


def test_joined_reports_keep_their_receipts_and_an_answer_reaches_all(offices: Offices) -> None:
    first, second, third = (
        offices.send(),
        offices.send(WORDS + " Thêm."),
        offices.send("Việc hoàn toàn khác ở nơi khác."),
    )
    hoa = offices.hoa
    with hoa.acting():
        main = offices.read(hoa, first)
        actions.join(second.opened.report, first.opened.report, **stamp(hoa))
        count = actions.tell_all(main, hoa.keyring, lambda one: intake.answer(one, "Đã xử lý.", **stamp(hoa)))
    assert count == 2
    for received, told in ((first, True), (second, True), (third, False)):
        found = reports.find(received.receipt)
        assert found is not None
        with reports.as_reporter(found):
            assert [one.text for one in reports.dialogue(found)] == (["Đã xử lý."] if told else [])


def test_joining_is_undone_and_never_runs_in_a_circle(offices: Offices) -> None:
    one, two, three = (offices.send(f"{WORDS} {number}").opened.report for number in range(3))
    hoa = offices.hoa
    with hoa.acting():
        actions.join(two, one, **stamp(hoa))
        for report, into in ((one, two), (two, three), (three, two), (one, one)):
            with pytest.raises(UserError):
                actions.join(report, into, **stamp(hoa))
        actions.separate(two, **stamp(hoa))
        assert queries.joined_into(two) is None
        actions.join(two, three, **stamp(hoa))
        assert Joining.objects.count() == 2
        with pytest.raises(UserError):
            actions.separate(one, **stamp(hoa))


def test_reports_of_two_agencies_are_not_joined(offices: Offices) -> None:
    mine, theirs = offices.send(), offices.send(office="UB01")
    with acting_as_system(), pytest.raises(UserError):
        actions.join(mine.opened.report, theirs.opened.report, **stamp(offices.hoa))


@pytest.mark.parametrize("code", ["", "   ", "x" * 261, "a\x00b", "a\nb"])
def test_a_code_that_is_none_is_refused(offices: Offices, code: str) -> None:
    report = offices.send().opened.report
    with offices.hoa.acting(), pytest.raises(UserError):
        actions.link(report, "official", code, **stamp(offices.hoa))


def test_two_persons_set_aside_what_is_no_report_and_one_takes_it_back(offices: Offices) -> None:
    received = offices.send("Mua ngay kẻo lỡ, giảm giá năm mươi phần trăm toàn bộ cửa hàng!")
    hoa, lan = offices.hoa, offices.lan
    report = received.opened.report
    with hoa.acting():
        actions.suspect(report, "advertisement", **stamp(hoa))
        with pytest.raises(UserError):
            actions.suspect(report, "advertisement", **stamp(hoa))
        with pytest.raises(UserError):
            actions.confirm_no_report(offices.read(hoa, received), **stamp(hoa))
        assert Report.objects.get(pk=report.pk).state == "received"
    with lan.acting():
        actions.confirm_no_report(offices.read(lan, received), **stamp(lan))
        assert Report.objects.get(pk=report.pk).state == "set_aside"
        assert Quarantine.objects.get().reversible_until is not None
        actions.release(offices.read(lan, received), **stamp(lan))
        assert Report.objects.get(pk=report.pk).state == "received"
        actions.suspect(report, "test", **stamp(lan))
    events = TrailEntry.objects.filter(stream="sorting").order_by("position").values_list("event", flat=True)
    assert list(events)[:3] == ["no_report_suspected", "no_report_confirmed", "no_report_released"]


def test_the_database_itself_wants_the_second_person(offices: Offices) -> None:
    hoa, report = offices.hoa, offices.send().opened.report
    with hoa.acting():
        actions.suspect(report, "test", **stamp(hoa))
        with pytest.raises(IntegrityError), transaction.atomic():
            Quarantine.objects.update(confirmed_by=hoa.number)


def test_after_its_time_it_is_not_taken_back_by_a_click_but_by_the_reporter(offices: Offices) -> None:
    received, hoa, lan = offices.send(), offices.hoa, offices.lan
    with hoa.acting():
        actions.suspect(received.opened.report, "test", **stamp(hoa))
    with lan.acting():
        opened = offices.read(lan, received)
        actions.confirm_no_report(opened, **stamp(lan))
        with pytest.raises(UserError):
            actions.release(opened, by=lan.number, now=clock.now() + REVERSIBLE_FOR + timedelta(seconds=1))


@pytest.mark.parametrize("ground", ["", "I do not like it", "opinion"])
def test_opinions_are_no_ground(offices: Offices, ground: str) -> None:
    with offices.hoa.acting(), pytest.raises(UserError):
        actions.suspect(offices.send().opened.report, ground, **stamp(offices.hoa))


def test_handed_over_it_opens_there_and_no_longer_here_and_the_reporter_is_told(offices: Offices) -> None:
    received, hoa, binh = offices.send(accused_as="", kind="recommendation"), offices.hoa, offices.binh
    with hoa.acting():
        actions.transfer(offices.read(hoa, received), "UB01", hoa.keyring, **stamp(hoa))
    with acting_as_system():
        report = Report.objects.get()
    with binh.acting():
        assert reports.content(offices.read(binh, received)).what == WORDS
    with hoa.acting(), pytest.raises(CannotOpen):
        reports.open_as_officer(report, hoa.keyring)
    found = reports.find(received.receipt)
    assert found is not None
    with reports.as_reporter(found):
        step = reports.steps(found.report)[-1]
    assert (step.step, step.detail["to"]) == ("transferred", "UB01")
    assert TrailEntry.objects.filter(event="report_transferred").count() == 1


@pytest.mark.parametrize("how", ["head", "leader", "unit", "unknown"])
def test_by_hand_too_it_never_goes_to_whom_it_accuses(offices: Offices, how: str) -> None:
    received, hoa = offices.send(accused_as=how), offices.hoa
    with hoa.acting():
        opened = offices.read(hoa, received)
        with pytest.raises(UserError):
            actions.transfer(opened, "UB01", hoa.keyring, **stamp(hoa))
        assert Report.objects.get().agency == "TTT"


def test_an_agency_that_steps_aside_is_passed_over_from_then_on(offices: Offices) -> None:
    from liem.people.keys import actions as keys
    from tests.channels.office import officer

    received, hoa = offices.send(accused_as="head"), offices.hoa
    with hoa.acting(), pytest.raises(UserError), transaction.atomic():
        actions.step_aside(offices.read(hoa, received), "relative", hoa.keyring, **stamp(hoa))
    central = officer("trung", "intake_officer", "TTCP")
    keys.make_office_key("TTCP", [central.account], by=central.number, now=clock.now())
    with hoa.acting():
        office = actions.step_aside(offices.read(hoa, received), "relative", hoa.keyring, **stamp(hoa))
    assert office.office == "TTCP"
    with central.acting():
        opened = offices.read(central, received)
        assert queries.why_not_transfer(opened.report, reports.content(opened), "TTT")


def test_signs_of_crime_go_to_the_investigators_at_once(offices: Offices) -> None:
    from liem.people.keys import actions as keys
    from tests.channels.office import officer

    agencies.keep_agency("DT", name_vi="Điều tra", level="province", function="investigator", **_system())
    detective = officer("tra", "intake_officer", "DT")
    keys.make_office_key("DT", [detective.account], by=detective.number, now=clock.now())
    received, hoa = offices.send(kind="denunciation"), offices.hoa
    with hoa.acting():
        assert actions.confirm_crime_signs(offices.read(hoa, received), hoa.keyring, **stamp(hoa)).office == "DT"
    assert TrailEntry.objects.filter(event="crime_signs_confirmed").exists()


def _system() -> dict[str, Any]:
    return {"by": "system", "now": clock.now()}


def test_who_steps_aside_no_longer_sees_the_report(offices: Offices) -> None:
    received, hoa = offices.send(), offices.hoa
    with hoa.acting():
        actions.step_aside_oneself(received.opened.report, "relative", **stamp(hoa))
        assert Report.objects.count() == 0
    with offices.lan.acting():
        assert Report.objects.count() == 1


# -- the watch over those who spoke


def test_whoever_suffers_is_looked_after_for_a_year(offices: Offices) -> None:
    received, hoa = offices.send(), offices.hoa
    found = reports.find(received.receipt)
    assert found is not None
    watch = actions.report_consequence(found, "service", "Hồ sơ của tôi bị ngâm", "work", now=clock.now())
    with hoa.acting():
        (seen,) = queries.watches(received.opened.report)
        due = [row.due_at for row in seen.reviews.all()]
        assert [one - due[0] + REVIEW_AFTER[0] for one in due] == list(REVIEW_AFTER)
        assert [row.what for row in seen.protections.all()] == ["work"]
        opened = offices.read(hoa, received)
        assert [one.text for one in reports.dialogue(opened)] == ["Hồ sơ của tôi bị ngâm"]
        now = clock.now()
        assert queries.reviews_due(now).count() == 0
        assert queries.reviews_due(now + timedelta(days=91), timedelta(0)).count() == 2
        for row in queries.reviews_due(now + timedelta(days=400)):
            actions.review(row, "quiet", **stamp(hoa))
            with pytest.raises(UserError):
                actions.review(row, "continues", **stamp(hoa))
        assert queries.open_watches().count() == 0
    entry = TrailEntry.objects.get(event="consequence_reported")
    assert (entry.by, entry.at.astimezone(clock.VIETNAM).hour) == ("reporter", 0)
    assert watch.account == ""


def test_where_it_goes_on_the_year_begins_again(offices: Offices) -> None:
    received, hoa = offices.send(), offices.hoa
    with hoa.acting():
        actions.report_consequence_to_officer(received.opened.report, "work", **stamp(hoa))
        row = queries.reviews_due(clock.now() + timedelta(days=40)).first()
        assert row is not None
        actions.review(row, "continues", by=hoa.number, now=clock.now() + timedelta(days=31))
        (watch,) = queries.watches(received.opened.report)
        assert watch.reviews.count() == 8
        assert watch.account == hoa.number


def test_protection_is_asked_for_and_decided_with_a_measure(offices: Offices) -> None:
    received, hoa = offices.send(), offices.hoa
    with hoa.acting():
        watch = actions.report_consequence_to_officer(received.opened.report, "threat", **stamp(hoa))
        row = actions.ask_protection(watch, "safety", **stamp(hoa))
        with pytest.raises(UserError):
            actions.decide_protection(row, "granted", "", **stamp(hoa))
        with pytest.raises(UserError):
            actions.decide_protection(row, "asked", "một biện pháp", **stamp(hoa))
        actions.decide_protection(row, "granted", "Công an xã trực, QĐ 12/2026", **stamp(hoa))
        row.refresh_from_db()
        assert (row.decision, row.decided_by) == ("granted", hoa.number)


def test_what_is_no_consequence_is_refused(offices: Offices) -> None:
    found = reports.find(offices.send().receipt)
    assert found is not None
    with pytest.raises(UserError):
        actions.report_consequence(found, "nothing", "", now=clock.now())


def test_the_overview_counts_all_agencies_and_tells_nothing_else(offices: Offices, new_account: Any) -> None:
    from liem.people.row_security import acting_as
    from liem.people.rules import Scope

    offices.send()
    offices.send(office="UB01")
    account = new_account("tongquan", "internal_affairs", "*")
    with acting_as(account, Scope(frozenset(["internal_affairs"]), frozenset(["*"]))):
        today = clock.today()
        figures = queries.overview(clock.now(), today, today - timedelta(days=9))
        assert [(one.agency, one.received, one.open, one.unread) for one in figures] == [
            ("TTT", 1, 1, 1),
            ("UB01", 1, 1, 1),
        ]
        assert Likeness.objects.count() == 0


def test_the_counts_are_taken_away_as_detection_reads_them(offices: Offices, inspector: Any, tmp_path: Any) -> None:
    from django.test import Client

    from liem.detection.reports import read_report_counts

    with offices.hoa.acting():
        actions.link(offices.send().opened.report, "official", "CC-0001", **stamp(offices.hoa))
    client = Client()
    client.force_login(inspector)
    answer = client.get("/sorting/counts.csv")
    (tmp_path / "counts.csv").write_bytes(answer.content)
    assert read_report_counts(tmp_path / "counts.csv").to_pylist()[0]["subject"] == "CC-0001"
    assert TrailEntry.objects.filter(event="report_counts_exported").count() == 1
    assert client.get("/sorting/counts.csv?first=yesterday").status_code == 400
    client.force_login(offices.hoa.account)
    assert client.get("/sorting/counts.csv").status_code == 403


BAD = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def test_no_field_of_a_report_runs_in_the_page_of_an_officer(offices: Offices) -> None:
    from liem.intake.files import InMemory, add_file

    fields = ("place", "procedure", "dossier", "asked_for", "when", "who", "evidence", "wish", "call_record")
    received = offices.send(BAD * 3, **dict.fromkeys(fields, BAD))
    found = reports.find(received.receipt)
    assert found is not None
    intake.add_message(found, BAD, now=clock.now())
    add_file(found, InMemory(f"{BAD}.txt", b"only words"), now=clock.now())
    with offices.hoa.acting():
        actions.link(received.opened.report, "official", BAD, **stamp(offices.hoa))
    page = offices.hoa.window().get(f"/sorting/report/{received.register_number}/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "&lt;script&gt;" in text
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert page["Cache-Control"].startswith("max-age=0") or "no-store" in page["Cache-Control"]


def test_only_agencies_that_can_open_it_are_offered_and_another_is_refused_in_the_reader_s_language(
    offices: Offices,
) -> None:
    received = offices.send()
    desk, address = offices.hoa.window(), f"/sorting/report/{received.register_number}/"
    form = desk.get(address).content.decode().partition("/transfer/")[2].partition("</form>")[0]
    assert set(re.findall(r'<option value="(\w+)"', form)) == {"UB01"}
    page = desk.post(f"{address}transfer/", {"agency": "TTT"})
    assert page.status_code == 400
    assert "Tin báo đang ở chính cơ quan này." in page.content.decode()


def test_a_code_that_the_records_do_not_hold_is_linked_and_the_officer_told(offices: Offices) -> None:
    received = offices.send()
    desk, address = offices.hoa.window(), f"/sorting/report/{received.register_number}/"
    page = desk.post(f"{address}link/", {"kind": "official", "code": "CC-0001"}, follow=True).content.decode()
    assert "Dữ liệu hồ sơ hiện không có mã này" in page
    assert "<code>CC-0001</code>" in page


def test_without_an_open_key_no_report_opens(offices: Offices) -> None:
    from django.test import Client

    received = offices.send()
    client = Client()
    client.force_login(offices.hoa.account)
    answer = client.get(f"/sorting/report/{received.register_number}/")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/my-key/")
    assert client.post(f"/sorting/report/{received.register_number}/answer/", {"text": "x"}).status_code == 302
    with acting_as_system():
        assert Report.objects.get().state == "received"


def test_verbs_are_posted_and_forged_ones_refused(offices: Offices) -> None:
    from django.test import Client

    number = offices.send().register_number
    client = Client(enforce_csrf_checks=True)
    client.force_login(offices.hoa.account)
    assert client.get(f"/sorting/report/{number}/accept/").status_code == 405
    assert client.post(f"/sorting/report/{number}/accept/").status_code == 403
    free = Client()
    free.force_login(offices.hoa.account)
    assert free.post(f"/sorting/report/{number}/destroy/").status_code == 404
