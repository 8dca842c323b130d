"""The code after the password: asked for, not to be guessed, not taken twice, and required of whom it is required."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from liem.base import clock
from liem.people import sign_in
from liem.people.models import Account, FailedSignIn
from liem.people.second_factor import actions, queries, rules
from liem.people.second_factor.models import RecoveryCode, SecondFactor
from liem.people.states import Role
from liem.trail.models import TrailEntry

PASSWORD = "mot mat khau that dai"
FORM = {"sign_in_name": "lan", "password": PASSWORD}


@pytest.fixture
def lan(new_account: Callable[..., Account]) -> Account:
    return new_account("lan", Role.INSPECTOR)


def switch_on(account: Account) -> tuple[bytes, list[str]]:
    """With the code of an earlier half minute, so that the present one is still unused."""
    secret = actions.prepare(account, now=clock.now())
    step = rules.step_of(clock.now()) - 1
    codes = actions.switch_on(account, rules.code_at(secret, step), by=account.number, now=clock.now())
    assert codes is not None
    return secret, codes


def code_now(secret: bytes, ahead: int = 0) -> str:
    return rules.code_at(secret, rules.step_of(clock.now()) + ahead)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "94287082"), (1111111109, "07081804"), (1234567890, "89005924"), (20000000000, "65353130")],
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert rules.code_at(b"12345678901234567890", seconds // 30, 8) == code


def test_a_code_fits_one_half_minute_early_or_late_and_no_longer() -> None:
    secret, noon = b"k" * 20, datetime(2026, 11, 22, 12, tzinfo=clock.VIETNAM)
    step = rules.step_of(noon)
    fits = [rules.fitting_step(secret, rules.code_at(secret, step + away), noon, 0) for away in (-2, -1, 0, 1, 2)]
    assert fits == [None, step - 1, step, step + 1, None]
    assert rules.fitting_step(secret, rules.code_at(secret, step), noon, step) is None


def test_the_password_alone_opens_nothing(lan: Account, client: Client) -> None:
    switch_on(lan)
    answer = client.post("/sign-in/?next=/leads/", FORM)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/code/")
    assert client.get("/desk/").status_code == 302
    assert client.get("/leads/").status_code == 302
    assert not TrailEntry.objects.filter(event="signed_in").exists()


def test_the_code_opens_the_page_one_wanted(lan: Account, client: Client) -> None:
    secret, _ = switch_on(lan)
    client.post("/sign-in/", {**FORM, "next": "/password/"})
    asked = client.session.session_key
    code = code_now(secret)
    answer = client.post("/sign-in/code/", {"code": f" {code[:3]} {code[3:]} "})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/password/")
    assert client.session.session_key != asked
    assert TrailEntry.objects.filter(event="signed_in", by=lan.number).count() == 1


def test_a_code_is_not_taken_twice(lan: Account) -> None:
    secret, _ = switch_on(lan)
    code = code_now(secret)
    answers = []
    for _number in range(2):
        client = Client()
        client.post("/sign-in/", FORM)
        answers.append(client.post("/sign-in/code/", {"code": code}).status_code)
    assert answers == [302, 403]


def test_a_recovery_code_is_taken_once_and_leaves_a_trace_without_the_code(lan: Account) -> None:
    _, codes = switch_on(lan)
    answers = []
    for _number in range(2):
        client = Client()
        client.post("/sign-in/", FORM)
        answers.append(client.post("/sign-in/code/", {"code": codes[3].lower()}).status_code)
    assert answers == [302, 403]
    assert queries.recovery_codes_left(lan) == 9
    entry = TrailEntry.objects.get(event="recovery_code_used")
    assert (entry.before, entry.after) == (None, None)


def test_guessing_codes_ends_even_the_right_one_for_an_hour(lan: Account, client: Client) -> None:
    secret, _ = switch_on(lan)
    client.post("/sign-in/", FORM)
    wrong = [client.post("/sign-in/code/", {"code": "000000"}).status_code for _number in range(sign_in.WRONG_CODES)]
    assert set(wrong) == {403}
    assert client.post("/sign-in/code/", {"code": code_now(secret)}).status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    elsewhere.post("/sign-in/", FORM)
    assert elsewhere.post("/sign-in/code/", {"code": code_now(secret)}).status_code == 429
    FailedSignIn.objects.update(at=clock.now() - timedelta(minutes=61))
    assert client.post("/sign-in/code/", {"code": code_now(secret)}).status_code == 302


def test_the_page_of_the_code_is_closed_without_the_password_and_after_five_minutes(
    lan: Account, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, _ = switch_on(lan)
    assert client.post("/sign-in/code/", {"code": code_now(secret)}).headers["Location"] == "/sign-in/"
    client.post("/sign-in/", FORM)
    later = clock.now() + timedelta(minutes=6)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.post("/sign-in/code/", {"code": code_now(secret)}).headers["Location"] == "/sign-in/"


def test_a_closed_account_does_not_come_in_by_the_code(lan: Account, client: Client) -> None:
    secret, _ = switch_on(lan)
    client.post("/sign-in/", FORM)
    Account.objects.update(is_active=False)
    assert client.post("/sign-in/code/", {"code": code_now(secret)}).headers["Location"] == "/sign-in/"


def test_the_owner_sets_it_up_with_password_and_code(lan: Account, client: Client) -> None:
    client.force_login(lan)
    page = client.get("/second-factor/").content.decode()
    secret = actions.prepare(lan, now=clock.now())
    assert rules.for_reading(secret) in page
    assert "<svg" in page
    assert "style=" not in page
    wrong_password = client.post("/second-factor/", {"password": "no", "code": code_now(secret)}).content.decode()
    wrong_code = client.post("/second-factor/", {"password": PASSWORD, "code": "000000"}).content.decode()
    assert ("mật khẩu hiện tại" in wrong_password, "Mã không đúng" in wrong_code) == (True, True)
    assert not queries.is_on(lan)
    done = client.post("/second-factor/", {"password": PASSWORD, "code": code_now(secret)}).content.decode()
    assert done.count('<code class="mono">') == 10
    assert queries.is_on(lan)
    again = client.get("/second-factor/").content.decode()
    assert rules.for_reading(secret) not in again, "shown only until it is on"


def test_switching_off_asks_for_both_and_forgets_everything(lan: Account, client: Client) -> None:
    secret, _ = switch_on(lan)
    client.force_login(lan)
    client.post("/second-factor/", {"password": PASSWORD, "code": "000000", "verb": "off"})
    assert queries.is_on(lan)
    client.post("/second-factor/", {"password": PASSWORD, "code": code_now(secret), "verb": "off"})
    assert not queries.is_on(lan)
    assert (SecondFactor.objects.count(), RecoveryCode.objects.count()) == (0, 0)


def test_new_recovery_codes_end_the_old(lan: Account, client: Client) -> None:
    secret, old = switch_on(lan)
    client.force_login(lan)
    client.post("/second-factor/", {"password": PASSWORD, "code": code_now(secret), "verb": "renew"})
    assert queries.recovery_codes_left(lan) == 10
    assert not actions.check(lan, old[0], now=clock.now())


def test_a_role_that_must_have_it_opens_nothing_before(lan: Account, client: Client, settings: Any) -> None:
    settings.LIEM_SECOND_FACTOR_ROLES = frozenset({Role.INSPECTOR})
    client.force_login(lan)
    assert client.get("/leads/").headers["Location"] == "/second-factor/"
    assert client.get("/second-factor/").status_code == 200
    secret, _ = switch_on(lan)
    assert client.get("/leads/").status_code == 200
    client.post("/second-factor/", {"password": PASSWORD, "code": code_now(secret), "verb": "off"})
    assert queries.is_on(lan), "a required one is not switched off"


def test_a_role_of_which_it_is_not_required_is_let_through(auditor: Account, client: Client, settings: Any) -> None:
    settings.LIEM_SECOND_FACTOR_ROLES = frozenset({Role.INSPECTOR})
    client.force_login(auditor)
    assert client.get("/trail/").status_code == 200


def test_the_first_password_is_changed_before_any_work(lan: Account, client: Client) -> None:
    Account.objects.update(must_change_password=True)
    client.force_login(lan)
    assert client.get("/leads/").headers["Location"] == "/password/"


def test_the_administrator_takes_it_off_for_a_lost_telephone(
    lan: Account, administrator: Account, client: Client
) -> None:
    switch_on(lan)
    client.force_login(administrator)
    assert "Gỡ xác thực" in client.get(f"/accounts/{lan.pk}/").content.decode()
    client.post(f"/accounts/{lan.pk}/change/", {"verb": "second_factor", "sure": "1"})
    assert not queries.is_on(lan)
    assert TrailEntry.objects.get(event="second_factor_off").by == administrator.number


def test_the_table_alone_tells_no_secret_and_no_code(lan: Account) -> None:
    secret, codes = switch_on(lan)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f::text || coalesce((SELECT string_agg(r::text, '') FROM people_recoverycode r), '') "
            "FROM people_secondfactor f"
        )
        stored = cursor.fetchone()[0]
    assert secret.hex() not in stored
    assert not [code for code in codes if rules.plain(code) in stored or code in stored]


def test_a_house_whose_key_was_changed_lets_nobody_in_by_an_old_secret(
    lan: Account, settings: Any, client: Client
) -> None:
    switch_on(lan)
    settings.SECRET_KEY = "another key of the house, long enough"
    client.post("/sign-in/", FORM)
    assert client.post("/sign-in/code/", {"code": rules.code_at(b"", rules.step_of(clock.now()))}).status_code == 403
