"""Signing in and out, and one's password."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from liem.base import clock
from liem.people import actions, sign_in
from liem.people.models import Account, FailedSignIn
from liem.trail.models import TrailEntry

PASSWORD = "mot mat khau that dai"
FORM = {"sign_in_name": "lan", "password": PASSWORD}
WRONG = {"sign_in_name": "lan", "password": "not the password"}


@pytest.fixture
def lan(new_account: Callable[..., Account]) -> Account:
    return new_account("lan")


def test_the_right_password_opens_the_desk(lan: Account, client: Client) -> None:
    answer = client.post("/sign-in/", {**FORM, "sign_in_name": "Lan "}, follow=True)
    assert answer.redirect_chain == [("/desk/", 302)]
    assert "Lan" in answer.content.decode()
    assert TrailEntry.objects.filter(event="signed_in", by=lan.number).count() == 1


def test_a_wrong_name_and_a_wrong_password_are_told_alike(lan: Account, client: Client) -> None:
    wrong_password = client.post("/sign-in/", WRONG)
    wrong_name = client.post("/sign-in/", {**FORM, "sign_in_name": "nobody"})
    assert (wrong_password.status_code, wrong_name.status_code) == (403, 403)
    for answer in (wrong_password, wrong_name):
        assert "Tên đăng nhập hoặc mật khẩu không đúng." in answer.content.decode()


def test_a_wrong_name_costs_as_much_as_a_wrong_password(lan: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(sign_in, "make_password", hashed.append)
    assert sign_in.AccountBackend().authenticate(None, "nobody", "x") is None
    assert hashed == ["x"]


def test_a_closed_account_neither_signs_in_nor_stays_in(lan: Account, client: Client) -> None:
    client.post("/sign-in/", FORM)
    actions.close_account(lan, by="system", now=clock.now())
    assert client.get("/desk/").status_code == 302
    assert Client().post("/sign-in/", FORM).status_code == 403


def test_after_five_failures_even_the_right_password_waits(lan: Account, client: Client) -> None:
    for _ in range(5):
        assert client.post("/sign-in/", WRONG).status_code == 403
    answer = client.post("/sign-in/", FORM)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= sign_in.WINDOW.total_seconds()
    again = sign_in.open_again_at(sign_in.counted_keys("lan", "127.0.0.1"), clock.now())
    assert again
    assert 0 < (again - clock.now()).total_seconds() <= 300
    said = re.search(r"Hãy thử lại từ (\d\d:\d\d)\.", answer.content.decode())
    assert said
    assert said[1] == f"{clock.local(again) + timedelta(seconds=60 - again.second):%H:%M}"
    FailedSignIn.objects.update(at=clock.now() - timedelta(minutes=6))
    assert client.post("/sign-in/", FORM).status_code == 302


def test_one_place_cannot_shut_out_a_name_everywhere_at_once(lan: Account) -> None:
    for _ in range(5):
        Client(REMOTE_ADDR="192.0.2.1").post("/sign-in/", WRONG)
    assert Client(REMOTE_ADDR="192.0.2.2").post("/sign-in/", FORM).status_code == 302


def test_many_places_together_are_limited_by_name(lan: Account) -> None:
    for number in range(20):
        Client(REMOTE_ADDR=f"192.0.2.{number}").post("/sign-in/", WRONG)
    assert Client(REMOTE_ADDR="198.51.100.1").post("/sign-in/", FORM).status_code == 429


def test_many_places_together_do_not_shut_out_a_browser_in_which_one_signed_in_before(lan: Account) -> None:
    own = Client(REMOTE_ADDR="198.51.100.1")
    own.post("/sign-in/", FORM)
    own.post("/sign-out/")
    for number in range(25):
        Client(REMOTE_ADDR=f"192.0.2.{number}").post("/sign-in/", WRONG)
    for _ in range(50):
        Client(REMOTE_ADDR="198.51.100.1").post("/sign-in/", {**WRONG, "sign_in_name": "a colleague"})
    assert own.post("/sign-in/", FORM).status_code == 302


def test_the_mark_of_a_known_browser_serves_no_attacker(lan: Account, new_account: Callable[..., Account]) -> None:
    """Neither forged, nor of one's own account, nor stolen does it let anybody try more often than five times."""
    other = new_account("mai")
    own = Client()
    own.post("/sign-in/", {**FORM, "sign_in_name": "mai"})
    mark = own.cookies[sign_in.BROWSER_COOKIE]
    assert (mark["httponly"], mark["samesite"], mark["path"]) == (True, "Strict", "/sign-in/")
    assert not any(one.sign_in_name in mark.value for one in (lan, other))
    for number in range(20):
        Client(REMOTE_ADDR=f"192.0.2.{number}").post("/sign-in/", WRONG)
    for value in (mark.value, f"{lan.number}.abc:{mark.value.partition(':')[2]}", "x", ""):
        attacker = Client(REMOTE_ADDR="203.0.113.5")
        attacker.cookies[sign_in.BROWSER_COOKIE] = value
        assert attacker.post("/sign-in/", FORM).status_code == 429
    for _ in range(5):
        assert own.post("/sign-in/", {**WRONG, "sign_in_name": "mai"}).status_code == 403
    assert own.post("/sign-in/", {**FORM, "sign_in_name": "mai"}).status_code == 429


