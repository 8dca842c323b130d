"""A denunciation from its arrival to the published result, and a lead to its end, by six roles, in both languages."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

WORDS = "Anh ở bàn số 5 giữ hồ sơ của tôi ba tháng, bảo phải đưa tiền mới trả; tôi còn giữ giấy hẹn."
NAME = "Người B (giả định)"
TITLES = {"vi": "Nêu việc giữ hồ sơ", "en": "A dossier held back"}


def done(visitor: Any, number: str, verb: str, **fields: Any) -> None:
    """Fill in the form of one verb and record it; the matter's page follows."""
    page = visitor.page
    assert visitor.go(f"/cases/{number}/do/{verb}/").status == 200
    for name, value in fields.items():
        field = page.locator(f"[name={name}]")
        if value is True:
            field.first.check()
        elif field.first.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value) if isinstance(value, str) else field.select_option(index=value)
        else:
            field.fill(value)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(rf"/cases/{number}/$"))


def open_key(visitor: Any) -> None:
    visitor.go("/my-key/")
    visitor.page.fill("input[name=passphrase]", visitor.site.password)
    press(visitor, "main form button")


def press(visitor: Any, selector: str) -> None:
    with visitor.page.expect_navigation():
        visitor.page.locator(selector).first.click()


def opened(inspector: Any, head: Any, reference: str, title: str) -> str:
    """From the list of what waits, open the matter for the head's unit; returns the number in its address."""
    head.go("/cases/new/")
    unit = head.page.locator("[name=unit] option").first.get_attribute("value")
    page = inspector.page
    inspector.go("/cases/waiting/")
    assert inspector.violations() == []
    press(inspector, f"tr:has(th:has-text('{reference}')) a.button")
    page.select_option("[name=unit]", unit)
    page.fill("[name=title]", title)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/cases/\d+/$"))
    return str(page.url.rstrip("/").rsplit("/", 1)[1])


def verified(officer: Any, number: str, finding: str) -> None:
    """From naming the person to the recorded circumstances."""
    done(officer, number, "person", name=NAME, capacity="staff", party_member=True)
    done(officer, number, "allegation", text="Giữ hồ sơ quá hạn, không nêu lý do.", persons=True, act="D")
    done(officer, number, "plan", steps="Đối chiếu sổ tiếp nhận")
    done(officer, number, "notify", person=0, words="Đã gửi thông báo bằng văn bản.")
    done(officer, number, "hear", person=0, words="Nêu lý do chờ cơ quan thuế.")
    reason = "Nhật ký và giấy hẹn khớp nhau."
    done(officer, number, "find", allegation=0, person=1, finding=finding, proof="documents", words=reason)
    done(officer, number, "circumstances", words="Hoàn cảnh, động cơ và tác động đã xem xét.")


def with_evidence(officer: Any, number: str, folder: Path) -> None:
    """Enter a piece of evidence, put its picture under seal, look at it."""
    page = officer.page
    officer.go(f"/cases/{number}/do/evidence/")
    page.fill("[name=title]", "Giấy hẹn trả kết quả")
    page.fill("[name=obtained_on]", time.strftime("%d/%m/%Y"))
    press(officer, "main form button[type=submit]")
    picture = folder / "giay hen.jpg"
    Image.new("RGB", (80, 60), "navy").save(picture)
    page.set_input_files("[name=files]", str(picture))
    press(officer, "form[enctype] button[type=submit]")
    assert "giay hen.jpg" in officer.text()
    assert officer.violations() == []
    assert not officer.is_wider_than_the_screen()
    press(officer, "article a")
    assert page.evaluate("document.images.length") == 1, "the picture, drawn anew"
    officer.complaints.clear()  # the browser's own frame around a picture is refused its styles: nothing may act there


