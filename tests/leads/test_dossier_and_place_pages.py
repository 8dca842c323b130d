"""A dossier's page with its due date day by day; pages of units and procedures."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from tests.shown import shown

from liem.leads.dossiers import account_of, over, read_dossiers
from liem.leads.models import Run
from liem.trail.models import TrailEntry

Somebody = Callable[..., Client]


def test_the_due_date_is_explained_day_by_day(small_office: dict[str, Any]) -> None:
    dossier = read_dossiers(small_office["records"], ["D1"])[0]
    days = {row.day: row for row in account_of(dossier, date(2026, 3, 20))}
    assert dossier.due == date(2026, 3, 11), "five working days from Monday the 2nd, two of them stopped"
    assert over(dossier) == 7
    assert (days[date(2026, 3, 2)].kind, days[date(2026, 3, 2)].count) == ("received", 0)
    assert (days[date(2026, 3, 4)].kind, days[date(2026, 3, 4)].count) == ("counted", 2)
    assert [days[date(2026, 3, day)].kind for day in (5, 6)] == ["stopped", "stopped"]
    assert [days[date(2026, 3, day)].kind for day in (7, 8)] == ["off", "off"]
    assert (days[date(2026, 3, 11)].kind, days[date(2026, 3, 11)].count) == ("due", dossier.limit)
    assert days[date(2026, 3, 12)].kind == "late"
    assert days[date(2026, 3, 20)].count == dossier.counted == 12


def test_a_dossier_ended_early_is_counted_on_to_its_due_date(small_office: dict[str, Any]) -> None:
    dossier = read_dossiers(small_office["records"], ["D2"])[0]
    days = account_of(dossier, date(2026, 3, 20))
    assert days[-1].day == dossier.due == date(2026, 3, 9)
    assert (days[-1].kind, days[-1].count) == ("due", 5)


def test_an_open_dossier_is_counted_to_the_end_of_the_records(small_office: dict[str, Any]) -> None:
    records = small_office["records"]
    dossier = read_dossiers(records, ["D/5 =x"])[0]
    assert dossier.ended_at is None
    assert records.last_at.isoformat() == "2026-03-20T10:00:00"
    assert account_of(dossier, records.last_at.date())[-1].day == date(2026, 3, 20)


@pytest.mark.parametrize("code", ["D1", "D/5 =x"])
def test_a_dossier_opens_whatever_its_code_holds(code: str, office: Run, somebody: Somebody) -> None:
    answer = somebody("inspector").get(f"/leads/dossier/{quote(code)}")
    assert answer.status_code == 200
    assert "Vì sao hạn là ngày này?" in answer.content.decode()
    assert TrailEntry.objects.filter(event="viewed", subject_kind="dossier", subject_id=code).count() == 1


@pytest.mark.parametrize("code", ["D9", "../../etc/passwd", "x" * 5000, "%00"])
def test_a_dossier_that_is_not_there_is_not_found(code: str, office: Run, somebody: Somebody) -> None:
    assert somebody("inspector").get(f"/leads/dossier/{code}").status_code == 404


def test_a_unit_page_has_its_figures_and_no_person(office: Run, somebody: Somebody) -> None:
    page = shown(somebody("steering_committee").get("/leads/units/U1"))
    assert "Xã Một" in page
    assert page.count("<svg") >= 4
    assert "C1" not in page


def test_units_stand_in_the_order_of_their_names(office: Run, somebody: Somebody) -> None:
    answer = somebody("inspector").get("/leads/units/")
    assert [name for name, _volume, _signs in answer.context["rows"]] == ["Xã Hai", "Xã Một"]
    assert [name for name, *_rest in somebody("inspector").get("/leads/units/?text=u1").context["rows"]] == ["Xã Một"]


def test_a_share_of_few_is_not_shown(office: Run, somebody: Somebody) -> None:
    answer = somebody("inspector").get("/leads/units/U1")
    assert answer.context["volume"].received == 3
    assert " %</b>" not in answer.content.decode()


@pytest.mark.parametrize("page", ["units/U9", "procedures/P9", "runs/r-nothing/", "lead/l-nothing/"])
def test_what_is_not_there_is_not_found(page: str, office: Run, somebody: Somebody) -> None:
    assert somebody("inspector").get(f"/leads/{page}").status_code == 404


def test_the_run_says_what_was_not_computed_and_why(office: Run, somebody: Somebody) -> None:
    page = somebody("inspector").get(f"/leads/runs/{office.pk}/").content.decode()
    assert "không có bảng phí" in page
    assert "chưa chạy" in page


def test_the_method_shows_every_indicator_and_admits_a_placebo_not_run(office: Run, client: Client) -> None:
    from liem.detection.catalogue import indicators

    page = client.get("/leads/method/").content.decode()
    assert [one.id for one in indicators() if f'id="{one.id}"' not in page] == []
    assert "Phép thử giả của lần rà soát gần nhất chưa được chạy" in page