def test_one_place_trying_many_names_is_limited(lan: Account) -> None:
    for number in range(50):
        Client(REMOTE_ADDR="192.0.2.1").post("/sign-in/", {"sign_in_name": f"n{number}", "password": "x"})
    assert Client(REMOTE_ADDR="192.0.2.1").post("/sign-in/", FORM).status_code == 429


def test_what_is_counted_holds_no_name_and_no_address_and_is_forgotten(lan: Account, client: Client) -> None:
    client.post("/sign-in/", WRONG, REMOTE_ADDR="192.0.2.77")
    kept = list(FailedSignIn.objects.values_list("key", flat=True))
    assert len(kept) == 3
    assert all(len(key) == 64 and set(key) <= set("0123456789abcdef") for key in kept)
    FailedSignIn.objects.update(at=clock.now() - timedelta(hours=2))
    client.post("/sign-in/", {**WRONG, "sign_in_name": "other"})
    assert FailedSignIn.objects.count() == 3


def test_the_session_number_changes_at_sign_in(lan: Account, client: Client) -> None:
    client.get("/sign-in/")
    session = client.session
    session["planted"] = "by an attacker"
    session.save()
    before = session.session_key
    client.post("/sign-in/", FORM)
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_one_is_never_sent_to_a_foreign_site(lan: Account, client: Client, target: str) -> None:
    assert client.post("/sign-in/", {**FORM, "next": target}).headers["Location"] == "/desk/"
    assert client.get("/language/en/", {"next": target}).headers["Location"] == "/"


def test_one_arrives_where_one_was_going(lan: Account, client: Client) -> None:
    answer = client.get("/password/")
    assert answer.headers["Location"] == "/sign-in/?next=/password/"
    answer = client.post("/sign-in/", {**FORM, "next": "/password/"})
    assert answer.headers["Location"] == "/password/"


def test_signing_out_is_done_by_post_alone(lan: Account, client: Client) -> None:
    client.post("/sign-in/", FORM)
    assert client.get("/sign-out/").status_code == 405
    assert client.get("/desk/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/desk/").status_code == 302


def test_forms_of_other_sites_are_refused(lan: Account) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/sign-in/", FORM)
    assert answer.status_code == 403
    assert "Biểu mẫu đã hết hạn" in answer.content.decode()


def test_a_first_password_must_be_changed(db: None, client: Client) -> None:
    actions.open_account("moi", "Moi", PASSWORD, by="system", now=clock.now())
    answer = client.post("/sign-in/", {**FORM, "sign_in_name": "moi"})
    assert answer.headers["Location"] == "/password/"
    new = "mat khau moi cung dai"
    answer = client.post("/password/", {"present": PASSWORD, "new": new, "again": new}, follow=True)
    assert answer.redirect_chain == [("/desk/", 302)]
    assert not Account.objects.get(sign_in_name="moi").must_change_password


def test_changing_the_password_ends_other_sessions(lan: Account, client: Client) -> None:
    elsewhere = Client()
    for one in (client, elsewhere):
        one.post("/sign-in/", FORM)
    new = "mat khau moi cung dai"
    client.post("/password/", {"present": PASSWORD, "new": new, "again": new})
    assert client.get("/desk/").status_code == 200
    assert elsewhere.get("/desk/").status_code == 302


@pytest.mark.parametrize(
    ("present", "new", "again", "told"),
    [
        ("wrong", "mat khau moi cung dai", "mat khau moi cung dai", "không phải mật khẩu hiện tại"),
        (PASSWORD, "ngan", "ngan", "ít nhất 12 ký tự"),
        (PASSWORD, "123456789012345", "123456789012345", "chỉ gồm chữ số"),
        (PASSWORD, "mat khau moi cung dai", "mat khau moi khac", "không giống nhau"),
        (PASSWORD, "lanlanlanlan", "lanlanlanlan", ""),
    ],
)
def test_a_password_that_will_not_do_is_refused(
    lan: Account, client: Client, present: str, new: str, again: str, told: str
) -> None:
    client.post("/sign-in/", FORM)
    answer = client.post("/password/", {"present": present, "new": new, "again": again})
    if told:
        assert told in answer.content.decode()
        lan.refresh_from_db()
        assert lan.check_password(PASSWORD)


def test_passwords_are_kept_by_argon2() -> None:
    from liem.house import settings

    assert settings.PASSWORD_HASHERS[-1].endswith("Argon2PasswordHasher")
