"""After an office's key was renewed its reports are sealed anew in portions, by one who had the former key."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from liem.intake import actions, portions, queries, resealing
from liem.intake.models import SealedKey
from liem.people.keys import actions as keys
from liem.people.keys.queries import office_key
from liem.people.row_security import acting_as_system
from liem.trail.models import TrailEntry
from tests.intake.office import IDENTITY, NOW, OFFICE, OTHER_OFFICE, PASSPHRASE, SECRET_WORDS, Officer, content

pytestmark = pytest.mark.django_db
Send = Callable[..., actions.Received]


def renew(officer: Officer) -> None:
    with officer.acting():
        former = office_key(OFFICE)
        assert former
        keys.rotate_office_key(former, officer.keyring, by=officer.number, now=NOW)


def test_portion_after_portion_until_nothing_is_left(
    send: Send, officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    received = [send(content()) for _ in range(5)]
    renew(officer)
    monkeypatch.setattr(portions, "AT_ONCE", 2)
    done, after = [], ""
    with officer.acting():
        assert [one.left for one in resealing.standing([OFFICE])] == [5]
        while True:
            portion = resealing.seal_portion(OFFICE, officer.keyring, after=after, by=officer.number, now=NOW)
            done.append(portion.sealed)
            after = portion.last
            if not after:
                break
        assert done == [2, 2, 1]
        assert [(one.done, one.left) for one in resealing.standing([OFFICE])] == [(5, 0)]
        report = queries.register().first()
        assert report
        assert queries.content(queries.open_as_officer(report, officer.keyring)).what == SECRET_WORDS
    with acting_as_system():
        assert {key.office_key.version for key in SealedKey.objects.select_related("office_key")} == {2}
    assert queries.find(received[0].receipt)  # the receipt opens it as before
    assert TrailEntry.objects.filter(event="report_sealed_anew").count() == 5


def test_who_never_had_the_former_key_seals_nothing_and_breaks_nothing(
    send: Send, officer: Officer, other_officer: Officer
) -> None:
    send()
    renew(officer)
    with officer.acting():
        portion = resealing.seal_portion(OFFICE, other_officer.keyring, by=other_officer.number, now=NOW)
        assert (portion.sealed, portion.unopened, portion.last) == (0, 1, "")
        assert resealing.standing([OFFICE])[0].left == 1


def test_another_office_seals_nothing(send: Send, officer: Officer, other_officer: Officer) -> None:
    send()
    renew(officer)
    with other_officer.acting():
        assert resealing.seal_portion(OFFICE, other_officer.keyring, by=other_officer.number, now=NOW).sealed == 0
    client = other_officer.window()
    assert client.post("/report/keys/", {"office": OFFICE}).status_code == 302
    with acting_as_system():
        assert SealedKey.objects.get().office_key.version == 1


def test_a_portion_ends_in_time(send: Send, officer: Officer) -> None:
    for _ in range(3):
        send()
    renew(officer)
    ticks = iter(range(0, 100, 5))
    with officer.acting():
        portion = resealing.seal_portion(OFFICE, officer.keyring, by=officer.number, now=NOW, watch=lambda: next(ticks))
    assert portion.sealed == 1
    assert portion.last


def test_the_page_says_how_far_it_is_and_does_the_next_portion(
    send: Send, officer: Officer, custodian: Officer
) -> None:
    send()
    send(identity=IDENTITY)
    renew(officer)
    client = Client()
    client.force_login(officer.account)
    assert client.get("/report/keys/").status_code == 302  # the key is not open
    client.post("/my-key/", {"verb": "open", "passphrase": PASSPHRASE})
    page = client.get("/report/keys/").content.decode()
    assert "0 trên 2 tin báo" in page
    assert re.findall(r'<nav class="rooms".*?<a href="([^"]*)" aria-current', page, re.DOTALL) == ["/office-keys/"]
    page = client.post("/report/keys/", {"office": OFFICE, "after": "nonsense'"}).content.decode()
    assert "Đã niêm phong 2 tin báo bằng khóa hiện tại." in page
    assert "Tất cả đã niêm phong" in page
    assert OTHER_OFFICE not in page
