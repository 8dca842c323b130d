"""The frame of every page: headers, languages, errors, and what the pages may load."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.utils import translation

from liem.house import errors
from liem.people.models import Account

DRAWN_BY_OURSELVES = re.compile(r"\{\{ [\w.]*(funnel|interval|chart|timeline)\|safe \}\}")
"""Charts as SVG, made by our own code from numbers and escaped words; nothing else may stand unescaped."""
STATIC = Path(settings.BASE_FOLDER) / "house" / "static" / "liem"


def test_the_policy_lets_nothing_in_from_elsewhere(db: None) -> None:
    headers = Client().get("/sign-in/").headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_pages_of_those_signed_in_are_kept_nowhere(outsider: Account) -> None:
    client = Client()
    client.force_login(outsider)
    assert "no-store" in client.get("/desk/").headers["Cache-Control"]


@pytest.mark.parametrize("path", sorted(Path(settings.BASE_FOLDER).glob("*/templates/**/*.html")), ids=lambda p: p.name)
def test_templates_hold_nothing_the_policy_forbids(path: Path) -> None:
    text = DRAWN_BY_OURSELVES.sub("", path.read_text())
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"""(src|href)=["'](https?:)?//""", text)
    assert "|safe" not in text
    assert "autoescape off" not in text


def test_the_style_sheet_is_small_and_loads_nothing() -> None:
    text = (STATIC / "liem.css").read_bytes()
    assert len(gzip.compress(text)) <= 15_000
    assert b"@import" not in text
    assert b"url(" not in text


def test_vietnamese_is_spoken_whatever_the_browser_prefers(db: None) -> None:
    answer = Client().get("/sign-in/", HTTP_ACCEPT_LANGUAGE="en-GB,en;q=0.9,fr")
    page = answer.content.decode()
    assert '<html lang="vi">' in page
    assert "Đăng nhập" in page
    assert answer.headers["Content-Language"] == "vi"


def test_english_is_spoken_to_who_chose_it(db: None) -> None:
    client = Client()
    answer = client.get("/language/en/", {"next": "/sign-in/?next=/desk/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/?next=/desk/")
    assert client.cookies["liem_language"]["httponly"]
    page = client.get("/sign-in/").content.decode()
    assert '<html lang="en">' in page
    assert "Sign in" in page
    assert '<a href="/language/vi/?next=%2Fsign-in%2F" lang="vi"' in page


@pytest.mark.parametrize("code", ["fr", "x", "EN"])
def test_an_unknown_language_changes_nothing(db: None, code: str) -> None:
    client = Client()
    client.get(f"/language/{code}/")
    client.cookies["liem_language"] = code
    assert '<html lang="vi">' in client.get("/sign-in/").content.decode()


PAGES = {
    400: ("Không đọc được yêu cầu", "The request could not be read"),
    403: ("Vai trò của bạn không mở được trang này", "Your role does not open this page"),
    404: ("Không có trang này", "There is no such page"),
    413: ("Nội dung gửi lên quá lớn", "What you sent is too large"),
    500: ("Hệ thống gặp lỗi", "Something failed on our side"),
}
VIEWS: dict[int, Any] = {
    400: errors.bad_request,
    403: errors.forbidden,
    404: errors.not_found,
    413: errors.too_large,
    500: errors.server_error,
}


@pytest.mark.parametrize("status", PAGES)
def test_error_pages_say_what_to_do_in_both_languages(status: int) -> None:
    for language, title in zip(("vi", "en"), PAGES[status], strict=True):
        with translation.override(language):
            answer = VIEWS[status](RequestFactory().get("/somewhere/"))
        page = answer.content.decode()
        assert answer.status_code == status
        assert f"<h1>{title}</h1>" in page
        assert f'<html lang="{language}">' in page
        assert page.count("<p") >= 3


def test_a_missing_page_is_told_without_an_inside(db: None) -> None:
    answer = Client().get("/nothing/<b>x</b>/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Không có trang này" in page
    for inside in ("Traceback", "urlpatterns", "<b>x", "liem.house"):
        assert inside not in page


def test_a_failure_is_told_without_an_inside(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise ValueError("secret of the inside")

    monkeypatch.setattr("liem.people.views.SignInForm", fail)
    answer = Client(raise_request_exception=False).get("/sign-in/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Hệ thống gặp lỗi" in page
    assert answer.headers["X-Request-Id"] in page
    assert "secret of the inside" not in page
    assert "Traceback" not in page


def test_without_a_database_the_page_of_failure_still_comes(django_db_blocker: Any) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["liem_session"] = "x" * 32
    answer = client.get("/desk/")
    assert answer.status_code == 500
    assert "Hệ thống gặp lỗi" in answer.content.decode()


def test_a_foreign_host_name_is_refused(db: None) -> None:
    answer = Client(raise_request_exception=False).get("/sign-in/", HTTP_HOST="evil.example")
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


def test_what_is_too_large_is_refused_before_it_is_read(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Client().generic("POST", "/sign-in/", b"x", CONTENT_LENGTH=str(10**13))
    assert answer.status_code == 413
    assert "Nội dung gửi lên quá lớn" in answer.content.decode()


def test_a_form_too_large_to_hold_is_refused(db: None) -> None:
    answer = Client(raise_request_exception=False).post("/sign-in/", {"sign_in_name": "x" * 2_000_000})
    assert answer.status_code == 413


def test_a_user_error_is_a_sentence_not_a_failure(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from liem.base.errors import InputError

    def refuse(*_: Any) -> None:
        raise InputError("no such unit", "U9", "choose one of the list")

    monkeypatch.setattr("liem.people.views.SignInForm", refuse)
    answer = Client(raise_request_exception=False).get("/sign-in/")
    assert answer.status_code == 400
    assert "U9: no such unit; choose one of the list" in answer.content.decode()


def test_health_is_told_plainly(db: None) -> None:
    answer = Client().get("/health/")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_behind_https_cookies_are_secure_and_browsers_insist(tmp_path: Path) -> None:
    import os
    import subprocess
    import sys

    code = (
        "from liem.house import settings as s; "
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 1e7)"
    )
    environment = {**os.environ, "LIEM_HTTPS": "yes", "LIEM_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.stdout.split() == ["True"] * 4, done.stderr


def test_a_form_sent_to_a_page_that_takes_none_is_told_so(db: None) -> None:
    answer = Client().post("/leads/method/")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"
    assert "Không có gì bị thay đổi" in answer.content.decode()
