"""An attacker who gets hold of the logs of a whole journey, of the database's log, of the error pages and of the pages
that tell how the house is doing, finds none of the words, names and secrets that were typed in it."""

import json
import re
import unicodedata
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

from .test_a_matter_by_browser import _officer, done, open_key, opened, press

MARK = "Zq7x"
"""Stands in everything that is typed, so that one search finds whatever leaked."""
REPORTER = f"Nguyễn Thị {MARK}huệ"
PHONE = f"0912{MARK}345"
STORY = f"Ở bàn số 5, cán bộ {MARK}khôi đòi phong bì mới trả hồ sơ; tôi còn giữ giấy hẹn."
ACCUSED = f"Trần {MARK}khôi"
TITLE = f"Nêu việc của {MARK}khôi"
WRONG_NAME, WRONG_PASSWORD = f"ke.gian.{MARK.lower()}", f"mat khau {MARK} lo ra"


def answer(site: Any, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str]:
    """What a program without a browser is answered, whatever the status."""
    request = urllib.request.Request(f"{site.address}{path}", body, headers)  # noqa: S310 - our own address
    try:
        with urllib.request.urlopen(request, timeout=30) as got:  # noqa: S310
            return got.status, got.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def strangers(site: Any, visit: Callable[..., Any]) -> Iterator[str]:
    """Whoever has no account tries things that fail; the pages they are answered with."""
    guest = visit()
    guest.go("/sign-in/")
    guest.page.fill("#id_sign_in_name", WRONG_NAME)
    guest.page.fill("#id_password", WRONG_PASSWORD)
    press(guest, "main button[type=submit]")
    guest.complaints.clear()  # the browser notes the 403
    quoted = urllib.parse.quote(REPORTER)
    for path in (f"/{quoted}/", f"/cases/{quoted}/", f"/leads/{quoted}/?q={quoted}", f"/api/v1/{quoted}"):
        assert answer(site, path)[0] in {404, 200}, path
    report = json.dumps({"once": "x" * 40, "what": STORY, "name": REPORTER, "contact": PHONE}).encode()
    bearer = {"Authorization": f"Bearer liem_{MARK}", "Content-Type": "application/json"}
    for body in (report, report[:-1], json.dumps({MARK: STORY}).encode()):
        status, page = answer(site, "/api/v1/reports", body, **bearer)
        assert status in {400, 401, 422}
        yield page
    status, page = answer(site, "/sign-in/", urllib.parse.urlencode({"sign_in_name": REPORTER}).encode())
    assert status == 403, "a form without its token"
    yield page


def journey(visit: Callable[..., Any]) -> list[str]:
    """A report with a name comes by telephone, is sorted, becomes a matter; what nobody may find."""
    intake = visit("tiepnhan")
    intake.go("/channels/enter/hotline/")
    intake.page.fill("#id_what", STORY)
    intake.page.fill("#id_name", REPORTER)
    intake.page.fill("#id_contact", PHONE)
    intake.page.select_option("#id_kind", "denunciation")
    intake.page.select_option("#id_unit", "X-001")
    intake.page.select_option("#id_accused_as", "staff")
    press(intake, "button[accesskey=s]")
    receipt = "-".join(intake.page.locator(".groups b").all_inner_texts())
    found = re.search(r"\d{4}-\d{6}", intake.page.inner_text("h1"))
    assert found
    open_key(intake)
    intake.go(f"/sorting/report/{found[0]}/")
    assert STORY in intake.text()
    press(intake, "form[action$='/accept/'] button")

    inspector, head, officer = visit("thanhtra"), visit("truongdonvi"), visit("canbo")
    number = opened(inspector, head, found[0], TITLE)
    done(head, number, "assign", handler=_officer(head, number))
    done(officer, number, "accept", document=f"1/QĐ-{MARK}")
    done(officer, number, "person", name=ACCUSED, capacity="staff", party_member=True)
    done(officer, number, "allegation", text=STORY, persons=True, act="D")
    officer.go(f"/cases/?q={urllib.parse.quote(ACCUSED)}")

    administrator = visit("quantri")
    administrator.go("/accounts/")
    administrator.page.fill("#id_sign_in_name", f"can.bo.{MARK.lower()}")
    administrator.page.fill("#id_display_name", ACCUSED)
    press(administrator, "section[aria-labelledby=open] button")
    password = re.search(rf"can\.bo\.{MARK.lower()}: (\S+)\. ", administrator.text())
    assert password
    administrator.go(f"/accounts/?q={urllib.parse.quote(ACCUSED)}")
    return [receipt, receipt.replace("-", ""), password[1], administrator.site.password]


def told_of_itself(site: Any, visit: Callable[..., Any]) -> Iterator[tuple[str, str]]:
    """Everything in which the house tells how it is doing."""
    greeted = site.log.read_text(errors="replace")
    yield "its log", greeted.replace(site.password, "", 1)  # the greeting of a demonstration tells it, and nothing else
    for path in sorted(site.home.rglob("*log*")):
        if path.is_file() and "pg_wal" not in path.parts:
            yield str(path), path.read_text(errors="replace")
    yield "health", answer(site, "/health/")[1]
    for name, pages in (("quantri", ["/state/"]), ("dulieu", ["/jobs/"]), ("kiemtoan", ["/trail/"])):
        visitor = visit(name)
        for page in pages:
            visitor.go(page)
            yield page, visitor.page.content()


def test_the_words_of_a_whole_journey_are_in_no_log_and_on_no_error_page(site: Any, visit: Callable[..., Any]) -> None:
    failures = list(strangers(site, visit))
    secrets = [MARK, *journey(visit)]
    written = [("an error page", page) for page in failures] + list(told_of_itself(site, visit))
    assert sum(text.count('"logger"') for _where, text in written) > 20, "the log was looked at"
    for where, text in written:
        plain = unicodedata.normalize("NFC", urllib.parse.unquote(text)).casefold()
        for secret in secrets:
            assert secret.casefold() not in plain, where
