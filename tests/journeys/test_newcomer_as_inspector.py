"""The newcomer's way: from the front page to the paper in hand."""

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_front_page_to_the_printed_evidence_sheet(visit: Callable[..., Any], scripts: bool) -> None:
    visitor = visit(scripts=scripts)
    page = visitor.page
    visitor.go("/")
    assert "Dữ liệu mô phỏng." in visitor.text()
    page.get_by_role("link", name="Cán bộ, công chức đăng nhập").click()
    visitor.sign_in("thanhtra")
    page.get_by_role("navigation", name="Chính").get_by_role("link", name="Dấu hiệu từ hồ sơ").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Đầu mối cần xác minh"
    every = page.locator("tbody tr").count()
    assert every > 5

    page.locator("summary", has_text="Lọc thêm").click()
    page.get_by_label("Mức độ chắc chắn", exact=True).select_option(
        label="Quy định không được tuân thủ, đối chiếu được trong hồ sơ"
    )
    page.get_by_role("button", name="Xem kết quả").click()
    page.wait_for_url("**grade=breach**")
    assert {tag.inner_text() for tag in page.locator("tbody td .tag").all() if "Vi phạm" in tag.inner_text()} == {
        "Vi phạm kiểm chứng được"
    }

    page.locator("tbody th a").first.click()
    page.wait_for_url("**/leads/lead/**")
    assert "Phiếu chứng cứ" in visitor.text()
    assert "Lý do chính đáng có thể có" in visitor.text()
    if scripts:
        page.emulate_media(media="print")
        assert not page.locator("nav.rooms").is_visible()
        assert page.locator("h1").is_visible()
        assert len(page.pdf(format="A4")) > 20_000
        page.emulate_media(media="screen")

    page.get_by_role("link", name="Vì sao là ngày này?").first.click()
    assert page.url.endswith("#why")
    assert page.locator("svg").first.is_visible()
    assert "ngày tiếp nhận: không tính" in visitor.text()
    assert page.locator("tr.day-due").count() == 1


def test_what_was_found_is_written_down_by_keyboard_and_stays(visit: Callable[..., Any]) -> None:
    visitor = visit("thanhtra", language="en")
    page = visitor.page
    visitor.go("/leads/?kind=unit")
    page.locator("tbody th a").first.click()
    address = page.url
    page.get_by_role("link", name="Record what you found").click()
    page.get_by_label("Explained: there is a good and lawful reason").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("The field inspection was planned at the end of the period; the plan is on file.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("What you found is kept with this lead.").wait_for()
    page.goto(address)
    assert "the plan is on file" in visitor.text()
    assert visitor.violations() == []


def test_a_head_of_unit_finds_only_the_own_unit(visit: Callable[..., Any]) -> None:
    visitor = visit("truongdonvi")
    visitor.go("/leads/units/")
    assert visitor.page.locator("tbody tr").count() == 1
    assert "Số liệu chỉ gồm đơn vị của bạn." in visitor.text()
    visitor.go("/leads/")
    units = {cell.inner_text() for cell in visitor.page.locator("td[data-label='Đơn vị']").all()}
    assert len(units) <= 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_on_a_phone_a_lead_is_read_without_pushing_sideways(visit: Callable[..., Any], language: str) -> None:
    visitor = visit("thanhtra", language=language, width=360)
    for path in ("/leads/", "/leads/?kind=unit"):
        visitor.go(path)
        assert not visitor.is_wider_than_the_screen()
        inside = visitor.page.locator(".cards").first
        assert inside.evaluate("box => box.scrollWidth <= box.clientWidth"), "a row is a card, nothing is cut off"
    visitor.page.locator("tbody th a").first.click()
    visitor.page.wait_for_url("**/leads/lead/**")
    assert not visitor.is_wider_than_the_screen()
    assert visitor.violations() == []
