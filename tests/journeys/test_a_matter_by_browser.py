"""A denunciation and a lead on their whole way, through the hands of five roles, in both languages."""

import re
from collections.abc import Callable
from typing import Any

import pytest

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


def opened(visitor: Any, kind: str, origin: str, title: str) -> str:
    """Open a matter by the form; returns the number in its address."""
    page = visitor.page
    visitor.go("/cases/new/")
    page.select_option("[name=kind]", kind)
    page.select_option("[name=origin]", origin)
    page.fill("[name=title]", title)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/cases/\d+/$"))
    return str(page.url.rstrip("/").rsplit("/", 1)[1])


def verified(officer: Any, number: str) -> None:
    """From naming the person to the recorded circumstances."""
    done(officer, number, "person", name="Người B (giả định)", capacity="staff")
    done(officer, number, "allegation", text="Giữ hồ sơ quá hạn, không nêu lý do.", persons=True, act="D")
    done(officer, number, "plan", steps="Đối chiếu sổ tiếp nhận")
    done(officer, number, "notify", person=0, words="Đã gửi thông báo bằng văn bản.")
    done(officer, number, "hear", person=0, words="Nêu lý do chờ cơ quan thuế.")
    reason = "Nhật ký cho thấy hồ sơ chờ cơ quan khác."
    done(officer, number, "find", allegation=0, person=1, finding="explained", proof="documents", words=reason)
    done(officer, number, "circumstances", words="Không thấy động cơ vụ lợi; người dân bị chậm.")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_denunciation_from_its_opening_to_its_publication(visit: Callable[..., Any], language: str) -> None:
    head, officer = visit("truongdonvi", language=language), visit("canbo", language=language)
    number = opened(head, "denunciation", "voters", TITLES[language])
    done(head, number, "assign", handler=_officer(head, number))
    officer.go("/cases/")
    assert TITLES[language] in officer.text()
    done(officer, number, "accept", document="1/QĐ")
    assert officer.page.locator("a[href$='/do/conclude/']").count() == 0, "nothing to conclude before it is verified"
    verified(officer, number)
    done(officer, number, "conclude", outcome="wrong", words="Nội dung nêu không có cơ sở.", document="2/KL")
    for verb in ("send", "act", "publicise", "close"):
        done(officer, number, verb)
    assert officer.violations() == []

    with officer.page.expect_download() as download:
        officer.page.evaluate(f"location.href = '/cases/{number}/documents/conclusion/'")
    assert download.value.suggested_filename.endswith("-conclusion.docx")

    inspector, affairs = visit("thanhtra", language=language), visit("noichinh", language=language)
    for one in (inspector, affairs):
        assert one.go(f"/cases/{number}/").status == 200
        assert TITLES[language] not in one.text(), "they see where it stands, not what it says"
        assert "Người B" not in one.text()
    auditor = visit("kiemtoan", language=language)
    auditor.go("/trail/")
    assert "TC-" in auditor.text()
    assert auditor.go(f"/cases/{number}/").status == 403
    auditor.complaints.clear()  # of the page that was refused


def _officer(visitor: Any, number: str) -> str:
    """The value of the officer of the demonstration in the form of assigning."""
    visitor.go(f"/cases/{number}/do/assign/")
    return str(visitor.page.locator("[name=handler] option", has_text="Cán bộ giải quyết").first.get_attribute("value"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_lead_is_verified_by_a_day_the_head_sets(visit: Callable[..., Any], language: str) -> None:
    head, officer = visit("truongdonvi", language=language), visit("canbo", language=language)
    number = opened(head, "lead", "lead", TITLES[language])
    done(head, number, "assign", handler=_officer(head, number), due_on="03/03/2031")
    done(officer, number, "accept")
    verified(officer, number)
    done(officer, number, "conclude", outcome="explained", words="Có lý do chính đáng, đúng luật.")
    done(officer, number, "close")
    officer.go(f"/cases/{number}/why/lead.verify/")
    assert ("Luật không nêu số" if language == "vi" else "The law gives no number") in officer.text()
    assert officer.violations() == []
