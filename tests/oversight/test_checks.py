"""What was found at what was drawn: only there, once, corrected in the open; the rate with its interval."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.oversight.conftest import Somebody, account_of

from liem.base import clock
from liem.oversight import actions
from liem.oversight.models import Checked, Draw, PublishedDraw
from liem.oversight.rules import wilson, wilson_of_a_frame
from liem.oversight.states import Subject
from liem.people.access import scope_of
from liem.people.row_security import acting_as, acting_as_system

WORDS = "Ngày tiếp nhận khác với sổ."
FRAME = [f"TC-{number:03d}" for number in range(40)]


def a_draw(client: Any, subject: Subject = Subject.RECORDS, size: int = 10) -> Draw:
    by = account_of(client)
    with transaction.atomic(), acting_as(by, scope_of(by, "checks.draw")):
        early = clock.now() - timedelta(days=2)
        draw = actions.prepare_draw(
            "Kiểm tra", FRAME, size, WORDS, planned=True, unit="", by=by, now=early, subject=subject
        )
        actions.make_draw(draw, "12345 67890 13579", "Xổ số", by=by, now=clock.now())
    return draw


def found(client: Any, draw: Draw, place: int, verdict: str = "agrees", **more: Any) -> int:
    wish = {"verdict": verdict, "on": clock.today().isoformat(), "note": ""}
    return int(client.post(f"/oversight/draws/{draw.pk}/found/{place}/", wish | more).status_code)


def test_the_rate_of_what_was_drawn_with_its_interval(somebody: Somebody) -> None:
    inspector = somebody("inspector")
    draw = a_draw(inspector)
    for place in range(1, 9):
        assert found(inspector, draw, place) == 302
    assert found(inspector, draw, 9, "differs") == 422, "a difference is said in words"
    assert found(inspector, draw, 9, "differs", note=WORDS) == 302
    assert found(inspector, draw, 11) == 404, "only what was drawn"
    page = inspector.get(f"/oversight/draws/{draw.pk}/")
    rate = page.context["rate"]
    assert (rate.agreeing, rate.checked, rate.drawn, rate.frame, rate.is_whole) == (8, 9, 10, 40, False)
    assert rate.low < 8 / 9 < rate.high
    assert "Chưa kiểm tra hết mẫu" in page.content.decode(), "who stops early could choose the rate"
    assert found(inspector, draw, 10, "missing", note=WORDS) == 302
    with transaction.atomic(), acting_as_system():
        published = PublishedDraw.objects.get()
        assert (published.checked, published.agreeing) == (10, 8)


def test_a_correction_stays_beside_what_it_corrects(somebody: Somebody) -> None:
    inspector = somebody("inspector")
    draw = a_draw(inspector)
    found(inspector, draw, 1, "differs", note=WORDS)
    assert found(inspector, draw, 1) == 302
    page = inspector.get(f"/oversight/draws/{draw.pk}/")
    assert (page.context["rate"].agreeing, page.context["rate"].checked) == (1, 1)
    assert WORDS in page.content.decode()
    with transaction.atomic(), acting_as_system():
        assert Checked.objects.count() == 2


def test_a_closed_matter_that_fails_a_criterion_does_not_agree(somebody: Somebody) -> None:
    inspector = somebody("inspector")
    draw = a_draw(inspector, Subject.CLOSED)
    assert found(inspector, draw, 1, "agrees", unmet=["heard"]) == 422, "in words"
    assert found(inspector, draw, 1, "agrees", unmet=["heard"], note=WORDS) == 302
    assert found(inspector, draw, 2) == 302
    page = inspector.get(f"/oversight/draws/{draw.pk}/")
    assert page.context["rate"].agreeing == 1
    rates = [(rate.agreeing, rate.checked) for _label, rate in page.context["criteria"]]
    assert sorted(rates) == [(1, 2), *[(2, 2)] * 6]


@pytest.mark.parametrize("role", ["internal_affairs", "steering_committee", "head_of_unit", "external_supervisor"])
def test_only_an_inspector_records_what_was_found(role: str, somebody: Somebody) -> None:
    draw = a_draw(somebody("inspector"))
    assert found(somebody(role, "U1"), draw, 1) == 403


def test_nothing_found_is_changed_in_the_database(somebody: Somebody) -> None:
    inspector = somebody("inspector")
    found(inspector, a_draw(inspector), 1)
    account = account_of(inspector)
    with transaction.atomic(), acting_as(account, scope_of(account, "checks.draw")):
        assert Checked.objects.update(verdict="agrees") == 0
        assert PublishedDraw.objects.update(agreeing=9) == 0


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 60), st.integers(1, 60), st.integers(1, 500))
def test_the_interval_of_a_frame_lies_within_that_of_chance_alone(part: int, whole: int, frame: int) -> None:
    if part > whole or whole > frame:
        return
    low, high = wilson_of_a_frame(part, whole, frame)
    plain = wilson(part, whole)
    assert plain[0] - 1e-9 <= low <= part / whole + 1e-9
    assert part / whole - 1e-9 <= high <= plain[1] + 1e-9
