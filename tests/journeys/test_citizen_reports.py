"""A citizen reports, follows and answers in a real browser: with scripts and without, both languages, on a phone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

STORY = "Cán bộ ở ô số 3 nói phải có phong bì hai triệu đồng thì mới làm nhanh."


def _walk(citizen: Any, *, look: bool) -> None:
    """From the start page to the review; each page fits the screen, and axe finds nothing."""
    citizen.go("/report/")
    _press(citizen, "main a[href='/report/tell/']")
    citizen.page.check("input[value=asked]")
    _press(citizen, "button[value=next]")
    citizen.page.fill("textarea[name=what]", STORY)
    for _ in range(12):
        assert not citizen.is_wider_than_the_screen()
        assert citizen.page.locator("h1").count() == 1
        if look:
            assert _violations(citizen) == []
        if citizen.page.input_value("input[name=step]") == "review":
            return
        _press(citizen, "button[value=next]")
    raise AssertionError("the form has no end")


def _press(citizen: Any, button: str) -> None:
    citizen.page.click(button)
    citizen.page.wait_for_load_state()


def _violations(citizen: Any) -> list[str]:
    """Axe on the very page of a POST: its source is shown again in a window that lets axe's script in."""
    from axe_playwright_python.sync_playwright import Axe

    window = citizen.browser.new_context(bypass_csp=True, viewport=citizen.page.viewport_size)
    try:
        twin = window.new_page()
        html = citizen.page.content().replace("<head>", f'<head><base href="{citizen.site.address}/">')
        twin.route("**/twin", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        twin.goto(f"{citizen.site.address}/twin")
        found = Axe().run(twin).response["violations"]
    finally:
        window.close()
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"][:3]]


@pytest.mark.parametrize(("language", "width", "scripts"), [("vi", 360, False), ("en", 360, True), ("vi", 1200, True)])
def test_a_report_without_a_name_is_sent_followed_and_added_to(
    visit: Callable[..., Any], tmp_path: Path, language: str, width: int, scripts: bool
) -> None:
    citizen = visit(language=language, width=width, scripts=scripts)
    citizen.page.context.clear_cookies()
    citizen.go(f"/language/{language}/?next=/report/")
    _walk(citizen, look=True)
    _press(citizen, ".actions button[value=send]")
    code = citizen.page.inner_text(".code")
    assert len(code) == 24
    assert not citizen.is_wider_than_the_screen()
    assert _violations(citizen) == []
    cookies = {cookie["name"] for cookie in citizen.page.context.cookies()}
    assert cookies <= {"liem_language"}
    citizen.page.fill("#typed", code.lower().replace("-", " "))
    _press(citizen, "[aria-labelledby=try] button")
    assert code not in citizen.page.url
    citizen.page.fill("textarea[name=text]", "Tôi còn giữ tin nhắn.")
    _press(citizen, "button[value=message]")
    assert "Tôi còn giữ tin nhắn." in citizen.text()
    picture = tmp_path / "quay.jpg"
    Image.new("RGB", (80, 60), "navy").save(picture)
    citizen.page.set_input_files("input[type=file]", str(picture))
    _press(citizen, "[data-upload] button[type=submit]")
    assert "quay.jpg" in citizen.text()
    assert not citizen.is_wider_than_the_screen()
    assert _violations(citizen) == []


def test_the_form_can_be_filled_with_the_keyboard_alone(visit: Callable[..., Any]) -> None:
    citizen = visit(width=360)
    citizen.go("/report/tell/")
    citizen.page.focus("input[value=other]")
    citizen.page.keyboard.press("Space")
    citizen.page.keyboard.press("Enter")
    citizen.page.focus("textarea")
    citizen.page.keyboard.type(STORY)
    citizen.page.keyboard.press("Tab")
    citizen.page.keyboard.press("Enter")
    citizen.page.wait_for_selector("#id_unit")


def test_what_is_typed_survives_a_lost_connection_and_is_gone_after_sending(visit: Callable[..., Any]) -> None:
    citizen = visit(width=360)
    citizen.go("/report/tell/")
    _press(citizen, "button[value=next]")
    citizen.page.fill("textarea[name=what]", STORY)
    kept = citizen.page.evaluate("JSON.parse(sessionStorage.getItem('liem-what')).what")
    assert kept == STORY
    assert citizen.page.evaluate("localStorage.length") == 0
    _press(citizen, "button[value=next]")
    for _ in range(12):
        if citizen.page.input_value("input[name=step]") == "review":
            break
        _press(citizen, "button[value=next]")
    citizen.page.context.set_offline(True)
    _press(citizen, ".actions button[value=send]")
    citizen.page.wait_for_selector("[data-status]:not(.hidden)")
    citizen.page.context.set_offline(False)
    _press(citizen, ".actions button[value=send]")
    assert len(citizen.page.inner_text(".code")) == 24
    assert citizen.page.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('liem-')).length") == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_the_browsers_own_back_leads_to_the_question_before_and_asks_nothing(
    visit: Callable[..., Any], scripts: bool
) -> None:
    citizen = visit(width=360, scripts=scripts)
    citizen.go("/report/tell/")
    citizen.page.check("input[value=asked]")
    _press(citizen, "button[value=next]")
    citizen.page.fill("textarea[name=what]", STORY)
    _press(citizen, "button[value=next]")
    citizen.page.fill("input[name=place]", "Ô số 3")
    _press(citizen, "button[value=next]")
    citizen.page.wait_for_selector("input[name=dossier]")
    citizen.page.go_back()
    citizen.page.wait_for_selector("input[name=place]")
    assert citizen.page.input_value("input[name=place]") == ("Ô số 3" if scripts else "")
    citizen.page.go_back()
    citizen.page.wait_for_selector("textarea[name=what]")
    assert citizen.page.input_value("textarea[name=what]") == (STORY if scripts else "")
    citizen.page.go_back()
    citizen.page.wait_for_selector("input[name=story]")
    assert citizen.page.is_checked("input[value=asked]") == scripts
    for _ in range(3):
        citizen.page.go_forward()
    citizen.page.wait_for_selector("input[name=dossier]")
    for _ in range(12):
        _press(citizen, "button[value=next]")
        if citizen.page.input_value("input[name=step]") == "review":
            break
    assert STORY in citizen.text()
    assert "Ô số 3" in citizen.text()


