"""An agency is merged in mid-year: everything it holds goes over at once, sealed anew, and each reporter is told."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from liem.agencies import actions as agencies
from liem.base import clock
from liem.base.errors import UserError
from liem.base.sealing import CannotOpen
from liem.intake import actions as intake
from liem.intake import portions
from liem.intake import queries as reports
from liem.intake.content import Identity, ReportContent
from liem.intake.models import Report, SealedKey
from liem.people.keys import actions as keys
from liem.people.row_security import acting_as_system
from liem.sorting import actions, handing_over, queries
from liem.sorting.models import HandOver
from liem.trail.models import TrailEntry
from tests.channels.office import officer
from tests.sorting.office import WORDS, Offices

PAPER = "Nghị quyết 15/NQ-HĐND ngày 20/11/2026"
OLD, NEW = "UB01", "UB09"


@pytest.fixture
def merged(offices: Offices) -> Any:
    """The commune UB01 ended yesterday; UB09, made that day, takes over. Returns an officer of UB09."""
    now, today = clock.now(), clock.today()
    agencies.keep_agency(
        OLD, name_vi="Xã Một", level="commune", parent="T", successor=NEW, valid_to=today - timedelta(days=1),
        by="system", now=now,
    )  # fmt: skip
    agencies.keep_agency(
        NEW, name_vi="Xã Mới", level="commune", parent="T", valid_from=today - timedelta(days=1), by="system", now=now
    )
    taker = officer("moi", "intake_officer", NEW)
    keys.make_office_key(NEW, [taker.account], by=taker.number, now=now)
    return taker


def send(number: int, unit: str = OLD, **more: Any) -> Any:
    """A report that lies with the commune since before the merger."""
    given = {"kind": "complaint", "unit": unit, "accused_as": ""} | more
    identity, office = given.pop("identity", None), given.pop("office", OLD)
    return intake.receive(
        ReportContent(what=f"{WORDS} Lần thứ {number}.", **given), channel="web", offices=[office], identity=identity,
        now=clock.now() - timedelta(days=20),
    )  # fmt: skip


def all_over(row: HandOver, one: Any, most: int = 20) -> list[int]:
    done, after = [], ""
    for _time in range(most):
        portion = handing_over.hand_portion(row, one.keyring, after=after, by=one.number, now=clock.now())
        done.append(portion.handed)
        after = portion.last
        if not after:
            return done
    raise AssertionError("it does not come to an end")


def test_everything_goes_over_in_portions_and_only_what_accuses_the_receiver_stays(
    offices: Offices, merged: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portions, "AT_ONCE", 3)
    sent = [send(number) for number in range(6)]
    named = send(7, identity=Identity(name="Lò Thị Sương Mai", contact="0912"))
    ended = send(8)
    accusing = [send(9 + number, NEW, kind="denunciation", accused_as="head") for number in range(4)]
    binh = offices.binh
    with binh.acting():
        opened = offices.read(binh, ended)
        intake.answer(opened, "Đã trả lời.", by=binh.number, now=clock.now())
        row = handing_over.begin(OLD, NEW, "merged", PAPER, by=binh.number, now=clock.now())
        assert sum(all_over(row, binh)) == 8
        row.refresh_from_db()
        assert (row.reports, row.kept) == (8, 4)
        kept = handing_over.kept(row, binh.keyring)
        assert {one.report.pk for one in kept} == {one.opened.report.pk for one in accusing}
        assert all("bị" in one.why or "accused" in one.why for one in kept)
        with pytest.raises(CannotOpen):
            reports.open_as_officer(sent[0].opened.report, binh.keyring)
    for received in (*sent, named, ended):
        with merged.acting():
            one = Report.objects.get(pk=received.opened.report.pk)
            assert "Anh cán bộ" in reports.content(reports.open_as_officer(one, merged.keyring)).what
        found = reports.find(received.receipt)
        assert found is not None
        with reports.as_reporter(found):
            step = reports.steps(found.report)[-1]
        assert (step.step, step.detail) == ("transferred", {"to": NEW, "reason": "reorganised", "paper": PAPER})
    with acting_as_system():
        assert SealedKey.objects.filter(report=sent[0].opened.report).count() == 1
    told = TrailEntry.objects.filter(event="report_transferred", by=binh.number)
    assert {one.after["reason"] for one in told} == {"reorganised"}  # type: ignore[index]
    assert len(told) == 8
    assert [one.after for one in TrailEntry.objects.filter(event="hand_over_begun")] == [
        {"from": OLD, "to": NEW, "ground": "merged", "paper": PAPER}
    ]
    assert [one.after for one in TrailEntry.objects.filter(event="hand_over_ended")] == [{"reports": 8, "kept": 4}]


def test_broken_off_it_goes_on_where_it_stood(offices: Offices, merged: Any) -> None:
    for number in range(5):
        send(number)
    binh, ticks = offices.binh, iter(range(0, 1000, 3))
    with binh.acting():
        row = handing_over.begin(OLD, NEW, "merged", PAPER, by=binh.number, now=clock.now())
        first = handing_over.hand_portion(row, binh.keyring, by=binh.number, now=clock.now(), watch=lambda: next(ticks))
        assert 0 < first.handed < 5
        assert first.last
        again = handing_over.begin(OLD, NEW, "merged", PAPER, by=binh.number, now=clock.now())
        assert again.pk == row.pk
        with pytest.raises(UserError):
            handing_over.begin(OLD, "TTT", "moved", PAPER, by=binh.number, now=clock.now())
        assert sum(all_over(again, binh)) == 5 - first.handed
        assert handing_over.going(OLD) is None
        assert handing_over.hand_portion(row, binh.keyring, by=binh.number, now=clock.now()).handed == 0


def test_left_off_it_can_be_begun_anew(offices: Offices, merged: Any) -> None:
    send(1)
    binh = offices.binh
    with binh.acting():
        row = handing_over.begin(OLD, "TTT", "moved", PAPER, by=binh.number, now=clock.now())
        handing_over.stop(row, by=binh.number, now=clock.now())
        row = handing_over.begin(OLD, NEW, "merged", PAPER, by=binh.number, now=clock.now())
        assert all_over(row, binh) == [1]


def test_an_agency_made_after_the_report_came_can_take_it_over_by_hand_too(offices: Offices, merged: Any) -> None:
    received = send(1)
    binh = offices.binh
    with binh.acting():
        opened = offices.read(binh, received)
        actions.transfer(opened, NEW, binh.keyring, by=binh.number, now=clock.now())
    with acting_as_system():
        assert Report.objects.get(pk=received.opened.report.pk).agency == NEW


def test_routing_of_an_earlier_report_names_the_successor(offices: Offices, merged: Any) -> None:
    received = send(1)
    with offices.binh.acting():
        opened = offices.read(offices.binh, received)
        assert queries.routing(opened.report, reports.content(opened)).agency == NEW


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"paper": "chưa có"}, "số"),
        ({"paper": "1"}, "số"),
        ({"receiver": "UB77"}, "cơ quan"),
        ({"receiver": OLD}, "khác"),
        ({"receiver": "TTCP"}, "khóa"),
        ({"ground": "tired"}, "lý do"),
    ],
)
def test_without_decision_ground_or_receiver_nothing_begins(
    offices: Offices, merged: Any, change: dict[str, str], said: str
) -> None:
    from django.utils.translation import override

    given = {"former": OLD, "receiver": NEW, "ground": "merged", "paper": PAPER} | change
    with override("vi"), offices.binh.acting(), pytest.raises(UserError) as refused:
        handing_over.begin(**given, by=offices.binh.number, now=clock.now())
    assert said in str(refused.value).lower()
    assert not HandOver.objects.exists()


def test_another_office_hands_nothing_over_and_sees_nothing_of_it(offices: Offices, merged: Any) -> None:
    from django.db.utils import ProgrammingError

    received = send(1)
    with offices.binh.acting():
        row = handing_over.begin(OLD, NEW, "merged", PAPER, by=offices.binh.number, now=clock.now())
    hoa = offices.hoa
    with hoa.acting():
        assert not HandOver.objects.exists()
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            HandOver.objects.create(former=OLD, receiver="TTT", ground="moved", paper="1", by="1", at=clock.now())
    with merged.acting():
        assert HandOver.objects.get().pk == row.pk
        assert HandOver.objects.update(receiver="TTT") == 0
    client = hoa.window()
    assert client.post("/sorting/hand-over/", {"office": OLD, "verb": "on"}).status_code == 302
    with acting_as_system():
        assert Report.objects.get(pk=received.opened.report.pk).agency == OLD


def test_what_does_not_open_with_ones_key_stays_and_says_so(offices: Offices, merged: Any) -> None:
    send(1)
    newcomer = officer("tapsu", "intake_officer", OLD)
    with newcomer.acting():
        row = handing_over.begin(OLD, NEW, "merged", PAPER, by=newcomer.number, now=clock.now())
        assert all_over(row, newcomer) == [0]
        row.refresh_from_db()
        assert row.kept == 1
        assert "khóa" in handing_over.kept(row, newcomer.keyring)[0].why


def test_by_the_page_it_is_asked_once_more_done_and_the_reporter_reads_why(
    offices: Offices, merged: Any, follow: Callable[[Any], str]
) -> None:
    sent = [send(number) for number in range(3)]
    staying = send(9, NEW, kind="denunciation", accused_as="head")
    client = offices.binh.window()
    desk = client.get("/sorting/").content.decode()
    assert "/sorting/hand-over/" in desk
    assert "4 tin báo" in desk
    page = client.get("/sorting/hand-over/").content.decode()
    assert re.search(rf'<option value="{NEW}" selected', page)
    given = {"office": OLD, "receiver": NEW, "ground": "merged", "paper": PAPER, "verb": "ask"}
    assert client.post("/sorting/hand-over/", given | {"paper": "chưa"}).status_code == 400
    sure = client.post("/sorting/hand-over/", given).content.decode()
    assert PAPER in sure
    assert "Nghị quyết 190/2025/QH15" in sure
    with acting_as_system():
        assert Report.objects.filter(agency=OLD).count() == 4  # asking does nothing
    done = client.post("/sorting/hand-over/", given | {"verb": "begin"}).content.decode()
    assert "Đã bàn giao 3 tin báo" in done
    assert staying.register_number in done
    with acting_as_system():
        assert Report.objects.filter(agency=NEW).count() == 3
    read = follow(sent[0])
    assert "Xã Mới" in read
    assert PAPER in read
    assert "sáp nhập" in read


def test_the_inspectorate_sees_which_closed_agency_still_holds_reports(
    offices: Offices, merged: Any, inspector: Any
) -> None:
    send(1)
    client = Client()
    client.force_login(inspector)
    assert "chưa bàn giao" in client.get("/sorting/overview/").content.decode()
    binh = offices.binh
    with binh.acting():
        row = handing_over.begin(OLD, NEW, "merged", PAPER, by=binh.number, now=clock.now())
        assert all_over(row, binh) == [1]
    assert "chưa bàn giao" not in client.get("/sorting/overview/").content.decode()


@pytest.fixture
def follow() -> Callable[[Any], str]:
    """The follow page as the reporter sees it."""

    def page(received: Any) -> str:
        return Client().post("/report/follow/", {"receipt": received.receipt.grouped}).content.decode()

    return page
