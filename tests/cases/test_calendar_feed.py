"""The feed of deadlines: read strictly as RFC 5545 has it, without content, behind an address that can be renewed."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.cases.conftest import appointed, at, found, heard, matter_of, verified
from tests.cases.test_pages_of_a_matter import client_of

from liem.cases import actions
from liem.cases.models import CalendarFeed, Deadline
from liem.cases.states import Verb
from liem.people.row_security import acting_as_system

pytestmark = pytest.mark.django_db
LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=(?:\"[^\"]*\"|[^;:\",]*))*):(.*)", re.DOTALL)
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"}


def parsed(raw: bytes) -> list[dict[str, tuple[str, str]]]:
    """The events, or a failure of whatever the standard does not allow (RFC 5545, 3.1, 3.4, 3.6.1)."""
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b""), "lines end with CRLF"
    assert all(len(line) <= 75 for line in raw.split(b"\r\n")), "no line is longer than 75 octets"
    for line in raw.split(b"\r\n"):
        line.decode("utf-8")  # a fold is never within a letter
    lines = raw.decode("utf-8").replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    open_: list[str] = []
    events: list[dict[str, tuple[str, str]]] = []
    head: dict[str, str] = {}
    for line in lines:
        match = LINE.fullmatch(line)
        assert match, line
        name, parameters, value = match[1], match[2], match[3]
        if name == "BEGIN":
            open_.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert open_.pop() == value
        elif open_ == ["VCALENDAR"]:
            assert name not in head
            head[name] = value
        else:
            assert open_ == ["VCALENDAR", "VEVENT"]
            assert name not in events[-1], f"{name} twice"
            events[-1][name] = (parameters, value)
    assert open_ == []
    assert head["VERSION"] == "2.0"
    assert head["PRODID"]
    for event in events:
        assert set(event) >= ONCE
        assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"][1])
        for name in ("DTSTART", "DTEND"):
            assert event[name][0] == ";VALUE=DATE"
        assert not re.search(r"(?<!\\)[,;]", event["SUMMARY"][1]), "commas and semicolons of a text are escaped"
    assert len({event["UID"][1] for event in events}) == len(events)
    return events


def address_of(account: Any) -> str:
    found_ = re.search(r"/cases/calendar/[\w-]+\.ics", client_of(account).post("/cases/calendar/").content.decode())
    assert found_
    return found_[0]


@pytest.fixture
def file(matter, officer):
    person, allegation = verified(matter, officer)
    heard(matter, officer, person)
    found(matter, officer, person, allegation)
    return matter


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_strict_reader_reads_every_running_clock_and_no_word_of_the_content(file, officer, language):
    second = matter_of("complaint_second", handler=officer.number, title="Khiếu nại; có dấu, phẩy")
    client = Client()
    client.cookies["liem_language"] = language
    answer = client.get(address_of(officer))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    events = parsed(answer.content)
    with acting_as_system():
        running = {
            f"{row.matter.number}-{row.rule}@liem": row
            for row in Deadline.objects.filter(standing="running", matter__in=[file, second]).select_related("matter")
        }
    assert {event["UID"][1] for event in events} == set(running)
    for event in events:
        row = running[event["UID"][1]]
        last = (row.due_at.astimezone(at("2026-01-01").tzinfo) - timedelta(microseconds=1)).date()
        assert event["DTSTART"][1] == f"{last:%Y%m%d}"
        assert event["DTEND"][1] == f"{last + timedelta(days=1):%Y%m%d}"
        stamp = datetime.strptime(event["DTSTAMP"][1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        assert abs(datetime.now(UTC) - stamp) < timedelta(minutes=5), "in UTC, as its Z says"
    text = answer.content.decode().replace("\r\n ", "")
    for word in ("Đòi tiền", "Người được nêu tên", "500.000", "Khiếu nại; có dấu", "Trình bày"):
        assert word not in text


def test_a_leaked_address_is_renewed_and_then_opens_nothing(file, officer):
    leaked = address_of(officer)
    assert Client().get(leaked).status_code == 200
    new = address_of(officer)
    assert new != leaked
    assert Client().get(leaked).status_code == 404
    assert parsed(Client().get(new).content)
    with acting_as_system():
        assert leaked.split("/")[-1].removesuffix(".ics") not in str(list(CalendarFeed.objects.values()))


def test_it_shows_nothing_of_what_was_taken_from_its_owner(file, officer, chief):
    address = address_of(officer)
    taker = appointed("taker", "case_officer", "U1")
    actions.assign(file, taker, by=chief, now=at("2026-03-17"))
    assert parsed(Client().get(address).content) == []
    officer.appointments.update(valid_to=date(2026, 3, 1))
    assert Client().get(address).status_code == 404, "whoever left has no calendar"


def test_of_whoever_stepped_aside_the_calendar_is_empty(file, officer):
    address = address_of(officer)
    actions.exclude(file, officer, "recused", by=officer, now=at("2026-03-17"))
    assert parsed(Client().get(address).content) == []


@pytest.mark.parametrize("token", ["a", "x" * 200, "..", "%00"])
def test_a_guessed_address_opens_nothing(file, officer, token):
    assert Client().get(f"/cases/calendar/{token}.ics").status_code == 404


def test_a_clock_that_was_met_leaves_the_calendar(file, officer):
    address = address_of(officer)
    before = len(parsed(Client().get(address).content))
    actions.conclude(file, "wrong", "Không có cơ sở.", by=officer, now=at("2026-03-18"))
    actions.mark(file, Verb.SEND, by=officer, now=at("2026-03-18"))
    uids = [event["UID"][1] for event in parsed(Client().get(address).content)]
    assert f"{file.number}-denunciation.resolve@liem" not in uids
    assert f"{file.number}-denunciation.conclusion_sent@liem" not in uids
    assert before >= 1
