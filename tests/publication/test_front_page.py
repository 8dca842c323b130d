"""The front page: light, calm, without scripts, and no small number on it."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from liem.base import clock
from liem.imports.models import Snapshot
from liem.leads.models import PublicFigure, Run

pytestmark = pytest.mark.usefixtures("db")
MOST_BYTES = 40_000


def with_figures(**figures: object) -> None:
    snapshot = Snapshot.objects.create(checksum="a" * 64, simulated=True, made_at=clock.now())
    run = Run.objects.create(
        number="r-1", snapshot=snapshot, loaded_at=clock.now(), asked_by="system", first_day=clock.today()
    )
    known = {"dossiers": 1230, "units": 7, "procedures": 3, "in_time": 0.91, "supplemented": 0.2}
    PublicFigure.objects.create(run=run, figures=known | figures)


def test_an_empty_house_says_what_it_is_and_shows_no_figure(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "Điều Liêm không bao giờ làm" in page
    assert "Đã rà soát đến nay" not in page


def test_figures_are_those_of_the_records_and_say_when_they_are_simulated(client: Client) -> None:
    with_figures()
    page = client.get("/").content.decode()
    assert "1.230" in page
    assert "91 %" in page
    assert "Dữ liệu mô phỏng." in page


def test_what_is_too_small_is_left_out(client: Client) -> None:
    with_figures(dossiers=None, in_time=None)
    page = client.get("/").content.decode()
    assert "None" not in page
    assert " %</b>" not in page


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_and_all_it_needs_weigh_less_than_forty_kilobytes(language: str, client: Client) -> None:
    with_figures()
    client.cookies["liem_language"] = language
    page = client.get("/").content
    needed = re.findall(r'(?:href|src)="/static/([^"]+)"', page.decode())
    weight = len(gzip.compress(page))
    for name in needed:
        found = finders.find(name)
        assert found, name
        with open(found, "rb") as file:
            weight += len(gzip.compress(file.read()))
    assert weight < MOST_BYTES


def test_the_page_needs_no_script_and_styles_nothing_in_line(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "<script" not in page
    assert "style=" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_nothing_accuses_on_the_page(client: Client) -> None:
    page = client.get("/").content.decode().lower()
    assert "tham nhũng" not in page
    assert "vi phạm" not in page


def test_the_page_leads_to_the_method_and_to_sign_in(client: Client) -> None:
    page = client.get("/").content.decode()
    assert 'href="/leads/method/"' in page
    assert 'href="/sign-in/' in page
