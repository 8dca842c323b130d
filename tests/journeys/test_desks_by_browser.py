"""The whole way of a spoken report in a real browser: hotline, receipt, sorting, question back, answer; the watch."""

import re
from collections.abc import Callable
from typing import Any

import pytest

WORDS = "Chị ở bàn tiếp nhận số 9 đòi một triệu đồng mới cho nộp hồ sơ khai sinh, tôi có người làm chứng."


def open_key(visitor: Any) -> None:
    visitor.go("/my-key/")
    visitor.page.fill("input[name=passphrase]", visitor.site.password)
    with visitor.page.expect_navigation():
        visitor.page.locator("main form button").first.click()


def press(visitor: Any, selector: str) -> None:
    with visitor.page.expect_navigation():
        visitor.page.locator(selector).first.click()


@pytest.mark.parametrize(("language", "width", "scripts"), [("vi", 360, False), ("en", 1200, True)])
def test_from_the_hotline_to_the_answer(visit: Callable[..., Any], language: str, width: int, scripts: bool) -> None:
    officer = visit("tiepnhan", language=language, width=width, scripts=scripts)
    officer.go("/channels/enter/hotline/")
    officer.page.fill("#id_what", f"{WORDS} {language}")
    officer.page.select_option("#id_kind", "reflection")
    officer.page.select_option("#id_unit", "X-001")
    officer.page.select_option("#id_accused_as", "staff")
    officer.page.fill("#id_reference", "CG-999")
    press(officer, "button[accesskey=s]")
    code = "-".join(officer.page.locator(".groups b").all_inner_texts())
    number = re.search(r"\d{4}-\d{6}", officer.page.inner_text("h1")).group()  # type: ignore[union-attr]
    assert len(code) == 24
    assert not officer.is_wider_than_the_screen()

    open_key(officer)
    officer.go(f"/sorting/report/{number}/")
    assert WORDS in officer.text()
    assert "CG-999" in officer.text()
    assert officer.violations() == []
    assert not officer.is_wider_than_the_screen()
    officer.page.fill("#id_ask_text", "Việc này vào ngày nào?")
    press(officer, "form[action$='/ask/'] button")

    citizen = visit(language=language, width=width, scripts=scripts)
    citizen.go("/report/follow/")
    citizen.page.fill("input[name=receipt]", code.lower())
    press(citizen, "main form button")
    assert "Việc này vào ngày nào?" in citizen.text()

    citizen.go("/sorting/consequences/")
    citizen.page.fill("#id_receipt", code)
    citizen.page.select_option("#id_consequence", "threat")
    citizen.page.fill("#id_words", "Có người gọi điện dọa")
    press(citizen, "main form button")
    assert number in citizen.text()

    officer.go(f"/sorting/report/{number}/")
    assert "Có người gọi điện dọa" in officer.text()
    press(officer, "form[action$='/accept/'] button")
    officer.page.locator("details:has(form[action$='/answer/']) summary").click()
    officer.page.fill("#id_answer_text", "Đã xác minh và chấn chỉnh.")
    press(officer, "form[action$='/answer/'] button")
    officer.go("/sorting/watch/")
    assert number in officer.text()

    citizen.go("/report/follow/")
    citizen.page.fill("input[name=receipt]", code)
    press(citizen, "main form button")
    assert "Đã xác minh và chấn chỉnh." in citizen.text()


def test_nearly_the_same_are_shown_beside_each_other_and_joined(visit: Callable[..., Any]) -> None:
    """The demonstration tells the same twice, once without accents."""
    officer = visit("tiepnhan")
    open_key(officer)
    officer.go("/sorting/")
    press(officer, "tr:has(.tag.info) th a")
    assert "%" in officer.page.inner_text("section:has(#alike)")
    other = officer.page.locator("section:has(#alike) li a").first.inner_text()
    officer.page.locator("details:has(form[action$='/join/']) summary").click()
    officer.page.fill("#id_join_number", other)
    press(officer, "form[action$='/join/'] button")
    assert other in officer.page.inner_text("main .notice >> nth=1")


def test_the_inspector_of_the_whole_province_sees_counts_and_no_content(visit: Callable[..., Any]) -> None:
    inspector = visit("thanhtra", language="en")
    inspector.go("/sorting/overview/")
    assert "Thanh tra tỉnh" in inspector.text()
    assert "Mô phỏng) Tôi" not in inspector.text()
    response = inspector.go("/sorting/report/2026-000001/")
    assert response.status in (200, 404) or "/my-key/" in inspector.page.url
    assert "tách thửa" not in inspector.text()
