"""What follows a conclusion, by the people who record it: investigators, discipline, money, remedies, a good name."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from tests.journeys.test_a_matter_by_browser import NAME, _officer, done, next_verb, press, verified


def today() -> str:
    return time.strftime("%d/%m/%Y", time.gmtime(time.time() + 7 * 3600))


def opened_by_head(head: Any, officer: Any, title: str) -> str:
    """A denunciation of the head's unit, given to the officer and accepted; returns the number in its address."""
    head.go("/cases/new/?kind=denunciation&origin=press")
    head.page.fill("[name=title]", title)
    head.page.locator("main form button[type=submit]").click()
    head.page.wait_for_url(re.compile(r"/cases/\d+/$"))
    number = str(head.page.url.rstrip("/").rsplit("/", 1)[1])
    done(head, number, "assign", handler=_officer(head, number))
    done(officer, number, "accept", document="1/QĐ")
    return number


def refused(visitor: Any, number: str, verb: str, **fields: str) -> str:
    """Fill in a form that must come back; what it says."""
    visitor.go(f"/cases/{number}/do/{verb}/")
    for name, value in fields.items():
        field = visitor.page.locator(f"[name={name}]")
        is_select = field.first.evaluate("one => one.tagName") == "SELECT"
        field.select_option(value) if is_select else field.fill(value)
    press(visitor, "main form button[type=submit]")
    visitor.complaints.clear()  # of the form that came back, with 422
    return str(visitor.page.locator(".error-summary").inner_text())


@pytest.mark.timeout(900, func_only=True)
def test_signs_of_crime_discipline_money_and_remedies_each_by_its_role(visit: Callable[..., Any]) -> None:
    head, officer = visit("truongdonvi", language="en"), visit("canbo", language="en")
    number = opened_by_head(head, officer, "Fees above the schedule")
    verified(officer, number, "established")

    done(officer, number, "crime_sign", to_body="Cơ quan điều tra tỉnh", words="Có dấu hiệu cần được điều tra.")
    assert next_verb(officer, number) == "crime_sent", "at once, before everything else"
    done(officer, number, "crime_sent", transfer=0, document="5/CV")
    done(officer, number, "crime_step", transfer=0, crime_step="receipted", decided_on=today(), receipt="12/BN")
    numbers = {"defendants": "2", "officials": "1", "party_members": "1", "case_number": "9/QĐ"}
    done(officer, number, "crime_step", transfer=0, crime_step="prosecuted", decided_on=today(), **numbers)
    said = refused(
        officer, number, "crime_step", crime_step="judged", decided_on=today(), defendants="1", officials="2"
    )
    assert "More officials or party members than defendants" in said

    done(officer, number, "conclude", outcome="right", words="Nội dung nêu có cơ sở.", document="2/KL")
    done(officer, number, "send")
    done(officer, number, "discipline", person=0, ladder="party", form="party_warning", decided_on=today())
    ledger_of(head, "waiting for the administration")
    done(officer, number, "discipline", person=0, ladder="administrative", form="reprimand", decided_on=today())
    ledger_of(head, "administrative form is lighter")
    done(officer, number, "discipline_changed", decision=1, form="warning", decided_on=today(), words="Thay hình thức.")

    for step, amount in (("damage", "1000000"), ("ordered", "1000000"), ("recovered", "700000")):
        done(officer, number, "money", money_step=step, vnd=amount, decided_on=today())
    said = refused(officer, number, "money", money_step="refunded", vnd="800000", decided_on=today())
    assert "More would be refunded than was recovered" in said
    assert "Luật Tố cáo" in said
    done(officer, number, "money", money_step="refunded", vnd="700000", decided_on=today())
    done(officer, number, "appraisal", body="Hội đồng định giá", decided_on=today(), day=today())
    done(officer, number, "appraisal_returned", appraisal=0, decided_on=today())
    done(officer, number, "remedy", remedy_kind="refund", decided_on=today())
    done(officer, number, "act")
    said = refused(officer, number, "close")
    assert "still owed" in said
    done(officer, number, "remedy_done", remedy=0, day=today())
    done(officer, number, "remedy", remedy_kind="commendation", decided_on=today())
    done(officer, number, "head", unit_code="X-002", head_form="criticised", head_ground="supervision",
         decided_on=today())  # fmt: skip


def ledger_of(head: Any, words: str) -> None:
    head.go("/cases/ledgers/")
    assert words in head.page.inner_text("section[aria-labelledby=step]")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_matter_that_was_unfounded_is_put_away_and_the_desk_says_each_next_step(
    visit: Callable[..., Any], width: int
) -> None:
    language = "vi" if width == 360 else "en"
    head, officer = visit("truongdonvi", language=language), visit("canbo", language=language, width=width)
    title = f"Hồ sơ bị giữ {width}"
    number = opened_by_head(head, officer, title)
    officer.go("/cases/")
    row = officer.page.locator("tr", has_text=title).inner_text()
    assert "điều" in row, "the article stands beside the step"
    assert officer.violations() == []
    assert not officer.is_wider_than_the_screen()
    verified(officer, number, "not_established")
    assert next_verb(officer, number) == "conclude"
    assert not officer.is_wider_than_the_screen()
    done(officer, number, "conclude", outcome="wrong", words="Không có cơ sở.", document="2/KL")
    for verb in ("send", "act", "publicise", "close"):
        done(officer, number, verb)
    done(officer, number, "rehabilitate", words="Khôi phục danh dự cho người bị nêu tên.", document="3/QĐ")
    for one in (officer, head):
        one.go(f"/cases/{number}/")
        assert NAME not in one.text()
        assert title not in one.text()
        assert one.violations() == []
