"""The administrator's pages about accounts."""

import re
from typing import Any

import pytest
from django.test import Client

from liem.base import clock
from liem.people import actions
from liem.people.keys import actions as keys
from liem.people.models import Account, Appointment
from liem.people.states import Role
from liem.trail.models import TrailEntry

PASSWORD = "mot mat khau that dai"


@pytest.fixture
def as_administrator(administrator: Account, client: Client) -> Client:
    client.force_login(administrator)
    return client


def test_an_account_is_opened_with_a_password_shown_once(as_administrator: Client) -> None:
    answer = as_administrator.post("/accounts/", {"sign_in_name": "Minh.Anh", "display_name": "Minh Anh"}, follow=True)
    page = answer.content.decode()
    match = re.search(r"minh\.anh: (\S+)\. ", page)
    assert match
    opened = Account.objects.get(sign_in_name="minh.anh")
    assert opened.check_password(match[1])
    assert opened.must_change_password
    assert match[1] not in as_administrator.get(f"/accounts/{opened.pk}/").content.decode()


@pytest.mark.parametrize("name", ["", "Có dấu", "a b", "-x", "administrator", "x" * 41])
def test_a_name_that_will_not_do_is_refused(as_administrator: Client, name: str) -> None:
    before = Account.objects.count()
    answer = as_administrator.post("/accounts/", {"sign_in_name": name, "display_name": "N"})
    assert (answer.status_code, Account.objects.count()) == (200, before)
    assert 'role="alert"' in answer.content.decode()


def test_an_appointment_is_made_and_ended(as_administrator: Client, outsider: Account) -> None:
    address = f"/accounts/{outsider.pk}/"
    form = {"role": Role.HEAD_OF_UNIT, "unit": "U1", "valid_from": str(clock.today())}
    assert "Đã giao vai trò" in as_administrator.post(address, form, follow=True).content.decode()
    appointment = Appointment.objects.get(account=outsider)
    change = {"verb": "end", "appointment": appointment.pk}
    asked = as_administrator.post(f"{address}change/", change)
    assert "Kết thúc vai trò này từ hôm nay?" in asked.content.decode()
    appointment.refresh_from_db()
    assert appointment.valid_to is None
    as_administrator.post(f"{address}change/", change | {"sure": "1"})
    appointment.refresh_from_db()
    assert appointment.valid_to == clock.today()
    told = list(TrailEntry.objects.filter(subject_id=outsider.number).values_list("event", flat=True))
    assert told == ["appointment_ended", "account_appointed", "account_opened"]


def test_an_appointment_that_joins_what_must_be_apart_is_refused_with_the_reason(
    as_administrator: Client, inspector: Account
) -> None:
    form = {"role": Role.AUDITOR, "unit": "*", "valid_from": str(clock.today())}
    answer = as_administrator.post(f"/accounts/{inspector.pk}/", form)
    assert "không được kiêm vai trò khác" in answer.content.decode()
    assert Appointment.objects.filter(account=inspector).count() == 1


def test_an_account_is_closed_reopened_and_given_a_new_password(as_administrator: Client, outsider: Account) -> None:
    address = f"/accounts/{outsider.pk}/change/"
    for verb, check in (
        ("close", lambda a: not a.is_active),
        ("reopen", lambda a: a.is_active),
        ("password", lambda a: not a.check_password(PASSWORD) and a.must_change_password),
        ("nonsense", lambda a: a.is_active),
    ):
        assert as_administrator.post(address, {"verb": verb, "sure": "1"}).status_code == 302
        outsider.refresh_from_db()
        assert check(outsider), verb


@pytest.mark.parametrize("verb", ["close", "password", "end"])
def test_nobody_does_this_to_the_own_account(as_administrator: Client, administrator: Account, verb: str) -> None:
    appointment = administrator.appointments.get()
    answer = as_administrator.post(
        f"/accounts/{administrator.pk}/change/", {"verb": verb, "appointment": appointment.pk}, follow=True
    )
    assert "tài khoản của chính mình" in answer.content.decode()
    administrator.refresh_from_db()
    assert administrator.is_active
    assert administrator.check_password(PASSWORD)


def test_an_administrator_does_not_appoint_themselves(as_administrator: Client, administrator: Account) -> None:
    form = {"role": Role.INSPECTOR, "unit": "*", "valid_from": str(clock.today())}
    assert as_administrator.post(f"/accounts/{administrator.pk}/", form).status_code == 200
    assert administrator.appointments.count() == 1


@pytest.mark.parametrize("appointment", ["x", "", "999999", "-1"])
def test_an_appointment_that_is_not_there_is_not_found(
    as_administrator: Client, outsider: Account, appointment: str
) -> None:
    answer = as_administrator.post(f"/accounts/{outsider.pk}/change/", {"verb": "end", "appointment": appointment})
    assert answer.status_code == 404


