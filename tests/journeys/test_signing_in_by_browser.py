"""A day's beginning and end: sign in, change the language, be refused, sign out; also without scripts."""

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize("scripts", [True, False])
def test_one_signs_in_reads_in_ones_language_and_leaves(visit: Callable[..., Any], scripts: bool) -> None:
    visitor = visit(scripts=scripts)
    page = visitor.page
    visitor.sign_in("thanhtra")
    assert "Thanh tra viên" in visitor.text()
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("/desk/")
    assert "You are here as: Inspector" in visitor.text()
    page.get_by_role("button", name="Sign out").click()
    assert page.url.endswith("/sign-in/")
    visitor.go("/desk/")
    assert "/sign-in/?next=/desk/" in page.url


def test_the_keyboard_alone_leads_to_the_content_and_in(visit: Callable[..., Any]) -> None:
    visitor = visit(language="en")
    page = visitor.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    page.keyboard.type("thanhtra")
    page.keyboard.press("Tab")
    page.keyboard.type(visitor.site.password)
    page.keyboard.press("Enter")
    page.get_by_text("You are here as: Inspector").wait_for()


def test_a_role_is_refused_what_it_may_not_open(visit: Callable[..., Any]) -> None:
    visitor = visit("quantri")
    response = visitor.go("/leads/")
    visitor.complaints.clear()  # the browser notes the 403 itself
    assert response.status == 403
    assert "Vai trò của bạn không mở được trang này" in visitor.text()
    assert visitor.page.get_by_role("link", name="Đầu mối").count() == 0


def test_the_auditor_has_the_trail_proved(visit: Callable[..., Any]) -> None:
    visitor = visit("kiemtoan")
    visitor.go("/trail/")
    visitor.page.get_by_role("button", name="Kiểm chứng ngay").click()
    visitor.page.get_by_text("Đã xong").wait_for(timeout=30_000)
    visitor.go("/trail/")
    assert "Nguyên vẹn:" in visitor.text()


def test_an_error_page_is_accessible(visit: Callable[..., Any]) -> None:
    visitor = visit()
    assert visitor.go("/nothing/").status == 404
    assert visitor.violations() == []
