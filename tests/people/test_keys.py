"""Keys of officers and offices: who opens what, hand-over, renewal, recovery by several."""

from typing import Any

import pytest
from django.test import Client
from tests.conftest import PASSWORD

from liem.base import clock
from liem.base.errors import UserError
from liem.base.sealing import CannotOpen, open_sealed, seal
from liem.people.keys import actions, queries, session
from liem.people.keys.models import KeyShare, OfficeKey, OfficerKey, Recovery
from liem.people.keys.rules import recovery_groups, why_not_recovery

pytestmark = pytest.mark.django_db
PASSPHRASE = "nam con voi xanh qua cau"
NOW = clock.now()


@pytest.fixture
def people(new_account: Any) -> dict[str, Any]:
    """Four officers of one office, each with a key."""
    made = {}
    for name in ("an", "binh", "chi", "dung"):
        account = new_account(name, "intake_officer", "U1")
        made[name] = (account, actions.make_officer_key(account, PASSPHRASE + name, by=account.number, now=NOW))
    return made


@pytest.fixture
def office(people: dict[str, Any]) -> OfficeKey:
    return actions.make_office_key("U1", [people["an"][0]], by=people["an"][0].number, now=NOW)


def test_a_private_key_opens_with_its_passphrase_alone(people: dict[str, Any]) -> None:
    account, keyring = people["an"]
    assert actions.open_keyring(account, PASSPHRASE + "an").pair == keyring.pair
    for wrong in ("", PASSPHRASE, PASSPHRASE + "an "):
        with pytest.raises(CannotOpen):
            actions.open_keyring(account, wrong)
    assert keyring.pair.private not in bytes(OfficerKey.objects.get(account=account).locked_private)


@pytest.mark.parametrize("weak", ["", "short", "aaaaaaaaaaaaaaaaaaaaaaaa"])
def test_weak_passphrases_are_refused(new_account: Any, weak: str) -> None:
    with pytest.raises(UserError):
        actions.make_officer_key(new_account("em"), weak, by="system", now=NOW)


def test_an_office_key_opens_for_its_officers_alone(people: dict[str, Any], office: OfficeKey) -> None:
    sealed = seal(bytes(office.public), b"hello")
    assert open_sealed(queries.open_office_key(office, people["an"][1]), sealed) == b"hello"
    with pytest.raises(CannotOpen):
        queries.open_office_key(office, people["binh"][1])
    with pytest.raises(CannotOpen):
        actions.share_office_key(office, people["chi"][0], people["binh"][1], by="x", now=NOW)
    actions.share_office_key(office, people["binh"][0], people["an"][1], by="x", now=NOW)
    assert queries.open_office_key(office, people["binh"][1]).private


def test_who_leaves_loses_the_key_and_never_the_last_one(people: dict[str, Any], office: OfficeKey) -> None:
    with pytest.raises(UserError):
        actions.take_share(office, people["an"][0], by="x", now=NOW)
    actions.share_office_key(office, people["binh"][0], people["an"][1], by="x", now=NOW)
    actions.take_share(office, people["an"][0], by="x", now=NOW)
    with pytest.raises(CannotOpen):
        queries.open_office_key(office, people["an"][1])


def test_renewal_gives_another_key_to_the_same_officers(people: dict[str, Any], office: OfficeKey) -> None:
    renewed = actions.rotate_office_key(office, people["an"][1], by="x", now=NOW)
    assert (renewed.version, bytes(renewed.public) != bytes(office.public)) == (2, True)
    assert queries.office_key("U1") == renewed
    assert queries.open_office_key(office, people["an"][1]).private  # what was sealed before still opens


@pytest.mark.parametrize(
    ("holders", "needed"), [((), 2), (("1",), 1), (("1", "2"), 3), (("1", "1"), 2), ("12345678", 2)]
)
def test_choices_of_recovery_that_cannot_stand(holders: str, needed: int) -> None:
    assert why_not_recovery(list(holders), needed)


def test_every_group_of_the_needed_size_has_a_box() -> None:
    assert len(recovery_groups(["1", "2", "3", "4", "5"], 3)) == 10


def test_any_two_of_three_recover_the_key_and_none_alone(people: dict[str, Any], office: OfficeKey) -> None:
    holders = [people[name][0] for name in ("binh", "chi", "dung")]
    actions.provide_recovery(office, holders, 2, people["an"][1], by="x", now=NOW)
    boxes = list(office.recovery_boxes.all())  # type: ignore[attr-defined]
    assert len(boxes) == 3
    by_number = {keyring.account: keyring for _, keyring in people.values()}
    for box in boxes:
        recovery = actions.begin_recovery(box, is_rehearsal=False, by="x", now=NOW)
        first, second = (by_number[number] for number in box.group)
        with pytest.raises(UserError):
            actions.open_layer(recovery, second, by="x", now=NOW)  # out of turn
        assert actions.open_layer(recovery, first, by="x", now=NOW) is False
        with pytest.raises(CannotOpen):  # what is left is of no use to the first
            open_sealed(first.pair, bytes(Recovery.objects.get(pk=recovery.pk).remaining))
        assert actions.open_layer(recovery, second, by="x", now=NOW) is True
        assert queries.open_office_key(office, second).private
        KeyShare.objects.filter(officer_key_id=second.officer_key).delete()


