"""The page of blind batches: drawn once, hidden until all are concluded, for inspectors alone."""

import pytest
from tests.cases.conftest import at
from tests.cases.test_pages_of_a_matter import client_of

from liem.base.errors import UserError
from liem.cases import feedback
from liem.cases.models import Drawn, Matter
from liem.people.row_security import acting_as_system

pytestmark = pytest.mark.django_db


def draw(client, **more):
    values = {"indicator": "C1", "flagged": 2, "by_lot": 2, "unit": "U1", "seed": "12345"} | more
    return client.post("/cases/batches/", values)


def offered(monkeypatch):
    """The directory lists U1."""
    from types import SimpleNamespace

    from liem.cases.views import batches

    monkeypatch.setattr(batches, "listed", lambda: [SimpleNamespace(code="U1", name_vi="Đơn vị Một")])


def test_a_batch_is_drawn_on_the_page_and_its_arms_stay_hidden_until_the_last_is_concluded(
    detection,
    inspector,
    monkeypatch,
):
    offered(monkeypatch)
    client = client_of(inspector)
    assert "C1: 10 flagged, 30 not" in client.get("/cases/batches/").content.decode()
    assert draw(client).status_code == 302
    page = client.get("/cases/batches/").content.decode()
    assert "hidden until all are concluded" in page
    with acting_as_system():
        codes = list(Drawn.objects.values_list("code", "arm"))
        assert len(codes) == 4
    assert "By lot:" not in page
    again = draw(client)
    assert again.status_code == 422
    assert "drawn already" in again.content.decode()
    _conclude([code for code, _arm in codes[:3]], "right")
    assert "hidden until all are concluded" in client.get("/cases/batches/").content.decode()
    _conclude([codes[3][0]], "not_found")
    page = client.get("/cases/batches/").content.decode()
    assert "hidden until" not in page
    assert "By lot: " in page
    assert "of 2 founded, between" in page


def _conclude(codes, outcome):
    """As if verified: the way there is tested elsewhere."""
    course = (
        ("accept", "received", "accepted"),
        ("plan", "accepted", "verifying"),
        ("conclude", "verifying", "concluded"),
    )
    with acting_as_system():
        for one in Matter.objects.filter(origin_ref__in=codes):
            for verb, old, new in course:
                day = at("2026-03-03")
                one.events.create(verb=verb, at=day, recorded_at=day, by="1", old=old, new=new)
                one.status = new
                one.outcome = outcome if new == "concluded" else ""
                one.save()


def test_subjects_of_the_unit_that_verifies_are_left_out(detection, inspector):
    opened = feedback.draw_batch("C1", "s", flagged=9, by_lot=5, unit="S03", by=inspector, now=at("2026-03-02"))
    assert "S03" not in {one.about_unit for one in opened}
    with pytest.raises(UserError, match="not so many"):
        feedback.draw_batch("C1", "t", flagged=10, by_lot=5, unit="S03", by=inspector, now=at("2026-03-02"))


@pytest.mark.parametrize("wrong", [{"flagged": 0}, {"by_lot": ""}, {"seed": " "}, {"indicator": "X9"}, {"flagged": 50}])
def test_what_cannot_be_drawn_is_refused_in_a_sentence_and_opens_nothing(detection, inspector, monkeypatch, wrong):
    offered(monkeypatch)
    answer = draw(client_of(inspector), **wrong)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    with acting_as_system():
        assert not Matter.objects.exists()
        assert not Drawn.objects.exists()


def test_nobody_else_draws_or_sees_batches(officer, chief):
    for person in (officer, chief):
        assert client_of(person).get("/cases/batches/").status_code == 403


def test_without_a_detection_the_page_says_what_lacks(inspector):
    assert "There is no detection" in client_of(inspector).get("/cases/batches/").content.decode()