def test_after_leaving_quickly_the_browsers_back_shows_nothing_of_what_was_written(visit: Callable[..., Any]) -> None:
    citizen = visit(width=360)
    citizen.page.route("https://vi.wikipedia.org/**", lambda route: route.fulfill(body="elsewhere"))
    citizen.go("/report/tell/")
    _press(citizen, "button[value=next]")
    citizen.page.fill("textarea[name=what]", STORY)
    _press(citizen, "button[value=next]")
    citizen.page.wait_for_selector("#id_unit")
    citizen.page.click("[data-leave]")
    citizen.page.wait_for_url("https://vi.wikipedia.org/**")
    citizen.page.go_back()
    citizen.page.wait_for_selector("textarea[name=what]")
    assert citizen.page.input_value("textarea[name=what]") == ""


def test_the_receipt_behind_the_hash_fills_itself_in_and_leaves_the_address(visit: Callable[..., Any]) -> None:
    citizen = visit(width=360)
    citizen.go("/report/follow/#ABCD-EFGH-JKMN-PQRS-TVWX")
    assert citizen.page.input_value("#id_receipt") == "ABCD-EFGH-JKMN-PQRS-TVWX"
    assert citizen.page.url.endswith("/report/follow/")


def test_the_puzzle_is_solved_by_the_device(visit: Callable[..., Any]) -> None:
    from liem.intake.pace import solves

    citizen = visit()
    citizen.go("/report/follow/")
    answer = citizen.page.evaluate(
        """() => new Promise((found) => {
            const script = document.querySelector("script[src*='report']").src;
            const worker = new Worker(new URL("worker.js", script));
            worker.onmessage = (message) => found(message.data);
            worker.postMessage({ ticket: "a-ticket", bits: 12 });
        })"""
    )
    assert solves("a-ticket", answer, 12)