def test_a_rehearsal_proves_it_and_hands_nothing_over(people: dict[str, Any], office: OfficeKey) -> None:
    holders = [people["binh"][0], people["chi"][0]]
    actions.provide_recovery(office, holders, 2, people["an"][1], by="x", now=NOW)
    box = office.recovery_boxes.get()  # type: ignore[attr-defined]
    recovery = actions.begin_recovery(box, is_rehearsal=True, by="x", now=NOW)
    by_number = {keyring.account: keyring for _, keyring in people.values()}
    for number in box.group:
        actions.open_layer(recovery, by_number[number], by="x", now=NOW)
    office.refresh_from_db()
    assert office.rehearsed_at == NOW
    assert queries.officers_of(office) == [people["an"][0].number]


# ---- pages ----


def _signed_in(name: str) -> Client:
    client = Client()
    client.post("/sign-in/", {"sign_in_name": name, "password": PASSWORD})
    return client


def test_the_opened_key_needs_the_cookie_besides_the_session(people: dict[str, Any]) -> None:
    client = _signed_in("an")
    assert client.post("/my-key/", {"verb": "open", "passphrase": "wrong"}).status_code == 422
    assert client.post("/my-key/", {"verb": "open", "passphrase": PASSPHRASE + "an"}).status_code == 302
    kept = client.session["opened_key"]
    assert people["an"][1].pair.private.hex() not in str(dict(client.session))
    assert "đang mở" in client.get("/my-key/").content.decode()
    cookie = client.cookies[session.COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    del client.cookies[session.COOKIE]
    assert "đang mở" not in client.get("/my-key/").content.decode()
    assert kept["locked"]


def test_an_opened_key_is_of_no_use_in_another_account_s_session(people: dict[str, Any]) -> None:
    one, other = _signed_in("an"), _signed_in("binh")
    one.post("/my-key/", {"verb": "open", "passphrase": PASSPHRASE + "an"})
    stolen = other.session
    stolen["opened_key"] = one.session["opened_key"]
    stolen.save()
    other.cookies[session.COOKIE] = one.cookies[session.COOKIE].value
    assert "đang mở" not in other.get("/my-key/").content.decode()


def test_signing_out_closes_the_key(people: dict[str, Any]) -> None:
    client = _signed_in("an")
    client.post("/my-key/", {"verb": "open", "passphrase": PASSPHRASE + "an"})
    client.post("/sign-out/")
    assert client.cookies[session.COOKIE].value == ""


def test_guessing_a_passphrase_is_slowed(people: dict[str, Any]) -> None:
    client = _signed_in("an")
    for _ in range(6):
        page = client.post("/my-key/", {"verb": "open", "passphrase": "wrong wrong wrong"})
    assert "Đã thử quá nhiều lần. Hãy thử lại từ " in page.content.decode()
    assert client.post("/my-key/", {"verb": "open", "passphrase": PASSPHRASE + "an"}).status_code == 422


def test_keys_are_made_and_handed_over_on_pages(new_account: Any) -> None:
    for name in ("an", "binh"):
        new_account(name, "intake_officer", "U1")
        client = _signed_in(name)
        answer = client.post("/my-key/", {"verb": "make", "new": PASSPHRASE + name, "again": PASSPHRASE + name})
        assert answer.status_code == 302
        if name == "an":
            first = client
            client.post("/office-keys/change/", {"office": "U1", "verb": "make"})
    binh = OfficerKey.objects.get(account__sign_in_name="binh")
    first.post("/office-keys/change/", {"office": "U2", "verb": "make"})  # not an office of theirs
    assert queries.offices_with_keys() == ["U1"]
    first.post("/office-keys/change/", {"office": "U1", "verb": "share", "account": binh.account.pk})
    assert queries.can_open(binh.account.number, "U1")
    assert "U1" in first.get("/office-keys/").content.decode()


def test_an_outsider_cannot_be_handed_the_key(people: dict[str, Any], office: OfficeKey, new_account: Any) -> None:
    stranger = new_account("la", "intake_officer", "U9")
    actions.make_officer_key(stranger, PASSPHRASE, by="x", now=NOW)
    client = _signed_in("an")
    client.post("/my-key/", {"verb": "open", "passphrase": PASSPHRASE + "an"})
    client.post("/office-keys/change/", {"office": "U1", "verb": "share", "account": stranger.pk})
    assert not queries.can_open(stranger.number, "U1")


def test_who_forgot_the_passphrase_makes_a_new_key_that_opens_nothing_until_it_is_handed_over(
    people: dict[str, Any], office: OfficeKey
) -> None:
    client = _signed_in("an")
    client.post("/my-key/", {"verb": "forget"})
    assert not queries.can_open(people["an"][0].number, "U1")
    client.post("/my-key/", {"verb": "make", "new": PASSPHRASE + "moi", "again": PASSPHRASE + "moi"})
    keyring = actions.open_keyring(people["an"][0], PASSPHRASE + "moi")
    with pytest.raises(CannotOpen):
        queries.open_office_key(office, keyring)