def published(citizen: Any, words: str, seconds: float = 90) -> str:
    """The public page of results, once it was counted anew and holds ``words``."""
    deadline = time.monotonic() + seconds
    while True:
        citizen.go("/results/")
        if words in citizen.text() or time.monotonic() > deadline:
            return str(citizen.text())
        time.sleep(3)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_denunciation_from_its_arrival_to_its_publication(
    visit: Callable[..., Any], tmp_path: Path, language: str
) -> None:
    intake = visit("tiepnhan", language=language)
    intake.go("/channels/enter/hotline/")
    intake.page.fill("#id_what", f"{WORDS} {language}")
    intake.page.select_option("#id_kind", "denunciation")
    intake.page.select_option("#id_unit", "X-001")
    intake.page.select_option("#id_accused_as", "staff")
    press(intake, "button[accesskey=s]")
    report = re.search(r"\d{4}-\d{6}", intake.page.inner_text("h1")).group()  # type: ignore[union-attr]
    open_key(intake)
    intake.go(f"/sorting/report/{report}/")
    press(intake, "form[action$='/accept/'] button")

    inspector, head = visit("thanhtra", language=language), visit("truongdonvi", language=language)
    officer = visit("canbo", language=language)
    number = opened(inspector, head, report, TITLES[language])
    done(head, number, "assign", handler=_officer(head, number))
    officer.go("/cases/")
    assert TITLES[language] in officer.text()
    done(officer, number, "accept", document="1/QĐ")
    assert officer.page.locator("a[href$='/do/conclude/']").count() == 0, "nothing to conclude before it is verified"
    verified(officer, number, "established")
    with_evidence(officer, number, tmp_path)
    done(officer, number, "conclude", outcome="right", words="Nội dung nêu có cơ sở.", document="2/KL")
    for verb in ("send", "act"):
        done(officer, number, verb)
    today = time.strftime("%d/%m/%Y")
    done(officer, number, "discipline", person=0, ladder="party", form="party_warning", decided_on=today)
    done(officer, number, "discipline", person=0, ladder="administrative", form="warning", decided_on=today)
    for verb in ("publicise", "close"):
        done(officer, number, verb)
    assert officer.violations() == []

    with officer.page.expect_download() as download:
        officer.page.evaluate(f"location.href = '/cases/{number}/documents/conclusion/'")
    assert download.value.suggested_filename.endswith("-conclusion.docx")

    affairs = visit("noichinh", language=language)
    for one in (inspector, affairs):
        assert one.go(f"/cases/{number}/").status == 200
        assert TITLES[language] not in one.text(), "they see where it stands, not what it says"
        assert NAME not in one.text()
    auditor = visit("kiemtoan", language=language)
    auditor.go("/trail/")
    assert "TC-" in auditor.text()
    assert auditor.go(f"/cases/{number}/").status == 403
    auditor.complaints.clear()  # of the page that was refused

    citizen = visit(language=language)
    page = published(citizen, "Tố cáo" if language == "vi" else "Denunciation")
    assert ("dưới 5" if language == "vi" else "fewer than 5") in page, "one matter is no number to be written"
    for secret in (NAME, "TC-", report, TITLES[language]):
        assert secret not in page
    assert citizen.violations() == []


