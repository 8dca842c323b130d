"""From a report taken up and a lead found worth verifying to a file: nothing is forgotten, nobody shut out comes in."""

from datetime import date

import pytest
from tests.cases.conftest import appointed, at
from tests.cases.test_pages_of_a_matter import client_of

from liem.cases.models import Deadline, Exclusion, Matter
from liem.intake.models import Recusal, Report
from liem.leads.models import Lead, Look
from liem.people import actions as people
from liem.people.row_security import acting_as_system

pytestmark = pytest.mark.django_db
RECEIVED = date(2026, 3, 2)
DENUNCIATION = {"kind": "denunciation", "origin": "report", "received_on": "02/03/2026"}


def report(number=1, agency="U1", state="accepted", kind="denunciation", excused=()):
    with acting_as_system():
        row = Report.objects.create(
            year=2026, number=number, kind=kind, channel="web", agency=agency, state=state, received_on=RECEIVED,
            mark=bytes([number] * 32), reporter_public=b"p" * 32, reporter_sealed=b"s" * 80,
        )  # fmt: skip
        for account in excused:
            Recusal.objects.create(report=row, account=account.number, reason="accused", on=RECEIVED)
    return row


@pytest.fixture
def lead(detection):
    with acting_as_system():
        one = Lead.objects.create(
            run=detection, lead="l-7", subject_kind="official", subject="CC-07", act="B", grade="convergent", unit="U1",
            persons=["CC-07"],
        )  # fmt: skip
        Look.objects.create(
            lead="l-7", run=detection, subject_kind="official", subject="CC-07", act="B", unit="U1",
            result="needs_verification", reason="Cần xác minh.", by="1", by_name="Thanh tra", at=at("2026-03-02"),
        )  # fmt: skip
    return one


def opened(client, **values):
    return client.post("/cases/new/", {"title": "Vụ việc", "unit": "U1", **values})


def test_a_report_taken_up_waits_with_its_day_until_its_matter_is_opened(chief):
    row = report()
    report(2, state="received")
    report(3, agency="U2")
    client = client_of(chief)
    page = client.get("/cases/waiting/").content.decode()
    assert row.register_number in page
    assert "2026-000002" not in page, "not taken up yet"
    assert "2026-000003" not in page, "another unit's"
    link = page.split('href="/cases/new/?')[1].split('"')[0].replace("&amp;", "&")
    form = client.get(f"/cases/new/?{link}").content.decode()
    assert f'value="{row.register_number}"' in form
    assert 'value="02/03/2026"' in form
    values = {
        "kind": "denunciation",
        "origin": "report",
        "origin_ref": row.register_number,
        "received_on": "02/03/2026",
    }
    assert opened(client, **values).status_code == 302
    assert row.register_number not in client.get("/cases/waiting/").content.decode()
    again = opened(client, **values)
    assert again.status_code == 422
    assert "born of it already" in again.content.decode()
    with acting_as_system():
        intake = Deadline.objects.get(matter__origin_ref=row.register_number, rule="denunciation.intake")
    assert intake.started_at.date() == date(2026, 3, 2), "the limit runs from the day the report came"


def test_who_was_shut_out_of_the_report_is_shut_out_of_the_matter_even_who_opens_it(chief, inspector, seen_by):
    accused = appointed("accused", "head_of_unit", "U1")
    row = report(excused=[accused])
    values = {
        "kind": "denunciation",
        "origin": "report",
        "origin_ref": row.register_number,
        "received_on": "02/03/2026",
    }
    assert opened(client_of(chief), **values).status_code == 302
    assert seen_by(accused, Matter.objects.count) == 0
    guessed = report(5, excused=[accused])
    values |= {"origin_ref": guessed.register_number}
    answer = opened(client_of(accused), **values)
    assert answer.status_code == 302
    assert answer["Location"] == "/cases/"
    with acting_as_system():
        assert Matter.objects.get(origin_ref=guessed.register_number).handler == "", "left for somebody else to assign"
    assert seen_by(accused, Matter.objects.count) == 0


def test_whom_a_lead_is_about_never_sees_the_matter_born_of_it(lead, chief, seen_by):
    named = appointed("named", "head_of_unit", "U1")
    with acting_as_system():
        people.declare_codes(named, ["CC-07"], by="system", now=at("2026-01-05"))
    client = client_of(chief)
    assert "l-7" in client.get("/cases/waiting/").content.decode()
    values = {"kind": "lead", "origin": "lead", "origin_ref": "l-7", "received_on": "03/03/2026", "act": "B"}
    assert opened(client, **values).status_code == 302
    assert "l-7" not in client.get("/cases/waiting/").content.decode()
    assert seen_by(named, Matter.objects.count) == 0
    with acting_as_system():
        assert Exclusion.objects.filter(account=named.number).count() == 1