def test_an_officer_opens_the_key_and_reads_the_report_at_the_sorting_desk(visit: Callable[..., Any]) -> None:
    citizen = visit(width=360)
    _walk(citizen, look=False)
    _press(citizen, ".actions button[value=send]")
    officer = visit("tiepnhan")
    officer.go("/my-key/?next=/sorting/")
    officer.page.fill("#id_passphrase", officer.site.password)
    officer.page.click("button[value=open]")
    officer.page.wait_for_url(f"{officer.site.address}/sorting/")
    assert "2026-0000" in officer.text()


QUESTION, REPLY = "Việc đó xảy ra vào ngày nào?", "Sáng ngày 12 tháng 11, khoảng chín giờ."
CONCLUSION = "Đã kiểm tra ô số 3 và yêu cầu không nhận thêm bất kỳ khoản nào."
WAYS = [("vi", False), ("en", False), ("vi", True), ("en", True)]


@pytest.mark.parametrize(("language", "scripts"), WAYS, ids=["vi-plain", "en-plain", "vi-scripts", "en-scripts"])
def test_from_a_report_without_a_name_to_the_conclusion_on_a_phone(
    visit: Callable[..., Any], language: str, scripts: bool
) -> None:
    """Report → sorting → question back → answer → conclusion → opinion: all of it at 360 px, by both sides."""
    citizen = visit(language=language, width=360, scripts=scripts)
    citizen.page.context.clear_cookies()
    citizen.go(f"/language/{language}/?next=/report/")
    _walk(citizen, look=False)
    _press(citizen, ".actions button[value=send]")
    code, number = citizen.page.inner_text(".code"), citizen.page.inner_text("dl.facts strong")
    officer = visit("tiepnhan", language=language, width=360, scripts=scripts)
    officer.go("/my-key/?next=/sorting/")
    if officer.page.locator("#id_passphrase").count():
        officer.page.fill("#id_passphrase", officer.site.password)
        _press(officer, "button[value=open]")
    _at_the_desk(officer, number)
    assert STORY in officer.text()
    _press(officer, "form[action$='/consider/'] button")
    officer.page.fill("#id_ask_text", QUESTION)
    _press(officer, "form[action$='/ask/'] button")
    _follow(citizen, code)
    assert QUESTION in citizen.text()
    citizen.page.fill("textarea[name=text]", REPLY)
    _press(citizen, "button[value=message]")
    _at_the_desk(officer, number)
    assert REPLY in officer.text()
    _press(officer, "form[action$='/accept/'] button")
    officer.page.click("details:has(form[action$='/answer/']) summary")
    officer.page.fill("#id_answer_text", CONCLUSION)
    _press(officer, "form[action$='/answer/'] button")
    _follow(citizen, code)
    assert CONCLUSION in citizen.text()
    assert {"vi": "Đã trả lời", "en": "Answered"}[language] in citizen.page.inner_text("p.lead")
    citizen.page.check("input[name=satisfaction][value='5']")
    _press(citizen, "button[value=rate]")
    assert citizen.page.locator("p.notice.success").count() == 1
    assert not citizen.is_wider_than_the_screen()
    assert {cookie["name"] for cookie in citizen.page.context.cookies()} <= {"liem_language"}


def _at_the_desk(officer: Any, number: str) -> None:
    officer.go(f"/sorting/report/{number}/")
    assert not officer.is_wider_than_the_screen()


def _follow(citizen: Any, code: str) -> None:
    citizen.go("/report/follow/")
    citizen.page.fill("#id_receipt", code)
    _press(citizen, "main form button[type=submit]")
    assert not citizen.is_wider_than_the_screen()