def _officer(visitor: Any, number: str) -> str:
    """The value of the officer of the demonstration in the form of assigning."""
    visitor.go(f"/cases/{number}/do/assign/")
    return str(visitor.page.locator("[name=handler] option", has_text="Cán bộ giải quyết").first.get_attribute("value"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_lead_is_verified_by_a_day_the_head_sets(visit: Callable[..., Any], language: str) -> None:
    head, officer = visit("truongdonvi", language=language), visit("canbo", language=language)
    head.go("/cases/new/?kind=lead&origin=lead")
    head.page.fill("[name=title]", TITLES[language])
    head.page.locator("main form button[type=submit]").click()
    head.page.wait_for_url(re.compile(r"/cases/\d+/$"))
    number = str(head.page.url.rstrip("/").rsplit("/", 1)[1])
    done(head, number, "assign", handler=_officer(head, number), due_on="03/03/2031")
    done(officer, number, "accept")
    verified(officer, number, "explained")
    done(officer, number, "conclude", outcome="explained", words="Có lý do chính đáng, đúng luật.")
    done(officer, number, "close")
    officer.go(f"/cases/{number}/why/lead.verify/")
    assert ("Luật không nêu số" if language == "vi" else "The law gives no number") in officer.text()
    assert officer.violations() == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_lead_from_the_desk_to_conclusion_discipline_and_publication(
    visit: Callable[..., Any], language: str
) -> None:
    """Inspector, head, officer, internal affairs, auditor; and a citizen who reads the result."""
    vi = language == "vi"
    inspector, head = visit("thanhtra", language=language), visit("truongdonvi", language=language)
    officer = visit("canbo", language=language)
    reason = "Hai nguồn cùng hướng, cần xem hồ sơ gốc."
    lead = look_at_a_lead(inspector, reason, at=0 if vi else 1)
    title = "Dấu hiệu ở bàn số 5" if vi else "A sign at desk 5"
    number = opened(inspector, head, lead, title)
    assert inspector.page.locator(f"dl.facts a[href$='/leads/lead/{lead}/']").count() <= 1
    done(head, number, "assign", handler=_officer(head, number), due_on="03/03/2031")
    assert next_verb(officer, number) == "accept"
    done(officer, number, "accept")
    assert next_verb(officer, number) == "allegation"
    assert officer.violations() == []
    verified(officer, number, "established")
    assert next_verb(officer, number) == "conclude"
    done(officer, number, "conclude", outcome="right", words="Dấu hiệu được xác minh là có cơ sở.", document="3/KL")
    today = time.strftime("%d/%m/%Y", time.gmtime(time.time() + 7 * 3600))
    done(officer, number, "discipline", person=0, ladder="party", form="party_warning", decided_on=today)
    done(officer, number, "discipline", person=0, ladder="administrative", form="warning", decided_on=today)
    for verb in ("send", "publicise"):
        done(officer, number, verb)
    assert next_verb(officer, number) == "close"
    done(officer, number, "close")
    assert next_verb(officer, number) == ""
    assert officer.violations() == []

    affairs = visit("noichinh", language=language)
    assert affairs.go(f"/cases/{number}/").status == 200
    assert title not in affairs.text(), "they see where it stands, not what it says"
    assert NAME not in affairs.text()
    auditor = visit("kiemtoan", language=language)
    auditor.go("/trail/")
    assert "DH-" in auditor.text()
    inspector.go("/leads/method/")
    assert ("có cơ sở" if vi else "founded") in inspector.text(), "what verifying found goes back to its indicators"

    citizen = visit(language=language)
    page = published(citizen, "Xác minh nội bộ" if vi else "Internal verification")
    assert ("dưới 5" if vi else "fewer than 5") in page
    for secret in (NAME, "DH-", lead, title):
        assert secret not in page
    assert citizen.violations() == []


def look_at_a_lead(inspector: Any, reason: str, at: int) -> str:
    """From the desk to a sheet that rests on two sources; find it worth verifying; returns its code."""
    page = inspector.page
    inspector.go("/leads/?grade=convergent")
    assert re.search(r"hết giá trị ngày|expires on", inspector.text()), "the day it would be put away stands beside it"
    page.locator("table th a[href*='/leads/lead/']").nth(at).click()
    page.wait_for_url(re.compile(r"/leads/lead/[-\w]+/$"))
    lead = str(page.url.rstrip("/").rsplit("/", 1)[1])
    page.check("[name=result][value=needs_verification]")
    page.fill("[name=reason]", reason)
    press(inspector, "#look ~ section form button[type=submit], section.card form button[type=submit]")
    assert reason in inspector.text()
    return lead


def next_verb(visitor: Any, number: str) -> str:
    """The verb the banner of a matter leads to; nothing where nothing is owed."""
    visitor.go(f"/cases/{number}/")
    link = visitor.page.locator(".next-step a.button")
    return str(link.get_attribute("href")).rstrip("/").rsplit("/", 1)[1] if link.count() else ""