def test_the_trail_of_accounts_holds_no_name(as_administrator: Client) -> None:
    as_administrator.post("/accounts/", {"sign_in_name": "minh.anh", "display_name": "Minh Anh"})
    for entry in TrailEntry.objects.all():
        assert "minh" not in f"{entry.subject_id}{entry.before}{entry.after}{entry.by}".lower()


@pytest.mark.parametrize(
    ("verb", "says"),
    [
        ("close", "Khóa tài khoản này?"),
        ("password", "Cấp mật khẩu mới cho tài khoản này?"),
        ("second_factor", "Gỡ bước xác thực thứ hai của tài khoản này?"),
    ],
)
def test_what_takes_something_away_is_asked_back_first(
    as_administrator: Client, outsider: Account, verb: str, says: str
) -> None:
    entries = TrailEntry.objects.count()
    page = as_administrator.post(f"/accounts/{outsider.pk}/change/", {"verb": verb}).content.decode()
    assert says in page
    assert 'name="sure" value="1"' in page
    outsider.refresh_from_db()
    assert (outsider.is_active, outsider.check_password(PASSWORD), TrailEntry.objects.count()) == (True, True, entries)


def test_closing_the_only_one_who_opens_an_office_says_so(as_administrator: Client, new_account: Any) -> None:
    lan, mai = (new_account(name, Role.INTAKE_OFFICER, "U1") for name in ("lan", "mai"))
    keyring = keys.make_officer_key(lan, "mot cum tu rat dai", by=lan.number, now=clock.now())
    key = keys.make_office_key("U1", [lan], by=lan.number, now=clock.now())
    warning = "Không ai khác mở được"
    ask = {"verb": "close"}
    page = as_administrator.post(f"/accounts/{lan.pk}/change/", ask).content.decode()
    assert warning in page
    assert "U1" in page
    keys.make_officer_key(mai, "mot cum tu rat dai", by=mai.number, now=clock.now())
    keys.share_office_key(key, mai, keyring, by=lan.number, now=clock.now())
    assert warning not in as_administrator.post(f"/accounts/{lan.pk}/change/", ask).content.decode()


def test_accounts_are_found_by_name_unit_role_and_state(
    as_administrator: Client, new_account: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liem.house.units.known", lambda: {"U7": "Phường Đông Vệ", "U8": "Xã Nga Sơn"})
    new_account("lan", Role.CASE_OFFICER, "U7")
    binh = new_account("binh", Role.HEAD_OF_UNIT, "U8")
    new_account("chi")
    actions.close_account(binh, by="system", now=clock.now())

    def found(**asked: str) -> set[str]:
        page = as_administrator.get("/accounts/", asked).content.decode()
        return set(re.findall(r'href="/accounts/\d+/">([a-z]+)</a>', page))

    assert found() == {"administrator", "lan", "binh", "chi"}
    assert found(q="LAN") == {"lan"}
    assert found(q="đông vệ") == {"lan"}
    assert found(q="u8") == {"binh"}
    assert found(role=Role.HEAD_OF_UNIT) == {"binh"}
    assert found(state="closed") == {"binh"}
    assert found(state="no_role") == {"chi"}
    assert found(state="open", q="an") == {"lan"}
    assert found(role="king", state="nonsense") == found()
    assert "Không có tài khoản nào phù hợp" in as_administrator.get("/accounts/", {"q": "x'; --"}).content.decode()


def test_a_unit_is_chosen_by_name_or_code_and_a_strange_one_is_asked_back(
    as_administrator: Client, outsider: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liem.house.units.known", lambda: {"U7": "Phường Đông Vệ"})
    address = f"/accounts/{outsider.pk}/"
    assert '<option value="U7">Phường Đông Vệ</option>' in as_administrator.get(address).content.decode()
    form = {"role": Role.CASE_OFFICER, "valid_from": str(clock.today())}
    page = as_administrator.post(address, form | {"unit": "U77"}).content.decode()
    assert "Không có đơn vị nào có tên hoặc mã này" in page
    assert 'type="checkbox" name="anyway"' in page
    assert not outsider.appointments.exists()
    for written, kept in (("phường đông vệ", "U7"), ("U77", "U77")):
        more = {"anyway": "on"} if kept == "U77" else {}
        assert as_administrator.post(address, form | {"unit": written} | more).status_code == 302
        assert outsider.appointments.filter(unit=kept).count() == 1


def test_the_number_of_a_row_in_a_form_has_no_separators(as_administrator: Client, outsider: Account) -> None:
    row = Appointment.objects.create(
        pk=12_345_678, account=outsider, role=Role.CASE_OFFICER, unit="U1", valid_from=clock.today()
    )
    assert f'value="{row.pk}"' in as_administrator.get(f"/accounts/{outsider.pk}/").content.decode()
